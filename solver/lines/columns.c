// SPDX-License-Identifier: GPL-3.0-or-later
/* The master programme on GLPK (columns.h). */
#include "columns.h"

#include <podplan/rng.h>

#include <math.h>
#include <string.h>

enum {
    SLICE = 400,        ///< iterations between two looks at the clock
    PURGE_PERCENT = 30, ///< more columns than at the last purge: time for another
    LEAST_PURGE = 50
};

/* In parts of the dearest row. */
static const double BAR = 200;       ///< that a barred line costs more
static const double TOO_DEAR = 0.06; ///< reduced cost of a line that goes
static const double NOTHING = 1e-9;

/* ---- Building ---- */

static void note(struct columns *columns, bool fine)
{
    columns->lost = columns->lost || !fine;
}

static void add_elastic(struct columns *columns, int32_t row, double sign, int64_t price)
{
    double scale = (double)columns->problem->scale;
    struct lp_line column = {
        .cost = (double)price / scale, .upper = LP_INFINITY, .n = 1, .index = &row, .value = &sign};
    note(columns, lp_add_column(columns->lp, &column, NULL));
}

static int32_t n_elastic(const struct columns *columns)
{
    return 2 * columns->n_rows;
}

/* Numbers the rows that somebody can touch; what the others cost is fixed. */
static void number_rows(struct columns *columns)
{
    const struct lines_problem *problem = columns->problem;
    columns->row_of = PP_NEW(&columns->arena, int32_t, problem->n_rows);
    for (int32_t p = 0; p < problem->n_people; p++) {
        const struct lines_person *person = &problem->people[p];
        for (int32_t c = person->first[0]; c < person->first[problem->n_days]; c++) {
            const struct lines_touch *touches = problem->touches + person->choices[c].touch;
            for (int32_t i = 0; i < person->choices[c].n_touch; i++) {
                columns->row_of[touches[i].row - problem->row_base] = 1;
            }
        }
    }
    columns->fixed_cost = problem->constant;
    for (int32_t r = 0; r < problem->n_rows; r++) {
        bool touched = columns->row_of[r] != 0;
        columns->fixed_cost += touched ? 0 : lines_row_cost(&problem->rows[r], 0);
        columns->row_of[r] = touched ? columns->n_rows++ : -1;
    }
}

void columns_begin(struct columns *columns, const struct lines_problem *problem)
{
    *columns = (struct columns){.problem = problem};
    struct pp_arena *arena = &columns->arena;
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    int32_t most = 0;
    for (int32_t p = 0; p < problem->n_people; p++) {
        const struct lines_person *person = &problem->people[p];
        for (int32_t c = person->first[0]; c < person->first[problem->n_days]; c++) {
            most = person->choices[c].n_touch > most ? person->choices[c].n_touch : most;
        }
    }
    columns->fixed = PP_NEW(arena, int32_t, cells);
    memset(columns->fixed, -1, cells * sizeof(columns->fixed[0]));
    columns->index = PP_NEW(arena, int32_t, (size_t)problem->n_days * (size_t)most + 1);
    columns->value = PP_NEW(arena, double, (size_t)problem->n_days *(size_t)most + 1);
    columns->lp = lp_create(NULL);
    if (columns->lp == NULL) {
        columns->lost = true;
        return;
    }
    columns->unit = lines_dearest(problem) / (double)problem->scale;
    number_rows(columns);
    for (int32_t r = 0; r < problem->n_rows; r++) {
        if (columns->row_of[r] < 0) {
            continue;
        }
        bool open = problem->rows[r].most >= LINES_FREE / 2;
        struct lp_line row = {.lower = problem->rows[r].need,
                              .upper = open ? LP_INFINITY : problem->rows[r].most};
        note(columns, lp_add_row(columns->lp, &row, NULL));
        add_elastic(columns, columns->row_of[r], 1, problem->rows[r].under);
        add_elastic(columns, columns->row_of[r], -1, problem->rows[r].over);
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        struct lp_line row = {.lower = 1, .upper = 1};
        note(columns, lp_add_row(columns->lp, &row, NULL));
    }
}

void columns_finish(struct columns *columns)
{
    lp_destroy(columns->lp);
    pp_arena_finish(&columns->arena);
}

/* ---- Lines ---- */

static void index_list(struct columns *columns)
{
    if (columns->n * 2 >= columns->n_slots) {
        columns->n_slots = columns->n_slots == 0 ? 1024 : columns->n_slots * 4;
        columns->slots = PP_NEW(&columns->arena, int32_t, columns->n_slots);
    }
    memset(columns->slots, -1, (size_t)columns->n_slots * sizeof(columns->slots[0]));
    for (int32_t c = 0; c < columns->n; c++) {
        uint64_t at = columns->list[c].hash;
        while (columns->slots[at % (uint64_t)columns->n_slots] >= 0) {
            at++;
        }
        columns->slots[at % (uint64_t)columns->n_slots] = c;
    }
}

/* The slot of a line: of the one that is known, or an empty one. */
static int32_t *slot_of(struct columns *columns, int32_t person, uint64_t hash, const int32_t *line)
{
    size_t bytes = (size_t)columns->problem->n_days * sizeof(line[0]);
    for (uint64_t at = hash;; at++) {
        int32_t *slot = &columns->slots[at % (uint64_t)columns->n_slots];
        if (*slot < 0 ||
            (columns->list[*slot].hash == hash && columns->list[*slot].person == person &&
             memcmp(columns->list[*slot].line, line, bytes) == 0)) {
            return slot;
        }
    }
}

/* The coefficients of a line, into index and value; returns how many. */
static int32_t coefficients(struct columns *columns, int32_t p, const int32_t *line)
{
    const struct lines_problem *problem = columns->problem;
    int32_t n = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        const struct lines_choice *choice = &problem->people[p].choices[line[day]];
        for (int32_t i = 0; i < choice->n_touch; i++) {
            const struct lines_touch *touch = &problem->touches[choice->touch + i];
            columns->index[n] = columns->row_of[touch->row - problem->row_base];
            columns->value[n++] = touch->sign;
        }
    }
    columns->index[n] = columns->n_rows + p;
    columns->value[n++] = 1;
    return n;
}

static bool keeps_fixed(const struct columns *columns, int32_t person, const int32_t *line)
{
    int32_t n_days = columns->problem->n_days;
    const int32_t *fixed = columns->fixed + (size_t)person * (size_t)n_days;
    for (int32_t day = 0; day < n_days; day++) {
        if (fixed[day] >= 0 && fixed[day] != line[day]) {
            return false;
        }
    }
    return true;
}

static double cost_of(const struct columns *columns, const struct column *column)
{
    return (double)column->cost / (double)columns->problem->scale +
           (column->barred ? BAR * columns->unit : 0);
}

bool columns_add(struct columns *columns, int32_t person, const int32_t *line)
{
    const struct lines_problem *problem = columns->problem;
    size_t bytes = (size_t)problem->n_days * sizeof(line[0]);
    uint64_t hash = pp_hash((uint64_t)person, line, bytes);
    if (columns->n * 2 >= columns->n_slots) {
        index_list(columns);
    }
    int32_t *slot = slot_of(columns, person, hash, line);
    int64_t cost = lines_cost(problem, person, line);
    if (*slot >= 0 || cost >= LINES_BAN || columns->lost) {
        return false;
    }
    struct column column = {.person = person,
                            .barred = !keeps_fixed(columns, person, line),
                            .cost = cost,
                            .hash = hash,
                            .line = pp_arena_copy(&columns->arena, line, bytes)};
    struct lp_line coefficients_of = {.cost = cost_of(columns, &column),
                                      .upper = LP_INFINITY,
                                      .n = coefficients(columns, person, line),
                                      .index = columns->index,
                                      .value = columns->value};
    columns->list = pp_arena_grow(&columns->arena, columns->list, &columns->capacity,
                                  columns->n + 1, sizeof(columns->list[0]));
    *slot = columns->n;
    columns->list[columns->n++] = column;
    note(columns, lp_add_column(columns->lp, &coefficients_of, NULL));
    return !columns->lost;
}

void columns_add_roster(struct columns *columns, const struct lines_roster *roster)
{
    for (int32_t p = 0; p < columns->problem->n_people; p++) {
        columns_add(columns, p, roster_line(roster, columns->problem, p));
    }
}

void columns_refix(struct columns *columns)
{
    for (int32_t c = 0; c < columns->n; c++) {
        struct column *column = &columns->list[c];
        bool barred = !keeps_fixed(columns, column->person, column->line);
        if (barred != column->barred) {
            column->barred = barred;
            note(columns,
                 lp_set_cost(columns->lp, n_elastic(columns) + c, cost_of(columns, column), NULL));
        }
    }
}

void columns_purge(struct columns *columns)
{
    if (columns->lost || columns->n < LEAST_PURGE + columns->problem->n_people ||
        columns->n * 100 < columns->n_kept * (100 + PURGE_PERCENT)) {
        return;
    }
    struct pp_arena scratch = {0};
    int32_t *gone = PP_NEW(&scratch, int32_t, columns->n), n_gone = 0, kept = 0;
    const double *reduced = lp_reduced_costs(columns->lp) + n_elastic(columns);
    for (int32_t c = 0; c < columns->n; c++) {
        if (columns->list[c].part < NOTHING && reduced[c] > TOO_DEAR * columns->unit) {
            gone[n_gone++] = n_elastic(columns) + c;
        } else {
            columns->list[kept++] = columns->list[c];
        }
    }
    columns->n = columns->n_kept = kept;
    index_list(columns);
    note(columns, lp_delete_columns(columns->lp, n_gone, gone, NULL));
    pp_arena_finish(&scratch);
}

/* ---- Solving ---- */

bool columns_solve(struct columns *columns, struct pace *pace)
{
    const struct lp_effort effort = {.iterations = SLICE};
    enum lp_status status = LP_LIMIT;
    while (status == LP_LIMIT && !columns->lost) {
        if (pace_stops(pace)) {
            return false;
        }
        note(columns, lp_solve(columns->lp, LP_PRIMAL, &effort, &status, NULL));
    }
    if (columns->lost || status != LP_OPTIMAL) {
        return false;
    }
    const double *parts = lp_primal(columns->lp) + n_elastic(columns);
    for (int32_t c = 0; c < columns->n; c++) {
        columns->list[c].part = parts[c];
    }
    columns->objective =
        lp_objective(columns->lp) + (double)columns->fixed_cost / (double)columns->problem->scale;
    return true;
}

void columns_duals(const struct columns *columns, int64_t *worth, int64_t *due)
{
    const struct lines_problem *problem = columns->problem;
    const double *duals = lp_duals(columns->lp);
    double scale = (double)problem->scale;
    for (int32_t r = 0; r < problem->n_rows; r++) {
        int64_t price = columns->row_of[r] < 0 ? 0 : llround(duals[columns->row_of[r]] * scale);
        int64_t top = problem->rows[r].under, bottom = -problem->rows[r].over;
        worth[r] = price > top ? top : price < bottom ? bottom : price;
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        due[p] = llround(duals[columns->n_rows + p] * scale);
    }
}
