// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Step-down: a social worker beside the practitioner of each escalated family that needs one.
 *
 * Who needs one is settled before anything is solved (pp_escalation_of), and whoever may be beside
 * holds no families of their own.  So this is an assignment problem apart from that of the families,
 * solved by the same search: both optima, and both bounds, add up.
 */
#ifndef ALLOCATION_STEP_DOWN_H
#define ALLOCATION_STEP_DOWN_H

#include "run.h"
#include "signature.h"

/** What it costs, by the rules social_worker, continuity, travel and balance. */
struct step_down_cost {
    int64_t cost, bound;
    int32_t wanting; ///< escalated families without a social worker
};

/**
 * Writes the plan's social workers, whose placements are there, and names what does not fit.
 * False: GLPK failed.
 */
bool step_down_solve(struct engine *engine, const struct signature *order, struct pp_plan *plan,
                     struct step_down_cost *cost, struct pp_err *err);

#endif
