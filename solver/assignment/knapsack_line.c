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

#include <string.h>

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
    line->open = PP_NEW(arena, int32_t, most_pairs);
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
    int64_t bound; ///< sum of max(0, q) + theta x room
    int64_t room;  ///< left by what is taken
    int64_t value; ///< of what is taken
    int64_t swing; ///< sum of |profit| over the core
    int32_t n;
};

static int64_t reduce_pairs(const int32_t *profit, const int32_t *size, int32_t n, int64_t theta,
                            int32_t *reduced)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < n; i++) {
        int64_t dear = (theta * size[i]) >> KNAPSACK_FINE;
        dear = dear < CORE_MOST_PRICE ? dear : CORE_MOST_PRICE;
        int32_t q = profit[i] - (int32_t)dear;
        reduced[i] = q;
        sum += q > 0 ? q : 0;
    }
    return sum;
}

static struct line_core split(const struct core *core, int32_t begin, int32_t n, int64_t room,
                              int64_t margin, struct knapsack_line *line)
{
    const int32_t *size = core->size[core->frame.measure] + begin;
    struct line_core split = {.room = room};
    for (int32_t i = 0; i < n; i++) {
        int32_t q = line->reduced[i];
        if (q > margin) {
            split.room -= size[i];
            split.value += line->profit[i];
        } else if (q >= -margin && line->profit[i] > 0) {
            line->open[split.n++] = i;
            split.swing += line->profit[i];
        }
    }
    return split;
}

/* ---- The dynamic programme ---- */

/* row: the best value by room, with the items before; next: with one more. */
static void extend_row(const int32_t *row, int32_t *next, int32_t rooms, int32_t size,
                       int32_t profit)
{
    int32_t below = size < rooms ? size : rooms;
    memcpy(next, row, (size_t)below * sizeof(row[0]));
    for (int32_t c = below; c < rooms; c++) {
        int32_t with = row[c - size] + profit;
        next[c] = with > row[c] ? with : row[c];
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
    memset(line->rows, 0, (size_t)rooms * sizeof(line->rows[0]));
    for (int32_t i = 0; i < split->n; i++) {
        int32_t *row = line->rows + (int64_t)i * rooms, item = line->open[i];
        extend_row(row, row + rooms, rooms, size[item], line->profit[item]);
    }
    int32_t at = rooms - 1;
    split->value += line->rows[(int64_t)split->n * rooms + at];
    for (int32_t i = split->n - 1; i >= 0; i--) {
        const int32_t *row = line->rows + (int64_t)i * rooms;
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
    struct line_core found = split(core, begin, n, room, margin, k->line);
    k->work += n / 2;
    k->n_chosen = 0;
    if (found.room < 0 || !decide_core(k, size, begin, &found)) {
        return false;
    }
    for (int32_t i = 0; i < n; i++) {
        if (k->line->reduced[i] > margin) {
            k->chosen[k->n_chosen++] = begin + i;
        }
    }
    k->value = found.value;
    return true;
}

void knapsack_line_solve(struct knapsack *k, const int32_t *lambda, struct knapsack_prices *prices)
{
    const struct core *core = k->core;
    enum measure r = core->frame.measure;
    int32_t begin = core->begin[k->agent], n = core->begin[k->agent + 1] - begin;
    int64_t room = core->room[k->agent].of[r];
    struct knapsack_line *line = k->line;
    price_pairs(core, begin, n, lambda, line->profit);
    float last = (float)prices->theta[r] / (1 << KNAPSACK_FINE);
    float ratio = find_ratio(core, begin, n, room, last, line);
    // Rounded up, so that all pairs with q > 0 fit.
    int64_t theta = (int64_t)((double)ratio * (1 << KNAPSACK_FINE)) + (ratio > 0);
    prices->theta[r] = theta;
    k->bound = reduce_pairs(line->profit, core->size[r] + begin, n, theta, line->reduced) +
               ((theta * room) >> KNAPSACK_FINE) + 1;
    k->work += 2 * (int64_t)n;
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
