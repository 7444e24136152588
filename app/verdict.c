// SPDX-License-Identifier: GPL-3.0-or-later
/* A verdict summed up rule by rule. */
#include "verdict.h"

#include <string.h>

/* The stage counts too: the forecast may name a cap that the allocation keeps. */
static bool is_named(const struct pp_plan *plan, const struct pp_rule *rule)
{
    for (int32_t s = 0; s < plan->n_shortfalls; s++) {
        const struct pp_shortfall *shortfall = &plan->shortfalls[s];
        if (shortfall->stage == (int32_t)rule->stage && strcmp(shortfall->rule, rule->name) == 0) {
            return true;
        }
    }
    return false;
}

void verdict_sum(const struct pp_verdict *verdict, const struct pp_plan *plan,
                 struct rule_sum *sums)
{
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        sums[rule] = (struct rule_sum){.named = is_named(plan, &pp_rules[rule])};
    }
    for (int32_t b = 0; b < verdict->n_breaches; b++) {
        const struct pp_breach *breach = &verdict->breaches[b];
        struct rule_sum *sum = &sums[breach->rule];
        sum->breaches++;
        sum->amount += breach->amount;
        sum->cost += breach->cost;
    }
}

unsigned verdict_planned(const struct pp_plan *plan)
{
    unsigned stages = 0;
    for (unsigned stage = 0; stage < PP_STAGES; stage++) {
        stages |= plan->info[stage].status != PP_NOT_RUN ? 1u << stage : 0;
    }
    return stages;
}

int32_t verdict_unnamed(const struct rule_sum *sums, unsigned stages)
{
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        const struct pp_rule *row = &pp_rules[rule];
        if (row->hard && (stages >> row->stage & 1) != 0 && sums[rule].breaches > 0 &&
            !sums[rule].named) {
            return rule;
        }
    }
    return PP_NONE;
}
