// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A Lagrangian dive: from the bound's shares to an answer.
 *
 * The sweeps of the bound take each job now here, now there; the share of a pair is how often of
 * late.  The dive fixes the most decided pairs, prices what is left again in a few sweeps, and so
 * on until nothing is open.  What does not fit stays without an agent, for the descent to place.
 */
#ifndef ASSIGNMENT_DIVE_H
#define ASSIGNMENT_DIVE_H

#include "bound.h"

/**
 * Fills `answer`, which must be empty, by the prices and shares of `bound` (of the same problem).
 * `work`: elementary steps at most, about (bound.h).  False: GLPK failed.
 */
bool dive_run(struct answer *answer, const struct bound *bound, int64_t work, struct pace *pace,
              struct pp_err *err);

#endif
