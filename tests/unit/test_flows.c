// SPDX-License-Identifier: GPL-3.0-or-later
/* Starters, leavers and moves by month, and that those in post follow from them. */
#include "forecast_fixture.h"
#include "test.h"

#include <podplan/rules.h>
#include <podplan/solver.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MONTHS = 24
};

/* Two starters and a leaver inside their months, a move and back, and a secondment. */
static const char known[] = FIXTURE_ONE_FAMILY
    "[grades]\ngrade\ng\n[grade_costs]\ngrade,financial_year,yearly_cost\ng,2024/25,36500\n"
    "[roles]\nrole,name,grade\nsw,Social worker,g\nlead,Lead,g\n"
    "[posts]\npost,role,fte,start\n1,sw,9,2020-01-01\n2,lead,2,2020-01-01\n"
    "[practitioners]\npractitioner,role,fte,contract,start,end,retires\n"
    "a,sw,1,permanent,2020-01-01,,\nb,sw,0.8,permanent,2020-01-01,,\n"
    "c,sw,1,fixed term,2020-01-01,2024-09-15,\nd,sw,1,permanent,2024-06-16,,\n"
    "e,sw,0.6,permanent,2024-04-16,,\nf,sw,1,permanent,2010-01-01,,2025-03-31\n"
    "m,sw,1,permanent,2018-01-01,,\nl,lead,1,permanent,2018-01-01,,\n"
    "[moves]\npractitioner,date,role\nm,2024-08-01,lead\nm,2025-02-01,sw\n"
    "[secondments]\npractitioner,from,to\nb,2024-07-01,2024-10-31\n";

static const char chance[] =
    "[workforce_history]\nyear,in_post,starters,leavers\n2022,20,4,4\n2023,20,3,5\n"
    "[pipeline]\ncandidate,role,fte,stage,since\nx,sw,1,offered,2024-03-20\n"
    "y,lead,0.5,advertised,2024-03-01\n";

static struct outcome solve(const char *more, int32_t paths)
{
    return outcome_of(known, more, MONTHS, paths);
}

/* Month 0 is April 2024. */
static const struct pp_month *month_of(const struct outcome *o, const char *role, int32_t month)
{
    int32_t row = role == NULL ? PP_NONE : fixture_row(o->service, PP_TABLE_roles, role);
    pp_day first = pp_month_first(fixture_day("2024-04-01"), month);
    for (int32_t i = 0; i < o->plan->n_months; i++) {
        if (o->plan->months[i].role == row && o->plan->months[i].month == first) {
            return &o->plan->months[i];
        }
    }
    fail_msg("no month %d of %s", (int)month, role == NULL ? "all" : role);
    return NULL;
}

static void follows(const struct outcome *o, const char *role)
{
    for (int32_t m = 1; m < MONTHS; m++) {
        const struct pp_month *before = month_of(o, role, m - 1), *now = month_of(o, role, m);
        assert_true(now->starters >= 0 && now->leavers >= 0);
        assert_int_equal(now->in_post, before->in_post + now->starters - now->leavers + now->moved);
    }
}

static void all_follow(const struct outcome *o)
{
    follows(o, "sw");
    follows(o, "lead");
    follows(o, NULL);
}

static void is(const struct outcome *o, const char *role, int32_t month, int32_t starters,
               int32_t leavers, int32_t moved)
{
    const struct pp_month *m = month_of(o, role, month);
    assert_int_equal(m->starters, starters);
    assert_int_equal(m->leavers, leavers);
    assert_int_equal(m->moved, moved);
}

TEST(who_starts_leaves_moves_and_is_lent_is_counted_by_days)
{
    struct outcome o = solve("", 50);
    all_follow(&o);
    is(&o, "sw", 0, 300, 0, 0);      // e from the 16th
    is(&o, "sw", 1, 300, 0, 0);      // and the rest of them
    is(&o, "sw", 2, 500, 0, 0);      // d
    is(&o, "sw", 3, 500, 0, -800);   // b is lent
    is(&o, "sw", 4, 0, 0, -1000);    // m
    is(&o, "lead", 4, 0, 0, 1000);   // goes there
    is(&o, NULL, 4, 0, 0, 0);        // and not away
    is(&o, "sw", 5, 0, 500, 0);      // c until the 15th
    is(&o, "sw", 6, 0, 500, 0);      // and the rest of them
    is(&o, "sw", 7, 0, 0, 800);      // b is back
    is(&o, "sw", 10, 0, 0, 1000);    // m is back
    is(&o, "lead", 10, 0, 0, -1000); //
    is(&o, "sw", 12, 0, 1000, 0);    // f retires on the last day of March
    is(&o, "sw", 13, 0, 0, 0);
    outcome_finish(&o);
}

TEST(in_post_follows_from_starters_and_leavers_on_the_paths)
{
    struct outcome o = solve(chance, 400);
    int64_t starters = 0, leavers = 0;
    all_follow(&o);
    for (int32_t m = 0; m < MONTHS; m++) {
        starters += month_of(&o, NULL, m)->starters;
        leavers += month_of(&o, NULL, m)->leavers;
    }
    assert_in_range(starters, 1600 + 1300, 12000); // those known, two candidates, and recruits
    assert_in_range(leavers, 2000 + 500, 6000);
    outcome_finish(&o);
}

/* Nobody who has left by chance retires, moves or comes back later. */
TEST(the_flows_of_the_paths_are_near_those_expected)
{
    struct outcome paths = solve(chance, 4000), expected = solve(chance, 0);
    static const char *const roles[] = {"sw", "lead"};
    all_follow(&expected);
    for (int32_t r = 0; r < 2; r++) {
        int64_t left[2] = {0}, moved[2] = {0};
        for (int32_t m = 0; m < 13; m++) {
            left[0] += month_of(&paths, roles[r], m)->leavers;
            left[1] += month_of(&expected, roles[r], m)->leavers;
            moved[0] += month_of(&paths, roles[r], m)->moved;
            moved[1] += month_of(&expected, roles[r], m)->moved;
        }
        assert_in_range(left[0], left[1] - 150, left[1] + 150);
        assert_true(llabs(moved[0] - moved[1]) <= 30);
    }
    outcome_finish(&paths);
    outcome_finish(&expected);
}

static int64_t recruiting(const struct outcome *o, const char *name, pp_day month, int32_t stream)
{
    int64_t pence = 0;
    for (int32_t i = 0; i < o->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &o->plan->cost_lines[i];
        bool counts = strncmp(line->line, "recruitment: ", 13) == 0 && line->month == month;
        counts = counts && (name == NULL || strcmp(line->line + 13, name) == 0);
        pence += counts && (stream == -2 || line->stream == stream) ? line->amount : 0;
    }
    return pence;
}

static const char costs[] =
    "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,3000,500,\n"
    "lead,1000.01,0,\n"
    "[streams]\nstream,source,financial_year,amount,kind\n"
    "cash,s,2024/25,900000,council cash\n";

/* Known people are recruited already; candidates and those whom history recruits cost it. */
TEST(recruits_cost_what_recruiting_does_to_the_penny)
{
    char more[1 << 10];
    snprintf(more, sizeof(more), "%s%s", chance, costs);
    struct outcome with = solve(more, 400), without = solve(chance, 400);
    int64_t all = 0;
    int32_t recruits = 0;
    for (int32_t m = 0; m < MONTHS; m++) {
        const struct pp_month *sw = month_of(&with, "sw", m), *lead = month_of(&with, "lead", m);
        const int64_t pence = recruiting(&with, "Social worker", sw->month, -2);
        assert_int_equal(pence, (sw->recruits * INT64_C(350000) + 500) / 1000);
        assert_int_equal(recruiting(&with, "Lead", sw->month, -2),
                         (lead->recruits * INT64_C(100001) + 500) / 1000);
        assert_int_equal(sw->starters, month_of(&without, "sw", m)->starters);
        assert_true(sw->recruits <= sw->starters);
        if (m < 12) { // the stream's year
            assert_int_equal(recruiting(&with, "Social worker", sw->month, 0), pence);
        }
        recruits += sw->recruits + lead->recruits;
        all += recruiting(&with, NULL, sw->month, -2);
    }
    assert_in_range(recruits, 1500 + 500, 9000);
    assert_int_equal(month_of(&with, "sw", 0)->recruits, 0);
    for (int32_t i = 0; i < with.plan->n_cost_lines; i++) {
        all -= with.plan->cost_lines[i].amount;
    }
    for (int32_t i = 0; i < without.plan->n_cost_lines; i++) {
        all += without.plan->cost_lines[i].amount;
    }
    assert_int_equal(all, 0);
    outcome_finish(&with);
    outcome_finish(&without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_starts_leaves_moves_and_is_lent_is_counted_by_days),
        cmocka_unit_test(in_post_follows_from_starters_and_leavers_on_the_paths),
        cmocka_unit_test(the_flows_of_the_paths_are_near_those_expected),
        cmocka_unit_test(recruits_cost_what_recruiting_does_to_the_penny),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
