// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The master programme: which lines, in what parts.
 *
 *   min  sum cost x + under + over   subject to
 *        need <= lines on each row + under - over <= most,   one line a person,   x >= 0
 *
 * Days of people may be fixed to a choice; lines that do otherwise are barred, by their bound:
 * the dual simplex method goes on from the basis there is, and what new lines bring is left to
 * the primal one.  A person who is left without a line has none, at a price above all.
 *
 * Most rosters fill most rows exactly, and each such row stalls the simplex method.  So rows ask
 * for a little less than they need, each by an amount of its own (Charnes 1952); the objective
 * is told without it: as what the duals say of the rows as they are, which is never too much.
 */
#ifndef LINES_COLUMNS_H
#define LINES_COLUMNS_H

#include "lines.h"
#include "lp.h"
#include "pace.h"
#include "roster.h"

struct column {
    int32_t person;
    bool barred;
    int64_t cost;
    double part; ///< in the last solution
    uint64_t hash;
    int32_t *line;
};

/** How far rows stay below their needs, or go above their mosts, together. */
struct columns_stretch {
    bool over;           ///< above the mosts; else below the needs
    int32_t from, until; ///< rows of the problem
};

struct columns_limit {
    struct columns_stretch of;
    bool most;   ///< at most; else at least
    double less; ///< that its rows ask for, together
};

struct columns {
    struct pp_arena arena;
    const struct lines_problem *problem;
    struct lp *lp;
    int32_t n_rows;      ///< of the programme
    int32_t *row_of;     ///< row of the problem -> row of the programme; -1: nobody can touch it
    int64_t fixed_cost;  ///< scaled
    struct column *list; ///< in the order of the programme, behind the elastic columns
    int32_t n, capacity;
    int32_t n_kept; ///< when the list was last cleared of columns that help nobody
    int32_t *slots; ///< hash table of the list; rebuilt when columns go
    int32_t n_slots;
    int32_t *fixed; ///< [person * n_days + day]: a choice, -1: free
    int32_t *index; ///< scratch of a column
    double *value;
    double *less;                 ///< that each row of the programme asks for
    struct columns_limit *limits; ///< rows of the programme behind the people
    int32_t n_limits, limits_capacity;
    int64_t most_steps; ///< of the simplex method, all together; 0: no limit
    bool barring;       ///< bounds have changed since the last solve
    double unit;        ///< price of the dearest row, in whole units
    double no_line;     ///< price of having none, in whole units
    double objective;   ///< in whole units, with the constant
    bool lost;          ///< GLPK gave up
};

void columns_begin(struct columns *columns, const struct lines_problem *problem);
void columns_finish(struct columns *columns);

/** Adds a line unless it is known; true when it was new. */
bool columns_add(struct columns *columns, int32_t person, const int32_t *line);

/** Adds everybody's line of a roster. */
void columns_add_roster(struct columns *columns, const struct lines_roster *roster);

/** A limit without effect; returns its number. */
int32_t columns_add_limit(struct columns *columns, struct columns_stretch of, bool most);

/** Sets a limit; LINES_FREE for at most and 0 for at least are none. */
void columns_limit(struct columns *columns, int32_t limit, int32_t at);

/** Limits may be missed at a price like that of a row, or only where nothing else is left. */
void columns_soften(struct columns *columns, bool soft);

/** A limit's dual, as a whole price. */
int64_t columns_limit_dual(const struct columns *columns, int32_t limit);

/** Whether a row counts: what is free may be as large as the programme likes, and says nothing. */
bool columns_counts(const struct columns *columns, int32_t row, const struct columns_stretch *of);

/** What it is in the last solution. */
double columns_total(const struct columns *columns, const struct columns_stretch *of);

/** Where each person's choices begin in what columns_choices writes; length n_people + 1. */
void columns_choice_bases(const struct lines_problem *problem, size_t *base);

/** The part of each choice in the last solution: of choice c of a person base + c - first[0]. */
void columns_choices(const struct columns *columns, const size_t *base, double *part);

/** Solves; false when it was stopped, was tired on the way, or GLPK gave up. */
bool columns_solve(struct columns *columns, struct pace *pace);

/** True when the simplex method has had its steps. */
bool columns_tired(const struct columns *columns);

/**
 * The duals as whole prices: of rows (length n_rows), within their boxes unless there are limits,
 * and of people (length n_people).
 */
void columns_duals(const struct columns *columns, int64_t *worth, int64_t *due);

/** The choice that a day of a person is fixed to; -1: it is free. */
static inline int32_t *columns_fixed(const struct columns *columns, int32_t person, int32_t day)
{
    return &columns->fixed[(size_t)person * (size_t)columns->problem->n_days + (size_t)day];
}

/** Frees every day; columns_refix has to follow, as after any other change of `fixed`. */
void columns_unfix(struct columns *columns);

/** Bars and frees lines after `fixed` has changed. */
void columns_refix(struct columns *columns);

/**
 * Deletes lines that are out of the basis and dear, when there are many new ones.  Call it before
 * lines are added after a solve.
 */
void columns_purge(struct columns *columns);

#endif
