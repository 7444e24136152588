// SPDX-License-Identifier: GPL-3.0-or-later
/* Fix, shrink, price again (dive.h). */
#include "dive.h"

#include <stdlib.h>

enum {
    LEVEL_SWEEPS = 12, ///< to price what a level left open
    MOST_PARTS = 10,   ///< a level fixes at least one part in so many of what is open
    LEAST_PARTS = 2
};

static const float decided = 0.9F; ///< share from which a pair is fixed whatever the level

/* What is left to assign once the jobs of an answer are fixed. */
struct residue {
    struct pp_arena arena;
    const struct answer *answer;
    struct assignment problem;
    int32_t *job; ///< [open job]: job of the whole problem
};

/* A load on top of what is fixed. */
static int64_t curve_above(const void *user, int32_t agent, int32_t load)
{
    const struct answer *answer = ((const struct residue *)user)->answer;
    const struct assignment *whole = answer->problem;
    return whole->curve(whole->user, agent, answer->load[agent].of[whole->curve_measure] + load);
}

static void open_jobs(struct residue *residue)
{
    const struct answer *answer = residue->answer;
    const struct assignment *whole = answer->problem;
    struct amounts *size = PP_NEW(&residue->arena, struct amounts, whole->n_jobs);
    residue->job = PP_NEW(&residue->arena, int32_t, whole->n_jobs);
    int32_t open = 0;
    for (int32_t job = 0; job < whole->n_jobs; job++) {
        if (answer->agent[job] == NOBODY) {
            residue->job[open] = job;
            size[open++] = whole->size[job];
        }
    }
    residue->problem.n_jobs = open;
    residue->problem.size = size;
}

/* A pair that does not fit any more is forbidden: that makes the shares sharper. */
static void open_pairs(struct residue *residue)
{
    const struct answer *answer = residue->answer;
    const struct assignment *whole = answer->problem;
    int32_t open = residue->problem.n_jobs, agents = whole->n_agents;
    size_t pairs = (size_t)open * (size_t)agents;
    int32_t *cost = pp_arena_alloc(&residue->arena, pairs, sizeof(*cost));
    int32_t *by_agent = pp_arena_alloc(&residue->arena, pairs, sizeof(*by_agent));
    for (int32_t i = 0; i < open; i++) {
        for (int32_t agent = 0; agent < agents; agent++) {
            int32_t job = residue->job[i];
            int32_t here = answer_fits(answer, job, agent, NOBODY)
                               ? assignment_cost(whole, job, agent)
                               : FORBIDDEN;
            cost[(int64_t)i * agents + agent] = here;
            by_agent[(int64_t)agent * open + i] = here;
        }
    }
    residue->problem.cost = cost;
    residue->problem.cost_by_agent = by_agent;
}

static void open_residue(struct residue *residue, const struct answer *answer)
{
    const struct assignment *whole = answer->problem;
    *residue = (struct residue){.answer = answer, .problem = *whole};
    residue->problem.curve = curve_above;
    residue->problem.user = residue;
    struct amounts *room =
        pp_arena_copy(&residue->arena, whole->room, (size_t)whole->n_agents * sizeof(*room));
    for (int32_t agent = 0; agent < whole->n_agents; agent++) {
        for (int r = 0; r < MEASURES; r++) {
            room[agent].of[r] -= answer->load[agent].of[r];
        }
    }
    residue->problem.room = room;
    open_jobs(residue);
    open_pairs(residue);
}

/* ---- Fixing ---- */

struct choice {
    float share;
    int32_t job, agent;
};

static int compare_choices(const void *left, const void *right)
{
    const struct choice *x = left, *y = right;
    if (x->share != y->share) {
        return x->share > y->share ? -1 : 1;
    }
    return (x->job > y->job) - (x->job < y->job);
}

static struct choice largest_share(const struct bound *bound, const struct residue *residue,
                                   int32_t i)
{
    int32_t agents = residue->problem.n_agents;
    struct choice choice = {0, residue->job[i], NOBODY};
    for (int32_t agent = 0; agent < agents; agent++) {
        float share = bound->taken[(int64_t)i * agents + agent];
        if (share > choice.share) {
            choice.share = share;
            choice.agent = agent;
        }
    }
    choice.share /= bound->all > 0 ? bound->all : 1;
    return choice;
}

/* Gives the most decided jobs, at least `part` of them, to their agents; how many it was. */
static int32_t fix_most_decided(struct answer *answer, const struct bound *bound,
                                const struct residue *residue, int32_t part)
{
    struct pp_arena scratch = {0};
    int32_t open = residue->problem.n_jobs, fixed = 0;
    struct choice *choices = PP_NEW(&scratch, struct choice, open);
    for (int32_t i = 0; i < open; i++) {
        choices[i] = largest_share(bound, residue, i);
    }
    qsort(choices, (size_t)open, sizeof(choices[0]), compare_choices);
    for (int32_t i = 0; i < open && choices[i].agent != NOBODY; i++) {
        const struct choice *choice = &choices[i];
        if (fixed >= part && choice->share < decided) {
            break;
        }
        if (answer_fits(answer, choice->job, choice->agent, NOBODY)) {
            answer_move(answer, choice->job, choice->agent);
            fixed++;
        }
    }
    pp_arena_finish(&scratch);
    return fixed;
}

/* Prices of the open jobs to begin with: those of the level above. */
static int64_t *inherit(const struct residue *from, const struct bound *bound,
                        const struct residue *to, struct pp_arena *arena)
{
    int64_t *lambda = PP_NEW(arena, int64_t, to->problem.n_jobs);
    for (int32_t i = 0, j = 0; i < to->problem.n_jobs; i++) {
        while (from->job[j] != to->job[i]) {
            j++;
        }
        lambda[i] = bound->lambda[j];
    }
    return lambda;
}

/* One level: fixes the most decided, prices what is left. False: GLPK failed. */
static bool go_deeper(struct answer *answer, struct residue *residue, struct bound *level,
                      int64_t *work, struct pace *pace, struct pp_err *err)
{
    struct residue below;
    open_residue(&below, answer);
    int64_t *lambda = inherit(residue, level, &below, &below.arena);
    struct bound_effort effort = {LEVEL_SWEEPS, *work};
    bool works =
        bound_prove(level, &below.problem, lambda, INT64_MAX, &effort, pace, &below.arena, err);
    *work = effort.work;
    pp_arena_finish(&residue->arena);
    *residue = below;
    residue->problem.user = residue;
    return works;
}

/* As careful as the work allows: fixing one part in n prices everything about n times. */
static int32_t parts_for(const struct bound *bound, int64_t work)
{
    int64_t sweep = bound->sweeps > 0 ? bound->work / bound->sweeps + 1 : 1;
    int64_t parts = work / (sweep * LEVEL_SWEEPS);
    return (int32_t)(parts > MOST_PARTS ? MOST_PARTS : parts < LEAST_PARTS ? LEAST_PARTS : parts);
}

bool dive_run(struct answer *answer, const struct bound *bound, int64_t work, struct pace *pace,
              struct pp_err *err)
{
    struct bound level = *bound;
    struct residue residue;
    open_residue(&residue, answer);
    int32_t parts = parts_for(bound, work);
    bool works = true;
    while (works && residue.problem.n_jobs > 0) {
        int32_t open = residue.problem.n_jobs;
        bool last = work <= 0 || pace_stops(pace);
        int32_t fixed = fix_most_decided(answer, &level, &residue, last ? open : open / parts + 1);
        if (fixed == 0 || last) {
            break;
        }
        works = go_deeper(answer, &residue, &level, &work, pace, err);
    }
    pp_arena_finish(&residue.arena);
    return works;
}
