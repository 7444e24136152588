// SPDX-License-Identifier: GPL-3.0-or-later
/* What the assignment problem derives from its numbers: the neighbours of each job. */
#include "assignment.h"

struct ranked {
    int32_t ground, agent;
};

/* Inserts behind all that are no dearer, so that equal ones keep the order of agents. */
static int32_t insert_ranked(struct ranked *best, int32_t count, int32_t most, struct ranked item)
{
    if (count == most && best[count - 1].ground <= item.ground) {
        return count;
    }
    int32_t at = count < most ? count++ : count - 1;
    while (at > 0 && best[at - 1].ground > item.ground) {
        best[at] = best[at - 1];
        at--;
    }
    best[at] = item;
    return count;
}

static void rank_near(struct assignment *a, int32_t job, const int32_t *ground, int32_t *near)
{
    struct ranked best[NEAR];
    int32_t count = 0;
    for (int32_t agent = 0; agent < a->n_agents; agent++) {
        if (assignment_cost(a, job, agent) != FORBIDDEN) {
            count = insert_ranked(best, count, a->n_near, (struct ranked){ground[agent], agent});
        }
    }
    for (int32_t k = 0; k < a->n_near; k++) {
        near[k] = k < count ? best[k].agent : NOBODY;
    }
}

void assignment_prepare(struct assignment *a, const int32_t *ground, struct pp_arena *arena)
{
    a->n_near = a->n_agents < NEAR ? a->n_agents : NEAR;
    a->near = pp_arena_alloc(arena, (size_t)a->n_jobs * (size_t)a->n_near, sizeof(*a->near));
    for (int32_t job = 0; job < a->n_jobs; job++) {
        rank_near(a, job, ground + (int64_t)job * a->n_agents, a->near + (int64_t)job * a->n_near);
    }
}
