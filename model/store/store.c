// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The store: one SQLite file, opened with care.
 *
 *   1. look what stands at the path, and leave alone what is not ours;
 *   2. connect, and bring the file to the newest version (migrate.c);
 *   3. switch to WAL with synchronous=FULL, and foreign keys on.
 *
 * WAL comes last, so that a file whose making was interrupted is either empty
 * or complete.  What is stored is in store_service.c, store_plan.c,
 * store_events.c, store_published.c and store_swaps.c; the shape of the tables
 * is in migrations/.
 */
#include "migrate.h"
#include "probe.h"

#include <podplan/buf.h>

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUSY_MILLISECONDS = 10000, ///< wait for another writer; an import takes one or two
    PAUSE_MILLISECONDS = 10
};

/* The file and its folder, where SQLite puts what is not yet in the file. */
static bool may_write(const char *path, bool blank, struct pp_err *err)
{
    bool missing = blank && access(path, F_OK) != 0;
    if (!missing && access(path, W_OK) != 0) {
        return pp_fail(err, PP_E_SYSTEM, "%s: the file may not be written: %s", path,
                       strerror(errno));
    }
    struct pp_arena arena = {0};
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash == NULL ? "." : pp_arena_printf(&arena, "%.*s/", (int)(slash - path), path);
    bool ok = access(folder, W_OK | X_OK) == 0 ||
              pp_fail(err, PP_E_SYSTEM, "%s: nothing can be written in the folder of the file: %s",
                      path, strerror(errno));
    pp_arena_finish(&arena);
    return ok;
}

static struct pp_store *connect(const char *path, struct pp_err *err)
{
    bool missing = access(path, F_OK) != 0;
    struct pp_store *store = calloc(1, sizeof(*store));
    char *copy = strdup(path);
    if (store == NULL || copy == NULL) {
        abort();
    }
    store->path = copy;
    struct pp_buf name = {0};
    // "./" keeps ":memory:" and "file:" from meaning anything but a file of that name.
    pp_buf_printf(&name, "%s%s", path[0] == '/' ? "" : "./", path);
    int code =
        sqlite3_open_v2(pp_buf_text(&name), &store->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (missing) {
        // Where children are is nobody else's business; a disk without such rights is let be.
        (void)chmod(pp_buf_text(&name), S_IRUSR | S_IWUSR);
    }
    pp_buf_finish(&name);
    if (code != SQLITE_OK) {
        db_fail(store, err, "open the file");
        pp_store_close(store);
        return NULL;
    }
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
    return store;
}

/* A file that came by mail is not trusted with more than its tables. */
static bool be_careful(struct pp_store *store, struct pp_err *err)
{
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return db_exec(store,
                   "PRAGMA trusted_schema = OFF;"
                   "PRAGMA cell_size_check = ON;"
                   "PRAGMA foreign_keys = OFF;" // migrations may rebuild tables
                   "PRAGMA synchronous = FULL",
                   err);
}

/* SQLite does not wait by itself while another program is making the same switch. */
static bool switch_to_wal(struct pp_store *store, struct pp_err *err)
{
    int waited = 0, code;
    while ((code = sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) !=
           SQLITE_OK) {
        if ((code & 0xff) != SQLITE_BUSY || waited >= BUSY_MILLISECONDS) {
            return db_fail(store, err, "prepare the file");
        }
        waited += sqlite3_sleep(PAUSE_MILLISECONDS);
    }
    return true;
}

static bool go_live(struct pp_store *store, struct pp_err *err)
{
    int64_t is_wal;
    if (!switch_to_wal(store, err) ||
        !db_number(store, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &is_wal, err)) {
        return false;
    }
    if (!is_wal) {
        return pp_fail(err, PP_E_SYSTEM,
                       "%s: this disk does not do write-ahead logging, which keeps the file safe; "
                       "please use a disk of this machine",
                       store->path);
    }
    return db_exec(store, "PRAGMA foreign_keys = ON", err);
}

struct pp_store *pp_store_open(const char *path, bool create, struct pp_err *err)
{
    bool blank;
    if (!probe_file(path, &blank, err)) {
        return NULL;
    }
    if (blank && !create) {
        pp_fail(err, PP_E_STATE,
                "%s: there is no podplan file yet; please import a service first "
                "(podplan import FOLDER)",
                path);
        return NULL;
    }
    struct pp_store *store = may_write(path, blank, err) ? connect(path, err) : NULL;
    if (store == NULL) {
        return NULL;
    }
    if (!be_careful(store, err) || !migrate_up(store, err) || !go_live(store, err)) {
        pp_store_close(store);
        return NULL;
    }
    return store;
}

const char *pp_store_account(char text[PP_ACCOUNT_TEXT])
{
    char names[4096];
    struct passwd entry, *found = NULL;
    if (getpwuid_r(geteuid(), &entry, names, sizeof(names), &found) == 0 && found != NULL) {
        snprintf(text, PP_ACCOUNT_TEXT, "%s", found->pw_name);
    } else {
        snprintf(text, PP_ACCOUNT_TEXT, "user %lu", (unsigned long)geteuid());
    }
    return text;
}

/* The first line of what a check says. */
static bool check_says(struct pp_store *store, const char *sql, struct pp_buf *words,
                       struct pp_err *err)
{
    bool row = false;
    sqlite3_stmt *stmt = db_prepare(store, sql, err);
    bool ok = stmt != NULL && db_step(store, stmt, &row, err);
    if (ok && row) {
        pp_buf_add(words, (const char *)sqlite3_column_text(stmt, 0));
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_check(struct pp_store *store, struct pp_err *err)
{
    struct pp_buf pages = {0}, references = {0};
    bool ok = check_says(store, "PRAGMA integrity_check(1)", &pages, err) &&
              check_says(store,
                         "SELECT \"table\" || ' names a row of ' || parent || ' that is not there'"
                         " FROM pragma_foreign_key_check",
                         &references, err);
    if (ok && strcmp(pp_buf_text(&pages), "ok") != 0) {
        ok = pp_fail(err, PP_E_STATE, "%s: the file is damaged: %s", store->path,
                     pp_buf_text(&pages));
    }
    if (ok && references.length > 0) {
        ok = pp_fail(err, PP_E_STATE, "%s: the file is damaged: %s", store->path,
                     pp_buf_text(&references));
    }
    pp_buf_finish(&pages);
    pp_buf_finish(&references);
    return ok;
}

void pp_store_close(struct pp_store *store)
{
    if (store != NULL) {
        sqlite3_close_v2(store->db);
        free(store->path);
        free(store);
    }
}
