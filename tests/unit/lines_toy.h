// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Toy problems of lines, by chance and as small as can be counted through: what lines and rosters
 * cost, by rules that are written down here once more.
 */
#ifndef TESTS_LINES_TOY_H
#define TESTS_LINES_TOY_H

#include "programme.h"
#include "roster.h"

#include <podplan/rng.h>

enum {
    OPTIONS = 3, ///< off, early, late
    OFF = 0,
    EARLY = 1,
    LATE = 2,
    KINDS = 2, ///< of days: 1 is a weekend
    MINUTES = 1,
    LATES = 2,
    SHIFTS = 3,
    COUNTERS = 4,
    MANY = 18, ///< counters where each shift counts again and again: more than a search carries
    MOST_RUN = 3,
    MOST_DAYS = 6,
    MOST_PEOPLE = 3
};

struct toy {
    struct pp_arena arena;
    struct pp_rng rng;
    struct lines_problem problem;
    struct lines_machine machine;
    int32_t *kind_of;
    struct lines_touch *touches;
    struct lines_count *counts;
    int32_t n_touches, n_counts, n_counters;
    int32_t start[MOST_PEOPLE]; ///< of `starts`
};

void open_toy(struct toy *toy, uint64_t seed, int32_t n_people, int32_t n_days);
void close_toy(struct toy *toy);

/** A price below `most` whole units. */
int64_t toy_price_below(struct toy *toy, int32_t most);

/** An automaton: works at most MOST_RUN days in a row; each on a weekend is one of the tally. */
int32_t toy_next_run(const void *user, int32_t value, int32_t kind, int32_t option,
                     struct lines_charge *charge);

/** What a line costs by its automata, day by day; LINES_BAN: not allowed. */
int64_t truth_of_line(const struct toy *toy, int32_t p, const int32_t *line);

/** The next line in turn; false after the last. */
bool next_line(const struct toy *toy, int32_t p, int32_t *line);
void first_line(const struct toy *toy, int32_t p, int32_t *line);

/** A legal line by chance; false when there is none. */
bool draw_line(struct toy *toy, int32_t p, int32_t *line);

/** A line for everybody, by chance; false when somebody has none. */
bool draw_lines(struct toy *toy, struct lines_roster *roster);

/** Fails unless a roster stands as one made anew of its lines. */
void assert_as_anew(struct toy *toy, const struct lines_roster *roster);

/** What a line is worth to rows that pay `up` for one more and `down` for one less. */
int64_t worth_of_line(const struct toy *toy, int32_t p, const int32_t *line,
                      struct line_worth worth);

/** The least cost of any roster of persons p .., with those before on their rows; LINES_BAN: none. */
int64_t truth_of_rosters(const struct toy *toy, int32_t p, int64_t paid, int32_t *on);

#endif
