// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The order of work on one problem:
 *
 *   first answer   what stands is kept where it fits, the rest by regret, then descent
 *   bound          Lagrangian ascent over all pairs, in integers
 *   rounds         hunters dive and regroup; the best answer is shared, and what it and the bound
 *                  rule out together leaves the ground
 *
 * What goes by the clock only cuts short; all else is counted in elementary steps, so that the same
 * problem, start, seed and rounds give the same answer on any machine and any number of threads.
 */
#include "search.h"

#include "hunt.h"
#include "improve.h"
#include "root.h"

enum {
    ROUND_WORK = 1000000,  ///< elementary steps of a hunter's round
    ROUND_WORK_JOB = 2000, ///< and for each job
    LEAST_HUNTERS = 2, ///< whatever the number of threads, so that it does not change the answer
    STILL_PART = 16,   ///< the hunt ends when one part in so many of all rounds brought nothing
    LEAST_STILL = 10,
    LEFT_TIMES = 8,     ///< more, where a job is without an agent
    SETTLED_ROUNDS = 10 ///< where a plan in force has to give way a little
};

struct search {
    const struct assignment *problem;
    struct answer *answer; ///< the best
    struct pace *pace;
    struct root root;
    struct hunter *hunters;
    int32_t n_hunters;
    struct crew *crew;
    int64_t *value; ///< [agent]: what the hunters' ground shows
    int32_t *liked;
    int64_t ruled; ///< cost at which the ground was last narrowed
    struct pp_arena arena;
};

/* ---- First answer ---- */

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

/* ---- The ground of the hunt ---- */

static void rank_liked(const struct search *search, int32_t *liked)
{
    const struct core *core = search->root.core;
    struct pp_arena scratch = {0};
    int64_t *best = PP_NEW(&scratch, int64_t, (int64_t)core->n_jobs * LIKED);
    int64_t *reduced = PP_NEW(&scratch, int64_t, core->n_pairs);
    for (int64_t i = 0; i < (int64_t)core->n_jobs * LIKED; i++) {
        liked[i] = NOBODY;
    }
    for (int32_t a = 0; a < core->n_agents; a++) {
        knapsack_solve(search->root.sweepers.knapsack[0], core, a, search->root.bound->lambda,
                       &search->root.bound->prices[a]);
        search->value[a] = search->root.sweepers.knapsack[0]->bound;
        knapsack_reduce(search->root.sweepers.knapsack[0], core, a, search->root.bound->lambda,
                        &search->root.bound->prices[a], reduced);
        for (int32_t pair = core->begin[a]; pair < core->begin[a + 1]; pair++) {
            int64_t q = reduced[pair - core->begin[a]];
            int64_t at = (int64_t)core->of[pair] * LIKED;
            int32_t k = LIKED;
            while (k > 0 && (liked[at + k - 1] == NOBODY || best[at + k - 1] < q)) {
                k--;
            }
            for (int32_t i = LIKED - 1; i > k; i--) {
                liked[at + i] = liked[at + i - 1];
                best[at + i] = best[at + i - 1];
            }
            if (k < LIKED) {
                liked[at + k] = core->agent[a];
                best[at + k] = q;
            }
        }
    }
    pp_arena_finish(&scratch);
}

/* Takes out of the ground what no answer as cheap as the best can have. */
static void rule_out(struct search *search)
{
    search->ruled = search->answer->worth.cost;
    root_rule_out(&search->root, search->ruled);
    rank_liked(search, search->liked);
}

/* ---- Rounds ---- */

struct errand {
    struct search *search;
    struct ground ground;
    int64_t work;
};

static void hunt_share(void *user, int32_t number)
{
    struct errand *errand = user;
    struct search *search = errand->search;
    for (int32_t i = number; i < search->n_hunters; i += crew_size(search->crew)) {
        hunter_round(&search->hunters[i], &errand->ground, errand->work);
    }
}

static void hunt_round(struct search *search)
{
    const struct root *root = &search->root;
    struct errand errand = {.search = search,
                            .ground = {root->bound, root->active, search->value, search->liked},
                            .work = ROUND_WORK + (int64_t)ROUND_WORK_JOB * search->problem->n_jobs};
    crew_run(search->crew, hunt_share, &errand);
    for (int32_t i = 0; i < search->n_hunters; i++) {
        search->pace->stopped |= search->hunters[i].pace.stopped;
    }
}

static void share_best(struct search *search)
{
    for (int i = 0; i < search->n_hunters; i++) {
        if (worth_less(search->hunters[i].answer->worth, search->answer->worth)) {
            answer_copy(search->answer, search->hunters[i].answer);
        }
    }
    for (int i = 0; i < search->n_hunters; i++) {
        if (worth_less(search->answer->worth, search->hunters[i].answer->worth)) {
            answer_copy(search->hunters[i].answer, search->answer);
        }
    }
}

static void gather_hunters(struct search *search, uint64_t seed)
{
    struct pp_rng rng = {seed};
    search->hunters = PP_NEW(&search->arena, struct hunter, search->n_hunters);
    for (int32_t i = 0; i < search->n_hunters; i++) {
        hunter_begin(&search->hunters[i], search->answer, search->root.core, pp_rng_next(&rng),
                     search->pace);
    }
}

static bool is_open(const struct search *search)
{
    int64_t cost = search->answer->worth.cost, bound = search->root.proved;
    return cost > bound && !pace_within(search->pace, cost, bound) && !pace_stops(search->pace);
}

/*
 * Rounds that may bring nothing before the hunt ends: more while a job is without an agent that could
 * have one as far as the bound knows.
 */
static int32_t patience(const struct search *search, int32_t rounds)
{
    int32_t most = rounds / STILL_PART > LEAST_STILL ? rounds / STILL_PART : LEAST_STILL;
    int64_t apart = search->answer->worth.cost - search->root.proved;
    bool any_left = search->answer->worth.left > 0 && apart > search->problem->price / 2;
    return any_left && most < INT32_MAX / STILL_PART ? most * LEFT_TIMES : most;
}

/* Rounds until the last, or until many have brought nothing. */
static int32_t run_rounds(struct search *search, int32_t rounds, uint64_t seed)
{
    int32_t round = 0, since = 0;
    if (!is_open(search)) {
        return 0;
    }
    gather_hunters(search, seed);
    rule_out(search);
    while (round < rounds && since < patience(search, rounds) && is_open(search)) {
        hunt_round(search);
        share_best(search);
        since++;
        if (search->answer->worth.cost < search->ruled) {
            rule_out(search);
            since = 0;
        }
        pace_tell(search->pace, ++round, search->answer->worth.cost, search->root.proved);
    }
    for (int32_t i = 0; i < search->n_hunters; i++) {
        hunter_finish(&search->hunters[i]);
    }
    return round;
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

bool search_run(const struct assignment *problem, const int32_t *start, bool settled, uint64_t seed,
                struct pace *pace, struct pp_arena *arena, struct search_result *result,
                struct pp_err *err)
{
    const struct pp_solver_settings *settings = pace->settings;
    int32_t threads = settings != NULL && settings->threads > 0 ? settings->threads : LEAST_HUNTERS;
    struct search search = {.problem = problem, .pace = pace, .crew = crew_begin(threads)};
    search.n_hunters = threads < LEAST_HUNTERS ? LEAST_HUNTERS
                       : threads < CREW_MOST   ? threads
                                               : CREW_MOST;
    search.answer = answer_create(problem, arena);
    search.value = PP_NEW(&search.arena, int64_t, problem->n_agents);
    search.liked = PP_NEW(&search.arena, int32_t, (int64_t)problem->n_jobs * LIKED);
    keep_start(search.answer, start);
    complete(search.answer, pace);
    pace_tell(pace, 0, search.answer->worth.cost, 0);
    bool works = root_begin(&search.root, problem, start, search.crew, err);
    if (works) {
        root_prove(&search.root, search.answer->worth.cost, settled, pace);
        pace_tell(pace, 0, search.answer->worth.cost, search.root.proved);
        *result = (struct search_result){search.answer, search.root.proved, 0};
    }
    if (works && !(settled && stands_as(search.answer, start))) {
        int32_t rounds = settled && pace->rounds > SETTLED_ROUNDS ? SETTLED_ROUNDS : pace->rounds;
        result->rounds = run_rounds(&search, rounds, seed);
    }
    root_finish(&search.root);
    crew_finish(search.crew);
    pp_arena_finish(&search.arena);
    return works;
}
