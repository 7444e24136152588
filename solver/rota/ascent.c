// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Subgradient ascent with Polyak's step towards a known roster's total (Held,
 * Wolfe, Crowder: Validation of subgradient optimization, 1974): the step is
 *
 *   theta (target - L) / |g|^2,   theta halved when PATIENCE steps bring nothing more,
 *
 * and the direction keeps a part of the last one (Camerini, Fratta, Maffioli
 * 1975), which damps the zigzag between people who could take each other's turns.
 */
#include "ascent.h"

#include <string.h>

enum {
    PATIENCE = 12,
    MEMORY_PERCENT = 60 ///< of the last direction
};

static const double LEAST_THETA = 1e-4;

/* The way up at a point, in units in which cells and counters are alike. */
struct direction {
    double *cell;
    double (*counter)[ROTA_COUNTERS];
};

static void measure(const struct rota_problem *problem, const struct rota_dual *dual,
                    const int32_t *lines, struct direction *at)
{
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        at->cell[cell] = problem->cells[cell].need;
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        const struct rota_person *person = &problem->people[p];
        const int32_t *line = lines + (size_t)p * (size_t)problem->n_days;
        int64_t amounts[ROTA_COUNTERS];
        line_amounts(problem, person, line, amounts);
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            const struct rota_counter *counter = &person->counters[k];
            at->counter[p][k] =
                counter->binds ? (double)(amounts[k] - counter->free) / counter->unit : 0;
        }
        for (int32_t day = 0; day < problem->n_days; day++) {
            for (int32_t part = 0; part < ROTA_PARTS; part++) {
                int32_t cell = person->choices[line[day]].cell[part];
                if (cell != PP_NONE) {
                    at->cell[cell] -= 1;
                }
            }
        }
    }
    (void)dual;
}

/* Zero where a step would leave the box. */
static double inside(double slope, bool at_bottom, bool at_top)
{
    return (slope > 0 && at_top) || (slope < 0 && at_bottom) ? 0 : slope;
}

static bool counter_at_top(const struct rota_counter *counter, int64_t multiplier)
{
    return counter->most == INT64_MAX && multiplier >= counter->price;
}

/* The slopes that lead somewhere, blended with the last direction; returns the squared length. */
static double blend(const struct rota_problem *problem, const struct rota_dual *dual,
                    const struct direction *slope, struct direction *way)
{
    const double keep = MEMORY_PERCENT / 100.0;
    double norm = 0;
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        double step = (1 - keep) * slope->cell[cell] + keep * way->cell[cell];
        way->cell[cell] = inside(step, false, dual->worth[cell] >= problem->short_price);
        norm += way->cell[cell] * way->cell[cell];
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            const struct rota_counter *counter = &problem->people[p].counters[k];
            int64_t multiplier = dual->multipliers[p][k];
            double step = (1 - keep) * slope->counter[p][k] + keep * way->counter[p][k];
            way->counter[p][k] = inside(step, multiplier <= 0, counter_at_top(counter, multiplier));
            norm += way->counter[p][k] * way->counter[p][k];
        }
    }
    return norm;
}

static int64_t clip(double value, double bottom, double top)
{
    return (int64_t)(value < bottom ? bottom : value > top ? top : value);
}

static void move(const struct rota_problem *problem, const struct direction *way, double step,
                 struct rota_dual *dual)
{
    double price = (double)problem->short_price;
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        dual->worth[cell] =
            clip((double)dual->worth[cell] + step * way->cell[cell], -price / 64, price);
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            const struct rota_counter *counter = &problem->people[p].counters[k];
            if (counter->binds) {
                double top = counter->most == INT64_MAX ? (double)counter->price : price;
                double to =
                    (double)dual->multipliers[p][k] + step * way->counter[p][k] / counter->unit;
                dual->multipliers[p][k] = clip(to, 0, top);
            }
        }
    }
}

static struct direction new_direction(const struct rota_problem *problem, struct pp_arena *arena)
{
    return (struct direction){
        PP_NEW(arena, double, problem->n_cells),
        pp_arena_alloc(arena, (size_t)problem->n_people, ROTA_COUNTERS * sizeof(double))};
}

int64_t ascent_climb(const struct rota_problem *problem, struct line_pricer *pricer,
                     struct rota_dual *dual, int64_t target, int32_t steps,
                     const struct ascent_lines *lines, struct rota_watch *watch)
{
    struct pp_arena scratch = {0};
    int32_t *met = PP_NEW(&scratch, int32_t, (size_t)problem->n_people * (size_t)problem->n_days);
    struct direction slope = new_direction(problem, &scratch);
    struct direction way = new_direction(problem, &scratch);
    struct rota_dual at;
    dual_init(&at, problem, &scratch);
    dual_copy(&at, dual, problem);
    int64_t best = INT64_MIN, recent = INT64_MIN;
    double theta = 1;
    for (int32_t step = 0, idle = 0; step < steps && !watch_stops(watch); step++) {
        int64_t value = dual_value(problem, pricer, &at, met);
        for (int32_t p = 0; lines != NULL && p < problem->n_people; p++) {
            lines->take(lines->user, p, met + (size_t)p * (size_t)problem->n_days);
        }
        if (value > best) {
            best = value;
            dual_copy(dual, &at, problem);
        }
        idle = value > recent ? 0 : idle + 1;
        recent = value > recent ? value : recent;
        if (idle == PATIENCE) {
            idle = 0;
            recent = INT64_MIN;
            theta /= 2;
        }
        if (target - best < problem->scale || theta < LEAST_THETA) {
            break;
        }
        measure(problem, &at, met, &slope);
        double norm = blend(problem, &at, &slope, &way);
        if (norm <= 0) {
            break;
        }
        move(problem, &way, theta * (double)(target - value) / norm, &at);
    }
    pp_arena_finish(&scratch);
    return best;
}
