// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Totals of the rows: how far everybody together stays below the needs, or goes above the mosts,
 * of a stretch of rows (all, a week's, a day's, a single one).  In every roster they are whole
 * numbers, so a tree of cases (tree.c) may limit them from either side.
 *
 * A limit is a row of the programme over its elastic columns.  Its dual moves the box in which the
 * rows' duals lie, and the pricing of lines knows nothing of it.
 */
#ifndef LINES_TOTALS_H
#define LINES_TOTALS_H

#include "columns.h"

struct total {
    struct columns_stretch of;
    int32_t limit[2];    ///< of the columns, at least and at most; -1: has never been limited
    int32_t least, most; ///< 0 and LINES_FREE: no limit
};

struct totals {
    struct total *list; ///< the largest stretches first
    int32_t n;
    int64_t *below, *above; ///< of each row, what limits add to its price; scratch
};

/** None is limited. */
void totals_begin(struct totals *totals, const struct lines_problem *problem,
                  struct pp_arena *arena);

void totals_limit(struct totals *totals, struct columns *columns, int32_t total, int32_t least,
                  int32_t most);

/** The duals of all totals, as whole prices. */
void totals_duals(const struct totals *totals, const struct columns *columns, int64_t *price);

/** Makes the prices of totals and rows keep each other's boxes; they are near them already. */
void totals_settle(const struct totals *totals, const struct columns *columns, int64_t *price,
                   int64_t *worth);

/** What the limits promise at settled prices. */
int64_t totals_promise(const struct totals *totals, const int64_t *price);

#endif
