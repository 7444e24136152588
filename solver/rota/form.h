// SPDX-License-Identifier: GPL-3.0-or-later
/* A rota in the form of solver/lines. */
#ifndef ROTA_FORM_H
#define ROTA_FORM_H

#include "problem.h"

/** Fills `problem->lines`, whose machines and starts are there already; the rest is known. */
void form_make(struct rota_problem *problem, struct pp_arena *arena);

#endif
