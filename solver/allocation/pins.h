// SPDX-License-Identifier: GPL-3.0-or-later
/* Named allocations that stay. */
#ifndef ALLOCATION_PINS_H
#define ALLOCATION_PINS_H

#include "people.h"

#include <podplan/solver.h>

/**
 * Fills `fixed` ([family row], all PP_NONE) with the pins, which may keep any hard rule together.
 * PP_E_USAGE: one breaks a rule, which is named, or a family has two. O(practitioners + pins).
 */
bool pins_fix(const struct pp_case *c, const struct pp_changes *changes, int32_t *fixed,
              struct pp_err *err);

#endif
