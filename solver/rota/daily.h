// SPDX-License-Identifier: GPL-3.0-or-later
/* What is short on a day whatever happens on others: where the ascent of the dual begins. */
#ifndef ROTA_DAILY_H
#define ROTA_DAILY_H

#include "dual.h"

/**
 * Sets the worth of each cell: its full price where its day has too few people for it by itself,
 * else nothing.  The bound at this point is at least the price of all that is short on single days.
 */
void daily_worth(const struct rota_problem *problem, struct rota_dual *dual);

#endif
