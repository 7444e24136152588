// SPDX-License-Identifier: GPL-3.0-or-later
/* Keys of a table: linear probing, at most half full, doubling. */
#include "keys.h"

#include "text.h"

#include <podplan/rng.h>

#include <string.h>

/* The slot that holds `text`, or the free one where it belongs. */
static int32_t slot_of(const struct keys *keys, const char *text, uint64_t hash)
{
    int32_t mask = keys->n_slots - 1;
    int32_t slot = (int32_t)(hash & (uint64_t)mask);
    while (keys->slots[slot] != 0) {
        const struct keys_entry *entry = &keys->entries[keys->slots[slot] - 1];
        if (entry->hash == hash && strcmp(entry->text, text) == 0) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow(struct keys *keys, struct pp_arena *arena)
{
    keys->n_slots = keys->n_slots == 0 ? 64 : 2 * keys->n_slots;
    keys->slots = PP_NEW(arena, int32_t, keys->n_slots);
    for (int32_t e = 0; e < keys->count; e++) {
        keys->slots[slot_of(keys, keys->entries[e].text, keys->entries[e].hash)] = e + 1;
    }
}

int32_t keys_enter(struct keys *keys, struct pp_arena *arena, const char *text)
{
    if (2 * (keys->count + 1) > keys->n_slots) {
        grow(keys, arena);
    }
    uint64_t hash = pp_hash(0, text, strlen(text));
    int32_t slot = slot_of(keys, text, hash);
    if (keys->slots[slot] == 0) {
        keys->entries = pp_arena_grow(arena, keys->entries, &keys->capacity, keys->count + 1,
                                      sizeof(*keys->entries));
        keys->entries[keys->count++] =
            (struct keys_entry){pp_arena_string(arena, text), hash, PP_NONE};
        keys->slots[slot] = keys->count;
    }
    return keys->slots[slot] - 1;
}

void keys_suggest(const struct keys *keys, const char *text, struct pp_buf *out)
{
    struct text_near near = {.word = text, .distance = TEXT_FAR};
    for (int32_t e = 0; e < keys->count; e++) {
        if (keys->entries[e].row != PP_NONE) {
            text_offer(&near, keys->entries[e].text);
        }
    }
    text_suggest(&near, out);
}
