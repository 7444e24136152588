// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Neighbourhoods: a part of the roster is freed and solved anew by column
 * generation and a dive.  Several threads solve parts that have no day of a
 * person in common; what they find is taken in their order, so that the number
 * of threads and their speed change nothing but the time.
 */
#ifndef LINES_HOOD_H
#define LINES_HOOD_H

#include "crew.h"
#include "pace.h"
#include "part.h"

#include <podplan/rng.h>

enum {
    HOOD_SIDES = 12, ///< parts solved side by side at most, on however many threads
    HOOD_LENGTHS = 6 ///< of time that parts have
};

/* One part under way. */
struct hood_side {
    struct pp_arena arena;
    struct part part;
    struct part_days days;
    bool open; ///< there is a part
    bool found;
    bool equal; ///< a roster that is no worse will do
    int64_t work;
    uint64_t seed;
    struct pace pace;
    int32_t *lines; ///< found
};

struct hood {
    const struct lines_problem *problem;
    struct crew *crew;
    struct pace *pace;
    struct pp_rng *rng;
    struct lines_roster *now;
    double work;                ///< that a part should cost
    double sizes[HOOD_LENGTHS]; ///< people in a part of each length of time
    int32_t length;             ///< which, in this round
    uint32_t *drawn;            ///< of each person: a bit for every side of this round
    struct hood_side sides[HOOD_SIDES];
};

/** `work`: what a part should cost, in steps of the simplex method x rows. */
void hood_init(struct hood *hood, const struct lines_problem *problem, struct crew *crew,
               struct pace *pace, struct pp_rng *rng, double work, struct lines_roster *now,
               struct pp_arena *arena);

/** One round: as many parts as have room; `now` becomes no worse.  Returns how many there were. */
int32_t hood_round(struct hood *hood);

#endif
