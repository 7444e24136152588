// SPDX-License-Identifier: GPL-3.0-or-later
/* Who could work with a family, and what the table of rules says of each. */
#ifndef PODPLAN_EXPLAIN_CANDIDATES_H
#define PODPLAN_EXPLAIN_CANDIDATES_H

#include <podplan/plan.h>
#include <podplan/rules.h>

/** One person who holds cases, as the family's practitioner, everything else as in the plan. */
struct candidate {
    int32_t practitioner;
    int32_t rule;          ///< hard rule that it would break; PP_NONE: possible
    const char *sentence;  ///< of that breach; the arena's
    int64_t cost;          ///< possible: soft cost, minutes a week, against nobody holding it
    int32_t before, after; ///< workload without and with the family, per mille of capacity
};

/**
 * All who hold cases: first those who could, cheapest first, then those who could not, by rule;
 * ties by key.  The list and its texts are owned by the arena.
 */
struct candidate *candidates_rank(const struct pp_service *service, const struct pp_plan *plan,
                                  int32_t family, struct pp_arena *arena, int32_t *count);

#endif
