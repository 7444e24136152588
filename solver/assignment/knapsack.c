// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The agent's knapsack: a greedy set, prices, core reduction, search (knapsack.h has the formulas).
 *
 * Core reduction is what makes it fast: an item with bound + q <= value of a known set can be in
 * no better set, so that the search sees a dozen items of hundreds.
 */
#include "knapsack_parts.h"

#include <stdlib.h>

enum {
    MAX_BUCKETS = 512, ///< loads told apart in the curve's part of the bound
    BUCKETS_IN_ALL = 4 << 20
};

/* ---- The curve in buckets ---- */

static int32_t common_unit(const struct assignment *problem, enum measure r)
{
    int32_t unit = 0;
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        int32_t a = problem->size[job].of[r];
        while (a != 0) {
            int32_t rest = unit % a;
            unit = a;
            a = rest;
        }
    }
    return unit > 0 ? unit : 1;
}

/* The largest load that can come about. */
static int64_t largest_load(const struct assignment *problem)
{
    enum measure r = problem->curve_measure;
    int64_t room = 0, all = 0;
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        room = problem->room[agent].of[r] > room ? problem->room[agent].of[r] : room;
    }
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        all += problem->size[job].of[r];
    }
    return room < all ? room : all;
}

/*
 * A floor of the curve in each bucket.  The curve falls and then rises, so outside the three
 * buckets around the lowest sample it is least at an end of the bucket; inside them 0 is safe.
 */
static void floor_curve(const struct knapsack *k, int32_t agent, int64_t *floor_of)
{
    const struct assignment *problem = k->problem;
    const struct knapsack_search *s = k->search;
    int32_t lowest = 0;
    for (int32_t b = 0; b < s->n_buckets; b++) {
        floor_of[b] = k->scale * problem->curve(problem->user, agent, b * s->step);
        lowest = floor_of[b] < floor_of[lowest] ? b : lowest;
    }
    if (s->exact) {
        return;
    }
    for (int32_t b = 0; b < s->n_buckets; b++) {
        bool near_lowest = b >= lowest - 1 && b <= lowest + 1;
        int64_t end = b + 1 < s->n_buckets ? floor_of[b + 1] : 0;
        floor_of[b] = near_lowest ? 0 : (end < floor_of[b] ? end : floor_of[b]);
    }
}

/* Sizes by measure, their sums and their maxima. */
static void note_sizes(struct knapsack *k, struct pp_arena *arena)
{
    const struct assignment *problem = k->problem;
    struct knapsack_search *s = k->search;
    for (int r = 0; r < MEASURES; r++) {
        int64_t all = 0;
        s->size[r] = PP_NEW(arena, int32_t, problem->n_jobs);
        for (int32_t job = 0; job < problem->n_jobs; job++) {
            int32_t size = problem->size[job].of[r];
            s->size[r][job] = size;
            s->largest.of[r] = size > s->largest.of[r] ? size : s->largest.of[r];
            all += size;
        }
        s->all.of[r] = all < INT32_MAX ? (int32_t)all : INT32_MAX;
    }
}

struct knapsack *knapsack_create(const struct assignment *problem, int64_t scale, int64_t nodes,
                                 struct pp_arena *arena)
{
    struct knapsack *k = PP_NEW(arena, struct knapsack, 1);
    struct knapsack_search *s = PP_NEW(arena, struct knapsack_search, 1);
    *k = (struct knapsack){.problem = problem, .scale = scale, .nodes = nodes, .search = s};
    s->items = PP_NEW(arena, struct knapsack_item, problem->n_jobs);
    k->chosen = PP_NEW(arena, int32_t, problem->n_jobs);
    s->path = PP_NEW(arena, int32_t, problem->n_jobs + 1);
    note_sizes(k, arena);
    s->ratios = PP_NEW(arena, struct ratio, problem->n_jobs);
    s->tail = PP_NEW(arena, int64_t, knapsack_tail_cells(problem->n_jobs));

    int64_t most = BUCKETS_IN_ALL / (problem->n_agents > 0 ? problem->n_agents : 1);
    most = most > MAX_BUCKETS ? MAX_BUCKETS : most < 8 ? 8 : most;
    for (int r = 0; r < MEASURES; r++) {
        s->unit[r] = common_unit(problem, (enum measure)r);
    }
    int32_t unit = s->unit[problem->curve_measure];
    int64_t loads = largest_load(problem) / unit + 1;
    s->step = (int32_t)((loads + most - 1) / most) * unit;
    s->exact = s->step == unit;
    s->n_buckets = (int32_t)(largest_load(problem) / s->step) + 1;
    s->reach = PP_NEW(arena, int64_t, s->n_buckets);
    s->floor_of = PP_NEW(arena, int64_t, (int64_t)problem->n_agents * s->n_buckets);
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        floor_curve(k, agent, s->floor_of + (int64_t)agent * s->n_buckets);
    }
    return k;
}

/* ---- A first set ---- */

static int compare_items(const void *left, const void *right)
{
    const struct knapsack_item *x = left, *y = right;
    if (x->reduced != y->reduced) {
        return x->reduced > y->reduced ? -1 : 1;
    }
    return (x->job > y->job) - (x->job < y->job);
}

void knapsack_sort(struct knapsack *k, int32_t count)
{
    if (count > 1) {
        qsort(k->search->items, (size_t)count, sizeof(k->search->items[0]), compare_items);
    }
}

/* Moves the `count` items of largest reduced profit to the front, in order (Hoare's selection). */
static void select_best(struct knapsack *k, int32_t count)
{
    struct knapsack_item *items = k->search->items;
    int32_t low = 0, high = k->search->n_items - 1;
    while (low < high && count < k->search->n_items) {
        struct knapsack_item pivot = items[low + (high - low) / 2];
        int32_t i = low, j = high;
        while (i <= j) {
            while (compare_items(&items[i], &pivot) < 0) {
                i++;
            }
            while (compare_items(&items[j], &pivot) > 0) {
                j--;
            }
            if (i <= j) {
                struct knapsack_item swap = items[i];
                items[i++] = items[j];
                items[j--] = swap;
            }
        }
        if (count - 1 <= j) {
            high = j;
        } else if (count - 1 >= i) {
            low = i;
        } else {
            break;
        }
    }
    knapsack_sort(k, count);
}

bool knapsack_fits(const struct knapsack *k, int32_t job)
{
    const struct knapsack_search *s = k->search;
    for (int r = 0; r < MEASURES; r++) {
        if ((int64_t)s->load.of[r] + k->problem->size[job].of[r] > s->room.of[r]) {
            return false;
        }
    }
    return true;
}

void knapsack_put(struct knapsack *k, const struct knapsack_item *item, int32_t sign)
{
    struct knapsack_search *s = k->search;
    for (int r = 0; r < MEASURES; r++) {
        s->load.of[r] += sign * k->problem->size[item->job].of[r];
    }
    s->profit += sign * item->profit;
    s->reduced += sign * item->reduced;
}

int64_t knapsack_value(const struct knapsack *k)
{
    const struct knapsack_search *s = k->search;
    return s->profit - knapsack_curve(k, s->load.of[k->problem->curve_measure]);
}

void knapsack_empty(struct knapsack *k)
{
    struct knapsack_search *s = k->search;
    s->load = (struct amounts){{0}};
    s->profit = s->reduced = 0;
}

/* Takes items by reduced profit as long as each makes the set worth more. */
static void fill_greedily(struct knapsack *k)
{
    int32_t families = k->search->room.of[FAMILIES];
    int32_t front =
        families > (k->search->n_items - 16) / 4 ? k->search->n_items : 4 * families + 16;
    select_best(k, front);
    knapsack_empty(k);
    k->n_chosen = 0;
    k->value = knapsack_value(k);
    for (int32_t i = 0; i < front; i++) {
        if (!knapsack_fits(k, k->search->items[i].job)) {
            continue;
        }
        knapsack_put(k, &k->search->items[i], 1);
        if (knapsack_value(k) > k->value) {
            k->value = knapsack_value(k);
            k->chosen[k->n_chosen++] = k->search->items[i].job;
        } else {
            knapsack_put(k, &k->search->items[i], -1);
        }
    }
}

/* ---- The whole ---- */

void knapsack_narrow(struct knapsack *k, int64_t bound)
{
    struct knapsack_search *s = k->search;
    int32_t kept = 0;
    for (int32_t i = 0; i < s->n_items; i++) {
        if (bound + s->items[i].reduced > k->value) {
            s->items[kept++] = s->items[i];
        }
    }
    s->n_items = kept;
}

/* Takes up the jobs whose reduced profit is above minus `margin`. */
static void load_items(struct knapsack *k, int32_t agent, const int64_t *lambda,
                       const struct knapsack_prices *prices, int64_t margin)
{
    struct knapsack_search *s = k->search;
    const int32_t *cost = k->problem->cost_by_agent + (int64_t)agent * k->problem->n_jobs;
    s->n_items = 0;
    s->aside = INT64_MIN;
    for (int32_t job = 0; job < k->problem->n_jobs; job++) {
        int64_t profit = lambda[job] - cost[job] * k->scale;
        int64_t reduced = profit;
        for (int r = 0; r < MEASURES; r++) {
            reduced -= prices->theta[r] * s->size[r][job];
        }
        if (reduced > -margin && cost[job] != FORBIDDEN) {
            s->items[s->n_items++] = (struct knapsack_item){profit, reduced, job};
        } else if (cost[job] != FORBIDDEN && reduced > s->aside) {
            s->aside = reduced;
        }
    }
    k->work += k->problem->n_jobs + (int64_t)s->n_items * PRICE_STEPS;
    s->agent = agent;
    for (int r = 0; r < MEASURES; r++) {
        int32_t room = k->problem->room[agent].of[r];
        s->room.of[r] = room < s->all.of[r] ? room : s->all.of[r];
    }
}

/* True when no item left aside at `before` can be in a set better than the one known. */
static bool aside_is_proved(const struct knapsack *k, const struct knapsack_prices *before,
                            const struct knapsack_prices *now)
{
    const struct knapsack_search *s = k->search;
    int64_t most = s->aside;
    if (most == INT64_MIN) {
        return true;
    }
    for (int r = 0; r < MEASURES; r++) {
        int64_t fallen = before->theta[r] - now->theta[r];
        most += fallen > 0 ? fallen * s->largest.of[r] : 0;
    }
    return most <= 0 && k->bound + most <= k->value;
}

/* False when items had been left aside that may matter. */
static bool solve_with_margin(struct knapsack *k, int32_t agent, const int64_t *lambda,
                              struct knapsack_prices *prices, int64_t margin)
{
    struct knapsack_prices before = *prices;
    double slack[MEASURES];
    load_items(k, agent, lambda, prices, margin);
    fill_greedily(k);
    k->bound = knapsack_bound_at(k, prices, slack);
    prices->margin = 2 * (k->bound - k->value) + k->scale;
    bool proved = aside_is_proved(k, &before, &before);
    knapsack_narrow(k, k->bound);
    knapsack_improve_prices(k, prices);
    if (!proved && !aside_is_proved(k, &before, prices)) {
        return false;
    }
    if (k->bound > k->value) {
        knapsack_narrow(k, k->bound);
        knapsack_search_sets(k, prices);
    }
    k->bound = k->bound > k->value ? k->bound : k->value;
    return true;
}

void knapsack_solve(struct knapsack *k, int32_t agent, const int64_t *lambda,
                    struct knapsack_prices *prices)
{
    if (prices->margin == 0 || !solve_with_margin(k, agent, lambda, prices, prices->margin)) {
        solve_with_margin(k, agent, lambda, prices, INT64_MAX);
    }
}
