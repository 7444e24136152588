// SPDX-License-Identifier: GPL-3.0-or-later
/* First fit decreasing, then the moves and rounds of improve.h (packing.h). */
#include "packing.h"

#include "improve.h"

#include <podplan/rng.h>

#include <stdlib.h>

enum {
    ATTEMPTS = 200 ///< of ruin and recreate when the first packing leaves something
};

static int64_t no_curve(const void *user, int32_t agent, int32_t load)
{
    (void)user;
    (void)agent;
    (void)load;
    return 0;
}

/* The largest first; equal sizes are the same to a packing. */
static int compare_sizes(const void *left, const void *right)
{
    static const enum measure order[MEASURES] = {CHILDREN, POINTS, FAMILIES};
    const struct amounts *x = left, *y = right;
    for (int i = 0; i < MEASURES; i++) {
        if (x->of[order[i]] != y->of[order[i]]) {
            return x->of[order[i]] > y->of[order[i]] ? -1 : 1;
        }
    }
    return 0;
}

/* Agents are all alike in cost, so each job's neighbours are a random few of them. */
static int32_t *random_ground(size_t pairs, struct pp_rng *rng, struct pp_arena *arena)
{
    int32_t *ground = pp_arena_alloc(arena, pairs, sizeof(*ground));
    for (size_t pair = 0; pair < pairs; pair++) {
        ground[pair] = pp_rng_below(rng, INT32_MAX);
    }
    return ground;
}

static void first_fit(struct answer *answer)
{
    for (int32_t job = 0; job < answer->problem->n_jobs; job++) {
        for (int32_t agent = 0; agent < answer->problem->n_agents; agent++) {
            if (answer->agent[job] == NOBODY && answer_fits(answer, job, agent, NOBODY)) {
                answer_move(answer, job, agent);
            }
        }
    }
}

int32_t packing_left(int32_t n_jobs, const struct amounts *size, int32_t n_agents,
                     const struct amounts *room)
{
    struct pp_arena arena = {0};
    struct pp_rng rng = {1};
    struct pace pace = pace_begin(NULL, 0);
    struct amounts *sorted = pp_arena_copy(&arena, size, (size_t)n_jobs * sizeof(*size));
    if (n_jobs > 0) {
        qsort(sorted, (size_t)n_jobs, sizeof(*sorted), compare_sizes);
    }
    size_t pairs = (size_t)n_jobs * (size_t)n_agents;
    struct assignment problem = {.n_jobs = n_jobs,
                                 .n_agents = n_agents,
                                 .cost = pp_arena_alloc(&arena, pairs, sizeof(int32_t)),
                                 .size = sorted,
                                 .room = room,
                                 .price = 1,
                                 .curve_measure = CHILDREN,
                                 .curve = no_curve};
    assignment_prepare(&problem, random_ground(pairs, &rng, &arena), &arena);
    struct answer *answer = answer_create(&problem, &arena);
    struct improver *improver = improve_create(answer, &arena);
    first_fit(answer);
    improve_descend(improver, &pace);
    for (int i = 0; i < ATTEMPTS && answer->worth.cost > 0; i++) {
        improve_round(improver, &rng, &pace);
    }
    int32_t left = (int32_t)answer->worth.cost;
    pp_arena_finish(&arena);
    return left;
}
