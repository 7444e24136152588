// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a change of turns breaks and costs: the rules of the rota judged before and after.  Only
 * what is new counts; a rota that broke a rule before may go on doing so.
 */
#include "judges.h"

/* What a person breaks of a rule in all. */
static int64_t total_of(const struct pp_verdict *verdict, int32_t rule, int32_t practitioner)
{
    int64_t total = 0;
    for (int32_t b = 0; b < verdict->n_breaches; b++) {
        const struct pp_breach *breach = &verdict->breaches[b];
        total += breach->rule == rule && breach->practitioner == practitioner ? breach->amount : 0;
    }
    return total;
}

static bool was_there(const struct pp_verdict *before, const struct pp_breach *breach)
{
    for (int32_t b = 0; b < before->n_breaches; b++) {
        const struct pp_breach *old = &before->breaches[b];
        if (old->rule == breach->rule && old->practitioner == breach->practitioner &&
            old->row == breach->row && old->date == breach->date && old->amount >= breach->amount) {
            return true;
        }
    }
    return false;
}

static bool is_new(const struct pp_verdict *before, const struct pp_verdict *after,
                   const struct pp_breach *breach)
{
    return pp_rules[breach->rule].hard && !was_there(before, breach) &&
           total_of(after, breach->rule, breach->practitioner) >
               total_of(before, breach->rule, breach->practitioner);
}

/* Minutes of the soft rules. */
static int64_t soft_cost(const struct pp_verdict *verdict)
{
    int64_t cost = 0;
    for (int32_t b = 0; b < verdict->n_breaches; b++) {
        cost += pp_rules[verdict->breaches[b].rule].hard ? 0 : verdict->breaches[b].cost;
    }
    return cost;
}

struct pp_effect pp_effect_of(const struct pp_verdict *before, const struct pp_case *after,
                              struct pp_arena *arena)
{
    struct pp_effect effect = {.rule = PP_NONE};
    struct pp_verdict verdict = {0};
    pp_judge(after, 1u << PP_ROTA, &verdict);
    effect.minutes = soft_cost(&verdict) - soft_cost(before);
    for (int32_t b = 0; b < verdict.n_breaches && effect.rule == PP_NONE; b++) {
        const struct pp_breach *breach = &verdict.breaches[b];
        if (is_new(before, &verdict, breach)) {
            struct pp_buf words = {0};
            pp_rules[breach->rule].explain(after, breach, &words);
            effect.rule = breach->rule;
            effect.sentence = pp_arena_string(arena, pp_buf_text(&words));
            pp_buf_finish(&words);
        }
    }
    pp_verdict_finish(&verdict);
    return effect;
}
