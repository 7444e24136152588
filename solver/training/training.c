// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Training: core courses before anybody holds cases, then each pod's own
 * choice under its budget.
 *
 *   1. wants and gaps   core skills that are missing on cases_from; needs of families that nobody
 *                       in their pod can meet
 *   2. options          every seat that would help, and the purse that pays for it
 *   3. programme        the seats that cost least by the rules, by an integer programme; solved
 *                       again with fewer away on a day when a pod would be left without cover
 *   4. stragglers       core training of those who start later, as early as possible
 *   5. remedies         what is missing, and what would close it; what budgets stand in the way of
 *                       is learned from the same programme without them
 *
 * The bound is that of the first programme: no seats whatever cost less.
 */
#include "training.h"

static void report(const struct training *t, int32_t round, int64_t cost, int64_t bound)
{
    if (t->settings->progress != NULL) {
        struct pp_progress at = {PP_TRAINING, round, 1, cost, bound};
        t->settings->progress(t->settings->user, &at);
    }
}

static bool someone_waits(const struct training *t)
{
    for (int32_t g = 0; g < t->n_gaps; g++) {
        if (t->gaps[g].weeks > 0) {
            return true;
        }
    }
    return false;
}

/* Solves, and once more with a column for each person when not everybody could be named. */
static bool solve(struct training *t, struct programme_kind kind, struct programme_answer *answer,
                  struct pp_err *err)
{
    if (!programme_solve(t, kind, answer, err)) {
        return false;
    }
    if (answer->found && !answer->named) {
        struct programme_answer exact;
        kind.by_person = true;
        if (!programme_solve(t, kind, &exact, err)) {
            return false;
        }
        *answer = exact.found ? exact : *answer;
    }
    return true;
}

/* The best seats, or the first ones when there is no time for the best. */
static bool choose(struct training *t, struct programme_answer *best, struct pp_err *err)
{
    if (!solve(t, (struct programme_kind){0}, best, err)) {
        return false;
    }
    struct programme_answer chosen = *best;
    if (best->found && seats_empty_a_pod(t, best) &&
        !solve(t, (struct programme_kind){.spare_cover = true}, &chosen, err)) {
        return false;
    }
    if (chosen.found) {
        seats_take_answer(t, &chosen);
    } else {
        seats_take_first(t);
    }
    best->stopped = best->stopped || chosen.stopped;
    return true;
}

/* What the budgets stand in the way of: the same without them. */
static bool explain(struct training *t, struct pp_err *err)
{
    struct programme_answer unpaid = {0};
    struct programme_kind kind = {.without_budgets = true, .spare_cover = true};
    if (t->n_purses > 0 && someone_waits(t) && !solve(t, kind, &unpaid, err)) {
        return false;
    }
    remedies_fill(t, unpaid.found ? &unpaid : NULL);
    return true;
}

static bool has_shortfalls(const struct pp_plan *plan)
{
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        if (plan->shortfalls[i].stage == PP_TRAINING) {
            return true;
        }
    }
    return false;
}

static bool run(struct training *t, struct pp_err *err)
{
    struct programme_answer best;
    report(t, 0, INT64_MAX, 0);
    wants_list(t);
    options_list(t);
    if (!choose(t, &best, err)) {
        return false;
    }
    seats_take_late(t);
    if (!explain(t, err)) {
        return false;
    }
    struct pp_info *info = &t->plan->info[PP_TRAINING];
    info->cost = seats_cost(t);
    info->bound = best.bound < info->cost ? best.bound : info->cost;
    info->rounds = 1;
    info->status = best.stopped                ? PP_STOPPED
                   : has_shortfalls(t->plan)   ? PP_SHORTFALL
                   : info->bound == info->cost ? PP_OPTIMAL
                                               : PP_FEASIBLE;
    report(t, 1, info->cost, info->bound);
    return true;
}

bool pp_solve_training(const struct pp_service *service, const struct pp_solver_settings *settings,
                       struct pp_plan *plan, struct pp_err *err)
{
    struct training t = {.service = service, .settings = settings, .plan = plan};
    pp_plan_clear_stage(plan, PP_TRAINING);
    t.taken = PP_NEW(&t.arena, int32_t, service->n_sessions);
    bool good = run(&t, err);
    pp_plan_sort(plan, service);
    pp_arena_finish(&t.arena);
    return good;
}
