// SPDX-License-Identifier: GPL-3.0-or-later
/* The search for a roster of a service. */
#ifndef ROTA_FIND_H
#define ROTA_FIND_H

#include "problem.h"
#include "solve.h"

/** Finds a roster and a bound (find.c); the answer lives in `arena`. */
void find_roster(const struct rota_problem *problem, uint64_t seed, int32_t threads,
                 struct pace *pace, struct pp_arena *arena, struct lines_answer *answer);

#endif
