// SPDX-License-Identifier: GPL-3.0-or-later
/* One hunter's round: a dive from the top, then groups (hunt.h). */
#include "hunt.h"

enum {
    LEAST_GROUP = 2,
    MOST_GROUP = 14,
    DIVE_BACKS = 3,
    GROUP_SWEEPS = 60
};

void hunter_begin(struct hunter *hunter, const struct answer *answer, const struct core *core,
                  uint64_t seed, const struct pace *pace)
{
    *hunter = (struct hunter){.rng = {seed}, .pace = *pace, .group = LEAST_GROUP};
    hunter->answer = answer_create(answer->problem, &hunter->arena);
    answer_copy(hunter->answer, answer);
    hunter->knapsack = knapsack_create(core, &hunter->arena);
}

void hunter_finish(struct hunter *hunter)
{
    pp_arena_finish(&hunter->arena);
}

static float between(struct pp_rng *rng, double low, double high)
{
    return (float)(low + (high - low) * pp_rng_unit(rng));
}

static struct dive_settings vary(struct pp_rng *rng)
{
    return (struct dive_settings){.sweeps = 8 + pp_rng_below(rng, 24),
                                  .part = between(rng, 0.02, 0.10),
                                  .noise = between(rng, 0, 0.3),
                                  .backs = DIVE_BACKS,
                                  .work = INT64_MAX / 4};
}

static void take_answer(struct answer *answer, const struct core *core, const int32_t *agent)
{
    for (int32_t j = 0; j < core->n_jobs; j++) {
        answer_move(answer, core->job[j], NOBODY);
    }
    for (int32_t j = 0; j < core->n_jobs; j++) {
        if (agent[j] != NOBODY) {
            answer_move(answer, core->job[j], agent[j]);
        }
    }
}

/* A dive over all that is open, for an answer that is better than the hunter's. */
static bool dive_once(struct hunter *hunter, const struct hunting *hunting)
{
    struct pp_arena scratch = {0};
    const struct core *core = hunting->core;
    int32_t *agent = PP_NEW(&scratch, int32_t, core->n_jobs);
    struct dive_settings settings = vary(&hunter->rng);
    settings.most = (hunter->answer->worth.cost - 1) * core->frame.scale;
    for (int32_t a = 0; a < core->n_agents; a++) {
        settings.most += 0; // curves are inside the bound
    }
    bool found = dive_run(core, hunting->bound, hunter->knapsack, &settings, &hunter->rng,
                          &hunter->pace, agent);
    if (found) {
        take_answer(hunter->answer, core, agent);
    }
    pp_arena_finish(&scratch);
    return found;
}

static enum regroup_result group_once(struct hunter *hunter, const struct hunting *hunting)
{
    struct regroup_settings settings = {.agents = 2 + pp_rng_below(&hunter->rng, hunter->group),
                                        .sideways = pp_rng_below(&hunter->rng, 10) < 3,
                                        .sweeps = GROUP_SWEEPS,
                                        .dive = vary(&hunter->rng)};
    settings.dive.part *= 2;
    return regroup_try(hunter->answer, &hunting->ground, &settings, hunter->knapsack, &hunter->rng,
                       &hunter->pace);
}

void hunter_round(struct hunter *hunter, const struct hunting *hunting, int64_t work)
{
    int64_t begin = hunter->knapsack->work;
    hunter->tally.tries[0]++;
    hunter->tally.found[0] += dive_once(hunter, hunting);
    int64_t dived = hunter->knapsack->work - begin;
    hunter->tally.work[0] += dived;
    hunter->group = MOST_GROUP - 2;
    int64_t until = hunter->knapsack->work + (dived > work / 2 ? dived : work / 2);
    while (hunter->knapsack->work < until && !pace_stops(&hunter->pace)) {
        int64_t at = hunter->knapsack->work;
        enum regroup_result result = group_once(hunter, hunting);
        hunter->tally.tries[1]++;
        hunter->tally.found[1] += result == REGROUP_BETTER;
        hunter->tally.found[2] += result == REGROUP_HOPELESS;
        hunter->tally.found[3] += result == REGROUP_SAME;
        hunter->tally.work[1] += hunter->knapsack->work - at;
    }
}
