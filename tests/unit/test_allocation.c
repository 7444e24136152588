// SPDX-License-Identifier: GPL-3.0-or-later
/* What the allocation says: shortfalls and their remedies, reasons, consultants, candidates. */
#include "allocation_fixture.h"
#include "service_fixture.h"
#include "test.h"

#include <podplan/rng.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A service with one pod, no skills, no travel; people and families are added by the tests. */
static const char one_pod[] =
    "[settings]\n"
    "service_name,Whole\nplanned_on,2024-04-01\ncases_from,2024-06-03\nallocation_rounds,20\n"
    "[hubs]\nhub,name\nh,Hub\n"
    "[patches]\npatch,hub\nw,h\n"
    "[pods]\npod,name,hub,patch\nnorth,Pod north,h,w\n"
    "[grades]\ngrade\ng\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"
    "[skills]\nskill,name,kind\nabuse,Domestic abuse,practice\nsafe,Safeguarding,practice\n";

static const char caps_4_12[] =
    "[roles]\nrole,name,grade,family_cap,child_cap,point_cap,span\n"
    "fp,Family practitioner,g,4,12,,\n"
    "manager,Pod manager,g,4,12,,\nswc,Consultant,g,,,,2\n";

static void add_people(struct pp_buf *text, const char *prefix, int32_t n, const char *role,
                       const char *fte)
{
    pp_buf_add(text, "[practitioners]\npractitioner,role,pod,fte,contract,start,end,home_patch\n");
    for (int32_t i = 0; i < n; i++) {
        pp_buf_printf(text, "%s%02d,%s,north,%s,permanent,2020-01-01,,w\n", prefix, i, role, fte);
    }
}

/* `n` families of which the first `larger` have one child more than `children`. */
static void add_families(struct pp_buf *text, int32_t n, int32_t children, int32_t larger)
{
    pp_buf_add(text, "[families]\nfamily,patch\n");
    for (int32_t i = 0; i < n; i++) {
        pp_buf_printf(text, "f%03d,w\n", i);
    }
    pp_buf_add(text, "[children]\nchild,family,status,complexity\n");
    for (int32_t i = 0; i < n; i++) {
        for (int32_t c = 0; c < children + (i < larger); c++) {
            pp_buf_printf(text, "c%03d-%d,f%03d,CIN,low\n", i, c, i);
        }
    }
}

static struct pp_service *service_of(struct pp_buf *text)
{
    struct pp_service *service = fixture_service(pp_buf_text(text));
    pp_buf_finish(text);
    return service;
}

/* Seven practitioners and a manager with half a caseload; 34 families and 100 children. */
static void add_published_pod(struct pp_buf *text)
{
    pp_buf_add(text, one_pod);
    pp_buf_add(text, caps_4_12);
    add_people(text, "fp", 7, "fp", "1");
    add_people(text, "pm", 1, "manager", "1");
    pp_buf_add(text,
               "[reductions]\npractitioner,from,to,percent,reason\n"
               "pm00,2024-01-01,,50,pod management\n");
    add_families(text, 34, 2, 32);
}

static void assert_has(const char *text, const char *part)
{
    if (text == NULL || strstr(text, part) == NULL) {
        fail_msg("'%s' is not in '%s'", part, text == NULL ? "(nothing)" : text);
    }
}

TEST(a_pod_says_by_how_much_it_is_over_its_caps_and_what_closes_it)
{
    struct pp_buf text = {0};
    add_published_pod(&text);
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(allocation_unplaced(plan, "family_cap"), 4);
    const struct pp_shortfall *pod = allocation_shortfall(plan, "family_cap", "north");
    assert_non_null(pod);
    assert_int_equal(pod->amount, 4);
    assert_string_equal(pod->unit, "families");
    assert_has(pod->sentence,
               "Pod north: 34 families and 100 children for 30 places for families "
               "and 90 for children: 4 families and 10 children too many.");
    assert_has(pod->remedy, "1 more full-time post in the role 'Family practitioner'");
    /* Caps of 14 would do in sum, but families of three fill them no better than caps of 12. */
    assert_has(pod->remedy, "caps of 5 families and 15 children");
    assert_non_null(allocation_shortfall(plan, "family_cap", "Whole"));
    assert_has(allocation_shortfall(plan, "placement", "Whole")->sentence,
               "4 of 34 families, with ");
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(one_more_post_closes_the_published_pod)
{
    struct pp_buf text = {0};
    add_published_pod(&text);
    add_people(&text, "new", 1, "fp", "1");
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(allocation_unplaced(plan, NULL), 0);
    assert_int_equal(plan->n_shortfalls, 0);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

/* ---- Every remedy is tried ---- */

/* A random pod that is too full; `posts` more of its people, other caps. */
static struct pp_service *full_pod(uint64_t seed, int32_t posts, int32_t family_cap,
                                   int32_t child_cap)
{
    struct pp_rng rng = {seed};
    struct pp_buf text = {0};
    int32_t people = 2 + pp_rng_below(&rng, 4), families = 4 * people + 3 + pp_rng_below(&rng, 9);
    pp_buf_add(&text, one_pod);
    pp_buf_printf(&text,
                  "[roles]\nrole,name,grade,family_cap,child_cap\n"
                  "fp,Family practitioner,g,%d,%d\n",
                  family_cap, child_cap);
    add_people(&text, "half", 1, "fp", "0.5");
    add_people(&text, "fp", people, "fp", "1");
    if (posts > 0) {
        add_people(&text, "new", posts, "fp", "1");
    }
    pp_buf_add(&text, "[families]\nfamily,patch\n");
    for (int32_t i = 0; i < families; i++) {
        pp_buf_printf(&text, "f%03d,w\n", i);
    }
    pp_buf_add(&text, "[children]\nchild,family,status,complexity\n");
    for (int32_t i = 0; i < families; i++) {
        int32_t children = 1 + pp_rng_below(&rng, 5);
        for (int32_t c = 0; c < children; c++) {
            pp_buf_printf(&text, "c%03d-%d,f%03d,CIN,low\n", i, c, i);
        }
    }
    return service_of(&text);
}

static int32_t unplaced_with(uint64_t seed, int32_t posts, int32_t family_cap, int32_t child_cap)
{
    struct pp_service *service = full_pod(seed, posts, family_cap, child_cap);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, seed);
    int32_t unplaced = allocation_unplaced(plan, NULL);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    return unplaced;
}

TEST(what_a_remedy_promises_a_new_plan_keeps)
{
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct pp_service *service = full_pod(seed, 0, 4, 12);
        struct pp_plan *plan = allocation_solved(service, NULL, 0, seed);
        int posts = 0, families = 0, children = 0;
        const struct pp_shortfall *pod = allocation_shortfall(plan, "family_cap", "north");
        assert_non_null(pod);
        assert_int_equal(sscanf(pod->remedy, "%d more full-time post", &posts), 1);
        const char *caps = strstr(pod->remedy, "caps of ");
        assert_non_null(caps);
        assert_int_equal(sscanf(caps, "caps of %d families and %d", &families, &children), 2);
        assert_int_equal(unplaced_with(seed, posts, 4, 12), 0);
        assert_int_equal(unplaced_with(seed, 0, families, children), 0);
        assert_true(posts == 1 || unplaced_with(seed, posts - 1, 4, 12) > 0);
        pp_plan_destroy(plan);
        pp_service_destroy(service);
    }
}

static struct pp_service *skilled_pod(const char *more)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, one_pod);
    pp_buf_add(&text, caps_4_12);
    add_people(&text, "fp", 5, "fp", "1");
    add_families(&text, 12, 2, 0);
    pp_buf_add(&text, "[needs]\nfamily,skill,strength\n");
    for (int32_t i = 0; i < 7; i++) {
        pp_buf_printf(&text, "f%03d,abuse,needed\n", i);
    }
    pp_buf_add(&text, more);
    return service_of(&text);
}

TEST(a_skill_that_nobody_holds_is_named_and_the_training_named_closes_it)
{
    struct pp_service *service = skilled_pod("");
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(allocation_unplaced(plan, "needed_skill"), 7);
    const struct pp_shortfall *skill = allocation_shortfall(plan, "needed_skill", "abuse");
    assert_non_null(skill);
    assert_int_equal(skill->amount, 7);
    assert_has(skill->sentence,
               "'Domestic abuse' is needed by 7 families and 14 children, and "
               "nobody who holds cases holds it.");
    char one[8], two[8], more[96]; // all five are alike: which two are named is no matter
    assert_int_equal(
        sscanf(skill->remedy, "Train 2 more in 'Domestic abuse', say %4[^,], %4[^;]", one, two), 2);
    pp_plan_destroy(plan);
    pp_service_destroy(service);

    snprintf(more, sizeof(more), "[practitioner_skills]\npractitioner,skill\n%s,abuse\n%s,abuse\n",
             one, two);
    service = skilled_pod(more);
    plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(allocation_unplaced(plan, NULL), 0);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_skill_that_too_few_hold_says_that_its_holders_are_full)
{
    struct pp_service *service =
        skilled_pod("[practitioner_skills]\npractitioner,skill\nfp03,abuse\n");
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(allocation_unplaced(plan, "family_cap"), 3);
    for (int32_t family = 0; family < plan->n_placements; family++) {
        if (plan->placements[family].practitioner == PP_NONE) {
            assert_string_equal(plan->placements[family].reason,
                                "Every practitioner who holds 'Domestic abuse' is full: 1 person, "
                                "4 families of 4.");
        }
    }
    const struct pp_shortfall *skill = allocation_shortfall(plan, "needed_skill", "abuse");
    assert_non_null(skill);
    assert_int_equal(skill->amount, 3);
    assert_has(skill->remedy, "Train 1 more");
    assert_null(allocation_shortfall(plan, "family_cap", "north")); // the caps have room for all
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

/* ---- Hostile services ---- */

/* People as given, ten families of two children; every family must be left for `rule`. */
static void assert_all_left(const char *people, const char *more, const char *rule,
                            const char *reason)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, one_pod);
    pp_buf_add(&text, caps_4_12);
    pp_buf_add(&text, "[practitioners]\npractitioner,role,pod,fte,contract,start,end,home_patch\n");
    pp_buf_add(&text, people);
    add_families(&text, 10, 2, 0);
    pp_buf_add(&text, more);
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(plan->info[PP_ALLOCATION].status, PP_SHORTFALL);
    assert_int_equal(allocation_unplaced(plan, rule), 10);
    assert_has(plan->placements[0].reason, reason);
    assert_int_equal(plan->info[PP_ALLOCATION].bound, plan->info[PP_ALLOCATION].cost);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_service_without_anybody_in_post_leaves_all_families_and_says_so)
{
    assert_all_left("ann,fp,north,1,permanent,2025-01-01,,w\n", "", "holder_in_post",
                    "Nobody in a role that holds cases is in post on Mon 3 Jun 2024.");
    assert_all_left("ann,swc,north,1,permanent,2020-01-01,,w\n", "", "holder_in_post", "Nobody");
    assert_all_left("ann,fp,north,1,volunteer,2020-01-01,,w\n", "", "holder_in_post", "Nobody");
}

TEST(untrained_people_hold_nothing_and_their_places_are_counted)
{
    assert_all_left("ann,fp,north,1,permanent,2020-01-01,,w\n",
                    "[courses]\ncourse,skill,price\nsafe,safe,0\n"
                    "[core_training]\nrole,course\nfp,safe\n",
                    "holder_trained", "None of 1 practitioner who would hold cases has done all");
}

TEST(no_capacity_at_all_leaves_all_families)
{
    assert_all_left(
        "ann,fp,north,0,permanent,2020-01-01,,w\n"
        "bob,fp,north,,permanent,2020-01-01,,w\n"
        "cat,fp,north,0.1,permanent,2020-01-01,,w\n",
        "", "family_cap", "no caseload that is otherwise large enough has room for");
}

TEST(conflicts_with_everybody_leave_all_families)
{
    struct pp_buf conflicts = {0};
    pp_buf_add(&conflicts, "[conflicts]\nfamily,practitioner,reason\n");
    for (int32_t i = 0; i < 10; i++) {
        pp_buf_printf(&conflicts, "f%03d,ann,neighbours\nf%03d,bob,related\n", i, i);
    }
    assert_all_left(
        "ann,fp,north,1,permanent,2020-01-01,,w\n"
        "bob,fp,north,1,permanent,2020-01-01,,w\n",
        pp_buf_text(&conflicts), "conflict",
        "It has a conflict with everybody who could take it: 2 people.");
    pp_buf_finish(&conflicts);
}

TEST(a_family_larger_than_any_cap_is_named_and_the_others_are_placed)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, one_pod);
    pp_buf_add(&text, caps_4_12);
    add_people(&text, "fp", 2, "fp", "1");
    add_families(&text, 1, 14, 0);
    pp_buf_add(&text,
               "[families]\nfamily,patch\nsmall,w\n"
               "[children]\nchild,family,status,complexity\ns1,small,CIN,low\n");
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(allocation_unplaced(plan, NULL), 1);
    assert_int_equal(allocation_unplaced(plan, "child_cap"), 1);
    const struct pp_shortfall *large = allocation_shortfall(plan, "child_cap", "f000");
    assert_non_null(large);
    assert_int_equal(large->amount, 2);
    assert_string_equal(large->sentence,
                        "Family f000 has 14 children and the largest caseload has room for 12.");
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(posts_are_not_counted_for_a_family_too_large_for_anybody)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, one_pod);
    pp_buf_add(&text,
               "[roles]\nrole,name,grade,family_cap,child_cap,point_cap,span\n"
               "fp,Family practitioner,g,4,12,12,\n");
    add_people(&text, "fp", 2, "fp", "1");
    add_families(&text, 11, 1, 0);
    pp_buf_add(&text,
               "[families]\nfamily,patch\nlarge,w\n[children]\n"
               "child,family,status,complexity\n");
    for (int32_t i = 0; i < 40; i++) {
        pp_buf_printf(&text, "l%02d,large,CIN,low\n", (int)i);
    }
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    const struct pp_shortfall *pod = allocation_shortfall(plan, "family_cap", "north");
    assert_non_null(pod);
    assert_int_equal(pod->amount, 3);
    assert_has(pod->sentence,
               "Pod north, without 1 family that is too large for any caseload: 11 families");
    assert_has(pod->remedy, "1 more full-time post");
    const struct pp_shortfall *large = allocation_shortfall(plan, "child_cap", "large");
    assert_string_equal(large->remedy,
                        "A caseload with room for 1 family, 40 children and 40 "
                        "points could take it.");
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(families_without_open_children_and_people_without_a_pod_are_planned)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, one_pod);
    pp_buf_add(&text,
               "[roles]\nrole,grade,family_cap,child_cap\nfp,g,2,6\n"
               "[practitioners]\npractitioner,role,fte,contract,start\n"
               "ann,fp,1,permanent,2020-01-01\n"
               "[families]\nfamily,patch\nf1,w\nf2,w\nf3,w\n"
               "[children]\nchild,family,status,complexity\nc1,f1,closed,low\n");
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 3, 1);
    assert_int_equal(allocation_unplaced(plan, "family_cap"), 1);
    assert_has(allocation_shortfall(plan, "family_cap", "Whole")->remedy, "1 more full-time post");
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(ten_times_too_many_families_fill_every_place)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, one_pod);
    pp_buf_add(&text, caps_4_12);
    add_people(&text, "fp", 3, "fp", "1");
    add_families(&text, 120, 2, 60);
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    assert_int_equal(allocation_unplaced(plan, NULL), 108);
    assert_int_equal(allocation_shortfall(plan, "family_cap", "north")->amount, 108);
    assert_has(allocation_shortfall(plan, "family_cap", "north")->remedy,
               "27 more full-time posts");
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

/* ---- Consultants ---- */

static const struct recipe overseen = {.seed = 5,
                                       .families = 30,
                                       .practitioners = 10,
                                       .pods = 3,
                                       .consultants = 4, // who may oversee 3 each
                                       .most_children = 4,
                                       .family_cap = 4,
                                       .child_cap = 12,
                                       .skills = 2,
                                       .holder_percent = 50};

static void count_overseen(const struct pp_service *service, const struct pp_plan *plan,
                           int32_t *count)
{
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        if (plan->consultants[i] != PP_NONE) {
            count[plan->consultants[i]]++;
        }
    }
}

TEST(everybody_with_cases_is_overseen_within_the_spans_and_evenly)
{
    struct pp_service *service = recipe_service(&overseen, NULL);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    int32_t *count = PP_NEW(&plan->arena, int32_t, service->n_practitioners);
    count_overseen(service, plan, count);
    int32_t given = 0;
    for (int32_t i = 0; i < 4; i++) {
        char key[16];
        snprintf(key, sizeof(key), "swc%d", i);
        int32_t consultant = fixture_row(service, PP_TABLE_practitioners, key);
        assert_in_range(count[consultant], 2, 3);
        given += count[consultant];
    }
    assert_int_equal(given, 10);
    assert_null(allocation_shortfall(plan, "consultant_span", "Service under test"));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(too_few_consultants_are_a_shortfall_in_numbers)
{
    struct recipe recipe = overseen;
    recipe.consultants = 2;
    struct pp_service *service = recipe_service(&recipe, NULL);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    const struct pp_shortfall *span =
        allocation_shortfall(plan, "consultant_span", "Service under test");
    assert_non_null(span);
    assert_int_equal(span->amount, 2); // of ten; eight are needed for 30 families
    assert_has(span->sentence,
               "2 practitioners hold cases and nobody oversees them: all "
               "consultants together may oversee 6.");
    assert_has(span->remedy, "1 more in the role Consultant, who may oversee 3 each");
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(consultants_who_have_all_left_are_missed)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, one_pod);
    pp_buf_add(&text, caps_4_12);
    pp_buf_add(&text,
               "[practitioners]\n"
               "practitioner,role,pod,consultant,fte,contract,start,end,home_patch\n"
               "gone,swc,,,1,permanent,2020-01-01,2024-05-31,w\n"
               "ann,fp,north,gone,1,permanent,2020-01-01,,w\n"
               "bob,fp,north,,1,permanent,2020-01-01,,w\n"
               "cat,fp,north,,1,permanent,2020-01-01,,w\n");
    add_families(&text, 9, 2, 0);
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    const struct pp_shortfall *span = allocation_shortfall(plan, "consultant_span", "Whole");
    assert_non_null(span);
    assert_int_equal(span->amount, 3);
    assert_has(span->sentence, "all consultants together may oversee 0.");
    assert_has(span->remedy, "2 more in the role Consultant, who may oversee 2 each");
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_consultant_of_the_data_stays_and_one_out_of_post_is_replaced)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, one_pod);
    pp_buf_add(&text, caps_4_12);
    pp_buf_add(&text,
               "[practitioners]\n"
               "practitioner,role,pod,consultant,fte,contract,start,end,home_patch\n"
               "gone,swc,,,1,permanent,2020-01-01,2024-05-31,w\n"
               "far,swc,,,1,permanent,2020-01-01,,w\n"
               "near,swc,north,,1,permanent,2020-01-01,,w\n"
               "ann,fp,north,far,1,permanent,2020-01-01,,w\n"
               "bob,fp,north,gone,1,permanent,2020-01-01,,w\n"
               "cat,fp,north,,1,permanent,2020-01-01,,w\n");
    add_families(&text, 9, 2, 0);
    struct pp_service *service = service_of(&text);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    int32_t person = fixture_row(service, PP_TABLE_practitioners, "ann");
    int32_t far = fixture_row(service, PP_TABLE_practitioners, "far");
    int32_t near = fixture_row(service, PP_TABLE_practitioners, "near");
    assert_int_equal(plan->consultants[person], far);
    person = fixture_row(service, PP_TABLE_practitioners, "bob");
    assert_int_equal(plan->consultants[person], near);
    person = fixture_row(service, PP_TABLE_practitioners, "cat");
    assert_int_equal(plan->consultants[person], near);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

/* ---- Candidates ---- */

/* What the judges say of the plan: soft cost, and hard breaches without `placement`. */
static int64_t judged(const struct pp_service *service, const struct pp_plan *plan, int64_t *hard)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, NULL};
    int64_t soft = 0;
    *hard = 0;
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_rule *rule = &pp_rules[verdict.breaches[i].rule];
        soft += rule->hard ? 0 : verdict.breaches[i].cost;
        bool counts = rule->hard && strcmp(rule->name, "placement") != 0 &&
                      strcmp(rule->name, "consultant_span") != 0;
        *hard += counts ? verdict.breaches[i].amount : 0;
    }
    pp_verdict_finish(&verdict);
    return soft;
}

TEST(candidates_say_what_the_judges_say_of_each_try)
{
    struct recipe recipe = overseen;
    recipe.needed_percent = 30;
    recipe.conflict_percent = 30;
    recipe.point_cap = 20;
    struct pp_service *service = recipe_service(&recipe, NULL);
    struct pp_plan *plan = allocation_solved(service, NULL, 0, 1);
    for (int32_t family = 0; family < service->n_families; family += 3) {
        struct pp_candidate *list;
        int32_t n = pp_allocation_candidates(service, plan, NULL, family, &plan->arena, &list);
        assert_int_equal(n, service->n_practitioners);
        int32_t was = plan->placements[family].practitioner;
        int64_t hard, hard_without;
        plan->placements[family].practitioner = PP_NONE;
        /* Nobody has the family now; that it lost somebody is not what a candidate saves. */
        struct pp_case c = {service, plan, NULL};
        bool lost = pp_holder_before(&c, family) != PP_NONE;
        int64_t soft =
            judged(service, plan, &hard_without) - (lost ? pp_weight_of(service, "continuity") : 0);
        for (int32_t i = 0; i < n; i++) {
            plan->placements[family].practitioner = list[i].practitioner;
            int64_t with = judged(service, plan, &hard);
            assert_int_equal(hard > hard_without, list[i].rule != PP_NONE);
            assert_true(list[i].rule != PP_NONE || with - soft == list[i].cost);
            assert_non_null(list[i].sentence);
        }
        plan->placements[family].practitioner = was;
        assert_true(was == PP_NONE || list[0].rule == PP_NONE);
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pod_says_by_how_much_it_is_over_its_caps_and_what_closes_it),
        cmocka_unit_test(one_more_post_closes_the_published_pod),
        cmocka_unit_test(what_a_remedy_promises_a_new_plan_keeps),
        cmocka_unit_test(a_skill_that_nobody_holds_is_named_and_the_training_named_closes_it),
        cmocka_unit_test(a_skill_that_too_few_hold_says_that_its_holders_are_full),
        cmocka_unit_test(a_service_without_anybody_in_post_leaves_all_families_and_says_so),
        cmocka_unit_test(untrained_people_hold_nothing_and_their_places_are_counted),
        cmocka_unit_test(no_capacity_at_all_leaves_all_families),
        cmocka_unit_test(conflicts_with_everybody_leave_all_families),
        cmocka_unit_test(a_family_larger_than_any_cap_is_named_and_the_others_are_placed),
        cmocka_unit_test(families_without_open_children_and_people_without_a_pod_are_planned),
        cmocka_unit_test(ten_times_too_many_families_fill_every_place),
        cmocka_unit_test(everybody_with_cases_is_overseen_within_the_spans_and_evenly),
        cmocka_unit_test(too_few_consultants_are_a_shortfall_in_numbers),
        cmocka_unit_test(posts_are_not_counted_for_a_family_too_large_for_anybody),
        cmocka_unit_test(consultants_who_have_all_left_are_missed),
        cmocka_unit_test(a_consultant_of_the_data_stays_and_one_out_of_post_is_replaced),
        cmocka_unit_test(candidates_say_what_the_judges_say_of_each_try),
    };
    return cmocka_run_group_tests_name("allocation", tests, NULL, NULL);
}
