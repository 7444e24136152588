// SPDX-License-Identifier: GPL-3.0-or-later
/* Tables over families, children and points (knapsack_forced.h). */
#include "knapsack_forced.h"

#include "knapsack_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_CELLS = 1 << 14, ///< of a table; a row more for each pair is as many steps
    UNKNOWN = INT32_MIN
};

static const int64_t nothing = INT64_MIN / 4;

struct knapsack_forced {
    const struct knapsack *k;
    int32_t rooms[MEASURES]; ///< of the agent, in units, plus one
    int64_t *best;           ///< G [f][c][x]
    int64_t *rest; ///< T [f of the size][c][x], as far as it was asked for; 0 .. 1 families
    bool *known;
};

struct knapsack_forced *knapsack_forced_create(const struct core *core, struct pp_arena *arena)
{
    if (core->frame.single || !core->frame.buckets.exact ||
        core->frame.whole->curve_measure == FAMILIES) {
        return NULL;
    }
    struct knapsack_forced *forced = PP_NEW(arena, struct knapsack_forced, 1);
    forced->best = PP_NEW(arena, int64_t, MOST_CELLS);
    forced->rest = PP_NEW(arena, int64_t, MOST_CELLS);
    forced->known = PP_NEW(arena, bool, MOST_CELLS);
    return forced;
}

/* The measure of the curve is counted exactly, the others "at most". */
static enum measure exact_measure(const struct knapsack_forced *forced)
{
    return forced->k->core->frame.whole->curve_measure;
}

static int32_t units(const struct knapsack_forced *forced, int r, int32_t amount)
{
    return amount / forced->k->core->frame.buckets.unit[r];
}

static int64_t *cell(const struct knapsack_forced *forced, int64_t *table, int32_t families,
                     int32_t others)
{
    enum measure exact = exact_measure(forced);
    enum measure other = knapsack_other(forced->k->core->frame.whole);
    return table + ((int64_t)families * forced->rooms[other] + others) * forced->rooms[exact];
}

/* One more pair: for every room, with it or without it. */
static void add_pair(struct knapsack_forced *forced, int64_t profit, const int32_t *size)
{
    enum measure exact = exact_measure(forced);
    enum measure other = knapsack_other(forced->k->core->frame.whole);
    int32_t points = forced->rooms[exact];
    for (int32_t f = forced->rooms[FAMILIES] - 1; f >= size[FAMILIES]; f--) {
        for (int32_t o = forced->rooms[other] - 1; o >= size[other]; o--) {
            int64_t *here = cell(forced, forced->best, f, o);
            const int64_t *from = cell(forced, forced->best, f - size[FAMILIES], o - size[other]);
            for (int32_t x = points - 1; x >= size[exact]; x--) {
                int64_t with = from[x - size[exact]] + profit;
                here[x] = with > here[x] ? with : here[x];
            }
        }
    }
}

static void clear(struct knapsack_forced *forced, int64_t cells)
{
    enum measure other = knapsack_other(forced->k->core->frame.whole);
    for (int64_t i = 0; i < cells; i++) {
        forced->best[i] = nothing;
    }
    for (int32_t f = 0; f < forced->rooms[FAMILIES]; f++) {
        for (int32_t o = 0; o < forced->rooms[other]; o++) {
            cell(forced, forced->best, f, o)[0] = 0;
        }
    }
    memset(forced->known, false, (size_t)cells * sizeof(forced->known[0]));
}

bool knapsack_forced_prepare(struct knapsack_forced *forced, const struct knapsack *k,
                             const int32_t *lambda, const struct knapsack_prices *prices,
                             int64_t slack)
{
    const struct core *core = k->core;
    int64_t cells = 1;
    forced->k = k;
    for (int r = 0; r < MEASURES; r++) {
        int64_t room = core->room[k->agent].of[r];
        int64_t most = (int64_t)core->room[k->agent].of[FAMILIES] * core->frame.largest.of[r];
        room = r == FAMILIES || room < most ? room : most;
        if (room > INT32_MAX / 2) {
            return false;
        }
        forced->rooms[r] = units(forced, r, (int32_t)room) + 1;
        cells *= forced->rooms[r];
        if (cells > MOST_CELLS) {
            return false;
        }
    }
    int32_t load;
    int64_t top = knapsack_rooms_at((struct knapsack *)k, prices, &load);
    clear(forced, cells);
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t pair = core->begin[k->agent]; pair < core->begin[k->agent + 1]; pair++) {
            int64_t profit = lambda[core->of[pair]] - (int64_t)core->cost[pair];
            int64_t q = knapsack_less(k, prices, profit, pair);
            top += pass == 0 && q > 0 ? q : 0;
            if (pass == 1 && q > k->bound - slack - top) {
                int32_t size[MEASURES];
                for (int r = 0; r < MEASURES; r++) {
                    size[r] = units(forced, r, core->size[r][pair]);
                }
                add_pair(forced, profit, size);
            }
        }
    }
    return true;
}

static int64_t reckon_rest(const struct knapsack_forced *forced, const int32_t *size)
{
    const struct knapsack *k = forced->k;
    enum measure exact = exact_measure(forced);
    enum measure other = knapsack_other(k->core->frame.whole);
    int32_t unit = k->core->frame.buckets.unit[exact];
    const int64_t *best = cell(forced, forced->best, forced->rooms[FAMILIES] - 1 - size[FAMILIES],
                               forced->rooms[other] - 1 - size[other]);
    int64_t most = nothing;
    for (int32_t x = 0; x + size[exact] < forced->rooms[exact]; x++) {
        if (best[x] > nothing / 2) {
            int64_t here = best[x] - knapsack_curve(k, (x + size[exact]) * unit);
            most = here > most ? here : most;
        }
    }
    return most;
}

int64_t knapsack_forced_rest(struct knapsack_forced *forced, const struct amounts *amounts)
{
    enum measure exact = exact_measure(forced);
    enum measure other = knapsack_other(forced->k->core->frame.whole);
    int32_t size[MEASURES];
    for (int r = 0; r < MEASURES; r++) {
        size[r] = units(forced, r, amounts->of[r]);
        if (size[r] >= forced->rooms[r]) {
            return INT64_MIN;
        }
    }
    int64_t at = cell(forced, forced->rest, size[FAMILIES], size[other]) - forced->rest;
    at += size[exact];
    if (!forced->known[at]) {
        forced->rest[at] = reckon_rest(forced, size);
        forced->known[at] = true;
    }
    return forced->rest[at];
}
