// SPDX-License-Identifier: GPL-3.0-or-later
/* Subgradient ascent on the Lagrangian of bound.h, and what its reduced costs rule out. */
#include "bound.h"

#include "knapsack_forced.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum {
    SHARE = 8,             ///< agents that a thread takes up at once
    WORTH_SHARING = 10000, ///< pairs in a sweep that is worth calling other threads for
    PATIENCE = 30,         ///< sweeps without progress before the target comes nearer
    INEXACT = 2,           ///< the knapsacks together may miss one part in so many of what is ahead
    LUCK = 4               ///< better sweeps in a row before it goes further away
};

static const double first_target = 0.02; ///< above the first value, as a part of it
static const double grow = 1.6, shrink = 0.8;
static const float deflection = 0.8F; ///< of the new subgradient in the direction

struct bound *bound_begin(const struct core *core, const int32_t *lambda,
                          const struct knapsack_prices *prices, struct pp_arena *arena)
{
    struct bound *bound = PP_NEW(arena, struct bound, 1);
    size_t jobs = (size_t)core->n_jobs, agents = (size_t)core->n_agents;
    *bound = (struct bound){.core = core, .best = INT64_MIN, .weight = 1};
    bound->lambda = pp_arena_copy(arena, lambda, jobs * sizeof(lambda[0]));
    bound->at = pp_arena_copy(arena, lambda, jobs * sizeof(lambda[0]));
    bound->prices = prices != NULL ? pp_arena_copy(arena, prices, agents * sizeof(prices[0]))
                                   : PP_NEW(arena, struct knapsack_prices, agents);
    bound->taken = PP_NEW(arena, float, core->n_pairs);
    bound->count = PP_NEW(arena, int32_t, jobs);
    bound->best_count = PP_NEW(arena, int32_t, jobs);
    bound->direction = PP_NEW(arena, float, jobs);
    return bound;
}

struct bound *bound_inherit(const struct bound *from, const struct core *core,
                            const struct kept *kept, struct pp_arena *arena)
{
    int32_t *lambda = PP_NEW(arena, int32_t, core->n_jobs);
    for (int32_t j = 0; j < core->n_jobs; j++) {
        lambda[j] = from->lambda[kept->job[j]];
    }
    struct bound *bound = bound_begin(core, lambda, from->prices, arena);
    for (int32_t pair = 0; pair < core->n_pairs; pair++) {
        bound->taken[pair] = from->taken[kept->pair[pair]];
    }
    bound->all = from->all;
    bound->weight = from->weight;
    return bound;
}

/* ---- One sweep ---- */

/* What the threads of one sweep share. */
struct sweeping {
    struct bound *bound;
    const struct sweepers *sweepers;
    float weight;
    atomic_int next;           ///< agent that nobody has taken up
    int32_t *count[CREW_MOST]; ///< [job]
    int64_t value[CREW_MOST];
};

/* Each thread takes up a few agents at a time; sums do not depend on who took which. */
static void sweep_share(void *user, int32_t number)
{
    struct sweeping *sweeping = user;
    struct bound *bound = sweeping->bound;
    const struct core *core = bound->core;
    struct knapsack *k = sweeping->sweepers->knapsack[number];
    int32_t *count = sweeping->count[number];
    memset(count, 0, (size_t)core->n_jobs * sizeof(count[0]));
    sweeping->value[number] = 0;
    for (;;) {
        int32_t first = atomic_fetch_add(&sweeping->next, SHARE);
        int32_t end = first + SHARE < core->n_agents ? first + SHARE : core->n_agents;
        for (int32_t agent = first; agent < end; agent++) {
            knapsack_solve(k, core, agent, bound->at, &bound->prices[agent]);
            sweeping->value[number] -= k->bound;
            for (int32_t i = 0; i < k->n_chosen; i++) {
                count[core->of[k->chosen[i]]]++;
                bound->taken[k->chosen[i]] += sweeping->weight;
            }
        }
        if (end == core->n_agents) {
            return;
        }
    }
}

static int32_t sharing(const struct bound *bound, const struct sweepers *sweepers)
{
    return sweepers->crew == NULL || bound->core->n_pairs < WORTH_SHARING
               ? 1
               : crew_size(sweepers->crew);
}

/* As long as the target is far ahead, the knapsacks need not be exact. */
static int64_t tolerance(const struct bound *bound)
{
    return (int64_t)(bound->ahead / (INEXACT * (bound->core->n_agents + 1)));
}

/* One evaluation of L at `at`, scaled; counts who was taken. */
static int64_t sweep(struct bound *bound, struct sweeping *sweeping, float fading)
{
    const struct core *core = bound->core;
    struct knapsack *k = sweeping->sweepers->knapsack[0];
    int32_t n = sharing(bound, sweeping->sweepers);
    int64_t value = 0;
    for (int32_t job = 0; job < core->n_jobs; job++) {
        value += bound->at[job];
    }
    for (int32_t i = 0; i < n; i++) {
        sweeping->sweepers->knapsack[i]->tolerance = tolerance(bound);
    }
    sweeping->weight = (float)bound->weight;
    atomic_store(&sweeping->next, 0);
    if (n == 1) {
        sweep_share(sweeping, 0);
    } else {
        crew_run(sweeping->sweepers->crew, sweep_share, sweeping);
    }
    value += sweeping->value[0];
    for (int32_t i = 1; i < n; i++) {
        value += sweeping->value[i];
        k->work += sweeping->sweepers->knapsack[i]->work;
        sweeping->sweepers->knapsack[i]->work = 0;
        for (int32_t job = 0; job < core->n_jobs; job++) {
            bound->count[job] += sweeping->count[i][job];
        }
    }
    bound->all += sweeping->weight;
    bound->weight /= fading;
    bound->sweeps++;
    return value;
}

/* Weights grow instead of all shares fading; now and then they are brought down again. */
static void keep_scale(struct bound *bound)
{
    if (bound->weight < 1e12) {
        return;
    }
    float by = 1 / (float)bound->weight;
    for (int32_t pair = 0; pair < bound->core->n_pairs; pair++) {
        bound->taken[pair] *= by;
    }
    bound->all *= by;
    bound->weight = 1;
}

/* ---- Steps ---- */

/* What one evaluation taught: keeps the prices of a better bound. True when it is one. */
static bool keep_better(struct bound *bound, int64_t value)
{
    if (value <= bound->best) {
        return false;
    }
    size_t jobs = (size_t)bound->core->n_jobs;
    bound->best = value;
    memcpy(bound->lambda, bound->at, jobs * sizeof(bound->lambda[0]));
    memcpy(bound->best_count, bound->count, jobs * sizeof(bound->count[0]));
    return true;
}

/* Back to the best prices, with a nearer target. */
static void retreat(struct bound *bound)
{
    size_t jobs = (size_t)bound->core->n_jobs;
    memcpy(bound->at, bound->lambda, jobs * sizeof(bound->at[0]));
    memcpy(bound->count, bound->best_count, jobs * sizeof(bound->count[0]));
    memset(bound->direction, 0, jobs * sizeof(bound->direction[0]));
    bound->ahead *= shrink;
    bound->since = 0;
}

/* Looks at the value of a sweep: goes back, goes further, or just on. The value to step from. */
static int64_t judge_sweep(struct bound *bound, int64_t value)
{
    bool better = keep_better(bound, value);
    bound->since = better ? 0 : bound->since + 1;
    bound->luck = better ? bound->luck + 1 : 0;
    if (bound->ahead <= 0) {
        bound->ahead = first_target * fabs((double)value);
    }
    if (bound->luck == LUCK) {
        bound->ahead *= grow;
        bound->luck = 0;
    }
    if (bound->since >= PATIENCE) {
        retreat(bound);
        return bound->best;
    }
    return value;
}

/*
 * Turns the direction towards the new subgradient; its square length.  A job that nobody takes at
 * its full price is left without an agent at no loss.
 */
static double turn(struct bound *bound)
{
    int32_t most = bound->core->frame.price;
    double length = 0;
    for (int32_t job = 0; job < bound->core->n_jobs; job++) {
        bool left = bound->count[job] == 0 && bound->at[job] >= most;
        float g = left ? 0 : (float)(1 - bound->count[job]);
        float d = deflection * g + (1 - deflection) * bound->direction[job];
        bound->direction[job] = d;
        length += (double)d * d;
    }
    return length;
}

static void step(struct bound *bound, double size)
{
    double most = bound->core->frame.price;
    for (int32_t job = 0; job < bound->core->n_jobs; job++) {
        double at = bound->at[job] + rint(size * (double)bound->direction[job]);
        bound->at[job] = (int32_t)(at < 0 ? 0 : at > most ? most : at);
    }
}

/*
 * Polyak steps towards a target that is `ahead` of the best value: the distance grows while every
 * sweep is better, and shrinks when none is for a while.
 */
void bound_climb(struct bound *bound, const struct sweepers *sweepers,
                 const struct bound_effort *effort, struct pace *pace)
{
    struct pp_arena scratch = {0};
    struct knapsack *k = sweepers->knapsack[0];
    struct sweeping sweeping = {.bound = bound, .sweepers = sweepers, .count = {bound->count}};
    for (int32_t i = 1; i < sharing(bound, sweepers); i++) {
        sweeping.count[i] = PP_NEW(&scratch, int32_t, bound->core->n_jobs);
    }
    int32_t last = bound->sweeps + effort->sweeps;
    double nearest = effort->nearest * bound->core->frame.scale;
    while (bound->sweeps < last && bound->best < effort->target && !pace_stops(pace)) {
        int64_t value = judge_sweep(bound, sweep(bound, &sweeping, effort->fading));
        double length = turn(bound);
        if (length <= 0 || bound->ahead < nearest) {
            break;
        }
        step(bound, ((double)(bound->best - value) + bound->ahead) / length);
        keep_scale(bound);
        k->work += bound->core->n_jobs;
    }
    for (int32_t i = 0; i < sharing(bound, sweepers); i++) {
        sweepers->knapsack[i]->tolerance = 0;
    }
    pp_arena_finish(&scratch);
}

int64_t bound_minutes(const struct bound *bound)
{
    int32_t scale = bound->core->frame.scale;
    int64_t down = bound->best / scale;
    return bound->best > 0 && bound->best % scale != 0 ? down + 1 : down;
}

/* ---- Fixing ---- */

/*
 * An answer with a pair against the sign of its q costs at least L + (value of the agent's knapsack
 * - (its bound - |q|)).
 */
static void fix_pairs(const struct core *core, int32_t agent, const int64_t *reduced, int64_t room,
                      bool *keep, int32_t *pick)
{
    int32_t begin = core->begin[agent], end = core->begin[agent + 1];
    for (int32_t pair = begin; pair < end; pair++) {
        int64_t q = reduced[pair - begin];
        keep[pair] = q >= 0 || -q <= room;
        if (q > 0 && q > room) {
            pick[core->of[pair]] = pair;
        }
    }
}

/* A job that has one pair left, and cannot be without an agent, has that; false: it has none. */
static bool pick_last(const struct bound *bound, int64_t over, const bool *keep, int32_t *pick,
                      struct pp_arena *arena)
{
    const struct core *core = bound->core;
    int32_t *left = PP_NEW(arena, int32_t, core->n_jobs);
    int32_t *last = PP_NEW(arena, int32_t, core->n_jobs);
    for (int32_t pair = 0; pair < core->n_pairs; pair++) {
        left[core->of[pair]] += keep[pair];
        last[core->of[pair]] = keep[pair] ? pair : last[core->of[pair]];
    }
    for (int32_t job = 0; job < core->n_jobs; job++) {
        bool may_be_left = core->frame.price - bound->lambda[job] <= over;
        if (left[job] == 0 && !may_be_left) {
            return false;
        }
        if (left[job] == 1 && !may_be_left) {
            pick[job] = last[job];
        }
    }
    return true;
}

/* Where tables are not too large, they say exactly what an agent's best set loses with a pair. */
static void fix_exactly(const struct bound *bound, struct knapsack *k, int32_t agent,
                        const struct knapsack_prices *prices, int64_t over,
                        struct knapsack_forced *forced, bool *keep)
{
    const struct core *core = bound->core;
    if (!knapsack_forced_prepare(forced, k, bound->lambda, prices, over)) {
        return;
    }
    for (int32_t pair = core->begin[agent]; pair < core->begin[agent + 1]; pair++) {
        struct amounts size;
        int64_t dear = 0;
        for (int r = 0; r < MEASURES; r++) {
            size.of[r] = core->size[r][pair];
            dear += prices->theta[r] * size.of[r];
        }
        int64_t profit = bound->lambda[core->of[pair]] - (int64_t)core->cost[pair];
        if (profit - (dear >> KNAPSACK_FINE) <= 0) {
            int64_t with = profit + knapsack_forced_rest(forced, &size);
            keep[pair] = keep[pair] && k->bound - with <= over;
        }
    }
}

bool bound_fix(const struct bound *bound, struct knapsack *k, int64_t most, bool exactly,
               bool *keep, int32_t *pick)
{
    const struct core *core = bound->core;
    struct pp_arena scratch = {0};
    int64_t *reduced = PP_NEW(&scratch, int64_t, core->n_pairs);
    int64_t *top = PP_NEW(&scratch, int64_t, core->n_agents);
    int64_t *value = PP_NEW(&scratch, int64_t, core->n_agents);
    int64_t at = 0;
    for (int32_t job = 0; job < core->n_jobs; job++) {
        pick[job] = NOBODY;
        at += bound->lambda[job];
    }
    // A copy, because hunters share the bound of the whole.
    struct knapsack_prices *prices =
        pp_arena_copy(&scratch, bound->prices, (size_t)core->n_agents * sizeof(prices[0]));
    for (int32_t a = 0; a < core->n_agents; a++) {
        knapsack_solve(k, core, a, bound->lambda, &prices[a]);
        value[a] = k->bound;
        at -= k->bound;
        top[a] = knapsack_reduce(k, core, a, bound->lambda, &prices[a], reduced + core->begin[a]);
    }
    int64_t over = most - at;
    for (int32_t a = 0; a < core->n_agents && over >= 0; a++) {
        fix_pairs(core, a, reduced + core->begin[a], over + top[a] - value[a], keep, pick);
    }
    struct knapsack_forced *forced = exactly ? knapsack_forced_create(core, &scratch) : NULL;
    for (int32_t a = 0; a < core->n_agents && over >= 0 && forced != NULL; a++) {
        knapsack_solve(k, core, a, bound->lambda, &prices[a]);
        fix_exactly(bound, k, a, &prices[a], over, forced, keep);
    }
    bool possible = over >= 0 && pick_last(bound, over, keep, pick, &scratch);
    pp_arena_finish(&scratch);
    return possible;
}
