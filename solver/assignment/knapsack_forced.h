// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What an agent's best set is worth when one pair has to be in it: exact prices of single pairs, where
 * the multipliers of knapsack.h would only give a bound that is far off for caseloads of a few jobs.
 *
 *   G(f, c, x)  best profit of sets of at most f families and c children, and exactly x points
 *   T(size)     max over x of G(room less size, x) - curve(x + points of the size)
 *   a set with the pair is worth at most profit + T(size)
 *
 * The tables have the shape of the agent's rooms; rooms too large for them have no answer here.
 */
#ifndef ASSIGNMENT_KNAPSACK_FORCED_H
#define ASSIGNMENT_KNAPSACK_FORCED_H

#include "knapsack.h"

struct knapsack_forced;

struct knapsack_forced *knapsack_forced_create(const struct core *core, struct pp_arena *arena);

/**
 * Makes the tables for the agent that `k` has just solved, at the same prices, for sets that are no
 * more than `slack` (scaled) worse than the best.  False: too large.  O(pairs that matter x rooms).
 */
bool knapsack_forced_prepare(struct knapsack_forced *forced, struct knapsack *k,
                             const int32_t *lambda, const struct knapsack_prices *prices,
                             int64_t slack);

/** T of a size, scaled; far below 0: it does not fit. */
int64_t knapsack_forced_rest(struct knapsack_forced *forced, const struct amounts *size);

#endif
