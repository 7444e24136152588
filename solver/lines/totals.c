// SPDX-License-Identifier: GPL-3.0-or-later
/* Totals of the rows (totals.h). */
#include "totals.h"

#include <string.h>

enum {
    WEEK = 7
};

/* ---- Which ---- */

static void add(struct totals *totals, int32_t from, int32_t until)
{
    for (int over = 0; over < 2 && from < until; over++) {
        totals->list[totals->n++] =
            (struct total){.of = {over == 1, from, until}, .limit = {-1, -1}, .most = LINES_FREE};
    }
}

/* The stretches of so many days each. */
static void add_stretches(struct totals *totals, const struct lines_problem *problem, int32_t days)
{
    for (int32_t day = 0; day < problem->n_days; day += days) {
        int32_t end = day + days < problem->n_days ? day + days : problem->n_days;
        add(totals, lines_row_of_day(problem, day), lines_row_of_day(problem, end));
    }
}

void totals_begin(struct totals *totals, const struct lines_problem *problem,
                  struct pp_arena *arena)
{
    int32_t most = 2 * (1 + 2 * problem->n_days + problem->n_rows);
    *totals = (struct totals){.list = PP_NEW(arena, struct total, most),
                              .below = PP_NEW(arena, int64_t, problem->n_rows),
                              .above = PP_NEW(arena, int64_t, problem->n_rows)};
    add_stretches(totals, problem, problem->n_days);
    add_stretches(totals, problem, WEEK);
    add_stretches(totals, problem, 1);
    for (int32_t row = 0; row < problem->n_rows; row++) {
        add(totals, row, row + 1);
    }
}

/* ---- Their limits ---- */

void totals_limit(struct totals *totals, struct columns *columns, int32_t total, int32_t least,
                  int32_t most)
{
    struct total *one = &totals->list[total];
    const int32_t at[] = {least, most}, free[] = {0, LINES_FREE};
    for (int side = 0; side < 2; side++) {
        int32_t *limit = &one->limit[side];
        if (*limit < 0 && at[side] != free[side]) {
            *limit = columns_add_limit(columns, one->of, side == 1);
        }
        if (*limit >= 0) {
            columns_limit(columns, *limit, at[side]);
        }
    }
    one->least = least;
    one->most = most;
}

/* ---- Their prices ---- */

void totals_duals(const struct totals *totals, const struct columns *columns, int64_t *price)
{
    for (int32_t t = 0; t < totals->n; t++) {
        const int32_t *limit = totals->list[t].limit;
        price[t] = limit[0] < 0 ? 0 : columns_limit_dual(columns, limit[0]);
        price[t] += limit[1] < 0 ? 0 : columns_limit_dual(columns, limit[1]);
    }
}

/* What limits add to the prices of rows. */
static void spread(const struct totals *totals, const struct columns *columns, const int64_t *price)
{
    size_t bytes = (size_t)columns->problem->n_rows * sizeof(int64_t);
    memset(totals->below, 0, bytes);
    memset(totals->above, 0, bytes);
    for (int32_t t = 0; t < totals->n; t++) {
        const struct columns_stretch *of = &totals->list[t].of;
        int64_t *adds = of->over ? totals->above : totals->below;
        for (int32_t row = of->from; row < of->until && price[t] != 0; row++) {
            adds[row] -= columns_counts(columns, row, of) ? price[t] : 0;
        }
    }
}

/* Puts a price into its box; false when there is none. */
static bool box(int64_t bottom, int64_t top, int64_t *price)
{
    *price = *price > top ? top : *price < bottom ? bottom : *price;
    return bottom <= top;
}

static bool box_rows(const struct totals *totals, const struct columns *columns, int64_t *worth)
{
    bool fine = true;
    for (int32_t r = 0; r < columns->problem->n_rows; r++) {
        const struct lines_row *row = &columns->problem->rows[r];
        fine = (columns->row_of[r] < 0 ||
                box(-row->over - totals->above[r], row->under + totals->below[r], &worth[r])) &&
               fine;
    }
    return fine;
}

void totals_settle(const struct totals *totals, const struct columns *columns, int64_t *price,
                   int64_t *worth)
{
    for (int32_t t = 0; t < totals->n; t++) {
        const struct total *total = &totals->list[t];
        bool idle = price[t] > 0 ? total->least <= 0 : total->most >= LINES_FREE;
        price[t] = idle ? 0 : price[t];
    }
    spread(totals, columns, price);
    if (!box_rows(totals, columns, worth)) {
        memset(price, 0, (size_t)totals->n * sizeof(price[0]));
        spread(totals, columns, price);
        box_rows(totals, columns, worth);
    }
}

int64_t totals_promise(const struct totals *totals, const int64_t *price)
{
    int64_t sum = 0;
    for (int32_t t = 0; t < totals->n; t++) {
        sum += price[t] * (price[t] > 0 ? totals->list[t].least : totals->list[t].most);
    }
    return sum;
}
