// SPDX-License-Identifier: GPL-3.0-or-later
/* Closing: every case gets a destination and a day, at the best pace there is; what wants is named. */
#include "allocation_fixture.h"
#include "service_fixture.h"
#include "test.h"

#include <podplan/rng.h>

#include <stdio.h>
#include <string.h>

enum {
    WEEK = 7,
    MOST_LEAVERS = 6
};

/* planned_on is Monday 6 January 2020; the old pod closes, and cases_from is 1 March. */
static const char town[] =
    "[settings]\nservice_name,Town\nplanned_on,2020-01-06\ncases_from,2020-03-01\n"
    "allocation_rounds,5\n[hubs]\nhub\nh\n[grades]\ngrade\ng\n[patches]\npatch,hub\nw,h\n"
    "[roles]\nrole,name,family_cap,child_cap,kind\nfp,Family practitioner,6,18,\n"
    "sw,Social worker,2,6,social work\neh,Early help worker,2,6,early help\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"
    "CP,high,2010-01-01,3\nearly help,low,2010-01-01,0.5\n";

static struct pp_service *town_with(const char *closes_on, const char *more)
{
    struct pp_buf text = {0};
    pp_buf_printf(&text,
                  "%s[pods]\npod,hub,closes_on\nold,h,%s\nnew,h,\n"
                  "[practitioners]\npractitioner,role,pod,fte,contract,start\n"
                  "ann,fp,old,1,permanent,2016-01-01\n%s",
                  town, closes_on, more);
    struct pp_service *service = fixture_service(pp_buf_text(&text));
    pp_buf_finish(&text);
    return service;
}

static const struct pp_handover *handover_of(const struct pp_plan *plan, int32_t family)
{
    for (int32_t i = 0; i < plan->n_handovers; i++) {
        if (plan->handovers[i].family == family) {
            return &plan->handovers[i];
        }
    }
    return NULL;
}

/* ---- The pace, against every choice of weeks ---- */

static struct pp_service *draw_closing(uint64_t seed, int32_t *leavers)
{
    struct pp_rng rng = {seed};
    struct pp_buf more = {0};
    *leavers = 2 + pp_rng_below(&rng, MOST_LEAVERS - 1);
    for (int32_t i = 0; 2 * i < *leavers; i++) {
        pp_buf_printf(&more, "sw%d,sw,new,1,permanent,2020-0%d-%02d\n", i,
                      1 + pp_rng_below(&rng, 2), 1 + pp_rng_below(&rng, 14));
    }
    pp_buf_add(&more, "[families]\nfamily,patch,practitioner\n");
    for (int32_t i = 0; i < *leavers; i++) {
        pp_buf_printf(&more, "f%d,w,ann\n", i);
    }
    pp_buf_add(&more, "[children]\nchild,family,status,complexity\n");
    for (int32_t i = 0; i < *leavers; i++) {
        pp_buf_printf(&more, "c%d,f%d,CIN,low\n", i, i);
    }
    struct pp_service *service =
        town_with(seed % 2 == 0 ? "2020-02-16" : "2020-02-26", pp_buf_text(&more));
    pp_buf_finish(&more);
    return service;
}

static int32_t excess_of(const int32_t *counts, int32_t weeks, int32_t share)
{
    int32_t excess = 0;
    for (int32_t week = 0; week < weeks; week++) {
        excess += counts[week] > share ? counts[week] - share : 0;
    }
    return excess;
}

/* The least excess when families from `family` on choose their weeks freely. */
static int32_t least_excess(const struct pp_service *service, const struct pp_plan *plan,
                            int32_t family, int32_t *counts)
{
    struct pp_leaving leaving;
    if (family == service->n_families) {
        return excess_of(counts, 16, pp_handover_share(service));
    }
    assert_true(pp_is_leaving(service, family, &leaving));
    pp_day today = service->settings.planned_on;
    pp_day start = service->practitioners[plan->placements[family].practitioner].start;
    pp_day first = start > leaving.first ? start : leaving.first;
    int32_t least = INT32_MAX;
    for (int32_t week = (first - today) / WEEK; week <= (leaving.last - today) / WEEK; week++) {
        counts[week]++;
        int32_t excess = least_excess(service, plan, family + 1, counts);
        least = excess < least ? excess : least;
        counts[week]--;
    }
    return least;
}

TEST(no_other_weeks_have_a_better_pace)
{
    int32_t uneven = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        int32_t leavers, counts[16] = {0};
        struct pp_service *service = draw_closing(seed, &leavers);
        struct pp_plan *plan = allocation_solved(service, NULL, 5, seed);
        assert_int_equal(plan->n_handovers, leavers);
        for (int32_t i = 0; i < plan->n_handovers; i++) {
            counts[(plan->handovers[i].date - service->settings.planned_on) / WEEK]++;
        }
        int32_t excess = excess_of(counts, 16, pp_handover_share(service));
        memset(counts, 0, sizeof(counts));
        assert_int_equal(excess, least_excess(service, plan, 0, counts));
        uneven += excess > 0;
        pp_plan_destroy(plan);
        pp_service_destroy(service);
    }
    assert_in_range(uneven, 1, 29);
}

/* ---- Destinations ---- */

static const char three_ways[] =
    "kim,sw,new,1,permanent,2019-01-01\neli,eh,new,1,permanent,2020-02-03\n"
    "[families]\nfamily,patch,practitioner,closes_on,escalated_from\n"
    "f1,w,ann,,2019-12-01\nf2,w,ann,,\nf3,w,ann,2020-02-10,\nf4,w,ann,2019-12-20,\n"
    "[children]\nchild,family,status,complexity\nc1,f1,CP,high\nc2,f2,early help,low\n"
    "c3,f3,CIN,low\nc4,f4,CIN,low\n";

TEST(each_open_case_goes_where_it_can)
{
    struct pp_service *service = town_with("2020-02-28", three_ways);
    struct pp_plan *plan = allocation_solved(service, NULL, 5, 1);
    int32_t f1 = fixture_row(service, PP_TABLE_families, "f1");
    int32_t f2 = fixture_row(service, PP_TABLE_families, "f2");
    int32_t f3 = fixture_row(service, PP_TABLE_families, "f3");
    int32_t kim = fixture_row(service, PP_TABLE_practitioners, "kim");
    assert_int_equal(plan->n_handovers, 3); // f4 is closed already
    assert_int_equal(handover_of(plan, f1)->kind, PP_STEPPED_ACROSS);
    assert_int_equal(handover_of(plan, f1)->to, kim);
    assert_int_equal(handover_of(plan, f3)->kind, PP_CASE_CLOSED);
    assert_int_equal(handover_of(plan, f3)->date, fixture_day("2020-02-10"));
    assert_true(handover_of(plan, f2)->date >= fixture_day("2020-01-13"));
    assert_int_equal(plan->n_shortfalls, 0);
    assert_int_equal(plan->placements[f3].practitioner, PP_NONE);
    assert_int_equal(pp_plan_caseload(plan, service, kim).points,
                     3000 + (handover_of(plan, f2)->to == kim ? 500 : 0));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(planning_again_keeps_destinations_and_days)
{
    struct pp_service *service = town_with("2020-02-28", three_ways);
    struct pp_plan *one = allocation_solved(service, NULL, 5, 1);
    struct pp_plan *two = allocation_solved(service, one, 5, 1);
    assert_int_equal(one->n_handovers, two->n_handovers);
    for (int32_t i = 0; i < one->n_handovers; i++) {
        assert_memory_equal(&one->handovers[i], &two->handovers[i], sizeof(one->handovers[i]));
    }
    pp_plan_destroy(one);
    pp_plan_destroy(two);
    pp_service_destroy(service);
}

static const char too_many[] =
    "[families]\nfamily,patch,practitioner\nf1,w,ann\nf2,w,ann\nf3,w,ann\nf4,w,ann\nf5,w,ann\n"
    "[children]\nchild,family,status,complexity\nc1,f1,CIN,low\nc2,f2,CIN,low\nc3,f3,CIN,low\n"
    "c4,f4,CIN,low\nc5,f5,CIN,low\n";

TEST(what_has_no_destination_is_named_and_the_posts_take_it)
{
    struct pp_buf more = {0};
    pp_buf_printf(&more, "kim,sw,new,1,permanent,2019-01-01\n%s", too_many);
    struct pp_service *service = town_with("2020-02-28", pp_buf_text(&more));
    struct pp_plan *plan = allocation_solved(service, NULL, 5, 1);
    const struct pp_shortfall *gap = allocation_shortfall(plan, "placement", "old");
    assert_non_null(gap);
    assert_string_equal(gap->sentence,
                        "Pod old closes on Fri 28 Feb 2020, and 3 of its cases, "
                        "with 3 children, have no destination.");
    assert_string_equal(gap->remedy,
                        "2 more full-time posts in the role 'Social worker' (each 2 "
                        "families, 6 children), in post by Fri 28 Feb 2020, would "
                        "have room for all of them.");
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    more.length = 0;
    pp_buf_printf(&more,
                  "kim,sw,new,1,permanent,2019-01-01\npat,sw,new,1,permanent,2020-02-28\n"
                  "sam,sw,new,1,permanent,2020-02-28\n%s",
                  too_many);
    service = town_with("2020-02-28", pp_buf_text(&more));
    plan = allocation_solved(service, NULL, 5, 1);
    assert_int_equal(plan->n_handovers, 5);
    assert_null(allocation_shortfall(plan, "placement", "old"));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    pp_buf_finish(&more);
}

TEST(no_remedy_offers_early_help_to_children_in_need)
{
    struct pp_buf more = {0};
    pp_buf_printf(&more,
                  "eli,eh,new,1,permanent,2019-01-01\neve,eh,new,1,permanent,2019-01-01\n"
                  "kim,sw,new,1,permanent,2019-01-01\n%s",
                  too_many);
    struct pp_service *service = town_with("2020-02-28", pp_buf_text(&more));
    struct pp_plan *plan = allocation_solved(service, NULL, 5, 1);
    assert_int_equal(allocation_unplaced(plan, NULL), 3);
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        const char *remedy = plan->shortfalls[i].remedy;
        assert_true(remedy == NULL || strstr(remedy, "the role 'Early help worker'") == NULL);
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
    pp_buf_finish(&more);
}

TEST(who_starts_after_the_last_day_takes_nobody)
{
    struct pp_service *service =
        town_with("2020-02-28",
                  "kim,sw,new,1,permanent,2020-02-29\n"
                  "[families]\nfamily,patch,practitioner\nf1,w,ann\n"
                  "[children]\nchild,family,status,complexity\nc1,f1,CIN,low\n");
    struct pp_plan *plan = allocation_solved(service, NULL, 5, 1);
    assert_int_equal(plan->placements[0].practitioner, PP_NONE);
    assert_int_equal(plan->n_handovers, 0);
    assert_non_null(allocation_shortfall(plan, "placement", "old"));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_week_of_notice_that_is_not_there_is_named)
{
    struct pp_service *service =
        town_with("2020-01-08",
                  "kim,sw,new,1,permanent,2019-01-01\n"
                  "[families]\nfamily,patch,practitioner\nf1,w,ann\n"
                  "[children]\nchild,family,status,complexity\nc1,f1,CIN,low\n");
    struct pp_plan *plan = allocation_solved(service, NULL, 5, 1);
    const struct pp_shortfall *gap = allocation_shortfall(plan, "destination", "old");
    assert_non_null(gap);
    assert_string_equal(
        gap->sentence, "1 case of pod old is handed over with 2 days of notice instead of a week.");
    assert_int_equal(handover_of(plan, 0)->date, fixture_day("2020-01-08"));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_case_that_closes_after_its_pod_is_named)
{
    struct pp_service *service =
        town_with("2020-01-31",
                  "kim,sw,new,1,permanent,2019-01-01\n"
                  "[families]\nfamily,patch,practitioner,closes_on\n"
                  "f1,w,ann,2020-02-14\n"
                  "[children]\nchild,family,status,complexity\nc1,f1,CIN,low\n");
    struct pp_plan *plan = allocation_solved(service, NULL, 5, 1);
    const struct pp_shortfall *gap = allocation_shortfall(plan, "destination", "old");
    assert_non_null(gap);
    assert_string_equal(gap->sentence,
                        "1 case of pod old closes only after it does, on Fri 31 Jan 2020.");
    assert_int_equal(plan->info[PP_ALLOCATION].status, PP_SHORTFALL);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_other_weeks_have_a_better_pace),
        cmocka_unit_test(each_open_case_goes_where_it_can),
        cmocka_unit_test(planning_again_keeps_destinations_and_days),
        cmocka_unit_test(what_has_no_destination_is_named_and_the_posts_take_it),
        cmocka_unit_test(no_remedy_offers_early_help_to_children_in_need),
        cmocka_unit_test(who_starts_after_the_last_day_takes_nobody),
        cmocka_unit_test(a_week_of_notice_that_is_not_there_is_named),
        cmocka_unit_test(a_case_that_closes_after_its_pod_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
