// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An allocation that never passes a number of moves: what is kept, and a search around it.
 *
 * A family counts as moved when it had somebody and is not with them.  Everything here is priced
 * exactly by the model, whose terms have no extra minutes.
 */
#ifndef ALLOCATION_LIMIT_H
#define ALLOCATION_LIMIT_H

#include "run.h"

#include <podplan/rng.h>

struct limited {
    const struct model *model;
    int32_t *home;        ///< [job]: who has it and may keep it; NOBODY
    bool *counted;        ///< [job]: had somebody, so that another holder is a move
    bool *crowded;        ///< [agent]: what it has at home is over its room
    int32_t most;         ///< moves
    int32_t *agent;       ///< [job]: or NOBODY
    struct amounts *load; ///< [agent]
    int32_t moved;        ///< fixed families that are not where they were included
    int64_t cost;         ///< as the model counts
};

/** Everybody without anybody; `most` is for the caller to set. Owned by the arena. */
struct limited *limit_create(const struct model *model, struct pp_arena *arena);

/**
 * Leaves every family where it is as far as the rules allow, from a crowded caseload as many as
 * there is room for, and nobody elsewhere: `moved` is then the number that nothing can avoid.
 */
void limit_keep(struct limited *limited);

/** Gives agents to jobs without one, cheapest first, within the limit. O(jobs x agents). */
void limit_fill(struct limited *limited);

/**
 * Takes over from `holder` ([family row]) what makes the allocation cheaper within the limit.  The
 * two differ in parts that share no caseload; a knapsack over these chooses. O(jobs + parts x most).
 */
void limit_mix(struct limited *limited, const int32_t *holder);

/**
 * Shifts, swaps, one move given back for another, then `rounds` of ruin and recreate on a few
 * caseloads in which a move counts about `price` minutes.  Never dearer, never over the limit.
 */
void limit_search(struct limited *limited, int64_t price, int32_t rounds, uint64_t seed,
                  struct pace *pace);

/** What every allocation costs at least: each family with the cheapest who may have it. O(pairs). */
int64_t limit_floor(const struct limited *limited);

/** By rows of the service: `holder` and the counts; `bound` and `rounds` are the caller's. */
void limit_write(const struct limited *limited, struct outcome *outcome);

/* limit_moves.c */

/** What a job costs with an agent, curves apart; NOBODY has a price too; FORBIDDEN. */
int64_t limit_pair(const struct limited *limited, int32_t job, int32_t agent);

/** 1 when the job would have moved. */
static inline int32_t limit_moved(const struct limited *l, int32_t job, int32_t agent)
{
    return l->counted[job] && (agent == NOBODY || agent != l->home[job]);
}

/** Has room for the job besides what it holds. */
bool limit_has_room(const struct limited *limited, int32_t job, int32_t agent);

/** What the curve of an agent changes by when the job comes (sign 1) or goes (-1). */
int64_t limit_curve(const struct limited *limited, int32_t job, int32_t agent, int32_t sign);

/** Puts the job there whatever room there is. */
void limit_put(struct limited *limited, int32_t job, int32_t agent);

/** No more than its room. */
bool limit_holds(const struct limited *limited, int32_t agent);

/** One pass of shifts, swaps and exchanges over all jobs; true when it found anything. */
bool limit_pass(struct limited *limited, struct pp_arena *scratch, struct pace *pace);

#endif
