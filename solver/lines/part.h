// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of a problem: some people, some days next to each other, everything
 * else as a roster has it.  A part is a problem of its own, whose lines are in
 * terms of the whole's choices.
 */
#ifndef LINES_PART_H
#define LINES_PART_H

#include "roster.h"

struct part {
    struct pp_arena *arena; ///< the caller's
    struct lines_problem problem;
    int32_t *people;     ///< of the whole, in its order
    int32_t from, until; ///< days of the whole
};

/** `people` are different ones, in ascending order. */
void part_begin(struct part *part, const struct lines_problem *whole,
                const struct lines_roster *roster, const int32_t *people, int32_t n_people,
                int32_t from, int32_t until, struct pp_arena *arena);

/** The roster's line of the part's person `i`. */
static inline const int32_t *part_line(const struct part *part, const struct lines_problem *whole,
                                       const struct lines_roster *roster, int32_t i)
{
    return roster_line(roster, whole, part->people[i]) + part->from;
}

/** Copies the roster's lines of the part, [i * days of the part]. */
void part_read(const struct part *part, const struct lines_problem *whole,
               const struct lines_roster *roster, int32_t *lines);

/**
 * Puts lines of the part ([i * days of the part]) into the whole's roster.  A line that is not legal
 * there any more, because other days of the person have changed since, stays out.
 */
void part_apply(const struct part *part, const struct lines_problem *whole,
                struct lines_roster *roster, const int32_t *lines);

#endif
