// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Prices of the knapsack's rooms: line searches measure by measure, then Polyak's subgradient steps.
 * Every better bound lets items go that cannot matter any more.
 */
#include "knapsack_parts.h"

#include <math.h>

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
        item->reduced = knapsack_less(k, prices, item->profit, item->pair);
    }
}

/* Fills `reach`; returns the load at which the curve's part of the bound is attained. */
static int32_t reach_of_curve(const struct knapsack *k, int64_t theta, int32_t room)
{
    struct knapsack_search *s = k->search;
    const struct buckets *buckets = &k->core->frame.buckets;
    const int64_t *floor_of = k->core->floor_of == NULL ? NULL : knapsack_floors(k);
    int32_t unit = buckets->unit[k->core->frame.whole->curve_measure];
    int32_t top = room / buckets->step, best = top;
    top = top < buckets->count ? top : buckets->count - 1;
    for (int32_t b = top; b >= 0; b--) {
        int32_t end = b * buckets->step + (buckets->step - unit);
        int64_t load = theta > 0 ? (end < room ? end : room) : b * buckets->step;
        int64_t here = knapsack_worth(theta, load) - (floor_of == NULL ? 0 : floor_of[b]);
        s->reach[b] = b == top || here > s->reach[b + 1] ? here : s->reach[b + 1];
        best = s->reach[b] == here ? (int32_t)load : best;
    }
    return best;
}

int64_t knapsack_rooms_at(struct knapsack *k, const struct knapsack_prices *prices,
                          int32_t *best_load)
{
    struct knapsack_search *s = k->search;
    enum measure curve = k->core->frame.whole->curve_measure;
    *best_load = reach_of_curve(k, prices->theta[curve], s->room.of[curve]);
    s->base = 0;
    for (int r = 0; r < MEASURES; r++) {
        s->base += r == (int)curve ? 0 : knapsack_worth(prices->theta[r], s->room.of[r]);
    }
    return s->base + s->reach[0];
}

/* The bound of the whole knapsack at `prices`, and its subgradient as parts of each room. */
int64_t knapsack_bound_at(struct knapsack *k, const struct knapsack_prices *prices,
                          double slack[MEASURES])
{
    struct knapsack_search *s = k->search;
    enum measure curve = k->core->frame.whole->curve_measure;
    int64_t used[MEASURES] = {0}, bound = 0;
    reduce_profits(k, prices);
    for (int32_t i = 0; i < s->n_items; i++) {
        if (s->items[i].reduced > 0) {
            bound += s->items[i].reduced;
            for (int r = 0; r < MEASURES; r++) {
                used[r] += knapsack_size(k, r, s->items[i].pair);
            }
        }
    }
    int32_t best_load;
    bound += knapsack_rooms_at(k, prices, &best_load);
    for (int r = 0; r < MEASURES; r++) {
        int32_t room = s->room.of[r], allowed = r == (int)curve ? best_load : room;
        slack[r] = room > 0 ? (double)(allowed - used[r]) / room : 0;
    }
    return bound;
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
        int32_t size = knapsack_size(k, r, s->items[i].pair);
        int64_t left = s->items[i].reduced * (1 << KNAPSACK_FINE) + prices->theta[r] * size;
        if (left > 0 && size > 0) {
            s->ratios[count++] = (struct ratio){left / size, size};
        }
    }
    return weighted_break(s->ratios, count, s->room.of[r]);
}

/* Takes prices that are better; the items shrink with every better bound. */
static void try_prices(struct knapsack *k, struct knapsack_prices *prices,
                       const struct knapsack_prices *at, int64_t bound)
{
    if (bound < k->bound) {
        k->bound = bound;
        *prices = *at;
        knapsack_narrow(k, bound);
    }
}

/* Better prices of one measure at a time. */
static void improve_each_price(struct knapsack *k, struct knapsack_prices *prices)
{
    double slack[MEASURES];
    for (int r = 0; r < MEASURES; r++) {
        struct knapsack_prices at = *prices;
        at.theta[r] = break_price(k, prices, r);
        try_prices(k, prices, &at, knapsack_bound_at(k, &at, slack));
    }
}

/* One Polyak step from `at`, whose bound and slack are given, towards the set known. */
static bool step_prices(const struct knapsack *k, struct knapsack_prices *at, int64_t bound,
                        const double slack[MEASURES])
{
    double length = 0;
    for (int r = 0; r < MEASURES; r++) {
        length += slack[r] * slack[r];
    }
    if (length <= 0) {
        return false;
    }
    double move = (double)(bound - k->value) / length;
    for (int r = 0; r < MEASURES; r++) {
        int32_t room = k->search->room.of[r];
        double by = move * slack[r] * (1 << KNAPSACK_FINE);
        at->theta[r] -= room > 0 ? (int64_t)llround(by / room) : 0;
        bool free = r == (int)k->core->frame.whole->curve_measure;
        at->theta[r] = !free && at->theta[r] < 0 ? 0 : at->theta[r];
    }
    return true;
}

/* Lowers k->bound, which is that of `prices`, as far as a few steps go. */
void knapsack_improve_prices(struct knapsack *k, struct knapsack_prices *prices, bool thorough)
{
    int32_t steps = thorough ? PRICE_STEPS : WARM_STEPS;
    if (thorough) {
        improve_each_price(k, prices);
    }
    struct knapsack_prices at = *prices;
    double slack[MEASURES];
    int64_t bound = knapsack_bound_at(k, &at, slack);
    for (int step = 0; step < steps && k->bound > k->value; step++) {
        if (!step_prices(k, &at, bound, slack)) {
            break;
        }
        bound = knapsack_bound_at(k, &at, slack);
        try_prices(k, prices, &at, bound);
    }
    k->bound = knapsack_bound_at(k, prices, slack);
}
