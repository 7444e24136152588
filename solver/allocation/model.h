// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From the service to the assignment problem and back: families become jobs, practitioners who may
 * hold cases become agents, rules become costs and forbidden pairs.
 *
 *   cost of a pair   continuity + travel + preferred skills + language     (minutes a week)
 *                    + `social_worker`, where the family needs one and the person is none
 *   forbidden pair   what people_forbids says: skills, conflicts, thresholds, step-down
 *   room of an agent families, children and points by pp_capacity_on
 *   curve            weight of `balance` x pp_balance_units, the definition the judges use
 *   price            of `placement` + `continuity`: a family that is left with nobody has lost
 *                    whom it had.  Those whom nobody held pay the `continuity` wherever they go
 *                    instead, and `offset` takes it off again, because all jobs have one price
 *
 * Jobs and agents stand in the canonical order of signature.h.  A family that is fixed to somebody
 * is no job: it takes up room, weighs in the curve, and its cost is in `offset`.  Nor is one whose
 * case is closed by then.
 */
#ifndef ALLOCATION_MODEL_H
#define ALLOCATION_MODEL_H

#include "answer.h"
#include "prices.h"

/** What is settled before the problem is solved. */
struct terms {
    int32_t extra; ///< minutes that a family which changes hands costs beyond the rule `continuity`
    const int32_t *fixed; ///< [family row]: who has it, LEFT_OUT, or PP_NONE; NULL: all are free
};

enum {
    LEFT_OUT = -2 ///< fixed to nobody
};

struct model {
    struct pp_arena arena;
    struct pp_case c; ///< plan: what earlier stages wrote
    struct people people;
    struct prices prices;
    struct assignment problem;
    int32_t *order;  ///< all practitioner rows in canonical order
    int32_t *family; ///< [job]: row; behind the jobs the rows of fixed families
    int32_t n_fixed;
    int32_t *practitioner; ///< [agent]: row
    int32_t *agent_of;     ///< [practitioner row]: agent, or NOBODY
    int32_t *start;        ///< [job]: the agent by the plan in force, else by the data; NOBODY
    struct pp_capacity *capacity; ///< [agent]
    const int32_t *fixed;         ///< as in terms
    struct amounts *held;         ///< [agent]: by fixed families; the room is what they leave
    int64_t offset;               ///< what the problem costs beyond the rules, whatever the answer
};

enum {
    MODEL_MOST_PAIRS = 1 << 28 ///< 2 GB of costs; a county has 7 million pairs
};

/**
 * Builds it; `c` is copied, what it and `terms` point to is borrowed; the model must not be moved.
 * Fixed families are no jobs: they must be allowed, and fit.  False: too large, or a weight too
 * large to count with.
 */
bool model_build(struct model *model, const struct pp_case *c, uint64_t seed,
                 const struct terms *terms, struct pp_err *err);
void model_finish(struct model *model);

#endif
