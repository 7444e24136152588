// SPDX-License-Identifier: GPL-3.0-or-later
/* The turns in force, where the search for a rota begins. */
#ifndef ROTA_INFORCE_H
#define ROTA_INFORCE_H

#include "problem.h"

/**
 * Lines of the turns in force, [person * n_days + day]; -1 in a person's first place: theirs are not
 * allowed any more.  NULL: there is no plan in force.
 */
int32_t *inforce_lines(const struct rota_problem *problem, struct pp_arena *arena);

#endif
