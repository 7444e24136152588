// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The transition plan of pods that close: a destination and a day for each of their cases.
 *
 * Who takes a case is the allocation itself, because on cases_from nobody of a pod that has closed
 * holds any.  What is left are the days.  Each case has a window of weeks (notice, the receiver's
 * first day, the pod's last day), each week an even share of hand-overs; cases that find no place
 * within the shares are the excess that the rule handover_pace prices.  Windows are intervals, so
 * taking week by week the cases whose window ends first places the most (Glover 1967, matchings in
 * convex bipartite graphs): no other days cost less for these receivers.
 */
#ifndef ALLOCATION_CLOSING_H
#define ALLOCATION_CLOSING_H

#include "signature.h"

/** What the hand-overs cost by the rules handover_pace and destination. */
struct closing_cost {
    int64_t cost, bound; ///< the bound counts only what the data forces
    int32_t broken;      ///< cases that close after their pod
};

/**
 * Writes the plan's hand-overs, whose placements are there, and names what has no destination.
 * O(cases^2).
 */
struct closing_cost closing_plan(const struct pp_case *c, const struct signature *order,
                                 struct pp_plan *plan);

#endif
