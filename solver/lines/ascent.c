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
    PATIENCE = 8
};

static const double LEAST_THETA = 1e-3;
static const double MEMORY = 0.6; ///< of the last direction

void ascent_slopes(const struct lines_problem *problem, const int64_t *at, const int32_t *lines,
                   double *slope)
{
    for (int32_t r = 0; r < problem->n_rows; r++) {
        slope[r] = at[r] > 0 ? problem->rows[r].need : problem->rows[r].most;
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        const int32_t *line = lines + (size_t)p * (size_t)problem->n_days;
        for (int32_t day = 0; day < problem->n_days; day++) {
            const struct lines_choice *choice = &problem->people[p].choices[line[day]];
            for (int32_t i = 0; i < choice->n_touch; i++) {
                const struct lines_touch *touch = &problem->touches[choice->touch + i];
                slope[touch->row - problem->row_base] -= touch->sign;
            }
        }
    }
    for (int32_t r = 0; r < problem->n_rows; r++) {
        const struct lines_row *row = &problem->rows[r];
        bool idle = at[r] == 0 && slope[r] > 0 && row->most > row->need &&
                    slope[r] <= row->most - row->need;
        slope[r] = idle ? 0 : slope[r];
    }
}

double ascent_blend(const struct lines_problem *problem, const int64_t *at, const double *slope,
                    double keep, double *way)
{
    double norm = 0;
    for (int32_t r = 0; r < problem->n_rows; r++) {
        double step = (1 - keep) * slope[r] + keep * way[r];
        bool at_top = at[r] >= problem->rows[r].under, at_bottom = at[r] <= -problem->rows[r].over;
        way[r] = (step > 0 && at_top) || (step < 0 && at_bottom) ? 0 : step;
        norm += way[r] * way[r];
    }
    return norm;
}

void ascent_move(const struct lines_problem *problem, int64_t *at, const double *way, double step)
{
    for (int32_t r = 0; r < problem->n_rows; r++) {
        double top = (double)problem->rows[r].under, bottom = -(double)problem->rows[r].over;
        double to = (double)at[r] + step * way[r];
        at[r] = (int64_t)(to > top ? top : to < bottom ? bottom : to);
    }
}

void ascend(struct generation *generation, int64_t target, int32_t steps, int32_t keep)
{
    const struct lines_problem *problem = generation->problem;
    struct pp_arena scratch = {0};
    double *slope = PP_NEW(&scratch, double, problem->n_rows);
    double *way = PP_NEW(&scratch, double, problem->n_rows);
    int64_t recent = INT64_MIN;
    double theta = 1;
    int32_t idle = 0;
    memcpy(generation->at, generation->centre, (size_t)problem->n_rows * sizeof(int64_t));
    generation->bound = INT64_MIN;
    for (int32_t step = 0; step < steps && !pace_stops(generation->pace); step++) {
        int64_t value = generation_price(generation);
        for (int32_t p = 0; p < problem->n_people && step + keep >= steps; p++) {
            columns_add(&generation->columns, p,
                        generation->lines + (size_t)p * (size_t)problem->n_days);
        }
        idle = value > recent ? 0 : idle + 1;
        recent = value > recent ? value : recent;
        if (idle == PATIENCE) {
            idle = 0;
            recent = INT64_MIN;
            theta /= 2;
            memcpy(generation->at, generation->centre, (size_t)problem->n_rows * sizeof(int64_t));
            memset(way, 0, (size_t)problem->n_rows * sizeof(way[0]));
            value = generation_price(generation);
        }
        if (value >= LINES_BAN || target - generation->bound < problem->scale ||
            theta < LEAST_THETA) {
            break;
        }
        ascent_slopes(problem, generation->at, generation->lines, slope);
        double norm = ascent_blend(problem, generation->at, slope, MEMORY, way);
        if (norm <= 0) {
            break;
        }
        ascent_move(problem, generation->at, way, theta * (double)(target - value) / norm);
    }
    pp_arena_finish(&scratch);
}
