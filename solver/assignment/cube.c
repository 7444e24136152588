// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of x, one for each f and o, extended in place from the largest f down (cube.h). */
#include "cube.h"

#include "vector.h"

struct cube *cube_create(const struct frame *frame, bool remembers, struct pp_arena *arena)
{
    enum measure exact = frame->whole->curve_measure;
    if (frame->single || !frame->buckets.exact || exact == FAMILIES) {
        return NULL;
    }
    struct cube *cube = PP_NEW(arena, struct cube, 1);
    *cube = (struct cube){.measure = {FAMILIES, exact == POINTS ? CHILDREN : POINTS, exact}};
    for (int i = 0; i < 3; i++) {
        cube->unit[i] = frame->buckets.unit[cube->measure[i]];
    }
    cube->best = PP_NEW(arena, int32_t, CUBE_CELLS);
    cube->took = remembers ? PP_NEW(arena, uint8_t, CUBE_TOOK) : NULL;
    return cube;
}

bool cube_clear(struct cube *cube, const struct amounts *room, int64_t most)
{
    int64_t cells = 1;
    for (int i = 0; i < 3; i++) {
        cube->rooms[i] = room->of[cube->measure[i]] / cube->unit[i] + 1;
        cells *= cube->rooms[i];
        if (cells > CUBE_CELLS) {
            return false;
        }
    }
    if (most * cube->rooms[0] >= -(CUBE_NO / 2)) {
        return false;
    }
    cube->cells = (int32_t)cells;
    cube->n_pairs = 0;
    for (int32_t i = 0; i < cube->cells; i++) {
        cube->best[i] = CUBE_NO;
    }
    for (int32_t i = 0; i < cube->cells; i += cube->rooms[2]) {
        cube->best[i] = 0;
    }
    return true;
}

void cube_size(const struct cube *cube, const struct core *core, int32_t pair, int32_t size[3])
{
    for (int i = 0; i < 3; i++) {
        size[i] = core->size[cube->measure[i]][pair] / cube->unit[i];
    }
}

VECTORISED
static void extend(int32_t *here, const int32_t *from, int32_t n, int32_t profit)
{
    for (int32_t x = 0; x < n; x++) {
        int32_t with = from[x] + profit;
        here[x] = with > here[x] ? with : here[x];
    }
}

VECTORISED
static void extend_and_remember(int32_t *here, const int32_t *from, int32_t n, int32_t profit,
                                uint8_t *took)
{
    for (int32_t x = 0; x < n; x++) {
        int32_t with = from[x] + profit;
        took[x] = with > here[x];
        here[x] = with > here[x] ? with : here[x];
    }
}

bool cube_add(struct cube *cube, int32_t profit, const int32_t size[3])
{
    uint8_t *took = NULL;
    if (cube->took != NULL) {
        if ((int64_t)(cube->n_pairs + 1) * cube->cells > CUBE_TOOK) {
            return false;
        }
        took = cube->took + (int64_t)cube->n_pairs * cube->cells;
    }
    cube->n_pairs++;
    int32_t n = cube->rooms[2] - size[2];
    for (int32_t f = cube->rooms[0] - 1; f >= size[0] && n > 0; f--) {
        for (int32_t o = cube->rooms[1] - 1; o >= size[1]; o--) {
            int32_t at = cube_cell(cube, f, o, size[2]);
            const int32_t *from = cube->best + cube_cell(cube, f - size[0], o - size[1], 0);
            if (took != NULL) {
                extend_and_remember(cube->best + at, from, n, profit, took + at);
            } else {
                extend(cube->best + at, from, n, profit);
            }
        }
    }
    return true;
}
