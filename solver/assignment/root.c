// SPDX-License-Identifier: GPL-3.0-or-later
/* Climb on what is active, look at everything, keep or go back (root.h). */
#include "root.h"

#include "relax.h"

#include <string.h>

enum {
    FEW_PAIRS = 500, ///< all pairs are active when there are no more
    SPREAD = 16,     ///< agents from anywhere that are active for a job at first
    MOST_SWEEPS = 6000,
    LEAST_SWEEPS = 100,
    SWEEPS_A_ROUND = 30, ///< for each round that may follow, as far as the most
    BRIEF_SWEEPS = 100,
    MANY_PAIRS = 1 << 20, ///< of which a plan in force has little time to prove anything
    FIRST_STAGE = 20,     ///< sweeps before the first look at all pairs
    MOST_STAGE = 80,
    LOOKS = 8 ///< at the same prices, until no pair that matters is missing
};

static const double near_enough = 0.1; ///< minutes
static const double near_part = 5e-6;  ///< of the bound, where curves make every sweep dear
static const double slack_part =
    0.12; ///< of the mean price: pairs this close to mattering are active
static const float fading = 0.97F;

/* ---- Which pairs at first ---- */

static void activate_first(struct root *root, const int32_t *start)
{
    const struct assignment *whole = root->frame.whole;
    int64_t pairs = (int64_t)whole->n_jobs * whole->n_agents;
    bool all = root->look == NULL;
    memset(root->active, all, (size_t)pairs);
    int32_t apart = whole->n_agents / SPREAD + 1;
    for (int32_t job = 0; job < whole->n_jobs && !all; job++) {
        const int32_t *near = whole->near + (int64_t)job * whole->n_near;
        for (int32_t k = 0; k < whole->n_near && near[k] != NOBODY; k++) {
            root->active[assignment_pair(whole, job, near[k])] = 1;
        }
        for (int32_t agent = job % apart; agent < whole->n_agents; agent += apart) {
            root->active[assignment_pair(whole, job, agent)] = 1;
        }
        if (start[job] != NOBODY) {
            root->active[assignment_pair(whole, job, start[job])] = 1;
        }
    }
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
static bool first_prices(const struct root *root, int32_t *lambda, struct pp_err *err)
{
    const struct assignment *problem = root->frame.whole;
    struct pp_arena scratch = {0};
    int32_t *least = PP_NEW(&scratch, int32_t, problem->n_jobs);
    int32_t *next = PP_NEW(&scratch, int32_t, problem->n_jobs);
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        cheapest_two(problem, job, &least[job], &next[job]);
        next[job] = next[job] == FORBIDDEN ? least[job] : next[job];
    }
    double worth[MEASURES] = {0};
    bool known = problem->size_by_pair || relax_rooms(problem, least, worth, err);
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        double at = next[job];
        for (int r = 0; r < MEASURES && !problem->size_by_pair; r++) {
            at += worth[r] * problem->size[job].of[r];
        }
        at *= root->frame.scale;
        lambda[job] = (int32_t)(at < root->frame.price ? at : root->frame.price);
    }
    pp_arena_finish(&scratch);
    return known;
}

static int32_t choose_slack(const struct root *root)
{
    double sum = 0, jobs = root->frame.whole->n_jobs > 0 ? root->frame.whole->n_jobs : 1;
    for (int32_t job = 0; job < root->frame.whole->n_jobs; job++) {
        sum += root->lambda[job];
    }
    return (int32_t)(slack_part * sum / jobs) + root->frame.scale;
}

/* ---- Stages ---- */

static int32_t *identity(int32_t n, struct pp_arena *arena)
{
    int32_t *list = PP_NEW(arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        list[i] = i;
    }
    return list;
}

/* The core of the active pairs of some agents. */
static struct core *open_agents(const struct root *root, const int32_t *agents, int32_t n,
                                struct pp_arena *arena)
{
    struct answer *nothing = answer_create(root->frame.whole, arena);
    struct choice jobs = {identity(root->frame.whole->n_jobs, arena), root->frame.whole->n_jobs};
    return core_open(&root->frame, nothing, root->active, jobs, (struct choice){agents, n}, arena);
}

static struct sweepers call_sweepers(const struct root *root, const struct core *core,
                                     struct pp_arena *arena)
{
    struct sweepers sweepers = {.crew = root->crew};
    for (int32_t i = 0; i < crew_size(root->crew); i++) {
        sweepers.knapsack[i] = knapsack_create(core, arena);
    }
    return sweepers;
}

/* A new stage on the active pairs, from the best prices. */
static void open_stage(struct root *root)
{
    int32_t n = root->frame.whole->n_agents;
    pp_arena_finish(&root->stage);
    root->core = open_agents(root, identity(n, &root->stage), n, &root->stage);
    root->sweepers = call_sweepers(root, root->core, &root->stage);
    root->bound = bound_begin(root->core, root->lambda, root->prices, &root->stage);
}

/* How near the target has to come before the ascent ends; finer than the answers are costs time. */
static double near_minutes(const struct root *root)
{
    double part = root->look == NULL || root->best <= 0
                      ? 0
                      : near_part * (double)root->best / root->frame.scale;
    return part > near_enough ? part : near_enough;
}

static void climb(struct root *root, int32_t sweeps, int64_t known, struct pace *pace)
{
    struct bound_effort effort = {sweeps, known * root->frame.scale, fading, near_minutes(root)};
    bound_climb(root->bound, &root->sweepers, &effort, pace);
    root->sweeps += root->bound->sweeps;
}

/* ---- The value that counts ---- */

static int32_t list_missed(const struct root *root, const bool *missed, int32_t *agents)
{
    int32_t n = 0;
    for (int32_t agent = 0; agent < root->frame.whole->n_agents; agent++) {
        if (missed[agent]) {
            agents[n++] = agent;
        }
    }
    return n;
}

/*
 * L of the whole at the best prices of the stage.  Agents that missed a pair are asked again with it,
 * until nobody misses any; INT64_MIN when that does not come about in `looks` looks.
 */
static int64_t true_value(struct root *root, int32_t looks)
{
    struct pp_arena scratch = {0};
    struct look *look = root->look;
    int32_t n_agents = root->frame.whole->n_agents;
    const int32_t *lambda = root->bound->lambda;
    bool *missed = PP_NEW(&scratch, bool, n_agents);
    int32_t *agents = PP_NEW(&scratch, int32_t, n_agents);
    look_note(look, root->core, &root->sweepers, lambda, root->bound->prices);
    int64_t missing = look_over(look, lambda, root->active, true, missed);
    for (int32_t i = 0; i < looks && missing > 0; i++) {
        struct pp_arena again = {0};
        int32_t n = list_missed(root, missed, agents);
        memset(missed, 0, (size_t)n_agents * sizeof(missed[0]));
        struct core *core = open_agents(root, agents, n, &again);
        struct sweepers sweepers = call_sweepers(root, core, &again);
        look_note(look, core, &sweepers, lambda, root->bound->prices);
        missing = look_over(look, lambda, root->active, true, missed);
        pp_arena_finish(&again);
    }
    int64_t value = 0;
    for (int32_t job = 0; job < root->frame.whole->n_jobs; job++) {
        value += lambda[job];
    }
    for (int32_t agent = 0; agent < n_agents; agent++) {
        value -= look->value[agent];
    }
    pp_arena_finish(&scratch);
    return missing > 0 ? INT64_MIN : value;
}

/* True when the value is the best so far; its prices are then kept. */
static bool keep_value(struct root *root, int64_t value)
{
    if (value <= root->best) {
        return false;
    }
    const struct assignment *whole = root->frame.whole;
    int32_t scale = root->frame.scale;
    root->best = value;
    memcpy(root->lambda, root->bound->lambda, (size_t)whole->n_jobs * sizeof(root->lambda[0]));
    memcpy(root->prices, root->bound->prices, (size_t)whole->n_agents * sizeof(root->prices[0]));
    int64_t minutes = value > 0 ? (value + scale - 1) / scale : 0;
    root->proved = minutes > root->proved ? minutes : root->proved;
    return true;
}

/* ---- The whole ---- */

bool root_begin(struct root *root, const struct assignment *whole, const int32_t *start,
                struct crew *crew, struct pp_err *err)
{
    *root = (struct root){.frame = core_frame(whole), .crew = crew, .best = INT64_MIN};
    int64_t pairs = (int64_t)whole->n_jobs * whole->n_agents;
    root->active = PP_NEW(&root->arena, uint8_t, pairs);
    root->lambda = PP_NEW(&root->arena, int32_t, whole->n_jobs);
    root->prices = PP_NEW(&root->arena, struct knapsack_prices, whole->n_agents);
    if (!first_prices(root, root->lambda, err)) {
        return false;
    }
    if (pairs > FEW_PAIRS && !whole->size_by_pair) {
        root->look = look_create(&root->frame, choose_slack(root), &root->arena);
    }
    activate_first(root, start);
    open_stage(root);
    return true;
}

/* Stages as long as they help; the looks decide how long they are. */
static void prove_by_stages(struct root *root, int64_t known, int32_t sweeps, struct pace *pace)
{
    double ahead = 0;
    int32_t stage = FIRST_STAGE;
    while (root->sweeps < sweeps && root->proved < known && !pace_stops(pace)) {
        root->bound->ahead = ahead;
        climb(root, stage, known, pace);
        ahead = root->bound->ahead;
        if (pace_stops(pace)) {
            break;
        }
        double least = near_minutes(root) * root->frame.scale;
        int64_t was = root->best, value = true_value(root, LOOKS);
        bool better = keep_value(root, value);
        if (better) {
            look_over(root->look, root->lambda, root->active, false, NULL);
            stage = stage * 3 / 2 < MOST_STAGE ? stage * 3 / 2 : MOST_STAGE;
        } else {
            stage = stage / 2 > FIRST_STAGE ? stage / 2 : FIRST_STAGE;
            ahead /= 2;
        }
        if (ahead < 4 * least && (double)root->best - (double)was < least) {
            break;
        }
        ahead = ahead < 2 * least ? 2 * least : ahead;
        open_stage(root);
    }
}

static int32_t most_sweeps(const struct root *root, int32_t rounds, bool briefly)
{
    int64_t pairs = (int64_t)root->frame.whole->n_jobs * root->frame.whole->n_agents;
    int32_t most = rounds < MOST_SWEEPS / SWEEPS_A_ROUND ? LEAST_SWEEPS + rounds * SWEEPS_A_ROUND
                                                         : MOST_SWEEPS;
    return briefly && pairs > MANY_PAIRS ? BRIEF_SWEEPS : most;
}

void root_prove(struct root *root, int64_t known, bool briefly, struct pace *pace)
{
    int32_t sweeps = most_sweeps(root, pace->rounds, briefly);
    if (root->look == NULL) {
        climb(root, sweeps, known, pace);
        keep_value(root, root->bound->best);
        return;
    }
    prove_by_stages(root, known, sweeps, pace);
    open_stage(root);
    struct bound_effort once = {1, INT64_MAX, fading, 0};
    bound_climb(root->bound, &root->sweepers, &once, pace);
}

/* ---- Ruling out ---- */

void root_rule_out(struct root *root, int64_t most)
{
    struct pp_arena scratch = {0}, before = root->stage;
    const struct core *core = root->core;
    const struct assignment *whole = root->frame.whole;
    bool *keep = PP_NEW(&scratch, bool, core->n_pairs);
    int32_t *pick = PP_NEW(&scratch, int32_t, core->n_jobs);
    if (!bound_fix(root->bound, root->sweepers.knapsack[0], most * root->frame.scale, true, keep,
                   pick)) {
        pp_arena_finish(&scratch);
        return;
    }
    memset(root->active, 0, (size_t)whole->n_jobs * (size_t)whole->n_agents);
    for (int32_t a = 0; a < core->n_agents; a++) {
        for (int32_t pair = core->begin[a]; pair < core->begin[a + 1]; pair++) {
            int32_t only = pick[core->of[pair]], job = core->job[core->of[pair]];
            keep[pair] = keep[pair] && (only == NOBODY || only == pair);
            root->active[assignment_pair(whole, job, core->agent[a])] = keep[pair];
        }
    }
    for (int32_t j = 0; j < core->n_jobs; j++) {
        pick[j] = NOBODY;
    }
    struct kept kept;
    root->stage = (struct pp_arena){0};
    struct core *narrow = core_narrow(core, pick, keep, &kept, &root->stage);
    core_draw_curves(narrow, &root->stage);
    struct bound *bound = bound_inherit(root->bound, narrow, &kept, &root->stage);
    bound->best = root->bound->best;
    root->core = narrow;
    root->bound = bound;
    root->sweepers = call_sweepers(root, narrow, &root->stage);
    pp_arena_finish(&before);
    pp_arena_finish(&scratch);
}

void root_finish(struct root *root)
{
    pp_arena_finish(&root->stage);
    pp_arena_finish(&root->arena);
}
