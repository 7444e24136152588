// SPDX-License-Identifier: GPL-3.0-or-later
/* Cores are made by copying what stays (core.h). */
#include "core.h"

#include <string.h>

enum {
    MAX_BUCKETS = 512, ///< loads told apart in the curve's part of the bound
    BUCKETS_IN_ALL = 4 << 20
};

/* ---- The frame ---- */

static int32_t common_divisor(int32_t a, int32_t b)
{
    while (a != 0) {
        int32_t rest = b % a;
        b = a;
        a = rest;
    }
    return b;
}

static void note_sizes(struct frame *frame, int64_t all[MEASURES])
{
    const struct assignment *whole = frame->whole;
    int64_t n = whole->size_by_pair ? (int64_t)whole->n_jobs * whole->n_agents : whole->n_jobs;
    int used = 0;
    for (int r = 0; r < MEASURES; r++) {
        int32_t unit = 0;
        all[r] = 0;
        for (int64_t i = 0; i < n; i++) {
            all[r] += whole->size[i].of[r];
            frame->largest.of[r] = whole->size[i].of[r] > frame->largest.of[r]
                                       ? whole->size[i].of[r]
                                       : frame->largest.of[r];
            unit = common_divisor(whole->size[i].of[r], unit);
        }
        frame->buckets.unit[r] = unit > 0 ? unit : 1;
        frame->measure = all[r] > 0 ? (enum measure)r : frame->measure;
        used += all[r] > 0;
    }
    frame->single = whole->curve == NULL && used <= 1;
}

static void choose_buckets(struct frame *frame, int64_t all)
{
    const struct assignment *whole = frame->whole;
    struct buckets *b = &frame->buckets;
    enum measure r = whole->curve_measure;
    int64_t most = BUCKETS_IN_ALL / (whole->n_agents > 0 ? whole->n_agents : 1);
    int64_t largest = 0;
    for (int32_t agent = 0; agent < whole->n_agents; agent++) {
        largest = whole->room[agent].of[r] > largest ? whole->room[agent].of[r] : largest;
    }
    largest = largest < all ? largest : all;
    most = most > MAX_BUCKETS ? MAX_BUCKETS : most < 8 ? 8 : most;
    b->step = (int32_t)((largest / b->unit[r] + most) / most) * b->unit[r];
    b->exact = b->step == b->unit[r];
    b->count = (int32_t)(largest / b->step) + 1;
}

/* How fine prices may count without leaving 32 bits. */
static void choose_scale(struct frame *frame)
{
    int64_t price = frame->whole->price;
    int64_t scale = CORE_MOST_PRICE / (price > 0 ? price : 1);
    frame->scale = (int32_t)(scale > CORE_MOST_SCALE ? CORE_MOST_SCALE : scale < 1 ? 1 : scale);
    int64_t scaled = price * frame->scale;
    frame->price = (int32_t)(scaled < CORE_MOST_PRICE ? scaled : CORE_MOST_PRICE);
}

struct frame core_frame(const struct assignment *whole)
{
    struct frame frame = {.whole = whole};
    int64_t all[MEASURES];
    note_sizes(&frame, all);
    choose_scale(&frame);
    choose_buckets(&frame, all[whole->curve_measure]);
    return frame;
}

/* ---- Agents and their curves ---- */

/*
 * A floor of the curve in each bucket from the load `base` on.  The curve falls and then rises, so
 * outside the three buckets around the lowest sample it is least at an end of the bucket; inside them
 * 0 is safe.
 */
static void floor_curve(const struct core *core, int32_t a, int32_t base, int64_t *floor_of)
{
    const struct frame *frame = &core->frame;
    const struct buckets *buckets = &frame->buckets;
    int32_t lowest = 0;
    for (int32_t b = 0; b < buckets->count; b++) {
        int32_t load = base + b * buckets->step;
        floor_of[b] = frame->scale * assignment_curve(frame->whole, core->agent[a], load);
        lowest = floor_of[b] < floor_of[lowest] ? b : lowest;
    }
    for (int32_t b = 0; b < buckets->count && !buckets->exact; b++) {
        bool near_lowest = b >= lowest - 1 && b <= lowest + 1;
        int64_t end = b + 1 < buckets->count ? floor_of[b + 1] : 0;
        floor_of[b] = near_lowest ? 0 : (end < floor_of[b] ? end : floor_of[b]);
    }
}

/* Exact tables begin at no load, and serve whatever is held; others begin at what is held. */
void core_draw_curves(struct core *core, struct pp_arena *arena)
{
    const struct buckets *buckets = &core->frame.buckets;
    if (core->frame.whole->curve == NULL) {
        return;
    }
    core->floor_of = PP_NEW(arena, int64_t, (int64_t)core->n_agents * buckets->count);
    core->floor_at = PP_NEW(arena, int64_t, core->n_agents);
    for (int32_t a = 0; a < core->n_agents; a++) {
        int64_t first = (int64_t)a * buckets->count;
        floor_curve(core, a, buckets->exact ? 0 : core->held[a], core->floor_of + first);
        core->floor_at[a] = first + (buckets->exact ? core->held[a] / buckets->step : 0);
    }
}

/* The tables of the core it was narrowed from, further on. */
static void share_curves(struct core *core, const struct core *from, struct pp_arena *arena)
{
    if (from->floor_of == NULL || !core->frame.buckets.exact) {
        core_draw_curves(core, arena);
        return;
    }
    core->floor_at = PP_NEW(arena, int64_t, core->n_agents);
    for (int32_t a = 0; a < core->n_agents; a++) {
        int32_t more = core->held[a] - from->held[a];
        core->floor_at[a] = from->floor_at[a] + more / core->frame.buckets.step;
    }
}

static void take_agents(struct core *core, const struct answer *answer, struct choice agents,
                        struct pp_arena *arena)
{
    const struct assignment *whole = core->frame.whole;
    core->n_agents = agents.n;
    core->agent = pp_arena_copy(arena, agents.of, (size_t)agents.n * sizeof(agents.of[0]));
    core->room = PP_NEW(arena, struct amounts, agents.n);
    core->held = PP_NEW(arena, int32_t, agents.n);
    for (int32_t a = 0; a < agents.n; a++) {
        int32_t agent = agents.of[a];
        core->held[a] = answer->load[agent].of[whole->curve_measure];
        for (int r = 0; r < MEASURES; r++) {
            core->room[a].of[r] = whole->room[agent].of[r] - answer->load[agent].of[r];
        }
    }
}

/* ---- Pairs ---- */

static void hold_pairs(struct core *core, int32_t pairs, struct pp_arena *arena)
{
    core->n_pairs = pairs;
    core->of = PP_NEW(arena, int32_t, pairs);
    core->cost = PP_NEW(arena, int32_t, pairs);
    for (int r = 0; r < MEASURES; r++) {
        bool counts = !core->frame.single || r == (int)core->frame.measure;
        core->size[r] = counts ? PP_NEW(arena, int32_t, pairs) : NULL;
    }
    core->per_size = core->frame.single ? PP_NEW(arena, float, pairs) : NULL;
}

static void note_reach(struct core *core, struct pp_arena *arena)
{
    core->reach = PP_NEW(arena, struct amounts, core->n_agents);
    core->largest = PP_NEW(arena, struct amounts, core->n_agents);
    for (int32_t a = 0; a < core->n_agents; a++) {
        for (int r = 0; r < MEASURES && !core->frame.single; r++) {
            int64_t all = 0;
            int32_t room = core->room[a].of[r], largest = 0;
            for (int32_t pair = core->begin[a]; pair < core->begin[a + 1]; pair++) {
                all += core->size[r][pair];
                largest = core->size[r][pair] > largest ? core->size[r][pair] : largest;
            }
            core->reach[a].of[r] = room < all ? room : (int32_t)all;
            core->largest[a].of[r] = largest;
        }
    }
}

static bool pair_fits(const struct core *core, const struct amounts *size, int32_t a)
{
    for (int r = 0; r < MEASURES; r++) {
        if (size->of[r] > core->room[a].of[r]) {
            return false;
        }
    }
    return true;
}

static int32_t scaled_cost(const struct core *core, int32_t cost)
{
    int64_t scaled = (int64_t)cost * core->frame.scale;
    return (int32_t)(scaled < CORE_MOST_PRICE ? scaled : CORE_MOST_PRICE);
}

static void set_pair(struct core *core, int32_t pair, int32_t j, int32_t cost,
                     const struct amounts *size)
{
    core->of[pair] = j;
    core->cost[pair] = scaled_cost(core, cost);
    for (int r = 0; r < MEASURES; r++) {
        if (core->size[r] != NULL) {
            core->size[r][pair] = size->of[r];
        }
    }
    if (core->frame.single) {
        int32_t own = size->of[core->frame.measure];
        core->per_size[pair] = own > 0 ? 1 / (float)own : 1e6F;
    }
}

static bool is_open(const struct core *core, const uint8_t *alive, int32_t j, int32_t a)
{
    const struct assignment *whole = core->frame.whole;
    int64_t pair = assignment_pair(whole, core->job[j], core->agent[a]);
    return (alive == NULL || alive[pair]) && whole->cost[pair] != FORBIDDEN &&
           pair_fits(core, assignment_size(whole, core->job[j], core->agent[a]), a);
}

/* Job by job, because that is how the costs lie. */
static void take_pairs(struct core *core, const uint8_t *alive, struct pp_arena *arena)
{
    const struct assignment *whole = core->frame.whole;
    int32_t *next = PP_NEW(arena, int32_t, core->n_agents + 1);
    core->begin = PP_NEW(arena, int32_t, core->n_agents + 1);
    for (int32_t j = 0; j < core->n_jobs; j++) {
        for (int32_t a = 0; a < core->n_agents; a++) {
            next[a] += is_open(core, alive, j, a) ? 1 : 0;
        }
    }
    for (int32_t a = 0; a < core->n_agents; a++) {
        core->begin[a + 1] = core->begin[a] + next[a];
        next[a] = core->begin[a];
    }
    hold_pairs(core, core->begin[core->n_agents], arena);
    for (int32_t j = 0; j < core->n_jobs; j++) {
        for (int32_t a = 0; a < core->n_agents; a++) {
            if (is_open(core, alive, j, a)) {
                int32_t job = core->job[j], agent = core->agent[a];
                set_pair(core, next[a]++, j, assignment_cost(whole, job, agent),
                         assignment_size(whole, job, agent));
            }
        }
    }
}

struct core *core_open(const struct frame *frame, const struct answer *answer, const uint8_t *alive,
                       struct choice jobs, struct choice agents, struct pp_arena *arena)
{
    struct core *core = PP_NEW(arena, struct core, 1);
    core->frame = *frame;
    core->n_jobs = jobs.n;
    core->job = pp_arena_copy(arena, jobs.of, (size_t)jobs.n * sizeof(jobs.of[0]));
    take_agents(core, answer, agents, arena);
    take_pairs(core, alive, arena);
    note_reach(core, arena);
    core_draw_curves(core, arena);
    return core;
}

/* ---- Narrowing ---- */

static int32_t size_of(const struct core *core, int r, int32_t pair)
{
    return core->size[r] != NULL ? core->size[r][pair] : 0;
}

/* Takes what is decided out of the rooms, and the decided jobs out of the list. */
static int32_t *decide(struct core *core, const struct core *from, const int32_t *pick,
                       struct kept *kept, struct pp_arena *arena)
{
    int32_t *job_now = PP_NEW(arena, int32_t, from->n_jobs);
    int32_t *agent_of = PP_NEW(arena, int32_t, from->n_pairs);
    for (int32_t a = 0; a < from->n_agents; a++) {
        for (int32_t pair = from->begin[a]; pair < from->begin[a + 1]; pair++) {
            agent_of[pair] = a;
        }
    }
    kept->job = PP_NEW(arena, int32_t, from->n_jobs);
    core->job = PP_NEW(arena, int32_t, from->n_jobs);
    core->n_jobs = 0;
    for (int32_t j = 0; j < from->n_jobs; j++) {
        job_now[j] = NOBODY;
        if (pick[j] == NOBODY) {
            kept->job[core->n_jobs] = j;
            core->job[core->n_jobs] = from->job[j];
            job_now[j] = core->n_jobs++;
            continue;
        }
        int32_t a = agent_of[pick[j]];
        for (int r = 0; r < MEASURES; r++) {
            core->room[a].of[r] -= size_of(from, r, pick[j]);
        }
        core->held[a] += size_of(from, (int)from->frame.whole->curve_measure, pick[j]);
    }
    return job_now;
}

static bool still_fits(const struct core *core, const struct core *from, int32_t a, int32_t pair)
{
    for (int r = 0; r < MEASURES; r++) {
        if (size_of(from, r, pair) > core->room[a].of[r]) {
            return false;
        }
    }
    return true;
}

static void copy_pairs(struct core *core, const struct core *from, const int32_t *job_now,
                       const struct kept *kept)
{
    for (int32_t pair = 0; pair < core->n_pairs; pair++) {
        core->of[pair] = job_now[from->of[kept->pair[pair]]];
    }
    for (int32_t pair = 0; pair < core->n_pairs; pair++) {
        core->cost[pair] = from->cost[kept->pair[pair]];
    }
    for (int r = 0; r < MEASURES; r++) {
        for (int32_t pair = 0; core->size[r] != NULL && pair < core->n_pairs; pair++) {
            core->size[r][pair] = from->size[r][kept->pair[pair]];
        }
    }
    for (int32_t pair = 0; core->per_size != NULL && pair < core->n_pairs; pair++) {
        core->per_size[pair] = from->per_size[kept->pair[pair]];
    }
}

struct core *core_narrow(const struct core *from, const int32_t *pick, const bool *keep,
                         struct kept *kept, struct pp_arena *arena)
{
    struct core *core = PP_NEW(arena, struct core, 1);
    size_t agents = (size_t)from->n_agents;
    *core = *from;
    core->agent = pp_arena_copy(arena, from->agent, agents * sizeof(from->agent[0]));
    core->room = pp_arena_copy(arena, from->room, agents * sizeof(from->room[0]));
    core->held = pp_arena_copy(arena, from->held, agents * sizeof(from->held[0]));
    core->begin = PP_NEW(arena, int32_t, agents + 1);
    const int32_t *job_now = decide(core, from, pick, kept, arena);
    kept->pair = PP_NEW(arena, int32_t, from->n_pairs);
    int32_t pairs = 0;
    for (int32_t a = 0; a < from->n_agents; a++) {
        for (int32_t pair = from->begin[a]; pair < from->begin[a + 1]; pair++) {
            bool stays = keep[pair] && job_now[from->of[pair]] != NOBODY;
            if (stays && still_fits(core, from, a, pair)) {
                kept->pair[pairs++] = pair;
            }
        }
        core->begin[a + 1] = pairs;
    }
    hold_pairs(core, pairs, arena);
    copy_pairs(core, from, job_now, kept);
    note_reach(core, arena);
    share_curves(core, from, arena);
    return core;
}
