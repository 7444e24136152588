// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Do these families fit into these caseloads, caps alone counting, or skills
 * and conflicts too?  Answered by trying: first fit
 * decreasing, then the rounds of the allocation itself without costs; where that fails, the same
 * beginning with what everybody has.  A "no" may be wrong in rare tight cases, a "yes" is proved by
 * a packing.
 */
#ifndef ALLOCATION_PACKING_H
#define ALLOCATION_PACKING_H

#include "assignment.h"

struct packing {
    int32_t n_jobs, n_agents;
    struct amounts *size; ///< [job]
    int32_t *family;      ///< [job]: as `may` calls it
    int32_t *with;        ///< [job]: the person who has it now; NOBODY
    struct amounts *room; ///< [agent]
    int32_t *person;      ///< [agent], as `with` calls them; NOBODY: somebody new
    bool (*may)(const void *user, int32_t family, int32_t person); ///< NULL: everybody may
    const void *user;
};

/** How many of the jobs stay without an agent in the best packing found. O(jobs x agents). */
int32_t packing_left(const struct packing *packing);

/** How many new agents of this room take all jobs, first fit decreasing; 0: one fits in none. */
int32_t packing_new_agents(const struct packing *packing, struct amounts room);

#endif
