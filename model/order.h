// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Canonical order: the order of keys, which no file order can change.
 *
 * A list is put in order in three steps: the place of each key among its own
 * kind, up to four such places for each item, and a sort by those.  Nothing
 * needs a comparison with a context, which standard C lacks.
 */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

#include <podplan/arena.h>

enum {
    ORDER_PLACES = 4
};

/** An item to be sorted: what it is sorted by, and where it stood. */
struct order_item {
    int64_t place[ORDER_PLACES];
    int32_t row;
};

/**
 * The place of each row among all, by its key: the `const char *` that is the row's first member
 * (NULL counts as "").  Equal keys have equal places.  Length n_rows; owned by the arena.
 */
int32_t *order_ranks(struct pp_arena *arena, const void *rows, size_t row_size, int32_t n_rows);

/** The rank of a row that may be PP_NONE: those come last. */
int64_t order_place(const int32_t *ranks, int32_t row);

/** Sorts the items, ties by row, and puts the `count` rows of `size` bytes in that order. */
void order_rows(void *rows, size_t size, struct order_item *items, int32_t count);

#endif
