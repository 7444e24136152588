// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The order of work on one problem:
 *
 *   first answer   what stands is kept where it fits, the rest by regret, then descent
 *   bound          Lagrangian ascent over all pairs, in integers
 *   rounds         hunters dive and regroup; the best answer is shared, and what it and the bound
 *                  rule out together leaves the ground
 */
#include "search.h"

#include "hunt.h"
#include "relax.h"

#include <pthread.h>

enum {
    HUNTERS = 2,
    BOUND_SWEEPS = 4000,
    ROUND_WORK = 4000000
};

static const float fading = 0.97F;
static const double nearest = 0.1;

struct search {
    const struct assignment *problem;
    struct frame frame;
    struct answer *answer; ///< the best
    struct pace *pace;
    struct knapsack *knapsack;
    const struct core *core;
    const struct bound *bound;
    uint8_t *alive;
    int32_t *liked;
    int64_t ruled; ///< cost at which the ground was last narrowed
    int64_t proved;
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

/* ---- The bound ---- */

static int32_t *identity(int32_t n, struct pp_arena *arena)
{
    int32_t *list = PP_NEW(arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        list[i] = i;
    }
    return list;
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
static bool first_prices(const struct search *search, int32_t *lambda, struct pp_err *err)
{
    const struct assignment *problem = search->problem;
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
        at *= search->frame.scale;
        lambda[job] = (int32_t)(at < search->frame.price ? at : search->frame.price);
    }
    pp_arena_finish(&scratch);
    return known;
}

static bool prove(struct search *search, struct pp_err *err)
{
    const struct assignment *problem = search->problem;
    struct pp_arena scratch = {0};
    struct answer *nothing = answer_create(problem, &scratch);
    struct choice jobs = {identity(problem->n_jobs, &scratch), problem->n_jobs};
    struct choice agents = {identity(problem->n_agents, &scratch), problem->n_agents};
    struct core *core = core_open(&search->frame, nothing, NULL, jobs, agents, &search->arena);
    int32_t *lambda = PP_NEW(&scratch, int32_t, problem->n_jobs);
    bool begun = first_prices(search, lambda, err);
    if (begun) {
        search->knapsack = knapsack_create(core, &search->arena);
        struct bound *bound = bound_begin(core, lambda, NULL, &search->arena);
        struct bound_effort effort = {BOUND_SWEEPS, INT64_MAX / 2,
                                      search->answer->worth.cost * search->frame.scale, fading,
                                      nearest};
        bound_climb(bound, search->knapsack, &effort, search->pace);
        search->core = core;
        search->bound = bound;
        search->proved = bound_minutes(bound);
    }
    pp_arena_finish(&scratch);
    return begun;
}

/* ---- The ground of the hunt ---- */

static void rank_liked(const struct search *search, int32_t *liked)
{
    const struct core *core = search->core;
    struct pp_arena scratch = {0};
    int64_t *best = PP_NEW(&scratch, int64_t, (int64_t)core->n_jobs * LIKED);
    int64_t *reduced = PP_NEW(&scratch, int64_t, core->n_pairs);
    for (int64_t i = 0; i < (int64_t)core->n_jobs * LIKED; i++) {
        liked[i] = NOBODY;
    }
    for (int32_t a = 0; a < core->n_agents; a++) {
        knapsack_reduce(search->knapsack, core, a, search->bound->lambda, &search->bound->prices[a],
                        reduced);
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
    struct pp_arena scratch = {0};
    const struct core *core = search->core;
    const struct assignment *problem = search->problem;
    bool *keep = PP_NEW(&scratch, bool, core->n_pairs);
    int32_t *pick = PP_NEW(&scratch, int32_t, core->n_jobs);
    int64_t most = search->answer->worth.cost * search->frame.scale;
    search->ruled = search->answer->worth.cost;
    if (bound_fix(search->bound, search->knapsack, most, keep, pick, &scratch)) {
        for (int32_t pair = 0; pair < core->n_pairs; pair++) {
            int32_t only = pick[core->of[pair]];
            keep[pair] = keep[pair] && (only == NOBODY || only == pair);
        }
        for (int32_t j = 0; j < core->n_jobs; j++) {
            pick[j] = NOBODY;
        }
        struct kept kept;
        struct core *narrow = core_narrow(core, pick, keep, &kept, &search->arena);
        struct bound *bound = bound_inherit(search->bound, narrow, &kept, &search->arena);
        bound->best = search->bound->best;
        search->core = narrow;
        search->bound = bound;
    }
    core = search->core;
    for (int64_t i = 0; i < (int64_t)problem->n_jobs * problem->n_agents; i++) {
        search->alive[i] = 0;
    }
    for (int32_t a = 0; a < core->n_agents; a++) {
        for (int32_t pair = core->begin[a]; pair < core->begin[a + 1]; pair++) {
            search->alive[assignment_pair(problem, core->job[core->of[pair]], core->agent[a])] = 1;
        }
    }
    rank_liked(search, search->liked);
    pp_arena_finish(&scratch);
}

/* ---- Rounds ---- */

struct errand {
    struct hunter *hunter;
    const struct hunting *hunting;
    int64_t work;
};

static void *run_errand(void *user)
{
    struct errand *errand = user;
    hunter_round(errand->hunter, errand->hunting, errand->work);
    return NULL;
}

static void hunt_round(struct search *search, struct hunter *hunters)
{
    struct hunting hunting = {
        {search->frame, search->alive, search->bound->lambda, search->bound->prices, search->liked},
        search->core,
        search->bound};
    struct errand errands[HUNTERS];
    pthread_t threads[HUNTERS];
    bool alone[HUNTERS];
    int32_t n_threads = search->pace->settings != NULL && search->pace->settings->threads > 0
                            ? search->pace->settings->threads
                            : HUNTERS;
    for (int i = 0; i < HUNTERS; i++) {
        errands[i] = (struct errand){&hunters[i], &hunting, ROUND_WORK};
        alone[i] = i > 0 && n_threads > i &&
                   pthread_create(&threads[i], NULL, run_errand, &errands[i]) == 0;
    }
    for (int i = 0; i < HUNTERS; i++) {
        if (!alone[i]) {
            run_errand(&errands[i]);
        }
    }
    for (int i = 0; i < HUNTERS; i++) {
        if (alone[i]) {
            pthread_join(threads[i], NULL);
        }
        search->pace->stopped |= hunters[i].pace.stopped;
    }
}

static void share_best(struct search *search, struct hunter *hunters)
{
    for (int i = 0; i < HUNTERS; i++) {
        if (worth_less(hunters[i].answer->worth, search->answer->worth)) {
            answer_copy(search->answer, hunters[i].answer);
        }
    }
    for (int i = 0; i < HUNTERS; i++) {
        if (worth_less(search->answer->worth, hunters[i].answer->worth)) {
            answer_copy(hunters[i].answer, search->answer);
        }
    }
}

#include <stdio.h>
#include <stdlib.h>
static int32_t run_rounds(struct search *search, uint64_t seed)
{
    struct hunter hunters[HUNTERS];
    struct pace *pace = search->pace;
    struct pp_rng rng = {seed};
    int32_t round = 0;
    for (int i = 0; i < HUNTERS; i++) {
        hunter_begin(&hunters[i], search->answer, search->core, pp_rng_next(&rng), pace);
    }
    rule_out(search);
    while (round < pace->rounds && search->answer->worth.cost > search->proved &&
           !pace_stops(pace)) {
        hunt_round(search, hunters);
        share_best(search, hunters);
        if (search->answer->worth.cost < search->ruled) {
            rule_out(search);
        }
        pace_tell(pace, ++round, search->answer->worth.cost, search->proved);
        if (getenv("TRACE"))
            fprintf(stderr, "%6.2f round %d cost %lld bound %lld pairs %d\n", pace_seconds(pace),
                    round, (long long)search->answer->worth.cost, (long long)search->proved,
                    search->core->n_pairs);
    }
    for (int i = 0; i < HUNTERS; i++) {
        struct hunt_tally *t = &hunters[i].tally;
        if (getenv("TRACE"))
            fprintf(stderr,
                    "dives %lld found %lld work %lldM | groups %lld better %lld hopeless %lld same "
                    "%lld work %lldM\n",
                    (long long)t->tries[0], (long long)t->found[0], (long long)t->work[0] / 1000000,
                    (long long)t->tries[1], (long long)t->found[1], (long long)t->found[2],
                    (long long)t->found[3], (long long)t->work[1] / 1000000);
        hunter_finish(&hunters[i]);
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
    struct search search = {.problem = problem, .frame = core_frame(problem), .pace = pace};
    search.answer = answer_create(problem, arena);
    search.alive = PP_NEW(&search.arena, uint8_t, (int64_t)problem->n_jobs * problem->n_agents);
    search.liked = PP_NEW(&search.arena, int32_t, (int64_t)problem->n_jobs * LIKED);
    keep_start(search.answer, start);
    complete(search.answer, pace);
    pace_tell(pace, 0, search.answer->worth.cost, 0);
    if (getenv("TRACE"))
        fprintf(stderr, "%6.2f first %lld\n", pace_seconds(pace),
                (long long)search.answer->worth.cost);
    bool works = prove(&search, err);
    *result = (struct search_result){search.answer, search.proved, 0};
    if (works)
        if (getenv("TRACE"))
            fprintf(stderr, "%6.2f bound %lld sweeps %d pairs %d\n", pace_seconds(pace),
                    (long long)search.proved, search.bound->sweeps, search.core->n_pairs);
    if (works && !(settled && stands_as(search.answer, start))) {
        pace_tell(pace, 0, search.answer->worth.cost, search.proved);
        result->rounds = run_rounds(&search, seed);
    }
    pp_arena_finish(&search.arena);
    return works;
}
