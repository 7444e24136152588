// SPDX-License-Identifier: GPL-3.0-or-later
/* Cuts calendars into events, and reads the few lines of each that count changes. */
#include "feed_blocks.h"

#include "test.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct block {
    const char *uid;
    const char *whole; ///< its lines
    const char *looks; ///< those that people see
    const char *created, *modified, *stamp;
    long sequence;
};

/* The value of a line of the block; "" when there is none. */
static const char *value_of(struct pp_arena *arena, const char *whole, const char *name)
{
    const char *at = strstr(whole, name);
    return at == NULL ? ""
                      : pp_arena_printf(arena, "%.*s", (int)strcspn(at + strlen(name), "\r"),
                                        at + strlen(name));
}

static bool counts_changes(const char *line)
{
    static const char *const names[] = {"SEQUENCE:", "LAST-MODIFIED:", "DTSTAMP:"};
    for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
        if (strncmp(line, names[n], strlen(names[n])) == 0) {
            return true;
        }
    }
    return false;
}

static const char *looks_of(struct pp_arena *arena, const char *whole)
{
    char *looks = pp_arena_alloc(arena, strlen(whole) + 1, 1), *end = looks;
    for (const char *next; *whole != '\0'; whole = next) {
        next = strchr(whole, '\n') + 1;
        if (!counts_changes(whole)) {
            memcpy(end, whole, (size_t)(next - whole));
            end += next - whole;
        }
    }
    return looks;
}

static struct block block_of(struct pp_arena *arena, const char *begin, const char *end)
{
    struct block block = {.whole = pp_arena_printf(arena, "%.*s", (int)(end - begin), begin)};
    block.uid = value_of(arena, block.whole, "\nUID:");
    block.looks = looks_of(arena, block.whole);
    block.created = value_of(arena, block.whole, "\nCREATED:");
    block.modified = value_of(arena, block.whole, "\nLAST-MODIFIED:");
    block.stamp = value_of(arena, block.whole, "\nDTSTAMP:");
    block.sequence = atol(value_of(arena, block.whole, "\nSEQUENCE:"));
    return block;
}

static struct block *blocks_of(struct pp_arena *arena, const char *calendar, int32_t *count)
{
    struct block *blocks = NULL;
    int32_t capacity = 0;
    *count = 0;
    for (const char *at = calendar; (at = strstr(at, "BEGIN:VEVENT")) != NULL;) {
        const char *end = strstr(at, "END:VEVENT");
        blocks = pp_arena_grow(arena, blocks, &capacity, *count + 1, sizeof(*blocks));
        blocks[(*count)++] = block_of(arena, at, end);
        at = end;
    }
    return blocks;
}

static const struct block *find(const struct block *blocks, int32_t count, const char *uid)
{
    for (int32_t b = 0; b < count; b++) {
        if (strcmp(blocks[b].uid, uid) == 0) {
            return &blocks[b];
        }
    }
    return NULL;
}

static void assert_risen(const struct block *before, const struct block *after)
{
    if (after->sequence <= before->sequence || strcmp(after->modified, before->modified) <= 0 ||
        strcmp(after->created, before->created) != 0) {
        fail_msg("an event has changed and not risen:\n%s\n%s", before->whole, after->whole);
    }
}

void blocks_assert_edit(const char *before, const char *after)
{
    struct pp_arena arena = {0};
    int32_t n_before, n_after;
    const struct block *old = blocks_of(&arena, before, &n_before);
    const struct block *now = blocks_of(&arena, after, &n_after);
    for (int32_t b = 0; b < n_after; b++) {
        const struct block *was = find(old, n_before, now[b].uid);
        assert_string_equal(now[b].stamp, now[b].modified);
        if (was != NULL && strcmp(was->looks, now[b].looks) == 0) {
            assert_string_equal(was->whole, now[b].whole);
        } else if (was != NULL) {
            assert_risen(was, &now[b]);
        }
    }
    pp_arena_finish(&arena);
}

void blocks_remember(struct blocks_history *history, const char *calendar)
{
    int32_t count;
    const struct block *now = blocks_of(&history->arena, calendar, &count);
    for (int32_t b = 0; b < count; b++) {
        struct block *last =
            (struct block *)(uintptr_t)find(history->seen, history->count, now[b].uid);
        if (last == NULL) {
            history->seen = pp_arena_grow(&history->arena, history->seen, &history->capacity,
                                          history->count + 1, sizeof(*history->seen));
            history->seen[history->count++] = now[b];
            continue;
        }
        if (strcmp(last->whole, now[b].whole) != 0) {
            assert_risen(last, &now[b]);
            history->back += strcmp(last->looks, now[b].looks) == 0;
            *last = now[b];
        }
    }
}

void blocks_forget(struct blocks_history *history)
{
    pp_arena_finish(&history->arena);
    *history = (struct blocks_history){0};
}
