// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of a problem: some people, a stretch of days or two, everything else
 * as a roster has it.  A part is a problem of its own, and its lines are in
 * terms of its own choices.
 *
 * Between two stretches a part has one more day, the *bridge*, with one choice,
 * which stands for all the days between: run states lead over it to where those
 * days lead them.
 */
#ifndef LINES_PART_H
#define LINES_PART_H

#include "roster.h"

enum {
    PART_STRETCHES = 2
};

/** Days from .. until - 1 of the whole. */
struct stretch {
    int32_t from, until;
};

/** In the order of time, with a day between them at least. */
struct part_days {
    struct stretch stretches[PART_STRETCHES];
    int32_t n;
};

struct part {
    struct pp_arena *arena; ///< the caller's
    struct lines_problem problem;
    int32_t *people; ///< of the whole, in its order
    struct part_days days;
};

/** `people` are different ones, in ascending order. */
void part_begin(struct part *part, const struct lines_problem *whole,
                const struct lines_roster *roster, const int32_t *people, int32_t n_people,
                struct part_days days, struct pp_arena *arena);

/** Copies the roster's lines of the part, [i * days of the part]. */
void part_read(const struct part *part, const struct lines_problem *whole,
               const struct lines_roster *roster, int32_t *lines);

/**
 * Puts lines of the part ([i * days of the part]) into the whole's roster.  A line that is not legal
 * there any more, because other days of the person have changed since, stays out.
 */
void part_apply(const struct part *part, const struct lines_problem *whole,
                struct lines_roster *roster, const int32_t *lines);

/** The day of the whole that is the part's `day`; -1: the bridge. */
static inline int32_t part_day(const struct part_days *days, int32_t day)
{
    const struct stretch *first = &days->stretches[0], *second = &days->stretches[1];
    int32_t length = first->until - first->from;
    return day < length ? first->from + day : day == length ? -1 : second->from + day - length - 1;
}

/** Two stretches that are a day apart at least, of one each. */
struct part_days part_days_join(struct part_days one, struct part_days other);

/** True when days have one in common, or fewer than `apart` between. */
bool part_days_meet(const struct part_days *one, const struct part_days *other, int32_t apart);

#endif
