// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "test.h"

#include <podplan/limits.h>
#include <podplan/solver.h>

#include <stdio.h>
#include <string.h>

/* What a service must have; a test adds roles, people, posts and money. */
static const char bare[] =
    "[settings]\n"
    "service_name,Service under test\n"
    "planned_on,2024-04-01\n"
    "[hubs]\nhub,name\nh,Hub\n"
    "[patches]\npatch,hub\np,h\n"
    "[pods]\npod,name,hub,patch\npod,Pod,h,p\n"
    "[families]\nfamily,patch\nf,p\n"
    "[children]\nchild,family,status,complexity\nc,f,CIN,low\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n";

struct outcome {
    struct pp_service *service;
    struct pp_plan *plan;
};

static struct pp_service *service_of(const char *more)
{
    static char text[1 << 16];
    snprintf(text, sizeof(text), "%s%s", bare, more);
    return fixture_service(text);
}

/* Every solve is judged: no figure is wrong, and the judges' cost is the engine's. */
static void assert_judged(const struct outcome *o)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {o->service, o->plan, NULL};
    const struct pp_info *info = &o->plan->info[PP_WORKFORCE];
    int32_t arithmetic = pp_rule_find("arithmetic");
    pp_judge(&c, 1U << PP_WORKFORCE, &verdict);
    assert_int_equal(verdict.cost[PP_WORKFORCE], info->cost);
    assert_true(info->bound <= info->cost);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        assert_int_not_equal(verdict.breaches[i].rule, arithmetic);
    }
    if (info->status == PP_OPTIMAL) {
        assert_int_equal(info->bound, info->cost);
        assert_int_equal(verdict.hard, 0);
    }
    pp_verdict_finish(&verdict);
}

static struct outcome solved(struct pp_service *service, int32_t months)
{
    struct outcome o = {service, pp_plan_create()};
    struct pp_solver_settings settings = {.seed = 1};
    struct pp_err err;
    if (!pp_solve_workforce(service, &settings, months, o.plan, &err)) {
        fail_msg("%s", err.text);
    }
    assert_judged(&o);
    return o;
}

static struct outcome solve(const char *more, int32_t months)
{
    return solved(service_of(more), months);
}

static void finish(struct outcome *o)
{
    pp_plan_destroy(o->plan);
    pp_service_destroy(o->service);
}

/* ---- Looking things up ---- */

static const struct pp_month *month_of(const struct outcome *o, const char *role, const char *day)
{
    int32_t row = role == NULL ? PP_NONE : fixture_row(o->service, PP_TABLE_roles, role);
    for (int32_t i = 0; i < o->plan->n_months; i++) {
        const struct pp_month *month = &o->plan->months[i];
        if (month->role == row && month->month == fixture_day(day)) {
            return month;
        }
    }
    fail_msg("no month %s", day);
    return NULL;
}

/* Pence of lines that begin with `prefix` in [from, to); NULL stream: whoever pays. */
static int64_t sum_of(const struct outcome *o, const char *prefix, const char *stream,
                      const char *from, const char *to)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < o->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &o->plan->cost_lines[i];
        const char *payer =
            line->stream == PP_NONE ? "nobody" : o->service->streams[line->stream].stream;
        if (strncmp(line->line, prefix, strlen(prefix)) == 0 &&
            (stream == NULL || strcmp(stream, payer) == 0) && line->month >= fixture_day(from) &&
            line->month < fixture_day(to)) {
            sum += line->amount;
        }
    }
    return sum;
}

static const struct pp_shortfall *shortfall_of(const struct outcome *o, const char *rule,
                                               const char *subject)
{
    for (int32_t i = 0; i < o->plan->n_shortfalls; i++) {
        const struct pp_shortfall *s = &o->plan->shortfalls[i];
        if (strcmp(s->rule, rule) == 0 && strcmp(s->subject, subject) == 0) {
            return s;
        }
    }
    return NULL;
}

static int64_t lapsed(const struct outcome *o, const char *stream)
{
    int32_t row = fixture_row(o->service, PP_TABLE_streams, stream);
    for (int32_t i = 0; i < o->plan->n_stream_uses; i++) {
        if (o->plan->stream_uses[i].stream == row) {
            return o->plan->stream_uses[i].lapsed;
        }
    }
    fail_msg("no use of %s", stream);
    return 0;
}

/* ---- The documents ---- */

TEST(the_bids_second_table_comes_out_to_the_pound)
{
    static const struct {
        const char *cohort, *outcome;
        int64_t gross, less, net;
    } table[] = {
        {"Cheshire East", "10% fewer escalations to CP", 771056, 372944, 398112},
        {"Cheshire East", "25% fewer repeat CIN referrals", 2034240, 0, 2034240},
        {"Crewe", "10% fewer escalations to CP", 560768, 271232, 289536},
        {"Crewe", "25% fewer repeat CIN referrals", 1423968, 0, 1423968},
    };
    struct outcome o = solve(
        "[roles]\nrole,grade\nfp,g\n[grades]\ngrade\ng\n"
        "[practitioners]\npractitioner,role,contract,start\na,fp,permanent,"
        "2020-01-01\n"
        "[unit_costs]\nstatus,weekly_cost\nCP,337\nCIN,163\n"
        "[benefits]\ncohort,outcome,cases,from_status,to_status,weeks\n"
        "Crewe,25% fewer repeat CIN referrals,168,CIN,,52\n"
        "Crewe,10% fewer escalations to CP,32,CP,CIN,52\n"
        "Cheshire East,25% fewer repeat CIN referrals,240,CIN,,52\n"
        "Cheshire East,10% fewer escalations to CP,44,CP,CIN,52\n",
        1);
    int64_t total[2] = {0};
    assert_int_equal(o.plan->n_savings, 4);
    for (int32_t i = 0; i < 4; i++) {
        const struct pp_saving *saving = &o.plan->savings[i];
        assert_string_equal(o.service->benefits[saving->benefit].cohort, table[i].cohort);
        assert_string_equal(o.service->benefits[saving->benefit].outcome, table[i].outcome);
        assert_int_equal(saving->gross, table[i].gross * 100);
        assert_int_equal(saving->less, table[i].less * 100);
        assert_int_equal(saving->net, table[i].net * 100);
        total[i / 2] += saving->net;
    }
    assert_int_equal(total[0], 243235200);
    assert_int_equal(total[1], 171350400);
    finish(&o);
}

/* The improvement plan of 2024: posts and grades give the column of 2025/26, a pound off as
 * printed, once the line that was costed at the wrong grade is put right. */
TEST(the_improvement_plans_full_year_comes_out_to_the_pound)
{
    struct outcome o = solve(
        "[grades]\ngrade\ng7\ng10\ng11\n"
        "[grade_costs]\ngrade,financial_year,yearly_cost\n"
        "g7,2024/25,41620\ng10,2024/25,57351\ng11,2024/25,66717\n"
        "[roles]\nrole,name,grade\n"
        "iro,Independent Reviewing Officer,g11\ncca,Connected Carer Assessor,g10\n"
        "sw,Social Worker,g10\ntl,Team Leader,g11\npa,Personal Advisor,g7\n"
        "qa,Quality Assurance Officer,g11\nfgc,Family Group Conference Support Worker,g7\n"
        "eoc,Edge of Care Support Worker,g7\npm,Project Manager,g11\n"
        "[posts]\npost,role,fte,start\n"
        "1,iro,2,2024-09-02\n2,cca,2,2024-09-02\n3,sw,6,2024-09-02\n4,tl,2,2024-09-02\n"
        "5,pa,3,2024-09-02\n6,qa,1,2024-09-02\n7,fgc,4,2024-09-02\n8,eoc,5,2024-09-02\n"
        "9,pm,1,2024-09-02\n"
        "[practitioners]\npractitioner,role,fte,contract,start\n"
        "i1,iro,1,permanent,2024-09-02\ni2,iro,1,permanent,2024-09-02\n"
        "c1,cca,1,permanent,2024-09-02\nc2,cca,1,permanent,2024-09-02\n"
        "s1,sw,1,permanent,2024-09-02\ns2,sw,1,permanent,2024-09-02\n"
        "s3,sw,1,permanent,2024-09-02\ns4,sw,1,permanent,2024-09-02\n"
        "s5,sw,1,permanent,2024-09-02\ns6,sw,1,permanent,2024-09-02\n"
        "t1,tl,1,permanent,2024-09-02\nt2,tl,1,permanent,2024-09-02\n"
        "p1,pa,1,permanent,2024-09-02\np2,pa,1,permanent,2024-09-02\n"
        "p3,pa,1,permanent,2024-09-02\nq1,qa,1,permanent,2024-09-02\n"
        "f1,fgc,1,permanent,2024-09-02\nf2,fgc,1,permanent,2024-09-02\n"
        "f3,fgc,1,permanent,2024-09-02\nf4,fgc,1,permanent,2024-09-02\n"
        "e1,eoc,1,permanent,2024-09-02\ne2,eoc,1,permanent,2024-09-02\n"
        "e3,eoc,1,permanent,2024-09-02\ne4,eoc,1,permanent,2024-09-02\n"
        "e5,eoc,1,permanent,2024-09-02\nm1,pm,1,permanent,2024-09-02\n"
        "[streams]\nstream,source,kind,financial_year,amount\n"
        "y1,Council,council cash,2024/25,1000000\ny2,Council,council cash,2025/26,1358550\n",
        24);
    assert_int_equal(sum_of(&o, "staff", NULL, "2025-04-01", "2026-04-01"), 135855000);
    assert_int_equal(sum_of(&o, "staff: Edge of Care", NULL, "2025-04-01", "2026-04-01"), 20810000);
    assert_int_equal(sum_of(&o, "staff: Independent", NULL, "2025-04-01", "2026-04-01"), 13343400);
    assert_int_equal(lapsed(&o, "y2"), 0);
    assert_int_equal(o.plan->info[PP_WORKFORCE].status, PP_OPTIMAL);
    finish(&o);
}

/* ---- Pence ---- */

#define ONE_ROLE                                                                                   \
    "[grades]\ngrade\ng\n[grade_costs]\ngrade,financial_year,yearly_cost\ng,2024/25,36500.01\n"    \
    "[roles]\nrole,name,grade\nfp,Family practitioner,g\n"                                         \
    "[practitioners]\npractitioner,role,fte,contract,start,end\n"
#define PLENTY                                                                                     \
    "[streams]\nstream,source,kind,financial_year,amount\n"                                        \
    "c24,Council,council cash,2024/25,10000000\nc25,Council,council cash,2025/26,10000000\n"

TEST(twelve_months_of_a_post_are_its_yearly_cost_to_the_penny)
{
    struct outcome o = solve(ONE_ROLE
                             "a,fp,1,fixed term,2020-01-01,2030-01-01\n"
                             "[posts]\npost,role,fte,start\n1,fp,1,2020-01-01\n" PLENTY,
                             24);
    assert_int_equal(sum_of(&o, "staff", NULL, "2024-04-01", "2025-04-01"), 3650001);
    assert_int_equal(sum_of(&o, "staff", NULL, "2025-04-01", "2026-04-01"), 3650001);
    assert_int_equal(sum_of(&o, "staff", NULL, "2024-04-01", "2024-05-01"), 300000);
    finish(&o);
}

TEST(a_post_of_half_a_year_costs_its_days)
{
    /* 2 September to 31 March: 211 of 365 days. */
    struct outcome o = solve(ONE_ROLE
                             "a,fp,1,fixed term,2024-09-02,2030-01-01\n"
                             "[posts]\npost,role,fte,start\n1,fp,1,2024-09-02\n" PLENTY,
                             12);
    assert_int_equal(sum_of(&o, "staff", NULL, "2024-04-01", "2025-04-01"),
                     3650001 - (int64_t)3650001 * 154 / 365);
    finish(&o);
}

TEST(costs_are_spread_by_days_and_sum_to_the_penny)
{
    struct outcome o = solve(ONE_ROLE
                             "a,fp,1,fixed term,2020-01-01,2030-01-01\n"
                             "[costs]\nline,from,to,amount\n"
                             "IT,2024-04-11,2024-08-07,1000.01\nrent,2024-05-01,2024-05-31,31\n"
                             "income,2024-04-01,2024-06-30,-90.91\n" PLENTY,
                             6);
    assert_int_equal(sum_of(&o, "IT", NULL, "2024-04-01", "2025-04-01"), 100001);
    assert_int_equal(sum_of(&o, "rent", NULL, "2024-05-01", "2024-06-01"), 3100);
    assert_int_equal(sum_of(&o, "income", NULL, "2024-04-01", "2024-10-01"), -9091);
    finish(&o);
}

TEST(people_above_the_establishment_cost_their_grade)
{
    struct outcome o = solve(ONE_ROLE
                             "a,fp,1,fixed term,2020-01-01,2030-01-01\n"
                             "b,fp,0.5,seconded,2020-01-01,2030-01-01\n"
                             "v,fp,1,volunteer,2020-01-01,2030-01-01\n"
                             "[posts]\npost,role,fte,start\n1,fp,1,2020-01-01\n" PLENTY,
                             12);
    assert_int_equal(month_of(&o, "fp", "2024-04-01")->in_post, 1500);
    assert_int_equal(month_of(&o, "fp", "2024-04-01")->vacancy, 0);
    assert_int_equal(sum_of(&o, "staff", NULL, "2024-04-01", "2025-04-01"), 3650001 + 1825001);
    finish(&o);
}

TEST(a_seat_is_paid_on_the_day_of_its_session)
{
    struct pp_service *service =
        service_of(ONE_ROLE
                   "a,fp,1,fixed term,2020-01-01,2030-01-01\n"
                   "[skills]\nskill,kind\ns,practice\n[courses]\ncourse,skill,price\nk,s,120.50\n"
                   "[sessions]\nsession,course,date,begin,end,places\nk1,k,2024-06-03,09:00,16:00,"
                   "9\n" PLENTY);
    struct pp_plan *plan = pp_plan_create();
    struct pp_solver_settings settings = {.seed = 1};
    pp_plan_add_seat(plan, (struct pp_seat){0, 0});
    assert_true(pp_solve_workforce(service, &settings, 6, plan, NULL));
    struct outcome o = {service, plan};
    assert_judged(&o);
    assert_int_equal(sum_of(&o, "training", "c24", "2024-06-01", "2024-07-01"), 12050);
    assert_int_equal(sum_of(&o, "training", NULL, "2024-04-01", "2024-10-01"), 12050);
    finish(&o);
}

/* ---- Cover ---- */

#define VACANT_POST                                                                                \
    ONE_ROLE                                                                                       \
    "a,fp,1,fixed term,2020-01-01,2030-01-01\n"                                                    \
    "[posts]\npost,role,fte,start\n1,fp,2.5,2020-01-01\n" PLENTY

TEST(bank_comes_before_agency_and_both_before_an_empty_post)
{
    struct outcome o = solve(VACANT_POST
                             "[cover_costs]\n"
                             "role,kind,weekly_cost,notice_weeks,most\n"
                             "fp,agency,1000,1,\nfp,bank,700,1,1\n",
                             3);
    const struct pp_month *april = month_of(&o, "fp", "2024-04-01");
    assert_int_equal(april->vacancy, 1500);
    assert_int_equal(april->bank, 1000);
    assert_int_equal(april->agency, 500);
    assert_int_equal(april->unmet, 0);
    assert_int_equal(sum_of(&o, "bank: Family", NULL, "2024-04-01", "2024-05-01"), 300000);
    assert_int_equal(sum_of(&o, "agency: Family", NULL, "2024-04-01", "2024-05-01"), 214286);
    assert_int_equal(o.plan->info[PP_WORKFORCE].bound, o.plan->info[PP_WORKFORCE].cost);
    finish(&o);
}

TEST(without_cover_to_be_had_the_empty_posts_are_named)
{
    struct outcome o = solve(VACANT_POST, 3);
    assert_int_equal(month_of(&o, "fp", "2024-05-01")->unmet, 1500);
    const struct pp_shortfall *s = shortfall_of(&o, "unmet_cover", "fp");
    assert_non_null(s);
    assert_int_equal(s->amount, 4500);
    assert_int_equal(s->to, fixture_day("2024-06-30"));
    assert_non_null(strstr(s->sentence, "1.5 FTE"));
    assert_int_equal(o.plan->info[PP_WORKFORCE].status, PP_SHORTFALL);
    finish(&o);
}

TEST(agency_workers_in_place_are_counted_as_cover_and_paid)
{
    struct outcome o = solve(VACANT_POST
                             "[practitioners]\npractitioner,role,fte,contract,start,end\n"
                             "x,fp,1,agency,2024-01-01,2024-04-30\n"
                             "[cover_costs]\n"
                             "role,kind,weekly_cost,notice_weeks,most\n"
                             "fp,agency,1000,1,\nfp,bank,700,1,\n"
                             "[settings]\non_cost_percent,20\n",
                             2);
    assert_int_equal(month_of(&o, "fp", "2024-04-01")->in_post, 1000);
    assert_int_equal(month_of(&o, "fp", "2024-04-01")->agency, 1000);
    assert_int_equal(month_of(&o, "fp", "2024-04-01")->bank, 500);
    assert_int_equal(month_of(&o, "fp", "2024-05-01")->agency, 0);
    assert_int_equal(month_of(&o, "fp", "2024-05-01")->bank, 1500);
    assert_int_equal(sum_of(&o, "agency", NULL, "2024-04-01", "2024-05-01"), 514286);
    finish(&o);
}

/* A month of vacancy: agency at a week's notice for it, or a cheaper bank worker who stays three. */
TEST(notice_is_a_spell_that_is_paid_to_its_end)
{
    static const char text[] = ONE_ROLE
        "a,fp,1,fixed term,2020-01-01,2024-04-30\nb,fp,1,fixed term,2024-06-01,2030-01-01\n"
        "[posts]\npost,role,fte,start\n1,fp,1,2020-01-01\n" PLENTY
        "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nfp,bank,700,12,\nfp,agency,%d,1,"
        "\n";
    char more[2048];
    snprintf(more, sizeof(more), text, 1500);
    struct outcome dear_spell = solve(more, 6);
    assert_int_equal(month_of(&dear_spell, "fp", "2024-05-01")->agency, 1000);
    assert_int_equal(month_of(&dear_spell, "fp", "2024-06-01")->bank, 0);
    finish(&dear_spell);

    snprintf(more, sizeof(more), text, 2500);
    struct outcome dear_agency = solve(more, 6);
    int32_t bank = 0;
    for (int32_t i = 0; i < dear_agency.plan->n_months; i++) {
        bank += dear_agency.plan->months[i].role != PP_NONE ? dear_agency.plan->months[i].bank : 0;
    }
    assert_int_equal(month_of(&dear_agency, "fp", "2024-05-01")->bank, 1000);
    assert_int_equal(bank, 3000);
    finish(&dear_agency);
}

/* What the sentence promises is what a second forecast finds with the recruit in post. */
TEST(what_recruiting_saves_is_what_a_second_forecast_saves)
{
    static const char cover[] =
        "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\n"
        "fp,agency,1800,1,\nfp,bank,900,1,1\n";
    char more[2048];
    snprintf(more, sizeof(more), "%s%s", VACANT_POST, cover);
    struct outcome before = solve(more, 12);
    snprintf(
        more, sizeof(more), "%s%s%s", VACANT_POST, cover,
        "[practitioners]\npractitioner,role,fte,contract,start,end\n"
        "r1,fp,1,fixed term,2024-07-01,2030-01-01\nr2,fp,0.5,fixed term,2024-07-01,2030-01-01\n");
    struct outcome after = solve(more, 12);
    int64_t saved = sum_of(&before, "", NULL, "2024-04-01", "2025-04-01") -
                    sum_of(&after, "", NULL, "2024-04-01", "2025-04-01");
    const struct pp_shortfall *s = shortfall_of(&before, "cover_cost", "fp");
    assert_non_null(s);
    int thousands, pounds, pence;
    assert_int_equal(
        sscanf(s->remedy,
               "Recruiting 1.5 FTE to start by Mon 1 Jul 2024 is expected to save £%d,%d.%d by Mon "
               "31 Mar 2025: ",
               &thousands, &pounds, &pence),
        3);
    /* The pay of a half-filled post is rounded month by month: a penny each at most. */
    assert_in_range(thousands * 100000 + pounds * 100 + pence, saved - 12, saved + 12);
    assert_true(saved > 1000000);
    finish(&before);
    finish(&after);
}

/* ---- Funding ---- */

static struct outcome solve_costs(const char *costs)
{
    char more[4096];
    snprintf(more, sizeof(more),
             "[grades]\ngrade\ng\n[roles]\nrole,name\nfp,Family practitioner\n"
             "[practitioners]\npractitioner,role,fte,contract,start\na,fp,1,volunteer,2020-01-01\n"
             "[streams]\nstream,source,kind,financial_year,amount\n"
             "dfe24,DfE,grant,2024/25,100\ndfe25,DfE,grant,2025/26,300\n"
             "kind24,Rooms,in kind,2024/25,500\ncash24,Council,council cash,2024/25,40\n"
             "[costs]\nline,from,to,amount,stream\n%s",
             costs);
    return solve(more, 15);
}

TEST(a_grant_pays_before_the_councils_own_cash)
{
    struct outcome o = solve_costs("IT,2024-04-01,2024-04-30,110,\n");
    assert_int_equal(sum_of(&o, "IT", "dfe24", "2024-04-01", "2024-05-01"), 10000);
    assert_int_equal(sum_of(&o, "IT", "cash24", "2024-04-01", "2024-05-01"), 1000);
    assert_int_equal(lapsed(&o, "cash24"), 3000);
    assert_int_equal(lapsed(&o, "kind24"), 50000);
    assert_int_equal(o.plan->info[PP_WORKFORCE].status, PP_OPTIMAL);
    finish(&o);
}

TEST(a_stream_lapses_in_the_middle_of_the_forecast)
{
    /* 15 months of 20 a month: 240 in the first year, whose grant is 100. */
    struct outcome o = solve_costs(
        "IT,2024-04-01,2025-03-31,240,dfe24\n"
        "IT,2025-04-01,2025-06-30,60,dfe25\n");
    assert_int_equal(sum_of(&o, "IT", "dfe24", "2024-04-01", "2025-07-01"), 10000);
    assert_int_equal(sum_of(&o, "IT", "nobody", "2024-04-01", "2025-07-01"), 14000);
    assert_int_equal(sum_of(&o, "IT", "dfe25", "2025-04-01", "2025-07-01"), 6000);
    assert_int_equal(lapsed(&o, "dfe24"), 0);
    assert_int_equal(lapsed(&o, "dfe25"), 24000);
    const struct pp_shortfall *s = shortfall_of(&o, "funding", "dfe24");
    assert_non_null(s);
    assert_int_equal(s->amount, 14000);
    assert_int_equal(s->to, fixture_day("2025-03-31"));
    assert_non_null(strstr(s->remedy, "£40 of other streams"));
    finish(&o);
}

TEST(a_cost_that_spans_two_years_follows_its_source)
{
    struct outcome o = solve_costs("IT,2025-03-01,2025-04-30,61,dfe24\n");
    assert_int_equal(sum_of(&o, "IT", "dfe24", "2025-03-01", "2025-04-01"), 3100);
    assert_int_equal(sum_of(&o, "IT", "dfe25", "2025-04-01", "2025-05-01"), 3000);
    finish(&o);
}

TEST(what_names_a_stream_is_paid_before_what_names_none)
{
    struct outcome o = solve_costs(
        "early,2024-04-01,2024-04-30,100,\n"
        "late,2025-03-01,2025-03-31,100,dfe24\n"
        "rooms,2024-04-01,2024-04-30,500,kind24\n");
    assert_int_equal(sum_of(&o, "late", "dfe24", "2024-04-01", "2025-04-01"), 10000);
    assert_int_equal(sum_of(&o, "early", "cash24", "2024-04-01", "2025-04-01"), 4000);
    assert_int_equal(sum_of(&o, "early", "nobody", "2024-04-01", "2025-04-01"), 6000);
    assert_int_equal(lapsed(&o, "kind24"), 0);
    assert_non_null(shortfall_of(&o, "funding", "2024/25"));
    finish(&o);
}

TEST(the_month_in_which_money_ends_shares_it_in_proportion)
{
    struct outcome o = solve_costs(
        "one,2024-04-01,2024-04-30,100,dfe24\n"
        "two,2024-04-01,2024-04-30,300,dfe24\n");
    assert_int_equal(sum_of(&o, "one", "dfe24", "2024-04-01", "2024-05-01"), 2500);
    assert_int_equal(sum_of(&o, "two", "dfe24", "2024-04-01", "2024-05-01"), 7500);
    finish(&o);
}

TEST(income_goes_to_the_stream_it_names)
{
    struct outcome o = solve_costs(
        "fees,2024-04-01,2024-04-30,-50,dfe24\n"
        "IT,2024-05-01,2024-05-31,150,dfe24\n");
    assert_int_equal(sum_of(&o, "IT", "dfe24", "2024-05-01", "2024-06-01"), 15000);
    assert_int_equal(o.plan->info[PP_WORKFORCE].status, PP_OPTIMAL);
    finish(&o);
}

/* ---- Stocks, flows, demand ---- */

TEST(without_history_nobody_is_expected_to_leave)
{
    struct outcome o = solve(ONE_ROLE
                             "a,fp,1,permanent,2020-01-01,\n"
                             "[posts]\npost,role,fte,start\n1,fp,1,2020-01-01\n" PLENTY,
                             24);
    assert_int_equal(month_of(&o, "fp", "2026-03-01")->in_post, 1000);
    finish(&o);
}

TEST(a_history_that_says_nothing_is_worth_the_national_mean)
{
    static const char *const years[] = {"2025,,,\n", "2025,0,0,1\n"};
    for (int i = 0; i < 2; i++) {
        char more[2048];
        snprintf(more, sizeof(more),
                 ONE_ROLE
                 "a,fp,1,permanent,2020-01-01,\n"
                 "[posts]\npost,role,fte,start\n1,fp,1,2020-01-01\n" PLENTY
                 "[workforce_history]\nyear,in_post,starters,leavers\n%s",
                 years[i]);
        struct outcome o = solve(more, 3);
        assert_in_range(month_of(&o, "fp", "2024-06-01")->in_post, 950, 990); // 15% a year
        finish(&o);
    }
}

TEST(leavers_are_expected_from_a_history_shrunk_to_the_nation)
{
    /* One year at 30%, two at the national 15.08%: 20.05% a year, 1.671% a month. */
    static const char text[] = ONE_ROLE
        "a,fp,1,permanent,2020-01-01,\nb,fp,1,fixed term,2020-01-01,2030-01-01\n"
        "[posts]\npost,role,fte,start\n1,fp,2,2020-01-01\n" PLENTY
        "[cover_costs]\nrole,kind,weekly_cost,notice_weeks\nfp,agency,900,1\n"
        "[workforce_history]\nyear,in_post,starters,leavers\n2023,100,%d,30\n2022,,10,5\n";
    char more[2048];
    snprintf(more, sizeof(more), text, 0);
    struct outcome o = solve(more, 12);
    assert_int_equal(month_of(&o, "fp", "2024-04-01")->in_post, 2000);
    assert_int_equal(month_of(&o, "fp", "2024-05-01")->in_post, 1983);
    assert_int_equal(month_of(&o, "fp", "2024-06-01")->in_post, 1967);
    assert_int_equal(month_of(&o, "fp", "2024-06-01")->agency, 33);
    finish(&o);

    snprintf(more, sizeof(more), text, 90);
    struct outcome recruiting = solve(more, 12);
    assert_int_equal(month_of(&recruiting, "fp", "2024-06-01")->in_post, 1967);
    assert_int_equal(month_of(&recruiting, "fp", "2024-07-01")->in_post, 2000);
    assert_int_equal(month_of(&recruiting, "fp", "2025-03-01")->in_post, 2000);
    finish(&recruiting);
}

TEST(months_average_their_days)
{
    struct outcome o = solve(ONE_ROLE
                             "a,fp,1,permanent,2024-04-16,2024-05-31\n"
                             "[posts]\npost,role,fte,start,end\n"
                             "1,fp,1,2024-04-07,2024-06-10\n" PLENTY,
                             3);
    assert_int_equal(month_of(&o, "fp", "2024-04-01")->establishment, 800);
    assert_int_equal(month_of(&o, "fp", "2024-04-01")->in_post, 500);
    assert_int_equal(month_of(&o, "fp", "2024-05-01")->in_post, 1000);
    assert_int_equal(month_of(&o, "fp", "2024-06-01")->establishment, 333);
    assert_int_equal(month_of(&o, "fp", "2024-06-01")->in_post, 0);
    assert_int_equal(month_of(&o, NULL, "2024-06-01")->vacancy, 333);
    finish(&o);
}

/* 30 children of 10 families; two people of whom each may hold 12 children and 4 families. */
static struct outcome solve_demand(const char *more)
{
    char text[8192] = ONE_ROLE
        "a,h,1,fixed term,2020-01-01,2030-01-01\n"
        "b,h,1,fixed term,2020-01-01,2030-01-01\n"
        "[roles]\nrole,name,grade,family_cap,child_cap\n"
        "h,Holder,g,4,12\n"
        "[posts]\npost,role,fte,start\n1,h,2,2020-01-01\n" PLENTY;
    size_t used = strlen(text);
    for (int32_t i = 0; i < 9; i++) {
        used += (size_t)snprintf(text + used, sizeof(text) - used,
                                 "[families]\nfamily,patch\nf%d,p\n", i);
    }
    used += (size_t)snprintf(text + used, sizeof(text) - used,
                             "[children]\nchild,family,status,complexity\n");
    for (int32_t i = 0; i < 29; i++) {
        used += (size_t)snprintf(text + used, sizeof(text) - used, "c%d,f%d,CIN,low\n", i, i % 9);
    }
    snprintf(text + used, sizeof(text) - used, "%s", more);
    return solve(text, 6);
}

TEST(a_caseload_over_the_caps_asks_for_more_people)
{
    struct outcome o = solve_demand("");
    assert_int_equal(month_of(&o, "h", "2024-04-01")->needed, 2500);
    assert_int_equal(month_of(&o, "h", "2024-09-01")->needed, 2500);
    assert_int_equal(month_of(&o, NULL, "2024-09-01")->needed, 2500);
    const struct pp_shortfall *s = shortfall_of(&o, "family_cap", "h");
    assert_non_null(s);
    assert_int_equal(s->amount, 2);
    assert_non_null(strstr(s->remedy, "0.5 FTE more of Holder"));
    finish(&o);
}

TEST(a_reduction_takes_its_share_of_the_capacity)
{
    struct outcome o = solve_demand(
        "[reductions]\npractitioner,from,percent,reason\n"
        "a,2024-06-01,50,study\n");
    assert_int_equal(month_of(&o, "h", "2024-05-01")->needed, 2500);
    assert_int_equal(month_of(&o, "h", "2024-06-01")->needed, 3333);
    finish(&o);
}

TEST(referrals_at_todays_level_keep_the_caseload_and_more_raise_it)
{
    static const char rates[] =
        "[transitions]\nfrom_status,to_status,monthly_rate\n"
        "CIN,closed,0.1\nclosed,CIN,0.5\n[demand]\nmonth,referrals\n";
    char more[512];
    snprintf(more, sizeof(more), "%s2024-04-01,200\n", rates);
    struct outcome level = solve_demand(more);
    assert_int_equal(month_of(&level, "h", "2024-09-01")->needed, 2500);
    finish(&level);
    snprintf(more, sizeof(more), "%s2024-04-01,200\n2024-05-01,400\n", rates);
    struct outcome rising = solve_demand(more);
    assert_int_equal(month_of(&rising, "h", "2024-05-01")->needed, 2500);
    /* In May 3 leave and 6 come: 33 children of 11 families. */
    assert_int_equal(month_of(&rising, "h", "2024-06-01")->needed, 2750);
    finish(&rising);
}

/* ---- Determinism and hostile input ---- */

static void assert_same_plan(const struct outcome *a, const struct outcome *b)
{
    assert_int_equal(a->plan->n_months, b->plan->n_months);
    assert_int_equal(a->plan->n_cost_lines, b->plan->n_cost_lines);
    assert_int_equal(a->plan->n_shortfalls, b->plan->n_shortfalls);
    for (int32_t i = 0; i < a->plan->n_months; i++) {
        const struct pp_month *left = &a->plan->months[i], *right = &b->plan->months[i];
        assert_int_equal(left->in_post, right->in_post);
        assert_int_equal(left->agency, right->agency);
        assert_int_equal(left->needed, right->needed);
    }
    for (int32_t i = 0; i < a->plan->n_cost_lines; i++) {
        assert_string_equal(a->plan->cost_lines[i].line, b->plan->cost_lines[i].line);
        assert_int_equal(a->plan->cost_lines[i].amount, b->plan->cost_lines[i].amount);
    }
    for (int32_t i = 0; i < a->plan->n_shortfalls; i++) {
        assert_string_equal(a->plan->shortfalls[i].sentence, b->plan->shortfalls[i].sentence);
        assert_string_equal(a->plan->shortfalls[i].remedy, b->plan->shortfalls[i].remedy);
    }
}

TEST(the_order_of_rows_changes_nothing)
{
    static const char *const half[] = {
        "[roles]\nrole,name,grade,family_cap,child_cap\nh,Holder,g,4,12\n",
        "[roles]\nrole,name,grade,family_cap,child_cap\nm,Manager,g,4,12\n",
        "[practitioners]\npractitioner,role,fte,contract,start,end\n"
        "a,h,1,permanent,2020-01-01,\n",
        "[practitioners]\npractitioner,role,fte,contract,start,end\n"
        "b,m,0.7,permanent,2024-08-09,\n",
        "[streams]\nstream,source,kind,financial_year,amount\n"
        "s1,Grant one,grant,2024/25,9000.01\n",
        "[streams]\nstream,source,kind,financial_year,amount\n"
        "s2,Grant two,grant,2024/25,9000.01\n",
        "[posts]\npost,role,fte,start,stream\n1,h,1.5,2020-01-01,s1\n",
        "[posts]\npost,role,fte,start,stream\n2,h,1.1,2020-01-01,s2\n",
        "[posts]\npost,role,fte,start,stream\n3,m,1,2020-01-01,\n",
    };
    static const char common[] =
        "[grades]\ngrade\ng\n[grade_costs]\ngrade,financial_year,yearly_cost\ng,2024/25,36500.01\n"
        "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nh,bank,700,6,0.3\nh,agency,900,1,"
        "\n"
        "[workforce_history]\nyear,in_post,starters,leavers\n2023,100,20,30\n2022,90,10,9\n";
    static const int32_t order[2][9] = {{0, 1, 2, 3, 4, 5, 6, 7, 8}, {1, 0, 3, 2, 5, 4, 8, 7, 6}};
    struct outcome o[2];
    for (int32_t k = 0; k < 2; k++) {
        char more[8192] = "";
        for (int32_t i = 0; i < 2; i++) {
            strcat(more, half[order[k][i]]);
        }
        strcat(more, common);
        for (int32_t i = 2; i < 9; i++) {
            strcat(more, half[order[k][i]]);
        }
        o[k] = solve(more, 12);
    }
    assert_same_plan(&o[0], &o[1]);
    finish(&o[0]);
    finish(&o[1]);
}

TEST(nothing_to_forecast_is_no_error)
{
    struct outcome none = solve(
        "[grades]\ngrade\ng\n[roles]\nrole\nr\n"
        "[practitioners]\npractitioner,role,contract,start\n"
        "v,r,volunteer,2020-01-01\n",
        12);
    assert_int_equal(none.plan->n_months, 12);
    assert_int_equal(none.plan->n_cost_lines, 0);
    assert_int_equal(none.plan->info[PP_WORKFORCE].status, PP_OPTIMAL);
    finish(&none);
    struct outcome zero = solve(VACANT_POST, 0);
    assert_int_equal(zero.plan->n_months, 0);
    finish(&zero);
}

TEST(posts_whose_grade_has_no_cost_are_named)
{
    struct outcome o = solve(
        "[grades]\ngrade\ng\n[roles]\nrole,name,grade\nfp,Practitioner,g\n"
        "[practitioners]\npractitioner,role,fte,contract,start\n"
        "a,fp,1,permanent,2020-01-01\n"
        "[posts]\npost,role,fte,start\n1,fp,1,2020-01-01\n",
        2);
    const struct pp_shortfall *s = shortfall_of(&o, "funding", "fp");
    assert_non_null(s);
    assert_non_null(strstr(s->sentence, "Practitioner costs in 2024/25"));
    finish(&o);
}

TEST(huge_figures_neither_overflow_nor_lose_their_sums)
{
    struct outcome o = solve(
        "[grades]\ngrade\ng\n[grade_costs]\ngrade,financial_year,yearly_cost\n"
        "g,2024/25,1000000000\n[roles]\nrole,name,grade\nfp,Practitioner,g\n"
        "[practitioners]\npractitioner,role,fte,contract,start\na,fp,1,permanent,2020-01-01\n"
        "[posts]\npost,role,fte,start\n1,fp,1000,2020-01-01\n"
        "[cover_costs]\nrole,kind,weekly_cost,notice_weeks\nfp,agency,1000000000,52\n"
        "fp,bank,999999999.99,9\n"
        "[streams]\nstream,source,kind,financial_year,amount\n"
        "s,Source,grant,2024/25,1000000000\n",
        120);
    assert_int_equal(sum_of(&o, "staff", NULL, "2024-04-01", "2025-04-01"), 100000000000);
    finish(&o);
}

TEST(the_small_service_is_forecast_and_judged)
{
    struct outcome o = solved(fixture_small(), 6);
    assert_int_equal(month_of(&o, "fp", "2015-04-01")->agency, 1000);
    finish(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bids_second_table_comes_out_to_the_pound),
        cmocka_unit_test(the_improvement_plans_full_year_comes_out_to_the_pound),
        cmocka_unit_test(twelve_months_of_a_post_are_its_yearly_cost_to_the_penny),
        cmocka_unit_test(a_post_of_half_a_year_costs_its_days),
        cmocka_unit_test(costs_are_spread_by_days_and_sum_to_the_penny),
        cmocka_unit_test(people_above_the_establishment_cost_their_grade),
        cmocka_unit_test(a_seat_is_paid_on_the_day_of_its_session),
        cmocka_unit_test(bank_comes_before_agency_and_both_before_an_empty_post),
        cmocka_unit_test(without_cover_to_be_had_the_empty_posts_are_named),
        cmocka_unit_test(agency_workers_in_place_are_counted_as_cover_and_paid),
        cmocka_unit_test(notice_is_a_spell_that_is_paid_to_its_end),
        cmocka_unit_test(what_recruiting_saves_is_what_a_second_forecast_saves),
        cmocka_unit_test(a_grant_pays_before_the_councils_own_cash),
        cmocka_unit_test(a_stream_lapses_in_the_middle_of_the_forecast),
        cmocka_unit_test(a_cost_that_spans_two_years_follows_its_source),
        cmocka_unit_test(what_names_a_stream_is_paid_before_what_names_none),
        cmocka_unit_test(the_month_in_which_money_ends_shares_it_in_proportion),
        cmocka_unit_test(income_goes_to_the_stream_it_names),
        cmocka_unit_test(without_history_nobody_is_expected_to_leave),
        cmocka_unit_test(a_history_that_says_nothing_is_worth_the_national_mean),
        cmocka_unit_test(leavers_are_expected_from_a_history_shrunk_to_the_nation),
        cmocka_unit_test(months_average_their_days),
        cmocka_unit_test(a_caseload_over_the_caps_asks_for_more_people),
        cmocka_unit_test(a_reduction_takes_its_share_of_the_capacity),
        cmocka_unit_test(referrals_at_todays_level_keep_the_caseload_and_more_raise_it),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
        cmocka_unit_test(nothing_to_forecast_is_no_error),
        cmocka_unit_test(posts_whose_grade_has_no_cost_are_named),
        cmocka_unit_test(huge_figures_neither_overflow_nor_lose_their_sums),
        cmocka_unit_test(the_small_service_is_forecast_and_judged),
    };
    return cmocka_run_group_tests_name("workforce", tests, NULL, NULL);
}
