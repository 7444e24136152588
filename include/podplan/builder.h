// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Building a service from cells of text, wherever they come from.
 *
 * The importer and the store both feed rows here; the builder converts,
 * resolves references, and checks: cell by cell, then row against row, then
 * the service as a whole.  It never stops at the first fault; every fault and
 * warning is collected with file, line and column.
 */
#ifndef PODPLAN_BUILDER_H
#define PODPLAN_BUILDER_H

#include <podplan/schema.h>

struct pp_builder;

/** One fault or warning. */
struct pp_fault {
    bool warning;
    const char *file;   ///< "families.csv"
    int32_t line;       ///< 1 is the header; 0: the file as a whole
    const char *column; ///< NULL: the row as a whole
    const char *text;   ///< what is wrong, with the value, and what is allowed
};

/** Orders faults by file, line; the text "file:line: column: …" of each. */
struct pp_faults {
    struct pp_arena arena;
    struct pp_fault *list;
    int32_t count, capacity;
    int32_t n_faults, n_warnings; ///< also those beyond PP_MAX_FAULTS
};

/** Records one; `format` gives the text. */
void pp_faults_add(struct pp_faults *faults, bool warning, const char *file, int32_t line,
                   const char *column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/** Sorted by file, line, column, text. */
void pp_faults_sort(struct pp_faults *faults);
/** Appends "file:line: column: text\n" ("warning: " before the text of a warning). */
void pp_fault_words(const struct pp_fault *fault, struct pp_buf *out);
void pp_faults_finish(struct pp_faults *faults);

/** `faults` is borrowed and outlives the builder. */
struct pp_builder *pp_builder_create(struct pp_faults *faults, bool keep_names);

/**
 * One row: `cells[c]` is the text of column c of the table's own column order, NULL when the
 * file has no such column (when it is required, that is one fault at line 1, however many rows
 * follow).  `line` is where it stands.  Text is copied.
 */
void pp_builder_row(struct pp_builder *builder, const struct pp_table *table, int32_t line,
                    const char *const *cells);

/** One setting: a row of settings.csv, columns `name` and `value`. */
void pp_builder_setting(struct pp_builder *builder, int32_t line, const char *name,
                        const char *value);

/**
 * Resolves references, checks, freezes, sorts the faults.  Returns the service (owned by the
 * caller), or NULL when there is any fault, also one that the caller recorded.  Destroys the
 * builder either way.  A required table without a row is a fault here, unless the caller recorded
 * one about that file already.
 */
struct pp_service *pp_builder_finish(struct pp_builder *builder);

void pp_builder_destroy(struct pp_builder *builder);

#endif
