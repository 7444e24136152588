// SPDX-License-Identifier: GPL-3.0-or-later
/* Column generation (generate.h). */
#include "generate.h"

#include "search.h"

#include <string.h>

enum {
    SMOOTH_PERCENT = 50 ///< of the best known duals in those priced
};

static const struct line_effort quick = {.steps = 6, .bucket = 8, .labels = 1 << 12};
static const struct line_effort fair = {.steps = 12, .bucket = 32, .labels = 1 << 14};
static const struct line_effort careful = {.steps = 60, .bucket = 256, .labels = 1 << 19};

static const double CLOSED_UNIT = 0.1; ///< of a whole unit: the same, where it is thorough
static const double CLOSED = 1e-4;     ///< of the dearest row: a gap that more lines needn't close

void generation_begin(struct generation *generation, const struct lines_problem *problem,
                      struct crew *crew, struct pace *pace)
{
    *generation =
        (struct generation){.problem = problem, .crew = crew, .pace = pace, .bound = INT64_MIN};
    struct pp_arena *arena = &generation->arena;
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    generation->n_pricers = crew == NULL ? 1 : crew_size(crew);
    generation->pricers = PP_NEW(arena, struct line_pricer, generation->n_pricers);
    for (int32_t i = 0; i < generation->n_pricers; i++) {
        line_pricer_init(&generation->pricers[i], problem, false);
    }
    generation->worth = PP_NEW(arena, int64_t, problem->n_rows);
    generation->at = PP_NEW(arena, int64_t, problem->n_rows);
    generation->centre = PP_NEW(arena, int64_t, problem->n_rows);
    generation->known = PP_NEW(arena, int64_t, problem->n_people);
    generation->due = PP_NEW(arena, int64_t, problem->n_people);
    generation->results = PP_NEW(arena, struct line_result, problem->n_people);
    generation->lines = PP_NEW(arena, int32_t, cells);
    columns_begin(&generation->columns, problem);
}

void generation_limit(struct generation *generation, struct totals *totals)
{
    generation->totals = totals;
    generation->price = PP_NEW(&generation->arena, int64_t, totals->n);
    generation->price_at = PP_NEW(&generation->arena, int64_t, totals->n);
    generation->price_centre = PP_NEW(&generation->arena, int64_t, totals->n);
}

void generation_finish(struct generation *generation)
{
    columns_finish(&generation->columns);
    for (int32_t i = 0; i < generation->n_pricers; i++) {
        line_pricer_finish(&generation->pricers[i]);
    }
    pp_arena_finish(&generation->arena);
}

/* ---- Pricing ---- */

/* What a line is worth to the rows. */
static int64_t worth_of(const struct generation *generation, const int64_t *worth, int32_t p,
                        const int32_t *line)
{
    const struct lines_problem *problem = generation->problem;
    int64_t sum = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        const struct lines_choice *choice = &problem->people[p].choices[line[day]];
        for (int32_t i = 0; i < choice->n_touch; i++) {
            const struct lines_touch *touch = &problem->touches[choice->touch + i];
            sum += touch->sign * worth[touch->row - problem->row_base];
        }
    }
    return sum;
}

/* Every n-th person's line: a person always has the same pricer, so threads change nothing. */
static void price_some(void *user, int32_t number)
{
    struct generation *generation = user;
    const struct lines_problem *problem = generation->problem;
    struct line_pricer *pricer = &generation->pricers[number];
    struct line_worth worth = {generation->at, generation->at};
    for (int32_t p = number; p < problem->n_people; p += generation->n_pricers) {
        size_t cell = (size_t)p * (size_t)problem->n_days;
        line_load(pricer, p, worth, generation->columns.fixed + cell, NULL);
        generation->results[p] =
            line_solve(pricer, generation->effort, generation->known[p], generation->lines + cell);
    }
}

/* What the best line that everybody has already costs at the duals: only cheaper ones matter. */
static void price_known(struct generation *generation)
{
    const struct lines_problem *problem = generation->problem;
    for (int32_t p = 0; p < problem->n_people; p++) {
        generation->known[p] = LINES_BAN;
    }
    for (int32_t c = 0; c < generation->columns.n; c++) {
        const struct column *column = &generation->columns.list[c];
        int64_t *known = &generation->known[column->person];
        if (!column->barred) {
            int64_t cost =
                column->cost - worth_of(generation, generation->at, column->person, column->line);
            *known = cost < *known ? cost : *known;
        }
    }
}

static void price(struct generation *generation, struct line_effort effort)
{
    generation->effort = effort;
    price_known(generation);
    if (generation->crew == NULL) {
        price_some(generation, 0);
    } else {
        crew_run(generation->crew, price_some, generation);
    }
}

/* The bound at the duals that were priced. */
static int64_t bound_of(const struct generation *generation)
{
    const struct lines_problem *problem = generation->problem;
    int64_t bound = generation->columns.fixed_cost;
    for (int32_t r = 0; r < problem->n_rows; r++) {
        int64_t worth = generation->columns.row_of[r] < 0 ? 0 : generation->at[r];
        bound += worth * (worth > 0 ? problem->rows[r].need : problem->rows[r].most);
    }
    bound +=
        generation->totals == NULL ? 0 : totals_promise(generation->totals, generation->price_at);
    for (int32_t p = 0; p < problem->n_people; p++) {
        if (generation->results[p].bound >= LINES_BAN) {
            return LINES_BAN;
        }
        if (generation->results[p].bound == INT64_MIN) {
            return INT64_MIN;
        }
        bound += generation->results[p].bound;
    }
    return bound;
}

/* Takes the lines that help; returns how many. */
static int32_t take_lines(struct generation *generation)
{
    const struct lines_problem *problem = generation->problem;
    int64_t little = (int64_t)(CLOSED * lines_dearest(problem) / 16) + 1;
    int32_t taken = 0;
    for (int32_t p = 0; p < problem->n_people; p++) {
        const int32_t *line = generation->lines + (size_t)p * (size_t)problem->n_days;
        if (generation->results[p].cost >= LINES_BAN) {
            continue;
        }
        int64_t reduced = lines_cost(problem, p, line) - generation->due[p] -
                          worth_of(generation, generation->worth, p, line);
        taken += reduced < -little && columns_add(&generation->columns, p, line);
    }
    return taken;
}

static void copy_prices(const struct generation *generation, const int64_t *worth,
                        const int64_t *price, int64_t *to_worth, int64_t *to_price)
{
    memcpy(to_worth, worth, (size_t)generation->problem->n_rows * sizeof(int64_t));
    if (generation->totals != NULL) {
        memcpy(to_price, price, (size_t)generation->totals->n * sizeof(int64_t));
    }
}

static void settle(const struct generation *generation, int64_t *price, int64_t *worth)
{
    if (generation->totals != NULL) {
        totals_settle(generation->totals, &generation->columns, price, worth);
    }
}

static void raise_bound(struct generation *generation, int64_t bound)
{
    if (bound > generation->bound) {
        generation->bound = bound;
        copy_prices(generation, generation->at, generation->price_at, generation->centre,
                    generation->price_centre);
    }
}

int64_t generation_price(struct generation *generation)
{
    price(generation, quick);
    int64_t bound = bound_of(generation);
    raise_bound(generation, bound);
    return bound;
}

static void mix(int32_t n, const int64_t *now, const int64_t *centre, int64_t *at)
{
    for (int32_t i = 0; i < n; i++) {
        at[i] = now[i] + (centre[i] - now[i]) * SMOOTH_PERCENT / 100;
    }
}

/* Prices at a point between the best duals and the programme's; returns the lines taken. */
static int32_t price_smoothed(struct generation *generation)
{
    mix(generation->problem->n_rows, generation->worth, generation->centre, generation->at);
    if (generation->totals != NULL) {
        mix(generation->totals->n, generation->price, generation->price_centre,
            generation->price_at);
    }
    settle(generation, generation->price_at, generation->at);
    generation_price(generation);
    return take_lines(generation);
}

static int32_t price_plainly(struct generation *generation, struct line_effort effort)
{
    copy_prices(generation, generation->worth, generation->price, generation->at,
                generation->price_at);
    price(generation, effort);
    raise_bound(generation, bound_of(generation));
    return take_lines(generation);
}

/* ---- Rounds ---- */

static void read_duals(struct generation *generation)
{
    columns_duals(&generation->columns, generation->worth, generation->due);
    if (generation->totals != NULL) {
        totals_duals(generation->totals, &generation->columns, generation->price);
    }
    settle(generation, generation->price, generation->worth);
}

static bool is_closed(const struct generation *generation)
{
    const struct lines_problem *problem = generation->problem;
    double objective = generation->columns.objective * (double)problem->scale;
    double gap = CLOSED * lines_dearest(problem), fine = CLOSED_UNIT * (double)problem->scale;
    gap = generation->thorough && fine < gap ? fine : gap;
    return generation->bound > INT64_MIN && objective - (double)generation->bound < gap;
}

/* One round of pricing; returns the lines taken, 0 when none helps. */
static int32_t price_round(struct generation *generation)
{
    int32_t taken = 0;
    if (generation->bound > INT64_MIN) {
        taken = price_smoothed(generation);
    }
    if (taken == 0) {
        taken = price_plainly(generation, quick);
    }
    if (taken == 0 && !is_closed(generation)) {
        taken = price_plainly(generation, generation->thorough ? careful : fair);
    }
    return taken;
}

enum generation_end generate(struct generation *generation, int64_t cutoff, int32_t rounds)
{
    generation->bound = generation->begun ? generation->bound : INT64_MIN;
    generation->begun = false;
    for (int32_t round = 0; round < rounds; round++) {
        if (!columns_solve(&generation->columns, generation->pace)) {
            return GENERATION_STOPPED;
        }
        read_duals(generation);
        if (is_closed(generation)) {
            break;
        }
        int32_t taken = price_round(generation);
        if (generation->bound >= cutoff || columns_tired(&generation->columns)) {
            return GENERATION_CUT;
        }
        if (taken == 0) {
            break;
        }
    }
    return GENERATION_CLOSED;
}
