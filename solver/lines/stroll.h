// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Strolling: over a long horizon, one or two people at a time are taken out of
 * a few weeks and put back line by line, very often.
 */
#ifndef LINES_STROLL_H
#define LINES_STROLL_H

#include "crew.h"
#include "pace.h"
#include "part.h"

#include <podplan/rng.h>

enum {
    STROLL_MOVES = 800 ///< in a round
};

struct stroll_terms {
    int32_t weeks; ///< in a move at most
    double warmth; ///< what a move may cost now and then, in parts of the dearest row
};

/** One round: so many moves; `now` may become a little dearer. */
void stroll_round(const struct lines_problem *problem, struct crew *crew, struct pace *pace,
                  struct pp_rng *rng, struct stroll_terms terms, struct lines_roster *now);

#endif
