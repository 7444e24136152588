// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A roster: one line for each person, how many are on each row, and what it
 * costs.  It is kept exact, line by line.
 */
#ifndef LINES_ROSTER_H
#define LINES_ROSTER_H

#include "lines.h"

struct lines_roster {
    int32_t *lines;            ///< [person * n_days + day], choices
    int64_t *costs;            ///< of each person's line
    int32_t *states, *tallies; ///< [person * (n_days + 1) + day], and
    int64_t *amounts;          ///< [person * LINES_COUNTERS + counter]: of lines_course
    bool *present;             ///< false: the line is taken out
    int32_t *on;               ///< people on each row
    int64_t total;             ///< lines, rows, and the problem's constant
};

/** Nobody present. */
void roster_init(struct lines_roster *roster, const struct lines_problem *problem,
                 struct pp_arena *arena);

void roster_copy(struct lines_roster *to, const struct lines_roster *from,
                 const struct lines_problem *problem);

/** Puts a line in for a person who is not present; its cost is worked out anew. */
void roster_insert(struct lines_roster *roster, const struct lines_problem *problem, int32_t person,
                   const int32_t *line);

/** A roster of everybody's lines, [person * n_days + day]. */
void roster_make(struct lines_roster *roster, const struct lines_problem *problem,
                 const int32_t *lines, struct pp_arena *arena);

/** Takes everybody's lines when they are cheaper. */
void roster_take(struct lines_roster *roster, const struct lines_problem *problem,
                 const int32_t *lines);

/** Takes a person's line out; it stays readable in `lines`. */
void roster_remove(struct lines_roster *roster, const struct lines_problem *problem,
                   int32_t person);

/**
 * Gives a person who is present other choices on days from .. until - 1, unless that is forbidden.
 * Time: these days, and those after them on which run states are others.
 */
void roster_change(struct lines_roster *roster, const struct lines_problem *problem, int32_t person,
                   int32_t from, int32_t until, const int32_t *days);

/** Where a person's line stands; of somebody who is present. */
static inline struct lines_course roster_course(const struct lines_roster *roster,
                                                const struct lines_problem *problem, int32_t person)
{
    size_t at = (size_t)person * ((size_t)problem->n_days + 1);
    return (struct lines_course){roster->states + at, roster->tallies + at,
                                 roster->amounts + (size_t)person * LINES_COUNTERS};
}

static inline int32_t *roster_line(const struct lines_roster *roster,
                                   const struct lines_problem *problem, int32_t person)
{
    return roster->lines + (size_t)person * (size_t)problem->n_days;
}

/** What one more and one less on each row saves and costs; length n_rows each. */
void roster_margins(const struct lines_roster *roster, const struct lines_problem *problem,
                    int64_t *up, int64_t *down);

#endif
