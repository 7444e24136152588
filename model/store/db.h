// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The connection: what every file of the store does with SQLite.
 *
 * Errors are put into words here and only here.  SQL texts are literals of
 * this folder, or put together from names of our own const tables; values are
 * always bound.
 */
#ifndef PODPLAN_STORE_DB_H
#define PODPLAN_STORE_DB_H

#include <podplan/arena.h>
#include <podplan/err.h>
#include <podplan/store.h>

#include <sqlite3.h>

struct pp_store {
    sqlite3 *db;
    char *path; ///< as the caller wrote it, for messages
};

/** Fills `err` with what SQLite just said while we could not `doing`; returns false. */
bool db_fail(const struct pp_store *store, struct pp_err *err, const char *doing);

/** Runs statements without values. */
bool db_exec(struct pp_store *store, const char *sql, struct pp_err *err);

/** One whole number, the first column of the first row; 0 when there is no row. */
bool db_number(struct pp_store *store, const char *sql, int64_t *number, struct pp_err *err);

/** Begins a transaction that will write; waits for another writer, but not for ever. */
bool db_begin(struct pp_store *store, struct pp_err *err);

/** Begins a transaction that reads one state of the file. */
bool db_begin_reading(struct pp_store *store, struct pp_err *err);

/** Commits when `ok`, else (also when that fails) rolls back; true only when committed. */
bool db_end(struct pp_store *store, bool ok, struct pp_err *err);

/** A statement, NULL on failure; the caller finalises it. */
sqlite3_stmt *db_prepare(struct pp_store *store, const char *sql, struct pp_err *err);

/** One step: `*row` tells whether there is a row to read. */
bool db_step(struct pp_store *store, sqlite3_stmt *stmt, bool *row, struct pp_err *err);

/** Runs a statement that gives no rows, and makes it ready to be bound again. */
bool db_run(struct pp_store *store, sqlite3_stmt *stmt, struct pp_err *err);

/** Binds a text, which is copied; NULL is bound as NULL. */
void db_bind_text(sqlite3_stmt *stmt, int parameter, const char *text);

/** The text of a column, copied into the arena; NULL for NULL. */
const char *db_text(sqlite3_stmt *stmt, int column, struct pp_arena *arena);

/** The place of a word in a list that ends with NULL; -1: it is none of them. */
int32_t db_word(const char *const *words, const char *word);

/** The text of a column, cut to `size` bytes, "" for NULL; returns `text`. */
const char *db_copy_text(sqlite3_stmt *stmt, int column, char *text, size_t size);

/** The clock, in SQL: RFC 3339, UTC. */
#define DB_NOW "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"

enum {
    DB_HASH_TEXT = 17
};

/** SQLite's integers have a sign: hashes are kept as 16 hexadecimal digits. Returns `text`. */
const char *db_hash_text(uint64_t hash, char text[DB_HASH_TEXT]);

#endif
