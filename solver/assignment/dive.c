// SPDX-License-Identifier: GPL-3.0-or-later
/* Decide, narrow, price again, go back (dive.h). */
#include "dive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FEW_AGENTS = 64, ///< exact tables of more would cost too much on every level
    MOST_LEVELS = 700,
    BANS = 4 ///< pairs forbidden at one level
};

static const float surely = 0.98F;      ///< share from which a pair is decided beyond the part
static const float unsure = 0.6F;       ///< share below which only one pair is decided
static const float unsure_part = 0.3F;  ///< so many of those a level decides otherwise
static const float more_parts = 3;      ///< of a level, when all are sure
static const float deeper = 0.4F;       ///< returns go to the levels below this part of the depth
static const double begin_ahead = 0.5;  ///< of the distance to the cost allowed: first target
static const double most_ahead = 0.002; ///< of the bound: an answer far off says nothing
static const float fading = 0.9F;
static const double nearest = 0.01;

struct level {
    struct pp_arena arena;
    const struct core *core;
    const struct bound *bound;
    int32_t *job;      ///< [job]: job of the first core
    int64_t fixed;     ///< scaled cost of what is decided
    int32_t n_decided; ///< in all levels above
    int32_t first;     ///< pair that was decided first from here
    int32_t banned[BANS];
    int32_t n_banned;
};

struct decided {
    int32_t job, agent;
};

struct dive {
    const struct dive_settings *settings;
    struct knapsack *knapsack;
    struct pp_rng *rng;
    struct pace *pace;
    struct level levels[MOST_LEVELS];
    int32_t depth;           ///< of the level in hand
    struct decided *decided; ///< by level
    int32_t backs;
};

/* ---- What to decide ---- */

struct share {
    float share;
    int32_t job, pair;
};

static int compare_shares(const void *left, const void *right)
{
    const struct share *x = left, *y = right;
    if (x->share != y->share) {
        return x->share > y->share ? -1 : 1;
    }
    return (x->job > y->job) - (x->job < y->job);
}

/* The largest share of every job, with noise, largest first. */
static struct share *rank_shares(const struct dive *dive, const struct level *level,
                                 const bool *keep, struct pp_arena *arena)
{
    const struct core *core = level->core;
    const float *taken = level->bound->taken;
    struct share *shares = PP_NEW(arena, struct share, core->n_jobs);
    for (int32_t j = 0; j < core->n_jobs; j++) {
        shares[j] = (struct share){0, j, NOBODY};
    }
    for (int32_t pair = 0; pair < core->n_pairs; pair++) {
        struct share *share = &shares[core->of[pair]];
        if (keep[pair] && taken[pair] > share->share) {
            share->share = taken[pair];
            share->pair = pair;
        }
    }
    float all = level->bound->all > 0 ? level->bound->all : 1;
    for (int32_t j = 0; j < core->n_jobs; j++) {
        float noise = dive->settings->noise * (float)pp_rng_unit(dive->rng);
        shares[j].share = shares[j].share / all * (1 - noise);
    }
    if (core->n_jobs > 1) {
        qsort(shares, (size_t)core->n_jobs, sizeof(shares[0]), compare_shares);
    }
    return shares;
}

static int32_t agent_of_pair(const struct core *core, int32_t pair)
{
    int32_t low = 0, high = core->n_agents;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (core->begin[middle] <= pair) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Takes a pair out of the room that is left; false when it does not fit. */
static bool take_room(const struct core *core, struct amounts *room, int32_t pair)
{
    int32_t agent = agent_of_pair(core, pair);
    for (int r = 0; r < MEASURES; r++) {
        if (core->size[r] != NULL && core->size[r][pair] > room[agent].of[r]) {
            return false;
        }
    }
    for (int r = 0; r < MEASURES; r++) {
        room[agent].of[r] -= core->size[r] != NULL ? core->size[r][pair] : 0;
    }
    return true;
}

/* Adds the most decided jobs to `pick`. */
static void decide_most_decided(struct dive *dive, struct level *level, const bool *keep,
                                struct amounts *room, int32_t *pick)
{
    struct pp_arena scratch = {0};
    const struct core *core = level->core;
    struct share *shares = rank_shares(dive, level, keep, &scratch);
    float part = dive->settings->part * (float)core->n_jobs;
    float least = part * unsure_part;
    int32_t decided = 0;
    for (int32_t i = 0; i < core->n_jobs && shares[i].pair != NOBODY; i++) {
        const struct share *share = &shares[i];
        bool goes_on = share->share >= surely   ? (float)decided < more_parts * part
                       : share->share >= unsure ? (float)decided < part
                                                : decided == 0 || (float)decided < least;
        if (!goes_on && decided > 0) {
            break;
        }
        if (pick[share->job] == NOBODY && take_room(core, room, share->pair)) {
            pick[share->job] = share->pair;
            level->first = decided++ == 0 ? share->pair : level->first;
        }
    }
    pp_arena_finish(&scratch);
}

/* ---- Down and up ---- */

static void note_decided(struct dive *dive, const struct level *from, struct level *to,
                         const int32_t *pick)
{
    const struct core *core = from->core;
    to->fixed = from->fixed;
    to->n_decided = from->n_decided;
    for (int32_t j = 0; j < core->n_jobs; j++) {
        if (pick[j] != NOBODY) {
            int32_t agent = core->agent[agent_of_pair(core, pick[j])];
            dive->decided[to->n_decided++] = (struct decided){from->job[j], agent};
            to->fixed += core->cost[pick[j]];
        }
    }
}

/* The next level, priced; false when it can hold no answer that is cheap enough. */
static bool go_down(struct dive *dive, const bool *keep, const int32_t *pick)
{
    struct level *from = &dive->levels[dive->depth], *to = &dive->levels[dive->depth + 1];
    *to = (struct level){.first = NOBODY};
    dive->depth++;
    note_decided(dive, from, to, pick);
    struct kept kept;
    struct core *core = core_narrow(from->core, pick, keep, &kept, &to->arena);
    struct bound *bound = bound_inherit(from->bound, core, &kept, &to->arena);
    to->core = core;
    to->bound = bound;
    to->job = PP_NEW(&to->arena, int32_t, core->n_jobs);
    for (int32_t j = 0; j < core->n_jobs; j++) {
        to->job[j] = from->job[kept.job[j]];
    }
    int64_t allowed = dive->settings->most - to->fixed;
    double distance = (double)(dive->settings->most - from->fixed) - (double)from->bound->best;
    double most = most_ahead * fabs((double)from->bound->best);
    bound->ahead = (distance * begin_ahead < most ? distance * begin_ahead : most) +
                   core->frame.scale * nearest * 2;
    struct bound_effort effort = {dive->settings->sweeps, allowed + 1, fading, nearest};
    struct sweepers alone = {NULL, {dive->knapsack}};
    bound_climb(bound, &alone, &effort, dive->pace);
    return bound->best <= allowed;
}

/* Leaves `levels` levels. */
static void go_up(struct dive *dive, int32_t levels)
{
    for (int32_t i = 0; i < levels; i++) {
        pp_arena_finish(&dive->levels[dive->depth--].arena);
    }
}

/* One level: what must be, what is most decided, and down. False: nothing is to be had here. */
static bool descend(struct dive *dive)
{
    struct level *level = &dive->levels[dive->depth];
    const struct core *core = level->core;
    struct pp_arena scratch = {0};
    bool *keep = PP_NEW(&scratch, bool, core->n_pairs);
    int32_t *pick = PP_NEW(&scratch, int32_t, core->n_jobs);
    struct amounts *room =
        pp_arena_copy(&scratch, core->room, (size_t)core->n_agents * sizeof(room[0]));
    int64_t most = dive->settings->most - level->fixed;
    bool possible =
        bound_fix(level->bound, dive->knapsack, most, core->n_agents <= FEW_AGENTS, keep, pick);
    for (int32_t i = 0; i < level->n_banned; i++) {
        keep[level->banned[i]] = false;
        possible = possible && pick[core->of[level->banned[i]]] != level->banned[i];
    }
    for (int32_t j = 0; j < core->n_jobs && possible; j++) {
        possible = pick[j] == NOBODY || take_room(core, room, pick[j]);
    }
    if (possible) {
        decide_most_decided(dive, level, keep, room, pick);
        possible = go_down(dive, keep, pick);
    }
    pp_arena_finish(&scratch);
    return possible;
}

/* Returns to a random one of the deeper levels and forbids its first pair; false: no more. */
static bool go_back(struct dive *dive)
{
    if (dive->depth == 0 || dive->backs >= dive->settings->backs) {
        return false;
    }
    dive->backs++;
    int32_t highest = (int32_t)(deeper * (float)(dive->depth - 1));
    int32_t to = highest + pp_rng_below(dive->rng, dive->depth - highest);
    go_up(dive, dive->depth - to);
    struct level *level = &dive->levels[dive->depth];
    if (level->n_banned == BANS || level->first == NOBODY) {
        return false;
    }
    level->banned[level->n_banned++] = level->first;
    return true;
}

static bool is_complete(const struct dive *dive)
{
    const struct level *level = &dive->levels[dive->depth];
    return level->core->n_jobs == 0 || level->core->n_pairs == 0;
}

bool dive_run(const struct core *core, const struct bound *root, struct knapsack *knapsack,
              const struct dive_settings *settings, struct pp_rng *rng, struct pace *pace,
              int32_t *agent)
{
    struct pp_arena arena = {0};
    struct dive *dive = PP_NEW(&arena, struct dive, 1);
    *dive = (struct dive){.settings = settings, .knapsack = knapsack, .rng = rng, .pace = pace};
    dive->decided = PP_NEW(&arena, struct decided, core->n_jobs);
    dive->levels[0] = (struct level){.core = core, .bound = root, .first = NOBODY};
    dive->levels[0].job = PP_NEW(&dive->levels[0].arena, int32_t, core->n_jobs);
    for (int32_t j = 0; j < core->n_jobs; j++) {
        dive->levels[0].job[j] = j;
        agent[j] = NOBODY;
    }
    bool found = is_complete(dive), possible = true;
    while (!found && possible) {
        possible =
            dive->depth < MOST_LEVELS - 1 && !pace_stops(pace) && (descend(dive) || go_back(dive));
        found = possible && is_complete(dive);
    }
    for (int32_t i = 0; found && i < dive->levels[dive->depth].n_decided; i++) {
        agent[dive->decided[i].job] = dive->decided[i].agent;
    }
    go_up(dive, dive->depth);
    pp_arena_finish(&dive->levels[0].arena);
    pp_arena_finish(&arena);
    return found;
}
