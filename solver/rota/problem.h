// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A rota as a question about lines of work.
 *
 * A cell is a shift on a date with the number of people it needs.  An option
 * is what a person may do on one date: nothing, training, or turns that do
 * not overlap, at most one duty and at most two standbys.  A choice is an option
 * on a date with its price for one person.  A line is one choice for each
 * day.  The rules stand behind these as resources (resources.h).
 *
 * Prices are int64_t in 1 / scale minutes, so that multipliers and the duals
 * of a linear programme are whole numbers and bounds are exact.
 */
#ifndef ROTA_PROBLEM_H
#define ROTA_PROBLEM_H

#include "machine.h"

#include <podplan/plan.h>
#include <podplan/rules.h>

enum {
    ROTA_FINEST = 4096, ///< most parts of a minute that prices are counted in
    ROTA_SUMS = 9,      ///< rules that count over the whole line
    ROTA_WINDOWS = 12,  ///< of the average week
    ROTA_COUNTERS = ROTA_SUMS + ROTA_WINDOWS,
    ROTA_PARTS = 3 ///< of an option: a duty, two standbys
};

/** The price of what is not allowed; sums of it with real prices stay above half of it. */
#define ROTA_BAN (INT64_MAX / 4)

/** A shift on a date. */
struct rota_cell {
    int32_t shift, day; ///< day 0 is the first of the rota
    int32_t need;       ///< people
};

struct rota_tie;

/** What a person may do on one date. */
struct rota_option {
    int32_t part[ROTA_PARTS]; ///< shifts: [0] the duty, then standbys; PP_NONE: none
    int32_t training;         ///< 0: none; else one more than the course of the problem
};

/** When the courses of a day last: from the first to begin to the last to end. */
struct rota_course {
    pp_minute begin, end;
};

/** People who may cover the same shifts. */
struct rota_group {
    int32_t *shifts; ///< in canonical order
    int32_t n_shifts;
    struct rota_option *options; ///< [0] nothing, then courses
    int32_t n_options;
    struct rota_machine machine;
};

enum {
    ROTA_DUTY_PART = 0,
    ROTA_STANDBY_PART = 1
};

enum {
    ROTA_FREE_OPTION,
    ROTA_MOST_BLOCKS = 30 ///< standbys by the week
};

struct rota_choice {
    int64_t price; ///< of what the rules charge for it on this date, less states and counters
    int32_t option;
    int32_t cell[ROTA_PARTS]; ///< PP_NONE: none
    int32_t amount[ROTA_COUNTERS];
};

/** A sum over the line: `price` for each unit above `free`, and never above `most`. */
struct rota_counter {
    bool binds;         ///< a line of this person can exceed `free`
    bool steeper;       ///< the second unit costs twice, and so on
    int64_t free, most; ///< most: INT64_MAX when soft
    int64_t price;
    int32_t unit; ///< the most that one choice amounts to
};

struct rota_person {
    int32_t practitioner, group;
    int64_t work;   ///< transitions looked at when one line is priced
    int32_t *first; ///< choices of day d: first[d] .. first[d + 1] - 1; the first does no turn
    struct rota_choice *choices;
    struct rota_counter counters[ROTA_COUNTERS];
    struct pp_window windows[ROTA_WINDOWS]; ///< of counters ROTA_SUMS ..; most: minutes of duty
    int32_t n_windows;
    int32_t *ahead; ///< [day * ROTA_COUNTERS + k]: the most that this day and later ones amount to
};

/** Turns by slot, which is practitioner * n_days + day. */
struct rota_held {
    int32_t *first; ///< slot s: shift[first[s]] .. shift[first[s + 1] - 1]; NULL: there are none
    int32_t *shift;
};

struct rota_problem {
    const struct pp_service *service;
    const struct pp_plan *plan;   ///< its seats, its dates and what it remembers are given
    struct pp_past past;          ///< what was worked before
    const struct pp_plan *before; ///< the plan in force; NULL: none
    int64_t extra;                ///< minutes for each turn of it that changes, besides the rule's
    pp_day from;
    int32_t weeks, n_days;

    struct rota_cell *cells; ///< by day, then shift in canonical order
    int32_t n_cells;
    int32_t *cell_of;      ///< [shift * n_days + day]; PP_NONE: does not run
    struct rota_tie *ties; ///< by cell (ties.h)
    int32_t n_ties;
    int32_t *tie_first;    ///< ties of cell c: tie_first[c] .. tie_first[c + 1] - 1
    int64_t scale;         ///< a power of two up to ROTA_FINEST; less when weights are huge
    int64_t short_price;   ///< of one person short
    int64_t surplus_price; ///< bounds give it for one person too many; a roster has none

    struct rota_group *groups;
    int32_t n_groups;
    struct rota_person *people; ///< in canonical order
    int32_t n_people;
    int32_t *person_of; ///< practitioner -> person

    int32_t *training;           ///< minutes of training [practitioner * n_days + day]; -1: none
    int32_t *course_of;          ///< the same shape: 0: none; else one more than the course
    struct rota_course *courses; ///< each different one
    int32_t n_courses;
    int32_t blocks[ROTA_MOST_BLOCKS]; ///< shifts
    int32_t n_blocks;
    struct rota_held was;         ///< the turns in force
    struct rota_held frozen;      ///< published turns that have to stay
    int32_t *fair[PP_TURN_KINDS]; ///< length n_practitioners
    int32_t *evenings_due;        ///< for families; length n_practitioners
    struct pp_band *bands;        ///< of contracts; length n_practitioners
    int64_t constant;             ///< price of what training alone breaks, whatever the lines

    int32_t first_changeable; ///< first day whose turns count as changed
    int64_t work;             ///< transitions looked at when everybody's line is priced
    bool narrowed; ///< some days have more options than were listed: no bound holds but 0
};

/**
 * Builds the problem of members service, plan, before, from and weeks, which are set and borrowed;
 * the rest lives in `arena`.  Fails when a group's shifts make more run states than can be held.
 */
bool problem_build(struct rota_problem *problem, struct pp_arena *arena, struct pp_err *err);

static inline pp_day problem_date(const struct rota_problem *problem, int32_t day)
{
    return problem->from + day;
}

#endif
