// SPDX-License-Identifier: GPL-3.0-or-later
/* Fewer places with consultants than practitioners: who holds nothing, judged by the rules. */
#include "allocation_fixture.h"
#include "service_fixture.h"
#include "test.h"

#include <string.h>

enum {
    PEOPLE = 3,
    PLACES = 2 ///< the span of the only consultant
};

static const char *const people[PEOPLE] = {"ann", "bob", "cat"};

static const char head[] =
    "[settings]\n"
    "service_name,Whole\nplanned_on,2024-04-01\ncases_from,2024-06-03\nallocation_rounds,5\n"
    "[hubs]\nhub,name\nh,Hub\n"
    "[patches]\npatch,hub\nw,h\n"
    "[pods]\npod,name,hub,patch\nnorth,Pod north,h,w\n"
    "[grades]\ngrade\ng\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"
    "[roles]\nrole,name,grade,family_cap,child_cap,point_cap,span\n"
    "fp,Family practitioner,g,2,5,,\nswc,Consultant,g,,,,2\n"
    "[practitioners]\npractitioner,role,pod,fte,contract,start,end,home_patch\n"
    "swc,swc,north,1,permanent,2020-01-01,,w\n"
    "ann,fp,north,1,permanent,2020-01-01,,w\n"
    "bob,fp,north,1,permanent,2020-01-01,,w\n"
    "cat,fp,north,1,permanent,2020-01-01,,w\n";

/* Families of one or two children in turn; the first `held` are with everybody in turn. */
static struct pp_service *make_service(int32_t families, int32_t held)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, head);
    pp_buf_add(&text, "[families]\nfamily,patch,practitioner\n");
    for (int32_t i = 0; i < families; i++) {
        pp_buf_printf(&text, "f%d,w,%s\n", i, i < held ? people[i % PEOPLE] : "");
    }
    pp_buf_add(&text, "[children]\nchild,family,status,complexity\n");
    for (int32_t i = 0; i < families; i++) {
        for (int32_t c = 0; c <= i % 2; c++) {
            pp_buf_printf(&text, "c%d-%d,f%d,CIN,low\n", i, c, i);
        }
    }
    struct pp_service *service = fixture_service(pp_buf_text(&text));
    pp_buf_finish(&text);
    return service;
}

static int32_t person_of(const struct pp_service *service, int32_t i)
{
    return fixture_row(service, PP_TABLE_practitioners, people[i]);
}

static int32_t count_holders(const struct pp_service *service, const struct pp_plan *plan)
{
    int32_t holders = 0;
    for (int32_t i = 0; i < PEOPLE; i++) {
        holders += pp_plan_caseload(plan, service, person_of(service, i)).families > 0;
    }
    return holders;
}

/* ---- Every answer there is ---- */

static int64_t judge(const struct pp_service *service, struct pp_plan *plan)
{
    int32_t places = PLACES, consultant = fixture_row(service, PP_TABLE_practitioners, "swc");
    for (int32_t i = 0; i < PEOPLE; i++) {
        int32_t person = person_of(service, i);
        bool given = places > 0 && pp_plan_caseload(plan, service, person).families > 0;
        plan->consultants[person] = given ? consultant : PP_NONE;
        places -= given;
    }
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, NULL};
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    int64_t cost = verdict.cost[PP_ALLOCATION];
    pp_verdict_finish(&verdict);
    return cost;
}

static int64_t least_cost(const struct pp_service *service)
{
    struct pp_plan *plan = pp_plan_create();
    int32_t answers = 1;
    plan->n_placements = service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, plan->n_placements);
    plan->n_consultants = service->n_practitioners;
    plan->consultants = PP_NEW(&plan->arena, int32_t, plan->n_consultants);
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        plan->consultants[i] = PP_NONE;
    }
    for (int32_t family = 0; family < service->n_families; family++) {
        answers *= PEOPLE + 1;
    }
    int64_t least = INT64_MAX;
    for (int32_t answer = 0; answer < answers; answer++) {
        for (int32_t family = 0, rest = answer; family < service->n_families; family++) {
            int32_t i = rest % (PEOPLE + 1);
            int32_t person = i == PEOPLE ? PP_NONE : person_of(service, i);
            plan->placements[family] =
                (struct pp_placement){.practitioner = person, .rule = PP_NONE};
            rest /= PEOPLE + 1;
        }
        int64_t cost = judge(service, plan);
        least = cost < least ? cost : least;
    }
    pp_plan_destroy(plan);
    return least;
}

static void assert_least(int32_t families, int32_t held, int32_t holders)
{
    struct pp_service *service = make_service(families, held);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(plan->info[PP_ALLOCATION].cost, least_cost(service));
    assert_int_equal(count_holders(service, plan), holders);
    struct pp_plan *again = allocation_solved(service, plan, 0, 1);
    for (int32_t family = 0; family < families; family++) {
        assert_int_equal(again->placements[family].practitioner,
                         plan->placements[family].practitioner);
    }
    pp_plan_destroy(again);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(whoever_nobody_could_oversee_holds_nothing_when_others_have_room)
{
    assert_least(4, 0, PLACES);
    assert_least(4, 4, PLACES);
    assert_least(3, 3, PLACES);
}

TEST(everybody_holds_cases_when_all_are_needed_for_them)
{
    assert_least(6, 0, PEOPLE);
    assert_least(6, 6, PEOPLE);
}

/* ---- Pins and limits ---- */

static struct pp_plan *solved(const struct pp_service *service, const struct pp_changes *changes)
{
    struct pp_solver_settings settings = {.seed = 1, .rounds = 5, .changes = changes};
    struct pp_plan *plan = pp_plan_create();
    struct pp_err err = {0};
    if (!pp_solve_allocation(service, &settings, plan, &err)) {
        fail_msg("%s", err.text);
    }
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, NULL};
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    assert_int_equal(verdict.cost[PP_ALLOCATION], plan->info[PP_ALLOCATION].cost);
    pp_verdict_finish(&verdict);
    return plan;
}

TEST(who_has_a_pinned_family_is_not_emptied)
{
    struct pp_service *service = make_service(4, 0);
    struct pp_pin pins[PEOPLE];
    for (int32_t i = 0; i < PEOPLE; i++) {
        pins[i] = (struct pp_pin){i, person_of(service, i)};
    }
    for (int32_t n = PLACES; n <= PEOPLE; n++) {
        struct pp_plan *plan = solved(service, &(struct pp_changes){PP_ANY_CHANGES, pins, n});
        assert_int_equal(count_holders(service, plan), n);
        for (int32_t i = 0; i < n; i++) {
            assert_int_equal(plan->placements[i].practitioner, pins[i].practitioner);
        }
        pp_plan_destroy(plan);
    }
    pp_service_destroy(service);
}

TEST(nobody_is_emptied_beyond_the_families_that_may_move)
{
    struct pp_service *service = make_service(4, 4);
    for (int32_t most = 0; most <= 2; most++) {
        struct pp_plan *plan = solved(service, &(struct pp_changes){.most = most});
        int32_t moved = 0;
        for (int32_t i = 0; i < service->n_families; i++) {
            moved += plan->placements[i].practitioner != service->families[i].practitioner;
        }
        assert_in_range(moved, 0, most);
        assert_int_equal(count_holders(service, plan), most == 0 ? PEOPLE : PLACES);
        pp_plan_destroy(plan);
    }
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_nobody_could_oversee_holds_nothing_when_others_have_room),
        cmocka_unit_test(everybody_holds_cases_when_all_are_needed_for_them),
        cmocka_unit_test(who_has_a_pinned_family_is_not_emptied),
        cmocka_unit_test(nobody_is_emptied_beyond_the_families_that_may_move),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
