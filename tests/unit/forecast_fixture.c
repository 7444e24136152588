// SPDX-License-Identifier: GPL-3.0-or-later
#include "forecast_fixture.h"

#include "test.h"

#include <podplan/buf.h>
#include <podplan/rules.h>

static void assert_judged(const struct outcome *o)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {o->service, o->plan, NULL};
    pp_judge(&c, 1U << PP_WORKFORCE, &verdict);
    assert_int_equal(verdict.cost[PP_WORKFORCE], o->plan->info[PP_WORKFORCE].cost);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        assert_int_not_equal(verdict.breaches[i].rule, pp_rule_find("arithmetic"));
    }
    pp_verdict_finish(&verdict);
}

struct outcome outcome_of(const char *base, const char *more, int32_t months, int32_t paths)
{
    struct pp_solver_settings settings = {.seed = 1, .paths = paths};
    struct pp_buf text = {0};
    struct pp_err err;
    pp_buf_add(&text, base);
    pp_buf_add(&text, more);
    struct outcome o = {fixture_service(pp_buf_text(&text)), pp_plan_create()};
    if (!pp_solve_workforce(o.service, &settings, months, o.plan, &err)) {
        fail_msg("%s", err.text);
    }
    assert_judged(&o);
    pp_buf_finish(&text);
    return o;
}

void outcome_finish(struct outcome *o)
{
    pp_plan_destroy(o->plan);
    pp_service_destroy(o->service);
}
