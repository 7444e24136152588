// SPDX-License-Identifier: GPL-3.0-or-later
/* What a change is said to be worth against the same change made to the data and solved again. */
#include "allocation_fixture.h"
#include "service_fixture.h"
#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct recipe tiny = {.families = 5,
                                   .practitioners = 3,
                                   .pods = 2,
                                   .most_children = 4,
                                   .family_cap = 2,
                                   .child_cap = 5,
                                   .skills = 3,
                                   .needed_percent = 30,
                                   .holder_percent = 60,
                                   .conflict_percent = 20};

static const struct recipe small = {.families = 26,
                                    .practitioners = 7,
                                    .pods = 3,
                                    .most_children = 4,
                                    .family_cap = 4,
                                    .child_cap = 11,
                                    .skills = 3,
                                    .needed_percent = 15,
                                    .holder_percent = 70,
                                    .conflict_percent = 5};

/* ---- The change made to the data ---- */

static int32_t rounded_up(int32_t cap, int32_t share)
{
    return (cap + share - 1) / share;
}

/* The least cap that leaves somebody of this FTE room for so much. */
static int32_t least_cap(int32_t fte, int32_t room)
{
    int32_t cap = room;
    while ((int64_t)cap * fte / 1000 < room) {
        cap++;
    }
    return cap;
}

/* The service of the recipe with one more place with practitioner row `row`. */
static struct pp_service *with_place(const struct recipe *recipe, const struct pp_service *service,
                                     int32_t row)
{
    struct recipe changed = *recipe;
    char key[32];
    int32_t fte = service->practitioners[row].fte;
    struct pp_capacity room = pp_capacity_on(service, row, service->settings.cases_from);
    for (int32_t i = 0; i < recipe->practitioners; i++) {
        if (strcmp(recipe_person(recipe, i, key), service->practitioners[row].practitioner) == 0) {
            changed.raised = i + 1;
        }
    }
    assert_true(changed.raised > 0);
    changed.raised_families = least_cap(fte, room.families + 1);
    changed.raised_children =
        least_cap(fte, room.children + rounded_up(recipe->child_cap, recipe->family_cap));
    if (recipe->point_cap > 0) {
        changed.raised_points =
            least_cap(fte, room.points + rounded_up(1000 * recipe->point_cap, recipe->family_cap));
    }
    return recipe_service(&changed, NULL);
}

static struct pp_service *with_post(const struct recipe *recipe, const struct pp_service *service,
                                    int32_t pod)
{
    char more[256];
    snprintf(more, sizeof(more),
             "[practitioners]\npractitioner,role,pod,fte,contract,start,home_patch\n"
             "new,fp,%s,1,permanent,2020-01-01,%s\n",
             service->pods[pod].pod, service->patches[service->pods[pod].patch].patch);
    return recipe_service(recipe, more);
}

static struct pp_service *with_change(const struct recipe *recipe, const struct pp_service *service,
                                      const struct pp_worth *worth)
{
    return worth->practitioner != PP_NONE ? with_place(recipe, service, worth->practitioner)
                                          : with_post(recipe, service, worth->pod);
}

/* ---- The truth ---- */

static int64_t judged(const struct pp_service *service, const struct pp_plan *plan,
                      const struct pp_plan *before)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, before};
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    int64_t cost = verdict.cost[PP_ALLOCATION];
    pp_verdict_finish(&verdict);
    return cost;
}

/* The least cost over all placements, by the judge alone, and how many families that one leaves. */
static void try_all(const struct pp_service *service, struct pp_plan *plan,
                    const struct pp_plan *before, int32_t family, int64_t *least, int32_t *left)
{
    if (family == service->n_families) {
        int64_t cost = judged(service, plan, before);
        if (cost < *least) {
            *least = cost;
            *left = allocation_unplaced(plan, NULL);
        }
        return;
    }
    for (int32_t person = PP_NONE; person < service->n_practitioners; person++) {
        if (person == PP_NONE || pp_may_hold_cases(service, plan, person)) {
            plan->placements[family].practitioner = person;
            try_all(service, plan, before, family + 1, least, left);
        }
    }
}

static int64_t brute_force(const struct pp_service *service, const struct pp_plan *before,
                           int32_t *left)
{
    struct pp_plan *plan = pp_plan_create();
    int64_t least = INT64_MAX;
    plan->n_placements = service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, service->n_families);
    try_all(service, plan, before, 0, &least, left);
    pp_plan_destroy(plan);
    return least;
}

/* Who is where, and nothing else of a plan: rows of people differ between services. */
static struct pp_plan *placements_of(const struct pp_plan *plan)
{
    struct pp_plan *copy = pp_plan_create();
    copy->n_placements = plan->n_placements;
    copy->placements = pp_arena_copy(&copy->arena, plan->placements,
                                     (size_t)plan->n_placements * sizeof(plan->placements[0]));
    return copy;
}

/* ---- What the sentence says ---- */

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* The numbers as a reader finds them; the sentence and the figures must agree. */
static void assert_sentence(const struct pp_worth *worth)
{
    const char *text = worth->sentence, *at;
    int families, children;
    int64_t minutes;
    assert_non_null(text);
    assert_true(has(text, "One more "));
    if ((at = strstr(text, " places ")) != NULL) {
        at += strlen(has(at, "at least") ? " places at least " : " places ");
        assert_int_equal(sscanf(at, "%d more famil%*[a-z], with %d", &families, &children), 2);
        assert_int_equal(families, worth->families);
        assert_int_equal(children, worth->children);
        at = strstr(text, "else then costs ");
        assert_int_equal(at != NULL, worth->minutes != 0);
        if (at != NULL && worth->proved) {
            assert_int_equal(sscanf(at, "else then costs %" SCNd64, &minutes), 1);
            assert_int_equal(has(at, "less") ? minutes : -minutes, worth->minutes);
        }
    } else if ((at = strstr(text, " is worth ")) != NULL && !has(at, "nothing")) {
        assert_true(worth->proved);
        assert_int_equal(sscanf(at, " is worth %" SCNd64, &minutes), 1);
        assert_int_equal(minutes, worth->total);
    } else if ((at = strstr(text, " at least ")) != NULL) {
        assert_int_equal(sscanf(at, " at least %" SCNd64, &minutes), 1);
        assert_int_equal(minutes, worth->total);
    } else {
        assert_true(worth->total <= 0);
    }
}

struct tally {
    int32_t said, proved, minutes, families;
};

static void count(struct tally *tally, const struct pp_worth *worth)
{
    tally->said++;
    tally->proved += worth->proved;
    tally->minutes += worth->proved && worth->families == 0 && worth->total > 0;
    tally->families += worth->proved && worth->families > 0;
}

/* ---- Every answer there is ---- */

static void check_by_force(const struct recipe *recipe, const struct pp_service *service,
                           const struct pp_plan *plan, const struct pp_worth *worth,
                           struct tally *tally)
{
    int32_t left_now = 0, left_then = 0;
    struct pp_plan *before = placements_of(plan);
    struct pp_service *changed = with_change(recipe, service, worth);
    int64_t now = brute_force(service, before, &left_now);
    int64_t then = brute_force(changed, before, &left_then);
    assert_sentence(worth);
    if (worth->proved) {
        assert_int_equal(worth->total, now - then);
        assert_int_equal(worth->families, left_now - left_then);
    } else {
        assert_true(worth->total <= judged(service, plan, before) - then);
    }
    count(tally, worth);
    pp_service_destroy(changed);
    pp_plan_destroy(before);
}

static void check_tiny(uint64_t seed, struct tally *tally)
{
    struct pp_arena arena = {0};
    struct pp_worth *list, one;
    int32_t n;
    struct recipe recipe = tiny;
    recipe.seed = seed;
    recipe.families -= seed % 4 == 0; // sometimes all have a place
    recipe.point_cap = seed % 3 == 0 ? 9 : 0;
    struct pp_service *service = recipe_service(&recipe, NULL);
    struct pp_plan *plan = allocation_solved(service, NULL, 1, seed);
    assert_true(pp_allocation_worth_most(service, plan, seed, &arena, &list, &n, NULL));
    for (int32_t i = 0; i < n; i++) {
        assert_true(list[i].families > 0 || list[i].total > 0);
        check_by_force(&recipe, service, plan, &list[i], tally);
    }
    int32_t person = fixture_row(service, PP_TABLE_practitioners, "p001");
    assert_true(pp_allocation_worth_of_place(service, plan, seed, person, &arena, &one, NULL));
    check_by_force(&recipe, service, plan, &one, tally);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    pp_arena_finish(&arena);
}

TEST(what_a_change_is_worth_is_the_difference_of_the_best_plans)
{
    struct tally tally = {0};
    for (uint64_t seed = 1; seed <= 6; seed++) {
        check_tiny(seed, &tally);
    }
    assert_true(tally.said >= 12);
    assert_true(tally.proved >= tally.said * 3 / 4);
    assert_true(tally.minutes > 0 && tally.families > 0);
}

/* ---- Planning again ---- */

/* Nobody proves these to be the best; what was said must lie within what a new plan shows. */
static void check_by_plan(const struct recipe *recipe, const struct pp_service *service,
                          const struct pp_plan *plan, const struct pp_worth *worth,
                          struct tally *tally)
{
    struct pp_plan *before = placements_of(plan);
    struct pp_service *changed = with_change(recipe, service, worth);
    struct pp_plan *then = allocation_solved(changed, before, 1, 77);
    const struct pp_info *info = &then->info[PP_ALLOCATION];
    int64_t now = judged(service, plan, before);
    assert_sentence(worth);
    assert_true(worth->total <= now - info->bound);
    if (worth->proved) {
        assert_true(now - info->cost <= worth->total);
    }
    if (worth->proved && info->bound == info->cost) {
        assert_int_equal(worth->total, now - info->cost);
        assert_int_equal(worth->families,
                         allocation_unplaced(plan, NULL) - allocation_unplaced(then, NULL));
    }
    count(tally, worth);
    pp_plan_destroy(then);
    pp_service_destroy(changed);
    pp_plan_destroy(before);
}

TEST(what_a_change_is_worth_is_what_planning_again_finds)
{
    struct tally tally = {0};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct pp_arena arena = {0};
        struct pp_worth *list;
        int32_t n;
        struct recipe recipe = small;
        recipe.seed = seed;
        recipe.families += (int32_t)seed;
        struct pp_service *service = recipe_service(&recipe, NULL);
        struct pp_plan *plan = allocation_solved(service, NULL, 1, seed);
        assert_true(pp_allocation_worth_most(service, plan, seed, &arena, &list, &n, NULL));
        for (int32_t i = 0; i < n; i++) {
            check_by_plan(&recipe, service, plan, &list[i], &tally);
        }
        pp_plan_destroy(plan);
        pp_service_destroy(service);
        pp_arena_finish(&arena);
    }
    assert_true(tally.said >= 6 && tally.proved >= 2);
}

/* ---- A large service: only what is near is planned again ---- */

TEST(in_a_large_service_a_sentence_claims_no_more_than_it_shows)
{
    struct pp_arena arena = {0};
    struct pp_worth *list;
    int32_t n;
    struct recipe recipe = {.seed = 3,
                            .families = 150,
                            .practitioners = 62,
                            .pods = 6,
                            .most_children = 1,
                            .family_cap = 2,
                            .child_cap = 6,
                            .skills = 1,
                            .holder_percent = 70};
    struct pp_service *service = recipe_service(&recipe,
                                                "[rule_weights]\nrule,weight\n"
                                                "balance,0\ntravel,0\nlanguage,0\n");
    struct pp_plan *plan = allocation_solved(service, NULL, 1, 3);
    assert_true(pp_allocation_worth_most(service, plan, 3, &arena, &list, &n, NULL));
    assert_int_equal(n, 2);
    for (int32_t i = 0; i < n; i++) {
        bool post = list[i].practitioner == PP_NONE;
        assert_false(list[i].proved);
        assert_sentence(&list[i]);
        assert_int_equal(list[i].families, post ? 2 : 1); // that so many are without is plain
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    pp_arena_finish(&arena);
}

TEST(a_plan_that_does_not_fit_the_data_is_priced_by_nothing)
{
    struct pp_arena arena = {0};
    struct pp_worth *list, one;
    int32_t n = -1;
    struct recipe recipe = tiny;
    recipe.seed = 2;
    struct pp_service *service = recipe_service(&recipe, NULL);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    int32_t person = fixture_row(service, PP_TABLE_practitioners, "p000");
    for (int32_t i = 0; i < plan->n_placements; i++) {
        plan->placements[i].practitioner = person;
    }
    assert_true(pp_allocation_worth_most(service, plan, 1, &arena, &list, &n, NULL));
    assert_int_equal(n, 0);
    assert_true(pp_allocation_worth_of_place(service, plan, 1, person, &arena, &one, NULL));
    assert_null(one.sentence);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    pp_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_change_is_worth_is_the_difference_of_the_best_plans),
        cmocka_unit_test(what_a_change_is_worth_is_what_planning_again_finds),
        cmocka_unit_test(in_a_large_service_a_sentence_claims_no_more_than_it_shows),
        cmocka_unit_test(a_plan_that_does_not_fit_the_data_is_priced_by_nothing),
    };
    return cmocka_run_group_tests_name("allocation_worth", tests, NULL, NULL);
}
