// SPDX-License-Identifier: GPL-3.0-or-later
/* A verdict summed up rule by rule, and set against the shortfalls that the plan names itself. */
#ifndef PODPLAN_VERDICT_H
#define PODPLAN_VERDICT_H

#include <podplan/rules.h>

/** What the judges found about one rule. */
struct rule_sum {
    int32_t breaches;
    int64_t amount, cost;
    bool named; ///< the plan has a shortfall of this rule
};

/** Fills `sums`, length pp_n_rules. */
void verdict_sum(const struct pp_verdict *verdict, const struct pp_plan *plan,
                 struct rule_sum *sums);

/** The stages that the plan holds (bits); the rules of the others have nothing to judge. */
unsigned verdict_planned(const struct pp_plan *plan);

/**
 * The first hard rule of `stages` (bits) that is broken without a named shortfall; PP_NONE: none.
 */
int32_t verdict_unnamed(const struct rule_sum *sums, unsigned stages);

#endif
