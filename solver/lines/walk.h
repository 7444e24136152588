// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Moves of single lines: take people out, put them back one after the other
 * by the programme of one line against the rows that are left.
 */
#ifndef LINES_WALK_H
#define LINES_WALK_H

#include "pace.h"
#include "programme.h"
#include "roster.h"

#include <podplan/rng.h>

struct walker {
    const struct lines_problem *problem;
    struct line_pricer *pricer;
    struct pp_rng *rng;
    int64_t *up, *down; ///< margins of the rows
    int32_t *line;
    struct line_effort effort; ///< for one line
    double blinks;             ///< part of the rows that are worth half, by chance
    int32_t halvings;          ///< of the first's offer at most, when people are put in; 0: none
    int64_t part;              ///< rows offer one of so many parts of what they are worth
    bool gives_up;             ///< when that finds no line
};

void walker_init(struct walker *walker, const struct lines_problem *problem,
                 struct line_pricer *pricer, struct pp_rng *rng, struct pp_arena *arena);

/** Puts everybody who is not present in, in an order by chance; false when somebody has no line. */
bool walker_fill(struct walker *walker, struct lines_roster *roster);

/** Everybody once more, in an order by chance, so often, or until it brings nothing. */
void walker_sweep(struct walker *walker, struct lines_roster *roster, int32_t times,
                  struct pace *pace);

#endif
