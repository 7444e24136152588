// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The service as it would be with one thing changed, and the allocation planned again from the plan
 * in force: what every sentence about a change is checked by before it is said.
 *
 * Planning again is the search of run.h.  In a small service every family is free; in a large one
 * only those near the change, the others stay where they are, and the bound says nothing of them.
 */
#ifndef ALLOCATION_WHATIF_H
#define ALLOCATION_WHATIF_H

#include "run.h"

/** A changed service; rows that did not change are those of the original. */
struct whatif {
    struct pp_service service;
    const struct pp_service *original;
    bool whole;   ///< the service is so small that every family is free
    int32_t near; ///< a practitioner whom the change is about; PP_NONE: nobody
    /** [family]: whom it stays with, as another solve had it; NULL: whatif_solve chooses. */
    const int32_t *fixed;
};

/** What planning again comes to. */
struct whatif_answer {
    int64_t cost, bound; ///< of the rules about families, moves counted from the plan in force
    int32_t left;        ///< families without a practitioner, and their children
    int32_t children;
    bool whole;           ///< every family was free: the bound is one for the service
    const int32_t *fixed; ///< [family]: whom it had to stay with, or PP_NONE; NULL when whole
    int32_t *holder;      ///< [family]; like `fixed` owned by the arena of the call
};

/** Nothing is changed yet. */
void whatif_begin(struct whatif *w, const struct pp_service *service);

/** What one place in the role takes: a family, and its share of the other caps, rounded up. */
struct pp_load whatif_place(const struct pp_service *service, int32_t role);

/** One more place with somebody.  False: they have no capacity at all, so no cap gives them one. */
bool whatif_add_place(struct whatif *w, int32_t practitioner);

/**
 * `count` full-time people more in a role, in a pod or PP_NONE, living where it is based, in post
 * and trained in the role's core courses and in nothing else.
 */
void whatif_add_posts(struct whatif *w, int32_t role, int32_t pod, int32_t count);

/** Other caps for everybody in a role. */
void whatif_set_caps(struct whatif *w, const struct pp_role *caps, int32_t role);

/** Somebody learns a skill for good. */
void whatif_train(struct whatif *w, int32_t practitioner, int32_t skill);

/**
 * Plans the changed service again from `plan`, which must keep every hard rule of it but
 * `placement`.  False: GLPK failed.
 */
bool whatif_solve(struct whatif *w, const struct pp_plan *plan, uint64_t seed,
                  struct whatif_answer *answer, struct pp_arena *arena, struct pp_err *err);

void whatif_finish(struct whatif *w);

#endif
