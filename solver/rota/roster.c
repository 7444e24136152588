// SPDX-License-Identifier: GPL-3.0-or-later
/* A roster and its cost, kept up line by line. */
#include "roster.h"

#include "line.h"
#include "ties.h"

#include <assert.h>
#include <string.h>

void roster_init(struct rota_roster *roster, const struct rota_problem *problem,
                 struct pp_arena *arena)
{
    size_t places = (size_t)problem->n_people * (size_t)problem->n_days;
    *roster = (struct rota_roster){.lines = PP_NEW(arena, int32_t, places),
                                   .costs = PP_NEW(arena, int64_t, problem->n_people),
                                   .present = PP_NEW(arena, bool, problem->n_people),
                                   .cover = PP_NEW(arena, int32_t, problem->n_cells),
                                   .tied = PP_NEW(arena, int32_t, problem->n_ties),
                                   .total = problem->constant};
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        roster->total += problem->cells[cell].need * problem->short_price;
    }
    for (int32_t t = 0; t < problem->n_ties; t++) {
        roster->total += ties_cost(&problem->ties[t], 0);
    }
}

void roster_copy(struct rota_roster *to, const struct rota_roster *from,
                 const struct rota_problem *problem)
{
    size_t people = (size_t)problem->n_people;
    memcpy(to->lines, from->lines, people * (size_t)problem->n_days * sizeof(to->lines[0]));
    memcpy(to->costs, from->costs, people * sizeof(to->costs[0]));
    memcpy(to->present, from->present, people * sizeof(to->present[0]));
    memcpy(to->cover, from->cover, (size_t)problem->n_cells * sizeof(to->cover[0]));
    memcpy(to->tied, from->tied, (size_t)problem->n_ties * sizeof(to->tied[0]));
    to->total = from->total;
}

static void add_tied(struct rota_roster *roster, const struct rota_problem *problem, int32_t cell,
                     int32_t person, int32_t sign)
{
    for (int32_t t = problem->tie_first[cell]; t < problem->tie_first[cell + 1]; t++) {
        const struct rota_tie *tie = &problem->ties[t];
        roster->total -= ties_cost(tie, roster->tied[t]);
        roster->tied[t] += sign * ties_sign(problem, tie, problem->people[person].practitioner);
        roster->total += ties_cost(tie, roster->tied[t]);
    }
}

/* Adds `sign` people to the cells of a person's line. */
static void add_cover(struct rota_roster *roster, const struct rota_problem *problem,
                      int32_t person, int32_t sign)
{
    const int32_t *line = roster_line(roster, problem, person);
    for (int32_t day = 0; day < problem->n_days; day++) {
        const struct rota_choice *choice = &problem->people[person].choices[line[day]];
        for (int32_t part = 0; part < ROTA_PARTS; part++) {
            int32_t cell = choice->cell[part];
            if (cell == PP_NONE) {
                continue;
            }
            int32_t filled = sign > 0 ? roster->cover[cell]++ : --roster->cover[cell];
            roster->total -= filled < problem->cells[cell].need ? sign * problem->short_price : 0;
            add_tied(roster, problem, cell, person, sign);
        }
    }
}

void roster_insert(struct rota_roster *roster, const struct rota_problem *problem, int32_t person,
                   const int32_t *line)
{
    assert(!roster->present[person]);
    int32_t *place = roster_line(roster, problem, person);
    if (place != line) {
        memcpy(place, line, (size_t)problem->n_days * sizeof(place[0]));
    }
    roster->present[person] = true;
    roster->costs[person] = line_cost(problem, &problem->people[person], place);
    assert(roster->costs[person] < ROTA_BAN);
    roster->total += roster->costs[person];
    add_cover(roster, problem, person, 1);
}

void roster_remove(struct rota_roster *roster, const struct rota_problem *problem, int32_t person)
{
    assert(roster->present[person]);
    add_cover(roster, problem, person, -1);
    roster->total -= roster->costs[person];
    roster->present[person] = false;
}
