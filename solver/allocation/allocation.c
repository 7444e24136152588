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
 *   dive         the bound's most decided pairs are fixed, the rest is priced again, and so on
 *   rounds       ruin and recreate with shifts, swaps and ejection chains, until the budget ends
 *   consultants  a transportation problem on GLPK
 *   shortfalls   what does not fit, by pods, by skills and in all, with what would close it
 *
 * A family without a practitioner has a price (the rule `placement`), so there is always an answer.
 * When there is a plan in force that no small move improves, it stays as it is.
 */
#include "consultants.h"
#include "model.h"
#include "reasons.h"
#include "search.h"
#include "shortfalls.h"

#include <podplan/solver.h>

#include <assert.h>

static void write_placements(const struct model *model, const struct answer *answer,
                             struct pp_plan *plan)
{
    plan->n_placements = model->c.service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, plan->n_placements);
    for (int32_t job = 0; job < model->problem.n_jobs; job++) {
        int32_t agent = answer->agent[job];
        plan->placements[model->family[job]] = (struct pp_placement){
            .practitioner = agent == NOBODY ? PP_NONE : model->practitioner[agent],
            .rule = PP_NONE};
    }
    reasons_fill(model->c.service, plan);
}

static enum pp_solve_status status_of(const struct pp_info *info, int64_t left, int64_t oversight,
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
static bool write_plan(const struct model *model, const struct search_result *found,
                       struct pace *pace, struct pp_plan *plan, struct pp_err *err)
{
    struct consultants_cost oversight;
    write_placements(model, found->answer, plan);
    if (!consultants_choose(&model->c, model->order, plan, &oversight, err) ||
        !shortfalls_name(&model->c, plan, err)) {
        return false;
    }
    struct pp_info *info = &plan->info[PP_ALLOCATION];
    info->cost = found->answer->worth.cost - model->offset + oversight.cost;
    info->bound = found->bound - model->offset + oversight.bound;
    info->rounds = found->rounds;
    info->seconds = pace_seconds(pace);
    info->status =
        (int32_t)status_of(info, found->answer->worth.left, oversight.cost, pace->stopped);
    pp_plan_sort(plan, model->c.service);
    return true;
}

bool pp_solve_allocation(const struct pp_service *service,
                         const struct pp_solver_settings *settings, struct pp_plan *plan,
                         struct pp_err *err)
{
    assert(settings->before != plan);
    pp_plan_clear_stage(plan, PP_ALLOCATION);
    struct pp_case c = {service, plan, settings->before};
    int32_t rounds = settings->rounds > 0 ? settings->rounds : service->settings.allocation_rounds;
    struct pace pace = pace_begin(settings, rounds);
    bool settled = settings->before != NULL && settings->before->placements != NULL;

    struct model model;
    struct search_result found;
    struct pp_arena scratch = {0};
    bool works = model_build(&model, &c, settings->seed, err) &&
                 search_run(&model.problem, model.start, settled, settings->seed, &pace, &scratch,
                            &found, err) &&
                 write_plan(&model, &found, &pace, plan, err);
    pp_arena_finish(&scratch);
    model_finish(&model);
    return works;
}
