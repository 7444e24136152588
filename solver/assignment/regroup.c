// SPDX-License-Identifier: GPL-3.0-or-later
/* Choose neighbours, take their jobs back, price, dive, keep or undo (regroup.h). */
#include "regroup.h"

enum {
    CANDIDATES = 4,
    GROWING = 1000, ///< elementary steps of finding a group, about
    MISSES = 20     ///< tries to find one more agent for a group
};

static const double begin_ahead = 1; ///< of the distance to the cost to reach: first target
static const float fading = 0.95F;
static const double nearest = 0.02;

struct group {
    int32_t *agents, *jobs;
    int32_t n_agents, n_jobs;
    int32_t *was; ///< [job of the group]: its agent
    bool *in;     ///< [agent of the whole]
};

/* ---- Who belongs ---- */

static void add_agent(struct group *group, int32_t agent)
{
    group->in[agent] = true;
    group->agents[group->n_agents++] = agent;
}

static int32_t random_job_of(const struct answer *answer, int32_t agent, struct pp_rng *rng)
{
    int32_t job = NOBODY, seen = 0;
    for (int32_t at = answer->first[agent]; at != NOBODY; at = answer->next[at]) {
        job = pp_rng_below(rng, ++seen) == 0 ? at : job;
    }
    return job;
}

/*
 * What the agent's set is worth below its best at the prices of the ground.  Over all agents, and with
 * what jobs without one lose, that is the distance of the answer from the bound, so that there is
 * nothing to gain where it is small.
 */
static int64_t regret(const struct answer *answer, const struct ground *ground, int32_t agent)
{
    const struct assignment *whole = answer->problem;
    int64_t scale = ground->bound->core->frame.scale, value = 0;
    for (int32_t job = answer->first[agent]; job != NOBODY; job = answer->next[job]) {
        value += ground->bound->lambda[job] - assignment_cost(whole, job, agent) * scale;
    }
    int32_t load = answer->load[agent].of[whole->curve_measure];
    return ground->value[agent] - value + assignment_curve(whole, agent, load) * scale;
}

/* Of a few random agents the one with most to gain. */
static int32_t promising(const struct answer *answer, const struct ground *ground,
                         struct pp_rng *rng)
{
    int32_t best = NOBODY;
    int64_t most = INT64_MIN;
    for (int i = 0; i < CANDIDATES; i++) {
        int32_t agent = pp_rng_below(rng, answer->problem->n_agents);
        int64_t here = regret(answer, ground, agent);
        if (here > most) {
            most = here;
            best = agent;
        }
    }
    return best;
}

/* An agent that a job of the group would like as well. */
static int32_t neighbour(const struct group *group, const struct answer *answer,
                         const struct ground *ground, struct pp_rng *rng)
{
    int32_t agent = group->agents[pp_rng_below(rng, group->n_agents)];
    int32_t job = random_job_of(answer, agent, rng);
    return job == NOBODY ? NOBODY : ground->liked[(int64_t)job * LIKED + pp_rng_below(rng, LIKED)];
}

static void grow(struct group *group, const struct answer *answer, const struct ground *ground,
                 int32_t seed, int32_t agents, struct pp_rng *rng)
{
    int32_t first = seed == NOBODY
                        ? promising(answer, ground, rng)
                        : ground->liked[(int64_t)seed * LIKED + pp_rng_below(rng, LIKED)];
    if (first == NOBODY) {
        return;
    }
    add_agent(group, first);
    for (int32_t miss = 0; group->n_agents < agents && miss < MISSES; miss++) {
        int32_t agent = neighbour(group, answer, ground, rng);
        if (agent != NOBODY && !group->in[agent]) {
            add_agent(group, agent);
            miss = 0;
        }
    }
}

/* Distance of the group's cost from what its agents' best sets allow; scaled. */
static int64_t to_gain(const struct group *group, const struct answer *answer,
                       const struct ground *ground, int32_t seed)
{
    int64_t sum =
        seed == NOBODY ? 0 : ground->bound->core->frame.price - ground->bound->lambda[seed];
    for (int32_t i = 0; i < group->n_agents; i++) {
        sum += regret(answer, ground, group->agents[i]);
    }
    return sum;
}

/* A job without an agent now and then, as long as there are any; else NOBODY. */
static int32_t seed_job(const struct answer *answer, struct pp_rng *rng)
{
    if (answer->worth.left == 0 || pp_rng_below(rng, 2) == 0) {
        return NOBODY;
    }
    int32_t n = answer->problem->n_jobs, job = pp_rng_below(rng, n);
    for (int32_t i = 0; i < n && answer->agent[job] != NOBODY; i++) {
        job = job + 1 < n ? job + 1 : 0;
    }
    return job;
}

/* Takes the jobs of the group, and the seed, back. */
static void empty(struct group *group, struct answer *answer, int32_t seed, struct pp_arena *arena)
{
    int32_t n_jobs = 1;
    for (int32_t i = 0; i < group->n_agents; i++) {
        for (int32_t j = answer->first[group->agents[i]]; j != NOBODY; j = answer->next[j]) {
            n_jobs++;
        }
    }
    group->jobs = PP_NEW(arena, int32_t, n_jobs);
    group->was = PP_NEW(arena, int32_t, n_jobs);
    if (seed != NOBODY) {
        group->jobs[group->n_jobs++] = seed;
        group->was[0] = NOBODY;
    }
    for (int32_t i = 0; i < group->n_agents; i++) {
        int32_t agent = group->agents[i];
        while (answer->first[agent] != NOBODY) {
            int32_t job = answer->first[agent];
            group->was[group->n_jobs] = agent;
            group->jobs[group->n_jobs++] = job;
            answer_move(answer, job, NOBODY);
        }
    }
}

static void put_back(const struct group *group, struct answer *answer, const int32_t *agents)
{
    for (int32_t j = 0; j < group->n_jobs; j++) {
        if (agents[j] != NOBODY) {
            answer_move(answer, group->jobs[j], agents[j]);
        }
    }
}

/* ---- The group's own problem ---- */

/* Minutes that do not depend on what becomes of the group. */
static int64_t outside(const struct group *group, const struct answer *answer)
{
    const struct assignment *whole = answer->problem;
    int64_t cost = answer->worth.cost - whole->price * group->n_jobs;
    for (int32_t i = 0; i < group->n_agents; i++) {
        int32_t agent = group->agents[i];
        cost -= assignment_curve(whole, agent, answer->load[agent].of[whole->curve_measure]);
    }
    return cost;
}

static struct bound *price_group(const struct core *core, const struct group *group,
                                 const struct ground *ground, int64_t most, int32_t sweeps,
                                 struct knapsack *knapsack, struct pace *pace,
                                 struct pp_arena *arena)
{
    int32_t *lambda = PP_NEW(arena, int32_t, core->n_jobs);
    struct knapsack_prices *prices = PP_NEW(arena, struct knapsack_prices, core->n_agents);
    for (int32_t j = 0; j < core->n_jobs; j++) {
        lambda[j] = ground->bound->lambda[group->jobs[j]];
    }
    for (int32_t a = 0; a < core->n_agents; a++) {
        prices[a] = ground->bound->prices[group->agents[a]];
    }
    struct bound *bound = bound_begin(core, lambda, prices, arena);
    struct bound_effort once = {1, most + 1, fading, 0};
    struct sweepers alone = {NULL, {knapsack}};
    bound_climb(bound, &alone, &once, pace);
    double distance = (double)most - (double)bound->best;
    bound->ahead = begin_ahead * (distance > 0 ? distance : 0) + core->frame.scale * nearest * 2;
    struct bound_effort effort = {sweeps - 1, most + 1, fading, nearest};
    bound_climb(bound, &alone, &effort, pace);
    return bound;
}

int64_t regroup_try(struct answer *answer, const struct ground *ground,
                    const struct regroup_settings *settings, struct knapsack *knapsack,
                    struct pp_rng *rng, struct pace *pace)
{
    struct pp_arena arena = {0};
    const struct frame *frame = &ground->bound->core->frame;
    int64_t was = answer->worth.cost;
    struct group group = {.agents = PP_NEW(&arena, int32_t, settings->agents),
                          .in = PP_NEW(&arena, bool, answer->problem->n_agents)};
    int32_t seed = seed_job(answer, rng);
    grow(&group, answer, ground, seed, settings->agents, rng);
    if (to_gain(&group, answer, ground, seed) < (settings->sideways ? 1 : frame->scale)) {
        knapsack->work += GROWING;
        pp_arena_finish(&arena);
        return 0;
    }
    empty(&group, answer, seed, &arena);
    int64_t most = (was - outside(&group, answer) - (settings->sideways ? 0 : 1)) * frame->scale;
    struct core *core =
        core_open(frame, answer, ground->alive, (struct choice){group.jobs, group.n_jobs},
                  (struct choice){group.agents, group.n_agents}, &arena);
    struct bound *bound =
        price_group(core, &group, ground, most, settings->sweeps, knapsack, pace, &arena);
    int32_t *agents = PP_NEW(&arena, int32_t, group.n_jobs);
    struct dive_settings dive = settings->dive;
    dive.most = most;
    bool found = bound->best <= most && dive_run(core, bound, knapsack, &dive, rng, pace, agents);
    put_back(&group, answer, found ? agents : group.was);
    pp_arena_finish(&arena);
    return was - answer->worth.cost;
}
