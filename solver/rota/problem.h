// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A rota as a question about lines of work.
 *
 * A cell is a shift on a date with the number of people it needs.  An option
 * is what a person may do on one date: nothing, training, or turns that do
 * not overlap, at most one duty and at most two standbys.  The rules stand
 * behind them as resources (resources.h), and all of it is put into the form
 * of solver/lines (form.h): an option that is open to a person on a date is a
 * choice, and a cell is a row.
 */
#ifndef ROTA_PROBLEM_H
#define ROTA_PROBLEM_H

#include "lines.h"

#include <podplan/plan.h>
#include <podplan/rules.h>

enum {
    ROTA_SUMS = 8,     ///< counters of resources.h
    ROTA_WINDOWS = 36, ///< of the average week
    ROTA_PARTS = 3     ///< of an option: a duty, two standbys
};

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
    bool nights; ///< of the first day, where the problem is by_nights: the line may have nights
};

/** When the courses of a day last: from the first to begin to the last to end. */
struct rota_course {
    pp_minute begin, end;
};

/** People who may cover the same shifts; group g has machine g. */
struct rota_group {
    int32_t *shifts; ///< in canonical order
    int32_t n_shifts;
    struct rota_option *options; ///< [0] nothing, then courses
    int32_t n_options;
};

enum {
    ROTA_DUTY_PART = 0,
    ROTA_STANDBY_PART = 1
};

enum {
    ROTA_FREE_OPTION,
    ROTA_MOST_BLOCKS = 30 ///< standbys by the week
};

/** Person p of `lines` beside their choices. */
struct rota_person {
    int32_t practitioner, group;
    struct pp_window windows[ROTA_WINDOWS + 1]; ///< most: minutes of duty
    int32_t night_less[ROTA_WINDOWS + 1]; ///< of each, what it has less for whoever has nights
    int32_t n_windows;
    int32_t run_window; ///< of them that counts days: the run into what comes after; PP_NONE
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
    struct pp_after after;        ///< what was published of the days after
    const struct pp_plan *before; ///< the plan in force; NULL: none
    int64_t extra;                ///< minutes for each turn of it that changes, besides the rule's
    pp_day from;
    int32_t weeks, n_days;

    struct rota_cell *cells; ///< by day, then shift in canonical order
    int32_t n_cells;
    int32_t *cell_of;      ///< [shift * n_days + day]; PP_NONE: does not run
    struct rota_tie *ties; ///< by cell (ties.h)
    int32_t n_ties;
    int32_t *tie_first; ///< ties of cell c: tie_first[c] .. tie_first[c + 1] - 1

    struct rota_group *groups;
    int32_t n_groups;
    struct rota_person *people; ///< in canonical order
    int32_t n_people;
    int32_t *kind_of;     ///< day -> kind, for the machines
    int32_t *day_of_kind; ///< a day that stands for the kind
    int32_t n_kinds;

    struct pp_index seats;       ///< of each practitioner: rows of plan->seats
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
    int64_t constant;             ///< minutes of what training alone breaks, whatever the lines
    bool *firm;                   ///< of each row: a rota never has more on it than `most`

    int32_t n_settled;        ///< days that have passed and were worked as published
    int32_t first_changeable; ///< first day whose turns count as changed
    bool by_nights; ///< the first day of a line says whether it has nights, and so its windows
    bool narrowed;  ///< some days have more options than were listed: no bound holds but 0

    struct lines_problem lines; ///< all of it in the form of solver/lines
};

/**
 * Builds the problem of members service, plan, before, extra, from and weeks, which are set and
 * borrowed; the rest lives in `arena`.  Fails when a group's shifts make more run states than can
 * be held.
 */
bool problem_build(struct rota_problem *problem, struct pp_arena *arena, struct pp_err *err);

static inline pp_day problem_date(const struct rota_problem *problem, int32_t day)
{
    return problem->from + day;
}

/** What a choice of person p is. */
static inline const struct rota_option *problem_option(const struct rota_problem *problem,
                                                       int32_t p, int32_t choice)
{
    const struct rota_group *group = &problem->groups[problem->people[p].group];
    return &group->options[problem->lines.people[p].choices[choice].option];
}

/** True when an option has a turn on the shift. */
static inline bool option_has(const struct rota_option *option, int32_t shift)
{
    return option->part[0] == shift || option->part[1] == shift || option->part[2] == shift;
}

/** True when an option has a duty or a standby. */
static inline bool option_is_work(const struct rota_option *option)
{
    return option->part[0] != PP_NONE || option->part[1] != PP_NONE || option->part[2] != PP_NONE;
}

/** The row of a cell; those of its ties follow it (form.h). */
int32_t problem_row(const struct rota_problem *problem, int32_t cell);

#endif
