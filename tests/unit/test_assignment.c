// SPDX-License-Identifier: GPL-3.0-or-later
/* The assignment engine against the truth: every set of small knapsacks, every answer of small problems. */
#include "hunt.h"
#include "search.h"
#include "test.h"

#include <podplan/rng.h>

#include <string.h>

/* ---- The knapsack ---- */

enum {
    THINGS = 14
};

static int64_t steep_curve(const void *user, int32_t agent, int32_t load)
{
    int64_t apart = load / 100 - *(const int32_t *)user;
    return agent + apart * apart / 10;
}

struct things {
    struct assignment problem;
    int32_t cost[THINGS], fair;
    struct amounts size[THINGS], room;
    int32_t lambda[THINGS]; ///< scaled
    int32_t scale;
};

static void draw_things(struct things *t, uint64_t seed, bool single)
{
    struct pp_rng rng = {seed};
    int32_t grain = seed % 2 == 0 ? 250 : 1; // fine sizes make buckets of several loads
    memset(t, 0, sizeof(*t));
    t->fair = pp_rng_below(&rng, 150);
    for (int32_t i = 0; i < THINGS; i++) {
        int32_t points = 1 + pp_rng_below(&rng, 6000 / grain);
        t->size[i] = (struct amounts){{1, 1 + pp_rng_below(&rng, 5), points * grain}};
        if (single) {
            t->size[i] = (struct amounts){{0, pp_rng_below(&rng, 9), 0}};
        }
        t->cost[i] = pp_rng_below(&rng, 200);
    }
    t->room = (struct amounts){
        {2 + pp_rng_below(&rng, 4), 6 + pp_rng_below(&rng, 8), 5000 + pp_rng_below(&rng, 15000)}};
    t->problem = (struct assignment){.n_jobs = THINGS,
                                     .n_agents = 1,
                                     .cost = t->cost,
                                     .size = t->size,
                                     .room = &t->room,
                                     .price = 400,
                                     .curve_measure = POINTS,
                                     .curve = single ? NULL : steep_curve,
                                     .user = &t->fair};
    t->scale = core_frame(&t->problem).scale;
    for (int32_t i = 0; i < THINGS; i++) {
        t->lambda[i] = pp_rng_below(&rng, 400 * t->scale);
    }
}

/* The worth of a set given as bits, scaled; INT64_MIN when it does not fit. */
static int64_t worth_of_set(const struct things *t, unsigned set)
{
    struct amounts load = {{0}};
    int64_t worth = 0;
    for (int32_t i = 0; i < THINGS; i++) {
        if ((set >> i & 1) != 0) {
            worth += t->lambda[i] - t->scale * (int64_t)t->cost[i];
            for (int r = 0; r < MEASURES; r++) {
                load.of[r] += t->size[i].of[r];
            }
        }
    }
    for (int r = 0; r < MEASURES; r++) {
        if (load.of[r] > t->room.of[r]) {
            return INT64_MIN;
        }
    }
    return t->problem.curve == NULL ? worth
                                    : worth - t->scale * steep_curve(&t->fair, 0, load.of[POINTS]);
}

static const int32_t numbers[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};

static struct core *whole_core(const struct assignment *problem, struct pp_arena *arena)
{
    struct frame frame = core_frame(problem);
    struct answer *nothing = answer_create(problem, arena);
    return core_open(&frame, nothing, NULL, (struct choice){numbers, problem->n_jobs},
                     (struct choice){numbers, problem->n_agents}, arena);
}

static void check_things(const struct things *t)
{
    struct pp_arena arena = {0};
    int64_t best = INT64_MIN;
    for (unsigned set = 0; set < 1U << THINGS; set++) {
        int64_t worth = worth_of_set(t, set);
        best = worth > best ? worth : best;
    }
    struct core *core = whole_core(&t->problem, &arena);
    struct knapsack *k = knapsack_create(core, &arena);
    k->nodes = 100000;
    struct knapsack_prices prices = {{0}, 0, 0};
    for (int call = 0; call < 3; call++) { // the later ones with warm prices and a margin
        knapsack_solve(k, core, 0, t->lambda, &prices);
        assert_int_equal(k->value, best);
        assert_int_equal(k->bound, best);
        unsigned set = 0;
        for (int32_t i = 0; i < k->n_chosen; i++) {
            set |= 1U << core->of[k->chosen[i]];
        }
        assert_int_equal(worth_of_set(t, set), best);
        int64_t reduced[THINGS];
        assert_true(knapsack_reduce(k, core, 0, t->lambda, &prices, reduced) >= best);
    }
    k->nodes = 1; // a search cut short still gives a bound
    knapsack_solve(k, core, 0, t->lambda, &prices);
    assert_true(k->value <= best && k->bound >= best);
    pp_arena_finish(&arena);
}

TEST(the_knapsack_with_a_curve_finds_the_best_of_all_sets)
{
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct things t;
        draw_things(&t, seed, false);
        check_things(&t);
    }
}

TEST(the_knapsack_of_one_measure_finds_the_best_of_all_sets)
{
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct things t;
        draw_things(&t, seed, true);
        check_things(&t);
    }
}

/* ---- Whole problems ---- */

enum {
    JOBS = 7,
    AGENTS = 3,
    PAIRS = JOBS * AGENTS
};

struct small {
    struct assignment problem;
    int32_t cost[PAIRS];
    struct amounts size[PAIRS], room[AGENTS];
    int32_t fair;
};

/* Type D of the literature with seed % 3 == 0; sizes by job and a curve with 1. */
static void draw_small(struct small *s, uint64_t seed, struct pp_arena *arena)
{
    struct pp_rng rng = {seed};
    bool by_pair = seed % 3 != 1;
    memset(s, 0, sizeof(*s));
    s->fair = 30;
    int32_t total = 0;
    for (int32_t i = 0; i < PAIRS; i++) {
        int32_t size = 1 + pp_rng_below(&rng, 30);
        s->size[i] = (struct amounts){
            {by_pair ? size : 1, by_pair ? 0 : 1 + size / 8, by_pair ? 0 : size * 100}};
        s->cost[i] = seed % 3 == 0 ? 34 - size + pp_rng_below(&rng, 8) : pp_rng_below(&rng, 60);
        s->cost[i] = pp_rng_below(&rng, 12) == 0 ? FORBIDDEN : s->cost[i];
        total += size;
    }
    for (int32_t a = 0; a < AGENTS; a++) {
        s->room[a] = (struct amounts){{by_pair ? total * 8 / (10 * AGENTS * AGENTS) : 3,
                                       by_pair ? 0 : 7, by_pair ? 0 : 5000}};
    }
    s->problem = (struct assignment){.n_jobs = JOBS,
                                     .n_agents = AGENTS,
                                     .cost = s->cost,
                                     .size = s->size,
                                     .size_by_pair = by_pair,
                                     .room = s->room,
                                     .price = 500,
                                     .curve_measure = POINTS,
                                     .curve = by_pair ? NULL : steep_curve,
                                     .user = &s->fair};
    assignment_prepare(&s->problem, s->cost, arena);
}

/* Calls `visit` for every answer that is allowed. */
static void visit_answers(struct answer *answer, int32_t job,
                          void (*visit)(void *user, const struct answer *answer), void *user)
{
    if (job == answer->problem->n_jobs) {
        visit(user, answer);
        return;
    }
    visit_answers(answer, job + 1, visit, user);
    for (int32_t agent = 0; agent < AGENTS; agent++) {
        if (answer_fits(answer, job, agent, NOBODY)) {
            answer_move(answer, job, agent);
            visit_answers(answer, job + 1, visit, user);
            answer_move(answer, job, NOBODY);
        }
    }
}

static void keep_least(void *user, const struct answer *answer)
{
    int64_t *least = user;
    *least = answer->worth.cost < *least ? answer->worth.cost : *least;
}

static int64_t least_cost(const struct assignment *problem, struct pp_arena *arena)
{
    int64_t least = INT64_MAX;
    visit_answers(answer_create(problem, arena), 0, keep_least, &least);
    return least;
}

TEST(the_search_finds_the_best_of_all_answers)
{
    static const int32_t nobody[JOBS] = {NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY};
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct pp_arena arena = {0};
        struct small s;
        struct search_result found;
        struct pp_err err;
        draw_small(&s, seed, &arena);
        struct pace pace = pace_begin(NULL, 3);
        assert_true(search_run(&s.problem, nobody, false, seed, &pace, &arena, &found, &err));
        int64_t least = least_cost(&s.problem, &arena);
        assert_int_equal(found.answer->worth.cost, answer_recount(found.answer).cost);
        assert_int_equal(found.answer->worth.cost, least);
        assert_true(found.bound <= least);
        pp_arena_finish(&arena);
    }
}

/* ---- What the bound rules out ---- */

struct fixing {
    const struct core *core;
    const bool *keep;
    const int32_t *pick;
    int64_t most;
    int32_t seen;
};

static int32_t pair_in(const struct core *core, int32_t job, int32_t agent)
{
    for (int32_t pair = core->begin[agent]; pair < core->begin[agent + 1]; pair++) {
        if (core->of[pair] == job) {
            return pair;
        }
    }
    return NOBODY;
}

static void nothing_needed_is_ruled_out(void *user, const struct answer *answer)
{
    struct fixing *fixing = user;
    if (answer->worth.cost > fixing->most) {
        return;
    }
    fixing->seen++;
    for (int32_t job = 0; job < JOBS; job++) {
        int32_t pick = fixing->pick[job];
        int32_t pair =
            answer->agent[job] == NOBODY ? NOBODY : pair_in(fixing->core, job, answer->agent[job]);
        assert_true(pair == NOBODY || fixing->keep[pair]);
        assert_true(pick == NOBODY || pick == pair);
    }
}

TEST(the_bound_rules_out_no_answer_that_is_cheap_enough)
{
    int32_t seen = 0, ruled_out = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct pp_arena arena = {0};
        struct small s;
        struct pace pace = pace_begin(NULL, 0);
        draw_small(&s, seed, &arena);
        struct core *core = whole_core(&s.problem, &arena);
        struct knapsack *k = knapsack_create(core, &arena);
        int32_t lambda[JOBS] = {0};
        struct bound *bound = bound_begin(core, lambda, NULL, &arena);
        struct bound_effort effort = {100, INT64_MAX, 0.97F, 0.01};
        bound_climb(bound, &(struct sweepers){NULL, {k}}, &effort, &pace);
        int64_t least = least_cost(&s.problem, &arena);
        assert_true(bound_minutes(bound) <= least);
        for (int64_t more = 0; more < 12; more += 3) {
            bool *keep = PP_NEW(&arena, bool, core->n_pairs);
            int32_t *pick = PP_NEW(&arena, int32_t, JOBS);
            int64_t most = (least + more) * core->frame.scale;
            assert_true(bound_fix(bound, k, most, seed % 2 == 0, keep, pick));
            struct fixing fixing = {core, keep, pick, least + more, 0};
            visit_answers(answer_create(&s.problem, &arena), 0, nothing_needed_is_ruled_out,
                          &fixing);
            seen += fixing.seen;
            for (int32_t pair = 0; pair < core->n_pairs; pair++) {
                ruled_out += !keep[pair];
            }
        }
        pp_arena_finish(&arena);
    }
    assert_true(seen > 120 && ruled_out > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_knapsack_with_a_curve_finds_the_best_of_all_sets),
        cmocka_unit_test(the_knapsack_of_one_measure_finds_the_best_of_all_sets),
        cmocka_unit_test(the_search_finds_the_best_of_all_answers),
        cmocka_unit_test(the_bound_rules_out_no_answer_that_is_cheap_enough),
    };
    return cmocka_run_group_tests_name("assignment", tests, NULL, NULL);
}
