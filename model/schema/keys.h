// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The keys of one table: every key that a row has or that another row
 * refers to, with the row that has it.  A hash table with open addressing,
 * so that 200,000 rows take a moment and not an hour.
 */
#ifndef PODPLAN_SCHEMA_KEYS_H
#define PODPLAN_SCHEMA_KEYS_H

#include <podplan/arena.h>
#include <podplan/buf.h>
#include <podplan/service.h>

struct keys_entry {
    const char *text;
    uint64_t hash;
    int32_t row; ///< PP_NONE: referred to, not seen yet
};

/** `{0}` is empty. */
struct keys {
    struct keys_entry *entries;
    int32_t count, capacity;
    int32_t *slots;  ///< entry number + 1; 0: free
    int32_t n_slots; ///< a power of two
};

/** The number of the entry for `text`; added, without row, when it is new. Text is copied. */
int32_t keys_enter(struct keys *keys, struct pp_arena *arena, const char *text);

/** Appends "; did you mean …?" when `text` is near a key that a row has. */
void keys_suggest(const struct keys *keys, const char *text, struct pp_buf *out);

#endif
