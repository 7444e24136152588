// SPDX-License-Identifier: GPL-3.0-or-later
/* What no rota does, undone where the search has left it. */
#ifndef ROTA_SETTLE_H
#define ROTA_SETTLE_H

#include "problem.h"
#include "roster.h"

/**
 * Gives whoever has no line the one without turns, which is always allowed, and takes turns from
 * people until no shift has more than it needs, and nobody is with whom they must not be.
 */
void settle(const struct rota_problem *problem, struct lines_roster *roster);

#endif
