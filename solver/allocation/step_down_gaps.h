// SPDX-License-Identifier: GPL-3.0-or-later
/* Escalated families without a social worker, in numbers, and what would close it. */
#ifndef ALLOCATION_STEP_DOWN_GAPS_H
#define ALLOCATION_STEP_DOWN_GAPS_H

#include "gaps.h"

/** Adds the shortfalls of the rule social_worker to the plan, whose answers are all there. */
void step_down_name_gaps(const struct pp_case *c, const struct signature *order,
                         struct pp_plan *plan);

#endif
