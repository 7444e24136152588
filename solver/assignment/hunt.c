// SPDX-License-Identifier: GPL-3.0-or-later
/* One hunter's round: a dive from the top, then groups (hunt.h). */
#include "hunt.h"

enum {
    SIDEWAYS = 3, ///< groups of
    SIDEWAYS_OF = 10,
    DIVE_BACKS = 3,
    GROUP_SWEEPS = 60,
    SIZE_CANDIDATES = 3,
    MOST_IN_VAIN = 7,
    MANY_JOBS = 20000 ///< dives over more are coarser
};

static const int32_t group_sizes[GROUP_SIZES] = {2, 3, 4, 6, 8, 11, 15, 21, 30, 42};
static const double remembering = 0.98; ///< weight of a group against the next, in the records

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

/* ---- Dives ---- */

/*
 * Many cheap dives that differ find more than few careful ones.  One in a hurry, to have an answer
 * soon, prices a level less and decides more there.
 */
static struct dive_settings vary(struct pp_rng *rng, bool hurries)
{
    // One by one: C leaves open in which order the parts of an initialiser are drawn.
    struct dive_settings settings = {.backs = DIVE_BACKS};
    settings.sweeps = hurries ? 5 + pp_rng_below(rng, 8) : 8 + pp_rng_below(rng, 24);
    settings.part = hurries ? between(rng, 0.08, 0.16) : between(rng, 0.02, 0.10);
    settings.noise = between(rng, 0, hurries ? 0.2 : 0.3);
    return settings;
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
static bool dive_once(struct hunter *hunter, const struct ground *ground)
{
    struct pp_arena scratch = {0};
    const struct core *core = ground->bound->core;
    int32_t *agent = PP_NEW(&scratch, int32_t, core->n_jobs);
    bool hurries = hunter->dived == 0 || core->n_jobs > MANY_JOBS;
    struct dive_settings settings = vary(&hunter->rng, hurries);
    settings.most = (hunter->answer->worth.cost - 1) * core->frame.scale;
    bool found = dive_run(core, ground->bound, hunter->knapsack, &settings, &hunter->rng,
                          &hunter->pace, agent);
    if (found) {
        take_answer(hunter->answer, core, agent);
    }
    pp_arena_finish(&scratch);
    return found;
}

/* A dive when the groups have had their share; the more dives were in vain, the smaller its own. */
static void dive_in_turn(struct hunter *hunter, const struct ground *ground)
{
    if (hunter->dived * (1 + hunter->in_vain) > hunter->grouped) {
        return;
    }
    int64_t begin = hunter->knapsack->work;
    bool found = dive_once(hunter, ground);
    hunter->dived += hunter->knapsack->work - begin;
    hunter->in_vain = found                            ? 0
                      : hunter->in_vain < MOST_IN_VAIN ? hunter->in_vain + 1
                                                       : MOST_IN_VAIN;
}

/* ---- Groups ---- */

static double earned(const struct size_record *record)
{
    return (record->gained + 1) / (record->spent + 1);
}

/* Of a few random sizes the one that has earned most for its work of late. */
static int32_t choose_size(struct hunter *hunter)
{
    int32_t best = pp_rng_below(&hunter->rng, GROUP_SIZES);
    for (int i = 1; i < SIZE_CANDIDATES; i++) {
        int32_t other = pp_rng_below(&hunter->rng, GROUP_SIZES);
        bool better = earned(&hunter->sizes[other]) > earned(&hunter->sizes[best]);
        best = better ? other : best;
    }
    return best;
}

static void note_size(struct hunter *hunter, int32_t size, int64_t gained, int64_t spent)
{
    for (int32_t i = 0; i < GROUP_SIZES; i++) {
        hunter->sizes[i].gained *= remembering;
        hunter->sizes[i].spent *= remembering;
    }
    hunter->sizes[size].gained += (double)gained;
    hunter->sizes[size].spent += (double)spent * 1e-6;
}

static void regroup_once(struct hunter *hunter, const struct ground *ground)
{
    struct pp_rng *rng = &hunter->rng;
    int32_t size = choose_size(hunter), agents = group_sizes[size];
    int32_t most = ground->bound->core->n_agents;
    int64_t work = hunter->knapsack->work;
    struct regroup_settings settings = {.agents = agents < most ? agents : most,
                                        .sweeps = GROUP_SWEEPS};
    settings.sideways = pp_rng_below(rng, SIDEWAYS_OF) < SIDEWAYS;
    settings.dive = vary(rng, false);
    settings.dive.part *= 2;
    int64_t gained =
        regroup_try(hunter->answer, ground, &settings, hunter->knapsack, rng, &hunter->pace);
    note_size(hunter, size, gained, hunter->knapsack->work - work);
}

void hunter_round(struct hunter *hunter, const struct ground *ground, int64_t work)
{
    struct knapsack *k = hunter->knapsack;
    dive_in_turn(hunter, ground);
    int64_t begin = k->work;
    while (k->work < begin + work && !pace_stops(&hunter->pace)) {
        regroup_once(hunter, ground);
    }
    hunter->grouped += k->work - begin;
}
