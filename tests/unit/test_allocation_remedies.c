// SPDX-License-Identifier: GPL-3.0-or-later
/* Every remedy done to the data and planned again; hostile services, which get a plan all the same. */
#include "allocation_fixture.h"
#include "service_fixture.h"
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct recipe crowded = {.families = 30,
                                      .practitioners = 7,
                                      .pods = 2,
                                      .most_children = 4,
                                      .family_cap = 4,
                                      .child_cap = 12,
                                      .skills = 3,
                                      .needed_percent = 25,
                                      .holder_percent = 60,
                                      .conflict_percent = 10};

static const char service_key[] = "Service under test";

/* ---- Doing what a remedy says ---- */

/* Text for `posts` more full-time people in a pod. */
static void add_posts(struct pp_buf *out, const char *pod, int32_t posts)
{
    pp_buf_add(out, "[practitioners]\npractitioner,role,pod,fte,contract,start,home_patch\n");
    for (int32_t i = 0; i < posts; i++) {
        pp_buf_printf(out, "new%d,fp,%s,1,permanent,2020-01-01,w0\n", i, pod);
    }
}

/* The plan of the recipe's service with more text. */
static struct pp_plan *plan_with(const struct recipe *recipe, struct pp_buf *more)
{
    struct pp_service *service = recipe_service(recipe, pp_buf_text(more));
    struct pp_plan *plan = allocation_solved(service, NULL, 1, 5);
    pp_service_destroy(service);
    pp_buf_finish(more);
    return plan;
}

struct tally {
    int32_t pods, whole, skills, least;
};

static bool is_cap(const char *rule)
{
    return strcmp(rule, "family_cap") == 0 || strcmp(rule, "child_cap") == 0 ||
           strcmp(rule, "point_cap") == 0;
}

static bool names(const struct pp_plan *plan, const char *subject)
{
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        if (is_cap(plan->shortfalls[i].rule) && strcmp(plan->shortfalls[i].subject, subject) == 0) {
            return true;
        }
    }
    return false;
}

static void check_posts(const struct recipe *recipe, const struct pp_shortfall *shortfall,
                        struct tally *tally)
{
    int posts = 0, least = 0;
    struct pp_buf more = {0};
    if (sscanf(shortfall->remedy, "%d more full-time post", &posts) != 1) {
        return;
    }
    bool whole = strcmp(shortfall->subject, service_key) == 0;
    add_posts(&more, whole ? "pod0" : shortfall->subject, posts);
    struct pp_plan *plan = plan_with(recipe, &more);
    assert_false(names(plan, shortfall->subject));
    if (whole && strstr(shortfall->remedy, "as far as") == NULL) {
        assert_int_equal(allocation_unplaced(plan, NULL), 0);
        tally->whole++;
    }
    tally->pods += !whole;
    pp_plan_destroy(plan);
    const char *bound = strstr(shortfall->remedy, "Fewer than ");
    if (bound != NULL && sscanf(bound, "Fewer than %d", &least) == 1) {
        assert_true(least < posts);
        more = (struct pp_buf){0};
        add_posts(&more, whole ? "pod0" : shortfall->subject, least - 1);
        plan = plan_with(recipe, &more);
        assert_true(names(plan, shortfall->subject));
        pp_plan_destroy(plan);
        tally->least++;
    }
}

static void check_training(const struct recipe *recipe, const struct pp_shortfall *shortfall,
                           struct tally *tally)
{
    int people = 0;
    struct pp_buf more = {0};
    const char *at = strstr(shortfall->remedy, "say ");
    if (at == NULL || sscanf(shortfall->remedy, "Train %d more", &people) != 1 || people > 5) {
        return;
    }
    pp_buf_add(&more, "[practitioner_skills]\npractitioner,skill\n");
    at += strlen("say ");
    for (int32_t i = 0; i < people; i++) {
        size_t length = strcspn(at, ",;.");
        pp_buf_addn(&more, at, length);
        pp_buf_printf(&more, ",%s\n", shortfall->subject);
        at += length + strlen(", ");
    }
    struct pp_plan *plan = plan_with(recipe, &more);
    assert_null(allocation_shortfall(plan, "needed_skill", shortfall->subject));
    pp_plan_destroy(plan);
    tally->skills++;
}

TEST(what_a_remedy_says_is_so_when_it_is_done)
{
    struct tally tally = {0};
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct recipe recipe = crowded;
        recipe.seed = seed;
        recipe.families += 2 * (int32_t)seed;
        recipe.needed_percent = seed % 2 == 0 ? 0 : 40;
        struct pp_service *service = recipe_service(&recipe, NULL);
        struct pp_plan *plan = allocation_solved(service, NULL, 1, seed);
        for (int32_t i = 0; i < plan->n_shortfalls; i++) {
            const struct pp_shortfall *shortfall = &plan->shortfalls[i];
            if (shortfall->remedy != NULL && is_cap(shortfall->rule)) {
                check_posts(&recipe, shortfall, &tally);
            } else if (shortfall->remedy != NULL) {
                check_training(&recipe, shortfall, &tally);
            }
        }
        pp_plan_destroy(plan);
        pp_service_destroy(service);
    }
    assert_true(tally.pods >= 3 && tally.whole >= 2 && tally.skills >= 1);
}

/* ---- Hostile services ---- */

static const struct recipe thousand = {.seed = 9,
                                       .families = 1000,
                                       .practitioners = 280,
                                       .pods = 12,
                                       .consultants = 20,
                                       .most_children = 4,
                                       .family_cap = 4,
                                       .child_cap = 12,
                                       .skills = 3,
                                       .holder_percent = 0};

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/*
 * A judged plan with named shortfalls, the search stopped early; families left for a rule, or for
 * any.  What comes before and after the search keeps no clock, so the whole is timed, generously.
 */
static int32_t assert_planned(const struct recipe *recipe, const char *more, const char *rule)
{
    enum {
        MOST_SECONDS = 10 ///< on a machine that does other things too; alone it is about one
    };
    struct pp_service *service = recipe_service(recipe, more);
    double begun = now();
    struct pp_plan *plan = allocation_solved_within(service, 0.2);
    assert_true(now() - begun < MOST_SECONDS);
    int32_t unplaced = allocation_unplaced(plan, rule);
    if (allocation_unplaced(plan, NULL) > 0) {
        assert_int_equal(plan->info[PP_ALLOCATION].status, PP_SHORTFALL);
        assert_non_null(allocation_shortfall(plan, "placement", service_key));
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    return unplaced;
}

TEST(without_a_practitioner_all_thousand_families_are_named_with_the_posts_they_want)
{
    struct recipe recipe = thousand;
    recipe.practitioners = 0;
    recipe.skills = 1;
    struct pp_service *service = recipe_service(&recipe, NULL);
    struct pp_plan *plan = allocation_solved(service, NULL, 1, 1);
    assert_int_equal(allocation_unplaced(plan, "holder_in_post"), 1000);
    const struct pp_shortfall *left = allocation_shortfall(plan, "holder_in_post", service_key);
    assert_non_null(left);
    int posts = 0;
    assert_int_equal(sscanf(left->remedy, "%d more full-time posts", &posts), 1);
    assert_in_range(posts, 250, 280); // four families each, some of them of four children
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(no_room_no_families_one_practitioner)
{
    struct recipe recipe = thousand;
    recipe.families = 300;
    recipe.practitioners = 60;
    recipe.family_cap = 0;
    assert_int_equal(assert_planned(&recipe, NULL, NULL), 300);
    recipe.family_cap = 4;
    recipe.child_cap = 0;
    assert_int_equal(assert_planned(&recipe, NULL, "child_cap"), 300);
    recipe = thousand;
    recipe.practitioners = 1;
    assert_in_range(assert_planned(&recipe, NULL, NULL), 996, 999);
}

TEST(ten_times_too_many_families)
{
    struct recipe recipe = thousand;
    recipe.practitioners = 25;
    assert_in_range(assert_planned(&recipe, NULL, NULL), 900, 960);
}

TEST(all_skills_missing)
{
    struct recipe recipe = thousand;
    recipe.families = 300;
    recipe.practitioners = 80;
    struct pp_buf more = {0};
    pp_buf_add(&more, "[skills]\nskill,kind\nrare,practice\n[needs]\nfamily,skill,strength\n");
    for (int32_t i = 0; i < recipe.families; i++) {
        char key[32];
        pp_buf_printf(&more, "%s,rare,needed\n", recipe_family(&recipe, i, key));
    }
    assert_int_equal(assert_planned(&recipe, pp_buf_text(&more), "needed_skill"), 300);
    pp_buf_finish(&more);
}

TEST(everybody_in_conflict_with_everybody)
{
    struct recipe recipe = thousand;
    recipe.families = 60;
    recipe.practitioners = 15;
    struct pp_buf more = {0};
    pp_buf_add(&more, "[conflicts]\nfamily,practitioner,reason\n");
    for (int32_t i = 0; i < recipe.families; i++) {
        for (int32_t j = 0; j < recipe.practitioners; j++) {
            char family[32], person[32];
            pp_buf_printf(&more, "%s,%s,war\n", recipe_family(&recipe, i, family),
                          recipe_person(&recipe, j, person));
        }
    }
    struct pp_service *service = recipe_service(&recipe, pp_buf_text(&more));
    struct pp_plan *plan = allocation_solved_within(service, 0.2);
    assert_int_equal(allocation_unplaced(plan, "conflict"), 60);
    int posts = 0;
    const struct pp_shortfall *left = allocation_shortfall(plan, "conflict", service_key);
    assert_int_equal(sscanf(left->remedy, "%d more full-time posts", &posts), 1);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    add_posts(&more, "pod0", posts); // strangers to all
    assert_int_equal(assert_planned(&recipe, pp_buf_text(&more), NULL), 0);
    pp_buf_finish(&more);
}

TEST(weights_of_nothing_and_weights_beyond_reason)
{
    struct recipe recipe = thousand;
    recipe.families = 120;
    recipe.practitioners = 30;
    recipe.holder_percent = 50;
    assert_planned(&recipe,
                   "[rule_weights]\nrule,weight\nplacement,1\nbalance,0\ntravel,0\ncontinuity,0\n",
                   NULL);
    struct pp_service *service =
        recipe_service(&recipe, "[rule_weights]\nrule,weight\ntravel,1000000\nbalance,1000000\n");
    struct pp_solver_settings settings = {.seed = 1, .rounds = 1, .time_limit = 0.2};
    struct pp_plan *plan = pp_plan_create();
    struct pp_err err = {0};
    bool planned = pp_solve_allocation(service, &settings, plan, &err);
    assert_true(planned || (err.code == PP_E_INPUT && strstr(err.text, "weight") != NULL));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(families_that_are_all_alike)
{
    struct recipe recipe = thousand;
    recipe.most_children = 1;
    recipe.child_cap = 4;
    recipe.skills = 1;
    assert_planned(&recipe, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_remedy_says_is_so_when_it_is_done),
        cmocka_unit_test(
            without_a_practitioner_all_thousand_families_are_named_with_the_posts_they_want),
        cmocka_unit_test(no_room_no_families_one_practitioner),
        cmocka_unit_test(ten_times_too_many_families),
        cmocka_unit_test(all_skills_missing),
        cmocka_unit_test(everybody_in_conflict_with_everybody),
        cmocka_unit_test(weights_of_nothing_and_weights_beyond_reason),
        cmocka_unit_test(families_that_are_all_alike),
    };
    return cmocka_run_group_tests_name("allocation_remedies", tests, NULL, NULL);
}
