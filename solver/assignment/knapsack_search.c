// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Depth-first search for the best set, bounded by a table.
 *
 * tail(i, f, o) is the best sum of reduced profits that items from i on can add with room for f
 * families and o units of the other measure: these two are counted exactly, the curve's measure is
 * priced.  Where the table would be too large a measure is priced instead of counted.
 *
 * Many items in small rooms are decided by a dynamic programme instead (cube.h): there a search would
 * go through all the sets that are nearly as good.
 */
#include "knapsack_parts.h"

#include <string.h>

enum {
    FEW_NODES = 200,     ///< of a search before a cube is tried
    CELLS_A_STEP = 2,    ///< of a cube, in an elementary step
    NODE_WORK = 20,      ///< elementary steps of a node, about
    TAIL_CELLS = 1 << 20 ///< of the table
};

int64_t knapsack_tail_cells(int32_t most_items)
{
    return TAIL_CELLS + (int64_t)most_items + 1;
}

/* Which measures the table counts exactly: as many as its budget allows. */
static void shape_tail(struct knapsack *k)
{
    struct knapsack_search *s = k->search;
    enum measure other = knapsack_other(k->core->frame.whole);
    int64_t rows = s->n_items + 1;
    int64_t families = s->room.of[FAMILIES] + (int64_t)1;
    int64_t others = s->room.of[other] / k->core->frame.buckets.unit[other] + (int64_t)1;
    s->n_families = families * rows <= TAIL_CELLS ? (int32_t)families : 1;
    s->n_others = s->n_families * others * rows <= TAIL_CELLS ? (int32_t)others : 1;
    if (k->core->frame.whole->curve_measure == FAMILIES || s->n_families == 1) {
        s->n_families = s->n_others = 1;
    }
}

/* Profits less the prices of what the table does not count. */
static void reduce_for_tail(struct knapsack *k, const struct knapsack_prices *prices)
{
    struct knapsack_search *s = k->search;
    bool counted[MEASURES] = {[FAMILIES] = s->n_families > 1};
    counted[knapsack_other(k->core->frame.whole)] |= s->n_others > 1;
    s->base = 0;
    for (int r = 0; r < MEASURES; r++) {
        if (!counted[r] && r != (int)k->core->frame.whole->curve_measure) {
            s->base += knapsack_worth(prices->theta[r], s->room.of[r]);
        }
    }
    for (int32_t i = 0; i < s->n_items; i++) {
        struct knapsack_item *item = &s->items[i];
        int64_t dear = 0;
        for (int r = 0; r < MEASURES; r++) {
            dear += counted[r] ? 0 : prices->theta[r] * knapsack_size(k, r, item->pair);
        }
        item->reduced = item->profit - (dear >> KNAPSACK_FINE);
    }
}

/* Where the best that items from `item` on can add, with room for so much, stands in the table. */
static int64_t *tail_at(const struct knapsack_search *s, int32_t item, int32_t families,
                        int32_t others)
{
    return &s->tail[((int64_t)item * s->n_families + families) * s->n_others + others];
}

static void fill_tail_row(struct knapsack *k, int32_t i)
{
    struct knapsack_search *s = k->search;
    const struct knapsack_item *item = &s->items[i];
    enum measure other = knapsack_other(k->core->frame.whole);
    int32_t family = s->n_families > 1 ? knapsack_size(k, FAMILIES, item->pair) : 0;
    int32_t units = s->n_others > 1
                        ? knapsack_size(k, other, item->pair) / k->core->frame.buckets.unit[other]
                        : 0;
    for (int32_t f = 0; f < s->n_families; f++) {
        const int64_t *without = tail_at(s, i + 1, f, 0);
        int64_t *here = tail_at(s, i, f, 0);
        memcpy(here, without, (size_t)s->n_others * sizeof(here[0]));
        if (f < family) {
            continue;
        }
        const int64_t *with = tail_at(s, i + 1, f - family, 0);
        for (int32_t o = units; o < s->n_others; o++) {
            int64_t taken = with[o - units] + item->reduced;
            here[o] = taken > here[o] ? taken : here[o];
        }
    }
}

static void fill_tail(struct knapsack *k, const struct knapsack_prices *prices)
{
    struct knapsack_search *s = k->search;
    shape_tail(k);
    reduce_for_tail(k, prices);
    memset(tail_at(s, s->n_items, 0, 0), 0,
           (size_t)s->n_families * (size_t)s->n_others * sizeof(s->tail[0]));
    for (int32_t i = s->n_items - 1; i >= 0; i--) {
        fill_tail_row(k, i);
    }
    k->work += (int64_t)s->n_items * s->n_families * s->n_others;
}

static int64_t node_bound(const struct knapsack *k, int32_t item)
{
    const struct knapsack_search *s = k->search;
    enum measure other = knapsack_other(k->core->frame.whole);
    int32_t bucket = s->load.of[k->core->frame.whole->curve_measure] / k->core->frame.buckets.step;
    int32_t families = s->room.of[FAMILIES] - s->load.of[FAMILIES];
    int32_t others = (s->room.of[other] - s->load.of[other]) / k->core->frame.buckets.unit[other];
    return s->reduced + s->base + s->reach[bucket] +
           *tail_at(s, item, s->n_families > 1 ? families : 0, s->n_others > 1 ? others : 0);
}

static void keep_set(struct knapsack *k, int32_t depth)
{
    k->value = knapsack_value(k);
    k->n_chosen = depth;
    for (int32_t d = 0; d < depth; d++) {
        k->chosen[d] = k->search->items[k->search->path[d]].pair;
    }
}

/* True when no item from this one on is worth trying at this node. */
static bool node_is_done(struct knapsack *k, int32_t item, int64_t *nodes)
{
    struct knapsack_search *s = k->search;
    int64_t bound = item < s->n_items ? node_bound(k, item) : INT64_MIN;
    if (bound <= k->value) {
        return true;
    }
    if (--*nodes < 0) {
        s->frontier = bound > s->frontier ? bound : s->frontier;
        return true;
    }
    return false;
}

/* Goes down to the node with `item` on top; false when it does not fit or cannot be better. */
static bool go_down(struct knapsack *k, int32_t item, int32_t depth)
{
    struct knapsack_search *s = k->search;
    if (!knapsack_fits(k, s->items[item].pair)) {
        return false;
    }
    knapsack_put(k, &s->items[item], 1);
    if (knapsack_value(k) > k->value) {
        keep_set(k, depth + 1);
    }
    if (node_bound(k, item + 1) <= k->value) {
        knapsack_put(k, &s->items[item], -1);
        return false;
    }
    return true;
}

/* ---- The same by a cube, where one is small enough ---- */

static bool fill_cube(struct knapsack *k)
{
    struct knapsack_search *s = k->search;
    if (s->cube == NULL || !cube_clear(s->cube, &s->room, k->core->frame.price)) {
        return false;
    }
    for (int32_t i = 0; i < s->n_items; i++) {
        int32_t size[3];
        cube_size(s->cube, k->core, s->items[i].pair, size);
        if (!cube_takes(s->cube, s->items[i].profit, size) ||
            !cube_add(s->cube, (int32_t)s->items[i].profit, size)) {
            return false;
        }
    }
    k->work += (int64_t)s->n_items * s->cube->cells / CELLS_A_STEP;
    return true;
}

/* Where the best set stands in the cube, if it is better than the one known; -1. */
static int32_t best_exact(struct knapsack *k)
{
    const struct cube *cube = k->search->cube;
    const int32_t *best = cube->best + cube_cell(cube, cube->rooms[0] - 1, cube->rooms[1] - 1, 0);
    int32_t at = -1;
    for (int32_t x = 0; x < cube->rooms[2]; x++) {
        int64_t value = best[x] - knapsack_curve(k, x * cube->unit[2]);
        if (best[x] > CUBE_NO / 2 && value > k->value) {
            k->value = value;
            at = x;
        }
    }
    return at;
}

static void read_cube(struct knapsack *k, int32_t x)
{
    const struct cube *cube = k->search->cube;
    int32_t f = cube->rooms[0] - 1, o = cube->rooms[1] - 1;
    k->n_chosen = 0;
    for (int32_t i = cube->n_pairs - 1; i >= 0; i--) {
        int32_t size[3], pair = k->search->items[i].pair;
        cube_size(cube, k->core, pair, size);
        if (!cube_took(cube, i, size, f, o, x)) {
            continue;
        }
        k->chosen[k->n_chosen++] = pair;
        f -= size[0];
        o -= size[1];
        x -= size[2];
    }
}

/* ---- The whole ---- */

static void search_depth_first(struct knapsack *k, const struct knapsack_prices *prices,
                               int64_t most_nodes)
{
    struct knapsack_search *s = k->search;
    int64_t nodes = most_nodes;
    int32_t depth = 0;
    knapsack_sort(k, s->n_items);
    fill_tail(k, prices);
    knapsack_empty(k);
    s->frontier = INT64_MIN;
    s->path[0] = 0;
    for (;;) {
        int32_t item = s->path[depth];
        if (node_is_done(k, item, &nodes)) {
            if (depth-- == 0) {
                break;
            }
            knapsack_put(k, &s->items[s->path[depth]], -1);
            s->path[depth]++;
        } else if (go_down(k, item, depth)) {
            s->path[++depth] = item + 1;
        } else {
            s->path[depth]++;
        }
    }
    int64_t bound = s->frontier > k->value ? s->frontier : k->value;
    k->bound = bound < k->bound ? bound : k->bound;
    k->work += NODE_WORK * (most_nodes - (nodes > 0 ? nodes : 0));
}

void knapsack_search_sets(struct knapsack *k, const struct knapsack_prices *prices)
{
    double slack[MEASURES];
    int64_t few = k->nodes < FEW_NODES ? k->nodes : FEW_NODES;
    search_depth_first(k, prices, few);
    if (k->bound - k->value <= k->tolerance || few == k->nodes) {
        return;
    }
    knapsack_narrow(k, knapsack_bound_at(k, prices, slack));
    if (fill_cube(k)) {
        int32_t x = best_exact(k);
        if (x >= 0) {
            read_cube(k, x);
        }
        k->bound = k->value;
    } else {
        search_depth_first(k, prices, k->nodes);
    }
}
