// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows and counters are climbed together (horizon.h): one step of Polyak's on
 * the multipliers of all of them, blended with the last direction as in
 * ascent.c.  Where PATIENCE steps bring nothing more, steps of half the length
 * go on from the best point.  Multipliers are whole numbers, so that each value
 * is a proof.
 */
#include "horizon.h"

#include "ascent.h"

#include <string.h>

enum {
    PATIENCE = 30,
    ALONE = 30, ///< steps of the counters before the rows' first
    WEEK = 7,
    AROUND = 30 ///< days
};

static const double LEAST_THETA = 1e-3;
static const double MEMORY = 0.95; ///< of the last direction
static const double STIFF = 3;     ///< a counter's multiplier moves many days: it goes shorter ways

/* A point of the dual, and what its lines say. */
struct point {
    int64_t *at;          ///< duals of the rows
    int64_t *multipliers; ///< [person * LINES_COUNTERS + counter], coarse
};

struct horizon {
    const struct lines_problem *problem;
    struct crew *crew;
    struct pp_arena arena;
    struct line_pricer pricers[CREW_MOST];
    struct point now, best;
    double *slope, *way; ///< of the rows
    double *slopes;      ///< of the counters, as multipliers lie, and ...
    double *ways;        ///< ... the direction
    double step;         ///< that counters make before they are priced
    int64_t *values;     ///< of each person
    int32_t *lines;      ///< [person * n_days + day]
    size_t n_multipliers;
};

static void make_point(struct horizon *horizon, struct point *point)
{
    point->at = PP_NEW(&horizon->arena, int64_t, horizon->problem->n_rows);
    point->multipliers = PP_NEW(&horizon->arena, int64_t, horizon->n_multipliers);
}

static void copy_point(const struct horizon *horizon, struct point *to, const struct point *from)
{
    size_t n_rows = (size_t)horizon->problem->n_rows;
    memcpy(to->at, from->at, n_rows * sizeof(to->at[0]));
    memcpy(to->multipliers, from->multipliers, horizon->n_multipliers * sizeof(to->multipliers[0]));
}

static void begin(struct horizon *horizon, const struct lines_problem *problem, struct crew *crew)
{
    struct pp_arena *arena = &horizon->arena;
    size_t n = (size_t)problem->n_people;
    *horizon = (struct horizon){
        .problem = problem, .crew = crew, .n_multipliers = n * (size_t)LINES_COUNTERS};
    make_point(horizon, &horizon->now);
    make_point(horizon, &horizon->best);
    horizon->slope = PP_NEW(arena, double, problem->n_rows);
    horizon->way = PP_NEW(arena, double, problem->n_rows);
    horizon->slopes = PP_NEW(arena, double, horizon->n_multipliers);
    horizon->ways = PP_NEW(arena, double, horizon->n_multipliers);
    horizon->values = PP_NEW(arena, int64_t, n);
    horizon->lines = PP_NEW(arena, int32_t, n * (size_t)problem->n_days);
    for (int32_t i = 0; i < crew_size(crew); i++) {
        line_pricer_init(&horizon->pricers[i], problem, true);
    }
}

static void finish(struct horizon *horizon)
{
    for (int32_t i = 0; i < crew_size(horizon->crew); i++) {
        line_pricer_finish(&horizon->pricers[i]);
    }
    pp_arena_finish(&horizon->arena);
}

/* ---- A point ---- */

/* A person's multipliers make their step, and the programme is solved there. */
static void price_person(struct horizon *horizon, struct line_pricer *pricer, int32_t p)
{
    const struct lines_problem *problem = horizon->problem;
    const int64_t *at = horizon->now.at;
    size_t first = (size_t)p * LINES_COUNTERS, n_days = (size_t)problem->n_days;
    int64_t *multipliers = horizon->now.multipliers + first;
    line_load(pricer, p, (struct line_worth){at, at}, NULL, NULL);
    for (int32_t k = 0; k < problem->people[p].n_counters; k++) {
        double more = horizon->step * horizon->ways[first + (size_t)k] / STIFF;
        if (more != 0) {
            multipliers[k] = line_multiplier(pricer, k, multipliers[k], more);
        }
    }
    horizon->values[p] = line_dual(pricer, multipliers, horizon->slopes + first);
    memcpy(horizon->lines + (size_t)p * n_days, pricer->trace, n_days * sizeof(int32_t));
}

static void price_some(void *user, int32_t number)
{
    struct horizon *horizon = user;
    for (int32_t p = number; p < horizon->problem->n_people; p += crew_size(horizon->crew)) {
        price_person(horizon, &horizon->pricers[number], p);
    }
}

/* What the point proves; LINES_BAN: somebody has no line at all. */
static int64_t value_of(struct horizon *horizon)
{
    const struct lines_problem *problem = horizon->problem;
    int64_t value = problem->constant;
    crew_run(horizon->crew, price_some, horizon);
    for (int32_t r = 0; r < problem->n_rows; r++) {
        const struct lines_row *row = &problem->rows[r];
        int64_t at = horizon->now.at[r];
        value += at * (at > 0 ? row->need : row->most);
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        if (horizon->values[p] >= LINES_BAN) {
            return LINES_BAN;
        }
        value += horizon->values[p];
    }
    return value;
}

/* ---- Where to begin ---- */

/* How many rows of a day are short in the roster, and how many have too many. */
static void count_day(const struct lines_problem *problem, const struct lines_roster *roster,
                      int32_t day, int32_t *n_short, int32_t *n_over)
{
    for (int32_t r = lines_row_of_day(problem, day); r < lines_row_of_day(problem, day + 1); r++) {
        *n_short += roster->on[r] < problem->rows[r].need;
        *n_over += roster->on[r] > problem->rows[r].most;
    }
}

/* A row that is just filled is worth the more the more are short on such days around it. */
static void guess_rows(struct horizon *horizon, const struct lines_roster *roster)
{
    const struct lines_problem *problem = horizon->problem;
    for (int32_t day = 0; day < problem->n_days; day++) {
        int32_t n_short = 0, n_over = 0;
        for (int32_t other = day % WEEK; other < problem->n_days; other += WEEK) {
            if (other > day - AROUND && other < day + AROUND) {
                count_day(problem, roster, other, &n_short, &n_over);
            }
        }
        double part = n_short == 0 ? 0 : (double)n_short / (n_short + n_over);
        for (int32_t r = lines_row_of_day(problem, day); r < lines_row_of_day(problem, day + 1);
             r++) {
            const struct lines_row *row = &problem->rows[r];
            int32_t on = roster->on[r];
            horizon->now.at[r] = on < row->need   ? row->under
                                 : on > row->most ? -row->over
                                                  : (int64_t)(part * (double)row->under);
        }
    }
}

/* ---- Steps ---- */

/* The direction from here; returns its squared length. */
static double find_way(struct horizon *horizon, bool alone)
{
    ascent_slopes(horizon->problem, horizon->now.at, horizon->lines, horizon->slope);
    double norm = alone ? 0
                        : ascent_blend(horizon->problem, horizon->now.at, horizon->slope, MEMORY,
                                       horizon->way);
    for (size_t i = 0; i < horizon->n_multipliers; i++) {
        horizon->ways[i] = (1 - MEMORY) * horizon->slopes[i] / STIFF + MEMORY * horizon->ways[i];
        norm += horizon->ways[i] * horizon->ways[i];
    }
    return norm;
}

/* Back to the best point, with no direction. */
static void go_back(struct horizon *horizon)
{
    copy_point(horizon, &horizon->now, &horizon->best);
    memset(horizon->way, 0, (size_t)horizon->problem->n_rows * sizeof(double));
    memset(horizon->ways, 0, horizon->n_multipliers * sizeof(double));
    horizon->step = 0;
}

int64_t horizon_bound(const struct lines_problem *problem, struct crew *crew, struct pace *pace,
                      const struct lines_roster *roster, int32_t steps)
{
    const int64_t target = roster->total;
    struct horizon horizon;
    int64_t bound = INT64_MIN;
    double theta = 1;
    int32_t idle = 0;
    begin(&horizon, problem, crew);
    guess_rows(&horizon, roster);
    for (int32_t i = 0; i < steps && theta > LEAST_THETA && !pace_stops(pace); i++) {
        int64_t value = value_of(&horizon);
        if (value >= LINES_BAN) {
            break;
        }
        idle = value > bound ? 0 : idle + 1;
        if (value > bound) {
            bound = value;
            copy_point(&horizon, &horizon.best, &horizon.now);
        }
        if (idle == PATIENCE) {
            idle = 0;
            theta /= 2;
            go_back(&horizon);
            value = value_of(&horizon);
        }
        double norm = find_way(&horizon, i < ALONE);
        if (norm <= 0 || target - bound < problem->scale) {
            break;
        }
        horizon.step = theta * (double)(target - value) / norm;
        ascent_move(problem, horizon.now.at, horizon.way, horizon.step);
    }
    finish(&horizon);
    return bound;
}
