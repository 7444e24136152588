// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The most turns that may change (limit.h): Lagrangian relaxation of one budget row (Everett 1963;
 * Fisher 1981), the multiplier by bisection, as the allocation does it for families.
 *
 * With mu more minutes for each changed turn, L(mu) - mu N is a bound for every rota with at most N
 * changes.  A price that is dearer than any shift left open comes first after 0: what it still
 * changes are the turns that can not stand, and of those there are no more than N (changes.c).
 */
#include "limit.h"

#include <podplan/rules.h>

enum {
    RUNS = 6,        ///< searches, the first without a price and with half of the time
    PART = 3,        ///< the others each with this part of the rounds
    DEAR = 8,        ///< people short
    FIRST_PRICE = 60 ///< minutes of the first price between nothing and dear
};

/* The part of a plan that the rota writes. */
struct kept {
    struct pp_turn *turns;
    struct pp_shortfall *shortfalls;
    int32_t n_turns, n_shortfalls;
    struct pp_info info;
};

struct limit {
    struct rota_terms terms;
    struct pp_solver_settings settings; ///< of one search
    struct pp_arena arena;
    int32_t most;
    struct kept best; ///< turns NULL: none yet
    int64_t bound;
    int32_t rounds, fewest;
    double seconds;
    bool stopped;
};

static int32_t count_changes(const struct limit *limit, const struct pp_plan *plan)
{
    struct pp_case c = {
        .service = limit->terms.service, .plan = plan, .before = limit->settings.before};
    struct pp_verdict verdict = {0};
    pp_judge_rule(&c, pp_rule_find("rota_change"), &verdict);
    int32_t changes = verdict.n_breaches;
    pp_verdict_finish(&verdict);
    return changes;
}

static void keep(struct limit *limit, const struct pp_plan *plan, int64_t cost)
{
    struct kept *best = &limit->best;
    best->turns =
        pp_arena_copy(&limit->arena, plan->turns, (size_t)plan->n_turns * sizeof(plan->turns[0]));
    best->shortfalls = pp_arena_copy(&limit->arena, plan->shortfalls,
                                     (size_t)plan->n_shortfalls * sizeof(plan->shortfalls[0]));
    best->n_turns = plan->n_turns;
    best->n_shortfalls = plan->n_shortfalls;
    best->info = plan->info[PP_ROTA];
    best->info.cost = cost;
}

/* Back into the plan, whose strings are all its own. */
static void put_back(const struct limit *limit, struct pp_plan *plan)
{
    const struct kept *best = &limit->best;
    plan->n_turns = 0;
    for (int32_t i = 0; i < best->n_turns; i++) {
        pp_plan_add_turn(plan, best->turns[i]);
    }
    plan->n_shortfalls = 0;
    for (int32_t i = 0; i < best->n_shortfalls; i++) {
        pp_plan_add_shortfall(plan, best->shortfalls[i]);
    }
    plan->info[PP_ROTA] = best->info;
}

/* One search at a price; `changes` are those of its rota. */
static bool search(struct limit *limit, int64_t price, struct pp_plan *plan, int32_t *changes,
                   struct pp_err *err)
{
    limit->terms.extra = price;
    if (!rota_solve(&limit->terms, plan, err)) {
        return false;
    }
    const struct pp_info *info = &plan->info[PP_ROTA];
    *changes = count_changes(limit, plan);
    int64_t cost = info->cost - price * *changes, bound = info->bound - price * limit->most;
    limit->bound = bound > limit->bound ? bound : limit->bound;
    limit->rounds += info->rounds;
    limit->seconds += info->seconds;
    limit->stopped = limit->stopped || info->status == PP_STOPPED;
    limit->fewest = *changes < limit->fewest ? *changes : limit->fewest;
    if (*changes <= limit->most && (limit->best.turns == NULL || cost < limit->best.info.cost)) {
        keep(limit, plan, cost);
    }
    return true;
}

/* Dearer than all that one turn can be worth, and cheaper than a published one that has to stay. */
static int64_t dear_price(const struct pp_service *service)
{
    return DEAR * (int64_t)pp_weight_of(service, "cover");
}

static int64_t next_price(int64_t low, int64_t high)
{
    int64_t middle = low == 0 ? FIRST_PRICE : 4 * low;
    return middle < high ? middle : low + (high - low) / 2;
}

/* By the user; the clock ends each search by itself. */
static bool is_told_to_stop(const struct limit *limit)
{
    return limit->settings.stop != NULL && atomic_load(limit->settings.stop);
}

static bool bisect(struct limit *limit, struct pp_plan *plan, struct pp_err *err)
{
    int64_t low = 0, high = dear_price(limit->terms.service);
    int32_t changes;
    if (!search(limit, 0, plan, &changes, err)) {
        return false;
    }
    if (changes <= limit->most) {
        return true;
    }
    limit->settings.rounds = 1 + limit->settings.rounds / PART;
    limit->settings.time_limit /= RUNS - 1;
    if (!search(limit, high, plan, &changes, err)) {
        return false;
    }
    for (int32_t run = 2; run < RUNS && changes != limit->most && high - low > 1 + low / 8; run++) {
        int64_t price = next_price(low, high);
        if (is_told_to_stop(limit)) {
            return true;
        }
        if (!search(limit, price, plan, &changes, err)) {
            return false;
        }
        *(changes <= limit->most ? &high : &low) = price;
    }
    return true;
}

static int32_t status_of(const struct limit *limit)
{
    const struct kept *best = &limit->best;
    bool proved = limit->bound >= best->info.cost;
    if (limit->stopped && !proved) {
        return PP_STOPPED;
    }
    for (int32_t i = 0; i < best->n_shortfalls; i++) {
        if (best->shortfalls[i].stage == PP_ROTA) {
            return PP_SHORTFALL;
        }
    }
    return proved ? PP_OPTIMAL : PP_FEASIBLE;
}

static bool finish(struct limit *limit, struct pp_plan *plan, struct pp_err *err)
{
    if (limit->best.turns == NULL) {
        return pp_fail(err, PP_E_USAGE,
                       "no rota was found that changes %d turns at most; one with %d was. More "
                       "rounds may find it (--rounds)",
                       limit->most, limit->fewest);
    }
    limit->best.info.status = status_of(limit);
    limit->best.info.bound =
        limit->bound < limit->best.info.cost ? limit->bound : limit->best.info.cost;
    limit->best.info.rounds = limit->rounds;
    limit->best.info.seconds = limit->seconds;
    put_back(limit, plan);
    pp_plan_sort(plan, limit->terms.service);
    return true;
}

bool limit_solve(const struct rota_terms *terms, struct pp_plan *plan, struct pp_err *err)
{
    const struct pp_solver_settings *asked = terms->settings;
    int32_t rounds = asked->rounds > 0 ? asked->rounds : terms->service->settings.rota_rounds;
    struct limit limit = {.terms = *terms,
                          .settings = *asked,
                          .most = *asked->turn_changes,
                          .bound = INT64_MIN,
                          .fewest = INT32_MAX};
    limit.settings.rounds = rounds;
    limit.settings.time_limit = asked->time_limit / 2;
    limit.terms.settings = &limit.settings;
    bool done = bisect(&limit, plan, err) && finish(&limit, plan, err);
    pp_arena_finish(&limit.arena);
    return done;
}
