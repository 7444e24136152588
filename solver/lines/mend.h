// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lines that keep what counters limit because choices are closed on some days (programme.h): no
 * proof of anything, but a legal line for a few relaxed programmes.  Both change the loaded prices.
 */
#ifndef LINES_MEND_H
#define LINES_MEND_H

#include "programme.h"

/**
 * From the line of the last relaxed programme: a limit that it breaks leaves the choices that add to
 * it open only on the days where they are worth most.  Again until no limit is broken, `times` at
 * most; improves `line` and `result`.
 */
void mend_line(struct line_pricer *pricer, int32_t times, int32_t *line,
               struct line_result *result);

/**
 * A legal line when line_solve finds none: where the relaxed line has more of something than its
 * limit allows, some of it, drawn by chance, is closed, again and again.  LINES_BAN: not found
 * either.
 */
int64_t line_force(struct line_pricer *pricer, struct pp_rng *rng, int32_t *line);

#endif
