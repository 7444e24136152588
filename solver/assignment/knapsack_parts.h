// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the knapsack share: its scratch, and the steps of a solve. */
#ifndef ASSIGNMENT_KNAPSACK_PARTS_H
#define ASSIGNMENT_KNAPSACK_PARTS_H

#include "cube.h"
#include "knapsack.h"

enum {
    PRICE_STEPS = 6, ///< subgradient steps of a thorough look at the multipliers
    WARM_STEPS = 2   ///< of any other; they stay warm between calls
};

struct knapsack_item {
    int64_t profit;  ///< scaled; may be negative
    int64_t reduced; ///< q
    int32_t pair;    ///< of the core
};

/** What a unit of an item's size is worth. */
struct ratio {
    int64_t ratio;
    int32_t size;
};

struct knapsack_search {
    struct knapsack_item *items;
    int32_t n_items;
    int64_t aside; ///< the largest q among the items left aside

    int64_t *reach;       ///< [b]: max of theta X - curve(X) over loads in b or above
    struct ratio *ratios; ///< scratch of break_price
    int32_t *path;        ///< items chosen, by depth; then the item to try next

    /* The best sum of reduced profits from item i on, by room left in two measures. */
    int64_t *tail;
    int32_t n_families, n_others; ///< shape; 1: the measure is priced instead of counted

    struct cube *cube; ///< NULL: there can be none

    struct amounts room; ///< no larger than all items together
    int64_t base;        ///< theta . room, without the curve's measure
    struct amounts load;
    int64_t reduced, profit; ///< sums over chosen
    int64_t frontier;        ///< best bound that was cut off by the node limit
};

/** The measure that is neither families nor the curve's. */
static inline enum measure knapsack_other(const struct assignment *problem)
{
    return problem->curve_measure == POINTS ? CHILDREN : POINTS;
}

static inline int32_t knapsack_size(const struct knapsack *k, int r, int32_t pair)
{
    return k->core->size[r][pair];
}

static inline const int64_t *knapsack_floors(const struct knapsack *k)
{
    return k->core->floor_of + k->core->floor_at[k->agent];
}

/** Scaled price of a load of the agent in hand, on top of what it holds; exact. */
static inline int64_t knapsack_curve(const struct knapsack *k, int32_t load)
{
    const struct core *core = k->core;
    if (core->floor_of == NULL) {
        return 0;
    }
    if (core->frame.buckets.exact) {
        return knapsack_floors(k)[load / core->frame.buckets.step];
    }
    int32_t whole = core->held[k->agent] + load;
    return core->frame.scale * assignment_curve(core->frame.whole, core->agent[k->agent], whole);
}

/** theta x amount in scaled cost, rounded up. */
static inline int64_t knapsack_worth(int64_t theta, int64_t amount)
{
    return -((-theta * amount) >> KNAPSACK_FINE);
}

/** q of a pair, rounded up. */
static inline int64_t knapsack_less(const struct knapsack *k, const struct knapsack_prices *prices,
                                    int64_t profit, int32_t pair)
{
    int64_t dear = 0;
    for (int r = 0; r < MEASURES; r++) {
        dear += prices->theta[r] * k->core->size[r][pair];
    }
    return profit - (dear >> KNAPSACK_FINE);
}

/** Room for the item beside what is put already. */
bool knapsack_fits(const struct knapsack *k, int32_t pair);
/** Puts an item (sign 1) or takes it out (sign -1). */
void knapsack_put(struct knapsack *k, const struct knapsack_item *item, int32_t sign);
/** Nothing is put. */
void knapsack_empty(struct knapsack *k);
/** Scaled worth of what is put. */
int64_t knapsack_value(const struct knapsack *k);
/** Puts the first `count` items in falling order of q. */
void knapsack_sort(struct knapsack *k, int32_t count);
/** Drops the items that can be in no set better than the one known; q is that of `bound`. */
void knapsack_narrow(struct knapsack *k, int64_t bound);

/* knapsack_price.c */

/** The bound at `prices` over all items; sets q, `reach` and the subgradient `slack`. */
int64_t knapsack_bound_at(struct knapsack *k, const struct knapsack_prices *prices,
                          double slack[MEASURES]);
/** The bound without the pairs: theta . room, and what the curve adds. Sets `reach`. */
int64_t knapsack_rooms_at(struct knapsack *k, const struct knapsack_prices *prices,
                          int32_t *best_load);
/** Lowers k->bound, which is that of `prices`, as far as a few steps go. */
void knapsack_improve_prices(struct knapsack *k, struct knapsack_prices *prices, bool thorough);

/* knapsack_search.c */

/** Length of the table `tail`. */
int64_t knapsack_tail_cells(int32_t most_items);

/** Finds the best set among the items; k->bound is then its value or a proved bound. */
void knapsack_search_sets(struct knapsack *k, const struct knapsack_prices *prices);

#endif
