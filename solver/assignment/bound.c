// SPDX-License-Identifier: GPL-3.0-or-later
/* Subgradient ascent on the Lagrangian of bound.h. */
#include "bound.h"

#include "knapsack.h"
#include "relax.h"

#include <math.h>
#include <string.h>

enum {
    NODES = 2000,  ///< of one knapsack search; beyond it the bound is that of an open node
    PATIENCE = 15, ///< sweeps without progress before the target comes nearer
    LUCK = 4       ///< better sweeps in a row before it goes further away
};

static const double first_target = 0.05; ///< above the first value, as a part of it
static const double grow = 2, shrink = 0.75;
static const double deflection = 0.8; ///< of the new subgradient in the direction
static const double fading = 0.97;    ///< weight of a sweep against the next, in `taken`
static const double telling = 0.0005; ///< least distance to the target, as a part of the best

struct ascent {
    const struct assignment *problem;
    struct knapsack *knapsack;
    struct knapsack_prices *prices; ///< of each agent
    int64_t *lambda;                ///< where the ascent stands; bound->lambda is the best
    int32_t *count;                 ///< [job]: agents that took it in the last sweep
    int32_t *best_count;            ///< the same for the best prices
    double *direction;              ///< [job]
    int64_t best;                   ///< best L so far, scaled
    double ahead;                   ///< of the best, where the target of the next step is
    int32_t since, luck;            ///< sweeps without a better L; better ones in a row
    double weight;                  ///< of the next sweep in `taken`
};

static struct ascent begin(const struct assignment *problem, struct pp_arena *arena)
{
    struct ascent ascent = {.problem = problem, .best = INT64_MIN, .weight = 1};
    ascent.knapsack = knapsack_create(problem, BOUND_SCALE, NODES, arena);
    ascent.prices = PP_NEW(arena, struct knapsack_prices, problem->n_agents);
    ascent.lambda = PP_NEW(arena, int64_t, problem->n_jobs);
    ascent.count = PP_NEW(arena, int32_t, problem->n_jobs);
    ascent.best_count = PP_NEW(arena, int32_t, problem->n_jobs);
    ascent.direction = PP_NEW(arena, double, problem->n_jobs);
    return ascent;
}

/*
 * Whether a sweep counts in the shares: at the end, when the steps are tiny, all sweeps are the
 * same corner of the polyhedron and would drown the average.
 */
static bool is_telling(const struct ascent *ascent)
{
    return ascent->best == INT64_MIN || ascent->ahead > telling * fabs((double)ascent->best);
}

/* One evaluation of L, scaled; counts who was taken. */
static int64_t sweep(struct ascent *ascent, struct bound *bound)
{
    const struct assignment *problem = ascent->problem;
    struct knapsack *k = ascent->knapsack;
    float weight = is_telling(ascent) ? (float)ascent->weight : 0;
    int64_t value = 0;
    memset(ascent->count, 0, (size_t)problem->n_jobs * sizeof(ascent->count[0]));
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        value += ascent->lambda[job];
    }
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        knapsack_solve(k, agent, ascent->lambda, &ascent->prices[agent]);
        value -= k->bound;
        for (int32_t i = 0; i < k->n_chosen; i++) {
            ascent->count[k->chosen[i]]++;
            bound->taken[(int64_t)k->chosen[i] * problem->n_agents + agent] += weight;
        }
    }
    bound->all += weight;
    ascent->weight /= fading;
    return value;
}

/* A job that nobody takes at its full price is left without an agent at no loss. */
static double subgradient(const struct ascent *ascent, int32_t job)
{
    bool left =
        ascent->count[job] == 0 && ascent->lambda[job] >= ascent->problem->price * BOUND_SCALE;
    return left ? 0 : 1 - ascent->count[job];
}

static double turn_direction(struct ascent *ascent)
{
    double length = 0;
    for (int32_t job = 0; job < ascent->problem->n_jobs; job++) {
        double *d = &ascent->direction[job];
        *d = deflection * subgradient(ascent, job) + (1 - deflection) * *d;
        length += *d * *d;
    }
    return length;
}

static void step(struct ascent *ascent, double size)
{
    int64_t most = ascent->problem->price * BOUND_SCALE;
    for (int32_t job = 0; job < ascent->problem->n_jobs; job++) {
        int64_t at = ascent->lambda[job] + (int64_t)llround(size * ascent->direction[job]);
        ascent->lambda[job] = at < 0 ? 0 : at > most ? most : at;
    }
}

/* Whole minutes: costs are whole, so the bound may be rounded up. */
static int64_t whole(int64_t scaled)
{
    int64_t down = scaled / BOUND_SCALE;
    return scaled > 0 && scaled % BOUND_SCALE != 0 ? down + 1 : down;
}

static void keep_scale(struct ascent *ascent, struct bound *bound)
{
    if (ascent->weight < 1e12) {
        return;
    }
    const struct assignment *problem = ascent->problem;
    for (int64_t pair = 0; pair < (int64_t)problem->n_jobs * problem->n_agents; pair++) {
        bound->taken[pair] /= (float)ascent->weight;
    }
    bound->all /= (float)ascent->weight;
    ascent->weight = 1;
}

/* What one evaluation taught: keeps the prices of a better bound. True when it is one. */
static bool keep_better(struct ascent *ascent, struct bound *bound, int64_t scaled)
{
    if (scaled <= ascent->best) {
        return false;
    }
    ascent->best = scaled;
    bound->value = whole(scaled) > 0 ? whole(scaled) : 0;
    size_t jobs = (size_t)ascent->problem->n_jobs;
    memcpy(bound->lambda, ascent->lambda, jobs * sizeof(bound->lambda[0]));
    memcpy(ascent->best_count, ascent->count, jobs * sizeof(ascent->count[0]));
    return true;
}

/* What the cheapest agent of a job costs, and the next dearer one. */
static void cheapest_two(const struct assignment *problem, int32_t job, int32_t *least,
                         int32_t *next)
{
    *least = *next = FORBIDDEN;
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        int32_t cost = assignment_cost(problem, job, agent);
        if (cost < *least) {
            *next = *least;
            *least = cost;
        } else if (cost > *least && cost < *next) {
            *next = cost;
        }
    }
}

/*
 * Where to begin: every job is worth what its second choice costs, and the room it takes up by the
 * duals of the service's linear programme.
 */
static bool begin_lambda(struct ascent *ascent, struct pp_arena *scratch, struct pp_err *err)
{
    const struct assignment *problem = ascent->problem;
    int32_t *least = PP_NEW(scratch, int32_t, problem->n_jobs);
    int32_t *next = PP_NEW(scratch, int32_t, problem->n_jobs);
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        cheapest_two(problem, job, &least[job], &next[job]);
        next[job] = next[job] == FORBIDDEN ? least[job] : next[job];
    }
    double worth[MEASURES], most = (double)problem->price;
    if (!relax_rooms(problem, least, worth, err)) {
        return false;
    }
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        double lambda = next[job];
        for (int r = 0; r < MEASURES; r++) {
            lambda += worth[r] * problem->size[job].of[r];
        }
        ascent->lambda[job] = (int64_t)((lambda < most ? lambda : most) * BOUND_SCALE);
    }
    return true;
}

/* Back to the best prices, with a nearer target. */
static void retreat(struct ascent *ascent, const struct bound *bound)
{
    size_t jobs = (size_t)ascent->problem->n_jobs;
    memcpy(ascent->lambda, bound->lambda, jobs * sizeof(ascent->lambda[0]));
    memcpy(ascent->count, ascent->best_count, jobs * sizeof(ascent->count[0]));
    memset(ascent->direction, 0, jobs * sizeof(ascent->direction[0]));
    ascent->ahead *= shrink;
    ascent->since = 0;
}

/* Looks at the value of a sweep: goes back, goes further, or just on. */
static void judge_sweep(struct ascent *ascent, struct bound *bound, int64_t scaled)
{
    bool better = keep_better(ascent, bound, scaled);
    ascent->since = better ? 0 : ascent->since + 1;
    ascent->luck = better ? ascent->luck + 1 : 0;
    if (bound->sweeps == 1) {
        ascent->ahead = first_target * fabs((double)scaled);
    }
    if (ascent->luck == LUCK) {
        ascent->ahead *= grow;
        ascent->luck = 0;
    }
}

/*
 * Polyak steps towards a target that is `ahead` of the best value: the distance grows while every
 * sweep is better, and shrinks when none is for a while.
 */
static void climb(struct ascent *ascent, struct bound *bound, int64_t known,
                  const struct bound_effort *effort, struct pace *pace)
{
    while (bound->sweeps < effort->sweeps && ascent->knapsack->work < effort->work &&
           bound->value < known && !pace_stops(pace)) {
        int64_t scaled = sweep(ascent, bound);
        bound->sweeps++;
        judge_sweep(ascent, bound, scaled);
        if (ascent->since >= PATIENCE) {
            retreat(ascent, bound);
            scaled = ascent->best;
        }
        double length = turn_direction(ascent);
        if (length <= 0 || ascent->ahead < 1) {
            break;
        }
        step(ascent, ((double)(ascent->best - scaled) + ascent->ahead) / length);
        keep_scale(ascent, bound);
    }
}

bool bound_prove(struct bound *bound, const struct assignment *problem, const int64_t *lambda,
                 int64_t known, struct bound_effort *effort, struct pace *pace,
                 struct pp_arena *arena, struct pp_err *err)
{
    struct pp_arena scratch = {0};
    struct ascent ascent = begin(problem, &scratch);
    *bound = (struct bound){.value = 0};
    bound->lambda = PP_NEW(arena, int64_t, problem->n_jobs);
    bound->taken =
        pp_arena_alloc(arena, (size_t)problem->n_jobs * (size_t)problem->n_agents, sizeof(float));
    bool begun = true;
    if (lambda != NULL) {
        memcpy(ascent.lambda, lambda, (size_t)problem->n_jobs * sizeof(lambda[0]));
    } else {
        begun = begin_lambda(&ascent, &scratch, err);
    }
    if (begun) {
        climb(&ascent, bound, known, effort, pace);
        effort->sweeps -= bound->sweeps;
        bound->work = ascent.knapsack->work;
        effort->work -= bound->work;
    }
    pp_arena_finish(&scratch);
    return begun;
}
