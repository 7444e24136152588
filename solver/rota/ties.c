// SPDX-License-Identifier: GPL-3.0-or-later
/* Ties between people: for each cell the skills asked for, then the pairs that could meet. */
#include "ties.h"

/* What is being listed. */
struct listing {
    struct rota_problem *problem;
    struct pp_arena *arena;
    int32_t capacity;
    const bool **holders; ///< [skill * n_days + day]; NULL: not looked at yet
};

static void add_tie(struct listing *listing, struct rota_tie tie)
{
    struct rota_problem *problem = listing->problem;
    problem->ties = pp_arena_grow(listing->arena, problem->ties, &listing->capacity,
                                  problem->n_ties + 1, sizeof(problem->ties[0]));
    problem->ties[problem->n_ties++] = tie;
}

static const bool *holders_of(struct listing *listing, int32_t skill, int32_t day)
{
    const struct rota_problem *problem = listing->problem;
    const bool **known = &listing->holders[skill * problem->n_days + day];
    if (*known == NULL) {
        int32_t people = problem->service->n_practitioners;
        bool *holds = PP_NEW(listing->arena, bool, people);
        for (int32_t person = 0; person < people; person++) {
            holds[person] = pp_plan_holds_skill(problem->plan, problem->service, person, skill,
                                                problem_date(problem, day));
        }
        *known = holds;
    }
    return *known;
}

static void add_skills(struct listing *listing, int32_t cell)
{
    const struct rota_problem *problem = listing->problem;
    const struct pp_service *service = problem->service;
    const struct pp_index *asked = &service->asked_of;
    const struct rota_cell *at = &problem->cells[cell];
    for (int32_t i = asked->start[at->shift]; i < asked->start[at->shift + 1]; i++) {
        const struct pp_shift_skill *row = &service->shift_skills[asked->item[i]];
        add_tie(listing, (struct rota_tie){.cell = cell,
                                           .pair = PP_NONE,
                                           .holders = holders_of(listing, row->skill, at->day),
                                           .need = row->needed,
                                           .most = LINES_FREE,
                                           .under = pp_weight_of(service, "skill_cover")});
    }
}

static void add_pair(struct listing *listing, int32_t cell, int32_t pair)
{
    const struct rota_problem *problem = listing->problem;
    const struct pp_service *service = problem->service;
    int32_t shift = problem->cells[cell].shift;
    pp_day date = problem_date(problem, problem->cells[cell].day);
    struct rota_tie tie = {.cell = cell, .pair = pair, .most = 1};
    const struct pp_pair *row = &service->pairs[pair];
    if (problem->cells[cell].need < 2 ||
        !pp_may_cover_on(service, problem->plan, row->one, shift, date) ||
        !pp_may_cover_on(service, problem->plan, row->other, shift, date)) {
        return;
    }
    switch (pp_pair_rule(service, pair)) {
    case PP_PAIR_APART:
        tie.over = TIES_NEVER;
        break;
    case PP_PAIR_AVOID:
        tie.over = pp_weight_of(service, "pair_avoid");
        break;
    case PP_PAIR_TOGETHER:
        if (!pp_pair_could_meet(service, problem->plan, pair, shift, date)) {
            return;
        }
        tie.most = 0;
        tie.under = tie.over = pp_weight_of(service, "pair_together");
        break;
    }
    add_tie(listing, tie);
}

void ties_list(struct rota_problem *problem, struct pp_arena *arena)
{
    struct pp_arena scratch = {0};
    size_t looked_at = (size_t)problem->service->n_skills * (size_t)problem->n_days;
    struct listing listing = {
        .problem = problem, .arena = arena, .holders = PP_NEW(&scratch, const bool *, looked_at)};
    problem->tie_first = PP_NEW(arena, int32_t, problem->n_cells + 1);
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        problem->tie_first[cell] = problem->n_ties;
        add_skills(&listing, cell);
        for (int32_t i = 0; i < problem->service->n_pairs; i++) {
            add_pair(&listing, cell, problem->service->pairs_of.item[i]);
        }
    }
    problem->tie_first[problem->n_cells] = problem->n_ties;
    pp_arena_finish(&scratch);
}

int32_t ties_sign(const struct rota_problem *problem, const struct rota_tie *tie,
                  int32_t practitioner)
{
    if (tie->holders != NULL) {
        return tie->holders[practitioner];
    }
    const struct pp_pair *pair = &problem->service->pairs[tie->pair];
    bool together = pair->wish == PP_TOGETHER;
    return practitioner == pair->one ? 1 : practitioner == pair->other ? (together ? -1 : 1) : 0;
}
