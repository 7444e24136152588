// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One agent's best set of jobs of a core when job j pays lambda_j:
 *
 *   max  sum profit_j x_j - curve(held + load)   s.t.  sum size_j x_j <= room  (three measures)
 *        profit_j = lambda_j - cost_j
 *
 * Everything rests on a bound: the rooms get multipliers theta >= 0, the measure of the curve a
 * free one (its room is kept by the range of the curve), and with q_j = profit_j - theta . size_j
 *
 *   bound = sum of max(0, q) + theta . room + max over loads X of (theta_X X - curve(X)).
 *
 * A set that goes against the sign of q_j is worth at most bound - |q_j|, so that few pairs are left
 * to decide: the core of the knapsack (Balas, Zemel 1980).  With one measure and no curve a dynamic
 * programme decides it (knapsack_line.c), else a depth-first search under the same bound
 * (knapsack_search.c).
 *
 * Multipliers are kept for the agent's next call.  All arithmetic is in integers and every rounding
 * is upwards, so `bound` is a proof.
 */
#ifndef ASSIGNMENT_KNAPSACK_H
#define ASSIGNMENT_KNAPSACK_H

#include "core.h"

enum {
    KNAPSACK_FINE = 12 ///< multipliers count in 1/4096 of scaled cost for each unit of size
};

/** Multipliers of one agent; {0} to begin with. */
struct knapsack_prices {
    int64_t theta[MEASURES];
    int64_t margin; ///< how far around q = 0 pairs have to be decided; 0: not known yet
    int32_t calls;
};

struct knapsack {
    int64_t value;   ///< of the chosen set, scaled
    int64_t bound;   ///< no set is worth more; equal to value when the search was finished
    int32_t *chosen; ///< pairs of the core
    int32_t n_chosen;
    int64_t nodes;     ///< most nodes of one search
    int64_t tolerance; ///< scaled: bound and value need come no nearer than this
    int64_t work;      ///< elementary steps so far, about: a reproducible clock

    const struct core *core; ///< in hand
    int32_t agent;
    struct knapsack_search *search; ///< scratch
    struct knapsack_line *line;     ///< scratch
};

/** Scratch for the core and whatever is narrowed from it; owned by the arena. */
struct knapsack *knapsack_create(const struct core *core, struct pp_arena *arena);

/** Solves for one agent at the job prices `lambda` (scaled) and improves its own prices. */
void knapsack_solve(struct knapsack *k, const struct core *core, int32_t agent,
                    const int32_t *lambda, struct knapsack_prices *prices);

/**
 * Fills `reduced` with q of the agent's pairs, first to last, and returns the bound at these
 * multipliers; both hold for any multipliers.
 */
int64_t knapsack_reduce(struct knapsack *k, const struct core *core, int32_t agent,
                        const int32_t *lambda, const struct knapsack_prices *prices,
                        int64_t *reduced);

#endif
