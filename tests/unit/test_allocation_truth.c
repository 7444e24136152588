// SPDX-License-Identifier: GPL-3.0-or-later
/* The search against the truth: every answer of tiny services, names, rows, seeds, plans in force. */
#include "allocation_fixture.h"
#include "pace.h"
#include "service_fixture.h"
#include "test.h"

#include <podplan/rng.h>

#include <stdio.h>
#include <string.h>

static const struct recipe tiny = {.families = 5,
                                   .practitioners = 3,
                                   .pods = 2,
                                   .most_children = 4,
                                   .family_cap = 2,
                                   .child_cap = 5,
                                   .point_cap = 9,
                                   .skills = 3,
                                   .needed_percent = 30,
                                   .holder_percent = 60,
                                   .conflict_percent = 20};

static const struct recipe middling = {.seed = 7,
                                       .families = 60,
                                       .practitioners = 18,
                                       .pods = 3,
                                       .consultants = 7,
                                       .most_children = 5,
                                       .family_cap = 4,
                                       .child_cap = 12,
                                       .point_cap = 24,
                                       .skills = 4,
                                       .needed_percent = 15,
                                       .holder_percent = 80,
                                       .conflict_percent = 5};

/* ---- Every answer there is ---- */

static int64_t judged_cost(const struct pp_service *service, const struct pp_plan *plan)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, NULL};
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    int64_t cost = verdict.cost[PP_ALLOCATION];
    pp_verdict_finish(&verdict);
    return cost;
}

/* The least cost over all placements; the judge alone decides what a placement costs. */
static int64_t least_cost(const struct pp_service *service, struct pp_plan *plan, int32_t family)
{
    if (family == service->n_families) {
        return judged_cost(service, plan);
    }
    int64_t least = INT64_MAX;
    for (int32_t person = PP_NONE; person < service->n_practitioners; person++) {
        if (person != PP_NONE &&
            !pp_may_hold_cases(service, plan, person)) { // dearer than nobody, whatever else
            continue;
        }
        plan->placements[family].practitioner = person;
        int64_t cost = least_cost(service, plan, family + 1);
        least = cost < least ? cost : least;
    }
    return least;
}

static int64_t brute_force(const struct pp_service *service)
{
    struct pp_plan *plan = pp_plan_create();
    plan->n_placements = service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, service->n_families);
    int64_t least = least_cost(service, plan, 0);
    pp_plan_destroy(plan);
    return least;
}

TEST(tiny_services_have_their_optimum_between_bound_and_cost)
{
    enum {
        SERVICES = 24
    };
    int32_t equal = 0;
    for (uint64_t seed = 1; seed <= SERVICES; seed++) {
        struct recipe recipe = tiny;
        recipe.seed = seed;
        recipe.point_cap = seed % 3 == 0 ? 0 : recipe.point_cap;
        struct pp_service *service = recipe_service(&recipe, NULL);
        struct pp_plan *plan = allocation_solved(service, NULL, 0, seed);
        int64_t optimum = brute_force(service);
        assert_true(plan->info[PP_ALLOCATION].bound <= optimum);
        assert_true(plan->info[PP_ALLOCATION].cost >= optimum);
        equal += plan->info[PP_ALLOCATION].cost == optimum;
        pp_plan_destroy(plan);
        pp_service_destroy(service);
    }
    assert_true(equal >= SERVICES - 1); // a search, not a proof: one miss is allowed
}

TEST(the_bound_never_passes_the_cost)
{
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct recipe recipe = middling;
        recipe.seed = seed;
        recipe.families = 30 + 12 * (int32_t)seed;
        recipe.point_cap = seed % 2 == 0 ? 0 : 24;
        struct pp_service *service = recipe_service(&recipe, NULL);
        pp_plan_destroy(allocation_solved(service, NULL, 5, seed)); // asserts it
        pp_service_destroy(service);
    }
}

/* ---- Names, rows, seeds ---- */

/* Families, by number, whose practitioners differ between two plans of two makes of a recipe. */
static int32_t differing(const struct recipe *a, const struct pp_service *sa,
                         const struct pp_plan *pa, const struct recipe *b,
                         const struct pp_service *sb, const struct pp_plan *pb)
{
    int32_t differ = 0;
    for (int32_t i = 0; i < a->families; i++) {
        char key[32];
        int32_t fa = fixture_row(sa, PP_TABLE_families, recipe_family(a, i, key));
        int32_t fb = fixture_row(sb, PP_TABLE_families, recipe_family(b, i, key));
        int32_t one = pa->placements[fa].practitioner, two = pb->placements[fb].practitioner;
        int32_t expected = PP_NONE;
        for (int32_t p = 0; p < a->practitioners && one != PP_NONE; p++) {
            if (fixture_row(sa, PP_TABLE_practitioners, recipe_person(a, p, key)) == one) {
                expected = fixture_row(sb, PP_TABLE_practitioners, recipe_person(b, p, key));
            }
        }
        differ += two != expected;
    }
    return differ;
}

static int32_t differing_after(bool renamed, bool shuffled)
{
    struct recipe other = middling;
    other.renamed = renamed;
    other.shuffled = shuffled;
    struct pp_service *a = recipe_service(&middling, NULL), *b = recipe_service(&other, NULL);
    struct pp_plan *one = allocation_solved(a, NULL, 5, 11);
    struct pp_plan *two = allocation_solved(b, NULL, 5, 11);
    int32_t differ = differing(&middling, a, one, &other, b, two);
    assert_int_equal(one->info[PP_ALLOCATION].cost, two->info[PP_ALLOCATION].cost);
    assert_int_equal(one->info[PP_ALLOCATION].bound, two->info[PP_ALLOCATION].bound);
    pp_plan_destroy(one);
    pp_plan_destroy(two);
    pp_service_destroy(a);
    pp_service_destroy(b);
    return differ;
}

TEST(renaming_everybody_changes_nothing_but_the_names)
{
    assert_int_equal(differing_after(true, false), 0);
}

TEST(the_order_of_rows_changes_nothing)
{
    assert_int_equal(differing_after(false, true), 0);
}

static int32_t moved(const struct pp_plan *a, const struct pp_plan *b)
{
    int32_t count = 0;
    for (int32_t family = 0; family < a->n_placements; family++) {
        count += a->placements[family].practitioner != b->placements[family].practitioner;
    }
    for (int32_t person = 0; person < a->n_consultants; person++) {
        count += a->consultants[person] != b->consultants[person];
    }
    return count;
}

TEST(the_same_seed_gives_the_same_plan)
{
    struct pp_service *service = recipe_service(&middling, NULL);
    struct pp_plan *one = allocation_solved(service, NULL, 5, 3);
    struct pp_plan *two = allocation_solved(service, NULL, 5, 3);
    assert_int_equal(moved(one, two), 0);
    assert_int_equal(one->info[PP_ALLOCATION].bound, two->info[PP_ALLOCATION].bound);
    pp_plan_destroy(one);
    pp_plan_destroy(two);
    pp_service_destroy(service);
}

/* ---- A plan in force ---- */

TEST(planning_again_moves_nobody)
{
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct recipe recipe = middling;
        recipe.seed = seed;
        recipe.families = 44 + 6 * (int32_t)seed; // the last have too many for the caps
        struct pp_service *service = recipe_service(&recipe, NULL);
        struct pp_plan *one = allocation_solved(service, NULL, 3, seed);
        struct pp_plan *two = allocation_solved(service, one, 3, seed + 100);
        assert_int_equal(moved(one, two), 0);
        pp_plan_destroy(one);
        pp_plan_destroy(two);
        pp_service_destroy(service);
    }
}

TEST(a_changed_family_moves_few_others)
{
    struct recipe recipe = middling;
    recipe.families = 55;
    struct pp_service *service = recipe_service(&recipe, NULL);
    struct pp_plan *one = allocation_solved(service, NULL, 5, 1);
    /* Ten more children for one family: it must go elsewhere, or others make room. */
    char key[32], more[512] = "[children]\n";
    strcat(more, "child,family,status,complexity\n");
    for (int i = 0; i < 4; i++) {
        char line[96];
        snprintf(line, sizeof(line), "new%d,%s,CP,high\n", i, recipe_family(&recipe, 3, key));
        strcat(more, line);
    }
    struct pp_service *changed = recipe_service(&recipe, more);
    struct pp_plan *two = allocation_solved(changed, one, 5, 1);
    assert_in_range(moved(one, two), 0, 4);
    pp_plan_destroy(one);
    pp_plan_destroy(two);
    pp_service_destroy(service);
    pp_service_destroy(changed);
}

/* ---- Stopping, telling ---- */

TEST(a_raised_stop_flag_still_gives_a_judged_plan)
{
    struct pp_service *service = recipe_service(&middling, NULL);
    atomic_bool stop = true;
    struct pp_solver_settings settings = {.seed = 1, .stop = &stop};
    struct pp_plan *plan = pp_plan_create();
    assert_true(pp_solve_allocation(service, &settings, plan, NULL));
    assert_int_equal(judged_cost(service, plan), plan->info[PP_ALLOCATION].cost);
    assert_true(plan->info[PP_ALLOCATION].bound <= plan->info[PP_ALLOCATION].cost);
    assert_int_equal(plan->info[PP_ALLOCATION].rounds, 0);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

struct watch {
    int32_t calls;
    int64_t cost, bound;
};

static void watch_progress(void *user, const struct pp_progress *at)
{
    struct watch *watch = user;
    assert_true(at->cost <= watch->cost);
    assert_true(at->bound <= at->cost);
    *watch = (struct watch){watch->calls + 1, at->cost, at->bound};
}

/* What the search has no part in. */
static int64_t oversight_cost(const struct pp_service *service, const struct pp_plan *plan)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, NULL};
    pp_judge_rule(&c, pp_rule_find("consultant_span"), &verdict);
    int64_t cost = verdict.cost[PP_ALLOCATION];
    pp_verdict_finish(&verdict);
    return cost;
}

TEST(progress_only_gets_better_and_ends_at_what_the_judges_count)
{
    struct pp_service *service = recipe_service(&middling, NULL);
    struct watch watch = {0, INT64_MAX, 0};
    struct pp_solver_settings settings = {
        .seed = 1, .rounds = 4, .progress = watch_progress, .user = &watch};
    struct pp_plan *plan = pp_plan_create();
    assert_true(pp_solve_allocation(service, &settings, plan, NULL));
    assert_true(watch.calls >= 3);
    assert_true(watch.bound > 0);
    assert_int_equal(watch.cost, judged_cost(service, plan) - oversight_cost(service, plan));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_gap_is_measured_without_what_the_problem_adds)
{
    struct pp_solver_settings settings = {.gap = 0.05};
    struct pace pace = pace_begin(&settings, 1);
    pace.offset = 9000; // of 10000, so that the cost is 1000
    assert_true(pace_within(&pace, 10000, 9950));
    assert_false(pace_within(&pace, 10000, 9949));
    pace.offset = -9000;
    assert_true(pace_within(&pace, 10000, 9050));
    assert_false(pace_within(&pace, 10000, 9049));
    settings.gap = 0; // only what is proved, and that is not for the gap to say
    assert_false(pace_within(&pace, 10000, 9999));
    pace.settings = NULL;
    assert_false(pace_within(&pace, 10000, 9999));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiny_services_have_their_optimum_between_bound_and_cost),
        cmocka_unit_test(the_bound_never_passes_the_cost),
        cmocka_unit_test(renaming_everybody_changes_nothing_but_the_names),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
        cmocka_unit_test(the_same_seed_gives_the_same_plan),
        cmocka_unit_test(planning_again_moves_nobody),
        cmocka_unit_test(a_changed_family_moves_few_others),
        cmocka_unit_test(a_raised_stop_flag_still_gives_a_judged_plan),
        cmocka_unit_test(a_gap_is_measured_without_what_the_problem_adds),
        cmocka_unit_test(progress_only_gets_better_and_ends_at_what_the_judges_count),
    };
    return cmocka_run_group_tests_name("allocation_truth", tests, NULL, NULL);
}
