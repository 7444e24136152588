// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The knapsack of the generalised assignment problem.
 *
 *   ratio    profit / size at which pairs taken in falling order pass the room (weighted selection,
 *            first only around where it was at the last call)
 *   core     pairs whose q is within the margin of 0; the others stay as q says
 *   decide   dynamic programme over the room that is left, one row a pair, so that the compiler can
 *            turn a row into vector instructions and the way back is read from the rows
 *   proof    the margin was wide enough if margin >= bound - value; else again with that
 */
#include "knapsack_line.h"

#include "vector.h"

enum {
    FIRST_MARGIN = 1, ///< in minutes: of an agent's first call
    MOST_CELLS = 1 << 24
};

static const float spread = 0.02F; ///< part of the last ratio, around it, that is looked at first

struct line_ratio {
    float ratio;
    int32_t size;
};

struct knapsack_line {
    int32_t *profit, *reduced; ///< [pair of the agent]
    struct line_ratio *ratios;
    int32_t *open; ///< pairs of the core
    int32_t *high; ///< of each row after one of them: the room beyond which it does not change
    int32_t *rows; ///< of the dynamic programme
    int32_t cells;
    struct pp_arena *arena;
};

struct knapsack_line *knapsack_line_create(int32_t most_pairs, struct pp_arena *arena)
{
    struct knapsack_line *line = PP_NEW(arena, struct knapsack_line, 1);
    line->profit = PP_NEW(arena, int32_t, most_pairs);
    line->reduced = PP_NEW(arena, int32_t, most_pairs);
    line->ratios = PP_NEW(arena, struct line_ratio, most_pairs);
    line->open = PP_NEW(arena, int32_t, most_pairs + 1);
    line->high = PP_NEW(arena, int32_t, most_pairs + 1);
    line->arena = arena;
    return line;
}

/* ---- The break ratio ---- */

/* The ratio at which items taken in falling order of ratio pass `room`; 0 when all have room. */
static float weighted_break(struct line_ratio *ratios, int32_t count, int64_t room)
{
    int32_t low = 0, high = count;
    while (low < high) {
        float pivot = ratios[low + (high - low) / 2].ratio;
        int64_t above = 0, equal = 0;
        int32_t n_above = low, n_equal;
        for (int32_t i = low; i < high; i++) {
            struct line_ratio item = ratios[i];
            if (item.ratio > pivot) {
                above += item.size;
                ratios[i] = ratios[n_above];
                ratios[n_above++] = item;
            }
        }
        if (above > room) {
            high = n_above;
            continue;
        }
        n_equal = n_above;
        for (int32_t i = n_above; i < high; i++) {
            struct line_ratio item = ratios[i];
            if (item.ratio == pivot) {
                equal += item.size;
                ratios[i] = ratios[n_equal];
                ratios[n_equal++] = item;
            }
        }
        if (above + equal > room) {
            return pivot;
        }
        room -= above + equal;
        low = n_equal;
    }
    return 0;
}

/* Profits of the agent's pairs. */
VECTORISED
static void price_pairs(const struct core *core, int32_t begin, int32_t n, const int32_t *lambda,
                        int32_t *profit)
{
    const int32_t *of = core->of + begin, *cost = core->cost + begin;
    for (int32_t i = 0; i < n; i++) {
        profit[i] = lambda[of[i]] - cost[i];
    }
}

/* Gathers the ratios between `low` and `high`; returns the room that those above leave. */
static int64_t gather_ratios(const struct core *core, int32_t begin, int32_t n, float low,
                             float high, int64_t room, struct knapsack_line *line, int32_t *count)
{
    const int32_t *size = core->size[core->frame.measure] + begin;
    const float *per_size = core->per_size + begin;
    int32_t found = 0;
    for (int32_t i = 0; i < n; i++) {
        float ratio = (float)line->profit[i] * per_size[i];
        room -= ratio > high ? size[i] : 0;
        line->ratios[found] = (struct line_ratio){ratio, size[i]};
        found += ratio > low && ratio <= high;
    }
    *count = found;
    return room;
}

static float find_ratio(const struct core *core, int32_t begin, int32_t n, int64_t room, float last,
                        struct knapsack_line *line)
{
    int32_t count;
    float low = last * (1 - spread), high = last * (1 + spread);
    int64_t left = gather_ratios(core, begin, n, low, high, room, line, &count);
    if (left >= 0 && last > 0) {
        float found = weighted_break(line->ratios, count, left);
        if (found > 0) {
            return found;
        }
    }
    left = gather_ratios(core, begin, n, 0, 1e30F, room, line, &count);
    return weighted_break(line->ratios, count, left);
}

/* ---- The core ---- */

/* What is decided at a margin. */
struct line_core {
    int64_t room;  ///< left by what is taken
    int64_t value; ///< of what is taken
    int64_t swing; ///< sum of |profit| over the core
    int32_t n;
};

/* Fills q; the sum of max(0, q), and what the pairs with q > 0 take up. */
VECTORISED
static int64_t reduce_pairs(const int32_t *profit, const int32_t *size, int32_t n, int64_t theta,
                            int32_t *reduced, int64_t *used)
{
    int64_t sum = 0, room = 0;
    for (int32_t i = 0; i < n; i++) {
        int64_t dear = (theta * size[i]) >> KNAPSACK_FINE;
        dear = dear < CORE_MOST_PRICE ? dear : CORE_MOST_PRICE;
        int32_t q = profit[i] - (int32_t)dear;
        reduced[i] = q;
        sum += q > 0 ? q : 0;
        room += q > 0 ? size[i] : 0;
    }
    *used = room;
    return sum;
}

/* Takes what is above the margin and lists what is within it; no branches, as they would be guesses. */
static struct line_core split(struct knapsack *k, int32_t begin, int32_t n, int64_t room,
                              int64_t margin)
{
    const struct core *core = k->core;
    struct knapsack_line *line = k->line;
    const int32_t *size = core->size[core->frame.measure] + begin;
    struct line_core split = {.room = room};
    int32_t taken = 0, open = 0;
    for (int32_t i = 0; i < n; i++) {
        int64_t q = line->reduced[i], profit = line->profit[i];
        bool takes = q > margin, asks = !takes && q >= -margin && profit > 0;
        k->chosen[taken] = begin + i;
        line->open[open] = i;
        taken += takes;
        open += asks;
        split.room -= takes ? size[i] : 0;
        split.value += takes ? profit : 0;
        split.swing += asks ? profit : 0;
    }
    k->n_chosen = taken;
    split.n = open;
    return split;
}

/* ---- The dynamic programme ---- */

/*
 * row: the best value by room with the items before; next: with one more, for rooms from `low` to
 * `high`.  `full` is the room that takes all items before: with more room `row` stays as it is there,
 * and is filled that far.
 */
VECTORISED
static void extend_row(int32_t *row, int32_t *next, int32_t low, int32_t high, int32_t full,
                       int32_t size, int32_t profit)
{
    int32_t most = row[full], below = size < high + 1 ? size : high + 1;
    for (int32_t c = full + 1; c <= high; c++) {
        row[c] = most;
    }
    for (int32_t c = low; c < below; c++) {
        next[c] = row[c];
    }
    for (int32_t c = low > below ? low : below; c <= high; c++) {
        int32_t with = row[c - size] + profit;
        next[c] = with > row[c] ? with : row[c];
    }
}

/*
 * All rows.  Of row i only rooms matter from which the items after it can still lead to the last
 * room, and no more than all items before it take up.
 */
static void fill_rows(struct knapsack_line *line, const int32_t *size, int32_t n, int32_t rooms,
                      int64_t all)
{
    int32_t last = rooms - 1, full = 0;
    int64_t after = all;
    line->rows[0] = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t *row = line->rows + (int64_t)i * rooms, own = size[line->open[i]];
        after -= own;
        int32_t low = last > after ? (int32_t)(last - after) : 0;
        int32_t high = full + own < last ? full + own : last;
        low = low < high ? low : high;
        extend_row(row, row + rooms, low, high, full, own, line->profit[line->open[i]]);
        line->high[i] = full = high;
    }
}

static bool hold_rows(struct knapsack_line *line, int64_t cells)
{
    if (cells > MOST_CELLS) {
        return false;
    }
    line->rows =
        pp_arena_grow(line->arena, line->rows, &line->cells, (int32_t)cells, sizeof(line->rows[0]));
    return true;
}

/* Decides the core; false when it is too large to. Adds to `chosen`. */
static bool decide_core(struct knapsack *k, const int32_t *size, int32_t begin,
                        struct line_core *split)
{
    struct knapsack_line *line = k->line;
    int64_t all = 0;
    for (int32_t i = 0; i < split->n; i++) {
        all += size[line->open[i]];
    }
    int64_t room = split->room < all ? split->room : all;
    if (split->swing > INT32_MAX || !hold_rows(line, (room + 1) * (split->n + 1))) {
        return false;
    }
    int32_t rooms = (int32_t)room + 1;
    fill_rows(line, size, split->n, rooms, all);
    int32_t at = rooms - 1;
    split->value += line->rows[(int64_t)split->n * rooms + at];
    for (int32_t i = split->n - 1; i >= 0; i--) {
        const int32_t *row = line->rows + (int64_t)i * rooms;
        at = at < line->high[i] ? at : line->high[i];
        if (row[rooms + at] != row[at]) {
            k->chosen[k->n_chosen++] = begin + line->open[i];
            at -= size[line->open[i]];
        }
    }
    k->work += (int64_t)split->n * rooms / 8;
    return true;
}

/* ---- The whole ---- */

/* Value of the core at a margin, into k; false: not decided. */
static bool solve_at(struct knapsack *k, int32_t begin, int32_t n, int64_t margin)
{
    const struct core *core = k->core;
    const int32_t *size = core->size[core->frame.measure] + begin;
    int64_t room = core->room[k->agent].of[core->frame.measure];
    struct line_core found = split(k, begin, n, room, margin);
    k->work += n / 2;
    if (found.room < 0 || !decide_core(k, size, begin, &found)) {
        return false;
    }
    k->value = found.value;
    return true;
}

/*
 * Sets theta and q; the bound.  The last theta will do when what it takes fits and leaves little:
 * any theta gives a bound.
 */
static int64_t relax(struct knapsack *k, int32_t begin, int32_t n, struct knapsack_prices *prices)
{
    const struct core *core = k->core;
    struct knapsack_line *line = k->line;
    enum measure r = core->frame.measure;
    const int32_t *size = core->size[r] + begin;
    int64_t room = core->room[k->agent].of[r], used, theta = prices->theta[r];
    int64_t sum = reduce_pairs(line->profit, size, n, theta, line->reduced, &used);
    if (theta == 0 || used > room || room - used > core->frame.largest.of[r] / 2) {
        float last = (float)theta / (1 << KNAPSACK_FINE);
        float ratio = find_ratio(core, begin, n, room, last, line);
        // Rounded up, so that all pairs with q > 0 fit.
        theta = (int64_t)((double)ratio * (1 << KNAPSACK_FINE)) + (ratio > 0);
        prices->theta[r] = theta;
        sum = reduce_pairs(line->profit, size, n, theta, line->reduced, &used);
        k->work += n;
    }
    k->work += n;
    return sum + ((theta * room) >> KNAPSACK_FINE) + 1;
}

void knapsack_line_solve(struct knapsack *k, const int32_t *lambda, struct knapsack_prices *prices)
{
    const struct core *core = k->core;
    int32_t begin = core->begin[k->agent], n = core->begin[k->agent + 1] - begin;
    price_pairs(core, begin, n, lambda, k->line->profit);
    k->bound = relax(k, begin, n, prices);
    int64_t margin = prices->margin > 0 ? prices->margin : FIRST_MARGIN * core->frame.scale;
    bool decided = solve_at(k, begin, n, margin);
    while (decided && k->bound - k->value > margin) {
        margin = k->bound - k->value;
        decided = solve_at(k, begin, n, margin);
    }
    if (!decided) { // too large a core: nothing is taken, the bound stands
        k->value = k->n_chosen = 0;
        return;
    }
    prices->margin = (k->bound - k->value) + (k->bound - k->value) / 4 + 2;
    k->bound = k->value;
}
