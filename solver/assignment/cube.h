// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Best profits of sets of pairs by what they take up: at most f families, at most o of the measure
 * that has no curve, exactly x of the one that has.  A dynamic programme over pairs, whose innermost
 * loop over x the compiler turns into vector instructions.  For caseloads of a few jobs it is small.
 */
#ifndef ASSIGNMENT_CUBE_H
#define ASSIGNMENT_CUBE_H

#include "core.h"

enum {
    CUBE_CELLS = 1 << 14,   ///< most cells
    CUBE_TOOK = 1 << 20,    ///< most cells of all pairs together whose choices are remembered
    CUBE_NO = INT32_MIN / 2 ///< no set takes up exactly that; all below CUBE_NO / 2 are such
};

struct cube {
    int32_t rooms[3]; ///< families, others, exact: largest amounts in units, plus one
    int32_t unit[3];
    enum measure measure[3];
    int32_t cells;
    int32_t *best; ///< [f][o][x]
    uint8_t *took; ///< [pair so far][cell]: it is in the best set there; only where it fits
    int32_t n_pairs;
};

/** Owned by the arena; NULL: the problem has not the shape (families, others, an exact curve). */
struct cube *cube_create(const struct frame *frame, bool remembers, struct pp_arena *arena);

/**
 * Empty, for sets within `room` whose pairs have profits of at most `most`; false: too large.
 */
bool cube_clear(struct cube *cube, const struct amounts *room, int64_t most);

/** In units of the cube's three directions; a family takes up one at least. */
void cube_size(const struct cube *cube, const struct core *core, int32_t pair, int32_t size[3]);

/** Whether it can count with such a pair: one that takes up no family it would take more than once. */
static inline bool cube_takes(const struct cube *cube, int64_t profit, const int32_t size[3])
{
    return size[0] > 0 && profit * cube->rooms[0] > CUBE_NO;
}

/** One more pair; false: too many to remember. O(cells). */
bool cube_add(struct cube *cube, int32_t profit, const int32_t size[3]);

static inline int32_t cube_cell(const struct cube *cube, int32_t families, int32_t others,
                                int32_t exact);

/** Whether the pair added as number `i` is in the best set of the pairs up to it at this cell. */
static inline bool cube_took(const struct cube *cube, int32_t i, const int32_t size[3],
                             int32_t families, int32_t others, int32_t exact)
{
    return families >= size[0] && others >= size[1] && exact >= size[2] &&
           cube->took[(int64_t)i * cube->cells + cube_cell(cube, families, others, exact)] != 0;
}

static inline int32_t cube_cell(const struct cube *cube, int32_t families, int32_t others,
                                int32_t exact)
{
    return (families * cube->rooms[1] + others) * cube->rooms[2] + exact;
}

#endif
