// SPDX-License-Identifier: GPL-3.0-or-later
/* The order of work of one allocation (search.h). */
#include "search.h"

#include "dive.h"
#include "improve.h"

enum {
    ATTEMPTS = 32, ///< of ruin and recreate in one round
    LEAST_SWEEPS = 40,
    SWEEPS_A_ROUND = 3,
    BOUND_WORK = 800000000, ///< elementary steps, about: a few seconds
    DIVE_WORK = 600000000
};

/* ---- First answers ---- */

static void keep_start(struct answer *answer, const int32_t *start)
{
    for (int32_t job = 0; job < answer->problem->n_jobs; job++) {
        if (start[job] != NOBODY && answer_fits(answer, job, start[job], NOBODY)) {
            answer_move(answer, job, start[job]);
        }
    }
}

static void complete(struct answer *answer, struct pace *pace)
{
    struct pp_arena scratch = {0};
    struct improver *improver = improve_create(answer, &scratch);
    improve_fill(improver);
    improve_descend(improver, pace);
    pp_arena_finish(&scratch);
}

static bool stands_as(const struct answer *answer, const int32_t *start)
{
    for (int32_t job = 0; job < answer->problem->n_jobs; job++) {
        if (answer->agent[job] != start[job]) {
            return false;
        }
    }
    return true;
}

/* ---- The whole ---- */

static int32_t sweeps_for(int32_t rounds)
{
    const int32_t most = 1000000;
    return LEAST_SWEEPS + SWEEPS_A_ROUND * (rounds < most ? rounds : most);
}

static int32_t run_rounds(struct answer *answer, int64_t bound, uint64_t seed, struct pace *pace)
{
    struct pp_arena scratch = {0};
    struct improver *improver = improve_create(answer, &scratch);
    struct pp_rng rng = {seed};
    int32_t round = 0;
    while (round < pace->rounds && answer->worth.cost > bound && !pace_stops(pace)) {
        for (int i = 0; i < ATTEMPTS; i++) {
            improve_round(improver, &rng, pace);
        }
        pace_tell(pace, ++round, answer->worth.cost, bound);
    }
    improve_descend(improver, pace);
    pp_arena_finish(&scratch);
    return round;
}

/* A dive from the bound, which may be better than where the service stands. */
static bool try_dive(struct answer *answer, const struct bound *bound, struct pace *pace,
                     struct pp_err *err)
{
    struct pp_arena scratch = {0};
    struct answer *other = answer_create(answer->problem, &scratch);
    bool works = dive_run(other, bound, DIVE_WORK, pace, err);
    if (works) {
        complete(other, pace);
    }
    if (works && worth_less(other->worth, answer->worth)) {
        answer_copy(answer, other);
    }
    pp_arena_finish(&scratch);
    return works;
}

bool search_run(const struct assignment *problem, const int32_t *start, bool settled, uint64_t seed,
                struct pace *pace, struct pp_arena *arena, struct search_result *result,
                struct pp_err *err)
{
    struct answer *answer = answer_create(problem, arena);
    struct pp_arena scratch = {0};
    struct bound bound;
    keep_start(answer, start);
    complete(answer, pace);
    pace_tell(pace, 0, answer->worth.cost, 0);

    struct bound_effort effort = {sweeps_for(pace->rounds), BOUND_WORK};
    bool works =
        bound_prove(&bound, problem, NULL, answer->worth.cost, &effort, pace, &scratch, err);
    *result = (struct search_result){answer, bound.value, 0};
    if (works && !(settled && stands_as(answer, start))) {
        works = try_dive(answer, &bound, pace, err);
        pace_tell(pace, 0, answer->worth.cost, bound.value);
        result->rounds = run_rounds(answer, bound.value, seed, pace);
    }
    pp_arena_finish(&scratch);
    return works;
}
