// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Days of a line that stay as they are, walked from every run state in which
 * they might begin: where each leads, what it costs and what it tallies, next
 * to the path that the line takes today.
 */
#ifndef LINES_REST_H
#define LINES_REST_H

#include "roster.h"

/** What the days make of one run state. */
struct rest_path {
    int32_t state;  ///< at the end of the days
    int64_t price;  ///< next to today's path
    int64_t tally;  ///< of the days; with what the end of the line adds, if they reach it
    bool forbidden; ///< then nothing else is said
};

/** The paths of days from .. until - 1 of a person's line from each of the machine's states. */
struct rest_path *rest_paths(const struct lines_problem *whole, const struct lines_roster *roster,
                             int32_t p, int32_t from, int32_t until, struct pp_arena *arena);

#endif
