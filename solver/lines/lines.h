// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lines of work: everybody has one choice a day, and what they choose together
 * has to fill rows.
 *
 *   min  sum of prices of choices, run states and counters  +  sum of rows,
 *
 * where a *row* belongs to one day, counts choices (+1 or -1), and charges for
 * each one below `need` and above `most`; a *counter* belongs to one person and
 * sums amounts over the line, between hard limits, with a price for what is
 * below `low` or above `high`; and the *run states* of a machine say which
 * choice may follow which (machine.h).
 *
 * The service's rota (solver/rota) and the published benchmarks (tests/bench)
 * are both put into this form; a part of a problem (part.h) is one again.
 *
 * Prices are int64_t in 1 / scale of a whole unit, so that duals are whole
 * numbers and bounds are exact.  A line is an array of n_days indices into the
 * person's choices.
 */
#ifndef LINES_LINES_H
#define LINES_LINES_H

#include "machine.h"

#include <podplan/arena.h>
#include <podplan/err.h>

#include <stdbool.h>
#include <stdint.h>

enum {
    LINES_COUNTERS = 48, ///< most counters of a person
    LINES_TALLY = 0,     ///< the counter that run states add to
    LINES_TALLIES = 64,  ///< end_least tells so many apart; higher tallies count as the last
    LINES_FINEST = 4096  ///< most parts of a whole unit
};

/** The price of what is not allowed: above every real sum, and a thousand of it are still a sum. */
#define LINES_BAN ((int64_t)1 << 50)

/** No limit of a counter. */
#define LINES_FREE (INT32_MAX / 4)

struct lines_row {
    int32_t day; ///< rows are sorted by it
    int32_t need, most;
    int64_t under, over; ///< price of each one below need, above most; at most LINES_BAN
};

/** What a choice does to a row of its day. */
struct lines_touch {
    int32_t row, sign;
};

/** What a choice adds to a counter of its person. */
struct lines_count {
    int32_t counter, amount;
};

struct lines_choice {
    int64_t price;
    int32_t option;         ///< of the machine
    int32_t touch, n_touch; ///< in the problem's touches
    int32_t count, n_count; ///< in the problem's counts
};

/** Choices of a day that differ in nothing but their price, their rows and relaxed counters. */
struct lines_class {
    int32_t way;
    int32_t step;  ///< added to the sum, in its units
    int32_t tally; ///< the most that it adds to the tally
};

struct lines_counter {
    int32_t least, most; ///< hard
    int32_t low, high;   ///< free between them
    int64_t under, over; ///< price of each unit below low, above high
    bool steeper;        ///< above high the second unit costs twice as much as the first, ...
    int32_t unit;        ///< what a choice amounts to, so that steps on counters are alike; 0: 1
};

struct lines_person {
    int32_t machine;
    int32_t start;            ///< run state of the first morning
    const int64_t *end;       ///< [state]: price of ending there, LINES_BAN: forbidden; NULL: 0
    const int32_t *end_least; ///< [state * LINES_TALLIES + tally]: least sum to end with; NULL: 0
    const int32_t *end_tally; ///< [state]: what that adds to the tally; NULL: 0
    int32_t *first;           ///< choices of day d: first[d] .. first[d + 1] - 1; never none
    struct lines_choice *choices;
    const int32_t *class_of;    ///< of each choice
    const int32_t *class_first; ///< classes of day d: class_first[d] .. class_first[d + 1] - 1
    const struct lines_class *classes; ///< lines_complete makes all three
    struct lines_counter *counters;
    int32_t n_counters;
    int32_t sum;      ///< the counter that has a hard least, carried exactly; -1: none
    int32_t sum_unit; ///< every amount of it is a multiple of this
};

struct lines_problem {
    int32_t n_days, n_rows, n_people;
    int32_t first_day; ///< day 0 in the count of days of the machines
    int32_t row_base;  ///< touches count rows from here
    struct lines_row *rows;
    const int32_t *row_first; ///< rows of day d: from row_first[d] - row_first[0]
    struct lines_person *people;
    const struct lines_machine *machines;
    const struct lines_touch *touches;
    const struct lines_count *counts;
    int64_t scale;    ///< a power of two
    int32_t coarse;   ///< bits of prices that the programme of one line leaves out
    int64_t constant; ///< of every roster
};

/** The most of a counter that is free; its hard limit can be below `high`. */
static inline int32_t lines_free_most(const struct lines_counter *counter)
{
    return counter->high < counter->most ? counter->high : counter->most;
}

/** The least of a counter that is free. */
static inline int32_t lines_free_least(const struct lines_counter *counter)
{
    return counter->low > counter->least ? counter->low : counter->least;
}

/** The least sum of a line that ends in a state with a tally. */
static inline int32_t lines_end_least(const struct lines_person *person, int32_t state,
                                      int64_t tally)
{
    int32_t at = tally < LINES_TALLIES ? (int32_t)tally : LINES_TALLIES - 1;
    return person->end_least == NULL ? 0 : person->end_least[state * LINES_TALLIES + at];
}

/** What a row costs when `n` are on it. */
static inline int64_t lines_row_cost(const struct lines_row *row, int32_t n)
{
    return n < row->need   ? (row->need - n) * row->under
           : n > row->most ? (n - row->most) * row->over
                           : 0;
}

/** The number of the first row of a day, up to day n_days. */
static inline int32_t lines_row_of_day(const struct lines_problem *problem, int32_t day)
{
    return problem->row_first[day] - problem->row_first[0];
}

/** A price in whole units, rounded up: rosters cost whole units, so their bounds may be rounded. */
static inline int64_t lines_units(const struct lines_problem *problem, int64_t price)
{
    int64_t down = price / problem->scale;
    return down + (price > down * problem->scale);
}

/**
 * The problem on days from .. until - 1 only.  Everything is borrowed and people are as they were:
 * the caller says who they are on these days.
 */
struct lines_problem lines_days(const struct lines_problem *whole, int32_t from, int32_t until);

/**
 * The run state after days from .. until - 1 of a line, when it was `state` before; adds what the
 * days amount to.
 */
int32_t lines_walk(const struct lines_problem *problem, int32_t person, const int32_t *line,
                   int32_t state, int32_t from, int32_t until, int64_t *amounts);

/** What a choice adds to a counter. */
int32_t lines_amount(const struct lines_problem *problem, const struct lines_choice *choice,
                     int32_t counter);

/** What the dearest row charges for one below its need, as a measure of what is much. */
double lines_dearest(const struct lines_problem *problem);

/** What a counter costs at `n`; LINES_BAN outside its hard limits. */
int64_t lines_counter_cost(const struct lines_counter *counter, int64_t n);

/** The counter's limits less what is spent of it elsewhere. */
void lines_spend(struct lines_counter *counter, int64_t spent);

/**
 * min over n >= from of cost(n) - multiplier x n, within the hard limits, and n at most `to`: what
 * a relaxed counter costs at least, when the line pays the multiplier for each unit.
 */
int64_t lines_counter_relaxed(const struct lines_counter *counter, int64_t multiplier, int64_t from,
                              int64_t to);

/** True when an open choice of a person touches a row. */
bool lines_can_touch(const struct lines_problem *problem, int32_t person, int32_t row);

/** Units of each counter on a line, with what run states add. Length n_counters. */
void lines_amounts(const struct lines_problem *problem, int32_t person, const int32_t *line,
                   int64_t *amounts);

/** What a line costs: choices, states, counters; LINES_BAN when it breaks a hard limit. */
int64_t lines_cost(const struct lines_problem *problem, int32_t person, const int32_t *line);

/** Adds what a choice counts, so many times, to amounts. */
void lines_add_counts(const struct lines_problem *problem, const struct lines_choice *choice,
                      int64_t times, int64_t *amounts);

/** Where a line stands; the arrays belong to who made them. */
struct lines_course {
    int32_t *states;  ///< before each day and at the end: length n_days + 1
    int32_t *tallies; ///< of the days before, without what ends add: length n_days + 1
    int64_t *amounts; ///< of the whole line, as lines_amounts says: length n_counters
};

/** As lines_cost; keeps the course, unless the line is forbidden. */
int64_t lines_follow(const struct lines_problem *problem, int32_t person, const int32_t *line,
                     struct lines_course course);

/**
 * Sorts everybody's choices into classes and indexes the rows by day; call it once, when the
 * problem is complete.
 */
void lines_complete(struct lines_problem *problem, struct pp_arena *arena);

/** True when the tally can be carried exactly: it has a hard limit and, unless ends ask, no price. */
static inline bool lines_tally_binds(const struct lines_person *person)
{
    const struct lines_counter *tally = &person->counters[LINES_TALLY];
    bool free = tally->high >= tally->most && tally->low <= 0;
    return tally->most < LINES_FREE && (free || person->end_least != NULL);
}

#endif
