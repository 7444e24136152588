// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From the service to the assignment problem and back: families become jobs, practitioners who may
 * hold cases become agents, rules become costs and forbidden pairs.
 *
 *   cost of a pair   continuity + travel + preferred skills + language     (minutes a week)
 *   forbidden pair   conflict, or a needed skill that is not held on cases_from
 *   room of an agent families, children and points by pp_capacity_on
 *   curve            weight of `balance` x pp_balance_units, the definition the judges use
 *   price            of `placement`
 *
 * Jobs and agents stand in the canonical order of signature.h.
 */
#ifndef ALLOCATION_MODEL_H
#define ALLOCATION_MODEL_H

#include "answer.h"

#include <podplan/rules.h>

struct model {
    struct pp_arena arena;
    struct pp_case c; ///< plan: what earlier stages wrote
    struct assignment problem;
    int32_t *people;       ///< all practitioner rows in canonical order
    int32_t *family;       ///< [job]: row
    int32_t *practitioner; ///< [agent]: row
    int32_t *agent_of;     ///< [practitioner row]: agent, or NOBODY
    int32_t *start;        ///< [job]: the agent by the plan in force, else by the data; NOBODY
    struct pp_capacity *capacity; ///< [agent]
    struct pp_balance balance;
    bool *holds; ///< [agent x n_skills + skill], on cases_from
    int32_t weight_continuity, weight_travel, weight_preferred, weight_language, weight_balance;
};

enum {
    MODEL_MOST_PAIRS = 1 << 28 ///< 2 GB of costs; a county has 7 million pairs
};

/** Builds it; `c` is copied, what it points to is borrowed. False: too large for this machine. */
bool model_build(struct model *model, const struct pp_case *c, uint64_t seed, struct pp_err *err);
void model_finish(struct model *model);

/** Soft cost of a pair in minutes a week, without balance; `handover` adds the price of one. */
int64_t model_pair_cost(const struct model *model, int32_t job, int32_t agent, bool handover);

/** Holds the skill on cases_from, by records or plan. */
static inline bool model_holds(const struct model *model, int32_t agent, int32_t skill)
{
    return model->holds[(int64_t)agent * model->c.service->n_skills + skill];
}

#endif
