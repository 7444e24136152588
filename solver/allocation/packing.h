// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Do these families fit into these caseloads, caps alone counting?  Answered by trying: the search
 * of the allocation itself, without costs.  A "no" may be wrong in rare tight cases, a "yes" is
 * proved by a packing.
 */
#ifndef ALLOCATION_PACKING_H
#define ALLOCATION_PACKING_H

#include "assignment.h"

/** How many of the jobs stay without an agent in the best packing found. */
int32_t packing_left(int32_t n_jobs, const struct amounts *size, int32_t n_agents,
                     const struct amounts *room);

#endif
