// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The connection: transactions, statements, and SQLite's result codes as
 * sentences that say what to do (codes: sqlite.org/rescode.html).
 */
#include "db.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The words for a primary result code; NULL: SQLite's own are the best there are. */
static const char *words_for(int code, int system_error)
{
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "another podplan is using the file; please try again when it has finished";
    case SQLITE_FULL:
        return "there is no room left on the disk; nothing was changed";
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return "the file or its folder may not be written";
    case SQLITE_CANTOPEN:
        return system_error != 0 ? strerror(system_error) : NULL;
    case SQLITE_IOERR:
        return system_error != 0 ? strerror(system_error) : NULL;
    default:
        return NULL;
    }
}

static bool is_damage(int code)
{
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_MISMATCH ||
           code == SQLITE_ERROR;
}

bool db_fail(const struct pp_store *store, struct pp_err *err, const char *doing)
{
    int code = sqlite3_errcode(store->db) & 0xff;
    const char *words = words_for(code, sqlite3_system_errno(store->db));
    if (words == NULL) {
        words = sqlite3_errmsg(store->db);
    }
    if (is_damage(code)) {
        return pp_fail(err, PP_E_STATE, "%s: the file is damaged: could not %s: %s", store->path,
                       doing, words);
    }
    return pp_fail(err, code == SQLITE_CONSTRAINT ? PP_E_BUG : PP_E_SYSTEM, "%s: could not %s: %s",
                   store->path, doing, words);
}

bool db_exec(struct pp_store *store, const char *sql, struct pp_err *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           db_fail(store, err, "change the file");
}

bool db_number(struct pp_store *store, const char *sql, int64_t *number, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store, sql, err);
    bool row = false;
    bool ok = stmt != NULL && db_step(store, stmt, &row, err);
    *number = row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return ok;
}

bool db_begin(struct pp_store *store, struct pp_err *err)
{
    return sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK ||
           db_fail(store, err, "begin to write");
}

bool db_begin_reading(struct pp_store *store, struct pp_err *err)
{
    return sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK ||
           db_fail(store, err, "begin to read");
}

bool db_end(struct pp_store *store, bool ok, struct pp_err *err)
{
    if (ok && sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK) {
        return true;
    }
    if (ok) {
        db_fail(store, err, "finish writing");
    }
    // A full disk may have rolled the transaction back already.
    if (!sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return false;
}

sqlite3_stmt *db_prepare(struct pp_store *store, const char *sql, struct pp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        db_fail(store, err, "read the file");
        return NULL;
    }
    return stmt;
}

bool db_step(struct pp_store *store, sqlite3_stmt *stmt, bool *row, struct pp_err *err)
{
    int code = sqlite3_step(stmt);
    *row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE || db_fail(store, err, "read the file");
}

bool db_run(struct pp_store *store, sqlite3_stmt *stmt, struct pp_err *err)
{
    bool ok = sqlite3_step(stmt) == SQLITE_DONE || db_fail(store, err, "write to the file");
    sqlite3_reset(stmt);
    return ok;
}

void db_bind_text(sqlite3_stmt *stmt, int parameter, const char *text)
{
    if (text == NULL) {
        sqlite3_bind_null(stmt, parameter);
    } else {
        sqlite3_bind_text(stmt, parameter, text, -1, SQLITE_TRANSIENT);
    }
}

const char *db_text(sqlite3_stmt *stmt, int column, struct pp_arena *arena)
{
    return pp_arena_string(arena, (const char *)sqlite3_column_text(stmt, column));
}

int32_t db_word(const char *const *words, const char *word)
{
    for (int32_t n = 0; words[n] != NULL; n++) {
        if (strcmp(words[n], word) == 0) {
            return n;
        }
    }
    return -1;
}

const char *db_copy_text(sqlite3_stmt *stmt, int column, char *text, size_t size)
{
    const char *value = (const char *)sqlite3_column_text(stmt, column);
    snprintf(text, size, "%s", value == NULL ? "" : value);
    return text;
}

const char *db_hash_text(uint64_t hash, char text[DB_HASH_TEXT])
{
    snprintf(text, DB_HASH_TEXT, "%016" PRIx64, hash);
    return text;
}
