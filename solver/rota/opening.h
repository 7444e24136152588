// SPDX-License-Identifier: GPL-3.0-or-later
/* The roster that the search for a rota begins with. */
#ifndef ROTA_OPENING_H
#define ROTA_OPENING_H

#include "pace.h"
#include "problem.h"

#include <podplan/rng.h>

/**
 * Lines of a first roster, [person * n_days + day], owned by the arena: the turns in force as far as
 * they can stay, and what moves of two people at a time make of the rest.
 */
int32_t *opening_lines(const struct rota_problem *problem, struct pace *pace, struct pp_rng *rng,
                       struct pp_arena *arena);

#endif
