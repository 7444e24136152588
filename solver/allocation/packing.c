// SPDX-License-Identifier: GPL-3.0-or-later
/* First fit decreasing, then the moves and rounds of improve.h (packing.h). */
#include "packing.h"

#include "improve.h"

#include <stdlib.h>
#include <string.h>

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

int32_t packing_left(int32_t n_jobs, const struct amounts *size, int32_t n_agents,
                     const struct amounts *room)
{
    struct pp_arena arena = {0};
    struct amounts *sorted = pp_arena_copy(&arena, size, (size_t)n_jobs * sizeof(*size));
    if (n_jobs > 0) {
        qsort(sorted, (size_t)n_jobs, sizeof(*sorted), compare_sizes);
    }
    size_t pairs = (size_t)n_jobs * (size_t)n_agents;
    int32_t *cost = pp_arena_alloc(&arena, pairs, sizeof(*cost));
    struct assignment problem = {.n_jobs = n_jobs,
                                 .n_agents = n_agents,
                                 .cost = cost,
                                 .size = sorted,
                                 .room = room,
                                 .price = 1,
                                 .curve_measure = CHILDREN,
                                 .curve = no_curve};
    assignment_prepare(&problem, cost, &arena);
    struct answer *answer = answer_create(&problem, &arena);
    struct improver *improver = improve_create(answer, &arena);
    struct pace pace = pace_begin(NULL, 0);
    struct pp_rng rng = {1};
    for (int32_t job = 0; job < n_jobs; job++) {
        for (int32_t agent = 0; agent < n_agents && answer->agent[job] == NOBODY; agent++) {
            if (answer_fits(answer, job, agent, NOBODY)) {
                answer_move(answer, job, agent);
            }
        }
    }
    for (int i = 0; i < ATTEMPTS && answer->worth.cost > 0; i++) {
        improve_round(improver, &rng, &pace);
    }
    int32_t left = (int32_t)answer->worth.cost;
    pp_arena_finish(&arena);
    return left;
}
