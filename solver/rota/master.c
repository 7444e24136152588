// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Column generation (Dantzig and Wolfe 1960).  The duals at which lines are
 * priced are smoothed towards the best known (Wentges 1997, Pessoa and others
 * 2018), and every pricing gives a bound in whole numbers (dual.h).
 *
 * The duals are kept in a box around the best known (Marsten, Hogan,
 * Blankenship: The boxstep method, 1975): a cell may be left short, or have
 * people too many, at a cost that is little above, or below, its worth at the
 * centre.  Lines that are all but equal make the plain programme degenerate,
 * and in the box most rows rest on such a cheap column.  When the bound has
 * met the programme, the centre moves there, until no wall is touched.
 */
#include "master.h"

#include "lp.h"

#include <podplan/rng.h>

#include <string.h>

enum {
    MOST_ROWS = 2000,     ///< GLPK's simplex slows down beyond
    MOST_WORK = 20000000, ///< transitions looked at when everybody is priced
    MOST_COLUMNS = 20000, ///< further ones are not worth their memory
    MOST_SLICES = 15,     ///< of the simplex in one round
    SLICE = 1000,         ///< iterations between two looks at the clock
    MOST_TAIL = 60,       ///< rounds after the programme has reached its optimum
    SMOOTH_PERCENT = 50,  ///< of the best known duals in those priced
    BOX_PART = 16         ///< of the price of being short: half the width of the box
};

/* The small gap at which more columns can't matter: a tenth of a minute, or a millionth. */
static bool is_closed(double objective, double bound)
{
    return objective - bound < 0.1 + 1e-6 * objective;
}

struct column {
    int32_t person;
    uint64_t hash;
    int32_t *line; ///< NULL: not a line
};

struct rota_master {
    struct pp_arena arena; ///< holds the struct itself
    const struct rota_problem *problem;
    struct lp *lp;
    struct column *columns; ///< of the programme, in its order
    int32_t n_columns, columns_capacity;
    int32_t (*counter_row)[ROTA_COUNTERS]; ///< PP_NONE: the counter does not bind
    int32_t *index;                        ///< scratch of a column
    double *value;
    double objective;
    int64_t *low, *high; ///< the box: least and most worth of each cell
};

/* The elastic columns of a cell come first. */
static int32_t short_column(int32_t cell)
{
    return 2 * cell;
}

static int32_t surplus_column(int32_t cell)
{
    return 2 * cell + 1;
}

bool master_fits(const struct rota_problem *problem)
{
    return problem->n_cells + problem->n_people * (1 + ROTA_COUNTERS) <= MOST_ROWS &&
           problem->work <= MOST_WORK;
}

/* ---- Building ---- */

/* `sign` of something above or below a row, as much as it takes. */
static bool add_elastic(struct rota_master *master, int32_t row, double sign, double cost,
                        struct pp_err *err)
{
    struct lp_line column = {
        .cost = cost, .upper = LP_INFINITY, .n = 1, .index = &row, .value = &sign};
    master->columns = pp_arena_grow(&master->arena, master->columns, &master->columns_capacity,
                                    master->n_columns + 1, sizeof(master->columns[0]));
    master->columns[master->n_columns++] = (struct column){.person = PP_NONE};
    return lp_add_column(master->lp, &column, err);
}

/* Costs of the elastic columns are set with the box. */
static bool add_cell_rows(struct rota_master *master, struct pp_err *err)
{
    const struct rota_problem *problem = master->problem;
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        double need = problem->cells[cell].need;
        struct lp_line row = {.lower = need, .upper = need};
        if (!lp_add_row(master->lp, &row, err) || !add_elastic(master, cell, 1, 0, err) ||
            !add_elastic(master, cell, -1, 0, err)) {
            return false;
        }
    }
    return true;
}

static bool add_person_rows(struct rota_master *master, struct pp_err *err)
{
    for (int32_t p = 0; p < master->problem->n_people; p++) {
        struct lp_line row = {.lower = 1, .upper = 1};
        if (!lp_add_row(master->lp, &row, err)) {
            return false;
        }
    }
    return true;
}

static bool add_counter_rows(struct rota_master *master, struct pp_err *err)
{
    const struct rota_problem *problem = master->problem;
    for (int32_t p = 0; p < problem->n_people; p++) {
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            const struct rota_counter *counter = &problem->people[p].counters[k];
            master->counter_row[p][k] = PP_NONE;
            if (!counter->binds) {
                continue;
            }
            struct lp_line row = {.lower = -LP_INFINITY, .upper = (double)counter->free};
            master->counter_row[p][k] = lp_rows(master->lp);
            double price = (double)counter->price / (double)problem->scale;
            if (!lp_add_row(master->lp, &row, err) ||
                (counter->most == INT64_MAX &&
                 !add_elastic(master, master->counter_row[p][k], -1, price, err))) {
                return false;
            }
        }
    }
    return true;
}

struct rota_master *master_create(const struct rota_problem *problem, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct rota_master *master = PP_NEW(&arena, struct rota_master, 1);
    master->arena = arena;
    master->problem = problem;
    master->counter_row =
        pp_arena_alloc(&master->arena, (size_t)problem->n_people, sizeof(master->counter_row[0]));
    master->low = PP_NEW(&master->arena, int64_t, problem->n_cells);
    master->high = PP_NEW(&master->arena, int64_t, problem->n_cells);
    int32_t most = problem->n_days * ROTA_PARTS + 1 + ROTA_COUNTERS;
    master->index = PP_NEW(&master->arena, int32_t, most);
    master->value = PP_NEW(&master->arena, double, most);
    master->lp = lp_create(err);
    if (master->lp == NULL || !add_cell_rows(master, err) || !add_person_rows(master, err) ||
        !add_counter_rows(master, err)) {
        master_destroy(master);
        return NULL;
    }
    return master;
}

void master_destroy(struct rota_master *master)
{
    if (master != NULL) {
        lp_destroy(master->lp);
        struct pp_arena arena = master->arena;
        pp_arena_finish(&arena);
    }
}

/* ---- Columns ---- */

static bool is_known(const struct rota_master *master, int32_t person, uint64_t hash,
                     const int32_t *line)
{
    size_t bytes = (size_t)master->problem->n_days * sizeof(line[0]);
    for (int32_t c = master->n_columns - 1; c >= 0; c--) {
        const struct column *column = &master->columns[c];
        if (column->person == person && column->hash == hash &&
            memcmp(column->line, line, bytes) == 0) {
            return true;
        }
    }
    return false;
}

/* The coefficients of a line, in master->index and master->value; returns how many. */
static int32_t coefficients(struct rota_master *master, int32_t person, const int32_t *line)
{
    const struct rota_problem *problem = master->problem;
    const struct rota_choice *choices = problem->people[person].choices;
    int64_t amounts[ROTA_COUNTERS];
    int32_t n = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        for (int32_t part = 0; part < ROTA_PARTS; part++) {
            int32_t cell = choices[line[day]].cell[part];
            if (cell != PP_NONE) {
                master->index[n] = cell;
                master->value[n++] = 1;
            }
        }
    }
    master->index[n] = problem->n_cells + person;
    master->value[n++] = 1;
    line_amounts(problem, &problem->people[person], line, amounts);
    for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
        if (master->counter_row[person][k] != PP_NONE && amounts[k] != 0) {
            master->index[n] = master->counter_row[person][k];
            master->value[n++] = (double)amounts[k];
        }
    }
    return n;
}

bool master_add(struct rota_master *master, int32_t person, const int32_t *line, struct pp_err *err)
{
    const struct rota_problem *problem = master->problem;
    size_t bytes = (size_t)problem->n_days * sizeof(line[0]);
    uint64_t hash = pp_hash(0, line, bytes);
    if (master->n_columns >= MOST_COLUMNS || is_known(master, person, hash, line)) {
        return true;
    }
    struct lp_line column = {
        .cost = (double)line_cost_of_days(problem, &problem->people[person], line) /
                (double)problem->scale,
        .lower = 0,
        .upper = LP_INFINITY,
        .n = coefficients(master, person, line),
        .index = master->index,
        .value = master->value};
    master->columns = pp_arena_grow(&master->arena, master->columns, &master->columns_capacity,
                                    master->n_columns + 1, sizeof(master->columns[0]));
    master->columns[master->n_columns++] =
        (struct column){person, hash, pp_arena_copy(&master->arena, line, bytes)};
    return lp_add_column(master->lp, &column, err);
}

/* ---- The box ---- */

static bool set_box(struct rota_master *master, const struct rota_dual *centre, struct pp_err *err)
{
    const struct rota_problem *problem = master->problem;
    int64_t half = problem->short_price / BOX_PART;
    double scale = (double)problem->scale;
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        int64_t low = centre->worth[cell] - half, high = centre->worth[cell] + half;
        low = low > -problem->surplus_price ? low : -problem->surplus_price;
        high = high < problem->short_price ? high : problem->short_price;
        master->low[cell] = low;
        master->high[cell] = high;
        if (!lp_set_cost(master->lp, short_column(cell), (double)high / scale, err) ||
            !lp_set_cost(master->lp, surplus_column(cell), -(double)low / scale, err)) {
            return false;
        }
    }
    return true;
}

/* True when a wall that is not a real price holds the duals back. */
static bool is_at_wall(const struct rota_master *master)
{
    const struct rota_problem *problem = master->problem;
    const double *used = lp_primal(master->lp);
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        if ((master->high[cell] < problem->short_price && used[short_column(cell)] > 1e-7) ||
            (master->low[cell] > -problem->surplus_price && used[surplus_column(cell)] > 1e-7)) {
            return true;
        }
    }
    return false;
}

/* ---- Solving ---- */

static int64_t whole(double minutes, int64_t scale, int64_t bottom, int64_t top)
{
    double scaled = minutes * (double)scale;
    return scaled <= (double)bottom ? bottom : scaled >= (double)top ? top : llround(scaled);
}

/* The programme's duals as whole prices inside the box. */
static void read_duals(const struct rota_master *master, struct rota_dual *dual)
{
    const struct rota_problem *problem = master->problem;
    const double *duals = lp_duals(master->lp);
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        dual->worth[cell] =
            whole(duals[cell], problem->scale, master->low[cell], master->high[cell]);
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            const struct rota_counter *counter = &problem->people[p].counters[k];
            int32_t row = master->counter_row[p][k];
            int64_t top = counter->most == INT64_MAX ? counter->price : problem->short_price;
            dual->multipliers[p][k] =
                row == PP_NONE ? 0 : whole(-duals[row], problem->scale, 0, top);
        }
    }
}

/* `at` moves from the programme's duals towards the best known. */
static void smooth(const struct rota_problem *problem, const struct rota_dual *best,
                   struct rota_dual *at)
{
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        at->worth[cell] += (best->worth[cell] - at->worth[cell]) * SMOOTH_PERCENT / 100;
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            int64_t *multiplier = &at->multipliers[p][k];
            *multiplier += (best->multipliers[p][k] - *multiplier) * SMOOTH_PERCENT / 100;
        }
    }
}

/* Solves the programme over the columns it has; `*solved` is false when it was cut short. */
static bool solve_columns(struct rota_master *master, struct rota_watch *watch, bool *solved,
                          struct pp_err *err)
{
    const struct lp_effort effort = {.iterations = SLICE, .stop = watch->settings->stop};
    enum lp_status status = LP_LIMIT;
    for (int32_t slice = 0; slice < MOST_SLICES && status == LP_LIMIT; slice++) {
        if (watch_stops(watch)) {
            break;
        }
        if (!lp_solve(master->lp, LP_PRIMAL, &effort, &status, err)) {
            return false;
        }
    }
    *solved = status == LP_OPTIMAL;
    if (*solved) {
        master->objective = lp_objective(master->lp) +
                            (double)master->problem->constant / (double)master->problem->scale;
    }
    return true;
}

/* Prices lines at `at`: a bound, and new columns. */
static bool price_lines(struct rota_master *master, struct line_pricer *pricer,
                        const struct rota_dual *at, int32_t *lines, struct rota_dual *dual,
                        int64_t *bound, struct pp_err *err)
{
    const struct rota_problem *problem = master->problem;
    int64_t value = dual_value(problem, pricer, at, lines);
    if (value > *bound) {
        *bound = value;
        dual_copy(dual, at, problem);
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        if (!master_add(master, p, lines + (size_t)p * (size_t)problem->n_days, err)) {
            return false;
        }
    }
    return true;
}

bool master_solve(struct rota_master *master, struct line_pricer *pricer, int32_t rounds,
                  struct rota_dual *dual, int64_t *bound, struct rota_watch *watch,
                  struct pp_err *err)
{
    const struct rota_problem *problem = master->problem;
    struct pp_arena scratch = {0};
    int32_t *lines = PP_NEW(&scratch, int32_t, (size_t)problem->n_people * (size_t)problem->n_days);
    struct rota_dual at;
    dual_init(&at, problem, &scratch);
    bool fine = set_box(master, dual, err), solved = true, stuck = false;
    master->objective = LP_INFINITY;
    for (int32_t tail = 0; fine && rounds > 0 && tail < MOST_TAIL;) {
        double before = master->objective;
        fine = solve_columns(master, watch, &solved, err);
        if (!fine || !solved) {
            break;
        }
        if (is_closed(master->objective, (double)*bound / (double)problem->scale)) {
            if (!is_at_wall(master)) {
                break;
            }
            fine = set_box(master, dual, err);
            tail++;
            continue;
        }
        int32_t n_columns = master->n_columns;
        bool falls = master->objective < before - 1e-6, plain = stuck || !falls;
        rounds -= falls;
        tail += !falls;
        read_duals(master, &at);
        if (!plain) {
            smooth(problem, dual, &at);
        }
        fine = price_lines(master, pricer, &at, lines, dual, bound, err);
        stuck = master->n_columns == n_columns;
        if (stuck && plain) {
            break;
        }
    }
    pp_arena_finish(&scratch);
    return fine;
}
