// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who oversees whom.
 *
 * A consultant named in the data stays, while in post; so does the one of the plan in force.  The
 * others are given out by a transportation problem: pods and their practitioners on one side,
 * consultants and what is left of their spans on the other.
 *
 *   min  sum d(g,c) y(g,c) + sum e k z(c,k) + P u(g)
 *   s.t. sum_c y(g,c) + u(g) = people of group g        sum_g y(g,c) = sum_k z(c,k),  z(c,k) <= 1
 *
 * d: 0 in the consultant's pod, 600 in the hub, 1200 elsewhere, and the minutes on the road between;
 * e k: the k-th person costs more than the one before, which shares the work out evenly; P: the
 * price of somebody whom nobody oversees.  The matrix is a network's, so GLPK's basic solutions are
 * whole.  A group is the people of one pod who hold cases, or of those who hold none.
 */
#ifndef ALLOCATION_CONSULTANTS_H
#define ALLOCATION_CONSULTANTS_H

#include "signature.h"

/** What the rule consultant_span costs, in minutes a week. */
struct consultants_cost {
    int64_t cost;
    int64_t bound; ///< of which the data leaves no choice
};

/**
 * How many the plan may still give a consultant, beyond those to whom the data gives one; `waits`
 * ([practitioner row]) says who needs one of these places as soon as a family is with them.
 */
int64_t consultants_places(const struct pp_case *c, bool *waits);

/**
 * Fills plan->consultants, whose placements must be there already, and names shortfalls.
 * `order` settles ties.  False: GLPK failed.
 */
bool consultants_choose(const struct pp_case *c, const struct signature *order,
                        struct pp_plan *plan, struct consultants_cost *cost, struct pp_err *err);

#endif
