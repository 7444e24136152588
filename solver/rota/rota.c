// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rota: who is on duty and on standby when.
 *
 *   1. The service becomes a problem of lines of work: shifts to be covered are
 *      rows, and all other rules are resources of each person's line, or rows
 *      that tie people together (problem.c, groups.c, resources.c, ties.c,
 *      form.c).
 *   2. A roster and a bound are looked for with the tools of solver/lines, from
 *      the turns in force as far as they are still allowed (find.c, opening.c,
 *      inforce.c).
 *   3. What no rota does and the search only charges for is undone (settle.c).
 *   4. What no roster covers becomes named shortfalls (shortfall.c, forced.c,
 *      notice.c).
 *   5. With a limit on the turns that may change, all of it several times, at
 *      prices of a change that close in on the limit (limit.c).
 *
 * The first roster is there before anything slow begins, so there is an answer
 * whenever the work is stopped.
 */
#include "changes.h"
#include "find.h"
#include "forced.h"
#include "limit.h"
#include "notice.h"
#include "settle.h"
#include "shortfall.h"

#include <podplan/limits.h>

#include <assert.h>

enum {
    THREADS = 2 ///< unless the settings say how many
};

/* One solve. */
struct solve {
    struct pp_arena arena;
    struct rota_problem problem;
    const struct pp_solver_settings *asked;
    struct pp_solver_settings settings; ///< the same; reports come here first
    struct pace pace;
    struct lines_answer answer;
};

/* ---- In whole minutes ---- */

static int64_t cost_of(const struct solve *solve)
{
    return solve->answer.roster.total / solve->problem.lines.scale;
}

/* Every roster costs whole minutes, so the bound may be rounded up; no rule pays back. */
static int64_t bound_of(const struct solve *solve)
{
    int64_t bound = solve->answer.bound;
    return solve->problem.narrowed || bound <= 0 ? 0 : lines_units(&solve->problem.lines, bound);
}

static bool is_proved(const struct solve *solve)
{
    return bound_of(solve) >= cost_of(solve);
}

/* The bound of a narrowed problem is none. */
static void tell(void *user, const struct pp_progress *at)
{
    const struct solve *solve = user;
    struct pp_progress told = *at;
    told.bound = solve->problem.narrowed ? 0 : at->bound;
    solve->asked->progress(solve->asked->user, &told);
}

/* ---- The search ---- */

static void begin(struct solve *solve, const struct pp_solver_settings *asked, int32_t rounds)
{
    solve->asked = asked;
    solve->settings = *asked;
    if (asked->progress != NULL) {
        solve->settings.progress = tell;
        solve->settings.user = solve;
    }
    solve->pace = pace_begin(&solve->settings, rounds);
    solve->pace.stage = PP_ROTA;
}

static void search(struct solve *solve)
{
    const struct pp_solver_settings *settings = &solve->settings;
    const struct rota_problem *problem = &solve->problem;
    int32_t threads = settings->threads > 0 ? settings->threads : THREADS;
    find_roster(problem, settings->seed, threads, &solve->pace, &solve->arena, &solve->answer);
    settle(problem, &solve->answer.roster);
}

/* ---- The answer ---- */

static void write_turns(const struct solve *solve, struct pp_plan *plan)
{
    const struct rota_problem *problem = &solve->problem;
    for (int32_t p = 0; p < problem->n_people; p++) {
        const int32_t *line = roster_line(&solve->answer.roster, &problem->lines, p);
        for (int32_t day = 0; day < problem->n_days; day++) {
            const struct rota_option *option = problem_option(problem, p, line[day]);
            for (int32_t part = 0; part < ROTA_PARTS; part++) {
                if (option->part[part] != PP_NONE) {
                    pp_plan_add_turn(plan, (struct pp_turn){option->part[part],
                                                            problem_date(problem, day),
                                                            problem->people[p].practitioner});
                }
            }
        }
    }
}

static int32_t status_of(const struct solve *solve, const struct pp_plan *plan)
{
    if (solve->pace.stopped && !is_proved(solve)) {
        return PP_STOPPED;
    }
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        if (plan->shortfalls[i].stage == PP_ROTA) {
            return PP_SHORTFALL;
        }
    }
    return is_proved(solve) ? PP_OPTIMAL : PP_FEASIBLE;
}

static void write_plan(const struct solve *solve, struct pp_plan *plan)
{
    write_turns(solve, plan);
    shortfall_name(&solve->problem, &solve->answer.roster, plan);
    forced_name(solve->problem.service, plan);
    notice_name(solve->problem.service, plan);
    plan->info[PP_ROTA] = (struct pp_info){.status = status_of(solve, plan),
                                           .cost = cost_of(solve),
                                           .bound = bound_of(solve),
                                           .rounds = solve->answer.rounds,
                                           .seconds = pace_seconds(&solve->pace)};
    pp_plan_sort(plan, solve->problem.service);
}

/* ---- What is asked for ---- */

static bool check_horizon(pp_day from, int32_t weeks, struct pp_err *err)
{
    char text[PP_STAMP_TEXT];
    if (pp_weekday(from) != 0) {
        return pp_fail(err, PP_E_USAGE, "a rota begins on a Monday, and %s is none",
                       pp_day_words(from, text));
    }
    if (weeks < 1 || weeks > PP_MAX_WEEKS) {
        return pp_fail(err, PP_E_USAGE, "a rota of %d weeks can't be made; 1 to %d are allowed",
                       weeks, PP_MAX_WEEKS);
    }
    return true;
}

static bool check_changes(const struct pp_service *service,
                          const struct pp_solver_settings *settings, pp_day from, int32_t weeks,
                          const struct pp_plan *plan, struct pp_err *err)
{
    return settings->turn_changes == NULL || settings->before == NULL ||
           changes_allow(service, plan, settings->before, from, weeks, *settings->turn_changes,
                         err);
}

/* An empty rota that knows what was worked before it. */
static void begin_plan(struct pp_plan *plan, const struct pp_plan *before, pp_day from,
                       int32_t weeks)
{
    pp_plan_clear_stage(plan, PP_ROTA);
    plan->rota_from = from;
    plan->rota_weeks = weeks;
    pp_plan_remember(plan, before);
}

bool rota_solve(const struct rota_terms *terms, struct pp_plan *plan, struct pp_err *err)
{
    const struct pp_solver_settings *settings = terms->settings;
    int32_t rounds = settings->rounds > 0 ? settings->rounds : terms->service->settings.rota_rounds;
    struct solve solve = {.problem = {.service = terms->service,
                                      .plan = plan,
                                      .before = settings->before,
                                      .extra = terms->extra,
                                      .from = terms->from,
                                      .weeks = terms->weeks}};
    begin_plan(plan, settings->before, terms->from, terms->weeks);
    begin(&solve, settings, rounds);
    bool fine = problem_build(&solve.problem, &solve.arena, err);
    if (fine) {
        search(&solve);
        write_plan(&solve, plan);
    }
    pp_arena_finish(&solve.arena);
    return fine;
}

bool pp_solve_rota(const struct pp_service *service, const struct pp_solver_settings *settings,
                   pp_day from, int32_t weeks, struct pp_plan *plan, struct pp_err *err)
{
    assert(service != NULL && settings != NULL && plan != NULL);
    struct rota_terms terms = {
        .service = service, .settings = settings, .from = from, .weeks = weeks};
    bool limited = settings->turn_changes != NULL && settings->before != NULL;
    if (!check_horizon(from, weeks, err) ||
        !check_changes(service, settings, from, weeks, plan, err)) {
        return false;
    }
    return limited ? limit_solve(&terms, plan, err) : rota_solve(&terms, plan, err);
}
