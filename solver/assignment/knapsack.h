// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One agent's best set of jobs when job j pays lambda_j:
 *
 *   max  sum profit_j x_j - curve(load)   s.t.  sum size_j x_j <= room  (three measures)
 *        profit_j = lambda_j - cost_j
 *
 * Depth-first search under a Lagrangian bound.  The rooms get multipliers theta >= 0, the measure
 * of the curve a free one (its room is kept by the range of the curve): with reduced profits
 * q_j = profit_j - theta . size_j,
 *
 *   bound(node) = sum of q over chosen + sum of max(0, q) over open items + theta . room
 *                 + max over X >= load of (theta_X X - curve(X)).
 *
 * Multipliers come from a few subgradient steps and are kept for the agent's next call.  All
 * arithmetic is in integers, so `bound` is a proof.  Beyond `nodes` nodes the search stops, and the
 * bound is that of the best open node.
 *
 * Jobs whose q is far below zero at the last call's multipliers are left aside at once; afterwards
 * it is checked that none of them could have mattered, else the call is repeated with all.
 */
#ifndef ASSIGNMENT_KNAPSACK_H
#define ASSIGNMENT_KNAPSACK_H

#include "assignment.h"

/** Multipliers of one agent, in scaled cost for each unit of the measure; {0} to begin with. */
struct knapsack_prices {
    int64_t theta[MEASURES];
    int64_t margin; ///< items with q below minus this are left aside; 0: none are
};

struct knapsack {
    const struct assignment *problem;
    int64_t scale;               ///< of profits: the curve is multiplied by it
    int64_t nodes;               ///< most nodes of one search
    int64_t work;                ///< elementary steps so far, about: a reproducible clock
    struct knapsack_item *items; ///< length n_jobs; the caller fills the first n_items
    int32_t n_items;

    int64_t value;   ///< of the chosen set
    int64_t bound;   ///< no set is worth more; equal to value when the search was finished
    int32_t *chosen; ///< jobs
    int32_t n_chosen;

    struct knapsack_search *search; ///< scratch
};

struct knapsack *knapsack_create(const struct assignment *problem, int64_t scale, int64_t nodes,
                                 struct pp_arena *arena);

/** Solves for one agent at the job prices `lambda` (scaled) and improves its own prices. */
void knapsack_solve(struct knapsack *k, int32_t agent, const int64_t *lambda,
                    struct knapsack_prices *prices);

#endif
