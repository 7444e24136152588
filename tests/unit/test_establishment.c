// SPDX-License-Identifier: GPL-3.0-or-later
/* Who leaves, moves, retires or is lent to others, what posts that are kept cost, and pay by points. */
#include "forecast_fixture.h"
#include "test.h"

#include <podplan/solver.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A post of grade g costs 100 pounds a day in 2024/25, of h 200; everybody is permanent. */
static const char bare[] = FIXTURE_ONE_FAMILY
    "[grades]\ngrade\ng\nh\n"
    "[grade_costs]\ngrade,financial_year,yearly_cost\ng,2024/25,36500\nh,2024/25,73000\n"
    "[roles]\nrole,name,grade\nsw,Social worker,g\nlead,Lead,h\n"
    "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nsw,agency,1400,1,\n";

static const char three[] =
    "[posts]\npost,role,fte,start\n1,sw,3,2020-01-01\n2,lead,1,2020-01-01\n"
    "[practitioners]\npractitioner,role,fte,contract,start,retires\n"
    "a,sw,1,permanent,2020-01-01,\nb,sw,1,permanent,2020-01-01,\n";

static struct outcome solve_paths(const char *more, int32_t months, int32_t paths)
{
    return outcome_of(bare, more, months, paths);
}

/* The three posts and their two people, and what a test adds. */
static struct outcome solve(const char *more)
{
    char text[1 << 12];
    snprintf(text, sizeof(text), "%s%s", three, more);
    return solve_paths(text, 12, 0);
}

/* Month 0 is April 2024. */
static const struct pp_month *month_of(const struct outcome *o, const char *role, int32_t month)
{
    int32_t row = fixture_row(o->service, PP_TABLE_roles, role);
    pp_day first = pp_month_first(fixture_day("2024-04-01"), month);
    for (int32_t i = 0; i < o->plan->n_months; i++) {
        if (o->plan->months[i].role == row && o->plan->months[i].month == first) {
            return &o->plan->months[i];
        }
    }
    fail_msg("no month %d of %s", (int)month, role);
    return NULL;
}

static int64_t cost_of(const struct outcome *o, const char *line, int32_t month, const char *stream)
{
    int64_t sum = 0;
    pp_day first = pp_month_first(fixture_day("2024-04-01"), month);
    for (int32_t i = 0; i < o->plan->n_cost_lines; i++) {
        const struct pp_cost_line *one = &o->plan->cost_lines[i];
        const char *payer =
            one->stream == PP_NONE ? "nobody" : o->service->streams[one->stream].stream;
        if (one->month == first && strcmp(one->line, line) == 0 &&
            (stream == NULL || strcmp(stream, payer) == 0)) {
            sum += one->amount;
        }
    }
    return sum;
}

/* ---- Retirements and moves ---- */

TEST(who_retires_is_expected_until_the_day_and_then_gone)
{
    struct outcome o = solve(
        "[practitioners]\npractitioner,role,fte,contract,start,retires\n"
        "r,sw,1,permanent,1990-01-01,2024-09-15\n");
    assert_int_equal(month_of(&o, "sw", 4)->in_post, 3000);
    assert_int_equal(month_of(&o, "sw", 5)->in_post, 2500);
    assert_int_equal(month_of(&o, "sw", 6)->in_post, 2000);
    outcome_finish(&o);
}

TEST(an_end_before_the_retirement_counts)
{
    struct outcome o = solve(
        "[practitioners]\npractitioner,role,fte,contract,start,end,retires\n"
        "r,sw,1,permanent,1990-01-01,2024-05-31,2024-09-30\n");
    assert_int_equal(month_of(&o, "sw", 1)->in_post, 3000);
    assert_int_equal(month_of(&o, "sw", 2)->in_post, 2000);
    outcome_finish(&o);
}

TEST(who_moves_leaves_one_role_and_joins_the_other)
{
    struct outcome o = solve(
        "[moves]\npractitioner,date,role\na,2024-06-16,lead\n"
        "a,2024-12-01,sw\n");
    static const int32_t sw[] = {2000, 2000, 1500, 1000}, lead[] = {0, 0, 500, 1000};
    for (int32_t m = 0; m < 4; m++) {
        assert_int_equal(month_of(&o, "sw", m)->in_post, sw[m]);
        assert_int_equal(month_of(&o, "lead", m)->in_post, lead[m]);
    }
    assert_int_equal(month_of(&o, "sw", 8)->in_post, 2000);
    assert_int_equal(month_of(&o, "lead", 8)->in_post, 0);
    outcome_finish(&o);
}

/* ---- Secondments ---- */

static const char lent[] =
    "[secondments]\n"
    "practitioner,from,to,paid_by,backfill_to,backfill_stream\n";

static struct outcome solve_lent(const char *row)
{
    char text[512];
    snprintf(text, sizeof(text), "%s%s\n%s", lent, row,
             "[streams]\nstream,source,kind,financial_year,amount\n"
             "project,Innovation,council cash,2024/25,1000000\n"
             "council,Council,grant,2024/25,1000000\n");
    return solve(text);
}

TEST(a_post_that_is_backfilled_is_vacant_and_covered_until_then)
{
    struct outcome o = solve_lent("b,2024-07-01,2025-03-31,host,2024-10-31,project");
    for (int32_t m = 0; m < 12; m++) {
        bool away = m >= 3, filled = m >= 3 && m < 7;
        const struct pp_month *month = month_of(&o, "sw", m);
        assert_int_equal(month->establishment, away && !filled ? 2000 : 3000);
        assert_int_equal(month->in_post, away ? 1000 : 2000);
        assert_int_equal(month->vacancy, filled ? 2000 : 1000);
        assert_int_equal(month->agency, month->vacancy);
    }
    outcome_finish(&o);
}

TEST(a_stream_of_its_own_pays_for_the_backfill_and_for_no_other_cover)
{
    struct outcome o = solve_lent("b,2024-07-01,2025-03-31,host,2024-10-31,project");
    int64_t july = 140000LL * 31 / 7;
    assert_in_range(cost_of(&o, "agency: Social worker", 3, "project"), july - 1, july + 1);
    assert_in_range(cost_of(&o, "agency: Social worker", 3, NULL), 2 * july - 1, 2 * july + 1);
    outcome_finish(&o);
}

TEST(who_is_lent_is_paid_by_the_service_or_the_host)
{
    struct outcome service = solve_lent("b,2024-07-01,2025-03-31,,,");
    struct outcome host = solve_lent("b,2024-07-01,2025-03-31,host,,");
    assert_int_equal(cost_of(&service, "seconded out: Social worker", 3, NULL), 31 * 10000);
    assert_int_equal(cost_of(&host, "seconded out: Social worker", 3, NULL), 0);
    assert_int_equal(cost_of(&service, "staff: Social worker", 3, NULL), 31 * 10000);
    assert_int_equal(cost_of(&host, "staff: Social worker", 3, NULL), 31 * 10000);
    assert_int_equal(cost_of(&host, "staff: Social worker", 2, NULL), 2 * 30 * 10000);
    outcome_finish(&service);
    outcome_finish(&host);
}

TEST(nobody_is_recruited_into_a_post_that_is_kept)
{
    struct outcome o = solve(
        "[workforce_history]\nyear,in_post,starters,leavers\n"
        "2022,10,10,0\n2023,10,10,0\n"
        "[secondments]\npractitioner,from,to,backfill_to\n"
        "a,2024-05-01,2025-01-31,2025-01-31\n");
    for (int32_t m = 0; m < 12; m++) {
        const struct pp_month *month = month_of(&o, "sw", m);
        int32_t away = m >= 1 && m <= 9 ? 1000 : 0;
        assert_true(month->in_post + away <= 3000);
        assert_int_equal(month->establishment, 3000);
    }
    outcome_finish(&o);
}

TEST(nobody_is_advised_to_recruit_into_a_post_that_is_kept)
{
    struct outcome o = solve(
        "[practitioners]\npractitioner,role,fte,contract,start\n"
        "d,sw,1,permanent,2020-01-01\n"
        "[secondments]\npractitioner,from,to,backfill_to\n"
        "a,2024-05-01,2025-06-30,2025-06-30\n");
    bool told = false;
    for (int32_t i = 0; i < o.plan->n_shortfalls; i++) {
        const struct pp_shortfall *s = &o.plan->shortfalls[i];
        if (strcmp(s->subject, "sw") == 0) {
            assert_string_equal(s->remedy, "It is kept for those who come back from a secondment.");
            told = true;
        }
    }
    assert_true(told);
    outcome_finish(&o);
}

TEST(who_is_lent_holds_no_cases_and_is_not_in_post)
{
    struct outcome o = solve_lent("b,2024-07-01,2025-03-31,,,");
    int32_t b = fixture_row(o.service, PP_TABLE_practitioners, "b");
    assert_true(pp_in_post(o.service, b, fixture_day("2024-06-30")));
    assert_false(pp_in_post(o.service, b, fixture_day("2024-07-01")));
    assert_false(pp_in_post(o.service, b, fixture_day("2025-03-31")));
    assert_true(pp_in_post(o.service, b, fixture_day("2025-04-01")));
    outcome_finish(&o);
}

/* ---- Agency rules ---- */

TEST(agency_workers_come_when_the_rules_let_them)
{
    struct outcome o = solve(
        "[practitioners]\npractitioner,role,fte,contract,start,qualified,permanent_until\n"
        "new,sw,1,agency,2024-05-01,2021-09-01,\n"
        "left,sw,0.5,agency,2024-05-01,,2024-04-30\n");
    struct outcome before = solve(
        "[practitioners]\npractitioner,role,fte,contract,start,qualified\n"
        "old,lead,1,agency,2024-03-01,2023-09-01\n");
    int32_t person = fixture_row(o.service, PP_TABLE_practitioners, "new");
    assert_int_equal(pp_agency_experienced(o.service, person), fixture_day("2024-09-01"));
    person = fixture_row(o.service, PP_TABLE_practitioners, "left");
    assert_int_equal(pp_agency_cooled_off(o.service, person), fixture_day("2024-08-01"));
    /* One post is vacant throughout, and bought as long as no contract fills it. */
    assert_int_equal(month_of(&o, "sw", 6)->agency, 1500);
    assert_int_equal(month_of(&o, "sw", 3)->agency, 1000);
    assert_int_equal(month_of(&before, "lead", 0)->agency, 1000); // is here already
    outcome_finish(&o);
    outcome_finish(&before);
}

/* ---- Spine points ---- */

static const char spine[] =
    "[spine_points]\ngrade,point,financial_year,yearly_cost\n"
    "g,1,2024/25,29200\ng,2,2024/25,32850\ng,3,2024/25,36500\n";

TEST(pay_goes_up_a_point_on_its_day_and_stops_at_the_top)
{
    char text[1024];
    snprintf(text, sizeof(text), "%s%s", spine,
             "[practitioners]\npractitioner,role,fte,contract,start,point\n"
             "low,lead,1,permanent,2020-01-01,\n"
             "up,sw,1,permanent,2020-01-01,1\n"
             "young,sw,1,permanent,2023-12-01,1\n"
             "top,sw,1,permanent,2020-01-01,3\n");
    struct outcome o = solve(text);
    const struct pp_service *s = o.service;
    int32_t up = fixture_row(s, PP_TABLE_practitioners, "up");
    int32_t young = fixture_row(s, PP_TABLE_practitioners, "young");
    int32_t top = fixture_row(s, PP_TABLE_practitioners, "top");
    assert_int_equal(pp_spine_point_on(s, up, fixture_day("2025-03-31")), 1);
    assert_int_equal(pp_spine_point_on(s, up, fixture_day("2025-04-01")), 2);
    assert_int_equal(pp_spine_point_on(s, up, fixture_day("2026-04-01")), 3);
    assert_int_equal(pp_spine_point_on(s, up, fixture_day("2030-04-01")), 3);
    assert_int_equal(pp_spine_point_on(s, top, fixture_day("2030-04-01")), 3);
    /* Began within six months before 1 April 2024: the first comes on 1 June. */
    assert_int_equal(pp_spine_point_on(s, young, fixture_day("2024-05-31")), 1);
    assert_int_equal(pp_spine_point_on(s, young, fixture_day("2024-06-01")), 2);
    assert_int_equal(pp_spine_point_on(s, young, fixture_day("2025-04-01")), 3);
    outcome_finish(&o);
}

TEST(staff_cost_what_their_points_do)
{
    char text[1024];
    static const char people[] =
        "[posts]\npost,role,fte,start\n1,sw,2,2020-01-01\n"
        "[practitioners]\npractitioner,role,fte,contract,start,point\n"
        "low,sw,1,permanent,2020-01-01,1\nbudget,sw,1,permanent,2020-01-01,\n";
    snprintf(text, sizeof(text), "%s%s", people, spine);
    struct outcome o = solve_paths(text, 15, 0);
    assert_int_equal(cost_of(&o, "staff: Social worker", 0, NULL), 30 * (8000 + 10000));
    assert_int_equal(cost_of(&o, "staff: Social worker", 12, NULL), 30 * (9000 + 10000));
    outcome_finish(&o);
}

/* What the lines "staff" and "seconded out" of a role come to in months [first, end). */
static int64_t paid(const struct outcome *o, const char *role, int32_t first, int32_t end)
{
    char staff[64], away[64];
    int64_t sum = 0;
    snprintf(staff, sizeof(staff), "staff: %s", role);
    snprintf(away, sizeof(away), "seconded out: %s", role);
    for (int32_t m = first; m < end; m++) {
        sum += cost_of(o, staff, m, NULL) + cost_of(o, away, m, NULL);
    }
    return sum;
}

TEST(who_is_lent_goes_on_costing_what_their_point_does)
{
    static const char people[] =
        "[posts]\npost,role,fte,start\n1,sw,2,2020-01-01\n"
        "[practitioners]\npractitioner,role,fte,contract,start,point\n"
        "low,sw,1,permanent,2020-01-01,1\ntop,sw,1,permanent,2020-01-01,3\n"
        "[secondments]\npractitioner,from,to,paid_by\n";
    static const char *const away[] = {"", "top,2024-07-01,2024-09-30,service\n",
                                       "low,2024-07-10,2025-01-21,\n",
                                       "top,2024-05-05,2024-06-06,\ntop,2024-06-20,2024-12-31,\n"};
    for (size_t i = 0; i < sizeof(away) / sizeof(away[0]); i++) {
        char text[1024];
        snprintf(text, sizeof(text), "%s%s%s", people, away[i], spine);
        struct outcome o = solve_paths(text, 12, 0);
        /* FTE are thousandths, so that a part of a month may be 10 pounds off and no more. */
        assert_in_range(paid(&o, "Social worker", 0, 12), 2920000 + 3650000 - 1000,
                        2920000 + 3650000 + 1000);
        if (i == 1) {
            assert_int_equal(paid(&o, "Social worker", 0, 12), 2920000 + 3650000);
            assert_int_equal(cost_of(&o, "seconded out: Social worker", 3, NULL), 31 * 10000);
        }
        outcome_finish(&o);
    }
}

TEST(parts_of_months_that_somebody_is_lent_add_up_to_the_penny)
{
    struct outcome o = solve(
        "[secondments]\npractitioner,from,to\n"
        "a,2024-04-11,2024-05-03\na,2024-07-29,2024-08-02\n"
        "b,2024-10-30,2025-01-09\n");
    int64_t sum = 0;
    for (int32_t m = 0; m < 12; m++) {
        sum += cost_of(&o, "seconded out: Social worker", m, NULL);
    }
    assert_int_equal(sum, (23 + 5 + 72) * 10000);
    outcome_finish(&o);
}

TEST(a_point_is_paid_as_it_is_in_a_post_of_another_grade)
{
    char text[1024];
    static const char people[] =
        "[posts]\npost,role,grade,fte,start,end\n"
        "1,sw,h,1,2020-01-01,\n2,sw,,1,2020-01-01,2024-09-30\n"
        "[practitioners]\npractitioner,role,fte,contract,start,point\n"
        "low,sw,1,permanent,2020-01-01,1\ntop,sw,1,permanent,2020-01-01,3\n";
    snprintf(text, sizeof(text), "%s%s", people, spine);
    struct outcome o = solve_paths(text, 12, 0);
    assert_int_equal(paid(&o, "Social worker", 0, 1), 30 * (8000 + 10000));
    assert_int_equal(paid(&o, "Social worker", 6, 7), 31 * (8000 + 10000)); // one above the posts
    outcome_finish(&o);
}

TEST(a_first_increment_inside_a_month_is_paid_from_its_day)
{
    char text[1024];
    static const char people[] =
        "[posts]\npost,role,fte,start\n1,sw,1,2020-01-01\n"
        "[practitioners]\npractitioner,role,fte,contract,start,point\n"
        "young,sw,1,permanent,2023-12-11,1\n";
    snprintf(text, sizeof(text), "%s%s", people, spine);
    struct outcome o = solve_paths(text, 12, 0);
    assert_int_equal(paid(&o, "Social worker", 1, 2), 31 * 8000);
    assert_int_equal(paid(&o, "Social worker", 2, 3), 10 * 8000 + 20 * 9000);
    assert_int_equal(paid(&o, "Social worker", 3, 4), 31 * 9000);
    outcome_finish(&o);
}

/* ---- Parts of months ---- */

/* Pence of a line in all of a year, and the year's cost on the paths. */
static void parts_of_months_cost(const char *text, const char *line, int64_t pence)
{
    struct outcome o = solve_paths(text, 12, 20);
    int64_t sum = 0, all = 0, path = -1;
    for (int32_t m = 0; m < 12; m++) {
        sum += cost_of(&o, line, m, NULL);
    }
    for (int32_t i = 0; i < o.plan->n_cost_lines; i++) {
        all += o.plan->cost_lines[i].amount;
    }
    for (int32_t i = 0; i < o.plan->n_ranges; i++) {
        const struct pp_range *range = &o.plan->ranges[i];
        if (range->role == PP_NONE && range->line == PP_RANGE_COST && range->months == 12) {
            assert_int_equal(range->p10, range->p90);
            path = range->p50;
        }
    }
    assert_in_range(sum, pence - 2, pence + 2);
    assert_in_range(path, all - 12, all + 12);
    outcome_finish(&o);
}

TEST(part_of_a_month_costs_what_its_days_do)
{
    static const char post[] =
        "[posts]\npost,role,fte,start\n1,sw,1,2020-01-01\n"
        "[practitioners]\npractitioner,role,fte,contract,start,end\n";
    char text[1024];
    snprintf(text, sizeof(text), "%s%s", post, "a,sw,1,permanent,2020-01-01,2024-05-05\n");
    parts_of_months_cost(text, "staff: Social worker", 35 * 10000);
    parts_of_months_cost(text, "agency: Social worker", 330 * 20000);
    snprintf(text, sizeof(text), "%s%s", post, "a,sw,0.333,permanent,2024-07-31,\n");
    parts_of_months_cost(text, "staff: Social worker", 244 * 3330);
    snprintf(text, sizeof(text), "%s%s", post,
             "a,sw,1,permanent,2020-01-01,\nb,sw,1,permanent,2024-05-14,2024-06-16\n");
    parts_of_months_cost(text, "staff: Social worker", (365 + 34) * 10000);
    snprintf(
        text, sizeof(text), "%s%s", post,
        "a,sw,1,permanent,2020-01-01,\n"
        "[secondments]\npractitioner,from,to,backfill_to\na,2024-05-11,2024-06-20,2024-05-31\n");
    parts_of_months_cost(text, "agency: Social worker", 21 * 20000);
    parts_of_months_cost(text, "staff: Social worker", (365 - 41) * 10000);
    parts_of_months_cost(
        "[posts]\npost,role,fte,start,end\n1,sw,1,2020-01-01,\n"
        "2,sw,0.7,2024-06-19,2024-10-09\n"
        "[practitioners]\npractitioner,role,fte,contract,start\n"
        "a,sw,1,permanent,2020-01-01\n",
        "staff: Social worker", 365 * 10000);
}

/* Two posts go on 25 May while one is kept: after it there is none, not one less than none. */
TEST(posts_that_end_while_they_are_kept_cost_what_their_days_do)
{
    static const char ending[] =
        "[posts]\npost,role,fte,start,end\n1,sw,2,2020-01-01,2024-05-25\n"
        "[practitioners]\npractitioner,role,fte,contract,start,end\n"
        "a,sw,1,permanent,2020-01-01,\nb,sw,1,permanent,2020-01-01,2024-05-05\n"
        "[secondments]\npractitioner,from,to,paid_by\na,2024-04-21,2024-06-09,host\n";
    parts_of_months_cost(ending, "agency: Social worker", 20 * 20000);
    parts_of_months_cost(ending, "staff: Social worker", (20 + 35 + 295) * 10000);
}

/* ---- Cash ---- */

TEST(instalments_that_come_later_are_advanced)
{
    struct outcome o = solve(
        "[streams]\nstream,source,kind,financial_year,amount,start,end\n"
        "late,Grant,grant,2024/25,400000,,\n"
        "short,Other,council cash,2024/25,100000,2024-06-01,2024-07-15\n"
        "[instalments]\nstream,date,amount\n"
        "late,2024-05-31,100000\nlate,2024-12-01,300000\n");
    int32_t late = fixture_row(o.service, PP_TABLE_streams, "late");
    int32_t other = fixture_row(o.service, PP_TABLE_streams, "short");
    pp_day april = fixture_day("2024-04-01");
    assert_int_equal(pp_cash_received(o.service, late, april), 0);
    assert_int_equal(pp_cash_received(o.service, late, pp_month_first(april, 1)), 10000000);
    assert_int_equal(pp_cash_received(o.service, late, pp_month_first(april, 8)), 40000000);
    assert_int_equal(pp_cash_received(o.service, other, pp_month_first(april, 1)), 0);
    assert_int_equal(pp_cash_received(o.service, other, pp_month_first(april, 2)), 10000000);
    /* Two people at 100 pounds a day, and an agency worker at 1,400 a week. */
    assert_int_equal(pp_cash_spent(o.plan, late, april), 30 * (20000 + 20000));
    outcome_finish(&o);
}

TEST(a_stream_pays_between_its_days_only)
{
    struct outcome o = solve(
        "[streams]\nstream,source,kind,financial_year,amount,start,end\n"
        "short,Other,council cash,2024/25,100000,2024-06-01,2024-07-15\n");
    for (int32_t m = 0; m < 12; m++) {
        int64_t paid = cost_of(&o, "staff: Social worker", m, "short");
        int64_t all = cost_of(&o, "staff: Social worker", m, NULL);
        assert_int_equal(paid, m == 2 || m == 3 ? all : 0);
    }
    outcome_finish(&o);
}

/* The sentence of the shortfall of funding with this subject; NULL: there is none. */
static const char *debt_of(const struct outcome *o, const char *subject)
{
    for (int32_t i = 0; i < o->plan->n_shortfalls; i++) {
        const struct pp_shortfall *s = &o->plan->shortfalls[i];
        if (strcmp(s->rule, "funding") == 0 && strcmp(s->subject, subject) == 0) {
            return s->sentence;
        }
    }
    return NULL;
}

TEST(money_that_lapses_is_not_called_spent)
{
    struct outcome o = solve(
        "[streams]\nstream,source,kind,financial_year,amount,start,end\n"
        "short,Other,council cash,2024/25,1000000,2024-06-01,2024-06-06\n"
        "small,Grant,grant,2024/25,1,,\n");
    const char *sentence = debt_of(&o, "2024/25");
    assert_non_null(sentence);
    assert_non_null(strstr(sentence, "every stream that may pay for it then is spent; short has "));
    assert_non_null(
        strstr(sentence, "which lapses because it pays only from 2024-06-01 to 2024-06-06."));
    outcome_finish(&o);
}

/* ---- The forecast and its simulation ---- */

/* Sixty posts and people of all lengths of service, some on the way, leavers on file. */
static struct pp_buf large_service(void)
{
    struct pp_buf text = {0};
    pp_buf_add(&text,
               "[posts]\npost,role,fte,start\n1,sw,70,2000-01-01\n2,lead,30,2000-01-01\n"
               "[workforce_history]\nyear,in_post,starters,leavers\n"
               "2022,100,8,18\n2023,100,8,18\n"
               "[pipeline]\ncandidate,role,fte,stage,since\n");
    for (int32_t i = 0; i < 6; i++) {
        pp_buf_printf(&text, "c%d,sw,1,offered,2024-03-20\n", (int)i);
    }
    pp_buf_add(&text, "[practitioners]\npractitioner,role,fte,contract,start,end\n");
    for (int32_t i = 0; i < 60; i++) {
        pp_buf_printf(&text, "s%d,sw,1,permanent,%d-02-01,\n", (int)i, (int)(2004 + i % 20));
        pp_buf_printf(&text, "l%d,sw,1,permanent,%d-02-01,%d-05-01\n", (int)i, 2015, 2021 + i % 3);
        if (i < 30) {
            pp_buf_printf(&text, "m%d,lead,1,permanent,%d-02-01,\n", (int)i, (int)(2004 + i % 20));
        }
    }
    return text;
}

TEST(the_forecast_is_in_the_middle_of_its_simulation)
{
    struct pp_buf text = large_service();
    struct outcome o = solve_paths(pp_buf_text(&text), 24, 2000);
    int32_t looked = 0;
    for (int32_t i = 0; i < o.plan->n_ranges; i++) {
        const struct pp_range *range = &o.plan->ranges[i];
        if (range->line != PP_RANGE_IN_POST || range->role == PP_NONE) {
            continue;
        }
        int32_t m = 0;
        while (pp_month_first(fixture_day("2024-04-01"), m) != range->month) {
            m++;
        }
        const char *role = o.service->roles[range->role].role;
        int64_t central = month_of(&o, role, m)->in_post;
        if (llabs(range->p50 - central) > 1000 + central / 50) {
            fail_msg("%s, month %d: %lld, but the middle of the paths is %lld", role, (int)m,
                     (long long)central, (long long)range->p50);
        }
        looked++;
    }
    assert_int_equal(looked, 48);
    pp_buf_finish(&text);
    outcome_finish(&o);
}

/* What the staffing plan reckons with is near what the paths come to. */
TEST(expected_staff_are_near_the_mean_of_the_paths)
{
    struct pp_buf text = large_service();
    struct outcome paths = solve_paths(pp_buf_text(&text), 24, 2000);
    struct outcome expected = solve_paths(pp_buf_text(&text), 24, 0);
    assert_int_equal(paths.plan->n_months, expected.plan->n_months);
    for (int32_t i = 0; i < paths.plan->n_months; i++) {
        const struct pp_month *mean = &paths.plan->months[i], *one = &expected.plan->months[i];
        assert_in_range(llabs(mean->in_post - one->in_post), 0, 500 + one->in_post / 50);
    }
    pp_buf_finish(&text);
    outcome_finish(&paths);
    outcome_finish(&expected);
}

/* Forty people each, with no post for recruits, who joined in two years; leavers of `role` on file who served so many years. */
static struct outcome lasting(int32_t sw_since, int32_t lead_since, const char *role,
                              int32_t served)
{
    struct pp_buf text = {0};
    pp_buf_add(&text,
               "[posts]\npost,role,fte,start\n1,sw,1,2000-01-01\n2,lead,1,2000-01-01\n"
               "[workforce_history]\nyear,in_post,starters,leavers\n2023,80,0,16\n"
               "[practitioners]\npractitioner,role,fte,contract,start,end\n");
    for (int32_t i = 0; i < 40; i++) {
        pp_buf_printf(&text, "s%d,sw,1,permanent,%d-05-01,\n", (int)i, (int)sw_since);
        pp_buf_printf(&text, "m%d,lead,1,permanent,%d-05-01,\n", (int)i, (int)lead_since);
    }
    for (int32_t i = 0; i < (role == NULL ? 0 : 20); i++) {
        pp_buf_printf(&text, "l%d,%s,1,permanent,%d-06-01,2023-05-31\n", (int)i, role,
                      (int)(2023 - served));
    }
    struct outcome o = solve_paths(pp_buf_text(&text), 12, 0);
    pp_buf_finish(&text);
    return o;
}

static int32_t left_of(const struct outcome *o, const char *role)
{
    return 40000 - month_of(o, role, 11)->in_post;
}

TEST(newcomers_are_expected_to_leave_sooner_than_old_hands)
{
    struct outcome o = lasting(2022, 2010, NULL, 0);
    double ratio = (double)left_of(&o, "sw") / left_of(&o, "lead");
    assert_true(ratio > 1.4 && ratio < 1.6); // 1.59 in hazards, less in a year's leavers
    outcome_finish(&o);
}

TEST(own_leavers_move_the_hazard_of_their_length_of_service)
{
    struct outcome national = lasting(2022, 2010, NULL, 0);
    struct outcome early = lasting(2022, 2010, "sw", 2), late = lasting(2022, 2010, "lead", 9);
    assert_true(left_of(&early, "sw") > left_of(&national, "sw"));
    assert_true(left_of(&late, "lead") > left_of(&national, "lead"));
    assert_true(left_of(&late, "sw") < left_of(&national, "sw"));
    outcome_finish(&national);
    outcome_finish(&early);
    outcome_finish(&late);
}

TEST(own_leavers_move_the_hazard_of_their_role)
{
    struct outcome o = lasting(2022, 2022, "lead", 1);
    assert_true(left_of(&o, "lead") > 1.3 * left_of(&o, "sw"));
    /* All together leave about as many as history says: one in five, shrunk to the nation's. */
    double left = (left_of(&o, "lead") + left_of(&o, "sw")) / 80000.0;
    assert_true(left > 0.12 && left < 0.19);
    outcome_finish(&o);
}

/* On every path: somebody who moves, retires or is lent is counted once, here or there or gone. */
TEST(nobody_is_in_two_places_on_any_path)
{
    static const char text[] =
        "[posts]\npost,role,fte,start\n1,sw,5,2000-01-01\n2,lead,5,2000-01-01\n"
        "[workforce_history]\nyear,in_post,starters,leavers\n2022,100,0,60\n2023,100,0,60\n"
        "[practitioners]\npractitioner,role,fte,contract,start,retires\n"
        "a,sw,1,permanent,2020-01-01,2025-01-31\n"
        "[moves]\npractitioner,date,role\na,2024-07-01,lead\n";
    struct outcome o = solve_paths(text, 12, 500);
    for (int32_t i = 0; i < o.plan->n_ranges; i++) {
        const struct pp_range *range = &o.plan->ranges[i];
        if (range->line == PP_RANGE_IN_POST) {
            assert_in_range(range->p10, 0, 1000);
            assert_in_range(range->p90, 0, 1000);
        }
        if (range->line == PP_RANGE_IN_POST && range->month >= fixture_day("2025-02-01")) {
            assert_int_equal(range->p90, 0);
        }
    }
    outcome_finish(&o);
}

/* A last day far off, say because a scenario closes the team then, changes nothing before it. */
TEST(a_last_day_changes_nothing_before_it)
{
    static const char text[] =
        "[posts]\npost,role,fte,start\n1,sw,6,2000-01-01\n2,lead,5,2000-01-01\n"
        "[workforce_history]\nyear,in_post,starters,leavers\n2022,100,9,20\n2023,100,8,30\n"
        "[practitioners]\npractitioner,role,fte,contract,start,end\n"
        "a,sw,1,permanent,2020-01-01,%s\nb,sw,0.5,permanent,2023-01-01,%s\n"
        "c,sw,1,permanent,2024-02-01,%s\nd,lead,1,permanent,2010-01-01,\n"
        "e,lead,1,permanent,2010-01-01,\n";
    static const char *const ends[] = {"", "2025-03-31", "2030-01-01"};
    struct outcome o[3];
    char more[1 << 11];
    for (int32_t k = 0; k < 3; k++) {
        snprintf(more, sizeof(more), text, ends[k], ends[k], ends[k]);
        o[k] = solve_paths(more, 18, 300);
    }
    assert_int_equal(o[0].plan->n_ranges, o[2].plan->n_ranges);
    assert_memory_equal(o[0].plan->ranges, o[2].plan->ranges,
                        (size_t)o[0].plan->n_ranges * sizeof(o[0].plan->ranges[0]));
    for (int32_t m = 0; m < 18; m++) {
        int32_t without = month_of(&o[0], "sw", m)->in_post;
        assert_int_equal(month_of(&o[2], "sw", m)->in_post, without);
        if (m < 12) {
            assert_int_equal(month_of(&o[1], "sw", m)->in_post, without);
        } else {
            assert_true(month_of(&o[1], "sw", m)->in_post < without);
        }
    }
    for (int32_t k = 0; k < 3; k++) {
        outcome_finish(&o[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_retires_is_expected_until_the_day_and_then_gone),
        cmocka_unit_test(an_end_before_the_retirement_counts),
        cmocka_unit_test(who_moves_leaves_one_role_and_joins_the_other),
        cmocka_unit_test(a_post_that_is_backfilled_is_vacant_and_covered_until_then),
        cmocka_unit_test(a_stream_of_its_own_pays_for_the_backfill_and_for_no_other_cover),
        cmocka_unit_test(who_is_lent_is_paid_by_the_service_or_the_host),
        cmocka_unit_test(nobody_is_recruited_into_a_post_that_is_kept),
        cmocka_unit_test(nobody_is_advised_to_recruit_into_a_post_that_is_kept),
        cmocka_unit_test(who_is_lent_holds_no_cases_and_is_not_in_post),
        cmocka_unit_test(agency_workers_come_when_the_rules_let_them),
        cmocka_unit_test(pay_goes_up_a_point_on_its_day_and_stops_at_the_top),
        cmocka_unit_test(staff_cost_what_their_points_do),
        cmocka_unit_test(who_is_lent_goes_on_costing_what_their_point_does),
        cmocka_unit_test(parts_of_months_that_somebody_is_lent_add_up_to_the_penny),
        cmocka_unit_test(a_point_is_paid_as_it_is_in_a_post_of_another_grade),
        cmocka_unit_test(part_of_a_month_costs_what_its_days_do),
        cmocka_unit_test(posts_that_end_while_they_are_kept_cost_what_their_days_do),
        cmocka_unit_test(a_first_increment_inside_a_month_is_paid_from_its_day),
        cmocka_unit_test(instalments_that_come_later_are_advanced),
        cmocka_unit_test(a_stream_pays_between_its_days_only),
        cmocka_unit_test(money_that_lapses_is_not_called_spent),
        cmocka_unit_test(the_forecast_is_in_the_middle_of_its_simulation),
        cmocka_unit_test(expected_staff_are_near_the_mean_of_the_paths),
        cmocka_unit_test(newcomers_are_expected_to_leave_sooner_than_old_hands),
        cmocka_unit_test(own_leavers_move_the_hazard_of_their_length_of_service),
        cmocka_unit_test(own_leavers_move_the_hazard_of_their_role),
        cmocka_unit_test(nobody_is_in_two_places_on_any_path),
        cmocka_unit_test(a_last_day_changes_nothing_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
