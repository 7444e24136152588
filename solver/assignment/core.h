// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is still open of an assignment problem: some of its jobs, some of its agents with the room
 * they have left, and the pairs that may still matter.  The whole problem is a core; so is what a
 * dive has left to decide, and a group of neighbouring agents whose jobs are dealt out anew.
 *
 * Pairs stand agent by agent, in arrays of one number each, because every sweep reads them all.
 * Prices and costs inside a core count in `scale`ths of a minute.
 */
#ifndef ASSIGNMENT_CORE_H
#define ASSIGNMENT_CORE_H

#include "answer.h"

enum {
    CORE_MOST_PRICE = 1 << 30, ///< scaled: no job is ever worth more, no cost counts for more
    CORE_MOST_SCALE = 1024
};

/** How loads of the curve's measure are told apart: in buckets of `step`, a multiple of `unit`. */
struct buckets {
    int32_t unit[MEASURES]; ///< all sizes of a measure are multiples of it
    int32_t step;
    int32_t count;
    bool exact; ///< step is the unit: one load in each bucket
};

/** What all cores of one problem share. */
struct frame {
    const struct assignment *whole;
    int32_t scale;
    int32_t price; ///< scaled: most that a job is worth
    bool single;   ///< only `measure` counts, and there is no curve
    enum measure measure;
    struct buckets buckets;
    struct amounts largest; ///< size of any pair, measure by measure
};

struct core {
    struct frame frame;
    int32_t n_jobs, n_agents, n_pairs;
    int32_t *job, *agent;    ///< of the whole
    struct amounts *room;    ///< [agent]: left
    int32_t *held;           ///< [agent]: what it holds already of the curve's measure
    int32_t *begin;          ///< [n_agents + 1]: first pair of each agent
    int32_t *of;             ///< [pair]: job
    int32_t *cost;           ///< [pair]: scaled
    int32_t *size[MEASURES]; ///< [pair]; NULL: does not count
    float *per_size;         ///< [pair]: 1 / size, when `single`
    struct amounts *reach;   ///< [agent]: its room, but no more than all its pairs together
    struct amounts *largest; ///< [agent]: the largest of its pairs, measure by measure
    int64_t *floor_of; ///< scaled, at most the curve; shared with the core it was narrowed from
    int64_t *floor_at; ///< [agent]: where in it a load on top of `held` begins, bucket by bucket
};

/** Some of the jobs or agents of the whole. */
struct choice {
    const int32_t *of;
    int32_t n;
};

/** O(jobs), or O(pairs) when sizes differ by pair. */
struct frame core_frame(const struct assignment *whole);

/**
 * The core of these jobs, which have no agent in `answer`, and these agents with the room they have
 * left: the pairs that fit and have `alive[assignment_pair(job, agent)]` (NULL: all).  Owned by the
 * arena.  O(jobs x agents).
 */
struct core *core_open(const struct frame *frame, const struct answer *answer, const uint8_t *alive,
                       struct choice jobs, struct choice agents, struct pp_arena *arena);

/** Tables of its own, so that the core it was narrowed from may go. */
void core_draw_curves(struct core *core, struct pp_arena *arena);

/** What core_narrow took over, for the prices and shares that belong to it. */
struct kept {
    int32_t *pair; ///< [pair]: which it was
    int32_t *job;  ///< [job]
};

/**
 * What is left of `from` once job j has got pair `pick[j]` (NOBODY: it is open still) and only
 * pairs with `keep[pair]` remain.  Owned by the arena.  O(pairs).
 */
struct core *core_narrow(const struct core *from, const int32_t *pick, const bool *keep,
                         struct kept *kept, struct pp_arena *arena);

#endif
