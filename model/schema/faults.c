// SPDX-License-Identifier: GPL-3.0-or-later
/* Faults and warnings: collected, sorted, put into words. */
#include <podplan/builder.h>
#include <podplan/limits.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* vprintf into the arena. */
static const char *words_of(struct pp_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    size_t bytes = (size_t)(length < 0 ? 0 : length) + 1;
    char *text = pp_arena_alloc(arena, bytes, 1);
    vsnprintf(text, bytes, format, args);
    return text;
}

void pp_faults_add(struct pp_faults *faults, bool warning, const char *file, int32_t line,
                   const char *column, const char *format, ...)
{
    /* Each kind has its own room, so that no flood of warnings hides a fault. */
    int32_t seen = warning ? faults->n_warnings++ : faults->n_faults++;
    if (seen >= PP_MAX_FAULTS) {
        return;
    }
    va_list args;
    va_start(args, format);
    const char *text = words_of(&faults->arena, format, args);
    va_end(args);
    faults->list = pp_arena_grow(&faults->arena, faults->list, &faults->capacity, faults->count + 1,
                                 sizeof(*faults->list));
    faults->list[faults->count++] =
        (struct pp_fault){.warning = warning,
                          .file = pp_arena_string(&faults->arena, file),
                          .line = line,
                          .column = pp_arena_string(&faults->arena, column),
                          .text = text};
}

static int by_place(const void *one, const void *two)
{
    const struct pp_fault *a = one, *b = two;
    int order = strcmp(a->file, b->file);
    if (order == 0) {
        order = (a->line > b->line) - (a->line < b->line);
    }
    if (order == 0) {
        order = strcmp(a->column == NULL ? "" : a->column, b->column == NULL ? "" : b->column);
    }
    return order != 0 ? order : strcmp(a->text, b->text);
}

void pp_faults_sort(struct pp_faults *faults)
{
    if (faults->count > 0) {
        qsort(faults->list, (size_t)faults->count, sizeof(*faults->list), by_place);
    }
}

void pp_fault_words(const struct pp_fault *fault, struct pp_buf *out)
{
    pp_buf_add(out, fault->file);
    if (fault->line > 0) {
        pp_buf_printf(out, ":%d", fault->line);
    }
    if (fault->column != NULL) {
        pp_buf_printf(out, ": %s", fault->column);
    }
    pp_buf_printf(out, ": %s%s\n", fault->warning ? "warning: " : "", fault->text);
}

void pp_faults_finish(struct pp_faults *faults)
{
    pp_arena_finish(&faults->arena);
    *faults = (struct pp_faults){0};
}
