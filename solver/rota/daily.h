// SPDX-License-Identifier: GPL-3.0-or-later
/* What is short on a day whatever happens on others: where the search for a bound begins. */
#ifndef ROTA_DAILY_H
#define ROTA_DAILY_H

#include "problem.h"

/**
 * The worth of each row of `problem->lines`: the full price of a shift where its day has too few
 * people for it by itself, else nothing.  The bound there is at least the price of all that is
 * short on single days.  Owned by the arena.
 */
int64_t *daily_worth(const struct rota_problem *problem, struct pp_arena *arena);

#endif
