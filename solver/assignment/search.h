// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From a problem to the best answer the budget allows, with its bound: first answer, Lagrangian
 * bound, dives and group re-dives in rounds.
 */
#ifndef ASSIGNMENT_SEARCH_H
#define ASSIGNMENT_SEARCH_H

#include "answer.h"
#include "pace.h"

struct search_result {
    struct answer *answer; ///< every room kept; owned by the arena
    int64_t bound;         ///< whole minutes: no answer costs less
    int32_t rounds;        ///< that were run
};

/**
 * `start`: [job] the agent to begin with, or NOBODY; with `settled` it is the plan in force, which
 * is left as it is where no small move pays.  False: GLPK failed.
 */
bool search_run(const struct assignment *problem, const int32_t *start, bool settled, uint64_t seed,
                struct pace *pace, struct pp_arena *arena, struct search_result *result,
                struct pp_err *err);

#endif
