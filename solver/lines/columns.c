// SPDX-License-Identifier: GPL-3.0-or-later
/* The master programme on GLPK (columns.h). */
#include "columns.h"

#include <podplan/rng.h>

#include <math.h>
#include <string.h>

enum {
    SLICE = 400,        ///< iterations before the first look at the clock
    LONG_SLICE = 51200, ///< the longest
    MOST_SLICES = 40,
    DUAL_SLICES = 8,    ///< by the dual method at most
    PURGE_PERCENT = 30, ///< more columns than at the last purge: time for another
    LEAST_PURGE = 50
};

static const double LESS = 1e-4; ///< of a person, asked for at most: far above GLPK's tolerance

/* In parts of the dearest row. */
static const double NO_LINE = 200;   ///< what it costs to have no line
static const double SOFT = 1;        ///< what it costs to miss soft limits by one
static const double TOO_DEAR = 0.06; ///< reduced cost of a line that goes
static const double NOTHING = 1e-9;

/* ---- Building ---- */

static void note(struct columns *columns, bool fine)
{
    columns->lost = columns->lost || !fine;
}

static void add_elastic(struct columns *columns, int32_t row, double sign, double cost)
{
    struct lp_line column = {
        .cost = cost, .upper = LP_INFINITY, .n = 1, .index = &row, .value = &sign};
    note(columns, lp_add_column(columns->lp, &column, NULL));
}

/* Two columns by which limits may be missed. */
static int32_t first_miss(const struct columns *columns)
{
    return 2 * columns->n_rows + columns->problem->n_people;
}

/* Under and over of the rows, of people that they have no line, and what limits are missed by. */
static int32_t n_elastic(const struct columns *columns)
{
    return first_miss(columns) + 2;
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

static void add_rows(struct columns *columns)
{
    const struct lines_problem *problem = columns->problem;
    double scale = (double)problem->scale;
    struct pp_rng rng = {1};
    for (int32_t r = 0; r < problem->n_rows; r++) {
        int32_t at = columns->row_of[r];
        if (at < 0) {
            continue;
        }
        double less = columns->less[at] = LESS * (1 + pp_rng_unit(&rng)) / 2;
        bool open = problem->rows[r].most >= LINES_FREE / 2;
        struct lp_line row = {.lower = problem->rows[r].need - less,
                              .upper = open ? LP_INFINITY : problem->rows[r].most - less};
        note(columns, lp_add_row(columns->lp, &row, NULL));
        add_elastic(columns, at, 1, (double)problem->rows[r].under / scale);
        add_elastic(columns, at, -1, (double)problem->rows[r].over / scale);
    }
}

static void add_people(struct columns *columns)
{
    columns->no_line = NO_LINE * columns->unit;
    const struct lp_line row = {.lower = 1, .upper = 1};
    for (int32_t p = 0; p < columns->problem->n_people; p++) {
        note(columns, lp_add_row(columns->lp, &row, NULL));
        add_elastic(columns, columns->n_rows + p, 1, columns->no_line);
    }
    const struct lp_line miss = {.cost = columns->no_line, .upper = LP_INFINITY};
    note(columns, lp_add_column(columns->lp, &miss, NULL));
    note(columns, lp_add_column(columns->lp, &miss, NULL));
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
    columns_unfix(columns);
    columns->index = PP_NEW(arena, int32_t, (size_t)problem->n_days * (size_t)most + 1);
    columns->value = PP_NEW(arena, double, (size_t)problem->n_days *(size_t)most + 1);
    columns->lp = lp_create(NULL);
    if (columns->lp == NULL) {
        columns->lost = true;
        return;
    }
    columns->unit = lines_dearest(problem) / (double)problem->scale;
    number_rows(columns);
    columns->less = PP_NEW(arena, double, columns->n_rows);
    add_rows(columns);
    add_people(columns);
}

void columns_finish(struct columns *columns)
{
    lp_destroy(columns->lp);
    pp_arena_finish(&columns->arena);
}

/* ---- Lines ---- */

/* Keeps it dearer to have no line than to have any that is known. */
static void raise_no_line(struct columns *columns, double cost)
{
    double price = NO_LINE * columns->unit + 2 * cost;
    if (2 * cost <= NO_LINE * columns->unit || price <= columns->no_line) {
        return;
    }
    columns->no_line = price;
    for (int32_t at = 2 * columns->n_rows; at < n_elastic(columns); at++) {
        note(columns, lp_set_cost(columns->lp, at, price, NULL));
    }
}

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

static double upper_of(bool barred)
{
    return barred ? 0 : LP_INFINITY;
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
    struct lp_line coefficients_of = {.cost = (double)cost / (double)problem->scale,
                                      .upper = upper_of(column.barred),
                                      .n = coefficients(columns, person, line),
                                      .index = columns->index,
                                      .value = columns->value};
    columns->list = pp_arena_grow(&columns->arena, columns->list, &columns->capacity,
                                  columns->n + 1, sizeof(columns->list[0]));
    *slot = columns->n;
    columns->list[columns->n++] = column;
    raise_no_line(columns, coefficients_of.cost);
    note(columns, lp_add_column(columns->lp, &coefficients_of, NULL));
    return !columns->lost;
}

void columns_add_roster(struct columns *columns, const struct lines_roster *roster)
{
    for (int32_t p = 0; p < columns->problem->n_people; p++) {
        columns_add(columns, p, roster_line(roster, columns->problem, p));
    }
}

void columns_unfix(struct columns *columns)
{
    size_t cells = (size_t)columns->problem->n_people * (size_t)columns->problem->n_days;
    memset(columns->fixed, -1, cells * sizeof(columns->fixed[0]));
}

void columns_refix(struct columns *columns)
{
    for (int32_t c = 0; c < columns->n; c++) {
        struct column *column = &columns->list[c];
        bool barred = !keeps_fixed(columns, column->person, column->line);
        if (barred != column->barred) {
            column->barred = barred;
            columns->barring = true;
            note(columns, lp_set_column_bounds(columns->lp, n_elastic(columns) + c, 0,
                                               upper_of(barred), NULL));
        }
    }
}

/* Out of the basis, and dear or barred. */
static bool is_useless(const struct columns *columns, const struct column *column, double reduced)
{
    double dear = (column->barred ? NOTHING : TOO_DEAR) * columns->unit;
    return column->part < NOTHING && (reduced > dear || (column->barred && reduced < -dear));
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
        if (is_useless(columns, &columns->list[c], reduced[c])) {
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

/* ---- Limits ---- */

/* The elastic column of a row of the programme. */
static int32_t elastic_of(int32_t row, bool over)
{
    return 2 * row + (over ? 1 : 0);
}

bool columns_counts(const struct columns *columns, int32_t row, const struct columns_stretch *of)
{
    const struct lines_row *one = &columns->problem->rows[row];
    return columns->row_of[row] >= 0 && (of->over ? one->over : one->under) > 0;
}

int32_t columns_add_limit(struct columns *columns, struct columns_stretch of, bool most)
{
    struct pp_arena scratch = {0};
    struct columns_limit limit = {.of = of, .most = most};
    struct lp_line row = {.lower = -LP_INFINITY, .upper = LP_INFINITY};
    int32_t *index = PP_NEW(&scratch, int32_t, of.until - of.from + 1);
    double *value = PP_NEW(&scratch, double, of.until - of.from + 1);
    for (int32_t r = of.from; r < of.until; r++) {
        if (columns_counts(columns, r, &of)) {
            index[row.n] = elastic_of(columns->row_of[r], of.over);
            value[row.n++] = 1;
            limit.less += columns->less[columns->row_of[r]];
        }
    }
    index[row.n] = first_miss(columns) + (most ? 1 : 0);
    value[row.n++] = most ? -1 : 1;
    row.index = index;
    row.value = value;
    note(columns, lp_add_row(columns->lp, &row, NULL));
    columns->limits = pp_arena_grow(&columns->arena, columns->limits, &columns->limits_capacity,
                                    columns->n_limits + 1, sizeof(columns->limits[0]));
    columns->limits[columns->n_limits] = limit;
    pp_arena_finish(&scratch);
    return columns->n_limits++;
}

static int32_t row_of_limit(const struct columns *columns, int32_t limit)
{
    return columns->n_rows + columns->problem->n_people + limit;
}

void columns_limit(struct columns *columns, int32_t limit, int32_t at)
{
    const struct columns_limit *one = &columns->limits[limit];
    bool free = at == (one->most ? LINES_FREE : 0);
    double less = one->most == one->of.over ? one->less : 0;
    double lower = one->most || free ? -LP_INFINITY : at - less;
    double upper = !one->most || free ? LP_INFINITY : at + less;
    columns->barring = true;
    note(columns, lp_set_row_bounds(columns->lp, row_of_limit(columns, limit), lower, upper, NULL));
}

void columns_soften(struct columns *columns, bool soft)
{
    double price = soft ? SOFT * columns->unit : columns->no_line;
    for (int32_t miss = first_miss(columns); miss < n_elastic(columns); miss++) {
        note(columns, lp_set_cost(columns->lp, miss, price, NULL));
    }
}

int64_t columns_limit_dual(const struct columns *columns, int32_t limit)
{
    return llround(lp_duals(columns->lp)[row_of_limit(columns, limit)] *
                   (double)columns->problem->scale);
}

double columns_total(const struct columns *columns, const struct columns_stretch *of)
{
    const double *primal = lp_primal(columns->lp);
    double sum = 0;
    for (int32_t r = of->from; r < of->until; r++) {
        if (columns_counts(columns, r, of)) {
            double part = primal[elastic_of(columns->row_of[r], of->over)];
            double less = part < 2 * LESS ? 0 : columns->less[columns->row_of[r]];
            sum += part + (of->over ? -less : less);
        }
    }
    return sum;
}

/* ---- Solving ---- */

/* What the duals say of the rows as they are. */
static double objective_of(const struct columns *columns)
{
    const double *duals = lp_duals(columns->lp);
    double objective =
        lp_objective(columns->lp) + (double)columns->fixed_cost / (double)columns->problem->scale;
    for (int32_t r = 0; r < columns->n_rows; r++) {
        objective += duals[r] * columns->less[r];
    }
    for (int32_t i = 0; i < columns->n_limits; i++) {
        const struct columns_limit *limit = &columns->limits[i];
        double dual = duals[row_of_limit(columns, i)];
        objective += limit->of.over == limit->most ? fabs(dual) * limit->less : 0;
    }
    return objective;
}

bool columns_tired(const struct columns *columns)
{
    return columns->most_steps > 0 && lp_iterations(columns->lp) > columns->most_steps;
}

/*
 * Solves in slices: by the dual method where lines were barred, unless that takes long.  Each slice
 * is twice the one before: GLPK shifts what stalls it, and forgets that at the end of a slice.
 */
static bool run_slices(struct columns *columns, struct pace *pace)
{
    struct lp_effort effort = {.iterations = SLICE};
    enum lp_status status = LP_LIMIT;
    int32_t dual = columns->barring ? DUAL_SLICES : 0;
    columns->barring = false;
    for (int32_t slice = 0; status != LP_OPTIMAL; slice++) {
        if (slice == MOST_SLICES || columns->lost || pace_stops(pace) ||
            (status != LP_LIMIT && dual < 0) || (slice > 0 && columns_tired(columns))) {
            return false;
        }
        dual = status == LP_LIMIT ? dual - 1 : -1;
        enum lp_method method = dual >= 0 ? LP_DUAL : LP_PRIMAL;
        note(columns, lp_solve(columns->lp, method, &effort, &status, NULL));
        effort.iterations *= method == LP_PRIMAL && effort.iterations < LONG_SLICE ? 2 : 1;
    }
    return !columns->lost;
}

bool columns_solve(struct columns *columns, struct pace *pace)
{
    if (!run_slices(columns, pace)) {
        return false;
    }
    const double *parts = lp_primal(columns->lp) + n_elastic(columns);
    for (int32_t c = 0; c < columns->n; c++) {
        columns->list[c].part = parts[c];
    }
    columns->objective = objective_of(columns);
    return true;
}

void columns_choice_bases(const struct lines_problem *problem, size_t *base)
{
    base[0] = 0;
    for (int32_t p = 0; p < problem->n_people; p++) {
        const int32_t *first = problem->people[p].first;
        base[p + 1] = base[p] + (size_t)(first[problem->n_days] - first[0]);
    }
}

void columns_choices(const struct columns *columns, const size_t *base, double *part)
{
    const struct lines_problem *problem = columns->problem;
    memset(part, 0, base[problem->n_people] * sizeof(part[0]));
    for (int32_t c = 0; c < columns->n; c++) {
        const struct column *column = &columns->list[c];
        if (column->part < 1e-9) {
            continue;
        }
        int32_t first = problem->people[column->person].first[0];
        double *of_person = part + base[column->person];
        for (int32_t day = 0; day < problem->n_days; day++) {
            of_person[column->line[day] - first] += column->part;
        }
    }
}

void columns_duals(const struct columns *columns, int64_t *worth, int64_t *due)
{
    const struct lines_problem *problem = columns->problem;
    const double *duals = lp_duals(columns->lp);
    double scale = (double)problem->scale;
    for (int32_t r = 0; r < problem->n_rows; r++) {
        int64_t price = columns->row_of[r] < 0 ? 0 : llround(duals[columns->row_of[r]] * scale);
        int64_t top = problem->rows[r].under, bottom = -problem->rows[r].over;
        bool boxed = columns->n_limits == 0; // else the limits' duals move the box
        worth[r] = !boxed ? price : price > top ? top : price < bottom ? bottom : price;
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        due[p] = llround(duals[columns->n_rows + p] * scale);
    }
}
