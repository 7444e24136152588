// SPDX-License-Identifier: GPL-3.0-or-later
/* Kinds of jobs, limits by kind and agent, one pass over all costs (look.h). */
#include "look.h"

#include "vector.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINGER = 4 ///< looks that a pair stays active after the last that found it nearly as good
};

/* ---- Kinds ---- */

struct sized {
    struct amounts size;
    int32_t job;
};

static int compare_sizes(const void *left, const void *right)
{
    const struct sized *x = left, *y = right;
    for (int r = 0; r < MEASURES; r++) {
        if (x->size.of[r] != y->size.of[r]) {
            return x->size.of[r] < y->size.of[r] ? -1 : 1;
        }
    }
    return (x->job > y->job) - (x->job < y->job);
}

static void sort_kinds(struct look *look, struct pp_arena *arena)
{
    int32_t n = look->frame.whole->n_jobs;
    struct pp_arena scratch = {0};
    struct sized *sized = PP_NEW(&scratch, struct sized, n);
    for (int32_t job = 0; job < n; job++) {
        sized[job] = (struct sized){look->frame.whole->size[job], job};
    }
    if (n > 1) {
        qsort(sized, (size_t)n, sizeof(sized[0]), compare_sizes);
    }
    look->kind = PP_NEW(arena, int32_t, n);
    look->sample = PP_NEW(arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        if (i == 0 || memcmp(&sized[i].size, &sized[i - 1].size, sizeof(sized[i].size)) != 0) {
            look->sample[look->n_kinds++] = sized[i].job;
        }
        look->kind[sized[i].job] = look->n_kinds - 1;
    }
    pp_arena_finish(&scratch);
}

struct look *look_create(const struct frame *frame, int32_t slack, struct pp_arena *arena)
{
    struct look *look = PP_NEW(arena, struct look, 1);
    *look = (struct look){.frame = *frame, .slack = slack};
    sort_kinds(look, arena);
    int64_t cells = (int64_t)look->n_kinds * look->frame.whole->n_agents;
    look->value = PP_NEW(arena, int64_t, look->frame.whole->n_agents);
    look->nearly = PP_NEW(arena, int32_t, cells);
    look->better = PP_NEW(arena, int32_t, cells);
    look->hit = PP_NEW(arena, uint8_t, look->frame.whole->n_agents);
    return look;
}

/* ---- Limits ---- */

static int32_t limited(int64_t profit)
{
    return (int32_t)(profit > INT32_MAX ? INT32_MAX : profit < INT32_MIN ? INT32_MIN : profit);
}

/* theta x size, rounded down: from this profit on, q is above 0. */
static int64_t dear(const struct knapsack_prices *prices, const struct amounts *size)
{
    int64_t sum = 0;
    for (int r = 0; r < MEASURES; r++) {
        sum += prices->theta[r] * size->of[r];
    }
    return sum >> KNAPSACK_FINE;
}

/*
 * The tables of `forced` leave out what can be in no set nearly as good; that holds for sets with one
 * pair more as long as its own q is not above 0.
 */
static void note_agent(struct look *look, int32_t agent, int64_t top,
                       struct knapsack_forced *forced, const struct knapsack_prices *prices)
{
    int64_t value = look->value[agent], close = value - look->slack;
    for (int32_t kind = 0; kind < look->n_kinds; kind++) {
        const struct amounts *size = &look->frame.whole->size[look->sample[kind]];
        int64_t at = (int64_t)kind * look->frame.whole->n_agents + agent,
                theta = dear(prices, size);
        int64_t rest = top - theta, most = INT64_MAX;
        if (forced != NULL) {
            rest = knapsack_forced_rest(forced, size);
            most = theta;
        }
        bool fits = rest > INT64_MIN / 8;
        int64_t nearly = fits ? close - rest : INT32_MAX, better = fits ? value - rest : INT32_MAX;
        look->nearly[at] = limited(fits && most < nearly ? most : nearly);
        look->better[at] = limited(fits && most < better ? most : better);
    }
}

struct noting {
    struct look *look;
    const struct core *core;
    const struct sweepers *sweepers;
    const int32_t *lambda;
    struct knapsack_prices *prices; ///< [agent of the whole]
    atomic_int next;
};

static void note_share(void *user, int32_t number)
{
    struct noting *noting = user;
    struct look *look = noting->look;
    const struct core *core = noting->core;
    struct knapsack *k = noting->sweepers->knapsack[number];
    struct pp_arena scratch = {0};
    struct knapsack_forced *forced = knapsack_forced_create(core, &scratch);
    int64_t *reduced = PP_NEW(&scratch, int64_t, core->n_jobs);
    for (int32_t a = atomic_fetch_add(&noting->next, 1); a < core->n_agents;
         a = atomic_fetch_add(&noting->next, 1)) {
        int32_t agent = core->agent[a];
        struct knapsack_prices *prices = &noting->prices[agent];
        knapsack_solve(k, core, a, noting->lambda, prices);
        look->value[agent] = k->bound;
        int64_t top = knapsack_reduce(k, core, a, noting->lambda, prices, reduced);
        bool exact = forced != NULL &&
                     knapsack_forced_prepare(forced, k, noting->lambda, prices, look->slack);
        note_agent(look, agent, top, exact ? forced : NULL, prices);
    }
    pp_arena_finish(&scratch);
}

void look_note(struct look *look, const struct core *core, const struct sweepers *sweepers,
               const int32_t *lambda, struct knapsack_prices *prices)
{
    struct noting noting = {
        .look = look, .core = core, .sweepers = sweepers, .lambda = lambda, .prices = prices};
    if (sweepers->crew != NULL) {
        crew_run(sweepers->crew, note_share, &noting);
    } else {
        note_share(&noting, 0);
    }
}

/* ---- The pass ---- */

/* Which pairs of one job have a profit above the limit. */
VECTORISED
static void compare_row(const int32_t *cost, const int32_t *limit, int32_t n, int32_t lambda,
                        int32_t scale, int32_t most, uint8_t *hit)
{
    for (int32_t a = 0; a < n; a++) {
        int32_t c = cost[a] < most ? cost[a] : most;
        hit[a] = lambda - c * scale > limit[a];
    }
}

int64_t look_over(struct look *look, const int32_t *lambda, uint8_t *active, bool keep,
                  bool *missed)
{
    const struct assignment *whole = look->frame.whole;
    int32_t n = whole->n_agents, scale = look->frame.scale, most = CORE_MOST_PRICE / scale;
    int64_t missing = 0;
    for (int32_t job = 0; job < whole->n_jobs; job++) {
        int64_t row = assignment_pair(whole, job, 0), kind = (int64_t)look->kind[job] * n;
        const int32_t *cost = whole->cost + row;
        uint8_t *on = active + row;
        compare_row(cost, look->nearly + kind, n, lambda[job], scale, most, look->hit);
        for (int32_t a = 0; a < n; a++) {
            bool hit = look->hit[a] && cost[a] != FORBIDDEN;
            int64_t profit = lambda[job] - (int64_t)cost[a] * scale;
            if (hit && !on[a] && profit > look->better[kind + a]) {
                missing++;
                if (missed != NULL) {
                    missed[a] = true;
                }
            }
            on[a] = hit ? LINGER : keep || on[a] == 0 ? on[a] : on[a] - 1;
        }
    }
    return missing;
}
