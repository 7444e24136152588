// SPDX-License-Identifier: GPL-3.0-or-later
/* One run of the search on the service: which families are where, by rows, and what it costs. */
#ifndef ALLOCATION_RUN_H
#define ALLOCATION_RUN_H

#include "model.h"
#include "pace.h"

/** What all runs of one allocation share. */
struct engine {
    struct pp_case c;
    const struct pp_solver_settings *settings;
    struct pace pace;
    struct pp_arena arena; ///< outcomes live here
};

/** An allocation. */
struct outcome {
    int32_t *holder; ///< [family row]: practitioner row, or PP_NONE
    int64_t cost;    ///< by the rules of families, moves at the weight of `continuity`
    int64_t bound;   ///< no allocation of the run's terms costs less, moves at weight + extra
    int32_t left;    ///< families without a practitioner
    int32_t moved;   ///< families that change hands
    int32_t rounds;
};

/** Families that do not keep whom they had; `holder` as in an outcome. */
int32_t run_count_moved(const struct pp_case *c, const int32_t *holder);

/** An outcome whose families are all without anybody. */
struct outcome run_outcome(struct engine *engine);

/** How far one run goes. */
struct run_effort {
    int32_t rounds; ///< at most
    int32_t part;   ///< 1 / part of the time that is left, where there is a limit of time
    bool restless;  ///< goes on from a plan in force that no small move improves
};

/** Builds the model on these terms and searches.  False: too large, or GLPK failed. */
bool run_within(struct engine *engine, const struct terms *terms, struct run_effort effort,
                struct outcome *outcome, struct pp_err *err);

/** The same with a share (1 / `part`) of all the rounds and of the time. */
bool run_search(struct engine *engine, const struct terms *terms, int32_t part,
                struct outcome *outcome, struct pp_err *err);

#endif
