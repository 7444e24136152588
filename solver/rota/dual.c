// SPDX-License-Identifier: GPL-3.0-or-later
/* The Lagrangian dual, evaluated in whole numbers. */
#include "dual.h"

#include <assert.h>
#include <string.h>

static const struct line_effort thorough = {.steps = 40, .labels = LINE_BUCKET};

void dual_init(struct rota_dual *dual, const struct rota_problem *problem, struct pp_arena *arena)
{
    dual->worth = PP_NEW(arena, int64_t, problem->n_cells);
    dual->multipliers =
        pp_arena_alloc(arena, (size_t)problem->n_people, sizeof(dual->multipliers[0]));
}

void dual_copy(struct rota_dual *to, const struct rota_dual *from,
               const struct rota_problem *problem)
{
    memcpy(to->worth, from->worth, (size_t)problem->n_cells * sizeof(to->worth[0]));
    memcpy(to->multipliers, from->multipliers,
           (size_t)problem->n_people * sizeof(to->multipliers[0]));
}

/* Everything but the lines. */
static int64_t value_of_needs(const struct rota_problem *problem, const struct rota_dual *dual)
{
    int64_t value = problem->constant;
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        assert(dual->worth[cell] <= problem->short_price);
        value += dual->worth[cell] * problem->cells[cell].need;
    }
    return value;
}

int64_t dual_value(const struct rota_problem *problem, struct line_pricer *pricer,
                   const struct rota_dual *dual, int32_t *lines)
{
    int64_t value = value_of_needs(problem, dual);
    for (int32_t p = 0; p < problem->n_people; p++) {
        line_load(pricer, &problem->people[p], dual->worth, NULL);
        value += line_relax(pricer, dual->multipliers[p]);
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            value -= dual->multipliers[p][k] * problem->people[p].counters[k].free;
        }
        memcpy(lines + (size_t)p * (size_t)problem->n_days, pricer->trace,
               (size_t)problem->n_days * sizeof(lines[0]));
    }
    return value;
}

int64_t dual_value_exact(const struct rota_problem *problem, struct line_pricer *pricer,
                         struct rota_dual *dual)
{
    struct pp_arena scratch = {0};
    int32_t *line = PP_NEW(&scratch, int32_t, problem->n_days);
    int64_t value = value_of_needs(problem, dual);
    for (int32_t p = 0; p < problem->n_people; p++) {
        memcpy(pricer->multipliers[p], dual->multipliers[p], sizeof(dual->multipliers[p]));
        line_load(pricer, &problem->people[p], dual->worth, NULL);
        value += line_solve(pricer, thorough, line).bound;
        memcpy(dual->multipliers[p], pricer->multipliers[p], sizeof(dual->multipliers[p]));
    }
    pp_arena_finish(&scratch);
    return value;
}
