// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What does not fit, in numbers, and what would close it.
 *
 * Pod by pod the families that live with it (pp_family_pod) are held against the caps of its
 * people; the same for the service.  Where the service has room and a pod has not, an elastic linear
 * programme finds who can help:
 *
 *   min  sum m(h,g) y(h,g) + P sum u(h)
 *   s.t. sum_g y(h,g) + u(h) = F(h)                       families of pod h
 *        sum_h (size_r(h) / F(h)) y(h,g) <= room_r(g)     r = families, children, points
 *
 * y: families of pod h with people of pod g, at m minutes a week on the road between; u: families
 * with nobody, the relaxation, so dear that everything else is tried before.  The people and
 * families without a pod stand as one more pod.  A family moves with the children that its pod's
 * have on average, so y says who has room, not how many posts are missing; and the price of a room,
 * the dual of its row, says where more would help most (worth.c), not by how much.
 *
 * Remedies are tried, not guessed: families are packed into the caseloads as they would be, and the
 * number in the sentence is the smallest that packs.
 */
#ifndef ALLOCATION_SHORTFALLS_H
#define ALLOCATION_SHORTFALLS_H

#include "signature.h"

/**
 * Adds the shortfalls of caps, skills and training to the plan, whose placements are there; `order`
 * settles ties.
 */
bool shortfalls_name(const struct pp_case *c, const struct signature *order, struct pp_plan *plan,
                     struct pp_err *err);

#endif
