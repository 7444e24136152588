// SPDX-License-Identifier: GPL-3.0-or-later
/* Each looks on from a place drawn by chance to the next that will do (draw.h). */
#include "draw.h"

int32_t draw_for_row(struct pp_rng *rng, const struct lines_problem *problem, int32_t row,
                     int32_t but)
{
    int32_t n = problem->n_people, p = pp_rng_below(rng, n);
    for (int32_t tried = 0; tried < n; tried++) {
        if (p != but && lines_can_touch(problem, p, row)) {
            return p;
        }
        p = p + 1 < n ? p + 1 : 0;
    }
    return -1;
}

int32_t draw_row_of(struct pp_rng *rng, const struct lines_problem *problem,
                    const struct lines_roster *roster, int32_t p, int32_t from, int32_t until)
{
    const int32_t *line = roster_line(roster, problem, p);
    int32_t day = from + pp_rng_below(rng, until - from);
    for (int32_t tried = from; tried < until; tried++) {
        const struct lines_choice *choice = &problem->people[p].choices[line[day]];
        if (choice->n_touch > 0) {
            int32_t touch = choice->touch + pp_rng_below(rng, choice->n_touch);
            return problem->touches[touch].row - problem->row_base;
        }
        day = day + 1 < until ? day + 1 : from;
    }
    return -1;
}

int32_t draw_costly(struct pp_rng *rng, const struct lines_problem *problem,
                    const struct lines_roster *roster)
{
    int32_t a = pp_rng_below(rng, problem->n_people), b = pp_rng_below(rng, problem->n_people);
    return roster->costs[a] >= roster->costs[b] ? a : b;
}

int32_t draw_costly_day(struct pp_rng *rng, const struct lines_problem *problem,
                        const struct lines_roster *roster, int32_t p)
{
    const int32_t *line = roster_line(roster, problem, p);
    int32_t n = problem->n_days, day = pp_rng_below(rng, n);
    for (int32_t tried = 0; tried < n; tried++) {
        if (problem->people[p].choices[line[day]].price > 0) {
            return day;
        }
        day = day + 1 < n ? day + 1 : 0;
    }
    return day;
}
