// SPDX-License-Identifier: GPL-3.0-or-later
/* What a roster leaves uncovered, named: which shift, when, why nobody could, what would close it. */
#ifndef ROTA_SHORTFALL_H
#define ROTA_SHORTFALL_H

#include "problem.h"
#include "roster.h"

/**
 * Adds shortfalls to the plan: for each shift one for every stretch of its dates that are short by
 * as many people; a shift with many stretches has a single one, whose sentence lists the dates.
 */
void shortfall_name(const struct rota_problem *problem, const struct lines_roster *roster,
                    struct pp_plan *plan);

#endif
