// SPDX-License-Identifier: GPL-3.0-or-later
/* Limits on what may change, pins, leavers: against every answer of tiny services, and judged. */
#include "allocation_fixture.h"
#include "service_fixture.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum {
    MOST_FAMILIES = 8
};

static const struct recipe tiny = {.families = 6,
                                   .practitioners = 3,
                                   .pods = 2,
                                   .most_children = 4,
                                   .family_cap = 3,
                                   .child_cap = 8,
                                   .point_cap = 14,
                                   .skills = 3,
                                   .needed_percent = 20,
                                   .holder_percent = 80,
                                   .conflict_percent = 15};

static const struct recipe middling = {.seed = 7,
                                       .families = 60,
                                       .practitioners = 18,
                                       .pods = 3,
                                       .consultants = 7,
                                       .most_children = 5,
                                       .family_cap = 4,
                                       .child_cap = 14,
                                       .point_cap = 30,
                                       .skills = 4,
                                       .needed_percent = 15,
                                       .holder_percent = 90,
                                       .conflict_percent = 5};

/* ---- Solving within limits ---- */

static bool solve(const struct pp_service *service, const struct pp_plan *before,
                  const struct pp_changes *changes, struct pp_plan *plan, struct pp_err *err)
{
    struct pp_solver_settings settings = {.seed = 3, .before = before, .changes = changes};
    return pp_solve_allocation(service, &settings, plan, err);
}

static int32_t count_moved(const struct pp_service *service, const struct pp_plan *plan,
                           const struct pp_plan *before)
{
    struct pp_case c = {service, plan, before};
    int32_t moved = 0;
    for (int32_t family = 0; family < service->n_families; family++) {
        int32_t was = pp_holder_before(&c, family);
        moved += was != PP_NONE && plan->placements[family].practitioner != was;
    }
    return moved;
}

static void assert_judged(const struct pp_service *service, const struct pp_plan *plan,
                          const struct pp_plan *before)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, before};
    const struct pp_info *info = &plan->info[PP_ALLOCATION];
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_rule *rule = &pp_rules[verdict.breaches[i].rule];
        assert_true(!rule->hard || strcmp(rule->name, "placement") == 0 ||
                    strcmp(rule->name, "consultant_span") == 0);
    }
    assert_int_equal(verdict.cost[PP_ALLOCATION], info->cost);
    assert_true(info->bound <= info->cost);
    pp_verdict_finish(&verdict);
}

/* A judged plan with no more moves than that; NULL: refused, in words that name `least`. */
static struct pp_plan *solved(const struct pp_service *service, const struct pp_plan *before,
                              const struct pp_changes *changes, int32_t least)
{
    struct pp_plan *plan = pp_plan_create();
    struct pp_err err = {0};
    if (!solve(service, before, changes, plan, &err)) {
        char words[32];
        snprintf(words, sizeof(words), "a limit of %d would do", least);
        assert_int_equal(err.code, PP_E_USAGE);
        assert_non_null(strstr(err.text, words));
        pp_plan_destroy(plan);
        return NULL;
    }
    assert_judged(service, plan, before);
    assert_true(changes->most < 0 || count_moved(service, plan, before) <= changes->most);
    return plan;
}

/* ---- Every answer there is ---- */

/* By moves: the least cost; the judge alone decides. */
struct truth {
    int64_t least[MOST_FAMILIES + 1];
};

static void try_all(const struct pp_service *service, struct pp_plan *plan, int32_t family,
                    struct truth *truth)
{
    if (family == service->n_families) {
        struct pp_verdict verdict = {0};
        struct pp_case c = {service, plan, NULL};
        pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
        bool broken = false;
        for (int32_t i = 0; i < verdict.n_breaches; i++) {
            const struct pp_rule *rule = &pp_rules[verdict.breaches[i].rule];
            broken = broken || (rule->hard && strcmp(rule->name, "placement") != 0 &&
                                strcmp(rule->name, "consultant_span") != 0);
        }
        int32_t moved = count_moved(service, plan, NULL);
        if (!broken && verdict.cost[PP_ALLOCATION] < truth->least[moved]) {
            truth->least[moved] = verdict.cost[PP_ALLOCATION];
        }
        pp_verdict_finish(&verdict);
        return;
    }
    for (int32_t person = PP_NONE; person < service->n_practitioners; person++) {
        if (person == PP_NONE || pp_may_hold_cases(service, plan, person)) {
            plan->placements[family].practitioner = person;
            try_all(service, plan, family + 1, truth);
        }
    }
}

static struct truth find_truth(const struct pp_service *service)
{
    struct truth truth;
    struct pp_plan *plan = pp_plan_create();
    for (int32_t i = 0; i <= MOST_FAMILIES; i++) {
        truth.least[i] = INT64_MAX;
    }
    plan->n_placements = service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, service->n_families);
    try_all(service, plan, 0, &truth);
    pp_plan_destroy(plan);
    return truth;
}

TEST(no_limit_is_passed_and_tiny_services_have_their_optimum_under_each)
{
    int32_t solves = 0, equal = 0, refused = 0;
    for (uint64_t seed = 1; seed <= 16; seed++) {
        struct recipe recipe = tiny;
        recipe.seed = seed;
        recipe.point_cap = seed % 3 == 0 ? 0 : recipe.point_cap;
        recipe.family_cap = seed % 4 == 0 ? 2 : recipe.family_cap;
        struct pp_service *service = recipe_service(&recipe, NULL);
        struct truth truth = find_truth(service);
        int64_t best = INT64_MAX;
        int32_t least = 0;
        while (truth.least[least] == INT64_MAX) {
            least++;
        }
        for (int32_t most = 0; most <= service->n_families; most++) {
            struct pp_changes changes = {.most = most};
            struct pp_plan *plan = solved(service, NULL, &changes, least);
            best = truth.least[most] < best ? truth.least[most] : best;
            assert_int_equal(plan == NULL, most < least);
            refused += plan == NULL;
            if (plan != NULL) {
                assert_true(plan->info[PP_ALLOCATION].bound <= best);
                assert_true(plan->info[PP_ALLOCATION].cost >= best);
                equal += plan->info[PP_ALLOCATION].cost == best;
                solves++;
            }
            pp_plan_destroy(plan);
        }
        pp_service_destroy(service);
    }
    print_message("# %d solves, %d equal, %d refused\n", solves, equal, refused);
    assert_true(refused > 0 && solves > 60);
    assert_true(equal >= solves - 1); // a search, not a proof: one miss is allowed
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_limit_is_passed_and_tiny_services_have_their_optimum_under_each),
    };
    (void)middling;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
