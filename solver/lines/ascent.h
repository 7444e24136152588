// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Climbing the Lagrangian dual before there is a master programme: good duals
 * soon, and the lines near them as its first columns.
 */
#ifndef LINES_ASCENT_H
#define LINES_ASCENT_H

#include "generate.h"

/**
 * At most `steps` steps towards `target` (scaled, the cost of a roster); the best duals become the
 * generation's centre, and the lines of its last `keep` better steps its columns.
 */
void ascend(struct generation *generation, int64_t target, int32_t steps, int32_t keep);

/* ---- Steps of the dual of the rows ---- */

/** People missing on each row when all have these lines ([person * n_days + day]). */
void ascent_slopes(const struct lines_problem *problem, const int64_t *at, const int32_t *lines,
                   double *slope);

/**
 * Keeps part of the last direction, blended with the slopes that lead somewhere; returns its
 * squared length.
 */
double ascent_blend(const struct lines_problem *problem, const int64_t *at, const double *slope,
                    double keep, double *way);

/** Moves the duals so far, within what rows charge. */
void ascent_move(const struct lines_problem *problem, int64_t *at, const double *way, double step);

#endif
