// SPDX-License-Identifier: GPL-3.0-or-later
/* Why a family has no practitioner: the rule that stands in the way, in one sentence. */
#ifndef ALLOCATION_REASONS_H
#define ALLOCATION_REASONS_H

#include "people.h"

/**
 * Fills rule and reason of every placement of the plan without a practitioner; the text is owned
 * by the plan.  The rules are asked one after another, and the one that leaves nobody is the reason.
 * O(unplaced families x practitioners).
 */
void reasons_fill(const struct pp_case *c, struct pp_plan *plan);

#endif
