// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the knapsack share: its scratch, and the steps of a solve. */
#ifndef ASSIGNMENT_KNAPSACK_PARTS_H
#define ASSIGNMENT_KNAPSACK_PARTS_H

#include "knapsack.h"

enum {
    PRICE_STEPS = 6 ///< subgradient steps a call; the prices stay warm between calls
};

struct knapsack_item {
    int64_t profit;  ///< scaled; may be negative
    int64_t reduced; ///< q
    int32_t job;
};

/** What a unit of an item's size is worth. */
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

/** The measure that is neither families nor the curve's. */
static inline enum measure knapsack_other(const struct assignment *problem)
{
    return problem->curve_measure == POINTS ? CHILDREN : POINTS;
}

/** Scaled price of a load of the agent in hand; exact. */
static inline int64_t knapsack_curve(const struct knapsack *k, int32_t load)
{
    const struct knapsack_search *s = k->search;
    if (s->exact) {
        return s->floor_of[(int64_t)s->agent * s->n_buckets + load / s->step];
    }
    return k->scale * k->problem->curve(k->problem->user, s->agent, load);
}

/** Room for the item beside what is put already. */
bool knapsack_fits(const struct knapsack *k, int32_t job);
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
/** Lowers k->bound, which is that of `prices`, as far as a few steps go. */
void knapsack_improve_prices(struct knapsack *k, struct knapsack_prices *prices);

/* knapsack_search.c */

/** Length of the table `tail`. */
int64_t knapsack_tail_cells(int32_t n_jobs);

/** Finds the best set among the items; k->bound is then its value or a proved bound. */
void knapsack_search_sets(struct knapsack *k, const struct knapsack_prices *prices);

#endif
