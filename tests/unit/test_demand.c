// SPDX-License-Identifier: GPL-3.0-or-later
/* Repeat referrals: who comes back of those whose case has closed. */
#include "forecast_fixture.h"
#include "test.h"

#include <podplan/buf.h>
#include <podplan/solver.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MONTHS = 36,
    CHILDREN = 30
};

/* A tenth of the children closes in a month; one person may hold ten. */
static const char service[] =
    "[settings]\nservice_name,S\nplanned_on,2024-04-01\n[hubs]\nhub,name\nh,Hub\n"
    "[patches]\npatch,hub\np,h\n"
    "[pods]\npod,name,hub,patch\npod,Pod,h,p\n[families]\nfamily,patch\nf,p\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"
    "[grades]\ngrade\ng\n[grade_costs]\ngrade,financial_year,yearly_cost\ng,2024/25,36500\n"
    "[roles]\nrole,name,grade,family_cap,child_cap\nh,Holder,g,40,10\n"
    "[posts]\npost,role,fte,start\n1,h,2,2020-01-01\n"
    "[transitions]\nfrom_status,to_status,monthly_rate\nCIN,closed,0.1\n"
    "[demand]\nmonth,referrals,repeat_rate\n";

static struct outcome solve(const char *demand, int32_t paths)
{
    struct pp_buf more = {0};
    pp_buf_printf(&more, "%s[children]\nchild,family,status,complexity\n", demand);
    for (int32_t i = 0; i < CHILDREN; i++) {
        pp_buf_printf(&more, "c%d,f,CIN,low\n", (int)i);
    }
    struct outcome o = outcome_of(service, pp_buf_text(&more), MONTHS, paths);
    pp_buf_finish(&more);
    return o;
}

/* Thousandths that the caseload asks for; month 0 is April 2024. */
static int32_t needed(const struct outcome *o, int32_t month)
{
    const pp_day first = pp_month_first(fixture_day("2024-04-01"), month);
    for (int32_t i = 0; i < o->plan->n_months; i++) {
        if (o->plan->months[i].role != PP_NONE && o->plan->months[i].month == first) {
            return o->plan->months[i].needed;
        }
    }
    fail_msg("no month %d", (int)month);
    return 0;
}

static int64_t width(const struct outcome *o, int32_t month)
{
    const pp_day first = pp_month_first(fixture_day("2024-04-01"), month);
    for (int32_t i = 0; i < o->plan->n_ranges; i++) {
        const struct pp_range *range = &o->plan->ranges[i];
        if (range->role == PP_NONE && range->line == PP_RANGE_NEEDED && range->month == first) {
            return range->p90 - range->p10;
        }
    }
    fail_msg("no range of month %d", (int)month);
    return 0;
}

/* Of 200 children referred in April 3 become cases, as many as close; of 400 in May 6. */
TEST(who_comes_back_is_drawn_from_who_has_closed)
{
    struct outcome o = solve("2024-04-01,200,0.4\n2024-05-01,400,0.4\n", 0);
    double closed[MONTHS], children = CHILDREN;
    for (int32_t m = 0; m < MONTHS; m++) {
        assert_in_range(needed(&o, m), lround(children * 100) - 1, lround(children * 100) + 1);
        double back = 0.0;
        closed[m] = children * 0.1;
        for (int32_t j = 1; j <= 12; j++) {
            back += 0.4 / 12 * (m >= j ? closed[m - j] : 3.0);
        }
        children += (m == 0 ? 3.0 : m == 1 ? 6.0 : 0.6 * 6.0 + back) - closed[m];
    }
    assert_in_range(needed(&o, 3), 3440, 3460); // 34.5 children, and 35.7 if all came as in May
    outcome_finish(&o);
}

TEST(in_months_that_are_given_repeats_are_among_the_referrals)
{
    char rows[2][2048] = {"", ""};
    static const char *const repeat[2] = {"0.4", ""};
    for (int32_t m = 0; m < MONTHS; m++) {
        for (int i = 0; i < 2; i++) {
            size_t used = strlen(rows[i]);
            snprintf(rows[i] + used, sizeof(rows[i]) - used, "%d-%02d-01,%d,%s\n",
                     (int)(2024 + (m + 3) / 12), (int)((m + 3) % 12 + 1), (int)(200 + 10 * m),
                     repeat[i]);
        }
    }
    struct outcome with = solve(rows[0], 2000), without = solve(rows[1], 2000);
    for (int32_t m = 0; m < MONTHS; m++) {
        assert_int_equal(needed(&with, m), needed(&without, m));
    }
    assert_true(width(&with, MONTHS - 1) > width(&without, MONTHS - 1)); // who came comes back
    outcome_finish(&with);
    outcome_finish(&without);
}

TEST(a_level_caseload_stays_level_with_repeats)
{
    struct outcome o = solve("2024-04-01,200,0.4\n", 0), all = solve("2024-04-01,200,1\n", 0);
    assert_int_equal(needed(&o, MONTHS - 1), 3000);
    assert_int_equal(needed(&all, MONTHS - 1), 3000);
    outcome_finish(&o);
    outcome_finish(&all);
}

/* Thousandths rounded apart are one off at most. */
static void assert_near(int64_t one, int64_t other)
{
    assert_in_range(llabs(one - other), 0, 1);
}

/* A month of 200 referrals, 400 in the next, and later ones that nobody has counted yet. */
TEST(each_month_says_who_comes_back_and_what_the_need_follows_from)
{
    struct outcome o = solve("2024-04-01,200,0.4\n2024-05-01,400,0.4\n", 0);
    struct pp_arena arena = {0};
    const struct pp_demand_month *demand = pp_workforce_demand(o.service, MONTHS, &arena);
    assert_int_equal(demand[1].referrals, 400000);
    assert_int_equal(demand[1].repeats, 160000);
    assert_int_equal(demand[1].come, 6000);
    assert_int_equal(demand[1].back, 2400);
    for (int32_t m = 0; m < MONTHS; m++) {
        const struct pp_demand_month *here = &demand[m];
        assert_int_equal(here->needed, needed(&o, m));
        assert_string_equal(here->measure, "children");
        assert_int_equal(here->amount, here->children[PP_CIN]);
        assert_int_equal(here->capacity, 20000);
        assert_int_equal(here->points, here->amount);
        assert_near(here->closing, (here->amount + 5) / 10);
        if (m + 1 < MONTHS) {
            assert_near(here->amount + here->come - here->closing, demand[m + 1].amount);
        }
        if (m > 1) { // 6 new cases of 400 referrals, less the 0.4 of them who were known before
            assert_near(here->come - here->back, 3600);
            assert_near(here->referrals - here->repeats, 240000);
        }
    }
    pp_arena_finish(&arena);
    outcome_finish(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_comes_back_is_drawn_from_who_has_closed),
        cmocka_unit_test(in_months_that_are_given_repeats_are_among_the_referrals),
        cmocka_unit_test(a_level_caseload_stays_level_with_repeats),
        cmocka_unit_test(each_month_says_who_comes_back_and_what_the_need_follows_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
