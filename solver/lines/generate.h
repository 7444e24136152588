// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Column generation (Dantzig and Wolfe 1960): the master programme over the
 * lines known, and lines priced at its duals, until none helps.
 *
 * The duals are smoothed towards the best known (Wentges 1997); the prices of
 * the rows' elastic columns hold them in a box.  Every pricing gives a bound in
 * whole numbers: sum over rows of what the duals promise, and each person's
 * line bound.  Prices are rounded first and the bound worked out from them, so
 * it is one.
 */
#ifndef LINES_GENERATE_H
#define LINES_GENERATE_H

#include "columns.h"
#include "crew.h"
#include "programme.h"
#include "totals.h"

struct generation {
    const struct lines_problem *problem;
    struct columns columns;
    struct pp_arena arena;
    struct line_pricer *pricers; ///< one for each member of the crew
    struct crew *crew;           ///< NULL: one pricer, no threads
    int32_t n_pricers;
    struct pace *pace;
    bool thorough;         ///< the last lines are looked for until none is left, at any cost
    int64_t *worth, *due;  ///< the programme's duals
    int64_t *at;           ///< where lines are priced
    int64_t *centre;       ///< the best duals known
    struct totals *totals; ///< NULL: nothing is limited
    int64_t *price, *price_at, *price_centre; ///< of totals: as worth, at and centre
    bool begun;    ///< bound and centre are of what is fixed: generate goes on from them
    int64_t bound; ///< scaled; of what is fixed
    struct line_result *results; ///< of each person
    int32_t *lines;              ///< [person * n_days + day]
    struct line_effort effort;   ///< of the pricing under way
    int64_t *known;              ///< of each person: cost of the best line among the columns
};

enum generation_end {
    GENERATION_CLOSED, ///< no line helps
    GENERATION_CUT,    ///< the bound is at the cutoff
    GENERATION_STOPPED
};

/** The pricers are the generation's own: one each for `crew` (NULL: one). */
void generation_begin(struct generation *generation, const struct lines_problem *problem,
                      struct crew *crew, struct pace *pace);
void generation_finish(struct generation *generation);

/** Has totals that may be limited; they belong to the caller. */
void generation_limit(struct generation *generation, struct totals *totals);

/** Prices everybody at `at`, in haste; returns the bound there and keeps the best as centre. */
int64_t generation_price(struct generation *generation);

/** Generates lines until none helps, or the bound shows that nothing below `cutoff` is left. */
enum generation_end generate(struct generation *generation, int64_t cutoff, int32_t rounds);

#endif
