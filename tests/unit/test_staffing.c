// SPDX-License-Identifier: GPL-3.0-or-later
#include "forecast_fixture.h"
#include "test.h"

#include <podplan/buf.h>
#include <podplan/solver.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MONTHS = 9,
    LEAD = 3
};

static const char bare[] = FIXTURE_ONE_FAMILY
    "[grades]\ngrade\ng\n[grade_costs]\ngrade,financial_year,yearly_cost\ng,2024/25,36500\n"
    "[roles]\nrole,name,grade\nsw,Social worker,g\n"
    "[posts]\npost,role,fte,start\n1,sw,3,2020-01-01\n"
    "[practitioners]\npractitioner,role,fte,contract,start,end\n"
    "a,sw,1,fixed term,2020-01-01,2030-01-01\n";

static struct outcome solve_paths(const char *more, int32_t months, int32_t paths)
{
    return outcome_of(bare, more, months, paths);
}

static struct outcome solve(const char *more, int32_t months)
{
    return solve_paths(more, months, 0);
}

static int64_t cost_of(const struct outcome *o)
{
    int64_t cost = 0;
    for (int32_t i = 0; i < o->plan->n_staffing; i++) {
        cost += o->plan->staffing[i].cost;
        assert_int_equal(o->plan->staffing[i].unmet, 0);
    }
    return cost;
}

static int32_t starts_of(const struct outcome *o)
{
    int32_t starts = 0;
    for (int32_t i = 0; i < o->plan->n_staffing; i++) {
        starts += o->plan->staffing[i].starts;
    }
    return starts;
}

static int64_t days_of(int32_t month)
{
    pp_day first = fixture_day("2024-04-01");
    return pp_month_first(first, month + 1) - pp_month_first(first, month);
}

/* Pence of `heads` in a month by a weekly price in pence, as the engine rounds it. */
static int64_t weekly(int64_t price, int32_t heads, int32_t month)
{
    return (2 * price * heads * days_of(month) + 7) / 14;
}

/* Every way to start 0, 1 or 2 people in each month; bank for one, agency for the rest. */
static int64_t cheapest_by_hand(int64_t bank, int64_t agency, int64_t once)
{
    int64_t best = INT64_MAX;
    for (int32_t code = 0, all = 729; code < all; code++) { // 3 ^ (MONTHS - LEAD)
        int32_t rest = code, here = 0;
        int64_t cost = 0;
        for (int32_t m = 0; m < MONTHS; m++) {
            int32_t begin = m < LEAD ? 0 : rest % 3;
            rest = m < LEAD ? rest : rest / 3;
            here += begin;
            int32_t gap = here < 2 ? 2 - here : 0, first = gap < 1 ? gap : 1;
            cost += begin * once + (1 + here) * 10000 * days_of(m);
            cost += weekly(bank, first, m) + weekly(agency, gap - first, m);
        }
        best = here <= 2 && cost < best ? cost : best;
    }
    return best;
}

TEST(the_plan_is_the_cheapest_of_all_that_can_be_counted)
{
    static const struct {
        int32_t bank, agency, once; ///< pounds
    } prices[] = {{900, 1500, 2000},  {650, 1500, 2000}, {720, 800, 1900},
                  {900, 1500, 90000}, {710, 3000, 300},  {500, 600, 0}};
    for (size_t i = 0; i < sizeof(prices) / sizeof(prices[0]); i++) {
        char more[512];
        snprintf(more, sizeof(more),
                 "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\n"
                 "sw,bank,%d,1,1\nsw,agency,%d,1,\n"
                 "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,%d,0,\n",
                 prices[i].bank, prices[i].agency, prices[i].once);
        struct outcome o = solve(more, MONTHS);
        int64_t best = cheapest_by_hand(prices[i].bank * 100, prices[i].agency * 100,
                                        (int64_t)prices[i].once * 100);
        assert_in_range(labs((long)(cost_of(&o) - best)), 0, 2 * MONTHS); // pennies of rounding
        outcome_finish(&o);
    }
}

#define DEAR_AGENCY "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nsw,agency,1800,1,\n"

#define RECRUITMENT "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,1000,500,1\n"

/* The sentence against two whole forecasts with a person in post from either day. */
TEST(what_an_earlier_start_saves_is_what_two_forecasts_differ_by)
{
    struct outcome plan = solve(DEAR_AGENCY RECRUITMENT, 12);
    assert_int_equal(plan.plan->n_advice, 1);
    const struct pp_advice *advice = &plan.plan->advice[0];
    assert_non_null(strstr(advice->sentence,
                           "1 FTE of Social worker started in July 2024 instead "
                           "of October 2024 saves £"));
    int64_t total[2] = {0};
    static const char *const days[2] = {"2024-07-01", "2024-10-01"};
    for (int k = 0; k < 2; k++) { // the second starter of the plan comes in August
        char more[1024];
        snprintf(more, sizeof(more),
                 DEAR_AGENCY
                 "[practitioners]\npractitioner,role,fte,contract,start,end\n"
                 "b,sw,1,fixed term,%s,2030-01-01\n"
                 "c,sw,1,fixed term,2024-08-01,2030-01-01\n",
                 days[k]);
        struct outcome o = solve(more, 12);
        for (int32_t i = 0; i < o.plan->n_cost_lines; i++) {
            total[k] += o.plan->cost_lines[i].amount;
        }
        outcome_finish(&o);
    }
    assert_true(advice->saved > 100000);
    assert_in_range(labs((long)(total[1] - total[0] - advice->saved)), 0, 24);
    outcome_finish(&plan);
}

/* Those there are stand at the top of the spine, and a starter at its foot. */
TEST(who_starts_is_paid_the_lowest_point)
{
    static const char spine[] =
        "[spine_points]\ngrade,point,financial_year,yearly_cost\n"
        "g,1,2024/25,30000\ng,2,2024/25,36500\ng,3,2024/25,43000\n"
        "[settings]\nincrement_month,0\n"
        "[practitioners]\npractitioner,role,fte,contract,start,end,point\n"
        "old,sw,1,fixed term,2010-01-01,2030-01-01,3\n";
    char more[2048];
    int64_t total[2] = {0};
    snprintf(more, sizeof(more), DEAR_AGENCY RECRUITMENT "%s", spine);
    struct outcome plan = solve(more, 12);
    assert_int_equal(plan.plan->n_advice, 1);
    static const char *const days[2] = {"2024-07-01", "2024-10-01"};
    for (int k = 0; k < 2; k++) {
        snprintf(more, sizeof(more),
                 DEAR_AGENCY
                 "%s[practitioners]\npractitioner,role,fte,contract,start,end,point\n"
                 "b,sw,1,fixed term,%s,2030-01-01,1\n",
                 spine, days[k]);
        struct outcome o = solve(more, 12);
        for (int32_t i = 0; i < o.plan->n_cost_lines; i++) {
            total[k] += o.plan->cost_lines[i].amount;
        }
        outcome_finish(&o);
    }
    assert_in_range(labs((long)(total[1] - total[0] - plan.plan->advice[0].saved)), 0, 48);
    outcome_finish(&plan);
}

TEST(no_more_start_in_a_month_than_may)
{
    struct outcome o = solve(DEAR_AGENCY RECRUITMENT, 12);
    for (int32_t i = 0; i < o.plan->n_staffing; i++) {
        assert_true(o.plan->staffing[i].starts <= PP_FTE);
        assert_true(i >= LEAD || o.plan->staffing[i].starts == 0);
    }
    assert_int_equal(starts_of(&o), 2 * PP_FTE);
    outcome_finish(&o);
}

TEST(agency_above_its_cap_is_not_engaged)
{
    struct outcome o =
        solve(DEAR_AGENCY RECRUITMENT "[agency_caps]\nrole,weekly_cap\nsw,1700\n", 12);
    assert_int_equal(o.plan->staffing[0].agency, 0);
    assert_int_equal(o.plan->staffing[0].unmet, 2 * PP_FTE);
    assert_int_equal(o.plan->months[0].agency, 0); // nor does the forecast engage any
    assert_int_equal(o.plan->months[0].unmet, 2 * PP_FTE);
    assert_non_null(strstr(o.plan->shortfalls[o.plan->n_shortfalls - 1].sentence,
                           "agency costs £1,800 a week, above its cap of £1,700"));
    outcome_finish(&o);
    o = solve(DEAR_AGENCY RECRUITMENT "[agency_caps]\nrole,weekly_cap\nsw,1800\n", 12);
    assert_int_equal(o.plan->staffing[0].agency, 2 * PP_FTE);
    assert_int_equal(o.plan->months[0].agency, 2 * PP_FTE);
    outcome_finish(&o);
}

/*
 * A starter costs 3,500 once and saves 7.14 a day of agency: 1,957 in the first year and 1,307 in
 * the second.  That pays only when the first year has money that lapses and the second has none.
 */
TEST(money_that_lapses_pays_for_its_own_year_only)
{
    static const struct {
        const char *streams;
        int32_t starts;
    } years[] = {{"", 0},
                 {"x,DfE,grant,2024/25,200000\n", 2 * PP_FTE},
                 {"x,DfE,matched,2024/25,200000\n", 2 * PP_FTE},
                 {"x,DfE,in kind,2024/25,200000\n", 0},
                 {"x,DfE,grant,2025/26,200000\n", 0},
                 {"x,DfE,grant,2024/25,200000\ny,DfE,grant,2025/26,200000\n", 0}};
    for (size_t i = 0; i < sizeof(years) / sizeof(years[0]); i++) {
        char more[1024];
        snprintf(more, sizeof(more),
                 "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nsw,agency,750,1,\n"
                 "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,3000,500,\n"
                 "[streams]\nstream,source,kind,financial_year,amount\n%s",
                 years[i].streams);
        struct outcome o = solve(more, 18);
        assert_int_equal(starts_of(&o), years[i].starts);
        outcome_finish(&o);
    }
}

/* Whole people, halves or tenths. */
TEST(people_start_as_whole_as_posts_are_cut)
{
    static const struct {
        const char *person, *post; ///< FTE; the post is one of years to come
        int32_t starts;            ///< of the three posts less one person and this one
    } cases[] = {{"0.7", "1", PP_FTE}, {"0.4", "0.5", 3 * PP_FTE / 2}, {"0.1", "0.3", 1900}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char more[512];
        snprintf(more, sizeof(more),
                 DEAR_AGENCY
                 "[practitioners]\npractitioner,role,fte,contract,start,end\n"
                 "b,sw,%s,fixed term,2020-01-01,2030-01-01\n"
                 "[posts]\npost,role,fte,start\n2,sw,%s,2035-01-01\n"
                 "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,1000,500,\n",
                 cases[i].person, cases[i].post);
        struct outcome o = solve(more, 12);
        assert_int_equal(starts_of(&o), cases[i].starts);
        outcome_finish(&o);
    }
}

/* Decades in which nobody came or went leave next to nothing to chance. */
TEST(on_the_paths_an_earlier_start_saves_what_two_forecasts_differ_by)
{
    char more[1 << 13];
    int n =
        snprintf(more, sizeof(more), "%s",
                 DEAR_AGENCY RECRUITMENT "[workforce_history]\nyear,in_post,starters,leavers\n");
    for (int32_t year = 1991; year < 2024; year++) {
        n += snprintf(more + n, sizeof(more) - (size_t)n, "%d,1000,0,0\n", (int)year);
    }
    struct outcome o = solve_paths(more, 12, 2000);
    struct outcome certain = solve(DEAR_AGENCY RECRUITMENT, 12);
    const struct pp_advice *saves = NULL;
    for (int32_t i = 0; i < o.plan->n_advice; i++) {
        if (strstr(o.plan->advice[i].sentence, "instead of") != NULL) {
            saves = &o.plan->advice[i];
        }
    }
    assert_non_null(saves);
    assert_non_null(strstr(saves->sentence,
                           "1 FTE of Social worker started in July 2024 instead of "
                           "October 2024 saves £"));
    assert_non_null(strstr(saves->sentence, " on average over the paths: "));
    assert_in_range(saves->saved, certain.plan->advice[0].saved * 95 / 100,
                    certain.plan->advice[0].saved * 105 / 100);
    outcome_finish(&certain);
    outcome_finish(&o);
}

TEST(without_what_recruiting_costs_there_is_no_staffing_plan)
{
    struct outcome o = solve(DEAR_AGENCY, 12);
    assert_int_equal(o.plan->n_staffing, 0);
    assert_int_equal(o.plan->n_advice, 0);
    outcome_finish(&o);
}

static int32_t first_start(const struct outcome *o)
{
    int32_t month = 0;
    while (month < o->plan->n_staffing && o->plan->staffing[month].starts == 0) {
        month++;
    }
    return month;
}

static int32_t first_recruit(const struct outcome *o)
{
    int32_t month = 0;
    for (int32_t i = 0; i < o->plan->n_months && o->plan->months[i].in_post <= PP_FTE; i++) {
        month += o->plan->months[i].role != PP_NONE; // not the total of all roles
    }
    return month;
}

/* Neither by the plan nor as in the past; a stage without a row lasts as long as is usual. */
TEST(nobody_starts_before_the_expected_lead_time_is_over)
{
    enum {
        LONG = 18
    };
    static const struct {
        const char *lead_times;
        int32_t month;
    } cases[] = {
        {"", LEAD},
        {"[lead_times]\nstage,least,typical,most\napproved,0,0,0\nadvertised,0,0,0\n"
         "offered,0,0,0\nvetted,0,0,0\n",
         0},
        {"[lead_times]\nstage,least,typical,most\nvetted,100,150,200\n", 7},
        {"[lead_times]\nstage,least,typical,most\napproved,30,60,90\nadvertised,60,60,60\n"
         "offered,60,60,60\nvetted,60,60,60\n",
         8},
        {"[lead_times]\nstage,least,typical,most\napproved,150,180,200\n"
         "advertised,150,180,200\noffered,150,180,200\nvetted,150,180,200\n",
         LONG},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char more[1024];
        snprintf(more, sizeof(more),
                 DEAR_AGENCY RECRUITMENT
                 "[workforce_history]\nyear,in_post,starters,leavers\n2023,10,10,0\n%s",
                 cases[i].lead_times);
        struct outcome o = solve(more, LONG);
        assert_int_equal(first_start(&o), cases[i].month);
        assert_int_equal(first_recruit(&o), cases[i].month > 0 ? cases[i].month : 1);
        outcome_finish(&o);
    }
}

/* Nobody covers, so starts cost more than none; the sentence says what for. */
TEST(the_plan_says_what_would_stay_uncovered_without_its_starts)
{
    struct outcome o = solve_paths(
        RECRUITMENT "[workforce_history]\nyear,in_post,starters,leavers\n2023,10,1,2\n", 12, 500);
    const char *said = NULL, *later = NULL;
    for (int32_t i = 0; i < o.plan->n_advice; i++) {
        const char *sentence = o.plan->advice[i].sentence;
        said = strstr(sentence, "posts and cover cost") != NULL ? sentence : said;
        later = strstr(sentence, "instead of") != NULL ? sentence : later;
    }
    assert_non_null(said);
    assert_non_null(later);
    assert_non_null(strstr(said, " more than if nobody started"));
    assert_non_null(strstr(said, " If nobody started, 1."));
    assert_non_null(strstr(
        said, " FTE more would be neither filled nor covered from July 2024 on, on average."));
    assert_non_null(strstr(said, " Recruiting as in the past leaves "));
    assert_non_null(strstr(later, " Starting later leaves 1 FTE more neither filled nor covered"));
    outcome_finish(&o);
}

TEST(what_the_plan_is_said_to_cost_is_the_sum_of_its_rows)
{
    struct outcome o =
        solve_paths(DEAR_AGENCY "sw,bank,900,4,1\n" RECRUITMENT
                                "[practitioners]\npractitioner,role,fte,contract,start\nb,sw,1,"
                                "permanent,2020-01-01\nc,sw,1,permanent,2023-01-01\n"
                                "[workforce_history]\nyear,in_post,starters,leavers\n2023,10,1,2\n",
                    12, 700);
    int64_t cost = 0;
    for (int32_t i = 0; i < o.plan->n_staffing; i++) {
        cost += o.plan->staffing[i].cost;
    }
    struct pp_buf pence = {0};
    pp_buf_add(&pence, " cost ");
    pp_buf_money(&pence, cost);
    pp_buf_add(&pence, " on average");
    bool said = false;
    for (int32_t i = 0; i < o.plan->n_advice; i++) {
        said = said || strstr(o.plan->advice[i].sentence, pp_buf_text(&pence)) != NULL;
    }
    assert_true(said);
    pp_buf_finish(&pence);
    outcome_finish(&o);
}

static const struct pp_shortfall *shortfall_of(const struct outcome *o, const char *rule,
                                               const char *role)
{
    const struct pp_shortfall *s = o->plan->shortfalls;
    while (strcmp(s->rule, rule) != 0 || strcmp(s->subject, role) != 0) {
        assert_true(++s < o->plan->shortfalls + o->plan->n_shortfalls);
    }
    return s;
}

/* Posts are whole, and so are recruits, who come when they can. */
TEST(an_uncovered_post_is_recruited_for_as_soon_as_anybody_can_start)
{
    static const struct {
        const char *post, *remedy;
        int32_t months;
    } cases[] = {
        {"0.7,2020-01-01,",
         "Recruiting 0.7 FTE to start by Mon 1 Jul 2024 fills it from then on; nobody recruited "
         "now is expected sooner.",
         12},
        {"1,2024-09-16,", "Recruiting 1 FTE to start by Sun 1 Sep 2024 fills it.", 6},
        {"1,2024-09-16,2024-09-20", "Recruiting 1 FTE to start by Sun 1 Sep 2024 fills it.", 6},
        {"1,2020-01-01,2024-06-30", "It closes before anybody recruited now would start.", 12},
        {"1,2020-01-01,", "Nobody recruited now would start within the forecast.", 3},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char more[1024];
        snprintf(more, sizeof(more),
                 "[roles]\nrole,name,grade\nlead,Lead,g\n"
                 "[posts]\npost,role,fte,start,end\n2,lead,%s\n",
                 cases[i].post);
        struct outcome o = solve(more, cases[i].months);
        const struct pp_shortfall *s = shortfall_of(&o, "unmet_cover", "lead");
        assert_string_equal(strstr(s->remedy, "covered. ") + 9, cases[i].remedy);
        outcome_finish(&o);
    }
}

/* 1.4 posts are vacant, and posts are whole. */
TEST(recruits_are_whole_and_what_recruiting_costs_is_counted)
{
    static const char other[] =
        "[practitioners]\npractitioner,role,fte,contract,start,end\n"
        "b,sw,0.6,fixed term,2020-01-01,2030-01-01\n" DEAR_AGENCY;
    char more[1024];
    struct outcome free = solve(other, 12);
    snprintf(more, sizeof(more), "%s%s", other, RECRUITMENT);
    struct outcome paid = solve(more, 12);
    static const char start[] = "Recruiting 1 FTE to start by Mon 1 Jul 2024 is expected to save £";
    const char *before = shortfall_of(&free, "cover_cost", "sw")->remedy;
    const char *after = shortfall_of(&paid, "cover_cost", "sw")->remedy;
    assert_memory_equal(before, start, strlen(start));
    assert_memory_equal(after, start, strlen(start));
    assert_non_null(strstr(after, " of pay and £1,500 of recruitment and training."));
    int32_t thousands[2], pounds[2];
    assert_int_equal(sscanf(before + strlen(start), "%d,%d", &thousands[0], &pounds[0]), 2);
    assert_int_equal(sscanf(after + strlen(start), "%d,%d", &thousands[1], &pounds[1]), 2);
    assert_int_equal((thousands[0] - thousands[1]) * 1000 + pounds[0] - pounds[1], 1500);
    outcome_finish(&paid);
    outcome_finish(&free);
}

/* Somebody who leaves now and then: nobody is paid beside them, but waits for the post. */
TEST(a_recruit_on_the_paths_waits_until_a_post_is_vacant)
{
    struct outcome o = solve_paths(
        "[practitioners]\npractitioner,role,fte,contract,start\nb,sw,1,permanent,2020-01-01\n"
        "c,sw,1,permanent,2020-01-01\n"
        "[workforce_history]\nyear,in_post,starters,leavers\n2023,10,0,2\n" DEAR_AGENCY,
        12, 1000);
    const char *pay = strstr(shortfall_of(&o, "cover_cost", "sw")->remedy, " against £");
    assert_non_null(pay);
    int32_t thousands = 0, pounds = 0;
    assert_int_equal(sscanf(pay, " against £%d,%d", &thousands, &pounds), 2);
    assert_in_range(thousands, 0, 9); // nine months of a whole post are £27,400
    outcome_finish(&o);
}

/* Half a year that begins in April has a day less than one that begins in August. */
TEST(cover_begins_in_no_month_without_a_vacancy)
{
    struct outcome o = solve(
        "[roles]\nrole,name,grade\nlead,Lead,g\n"
        "[posts]\npost,role,fte,start,end\n2,lead,1,2024-08-01,2024-09-30\n"
        "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nlead,agency,500,26,\n"
        "[recruitment]\nrole,recruit_cost,training_cost,most\nlead,90000,0,\n",
        12);
    int32_t lead = fixture_row(o.service, PP_TABLE_roles, "lead"), forecast = 0, planned = 0;
    for (int32_t i = 0; i < o.plan->n_months; i++) {
        const struct pp_month *month = &o.plan->months[i];
        forecast += month->role == lead ? month->agency : 0;
        assert_true(month->agency == 0 || month->month >= fixture_day("2024-08-01"));
    }
    for (int32_t i = 0; i < o.plan->n_staffing; i++) {
        const struct pp_staffing *month = &o.plan->staffing[i];
        planned += month->role == lead ? month->agency : 0;
        assert_true(month->agency == 0 || month->month >= fixture_day("2024-08-01"));
    }
    assert_int_equal(forecast, 6 * PP_FTE);
    assert_int_equal(planned, 6 * PP_FTE);
    outcome_finish(&o);
}

/* ---- What is said of somebody who starts is so once they are known ---- */

static int64_t total_of(const struct outcome *o)
{
    int64_t total = 0;
    for (int32_t i = 0; i < o->plan->n_cost_lines; i++) {
        total += o->plan->cost_lines[i].amount;
    }
    return total;
}

/* Pence of "£1,234.56" behind some words. */
static int64_t money_behind(const char *text, const char *words)
{
    const char *at = strstr(text, words);
    if (at == NULL) {
        fail_msg("'%s' is not in '%s'", words, text);
    }
    int64_t pence = 0, scale = 100;
    for (at += strlen(words) + strlen("£"); (*at >= '0' && *at <= '9') || *at == ','; at++) {
        pence = *at == ',' ? pence : 10 * pence + *at - '0';
    }
    pence *= scale;
    return *at == '.' && at[1] >= '0' && at[1] <= '9' ? pence + strtol(at + 1, NULL, 10) : pence;
}

#define STEADY                                                                                     \
    "[lead_times]\nstage,least,typical,most\nvetted,30,30,30\noffered,14,14,14\n"                  \
    "advertised,28,28,28\napproved,14,14,14\n"

#define STAFF "[practitioners]\npractitioner,role,fte,contract,start,end\n"

struct hire {
    const char *staff;  ///< beside the one, of three posts
    const char *starts; ///< as the sentence has them
    const char *known;  ///< the same as staff
    int64_t once;       ///< pence of recruitment
};

static const struct hire hires[] = {
    {STAFF "b,sw,0.4,fixed term,2020-01-01,2030-01-01\n",
     "Recruiting 2 FTE to start by Mon 1 Jul 2024 ",
     STAFF "x,sw,1,fixed term,2024-07-01,2030-01-01\ny,sw,1,fixed term,2024-07-01,2030-01-01\n", 0},
    {STAFF "b,sw,0.4,fixed term,2020-01-01,2030-01-01\n" RECRUITMENT,
     "Recruiting 2 FTE (1 to start by Mon 1 Jul 2024, 1 by Thu 1 Aug 2024) ",
     STAFF "x,sw,1,fixed term,2024-07-01,2030-01-01\ny,sw,1,fixed term,2024-08-01,2030-01-01\n",
     300000},
    {STAFF "b,sw,0.9,fixed term,2020-01-01,2024-10-31\n",
     "Recruiting 2 FTE (1 to start by Mon 1 Jul 2024, 1 by Fri 1 Nov 2024) ",
     STAFF "x,sw,1,fixed term,2024-07-01,2030-01-01\ny,sw,1,fixed term,2024-11-01,2030-01-01\n", 0},
    {STEADY STAFF "b,sw,0.5,fixed term,2020-01-01,2030-01-01\n"
                  "[pipeline]\ncandidate,role,fte,stage,since\nc,sw,1,vetted,2024-03-20\n",
     "Recruiting 1 FTE to start by Mon 1 Jul 2024 ",
     STAFF "x,sw,1,fixed term,2024-07-01,2030-01-01\n", 0},
};

TEST(what_recruiting_is_said_to_cost_is_what_the_forecast_with_them_costs)
{
    static const char *const weekly_costs[] = {"500", "1800"};
    for (size_t i = 0; i < 2 * sizeof(hires) / sizeof(hires[0]); i++) {
        const struct hire *hire = &hires[i / 2];
        char more[2048];
        int n = snprintf(more, sizeof(more),
                         "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\n"
                         "sw,agency,%s,1,\n%s",
                         weekly_costs[i % 2], hire->staff);
        struct outcome said = solve_paths(more, 12, 20);
        snprintf(more + n, sizeof(more) - (size_t)n, "%s", hire->known);
        struct outcome known = solve_paths(more, 12, 20);
        const char *remedy = shortfall_of(&said, "cover_cost", "sw")->remedy;
        if (strncmp(remedy, hire->starts, strlen(hire->starts)) != 0) {
            fail_msg("'%s' does not begin with '%s'", remedy, hire->starts);
        }
        int64_t less = total_of(&said) - total_of(&known) - hire->once;
        int64_t told = less >= 0 ? money_behind(remedy, "is expected to save ")
                                 : -money_behind(remedy, "is expected to cost ");
        assert_in_range(labs((long)(told - less)), 0, 24); // pennies of rounding
        outcome_finish(&known);
        outcome_finish(&said);
    }
}

/* Half of a post is vacant, agency is dear, and the person is whole: with paths and without. */
TEST(a_start_of_the_plan_is_a_whole_person_who_is_paid_whole)
{
    static const char *const others[] = {
        STEADY STAFF
        "b,sw,0.5,fixed term,2020-01-01,2030-01-01\n"
        "[pipeline]\ncandidate,role,fte,stage,since\nc,sw,1,vetted,2024-03-20\n",
        STAFF
        "b,sw,0.5,fixed term,2020-01-01,2030-01-01\n"
        "c,sw,1,fixed term,2024-06-01,2030-01-01\n"};
    for (size_t i = 0; i < 2; i++) {
        for (int dear = 0; dear < 2;
             dear++) { // half a post of agency costs 1.2 of a person, or 0.8
            char more[2048];
            int n = snprintf(more, sizeof(more),
                             "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\n"
                             "sw,agency,%d,1,\n[recruitment]\nrole,recruit_cost,training_cost,"
                             "most\nsw,500,0,1\n%s",
                             dear ? 1680 : 1120, others[i]);
            struct outcome plan = solve_paths(more, 12, 20);
            assert_int_equal(starts_of(&plan), dear ? PP_FTE : 0);
            assert_int_equal(plan.plan->staffing[11].in_post, dear ? 3500 : 2500);
            snprintf(more + n, sizeof(more) - (size_t)n, "%s",
                     dear ? STAFF "x,sw,1,fixed term,2024-07-01,2030-01-01\n" : "");
            struct outcome known = solve_paths(more, 12, 20);
            int64_t cost = cost_of(&plan) - (dear ? 50000 : 0);
            const int64_t due = i == 0 ? 50000 : 0; // the candidate costs that, whatever is planned
            assert_in_range(labs((long)(cost - total_of(&known) + due)), 0, 24);
            if (i == 0 && dear) {
                const int64_t less =
                    money_behind(plan.plan->advice[0].sentence, "over the paths, ");
                assert_in_range(labs((long)(total_of(&plan) - total_of(&known) - 50000 - less)), 0,
                                24);
            }
            outcome_finish(&known);
            outcome_finish(&plan);
        }
    }
}

/* Half of the starter is above posts that cost more, or less, than the grade of their role. */
TEST(who_starts_above_the_posts_costs_the_grade_of_the_role)
{
    static const char *const grades[] = {"12000", "95000"};
    for (size_t i = 0; i < 2 * 2; i++) {
        char more[2048];
        int n = snprintf(
            more, sizeof(more),
            "[grades]\ngrade\nh\n[grade_costs]\ngrade,financial_year,yearly_cost\nh,2024/25,%s\n"
            "[posts]\npost,role,grade,fte,start\n2,sw,h,1,2020-01-01\n"
            "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nsw,agency,3000,1,\n%s"
            "b,sw,1,fixed term,2020-01-01,2030-01-01\nc,sw,0.5,fixed "
            "term,2020-01-01,2030-01-01\n%s",
            grades[i % 2], i / 2 ? STEADY STAFF : STAFF,
            i / 2 ? "[pipeline]\ncandidate,role,fte,stage,since\nd,sw,1,vetted,2024-03-20\n"
                  : "d,sw,1,fixed term,2020-01-01,2030-01-01\n");
        snprintf(more + n, sizeof(more) - (size_t)n, RECRUITMENT);
        struct outcome plan = solve_paths(more, 12, 20);
        const struct pp_advice *said = &plan.plan->advice[plan.plan->n_advice - 1];
        assert_non_null(strstr(said->sentence, "started in July 2024 instead of October 2024"));
        int64_t total[2] = {0};
        for (int k = 0; k < 2; k++) {
            snprintf(more + n, sizeof(more) - (size_t)n, STAFF "x,sw,1,fixed term,%s,2030-01-01\n",
                     k == 0 ? "2024-07-01" : "2024-10-01");
            struct outcome known = solve_paths(more, 12, 20);
            total[k] = total_of(&known);
            outcome_finish(&known);
        }
        assert_in_range(labs((long)(total[1] - total[0] - said->saved)), 0, 24);
        assert_in_range(labs((long)(cost_of(&plan) - 150000 - total[0])), 0, 24); // row by row
        assert_int_equal(plan.plan->staffing[11].surplus, PP_FTE / 2);
        outcome_finish(&plan);
    }
}

/*
 * Half of a whole starter is above posts of a cheaper grade than the role's: 100 a day for the start
 * and 50 for being there too many, against half a post of agency at 125 or 175 a day.
 */
TEST(nobody_is_planned_to_start_who_costs_more_than_they_save)
{
    for (int dear = 0; dear < 2; dear++) {
        char more[2048];
        snprintf(more, sizeof(more),
                 "[grades]\ngrade\nh\n[grade_costs]\ngrade,financial_year,yearly_cost\n"
                 "h,2024/25,73000\n[roles]\nrole,name,grade\nlead,Lead,h\n"
                 "[posts]\npost,role,grade,fte,start\n2,lead,g,2,2020-01-01\n"
                 "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nlead,agency,%d,1,\n"
                 "[recruitment]\nrole,recruit_cost,training_cost,most\nlead,0,0,1\n" STAFF
                 "b,lead,1,fixed term,2020-01-01,2030-01-01\n"
                 "c,lead,0.5,fixed term,2020-01-01,2030-01-01\n",
                 dear ? 2450 : 1750);
        struct outcome o = solve(more, 12);
        assert_int_equal(starts_of(&o), dear ? PP_FTE : 0);
        for (int32_t i = 0; i < o.plan->n_advice; i++) {
            assert_true(o.plan->advice[i].saved >= 0);
        }
        outcome_finish(&o);
    }
}

/* 0.7 of posts in halves are vacant until December, more after it, and half a post may start a month. */
TEST(nobody_is_planned_to_start_in_a_month_in_which_they_would_have_to_wait)
{
    struct outcome o =
        solve_paths("[posts]\npost,role,fte,start\n2,sw,0.5,2020-01-01\n" STEADY STAFF
                    "b,sw,0.8,fixed term,2020-01-01,2024-12-31\n"
                    "[pipeline]\ncandidate,role,fte,stage,since\nc,sw,1,vetted,2024-03-20\n"
                    "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nsw,agency,3000,1,\n"
                    "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,500,0,0.5\n",
                    12, 20);
    const struct pp_staffing *plan = o.plan->staffing;
    int32_t started = 0;
    for (int32_t m = 0; m < 12; m++) {
        started += plan[m].starts;
        assert_true(plan[m].starts == 0 || plan[m].starts == PP_FTE / 2);
        assert_int_equal(plan[m].in_post, (m < 9 ? 1800 : 1000) + (m < 1 ? 0 : PP_FTE) + started);
    }
    assert_int_equal(started, 3 * PP_FTE / 2);
    outcome_finish(&o);
}

TEST(nobody_is_recruited_for_less_than_half_a_post_or_where_nobody_may_start)
{
    struct outcome o = solve(DEAR_AGENCY STAFF
                             "b,sw,1,fixed term,2020-01-01,2030-01-01\n"
                             "c,sw,0.6,fixed term,2020-01-01,2030-01-01\n",
                             12);
    assert_string_equal(shortfall_of(&o, "cover_cost", "sw")->remedy,
                        "Less than half a post is vacant in the end, and nobody is recruited for "
                        "that.");
    outcome_finish(&o);
    o = solve(DEAR_AGENCY "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,1000,500,0\n",
              12);
    assert_string_equal(shortfall_of(&o, "cover_cost", "sw")->remedy,
                        "By its row in recruitment nobody may start.");
    outcome_finish(&o);
    o = solve("[recruitment]\nrole,recruit_cost,training_cost,most\nsw,1000,500,1\n", 12);
    assert_string_equal(
        shortfall_of(&o, "unmet_cover", "sw")->remedy,
        "A row in cover_costs lets it be covered. Recruiting 2 FTE from Mon 1 Jul "
        "2024 on, 1 FTE a month at most, fills it from then on; nobody recruited now "
        "is expected sooner.");
    outcome_finish(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_is_the_cheapest_of_all_that_can_be_counted),
        cmocka_unit_test(what_an_earlier_start_saves_is_what_two_forecasts_differ_by),
        cmocka_unit_test(who_starts_is_paid_the_lowest_point),
        cmocka_unit_test(no_more_start_in_a_month_than_may),
        cmocka_unit_test(nobody_starts_before_the_expected_lead_time_is_over),
        cmocka_unit_test(agency_above_its_cap_is_not_engaged),
        cmocka_unit_test(the_plan_says_what_would_stay_uncovered_without_its_starts),
        cmocka_unit_test(what_the_plan_is_said_to_cost_is_the_sum_of_its_rows),
        cmocka_unit_test(recruits_are_whole_and_what_recruiting_costs_is_counted),
        cmocka_unit_test(a_recruit_on_the_paths_waits_until_a_post_is_vacant),
        cmocka_unit_test(an_uncovered_post_is_recruited_for_as_soon_as_anybody_can_start),
        cmocka_unit_test(cover_begins_in_no_month_without_a_vacancy),
        cmocka_unit_test(money_that_lapses_pays_for_its_own_year_only),
        cmocka_unit_test(people_start_as_whole_as_posts_are_cut),
        cmocka_unit_test(on_the_paths_an_earlier_start_saves_what_two_forecasts_differ_by),
        cmocka_unit_test(without_what_recruiting_costs_there_is_no_staffing_plan),
        cmocka_unit_test(what_recruiting_is_said_to_cost_is_what_the_forecast_with_them_costs),
        cmocka_unit_test(a_start_of_the_plan_is_a_whole_person_who_is_paid_whole),
        cmocka_unit_test(who_starts_above_the_posts_costs_the_grade_of_the_role),
        cmocka_unit_test(nobody_is_planned_to_start_who_costs_more_than_they_save),
        cmocka_unit_test(nobody_is_planned_to_start_in_a_month_in_which_they_would_have_to_wait),
        cmocka_unit_test(nobody_is_recruited_for_less_than_half_a_post_or_where_nobody_may_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
