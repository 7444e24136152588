// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The Lagrangian bound of a core: "each job has an agent" is priced, and every agent then picks its
 * own best set by the knapsack.
 *
 *   L(lambda) = sum lambda_j - sum_a max over sets of (sum of (lambda_j - cost_ja) - curve_a)
 *             <= cost of any answer,   for every lambda with lambda_j <= price
 *
 * lambda_j is what it is worth that somebody takes job j (a job without an agent costs `price`, so
 * more it cannot be worth).  Prices are whole numbers and every step of the sum is exact, so the
 * bound is a proof.  Subgradient steps raise it (Held, Wolfe, Crowder 1974).
 */
#ifndef ASSIGNMENT_BOUND_H
#define ASSIGNMENT_BOUND_H

#include "crew.h"
#include "knapsack.h"
#include "pace.h"

struct bound {
    const struct core *core;
    int64_t best;                   ///< L of `lambda`, scaled
    int32_t *lambda;                ///< [job]: the best prices so far, scaled
    struct knapsack_prices *prices; ///< [agent]: where the sweeps stand
    float *taken;                   ///< [pair]: how often sweeps took it, late ones most
    float all;                      ///< what a pair that every sweep took would have
    int32_t sweeps;

    /* Where the ascent stands. */
    int32_t *at;         ///< [job]: prices of the next sweep
    int32_t *count;      ///< [job]: agents that took it in the last sweep
    int32_t *best_count; ///< [job]: the same at the best prices
    float *direction;    ///< [job]
    double ahead;        ///< of the best, where the target of the next step is; scaled
    double weight;       ///< of the next sweep in `taken`
    int32_t since, luck; ///< sweeps without a better L; better ones in a row
};

/** Who sweeps: a scratch for each of `n` threads of the crew; NULL: the caller alone. */
struct sweepers {
    struct crew *crew;
    struct knapsack *knapsack[CREW_MOST];
};

/** How far to go; both ends are reproducible. */
struct bound_effort {
    int32_t sweeps;
    int64_t target; ///< scaled: stops when L is that high
    float fading;   ///< weight of a sweep against the next, in `taken`
    double nearest; ///< minutes: stops when the target is no further ahead than this
};

/** Nothing swept yet; prices are copied (`prices` NULL: unknown).  Owned by the arena. */
struct bound *bound_begin(const struct core *core, const int32_t *lambda,
                          const struct knapsack_prices *prices, struct pp_arena *arena);

/** Nothing swept yet, with the best prices and the shares of `from`, which `core` was narrowed from. */
struct bound *bound_inherit(const struct bound *from, const struct core *core,
                            const struct kept *kept, struct pp_arena *arena);

/** Sweeps until one end of the effort; each is about O(pairs) plus small searches. */
void bound_climb(struct bound *bound, const struct sweepers *sweepers,
                 const struct bound_effort *effort, struct pace *pace);

/** The bound in minutes, rounded up because costs are whole. */
int64_t bound_minutes(const struct bound *bound);

/**
 * Marks what an answer to the core of at most `most` (scaled) can have: `keep[pair]` false where a
 * pair can be in none, `pick[job]` the pair that all have, or NOBODY.  False: there is no such
 * answer.  One sweep at the best prices; `exactly` takes the tables of knapsack_forced.h as well.
 */
bool bound_fix(const struct bound *bound, struct knapsack *knapsack, int64_t most, bool exactly,
               bool *keep, int32_t *pick);

#endif
