// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Arena: memory with one lifetime.
 *
 * One arena a service, one a plan, one a solve.  `{0}` is a valid empty arena.
 * Allocation zeroes, is aligned for any type, and never fails: out of memory
 * ends the process, because what protects it are the limits of limits.h.
 */
#ifndef PODPLAN_ARENA_H
#define PODPLAN_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct pp_arena_block;

struct pp_arena {
    struct pp_arena_block *top; ///< newest block
    size_t used;                ///< bytes handed out, for reports
};

/** `count` zeroed items of `size` bytes; owned by the arena. */
void *pp_arena_alloc(struct pp_arena *arena, size_t count, size_t size);

/** The same, not zeroed: for what is written before it is read. */
void *pp_arena_room(struct pp_arena *arena, size_t count, size_t size);

/** A copy of `bytes` bytes; owned by the arena. */
void *pp_arena_copy(struct pp_arena *arena, const void *from, size_t bytes);

/** A copy of a string (NULL gives NULL); owned by the arena. */
char *pp_arena_string(struct pp_arena *arena, const char *text);

/** printf into the arena; owned by the arena. */
char *pp_arena_printf(struct pp_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Grows an array inside the arena: returns room for at least `want` items of
 * `size` bytes, doubling `*capacity`; the old array stays where it was.
 */
void *pp_arena_grow(struct pp_arena *arena, void *array, int32_t *capacity, int32_t want,
                    size_t size);

/** Frees everything; the arena is then empty and usable again. */
void pp_arena_finish(struct pp_arena *arena);

/** Empties the arena and keeps the memory for what comes next, once it has seen how much that is. */
void pp_arena_clear(struct pp_arena *arena);

/** `PP_NEW(arena, struct x, n)`: n zeroed items. */
#define PP_NEW(arena, type, count) ((type *)pp_arena_alloc((arena), (size_t)(count), sizeof(type)))

#endif
