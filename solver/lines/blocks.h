// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A first roster over a long horizon: block after block of days, each solved
 * as a problem of its own that must leave a way to the end.
 */
#ifndef LINES_BLOCKS_H
#define LINES_BLOCKS_H

#include "pace.h"
#include "roster.h"

#include <podplan/rng.h>

/** True when the horizon is too long to be solved as a whole. */
bool blocks_needed(const struct lines_problem *problem);

/**
 * Fills `lines` ([person * n_days + day]) with a line for each person who is not `present`; a line
 * that could not be finished begins with -1.
 */
void blocks_solve(const struct lines_problem *problem, struct pace *pace, struct pp_rng *rng,
                  int32_t *lines);

#endif
