// SPDX-License-Identifier: GPL-3.0-or-later
/* Income that its stream does not spend: whose it is, and what it pays for. */
#include "service_fixture.h"
#include "test.h"

#include <podplan/solver.h>

#include <stdio.h>
#include <string.h>

static const char bare[] =
    "[settings]\n"
    "service_name,Service under test\n"
    "planned_on,2024-04-01\n"
    "[hubs]\nhub,name\nh,Hub\n"
    "[patches]\npatch,hub\np,h\n"
    "[pods]\npod,name,hub,patch\npod,Pod,h,p\n"
    "[families]\nfamily,patch\nf,p\n"
    "[children]\nchild,family,status,complexity\nc,f,CIN,low\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"
    "[grades]\ngrade\ng\n[roles]\nrole,name\nfp,Family practitioner\n"
    "[practitioners]\npractitioner,role,fte,contract,start\na,fp,1,volunteer,2020-01-01\n"
    "[streams]\nstream,source,kind,financial_year,amount\n"
    "grant,DfE,grant,2024/25,100\nkind,Rooms,in kind,2024/25,500\n"
    "cash,Council,council cash,2024/25,40\n"
    "[costs]\nline,from,to,amount,stream\n";

struct outcome {
    struct pp_service *service;
    struct pp_plan *plan;
    int64_t shortfall;  ///< of funding
    int64_t unfunded;   ///< by the judge
    bool is_arithmetic; ///< by the judge
};

static struct outcome solve(const char *costs)
{
    char text[4096];
    snprintf(text, sizeof(text), "%s%s", bare, costs);
    struct outcome o = {.service = fixture_service(text), .plan = pp_plan_create()};
    struct pp_solver_settings settings = {.seed = 1};
    struct pp_verdict verdict = {0};
    struct pp_err err;
    if (!pp_solve_workforce(o.service, &settings, 12, o.plan, &err)) {
        fail_msg("%s", err.text);
    }
    for (int32_t i = 0; i < o.plan->n_shortfalls; i++) {
        const struct pp_shortfall *s = &o.plan->shortfalls[i];
        o.shortfall += strcmp(s->rule, "funding") == 0 ? s->amount : 0;
    }
    struct pp_case c = {o.service, o.plan, NULL};
    pp_judge(&c, 1U << PP_WORKFORCE, &verdict);
    o.is_arithmetic = true;
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_breach *breach = &verdict.breaches[i];
        o.unfunded += breach->rule == pp_rule_find("funding") ? breach->amount : 0;
        o.is_arithmetic = o.is_arithmetic && breach->rule != pp_rule_find("arithmetic");
    }
    pp_verdict_finish(&verdict);
    return o;
}

static void finish(struct outcome *o)
{
    pp_plan_destroy(o->plan);
    pp_service_destroy(o->service);
}

/* Pence of a line that a stream pays; NULL: that none does. */
static int64_t paid(const struct outcome *o, const char *name, const char *stream)
{
    int32_t row = stream == NULL ? PP_NONE : fixture_row(o->service, PP_TABLE_streams, stream);
    int64_t sum = 0;
    for (int32_t i = 0; i < o->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &o->plan->cost_lines[i];
        sum += strcmp(line->line, name) == 0 && line->stream == row ? line->amount : 0;
    }
    return sum;
}

static const struct pp_stream_use *use_of(const struct outcome *o, const char *stream)
{
    int32_t row = fixture_row(o->service, PP_TABLE_streams, stream);
    int32_t i = 0;
    while (o->plan->stream_uses[i].stream != row) {
        i++;
    }
    return &o->plan->stream_uses[i];
}

TEST(what_a_stream_does_not_spend_goes_off_what_nothing_pays_for)
{
    struct outcome o = solve(
        "fees,2024-04-01,2024-04-30,-50,kind\n"
        "rooms,2024-04-01,2024-04-30,30,kind\n"
        "IT,2024-04-01,2024-04-30,300,\n");
    assert_int_equal(paid(&o, "fees", "kind"), -3000);
    assert_int_equal(paid(&o, "fees", NULL), -2000);
    assert_int_equal(paid(&o, "IT", NULL), 16000);
    assert_int_equal(use_of(&o, "kind")->lapsed, 50000);
    assert_int_equal(o.shortfall, 14000);
    assert_int_equal(o.unfunded, 14000);
    assert_true(o.is_arithmetic);
    finish(&o);
}

TEST(no_stream_spends_less_than_nothing)
{
    struct outcome o = solve(
        "fees,2024-06-01,2024-06-30,-900,grant\n"
        "IT,2024-04-01,2024-04-30,300,\n");
    assert_int_equal(paid(&o, "IT", "grant"), 30000);
    assert_int_equal(paid(&o, "fees", "grant"), -30000);
    assert_int_equal(paid(&o, "fees", NULL), -60000);
    assert_int_equal(use_of(&o, "grant")->spent, 0);
    assert_int_equal(use_of(&o, "grant")->lapsed, 10000);
    assert_int_equal(o.shortfall, 0);
    assert_int_equal(o.unfunded, 0);
    assert_true(o.is_arithmetic);
    finish(&o);
}

TEST(income_of_another_month_of_the_year_pays_the_earliest_first)
{
    struct outcome o = solve(
        "fees,2024-08-01,2024-08-31,-200,kind\n"
        "IT,2024-04-01,2024-04-30,300,\n"
        "cars,2024-09-01,2024-09-30,100,\n");
    assert_int_equal(use_of(&o, "kind")->spent, 0);
    assert_int_equal(o.shortfall, 6000); // 400 less 140 of streams and 200
    assert_int_equal(o.unfunded, 6000);
    for (int32_t i = 0; i < o.plan->n_shortfalls; i++) {
        assert_int_equal(o.plan->shortfalls[i].from, fixture_day("2024-09-01"));
    }
    assert_true(o.is_arithmetic);
    finish(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_stream_does_not_spend_goes_off_what_nothing_pays_for),
        cmocka_unit_test(no_stream_spends_less_than_nothing),
        cmocka_unit_test(income_of_another_month_of_the_year_pays_the_earliest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
