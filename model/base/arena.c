// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Arena: a stack of blocks, each at least 64 kB, freed together.
 *
 * The header promises that allocation never fails; a machine without memory
 * ends the process with a message, because no caller could do better.
 */
#include <podplan/arena.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_BYTES = 64 << 10
};

struct pp_arena_block {
    struct pp_arena_block *below;
    size_t used, size;
    _Alignas(max_align_t) unsigned char bytes[];
};

static _Noreturn void out_of_memory(void)
{
    fputs("podplan: out of memory\n", stderr);
    abort();
}

static struct pp_arena_block *push_block(struct pp_arena *arena, size_t bytes)
{
    size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    struct pp_arena_block *block = malloc(sizeof(*block) + size);
    if (block == NULL) {
        out_of_memory();
    }
    *block = (struct pp_arena_block){.below = arena->top, .size = size};
    arena->top = block;
    return block;
}

void *pp_arena_room(struct pp_arena *arena, size_t count, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    if (size != 0 && count > (SIZE_MAX / 2) / size) {
        out_of_memory();
    }
    size_t bytes = (count * size + align - 1) / align * align;
    struct pp_arena_block *block = arena->top;
    if (block == NULL || block->size - block->used < bytes) {
        block = push_block(arena, bytes);
    }
    void *room = block->bytes + block->used;
    block->used += bytes;
    arena->used += bytes;
    return room;
}

void *pp_arena_alloc(struct pp_arena *arena, size_t count, size_t size)
{
    return memset(pp_arena_room(arena, count, size), 0, count * size);
}

void *pp_arena_copy(struct pp_arena *arena, const void *from, size_t bytes)
{
    void *copy = pp_arena_room(arena, bytes, 1);
    if (bytes > 0) {
        memcpy(copy, from, bytes);
    }
    return copy;
}

char *pp_arena_string(struct pp_arena *arena, const char *text)
{
    return text == NULL ? NULL : pp_arena_copy(arena, text, strlen(text) + 1);
}

char *pp_arena_printf(struct pp_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = pp_arena_alloc(arena, (size_t)(length < 0 ? 0 : length) + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void *pp_arena_grow(struct pp_arena *arena, void *array, int32_t *capacity, int32_t want,
                    size_t size)
{
    if (want <= *capacity) {
        return array;
    }
    int32_t old = *capacity;
    int32_t grown = old < 8 ? 8 : old;
    while (grown < want) {
        grown = grown > INT32_MAX / 2 ? INT32_MAX : grown * 2;
    }
    void *room = pp_arena_alloc(arena, (size_t)grown, size);
    if (old > 0) {
        memcpy(room, array, (size_t)old * size);
    }
    *capacity = grown;
    return room;
}

void pp_arena_finish(struct pp_arena *arena)
{
    while (arena->top != NULL) {
        struct pp_arena_block *block = arena->top;
        arena->top = block->below;
        free(block);
    }
    arena->used = 0;
}

void pp_arena_clear(struct pp_arena *arena)
{
    size_t used = arena->used;
    if (arena->top != NULL && arena->top->below != NULL) {
        pp_arena_finish(arena);
        push_block(arena, used); // all that there was, in one
    } else if (arena->top != NULL) {
        arena->top->used = 0;
    }
    arena->used = 0;
}
