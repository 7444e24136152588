// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The smallest linear programme of a service: all rooms thrown together, families divisible.
 *
 *   min  sum (price - least_j) u_j    s.t.  sum size_jr (1 - u_j) <= sum of rooms r,  0 <= u_j <= 1
 *
 * u_j is the part of job j that stays without an agent, least_j its cheapest pair.  The duals of
 * its three rows say what one more place for a family, a child or a point is worth when there are
 * too few; they start the Lagrangian ascent (bound.h) close to where it ends.
 */
#ifndef ASSIGNMENT_RELAX_H
#define ASSIGNMENT_RELAX_H

#include "assignment.h"

#include <podplan/err.h>

/** Fills `worth` (minutes a unit of each measure, >= 0). False: GLPK failed. */
bool relax_rooms(const struct assignment *problem, const int32_t *least, double worth[MEASURES],
                 struct pp_err *err);

#endif
