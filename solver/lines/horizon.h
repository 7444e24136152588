// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The bound over a long horizon: the Lagrangian dual with every counter of a
 * line relaxed, sums and tallies too, so that its programme carries run states
 * only.
 */
#ifndef LINES_HORIZON_H
#define LINES_HORIZON_H

#include "crew.h"
#include "pace.h"
#include "roster.h"

/**
 * What every roster costs at least (scaled), by at most `steps` steps towards the cost of `roster`;
 * INT64_MIN: nothing was found.  A step: O(people x days x (states x classes + choices)).
 */
int64_t horizon_bound(const struct lines_problem *problem, struct crew *crew, struct pace *pace,
                      const struct lines_roster *roster, int32_t steps);

#endif
