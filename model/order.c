// SPDX-License-Identifier: GPL-3.0-or-later
/* Canonical order: ranks of keys, and sorts by them. */
#include "order.h"

#include <podplan/service.h>

#include <stdlib.h>
#include <string.h>

struct keyed {
    const char *key;
    int32_t row;
};

static int compare_keys(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    return strcmp(a->key, b->key);
}

int32_t *order_ranks(struct pp_arena *arena, const void *rows, size_t row_size, int32_t n_rows)
{
    struct keyed *keyed = PP_NEW(arena, struct keyed, n_rows);
    for (int32_t row = 0; row < n_rows; row++) {
        const char *key;
        memcpy(&key, (const char *)rows + (size_t)row * row_size, sizeof(key));
        keyed[row] = (struct keyed){key == NULL ? "" : key, row};
    }
    if (n_rows > 0) {
        qsort(keyed, (size_t)n_rows, sizeof(keyed[0]), compare_keys);
    }
    int32_t *ranks = PP_NEW(arena, int32_t, n_rows);
    for (int32_t i = 0; i < n_rows; i++) {
        bool same = i > 0 && strcmp(keyed[i].key, keyed[i - 1].key) == 0;
        ranks[keyed[i].row] = same ? ranks[keyed[i - 1].row] : i;
    }
    return ranks;
}

int64_t order_place(const int32_t *ranks, int32_t row)
{
    return row == PP_NONE ? INT64_MAX : ranks[row];
}

static int compare_items(const void *left, const void *right)
{
    const struct order_item *a = left, *b = right;
    for (int i = 0; i < ORDER_PLACES; i++) {
        if (a->place[i] != b->place[i]) {
            return a->place[i] < b->place[i] ? -1 : 1;
        }
    }
    return (a->row > b->row) - (a->row < b->row);
}

void order_rows(void *rows, size_t size, struct order_item *items, int32_t count)
{
    if (count < 2) {
        return;
    }
    qsort(items, (size_t)count, sizeof(items[0]), compare_items);
    struct pp_arena arena = {0};
    char *copy = pp_arena_copy(&arena, rows, (size_t)count * size);
    for (int32_t i = 0; i < count; i++) {
        memcpy((char *)rows + (size_t)i * size, copy + (size_t)items[i].row * size, size);
    }
    pp_arena_finish(&arena);
}
