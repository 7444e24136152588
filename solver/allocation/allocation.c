// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Allocation: every family whole to one practitioner, practitioners to consultants.
 *
 *   model        the service as an assignment problem: costs of pairs, forbidden pairs, three rooms
 *                for each practitioner, a convex price of balance; jobs and agents in an order that
 *                no name and no file decides
 *   first plan   who holds a family keeps it where that is allowed; the rest by regret; descent
 *   bound        Lagrangian relaxation of "each family has a practitioner", one exact knapsack a
 *                practitioner, subgradient ascent from the duals of a linear programme; in integers
 *   rounds       dives that decide what the bound's sweeps took most often and price the rest
 *                again, over all and over groups of neighbours, until the budget ends
 *   oversight    with more holders than consultants may oversee, caseloads are emptied
 *   step-down    a social worker beside each escalated family: an assignment problem of its own
 *   closing      days for the hand-overs of pods that close: a convex bipartite matching
 *   consultants  a transportation problem on GLPK
 *   changes      pins and the most families that may move: prices of moves, found by bisection
 *   shortfalls   what does not fit, by pods, by skills and in all, with what would close it
 *
 * A family without a practitioner has a price (the rule `placement`), so there is always an answer.
 * When there is a plan in force that no small move improves, it stays as it is.
 */
#include "changes.h"
#include "closing.h"
#include "consultants.h"
#include "reasons.h"
#include "shortfalls.h"
#include "signature.h"
#include "step_down.h"

#include <podplan/solver.h>

#include <assert.h>

static void write_placements(const struct engine *engine, const struct outcome *outcome,
                             struct pp_plan *plan)
{
    plan->n_placements = engine->c.service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, plan->n_placements);
    for (int32_t family = 0; family < plan->n_placements; family++) {
        plan->placements[family] =
            (struct pp_placement){.practitioner = outcome->holder[family], .rule = PP_NONE};
    }
    reasons_fill(&engine->c, plan);
}

static enum pp_solve_status status_of(const struct pp_info *info, int32_t left, int64_t oversight,
                                      bool stopped)
{
    if (left > 0 || oversight > 0) {
        return PP_SHORTFALL;
    }
    if (info->cost <= info->bound) {
        return PP_OPTIMAL;
    }
    return stopped ? PP_STOPPED : PP_FEASIBLE;
}

/* Everything but the search, which is done. */
static bool write_plan(struct engine *engine, const struct outcome *outcome, struct pp_plan *plan,
                       struct pp_err *err)
{
    struct consultants_cost oversight;
    struct step_down_cost beside;
    struct signature order = // before the placements, which are no attributes
        signature_read(&engine->c, engine->settings->seed, &engine->arena);
    write_placements(engine, outcome, plan);
    if (!step_down_solve(engine, &order, plan, &beside, err) ||
        !consultants_choose(&engine->c, &order, plan, &oversight, err) ||
        !shortfalls_name(&engine->c, &order, plan, err)) {
        return false;
    }
    struct closing_cost closing = closing_plan(&engine->c, &order, plan);
    struct pp_info *info = &plan->info[PP_ALLOCATION];
    info->cost = outcome->cost + beside.cost + oversight.cost + closing.cost;
    info->bound = outcome->bound + beside.bound + oversight.bound + closing.bound;
    info->rounds = outcome->rounds;
    info->seconds = pace_seconds(&engine->pace);
    info->status = (int32_t)status_of(info, outcome->left + beside.wanting + closing.broken,
                                      oversight.cost, engine->pace.stopped);
    pp_plan_sort(plan, engine->c.service);
    return true;
}

bool pp_solve_allocation(const struct pp_service *service,
                         const struct pp_solver_settings *settings, struct pp_plan *plan,
                         struct pp_err *err)
{
    assert(settings->before != plan);
    pp_plan_clear_stage(plan, PP_ALLOCATION);
    int32_t rounds = settings->rounds > 0 ? settings->rounds : service->settings.allocation_rounds;
    struct engine engine = {.c = {service, plan, settings->before},
                            .settings = settings,
                            .pace = pace_begin(settings, rounds)};
    struct outcome outcome;
    bool works = changes_solve(&engine, &outcome, err) && write_plan(&engine, &outcome, plan, err);
    pp_arena_finish(&engine.arena);
    return works;
}
