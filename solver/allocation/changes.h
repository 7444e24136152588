// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An allocation that changes no more than it may.
 *
 * Pinned families are fixed before the problem is solved.  The number of families that move, at
 * most N, is priced: with mu more minutes for every family that does not keep whom it had,
 *
 *   L(mu) = min { cost + mu moved } - mu N  <=  cost of every allocation with moved <= N
 *
 * and the search's bound of the minimum makes a bound of it.  mu is found by bisection over runs of
 * the search.  What these runs find is mixed, part by part (limit.h), into the best allocation that
 * keeps to N, and a search that never passes N ends it.  Moves that nothing can avoid (out of post,
 * a rule against the pair, a caseload over its caps, a pin elsewhere) are counted first: when N is
 * no more than those, everybody else is fixed, and only the rest is solved.
 */
#ifndef ALLOCATION_CHANGES_H
#define ALLOCATION_CHANGES_H

#include "run.h"

/**
 * The best allocation found within `settings->changes`.  PP_E_USAGE: a pin that a rule forbids, or
 * a limit below what nothing can avoid.  Runs of the search: one without a limit, else at most 12;
 * besides them O(pairs).
 */
bool changes_solve(struct engine *engine, struct outcome *outcome, struct pp_err *err);

#endif
