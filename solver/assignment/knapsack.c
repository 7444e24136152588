// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The agent's knapsack: a greedy set, prices, core reduction, search (knapsack.h has the formulas).
 *
 * Core reduction is what makes it fast: an item with bound + q <= value of a known set can be in
 * no better set, so that the search sees a dozen items of hundreds.
 */
#include "knapsack_line.h"
#include "knapsack_parts.h"

#include <stdlib.h>

enum {
    OFTEN = 16, ///< calls between two thorough looks at the multipliers
    FEW_ITEMS = 48,
    NODES = 2000 ///< of one search; beyond it the bound is that of an open node
};

static int32_t most_pairs(const struct core *core)
{
    int32_t most = 0;
    for (int32_t a = 0; a < core->n_agents; a++) {
        int32_t n = core->begin[a + 1] - core->begin[a];
        most = n > most ? n : most;
    }
    return most;
}

struct knapsack *knapsack_create(const struct core *core, struct pp_arena *arena)
{
    struct knapsack *k = PP_NEW(arena, struct knapsack, 1);
    int32_t most = most_pairs(core);
    *k = (struct knapsack){.nodes = NODES};
    k->chosen = PP_NEW(arena, int32_t, most + 1);
    if (core->frame.single) {
        k->line = knapsack_line_create(most, arena);
        return k;
    }
    struct knapsack_search *s = PP_NEW(arena, struct knapsack_search, 1);
    k->search = s;
    s->items = PP_NEW(arena, struct knapsack_item, most);
    s->path = PP_NEW(arena, int32_t, most + 1);
    s->ratios = PP_NEW(arena, struct ratio, most);
    s->tail = PP_NEW(arena, int64_t, knapsack_tail_cells(most));
    s->reach = PP_NEW(arena, int64_t, core->frame.buckets.count);
    s->cube = cube_create(&core->frame, true, arena);
    return k;
}

/* ---- A first set ---- */

static int compare_items(const void *left, const void *right)
{
    const struct knapsack_item *x = left, *y = right;
    if (x->reduced != y->reduced) {
        return x->reduced > y->reduced ? -1 : 1;
    }
    return (x->pair > y->pair) - (x->pair < y->pair);
}

void knapsack_sort(struct knapsack *k, int32_t count)
{
    struct knapsack_item *items = k->search->items;
    if (count > FEW_ITEMS) {
        qsort(items, (size_t)count, sizeof(items[0]), compare_items);
        return;
    }
    for (int32_t i = 1; i < count; i++) { // a call of qsort costs more than this
        struct knapsack_item item = items[i];
        int32_t at = i;
        while (at > 0 && compare_items(&items[at - 1], &item) > 0) {
            items[at] = items[at - 1];
            at--;
        }
        items[at] = item;
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

bool knapsack_fits(const struct knapsack *k, int32_t pair)
{
    const struct knapsack_search *s = k->search;
    for (int r = 0; r < MEASURES; r++) {
        if ((int64_t)s->load.of[r] + knapsack_size(k, r, pair) > s->room.of[r]) {
            return false;
        }
    }
    return true;
}

void knapsack_put(struct knapsack *k, const struct knapsack_item *item, int32_t sign)
{
    struct knapsack_search *s = k->search;
    for (int r = 0; r < MEASURES; r++) {
        s->load.of[r] += sign * knapsack_size(k, r, item->pair);
    }
    s->profit += sign * item->profit;
    s->reduced += sign * item->reduced;
}

int64_t knapsack_value(const struct knapsack *k)
{
    const struct knapsack_search *s = k->search;
    return s->profit - knapsack_curve(k, s->load.of[k->core->frame.whole->curve_measure]);
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
        if (!knapsack_fits(k, k->search->items[i].pair)) {
            continue;
        }
        knapsack_put(k, &k->search->items[i], 1);
        if (knapsack_value(k) > k->value) {
            k->value = knapsack_value(k);
            k->chosen[k->n_chosen++] = k->search->items[i].pair;
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

/* Takes up the pairs whose q is above minus `margin`. */
static void load_items(struct knapsack *k, const int32_t *lambda,
                       const struct knapsack_prices *prices, int64_t margin)
{
    struct knapsack_search *s = k->search;
    const struct core *core = k->core;
    int32_t begin = core->begin[k->agent], end = core->begin[k->agent + 1];
    s->n_items = 0;
    s->aside = INT64_MIN;
    for (int32_t pair = begin; pair < end; pair++) {
        int64_t profit = lambda[core->of[pair]] - core->cost[pair];
        int64_t reduced = knapsack_less(k, prices, profit, pair);
        if (reduced > -margin) {
            s->items[s->n_items++] = (struct knapsack_item){profit, reduced, pair};
        } else if (reduced > s->aside) {
            s->aside = reduced;
        }
    }
    k->work += end - begin + (int64_t)s->n_items * PRICE_STEPS;
    s->room = core->reach[k->agent];
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
        most += fallen > 0 ? knapsack_worth(fallen, k->core->largest[k->agent].of[r]) + 1 : 0;
    }
    return most <= 0 && k->bound + most <= k->value;
}

/* False when items had been left aside that may matter. */
static bool solve_with_margin(struct knapsack *k, const int32_t *lambda,
                              struct knapsack_prices *prices, int64_t margin)
{
    struct knapsack_prices before = *prices;
    double slack[MEASURES];
    load_items(k, lambda, prices, margin);
    fill_greedily(k);
    k->bound = knapsack_bound_at(k, prices, slack);
    prices->margin = 2 * (k->bound - k->value) + k->core->frame.scale;
    bool proved = aside_is_proved(k, &before, &before);
    knapsack_narrow(k, k->bound);
    knapsack_improve_prices(k, prices, before.margin == 0 || prices->calls++ % OFTEN == 0);
    if (!proved && !aside_is_proved(k, &before, prices)) {
        return false;
    }
    if (k->bound > k->value + k->tolerance) {
        knapsack_narrow(k, k->bound);
        knapsack_search_sets(k, prices);
    }
    k->bound = k->bound > k->value ? k->bound : k->value;
    return true;
}

void knapsack_solve(struct knapsack *k, const struct core *core, int32_t agent,
                    const int32_t *lambda, struct knapsack_prices *prices)
{
    k->core = core;
    k->agent = agent;
    if (core->frame.single) {
        knapsack_line_solve(k, lambda, prices);
    } else if (prices->margin == 0 || !solve_with_margin(k, lambda, prices, prices->margin)) {
        solve_with_margin(k, lambda, prices, INT64_MAX);
    }
}

/* ---- What single pairs lose ---- */

int64_t knapsack_reduce(struct knapsack *k, const struct core *core, int32_t agent,
                        const int32_t *lambda, const struct knapsack_prices *prices,
                        int64_t *reduced)
{
    int32_t begin = core->begin[agent], end = core->begin[agent + 1];
    int64_t sum = 0;
    k->core = core;
    k->agent = agent;
    for (int32_t pair = begin; pair < end; pair++) {
        int64_t dear = 0;
        for (int r = 0; r < MEASURES; r++) {
            dear += core->size[r] == NULL ? 0 : prices->theta[r] * core->size[r][pair];
        }
        int64_t q = lambda[core->of[pair]] - (int64_t)core->cost[pair] - (dear >> KNAPSACK_FINE);
        reduced[pair - begin] = q;
        sum += q > 0 ? q : 0;
    }
    if (core->frame.single) {
        enum measure r = core->frame.measure;
        return sum + knapsack_worth(prices->theta[r], core->room[agent].of[r]);
    }
    int32_t load;
    k->search->room = core->reach[agent];
    return sum + knapsack_rooms_at(k, prices, &load);
}
