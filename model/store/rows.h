// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows: between a SQL table and an array of C structs, by a list of columns.
 *
 * The tables of the service are those of schema.h.  A list of a plan is
 * described in the same way, only that its table begins with `plan` and
 * `position`, and that its references are keys that may have gone.
 */
#ifndef PODPLAN_STORE_ROWS_H
#define PODPLAN_STORE_ROWS_H

#include "db.h"

#include "../schema/keys.h"

#include <podplan/buf.h>
#include <podplan/schema.h>

/** Where rows belong: a plan's id, or the one service. */
enum {
    ROWS_OF_SERVICE = 0
};

/** Inserts `count` rows, in their order. References are written as keys of `service`. */
bool rows_save(struct pp_store *store, const struct pp_service *service,
               const struct pp_table *table, int64_t plan, const void *rows, int32_t count,
               struct pp_err *err);

/** All rows of a table of the service, in the order in which they were saved. */
sqlite3_stmt *rows_select(struct pp_store *store, const struct pp_table *table, struct pp_err *err);

/** Empties `out` and puts the cell there as CSV would write it; a blank is empty. */
void rows_cell(sqlite3_stmt *stmt, const struct pp_table *table, int32_t column,
               struct pp_buf *out);

/** Finds rows of a service by key. `{.service = s}`; made as they are asked for. */
struct rows_keys {
    const struct pp_service *service;
    struct pp_arena arena;
    struct keys tables[PP_TABLE_COUNT];
    bool known[PP_TABLE_COUNT];
};

/** The row with this key, PP_NONE when there is none (or the key is NULL). */
int32_t rows_find(struct rows_keys *keys, enum pp_table_id table, const char *key);

/** An array of rows that grows in an arena, as the plan's lists do. */
struct rows_list {
    void *rows;
    int32_t count, capacity;
};

/**
 * Appends a plan's rows of one table; strings are owned by the arena.  A row that refers to what
 * the service no longer has is left out.
 */
bool rows_load(struct pp_store *store, const struct pp_table *table, int64_t plan,
               struct rows_keys *keys, struct pp_arena *arena, struct rows_list *list,
               struct pp_err *err);

#endif
