// SPDX-License-Identifier: GPL-3.0-or-later
/* First fit decreasing, from nothing and from what is there, then rounds of improve.h (packing.h). */
#include "packing.h"

#include "improve.h"

#include <podplan/rng.h>

#include <stdlib.h>

enum {
    ATTEMPTS = 200, ///< of ruin and recreate in vain, before it is given up
    FEW = 4,        ///< so many left, and one in so many of all, are worth an attempt
    FEW_PARTS = 20
};

static int64_t no_curve(const void *user, int32_t agent, int32_t load)
{
    (void)user;
    (void)agent;
    (void)load;
    return 0;
}

struct piece {
    struct amounts size;
    int32_t with, family;
};

/* The largest first; equal sizes are the same to a packing. */
static int compare_pieces(const void *left, const void *right)
{
    static const enum measure order[MEASURES] = {CHILDREN, POINTS, FAMILIES};
    const struct piece *x = left, *y = right;
    for (int i = 0; i < MEASURES; i++) {
        if (x->size.of[order[i]] != y->size.of[order[i]]) {
            return x->size.of[order[i]] > y->size.of[order[i]] ? -1 : 1;
        }
    }
    return (x->with > y->with) - (x->with < y->with);
}

static struct piece *sort_pieces(const struct packing *packing, struct amounts *size,
                                 struct pp_arena *arena)
{
    struct piece *pieces = PP_NEW(arena, struct piece, packing->n_jobs);
    for (int32_t job = 0; job < packing->n_jobs; job++) {
        pieces[job] = (struct piece){packing->size[job], packing->with[job], packing->family[job]};
    }
    if (packing->n_jobs > 0) {
        qsort(pieces, (size_t)packing->n_jobs, sizeof(pieces[0]), compare_pieces);
    }
    for (int32_t job = 0; job < packing->n_jobs; job++) {
        size[job] = pieces[job].size;
    }
    return pieces;
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

static int32_t *list_costs(const struct packing *packing, const struct piece *pieces,
                           struct pp_arena *arena)
{
    size_t pairs = (size_t)packing->n_jobs * (size_t)packing->n_agents;
    int32_t *cost = pp_arena_alloc(arena, pairs, sizeof(*cost)), *at = cost;
    for (int32_t job = 0; job < packing->n_jobs && packing->may != NULL; job++) {
        for (int32_t agent = 0; agent < packing->n_agents; agent++) {
            bool may = packing->may(packing->user, pieces[job].family, packing->person[agent]);
            *at++ = may ? 0 : FORBIDDEN;
        }
    }
    return cost;
}

static void keep_pieces(struct answer *answer, const struct packing *packing,
                        const struct piece *pieces)
{
    for (int32_t job = 0; job < packing->n_jobs; job++) {
        for (int32_t agent = 0; agent < packing->n_agents && pieces[job].with != NOBODY; agent++) {
            if (packing->person[agent] == pieces[job].with &&
                answer_fits(answer, job, agent, NOBODY)) {
                answer_move(answer, job, agent);
                break;
            }
        }
    }
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

/* Rounds bring down a few; where many are left there is no packing near. */
static void close_gaps(struct answer *answer, struct pp_rng *rng, struct pp_arena *arena)
{
    struct pace pace = pace_begin(NULL, 0);
    struct improver *improver = improve_create(answer, arena);
    bool near = answer->worth.cost <= FEW + answer->problem->n_jobs / FEW_PARTS;
    for (int vain = 0; near && vain < ATTEMPTS && answer->worth.cost > 0; vain++) {
        vain = improve_round(improver, rng, &pace) ? 0 : vain;
    }
}

static int32_t left_after(struct answer *answer, struct pp_rng *rng, struct pp_arena *arena)
{
    first_fit(answer);
    close_gaps(answer, rng, arena);
    return (int32_t)answer->worth.cost;
}

int32_t packing_left(const struct packing *packing)
{
    struct pp_arena arena = {0};
    struct pp_rng rng = {1};
    struct amounts *size = PP_NEW(&arena, struct amounts, packing->n_jobs);
    struct piece *pieces = sort_pieces(packing, size, &arena);
    size_t pairs = (size_t)packing->n_jobs * (size_t)packing->n_agents;
    struct assignment problem = {.n_jobs = packing->n_jobs,
                                 .n_agents = packing->n_agents,
                                 .cost = list_costs(packing, pieces, &arena),
                                 .size = size,
                                 .room = packing->room,
                                 .price = 1,
                                 .flat = packing->may == NULL,
                                 .curve_measure = CHILDREN,
                                 .curve = no_curve};
    assignment_prepare(&problem, random_ground(pairs, &rng, &arena), &arena);
    int32_t left = left_after(answer_create(&problem, &arena), &rng, &arena);
    if (left > 0) {
        struct answer *kept = answer_create(&problem, &arena);
        keep_pieces(kept, packing, pieces);
        int32_t left_kept = left_after(kept, &rng, &arena);
        left = left_kept < left ? left_kept : left;
    }
    pp_arena_finish(&arena);
    return left;
}

static bool fits(struct amounts size, struct amounts room)
{
    bool fits = true;
    for (int r = 0; r < MEASURES; r++) {
        fits = fits && size.of[r] <= room.of[r];
    }
    return fits;
}

int32_t packing_new_agents(const struct packing *packing, struct amounts room)
{
    struct pp_arena arena = {0};
    struct amounts *size = PP_NEW(&arena, struct amounts, packing->n_jobs);
    struct amounts *left = PP_NEW(&arena, struct amounts, packing->n_jobs);
    int32_t count = 0, first = 0;
    sort_pieces(packing, size, &arena);
    for (int32_t job = 0; job < packing->n_jobs && count >= 0; job++) {
        int32_t agent = first;
        while (agent < count && !fits(size[job], left[agent])) {
            agent++;
        }
        if (agent == count) {
            left[count++] = room;
        }
        if (!fits(size[job], left[agent])) {
            count = -1; // larger than an empty one
            break;
        }
        for (int r = 0; r < MEASURES; r++) {
            left[agent].of[r] -= size[job].of[r];
        }
        while (first < count && left[first].of[FAMILIES] == 0) { // full: not to be looked at again
            first++;
        }
    }
    pp_arena_finish(&arena);
    return count < 0 ? 0 : count;
}
