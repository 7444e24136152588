// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What courses break by themselves: the judges are shown the plan without its
 * turns, and what they still find is nothing that the rota could mend.
 */
#include "forced.h"

static void name_breach(const struct pp_case *bare, const struct pp_breach *breach,
                        struct pp_plan *plan)
{
    const struct pp_rule *rule = &pp_rules[breach->rule];
    struct pp_buf sentence = {0};
    rule->explain(bare, breach, &sentence);
    pp_plan_add_shortfall(
        plan, (struct pp_shortfall){
                  .stage = PP_ROTA,
                  .rule = rule->name,
                  .subject = bare->service->practitioners[breach->practitioner].practitioner,
                  .from = breach->date,
                  .to = breach->date,
                  .amount = breach->amount,
                  .unit = rule->unit,
                  .sentence = pp_buf_text(&sentence),
                  .remedy = "A course on other dates closes it."});
    pp_buf_finish(&sentence);
}

void forced_name(const struct pp_service *service, struct pp_plan *plan)
{
    struct pp_plan empty = *plan; // a view: the judges read no more of it than lists and counts
    struct pp_case bare = {.service = service, .plan = &empty};
    struct pp_verdict verdict = {0};
    int32_t notice = pp_rule_find("notice_kept"); // without turns none is kept
    empty.n_turns = 0;
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        if (pp_rules[rule].stage == PP_ROTA && pp_rules[rule].hard && rule != notice) {
            pp_judge_rule(&bare, rule, &verdict);
        }
    }
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        if (verdict.breaches[i].practitioner != PP_NONE) {
            name_breach(&bare, &verdict.breaches[i], plan);
        }
    }
    pp_verdict_finish(&verdict);
}
