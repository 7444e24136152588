// SPDX-License-Identifier: GPL-3.0-or-later
/* Overtime of those in post, as a third kind of cover. */
#include "forecast_fixture.h"
#include "test.h"

#include <podplan/rules.h>
#include <podplan/solver.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One and a half of three posts are vacant; overtime is cheapest, and 0.4 of it is worked. */
static const char vacant[] = FIXTURE_ONE_FAMILY
    "[grades]\ngrade\ng\n[grade_costs]\ngrade,financial_year,yearly_cost\ng,2024/25,36500\n"
    "[roles]\nrole,name,grade\nsw,Social worker,g\n"
    "[posts]\npost,role,fte,start\n1,sw,3,2020-01-01\n"
    "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\n"
    "sw,agency,1400,1,\nsw,bank,1050,1,0.6\nsw,overtime,840,0,0.4\n"
    "[settings]\non_cost_percent,20\n"
    "[practitioners]\npractitioner,role,fte,contract,start,end\n"
    "a,sw,1,fixed term,2020-01-01,2030-01-01\nb,sw,0.5,fixed term,2020-01-01,2030-01-01\n";

static struct outcome solve(const char *more, int32_t paths)
{
    return outcome_of(vacant, more, 12, paths);
}

static int64_t year_of(const struct outcome *o, const char *line)
{
    int64_t pence = 0;
    for (int32_t i = 0; i < o->plan->n_cost_lines; i++) {
        const struct pp_cost_line *row = &o->plan->cost_lines[i];
        pence += line == NULL || strcmp(row->line, line) == 0 ? row->amount : 0;
    }
    return pence;
}

TEST(overtime_is_bought_up_to_its_most_and_costs_its_days)
{
    struct outcome o = solve("", 20);
    for (int32_t i = 0; i < o.plan->n_months; i++) {
        const struct pp_month *month = &o.plan->months[i];
        assert_int_equal(month->vacancy, 1500);
        assert_int_equal(month->overtime, 400);
        assert_int_equal(month->bank, 600);
        assert_int_equal(month->agency, 500);
        assert_int_equal(month->unmet, 0);
    }
    assert_in_range(year_of(&o, "overtime: Social worker"), 365 * 4800 - 12, 365 * 4800 + 12);
    assert_in_range(year_of(&o, "bank: Social worker"), 365 * 9000 - 12, 365 * 9000 + 12);
    assert_in_range(year_of(&o, "agency: Social worker"), 365 * 12000 - 12, 365 * 12000 + 12);
    outcome_finish(&o);
}

TEST(on_every_path_no_more_overtime_is_worked_than_may_be)
{
    struct outcome o = solve(
        "[practitioners]\npractitioner,role,fte,contract,start,end\n"
        "c,sw,1,permanent,2020-01-01,\n"
        "[workforce_history]\nyear,in_post,starters,leavers\n2022,20,3,4\n2023,19,3,4\n",
        500);
    int32_t ranges = 0, worked = 0;
    for (int32_t i = 0; i < o.plan->n_ranges; i++) {
        const struct pp_range *range = &o.plan->ranges[i];
        if (range->line == PP_RANGE_OVERTIME) {
            assert_true(0 <= range->p10 && range->p10 <= range->p50 && range->p50 <= range->p90);
            assert_true(range->p90 <= 400);
            ranges++;
        }
    }
    for (int32_t i = 0; i < o.plan->n_months; i++) {
        const struct pp_month *month = &o.plan->months[i];
        assert_in_range(month->overtime, 0, 401); // rounding goes to the largest kind
        assert_true(month->bank + month->agency + month->overtime + month->unmet >= month->vacancy);
        worked += month->overtime > 0;
    }
    assert_int_equal(ranges, 2 * 12); // of the role and of the service
    assert_int_equal(worked, 2 * 12);
    outcome_finish(&o);
}

/* What starting beforehand is worth is told of the means, so that a wrong one shows there. */
TEST(the_plan_on_the_paths_costs_what_its_sentences_say)
{
    struct outcome o = solve(
        "[practitioners]\npractitioner,role,fte,contract,start,end\n"
        "c,sw,1,permanent,2020-01-01,\n"
        "[workforce_history]\nyear,in_post,starters,leavers\n2022,20,3,4\n2023,19,3,4\n"
        "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,0,0,0\n",
        500);
    int64_t planned = 0, forecast = year_of(&o, NULL);
    for (int32_t i = 0; i < o.plan->n_staffing; i++) {
        const struct pp_staffing *row = &o.plan->staffing[i];
        assert_int_equal(row->starts, 0);
        assert_in_range(row->overtime, 0, 401);
        planned += row->cost;
    }
    const char *more = strstr(o.plan->advice[0].sentence, " on average, £");
    assert_non_null(more);
    int64_t told = 0;
    for (more += strlen(" on average, £"); *more != ' '; more++) {
        told = *more >= '0' && *more <= '9' ? 10 * told + *more - '0' : told;
    }
    assert_in_range(labs((long)(llabs(planned - forecast) - told)), 0, 24);
    outcome_finish(&o);
}

TEST(the_staffing_plan_buys_overtime_too)
{
    struct outcome o =
        solve("[recruitment]\nrole,recruit_cost,training_cost,most\nsw,90000,0,1\n", 20);
    int64_t cost = 0;
    assert_int_equal(o.plan->n_staffing, 12);
    for (int32_t i = 0; i < 12; i++) {
        const struct pp_staffing *row = &o.plan->staffing[i];
        assert_int_equal(row->starts, 0);
        assert_int_equal(row->overtime, 400);
        assert_int_equal(row->bank, 600);
        assert_int_equal(row->agency, 500);
        cost += row->cost;
    }
    assert_in_range(labs((long)(cost - year_of(&o, NULL))), 0, 24);
    outcome_finish(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overtime_is_bought_up_to_its_most_and_costs_its_days),
        cmocka_unit_test(on_every_path_no_more_overtime_is_worked_than_may_be),
        cmocka_unit_test(the_plan_on_the_paths_costs_what_its_sentences_say),
        cmocka_unit_test(the_staffing_plan_buys_overtime_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
