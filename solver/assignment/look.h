// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The look at all pairs of a problem, at given prices: with which pairs could some agent have a set
 * that is better than its best, or nearly as good?
 *
 * Jobs of the same size are alike to an agent, so that there is one number for each kind of job and
 * agent, `rest` (knapsack_forced.h, or the multipliers where its tables would be too large): the pair
 * can be in no set that is worth more than profit + rest.  One comparison a pair is then enough.
 */
#ifndef ASSIGNMENT_LOOK_H
#define ASSIGNMENT_LOOK_H

#include "bound.h"
#include "knapsack_forced.h"

struct look {
    struct frame frame;
    int32_t slack; ///< scaled: how far below the best is nearly as good
    int32_t n_kinds;
    int32_t *kind;   ///< [job]
    int32_t *sample; ///< [kind]: a job of that kind

    /* At the prices in hand. */
    int64_t *value;  ///< [agent]: bound of its best set, scaled
    int32_t *nearly; ///< [kind x n_agents + agent]: profit from which a pair is nearly as good
    int32_t *better; ///< [kind x n_agents + agent]: profit from which it may be better
    uint8_t *hit;    ///< [agent]: scratch
};

/** Sizes must not differ by pair.  Owned by the arena. */
struct look *look_create(const struct frame *frame, int32_t slack, struct pp_arena *arena);

/** Takes down what the agents of the core, solved at `lambda`, would ask of a pair. */
void look_note(struct look *look, const struct core *core, const struct sweepers *sweepers,
               const int32_t *lambda, struct knapsack_prices *prices);

/**
 * Marks in `active` [pair] all pairs that are nearly as good; the others are cleared unless `keep`.
 * `missed` [agent], if not NULL, is set where a pair that may be better was not active.  How many of
 * those there were.  O(jobs x agents), some ten pairs a nanosecond.
 */
int64_t look_over(struct look *look, const int32_t *lambda, uint8_t *active, bool keep,
                  bool *missed);

#endif
