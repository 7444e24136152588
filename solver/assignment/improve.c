// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Local search on an answer: shift, swap, ejection chain; ruin and recreate around them
 * (Yagiura, Ibaraki, Glover 2006 for the neighbourhoods; Schrimpf et al. 2000 for the rounds).
 *
 * A job is `awake` when something near it changed since it was last looked at.
 */
#include "improve.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    GROUP = 4,        ///< agents emptied in one round, at most
    GROUP_NEAR = 8,   ///< chosen among this many nearest
    TRIES = 4,        ///< jobs without an agent that join a round
    ROUND_REACH = 12, ///< near agents that swaps and chains look at inside a round
};

struct move {
    int32_t job, agent;
};

struct landing {
    int64_t cost;
    int32_t agent;
};

struct landings {
    uint64_t stamp;
    struct landing best[2];
};

struct improver {
    const struct assignment *problem;
    struct answer *answer;
    bool *awake;          ///< [job]
    struct move *journal; ///< (job, where it was), to take a round back
    int32_t n_journal, journal_capacity;
    int32_t *pool;             ///< jobs of the round in hand; length n_jobs
    struct landings *landings; ///< [job], true while their stamp is the improver's
    uint64_t stamp;            ///< moves on with every move and every change of reach
    bool chains;               ///< chains are looked for as well
    int32_t reach;             ///< near agents that swaps and chains look at
    struct pp_arena *arena;
};

/* Up to three moves that belong together, in an order in which each fits. */
struct plan_of_moves {
    struct move moves[3];
    int32_t n;
    struct worth change;
};

struct improver *improve_create(struct answer *answer, struct pp_arena *arena)
{
    struct improver *im = PP_NEW(arena, struct improver, 1);
    int32_t n_jobs = answer->problem->n_jobs;
    *im = (struct improver){.problem = answer->problem,
                            .answer = answer,
                            .reach = answer->problem->n_near,
                            .arena = arena};
    im->awake = PP_NEW(arena, bool, n_jobs);
    im->pool = PP_NEW(arena, int32_t, n_jobs);
    im->landings = PP_NEW(arena, struct landings, n_jobs);
    im->stamp = 1;
    return im;
}

/* ---- Making moves ---- */

static void wake_agent(struct improver *im, int32_t agent)
{
    for (int32_t job = agent == NOBODY ? NOBODY : im->answer->first[agent]; job != NOBODY;
         job = im->answer->next[job]) {
        im->awake[job] = true;
    }
}

static void make_move(struct improver *im, struct move move)
{
    im->journal = pp_arena_grow(im->arena, im->journal, &im->journal_capacity, im->n_journal + 1,
                                sizeof(im->journal[0]));
    im->journal[im->n_journal++] = (struct move){move.job, im->answer->agent[move.job]};
    int32_t from = im->answer->agent[move.job];
    answer_move(im->answer, move.job, move.agent);
    im->stamp++;
    wake_agent(im, from);
    wake_agent(im, move.agent);
    im->awake[move.job] = true;
}

static void take_back(struct improver *im)
{
    while (im->n_journal > 0) {
        struct move was = im->journal[--im->n_journal];
        answer_move(im->answer, was.job, was.agent);
        im->stamp++;
    }
}

static void consider(struct plan_of_moves *best, struct worth change, int32_t n,
                     const struct move *moves)
{
    if (worth_less(change, best->change)) {
        best->change = change;
        best->n = n;
        memcpy(best->moves, moves, (size_t)n * sizeof(moves[0]));
    }
}

/* ---- The three kinds ---- */

static const int32_t *near_of(const struct assignment *problem, int32_t job)
{
    return problem->near + (int64_t)job * problem->n_near;
}

static void best_shift(const struct improver *im, int32_t job, struct plan_of_moves *best)
{
    int32_t from = im->answer->agent[job];
    for (int32_t agent = 0; agent < im->problem->n_agents; agent++) {
        if (agent != from && answer_fits(im->answer, job, agent, NOBODY)) {
            consider(best, answer_move_change(im->answer, job, agent), 1,
                     &(struct move){job, agent});
        }
    }
}

/* What it changes at the agent of `out` that `in` comes in its place. */
static int64_t replace_change(const struct answer *answer, int32_t in, int32_t out)
{
    int32_t agent = answer->agent[out];
    return answer_curve_change(answer, agent, in, out) +
           assignment_cost(answer->problem, in, agent) -
           assignment_cost(answer->problem, out, agent);
}

static void best_swap(const struct improver *im, int32_t job, struct plan_of_moves *best)
{
    const struct answer *answer = im->answer;
    const struct assignment *problem = im->problem;
    int32_t from = answer->agent[job];
    const int32_t *near = near_of(problem, job);
    for (int32_t i = 0; i < im->reach && near[i] != NOBODY; i++) {
        if (near[i] == from) {
            continue;
        }
        for (int32_t other = answer->first[near[i]]; other != NOBODY; other = answer->next[other]) {
            if (!answer_has_room(answer, job, near[i], other) ||
                (from != NOBODY && !answer_fits(answer, other, from, job))) {
                continue;
            }
            struct worth change = {replace_change(answer, job, other), 0};
            if (from != NOBODY) {
                change.cost += replace_change(answer, other, job);
            } else {
                change.left = worth_left(problem, other).left - worth_left(problem, job).left;
            }
            struct move moves[] = {{other, NOBODY}, {job, near[i]}, {other, from}};
            consider(best, change, from == NOBODY ? 2 : 3, moves);
        }
    }
}

/* What the end of a chain costs: `job`, pushed out, goes to an agent where it fits as it is. */
static struct worth landing_change(const struct answer *answer, int32_t job, int32_t agent)
{
    return (struct worth){answer_curve_change(answer, agent, job, NOBODY) +
                              assignment_cost(answer->problem, job, agent),
                          0};
}

/* The two cheapest near agents with room for a job that is pushed out; kept until a move. */
static const struct landings *landings_of(struct improver *im, int32_t job)
{
    const struct answer *answer = im->answer;
    struct landings *found = &im->landings[job];
    if (found->stamp == im->stamp) {
        return found;
    }
    *found = (struct landings){im->stamp, {{0, NOBODY}, {0, NOBODY}}};
    const int32_t *near = near_of(im->problem, job);
    for (int32_t i = 0; i < im->reach && near[i] != NOBODY; i++) {
        if (near[i] == answer->agent[job] || !answer_has_room(answer, job, near[i], NOBODY)) {
            continue;
        }
        struct landing here = {landing_change(answer, job, near[i]).cost, near[i]};
        if (found->best[0].agent == NOBODY || here.cost < found->best[0].cost) {
            found->best[1] = found->best[0];
            found->best[0] = here;
        } else if (found->best[1].agent == NOBODY || here.cost < found->best[1].cost) {
            found->best[1] = here;
        }
    }
    return found;
}

static void best_landing(struct improver *im, int32_t job, int32_t pushed, struct worth so_far,
                         struct plan_of_moves *best)
{
    const struct landings *found = landings_of(im, pushed);
    bool taken = found->best[0].agent == im->answer->agent[job];
    const struct landing *landing = &found->best[taken ? 1 : 0];
    if (landing->agent != NOBODY) {
        so_far.cost += landing->cost;
        struct move moves[] = {{pushed, landing->agent}, {job, im->answer->agent[pushed]}};
        consider(best, so_far, 2, moves);
    }
}

static void best_chain(struct improver *im, int32_t job, struct plan_of_moves *best)
{
    const struct answer *answer = im->answer;
    int32_t from = answer->agent[job];
    const int32_t *near = near_of(im->problem, job);
    struct worth leave = worth_left(im->problem, job);
    leave = (struct worth){-leave.cost, -leave.left};
    if (from != NOBODY) {
        leave = (struct worth){answer_curve_change(answer, from, NOBODY, job) -
                                   assignment_cost(im->problem, job, from),
                               0};
    }
    for (int32_t i = 0; i < im->reach && near[i] != NOBODY; i++) {
        if (near[i] == from) {
            continue;
        }
        for (int32_t pushed = answer->first[near[i]]; pushed != NOBODY;
             pushed = answer->next[pushed]) {
            if (answer_has_room(answer, job, near[i], pushed)) {
                struct worth change = leave;
                change.cost += replace_change(answer, job, pushed);
                best_landing(im, job, pushed, change, best);
            }
        }
    }
}

/* Makes the best move of a job; false when none helps. */
static bool improve_job(struct improver *im, int32_t job)
{
    struct plan_of_moves best = {.n = 0};
    if (im->problem->flat && im->answer->agent[job] != NOBODY) {
        return false;
    }
    best_shift(im, job, &best);
    best_swap(im, job, &best);
    if (best.n == 0 && im->chains) {
        best_chain(im, job, &best);
    }
    for (int32_t i = 0; i < best.n; i++) {
        make_move(im, best.moves[i]);
    }
    return best.n > 0;
}

/* ---- Descent ---- */

/* Looks at every job that is awake; true when anything became better. */
static bool pass(struct improver *im, struct pace *pace)
{
    bool better = false;
    for (int32_t job = 0; job < im->problem->n_jobs && !pace_stops(pace); job++) {
        if (im->awake[job]) {
            im->awake[job] = false;
            better |= improve_job(im, job);
        }
    }
    return better;
}

/* Until a pass over all jobs finds nothing. */
static void descend(struct improver *im, struct pace *pace)
{
    bool better = true;
    while (better && !pace_stops(pace)) {
        memset(im->awake, true, (size_t)im->problem->n_jobs * sizeof(im->awake[0]));
        better = pass(im, pace);
        while (pass(im, pace)) {
        }
    }
    im->n_journal = 0;
}

static void set_reach(struct improver *im, int32_t reach)
{
    im->reach = reach < im->problem->n_near ? reach : im->problem->n_near;
    im->stamp++;
}

void improve_descend(struct improver *im, struct pace *pace)
{
    set_reach(im, NEAR);
    im->chains = false; // dear to look for, and of use only where the simple moves end
    descend(im, pace);
    im->chains = true;
    descend(im, pace);
}

/* ---- Filling ---- */

/* The dearer a job's second choice is against its first, the earlier it should choose. */
static int64_t regret(const struct improver *im, int32_t job, int32_t *choice)
{
    int64_t first = INT64_MAX, second = INT64_MAX;
    *choice = NOBODY;
    for (int32_t agent = 0; agent < im->problem->n_agents; agent++) {
        if (!answer_fits(im->answer, job, agent, NOBODY)) {
            continue;
        }
        int64_t cost = landing_change(im->answer, job, agent).cost;
        if (cost < first) {
            second = first;
            first = cost;
            *choice = agent;
        } else if (cost < second) {
            second = cost;
        }
    }
    return second == INT64_MAX ? im->problem->price : second - first;
}

struct waiting {
    int64_t regret;
    int32_t job;
};

static int compare_waiting(const void *left, const void *right)
{
    const struct waiting *x = left, *y = right;
    if (x->regret != y->regret) {
        return x->regret > y->regret ? -1 : 1;
    }
    return (x->job > y->job) - (x->job < y->job);
}

void improve_fill(struct improver *im)
{
    struct pp_arena scratch = {0};
    struct waiting *waiting = PP_NEW(&scratch, struct waiting, im->problem->n_jobs);
    int32_t count = 0, choice;
    for (int32_t job = 0; job < im->problem->n_jobs; job++) {
        if (im->answer->agent[job] == NOBODY) {
            waiting[count++] = (struct waiting){regret(im, job, &choice), job};
        }
    }
    if (count > 0) {
        qsort(waiting, (size_t)count, sizeof(waiting[0]), compare_waiting);
    }
    for (int32_t i = 0; i < count; i++) {
        regret(im, waiting[i].job, &choice);
        if (choice != NOBODY) {
            make_move(im, (struct move){waiting[i].job, choice});
        }
    }
    im->n_journal = 0;
    pp_arena_finish(&scratch);
}

/* ---- Ruin and recreate ---- */

static int32_t random_job(const struct improver *im, struct pp_rng *rng)
{
    return pp_rng_below(rng, im->problem->n_jobs);
}

/* A random job without an agent; after a few misses any job. */
static int32_t random_left(const struct improver *im, struct pp_rng *rng)
{
    int32_t job = random_job(im, rng);
    for (int32_t k = 0; k < im->problem->n_jobs && im->answer->agent[job] != NOBODY; k++) {
        job = job + 1 < im->problem->n_jobs ? job + 1 : 0;
    }
    return job;
}

/* Takes a job into the pool; from its agent, if it has one. */
static int32_t take(struct improver *im, int32_t n_pool, int32_t job)
{
    for (int32_t i = 0; i < n_pool; i++) {
        if (im->pool[i] == job) {
            return n_pool;
        }
    }
    if (im->answer->agent[job] != NOBODY) {
        make_move(im, (struct move){job, NOBODY});
    }
    im->pool[n_pool] = job;
    return n_pool + 1;
}

static int32_t empty_agent(struct improver *im, int32_t n_pool, int32_t agent)
{
    while (im->answer->first[agent] != NOBODY) {
        n_pool = take(im, n_pool, im->answer->first[agent]);
    }
    return n_pool;
}

/* Empties the caseloads around one job. */
static int32_t ruin(struct improver *im, struct pp_rng *rng)
{
    bool any_left = im->answer->worth.left > 0;
    int32_t seed =
        any_left && pp_rng_below(rng, 2) == 0 ? random_left(im, rng) : random_job(im, rng);
    const int32_t *near = near_of(im->problem, seed);
    int32_t n_pool = 0, agent = im->answer->agent[seed];
    n_pool = take(im, n_pool, seed);
    if (agent != NOBODY) {
        n_pool = empty_agent(im, n_pool, agent);
    }
    int32_t n_near = im->problem->n_near < GROUP_NEAR ? im->problem->n_near : GROUP_NEAR;
    int32_t group = 1 + pp_rng_below(rng, GROUP);
    for (int32_t i = 0; i < group; i++) {
        agent = near[pp_rng_below(rng, n_near)];
        if (agent != NOBODY) {
            n_pool = empty_agent(im, n_pool, agent);
        }
    }
    for (int32_t i = 0; any_left && i < TRIES; i++) {
        n_pool = take(im, n_pool, random_left(im, rng));
    }
    return n_pool;
}

/* The cheapest near agent where the job fits; now and then one is overlooked, for variety. */
static int32_t deal_one(const struct improver *im, int32_t job, struct pp_rng *rng)
{
    const int32_t *near = near_of(im->problem, job);
    int64_t least = im->problem->price;
    int32_t choice = NOBODY;
    for (int32_t i = 0; i < im->reach && near[i] != NOBODY; i++) {
        if (pp_rng_below(rng, 12) == 0 || !answer_has_room(im->answer, job, near[i], NOBODY)) {
            continue;
        }
        int64_t cost = landing_change(im->answer, job, near[i]).cost;
        if (choice == NOBODY || cost < least) {
            least = cost;
            choice = near[i];
        }
    }
    return choice;
}

static void recreate(struct improver *im, int32_t n_pool, struct pp_rng *rng)
{
    for (int32_t i = n_pool - 1; i > 0; i--) {
        int32_t j = pp_rng_below(rng, i + 1), job = im->pool[i];
        im->pool[i] = im->pool[j];
        im->pool[j] = job;
    }
    for (int32_t i = 0; i < n_pool; i++) {
        int32_t agent = deal_one(im, im->pool[i], rng);
        if (agent != NOBODY) {
            make_move(im, (struct move){im->pool[i], agent});
        }
    }
}

bool improve_round(struct improver *im, struct pp_rng *rng, struct pace *pace)
{
    if (im->problem->n_jobs == 0 || im->problem->n_agents == 0) {
        return false;
    }
    struct worth was = im->answer->worth;
    im->n_journal = 0;
    im->chains = true;
    set_reach(im, ROUND_REACH);
    recreate(im, ruin(im, rng), rng);
    while (pass(im, pace)) {
    }
    if (worth_less(was, im->answer->worth)) {
        take_back(im);
    }
    im->n_journal = 0;
    return worth_less(im->answer->worth, was);
}
