// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Published turns that were given up (notice.h), found by the judge of the rule.
 */
#include "notice.h"

static void name_turn(const struct pp_case *c, const struct pp_breach *breach, struct pp_plan *plan)
{
    struct pp_buf sentence = {0};
    pp_rules[breach->rule].explain(c, breach, &sentence);
    pp_plan_add_shortfall(
        plan, (struct pp_shortfall){.stage = PP_ROTA,
                                    .rule = pp_rules[breach->rule].name,
                                    .subject = c->service->shifts[breach->row].shift,
                                    .from = breach->date,
                                    .to = breach->date,
                                    .amount = breach->amount,
                                    .unit = pp_rules[breach->rule].unit,
                                    .sentence = pp_buf_text(&sentence),
                                    .remedy = "More time to plan (--time, --rounds) may keep it; "
                                              "--inside-notice lets it go."});
    pp_buf_finish(&sentence);
}

void notice_name(const struct pp_service *service, struct pp_plan *plan)
{
    struct pp_case c = {.service = service, .plan = plan};
    struct pp_verdict verdict = {0};
    pp_judge_rule(&c, pp_rule_find("notice_kept"), &verdict);
    for (int32_t b = 0; b < verdict.n_breaches; b++) {
        name_turn(&c, &verdict.breaches[b], plan);
    }
    pp_verdict_finish(&verdict);
}
