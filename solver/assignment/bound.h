// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The Lagrangian bound: "each job has an agent" is priced, and every agent then picks its own best
 * set by the knapsack.
 *
 *   L(lambda) = sum lambda_j - sum_a max over sets of (sum of (lambda_j - cost_ja) - curve_a)
 *             <= cost of any answer,   for every lambda with lambda_j <= price
 *
 * lambda_j is what it is worth that somebody takes job j (a job without an agent costs `price`, so
 * more it cannot be worth).  Prices are whole numbers of 1/64 minute and every step of the sum is
 * exact, so the bound is a proof.  Subgradient steps raise it (Held, Wolfe, Crowder 1974; the step
 * rule is measured in shared reference trials of this problem class).
 */
#ifndef ASSIGNMENT_BOUND_H
#define ASSIGNMENT_BOUND_H

#include "answer.h"
#include "pace.h"

#include <podplan/err.h>

enum {
    BOUND_SCALE = 64 ///< lambda counts in 1/64 minute
};

struct bound {
    int64_t value;   ///< whole minutes: no answer costs less
    int64_t *lambda; ///< [job] scaled, <= price: the prices of that bound
    float *taken;    ///< [job x n_agents + agent]: how often the sweeps took a pair, late ones most
    float all;       ///< what a pair taken in every sweep would have
    int32_t sweeps;
    int64_t work; ///< that the sweeps took
};

/** How far to go; both ends are reproducible. */
struct bound_effort {
    int32_t sweeps;
    int64_t work; ///< elementary steps, about; some hundreds of millions a second
};

/**
 * Sweeps over all agents, each about O(pairs) plus small searches, until the effort is spent or the
 * bound meets `known`, the cost of an answer.  `lambda`: [job] prices to begin with; NULL: those of
 * the service's linear programme.  Takes what it used off the effort.  Results are owned by the
 * arena.  False: GLPK failed.
 */
bool bound_prove(struct bound *bound, const struct assignment *problem, const int64_t *lambda,
                 int64_t known, struct bound_effort *effort, struct pace *pace,
                 struct pp_arena *arena, struct pp_err *err);

#endif
