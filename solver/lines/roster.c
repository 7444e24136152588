// SPDX-License-Identifier: GPL-3.0-or-later
/* A roster, kept exact (roster.h). */
#include "roster.h"

#include <assert.h>
#include <string.h>

void roster_init(struct lines_roster *roster, const struct lines_problem *problem,
                 struct pp_arena *arena)
{
    size_t n = (size_t)problem->n_people;
    roster->lines = PP_NEW(arena, int32_t, n * (size_t)problem->n_days);
    roster->costs = PP_NEW(arena, int64_t, n);
    roster->present = PP_NEW(arena, bool, n);
    roster->on = PP_NEW(arena, int32_t, problem->n_rows);
    roster->total = problem->constant;
    for (int32_t row = 0; row < problem->n_rows; row++) {
        roster->total += lines_row_cost(&problem->rows[row], 0);
    }
}

void roster_copy(struct lines_roster *to, const struct lines_roster *from,
                 const struct lines_problem *problem)
{
    size_t n = (size_t)problem->n_people;
    memcpy(to->lines, from->lines, n * (size_t)problem->n_days * sizeof(to->lines[0]));
    memcpy(to->costs, from->costs, n * sizeof(to->costs[0]));
    memcpy(to->present, from->present, n * sizeof(to->present[0]));
    memcpy(to->on, from->on, (size_t)problem->n_rows * sizeof(to->on[0]));
    to->total = from->total;
}

/* Somebody comes (by 1) or goes (by -1) on one day. */
static void touch_day(struct lines_roster *roster, const struct lines_problem *problem,
                      const struct lines_choice *choice, int32_t by)
{
    for (int32_t i = 0; i < choice->n_touch; i++) {
        const struct lines_touch *touch = &problem->touches[choice->touch + i];
        int32_t row = touch->row - problem->row_base;
        roster->total -= lines_row_cost(&problem->rows[row], roster->on[row]);
        roster->on[row] += by * touch->sign;
        roster->total += lines_row_cost(&problem->rows[row], roster->on[row]);
    }
}

static void touch(struct lines_roster *roster, const struct lines_problem *problem, int32_t p,
                  int32_t by)
{
    const int32_t *line = roster_line(roster, problem, p);
    for (int32_t day = 0; day < problem->n_days; day++) {
        touch_day(roster, problem, &problem->people[p].choices[line[day]], by);
    }
}

void roster_insert(struct lines_roster *roster, const struct lines_problem *problem, int32_t person,
                   const int32_t *line)
{
    assert(!roster->present[person]);
    roster->present[person] = true;
    memmove(roster_line(roster, problem, person), line, (size_t)problem->n_days * sizeof(line[0]));
    roster->costs[person] = lines_cost(problem, person, line);
    roster->total += roster->costs[person];
    touch(roster, problem, person, 1);
}

void roster_remove(struct lines_roster *roster, const struct lines_problem *problem, int32_t person)
{
    assert(roster->present[person]);
    roster->present[person] = false;
    roster->total -= roster->costs[person];
    touch(roster, problem, person, -1);
}

void roster_change(struct lines_roster *roster, const struct lines_problem *problem, int32_t person,
                   const int32_t *line)
{
    int64_t cost = lines_cost(problem, person, line);
    int32_t *now = roster_line(roster, problem, person);
    if (cost >= LINES_BAN) {
        return;
    }
    roster->total += cost - roster->costs[person];
    roster->costs[person] = cost;
    for (int32_t day = 0; day < problem->n_days; day++) {
        if (line[day] != now[day]) {
            const struct lines_choice *choices = problem->people[person].choices;
            touch_day(roster, problem, &choices[now[day]], -1);
            touch_day(roster, problem, &choices[line[day]], 1);
            now[day] = line[day];
        }
    }
}

void roster_margins(const struct lines_roster *roster, const struct lines_problem *problem,
                    int64_t *up, int64_t *down)
{
    for (int32_t r = 0; r < problem->n_rows; r++) {
        const struct lines_row *row = &problem->rows[r];
        int32_t n = roster->on[r];
        up[r] = n < row->need ? row->under : n >= row->most ? -row->over : 0;
        down[r] = n > row->most ? -row->over : n <= row->need ? row->under : 0;
    }
}

void roster_make(struct lines_roster *roster, const struct lines_problem *problem,
                 const int32_t *lines, struct pp_arena *arena)
{
    roster_init(roster, problem, arena);
    for (int32_t p = 0; p < problem->n_people; p++) {
        roster_insert(roster, problem, p, lines + (size_t)p * (size_t)problem->n_days);
    }
}

void roster_take(struct lines_roster *roster, const struct lines_problem *problem,
                 const int32_t *lines)
{
    struct pp_arena scratch = {0};
    struct lines_roster other;
    roster_make(&other, problem, lines, &scratch);
    if (other.total < roster->total) {
        roster_copy(roster, &other, problem);
    }
    pp_arena_finish(&scratch);
}
