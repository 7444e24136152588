// SPDX-License-Identifier: GPL-3.0-or-later
/* The order of work of one allocation (search.h). */
#include "search.h"

#include "dive.h"
#include "improve.h"

enum {
    ATTEMPTS = 32, ///< of ruin and recreate in one round
    SWEEPS_A_ROUND = 3,
    LEAST_SWEEPS = 40,
    MOST_SWEEPS = 600,
    PAIRS_SWEPT = 400000000 ///< most sweeps x pairs, about: a county has 60 sweeps
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

/* As many as the effort asks for, fewer for services of millions of pairs. */
static int32_t sweeps_for(const struct assignment *problem, int32_t rounds)
{
    int64_t pairs = (int64_t)problem->n_jobs * problem->n_agents + 1;
    int64_t most = PAIRS_SWEPT / pairs < MOST_SWEEPS ? PAIRS_SWEPT / pairs : MOST_SWEEPS;
    int64_t sweeps = LEAST_SWEEPS + (int64_t)SWEEPS_A_ROUND * rounds;
    sweeps = sweeps < most ? sweeps : most;
    return (int32_t)(sweeps > LEAST_SWEEPS ? sweeps : LEAST_SWEEPS);
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
    bool works = dive_run(other, bound, pace, err);
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

    bool works = bound_prove(&bound, problem, NULL, answer->worth.cost,
                             sweeps_for(problem, pace->rounds), pace, &scratch, err);
    *result = (struct search_result){answer, bound.value, 0};
    if (works && !(settled && stands_as(answer, start))) {
        works = try_dive(answer, &bound, pace, err);
        pace_tell(pace, 0, answer->worth.cost, bound.value);
        result->rounds = run_rounds(answer, bound.value, seed, pace);
    }
    pp_arena_finish(&scratch);
    return works;
}
