// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rota: who is on duty and on standby when.
 *
 *   1. The service becomes a problem of lines of work: cells to be covered,
 *      and for each person a line programme that holds all other rules as
 *      resources (problem.c, resources.c, machine.c, line.c).
 *   2. A first roster: the turns in force as far as they are still allowed,
 *      and everybody's best line against what is still short (regroup.c).
 *   3. Rounds of moves that take two people out and put them back by the line
 *      programme (regroup.c).
 *   4. A bound, and what each cell is worth: the Lagrangian dual, begun with
 *      what single days lack (daily.c), climbed by subgradients (ascent.c),
 *      then by column generation on GLPK where the linear programme stays
 *      small (master.c, dual.c).  It guides the rounds that are left.
 *   5. What no roster covers becomes named shortfalls (shortfall.c).
 *   6. With a limit on the turns that may change, all of it several times, at
 *      prices of a change that close in on the limit (limit.c).
 *
 * The roster of step 2 is there before anything slow begins, so there is an
 * answer whenever the work is stopped.  A rota never puts more people on a
 * shift than it needs.
 */
#include "ascent.h"
#include "changes.h"
#include "daily.h"
#include "forced.h"
#include "limit.h"
#include "master.h"
#include "notice.h"
#include "regroup.h"
#include "shortfall.h"

#include <podplan/limits.h>

#include <assert.h>

enum {
    EARLY_PART = 4,     ///< of the rounds come before the bound: it needs a good roster to aim at
    ASCENT_STEPS = 600, ///< at most, without a linear programme
    ASCENT_WORK = 1000000000, ///< transitions looked at in all of them
    SEED_STEPS = 24,          ///< whose lines are the master's first columns
    MASTER_PART = 16,         ///< of the rounds is the effort of column generation
    SMALL_GAP_PART = 10,      ///< of a person short: a gap that the rounds close sooner than GLPK
    TELL_EVERY = 4            ///< rounds between two reports of progress
};

/* One solve. */
struct solve {
    struct pp_arena arena;
    struct rota_problem problem;
    struct rota_watch watch;
    struct pp_rng rng;
    struct line_pricer pricer;
    struct improver improver;
    struct rota_dual dual;
    int64_t bound; ///< scaled
    int32_t round;
};

/* ---- In whole minutes ---- */

static int64_t cost_of(const struct solve *solve)
{
    return solve->improver.best.total / solve->problem.scale;
}

/* Every roster costs whole minutes, so the bound may be rounded up. */
static int64_t bound_of(const struct solve *solve)
{
    int64_t scale = solve->problem.scale, down = solve->bound / scale;
    return solve->problem.narrowed ? 0 : down + (solve->bound > down * scale);
}

static bool is_proved(const struct solve *solve)
{
    return bound_of(solve) >= cost_of(solve);
}

/* ---- Rounds ---- */

/* The first 1 / `part` of the rounds, or of the time when that is limited. */
static void improve_part(struct solve *solve, int32_t part)
{
    int32_t last = solve->watch.rounds / part;
    while (solve->round < last && !is_proved(solve) && !watch_stops(&solve->watch) &&
           !watch_passed(&solve->watch, part)) {
        regroup_round(&solve->improver, &solve->watch);
        solve->round++;
        if (solve->round % TELL_EVERY == 0 || solve->round == solve->watch.rounds) {
            watch_tell(&solve->watch, solve->round, cost_of(solve), bound_of(solve));
        }
    }
}

/* ---- Bounds ---- */

static void raise_bound(struct solve *solve, int64_t bound)
{
    solve->bound = bound > solve->bound ? bound : solve->bound;
}

struct seeds {
    struct rota_master *master;
    bool fine; ///< GLPK has not given up
};

static void take_seed(void *user, int32_t person, const int32_t *line)
{
    struct seeds *seeds = user;
    seeds->fine = seeds->fine && master_add(seeds->master, person, line, NULL);
}

/*
 * Column generation, begun from the best roster and from lines near the best duals.  The bound of
 * the ascent stands without it, and so does the roster: should GLPK give up, they are the answer.
 */
static void bound_by_columns(struct solve *solve)
{
    const struct rota_problem *problem = &solve->problem;
    struct rota_master *master = master_create(problem, NULL);
    struct seeds seeds = {master, master != NULL};
    struct ascent_lines lines = {&seeds, take_seed};
    for (int32_t p = 0; p < problem->n_people; p++) {
        take_seed(&seeds, p, roster_line(&solve->improver.best, problem, p));
    }
    int64_t target = solve->bound + (solve->improver.best.total - solve->bound) / 4;
    ascent_climb(problem, &solve->pricer, &solve->dual, target, SEED_STEPS, &lines, &solve->watch);
    if (seeds.fine) {
        master_solve(master, &solve->pricer, solve->watch.rounds / MASTER_PART, &solve->dual,
                     &solve->bound, &solve->watch, NULL);
    }
    master_destroy(master);
}

static int32_t ascent_steps(const struct rota_problem *problem)
{
    int64_t steps = ASCENT_WORK / (problem->work + 1);
    return steps < ASCENT_STEPS ? (int32_t)steps + 1 : ASCENT_STEPS;
}

static void find_bound(struct solve *solve)
{
    const struct rota_problem *problem = &solve->problem;
    if (is_proved(solve) || watch_stops(&solve->watch)) {
        return;
    }
    raise_bound(solve,
                ascent_climb(problem, &solve->pricer, &solve->dual, solve->improver.best.total,
                             ascent_steps(problem), NULL, &solve->watch));
    int64_t gap = solve->improver.best.total - solve->bound;
    if (gap > problem->short_price / SMALL_GAP_PART && master_fits(problem) &&
        !watch_stops(&solve->watch)) {
        bound_by_columns(solve);
    }
    if (!watch_stops(&solve->watch)) {
        raise_bound(solve, dual_value_exact(problem, &solve->pricer, &solve->dual));
    }
    solve->improver.guide = solve->dual.worth;
}

/* ---- The answer ---- */

static void write_turns(const struct solve *solve, struct pp_plan *plan)
{
    const struct rota_problem *problem = &solve->problem;
    for (int32_t p = 0; p < problem->n_people; p++) {
        const struct rota_person *person = &problem->people[p];
        const int32_t *line = roster_line(&solve->improver.best, problem, p);
        for (int32_t day = 0; day < problem->n_days; day++) {
            const struct rota_option *option =
                &problem->groups[person->group].options[person->choices[line[day]].option];
            for (int32_t part = 0; part < ROTA_PARTS; part++) {
                if (option->part[part] != PP_NONE) {
                    pp_plan_add_turn(plan, (struct pp_turn){option->part[part],
                                                            problem_date(problem, day),
                                                            person->practitioner});
                }
            }
        }
    }
}

static int32_t status_of(const struct solve *solve, const struct pp_plan *plan)
{
    if (solve->watch.stopped && !is_proved(solve)) {
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
    shortfall_name(&solve->problem, &solve->improver.best, plan);
    forced_name(solve->problem.service, plan);
    notice_name(solve->problem.service, plan);
    plan->info[PP_ROTA] = (struct pp_info){.status = status_of(solve, plan),
                                           .cost = cost_of(solve),
                                           .bound = bound_of(solve),
                                           .rounds = solve->round,
                                           .seconds = watch_seconds(&solve->watch)};
    pp_plan_sort(plan, solve->problem.service);
}

/* Scratch, the first roster, and the bounds where cells are worth nothing, and what days lack. */
static void begin(struct solve *solve)
{
    const struct rota_problem *problem = &solve->problem;
    line_pricer_init(&solve->pricer, problem, &solve->arena);
    regroup_init(&solve->improver, problem, &solve->pricer, &solve->rng, &solve->arena);
    dual_init(&solve->dual, problem, &solve->arena);
    regroup_start(&solve->improver);
    solve->bound = dual_value_exact(problem, &solve->pricer, &solve->dual);
    daily_worth(problem, &solve->dual);
    raise_bound(solve, dual_value_exact(problem, &solve->pricer, &solve->dual));
}

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
    struct solve solve = {.rng = {settings->seed},
                          .problem = {.service = terms->service,
                                      .plan = plan,
                                      .before = settings->before,
                                      .extra = terms->extra,
                                      .from = terms->from,
                                      .weeks = terms->weeks}};
    begin_plan(plan, settings->before, terms->from, terms->weeks);
    watch_begin(&solve.watch, settings, rounds);
    bool fine = problem_build(&solve.problem, &solve.arena, err);
    if (fine) {
        begin(&solve);
        improve_part(&solve, EARLY_PART);
        find_bound(&solve);
        improve_part(&solve, 1);
        regroup_finish(&solve.improver, &solve.watch);
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
