// SPDX-License-Identifier: GPL-3.0-or-later
/* Cases of pods that close without a destination, and weeks of notice that are not there. */
#ifndef ALLOCATION_CLOSING_GAPS_H
#define ALLOCATION_CLOSING_GAPS_H

#include "gaps.h"

/** Adds the shortfalls of pods that close to the plan, whose hand-overs are there. */
void closing_name_gaps(const struct pp_case *c, const struct signature *order,
                       struct pp_plan *plan);

#endif
