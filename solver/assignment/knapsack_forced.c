// SPDX-License-Identifier: GPL-3.0-or-later
/* A cube of all pairs that matter, and what it leaves for one pair more (knapsack_forced.h). */
#include "knapsack_forced.h"

#include "cube.h"
#include "knapsack_parts.h"

#include <string.h>

enum {
    CELLS_A_STEP = 8 ///< of a cube, in an elementary step
};

struct knapsack_forced {
    const struct knapsack *k;
    struct cube *cube;
    int64_t *rest; ///< [cell of the cube]: T of that size, as far as it was asked for
    bool *known;
};

struct knapsack_forced *knapsack_forced_create(const struct core *core, struct pp_arena *arena)
{
    struct cube *cube = cube_create(&core->frame, false, arena);
    if (cube == NULL) {
        return NULL;
    }
    struct knapsack_forced *forced = PP_NEW(arena, struct knapsack_forced, 1);
    forced->cube = cube;
    forced->rest = PP_NEW(arena, int64_t, CUBE_CELLS);
    forced->known = PP_NEW(arena, bool, CUBE_CELLS);
    return forced;
}

/* The room of the agent in hand, but no more than as many of the largest pairs as it has room for. */
static struct amounts useful_room(const struct core *core, int32_t agent)
{
    struct amounts room = core->room[agent];
    for (int r = 0; r < MEASURES; r++) {
        int64_t most = (int64_t)core->room[agent].of[FAMILIES] * core->frame.largest.of[r];
        room.of[r] = room.of[r] < most ? room.of[r] : (int32_t)most;
    }
    return room;
}

bool knapsack_forced_prepare(struct knapsack_forced *forced, struct knapsack *k,
                             const int32_t *lambda, const struct knapsack_prices *prices,
                             int64_t slack)
{
    const struct core *core = k->core;
    struct amounts room = useful_room(core, k->agent);
    forced->k = k;
    if (!cube_clear(forced->cube, &room, core->frame.price)) {
        return false;
    }
    int32_t load, begin = core->begin[k->agent], end = core->begin[k->agent + 1];
    int64_t top = knapsack_rooms_at(k, prices, &load);
    for (int32_t pair = begin; pair < end; pair++) {
        int64_t q = knapsack_less(k, prices, lambda[core->of[pair]] - core->cost[pair], pair);
        top += q > 0 ? q : 0;
    }
    for (int32_t pair = begin; pair < end; pair++) {
        int32_t size[3], profit = lambda[core->of[pair]] - core->cost[pair];
        if (knapsack_less(k, prices, profit, pair) > k->bound - slack - top) {
            cube_size(forced->cube, core, pair, size);
            if (!cube_takes(forced->cube, profit, size)) {
                return false;
            }
            cube_add(forced->cube, profit, size);
            k->work += forced->cube->cells / CELLS_A_STEP;
        }
    }
    memset(forced->known, false, (size_t)forced->cube->cells * sizeof(forced->known[0]));
    return true;
}

static int64_t reckon_rest(const struct knapsack_forced *forced, const int32_t size[3])
{
    const struct cube *cube = forced->cube;
    const int32_t *best =
        cube->best + cube_cell(cube, cube->rooms[0] - 1 - size[0], cube->rooms[1] - 1 - size[1], 0);
    int64_t most = INT64_MIN / 4;
    for (int32_t x = 0; x + size[2] < cube->rooms[2]; x++) {
        if (best[x] > CUBE_NO / 2) {
            int64_t here = best[x] - knapsack_curve(forced->k, (x + size[2]) * cube->unit[2]);
            most = here > most ? here : most;
        }
    }
    return most;
}

int64_t knapsack_forced_rest(struct knapsack_forced *forced, const struct amounts *amounts)
{
    const struct cube *cube = forced->cube;
    int32_t size[3];
    for (int i = 0; i < 3; i++) {
        size[i] = amounts->of[cube->measure[i]] / cube->unit[i];
        if (size[i] >= cube->rooms[i]) {
            return INT64_MIN / 4;
        }
    }
    int32_t at = cube_cell(cube, size[0], size[1], size[2]);
    if (!forced->known[at]) {
        forced->rest[at] = reckon_rest(forced, size);
        forced->known[at] = true;
    }
    return forced->rest[at];
}
