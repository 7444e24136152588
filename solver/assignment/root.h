// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The bound of the whole problem, where there may be far more pairs than matter.
 *
 * The ascent runs on active pairs: those with which some agent could have a set nearly as good as its
 * best.  After every stage all pairs are looked at, at the prices reached: pairs that matter join,
 * pairs that are far from mattering leave, and when none that matters was missing, L is a bound of
 * the whole.  From prices that do not stand this look the ascent goes back (serious and null steps,
 * as in bundle methods: Lemaréchal 1978).
 */
#ifndef ASSIGNMENT_ROOT_H
#define ASSIGNMENT_ROOT_H

#include "bound.h"
#include "look.h"

#include <podplan/err.h>

struct root {
    struct frame frame;
    uint8_t *active;   ///< [pair of the whole]
    struct look *look; ///< NULL: all pairs are active
    struct crew *crew;
    int64_t best;                   ///< L of the whole at `lambda`, scaled
    int32_t *lambda;                ///< [job]: best prices
    struct knapsack_prices *prices; ///< [agent]
    int64_t proved;                 ///< minutes: no answer costs less; at least 0
    int32_t sweeps;
    struct pp_arena arena; ///< of what lasts

    /* Of the active pairs. */
    const struct core *core;
    struct bound *bound;
    struct sweepers sweepers;
    struct pp_arena stage;
};

/** Nothing proved yet; `start`: [job] agents whose pairs are active from the beginning. */
bool root_begin(struct root *root, const struct assignment *whole, const int32_t *start,
                struct crew *crew, struct pp_err *err);

/**
 * Raises the bound until it does not rise any more, or meets `known`, the cost of an answer;
 * `briefly`: where there are many pairs, only as far as a second goes.
 */
void root_prove(struct root *root, int64_t known, bool briefly, struct pace *pace);

/**
 * Leaves in the core only what answers of at most `most` minutes may have, as far as the active
 * pairs go.
 */
void root_rule_out(struct root *root, int64_t most);

void root_finish(struct root *root);

#endif
