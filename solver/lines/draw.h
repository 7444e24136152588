// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Draws for moves: whom, and when.  Whoever shares rows can exchange turns, so
 * people are drawn through rows.
 */
#ifndef LINES_DRAW_H
#define LINES_DRAW_H

#include "roster.h"

#include <podplan/rng.h>

/** Somebody but `but` who can touch a row; -1: there is nobody. */
int32_t draw_for_row(struct pp_rng *rng, const struct lines_problem *problem, int32_t row,
                     int32_t but);

/** A row that a person's line touches on days from .. until - 1; -1: none. */
int32_t draw_row_of(struct pp_rng *rng, const struct lines_problem *problem,
                    const struct lines_roster *roster, int32_t p, int32_t from, int32_t until);

/** The one of two whose line costs more. */
int32_t draw_costly(struct pp_rng *rng, const struct lines_problem *problem,
                    const struct lines_roster *roster);

/** A day whose choice has a price on a person's line; any day when there is none. */
int32_t draw_costly_day(struct pp_rng *rng, const struct lines_problem *problem,
                        const struct lines_roster *roster, int32_t p);

#endif
