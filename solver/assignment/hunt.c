// SPDX-License-Identifier: GPL-3.0-or-later
/* One hunter's round: a dive from the top, then groups (hunt.h). */
#include "hunt.h"

enum {
    LEAST_GROUP = 2,
    MOST_GROUP = 14,
    SIDEWAYS = 3, ///< groups of
    SIDEWAYS_OF = 10,
    DIVE_BACKS = 3,
    GROUP_SWEEPS = 60,
    MANY_JOBS = 2000 ///< dives over more are coarser
};

void hunter_begin(struct hunter *hunter, const struct answer *answer, const struct core *core,
                  uint64_t seed, const struct pace *pace)
{
    *hunter = (struct hunter){.rng = {seed}, .pace = *pace};
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

static struct dive_settings vary(struct pp_rng *rng, int32_t n_jobs)
{
    bool many = n_jobs > MANY_JOBS;
    return (struct dive_settings){
        .sweeps = many ? 6 + pp_rng_below(rng, 8) : 8 + pp_rng_below(rng, 24),
        .part = many ? between(rng, 0.08, 0.16) : between(rng, 0.02, 0.10),
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
    struct dive_settings settings = vary(&hunter->rng, hunter->answer->problem->n_jobs);
    settings.most = (hunter->answer->worth.cost - 1) * core->frame.scale;
    bool found = dive_run(core, hunting->bound, hunter->knapsack, &settings, &hunter->rng,
                          &hunter->pace, agent);
    if (found) {
        take_answer(hunter->answer, core, agent);
    }
    pp_arena_finish(&scratch);
    return found;
}

static void regroup_once(struct hunter *hunter, const struct hunting *hunting)
{
    struct pp_rng *rng = &hunter->rng;
    struct regroup_settings settings = {.agents = LEAST_GROUP +
                                                  pp_rng_below(rng, MOST_GROUP - LEAST_GROUP + 1),
                                        .sideways = pp_rng_below(rng, SIDEWAYS_OF) < SIDEWAYS,
                                        .sweeps = GROUP_SWEEPS,
                                        .dive = vary(rng, 0)};
    settings.dive.part *= 2;
    regroup_try(hunter->answer, &hunting->ground, &settings, hunter->knapsack, rng, &hunter->pace);
}

void hunter_round(struct hunter *hunter, const struct hunting *hunting, int64_t work)
{
    struct knapsack *k = hunter->knapsack;
    if (hunter->dived <= hunter->grouped) {
        int64_t begin = k->work;
        dive_once(hunter, hunting);
        hunter->dived += k->work - begin;
    }
    int64_t begin = k->work;
    while (k->work < begin + work && !pace_stops(&hunter->pace)) {
        regroup_once(hunter, hunting);
    }
    hunter->grouped += k->work - begin;
}
