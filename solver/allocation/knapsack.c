// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The agent's knapsack: prices, a greedy set, core reduction, depth-first search (knapsack.h has
 * the formulas).
 *
 * Core reduction is what makes it fast: an item with bound + q <= value of a known set can be in
 * no better set, so that the search sees a dozen items of hundreds.
 */
#include "knapsack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PRICE_STEPS = 6,   ///< subgradient steps a call; the prices stay warm between calls
    MAX_BUCKETS = 512, ///< loads told apart in the curve's part of the bound
    BUCKETS_IN_ALL = 4 << 20,
    TAIL_CELLS = 1 << 20 ///< of the table that bounds the search
};

struct knapsack_item {
    int64_t profit;  ///< scaled; may be negative
    int64_t reduced; ///< q
    int32_t job;
};

struct ratio {
    int64_t ratio;
    int32_t size;
};

struct knapsack_search {
    struct knapsack_item *items;
    int32_t n_items;
    int32_t *size[MEASURES];     ///< [job]: the sizes once more, one measure after another
    struct amounts all, largest; ///< of all jobs together; of any job
    int64_t aside;               ///< the largest q among the items left aside

    int32_t unit[MEASURES]; ///< all sizes of a measure are multiples of it
    int32_t step; ///< loads in one bucket, a multiple of the unit, which makes buckets exact
    int32_t n_buckets;
    bool exact;           ///< one load in each bucket
    int64_t *floor_of;    ///< [agent x n_buckets + b]: scaled, at most the curve at any load in b
    int64_t *reach;       ///< [b]: max of theta X - curve(X) over loads in b or above
    struct ratio *ratios; ///< scratch of break_price
    int32_t *path;        ///< items chosen, by depth; then the item to try next

    /* The best sum of reduced profits from item i on, by room left in two measures. */
    int64_t *tail;
    int32_t n_families, n_others; ///< shape; 1: the measure is priced instead of counted

    int32_t agent;
    struct amounts room; ///< no larger than all items together
    int64_t base;        ///< theta . room, without the curve's measure
    struct amounts load;
    int64_t reduced, profit; ///< sums over chosen
    int64_t frontier;        ///< best bound that was cut off by the node limit
};

/* The measure that is neither families nor the curve's. */
static enum measure other_measure(const struct assignment *problem)
{
    return problem->curve_measure == POINTS ? CHILDREN : POINTS;
}

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
    s->tail = PP_NEW(arena, int64_t, TAIL_CELLS + problem->n_jobs + 1);

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

static const int64_t *floors(const struct knapsack_search *s)
{
    return s->floor_of + (int64_t)s->agent * s->n_buckets;
}

static int64_t curve_at(const struct knapsack *k, int32_t load)
{
    const struct knapsack_search *s = k->search;
    if (s->exact) {
        return floors(s)[load / s->step];
    }
    return k->scale * k->problem->curve(k->problem->user, s->agent, load);
}

/* ---- Prices ---- */

static void swap_ratios(struct ratio *a, struct ratio *b)
{
    struct ratio was = *a;
    *a = *b;
    *b = was;
}

/* The ratio at which items taken in falling order of ratio pass `room`; 0 when all have room. */
static int64_t weighted_break(struct ratio *ratios, int32_t count, int64_t room)
{
    int32_t low = 0, high = count;
    while (low < high) {
        int64_t pivot = ratios[low + (high - low) / 2].ratio, above = 0;
        int32_t n_above = low, n_equal;
        for (int32_t i = low; i < high; i++) {
            if (ratios[i].ratio > pivot) {
                above += ratios[i].size;
                swap_ratios(&ratios[i], &ratios[n_above++]);
            }
        }
        int64_t equal = 0;
        n_equal = n_above;
        for (int32_t i = n_above; i < high; i++) {
            if (ratios[i].ratio == pivot) {
                equal += ratios[i].size;
                swap_ratios(&ratios[i], &ratios[n_equal++]);
            }
        }
        if (above > room) {
            high = n_above;
        } else if (above + equal > room) {
            return pivot;
        } else {
            room -= above + equal;
            low = n_equal;
        }
    }
    return 0;
}

static void reduce_profits(struct knapsack *k, const struct knapsack_prices *prices)
{
    for (int32_t i = 0; i < k->search->n_items; i++) {
        struct knapsack_item *item = &k->search->items[i];
        const struct amounts *size = &k->problem->size[item->job];
        item->reduced = item->profit;
        for (int r = 0; r < MEASURES; r++) {
            item->reduced -= prices->theta[r] * size->of[r];
        }
    }
}

/* Fills `reach`; returns the load at which the curve's part of the bound is attained. */
static int32_t reach_of_curve(struct knapsack_search *s, int64_t theta, int32_t room, int32_t unit)
{
    const int64_t *floor_of = floors(s);
    int32_t top = room / s->step, best = top;
    top = top < s->n_buckets ? top : s->n_buckets - 1;
    for (int32_t b = top; b >= 0; b--) {
        int32_t end = b * s->step + (s->step - unit);
        int64_t load = theta > 0 ? (end < room ? end : room) : b * s->step;
        int64_t here = theta * load - floor_of[b];
        s->reach[b] = b == top || here > s->reach[b + 1] ? here : s->reach[b + 1];
        best = s->reach[b] == here ? (int32_t)load : best;
    }
    return best;
}

/* The bound of the whole knapsack at `prices`, and its subgradient as parts of each room. */
static int64_t price_bound(struct knapsack *k, const struct knapsack_prices *prices,
                           double slack[MEASURES])
{
    struct knapsack_search *s = k->search;
    enum measure curve = k->problem->curve_measure;
    int64_t used[MEASURES] = {0}, bound = 0;
    reduce_profits(k, prices);
    for (int32_t i = 0; i < k->search->n_items; i++) {
        if (k->search->items[i].reduced > 0) {
            bound += k->search->items[i].reduced;
            for (int r = 0; r < MEASURES; r++) {
                used[r] += k->problem->size[k->search->items[i].job].of[r];
            }
        }
    }
    int32_t best_load = reach_of_curve(s, prices->theta[curve], s->room.of[curve], s->unit[curve]);
    s->base = 0;
    for (int r = 0; r < MEASURES; r++) {
        int32_t room = s->room.of[r], allowed = r == (int)curve ? best_load : room;
        s->base += r == (int)curve ? 0 : prices->theta[r] * room;
        slack[r] = room > 0 ? (double)(allowed - used[r]) / room : 0;
    }
    return bound + s->base + s->reach[0];
}

/*
 * The multiplier of one measure that is best while the others stay, as if its room were all there
 * is to it: where items taken in order of (profit left) / size fill the room.
 */
static int64_t break_price(struct knapsack *k, const struct knapsack_prices *prices, int r)
{
    struct knapsack_search *s = k->search;
    int32_t count = 0;
    reduce_profits(k, prices);
    for (int32_t i = 0; i < k->search->n_items; i++) {
        int32_t size = k->problem->size[k->search->items[i].job].of[r];
        int64_t left = k->search->items[i].reduced + prices->theta[r] * size;
        if (left > 0 && size > 0) {
            s->ratios[count++] = (struct ratio){left / size, size};
        }
    }
    return weighted_break(s->ratios, count, s->room.of[r]);
}

/* Better prices of one measure at a time; returns the bound at `prices`. */
static int64_t improve_each_price(struct knapsack *k, struct knapsack_prices *prices)
{
    double slack[MEASURES];
    int64_t best = price_bound(k, prices, slack);
    for (int r = 0; r < MEASURES; r++) {
        struct knapsack_prices at = *prices;
        at.theta[r] = break_price(k, prices, r);
        int64_t bound = price_bound(k, &at, slack);
        if (bound < best) {
            best = bound;
            *prices = at;
        }
    }
    return best;
}

/* Polyak steps towards `value`, the best set known; keeps the prices with the best bound. */
static int64_t improve_prices(struct knapsack *k, struct knapsack_prices *prices, int64_t value)
{
    struct knapsack_search *s = k->search;
    enum measure curve = k->problem->curve_measure;
    int64_t best = improve_each_price(k, prices);
    struct knapsack_prices at = *prices;
    double slack[MEASURES];
    int64_t bound = price_bound(k, &at, slack);
    for (int step = 0; step < PRICE_STEPS && best > value; step++) {
        double length = 0;
        for (int r = 0; r < MEASURES; r++) {
            length += slack[r] * slack[r];
        }
        if (length <= 0) {
            break;
        }
        double move = (double)(bound - value) / length;
        for (int r = 0; r < MEASURES; r++) {
            int32_t room = s->room.of[r];
            at.theta[r] -= room > 0 ? (int64_t)llround(move * slack[r] / room) : 0;
            at.theta[r] = r != (int)curve && at.theta[r] < 0 ? 0 : at.theta[r];
        }
        bound = price_bound(k, &at, slack);
        if (bound < best) {
            best = bound;
            *prices = at;
        }
    }
    return price_bound(k, prices, slack);
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

static void sort_items(struct knapsack *k, int32_t count)
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
    sort_items(k, count);
}

static bool fits(const struct knapsack *k, int32_t job)
{
    const struct knapsack_search *s = k->search;
    for (int r = 0; r < MEASURES; r++) {
        if ((int64_t)s->load.of[r] + k->problem->size[job].of[r] > s->room.of[r]) {
            return false;
        }
    }
    return true;
}

static void put(struct knapsack *k, const struct knapsack_item *item, int32_t sign)
{
    struct knapsack_search *s = k->search;
    for (int r = 0; r < MEASURES; r++) {
        s->load.of[r] += sign * k->problem->size[item->job].of[r];
    }
    s->profit += sign * item->profit;
    s->reduced += sign * item->reduced;
}

static int64_t value_now(const struct knapsack *k)
{
    const struct knapsack_search *s = k->search;
    return s->profit - curve_at(k, s->load.of[k->problem->curve_measure]);
}

static void start_empty(struct knapsack *k)
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
    start_empty(k);
    k->n_chosen = 0;
    k->value = value_now(k);
    for (int32_t i = 0; i < front; i++) {
        if (!fits(k, k->search->items[i].job)) {
            continue;
        }
        put(k, &k->search->items[i], 1);
        if (value_now(k) > k->value) {
            k->value = value_now(k);
            k->chosen[k->n_chosen++] = k->search->items[i].job;
        } else {
            put(k, &k->search->items[i], -1);
        }
    }
}

/* ---- The search ---- */

/* Keeps the items that can be in a set better than the one known. */
static void keep_core(struct knapsack *k)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < k->search->n_items; i++) {
        if (k->bound + k->search->items[i].reduced > k->value) {
            k->search->items[kept++] = k->search->items[i];
        }
    }
    k->search->n_items = kept;
    sort_items(k, kept);
}

/* Which measures the table counts exactly: as many as its budget allows. */
static void shape_tail(struct knapsack *k)
{
    struct knapsack_search *s = k->search;
    enum measure other = other_measure(k->problem);
    int64_t rows = s->n_items + 1;
    int64_t families = s->room.of[FAMILIES] + (int64_t)1;
    int64_t others = s->room.of[other] / s->unit[other] + (int64_t)1;
    s->n_families = families * rows <= TAIL_CELLS ? (int32_t)families : 1;
    s->n_others = s->n_families * others * rows <= TAIL_CELLS ? (int32_t)others : 1;
    if (k->problem->curve_measure == FAMILIES || s->n_families == 1) {
        s->n_families = s->n_others = 1;
    }
}

/* Profits less the prices of what the table does not count. */
static void reduce_for_tail(struct knapsack *k, const struct knapsack_prices *prices)
{
    struct knapsack_search *s = k->search;
    bool counted[MEASURES] = {[FAMILIES] = s->n_families > 1};
    counted[other_measure(k->problem)] |= s->n_others > 1;
    s->base = 0;
    for (int r = 0; r < MEASURES; r++) {
        if (!counted[r] && r != (int)k->problem->curve_measure) {
            s->base += prices->theta[r] * s->room.of[r];
        }
    }
    for (int32_t i = 0; i < s->n_items; i++) {
        struct knapsack_item *item = &s->items[i];
        item->reduced = item->profit;
        for (int r = 0; r < MEASURES; r++) {
            item->reduced -= counted[r] ? 0 : prices->theta[r] * s->size[r][item->job];
        }
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
    enum measure other = other_measure(k->problem);
    int32_t family = s->n_families > 1 ? s->size[FAMILIES][item->job] : 0;
    int32_t units = s->n_others > 1 ? s->size[other][item->job] / s->unit[other] : 0;
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
}

static int64_t node_bound(const struct knapsack *k, int32_t item)
{
    const struct knapsack_search *s = k->search;
    enum measure other = other_measure(k->problem);
    int32_t bucket = s->load.of[k->problem->curve_measure] / s->step;
    int32_t families = s->room.of[FAMILIES] - s->load.of[FAMILIES];
    int32_t others = (s->room.of[other] - s->load.of[other]) / s->unit[other];
    return s->reduced + s->base + s->reach[bucket] +
           *tail_at(s, item, s->n_families > 1 ? families : 0, s->n_others > 1 ? others : 0);
}

static void keep_set(struct knapsack *k, int32_t depth)
{
    k->value = value_now(k);
    k->n_chosen = depth;
    for (int32_t d = 0; d < depth; d++) {
        k->chosen[d] = k->search->items[k->search->path[d]].job;
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
    if (!fits(k, s->items[item].job)) {
        return false;
    }
    put(k, &s->items[item], 1);
    if (value_now(k) > k->value) {
        keep_set(k, depth + 1);
    }
    if (node_bound(k, item + 1) <= k->value) {
        put(k, &s->items[item], -1);
        return false;
    }
    return true;
}

static void search_sets(struct knapsack *k)
{
    struct knapsack_search *s = k->search;
    int64_t nodes = k->nodes;
    int32_t depth = 0;
    start_empty(k);
    s->frontier = INT64_MIN;
    s->path[0] = 0;
    for (;;) {
        int32_t item = s->path[depth];
        if (node_is_done(k, item, &nodes)) {
            if (depth-- == 0) {
                break;
            }
            put(k, &s->items[s->path[depth]], -1);
            s->path[depth]++;
        } else if (go_down(k, item, depth)) {
            s->path[++depth] = item + 1;
        } else {
            s->path[depth]++;
        }
    }
    k->bound = s->frontier > k->value ? s->frontier : k->value;
}

/* ---- The whole ---- */

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
    s->agent = agent;
    for (int r = 0; r < MEASURES; r++) {
        int32_t room = k->problem->room[agent].of[r];
        s->room.of[r] = room < s->all.of[r] ? room : s->all.of[r];
    }
}

/* True when no item left aside can be in a set better than the one known, at the new prices. */
static bool aside_is_proved(const struct knapsack *k, const struct knapsack_prices *before,
                            const struct knapsack_prices *after)
{
    const struct knapsack_search *s = k->search;
    int64_t most = s->aside;
    if (most == INT64_MIN) {
        return true;
    }
    for (int r = 0; r < MEASURES; r++) {
        int64_t fallen = before->theta[r] - after->theta[r];
        most += fallen > 0 ? fallen * s->largest.of[r] : 0;
    }
    return most <= 0 && k->bound + most <= k->value;
}

/* False when items had been left aside that may matter. */
static bool solve_with_margin(struct knapsack *k, int32_t agent, const int64_t *lambda,
                              struct knapsack_prices *prices, int64_t margin)
{
    struct knapsack_prices before = *prices;
    load_items(k, agent, lambda, prices, margin);
    fill_greedily(k);
    k->bound = improve_prices(k, prices, k->value);
    if (!aside_is_proved(k, &before, prices)) {
        return false;
    }
    int64_t gap = k->bound - k->value;
    prices->margin = 2 * gap + k->scale;
    if (gap > 0) {
        keep_core(k);
        fill_tail(k, prices);
        search_sets(k);
    }
    return true;
}

void knapsack_solve(struct knapsack *k, int32_t agent, const int64_t *lambda,
                    struct knapsack_prices *prices)
{
    if (prices->margin == 0 || !solve_with_margin(k, agent, lambda, prices, prices->margin)) {
        solve_with_margin(k, agent, lambda, prices, INT64_MAX);
    }
}
