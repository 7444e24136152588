// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Probing: SQLite opens the file as immutable, which takes no lock, rolls
 * nothing back and writes nothing, and reads the application_id.
 *
 * Reading the bytes ourselves would do the same, except that closing the file
 * would drop the locks of every connection this process holds on it (POSIX).
 * What stands in the file itself is enough: a new file is switched to WAL
 * only after its application_id has been committed.
 */
#include "probe.h"

#include "migrate.h"

#include <podplan/buf.h>

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* "file:…?immutable=1" for a path of any bytes. */
static void add_uri(struct pp_buf *uri, const char *path)
{
    pp_buf_add(uri, path[0] == '/' ? "file:" : "file:./");
    for (const char *c = path; *c != '\0'; c++) {
        if (isalnum((unsigned char)*c) || strchr("/._-", *c) != NULL) {
            pp_buf_addn(uri, c, 1);
        } else {
            pp_buf_printf(uri, "%%%02x", (unsigned)(unsigned char)*c);
        }
    }
    pp_buf_add(uri, "?immutable=1");
}

/* The application_id, or SQLite's complaint. */
static int read_application(sqlite3 *db, int *application)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA application_id", -1, &stmt, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(stmt);
        *application = code == SQLITE_ROW ? sqlite3_column_int(stmt, 0) : 0;
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

static bool is_ours(const char *path, struct pp_err *err)
{
    struct pp_buf uri = {0};
    add_uri(&uri, path);
    sqlite3 *db = NULL;
    int application = 0;
    int code =
        sqlite3_open_v2(pp_buf_text(&uri), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    if (code == SQLITE_OK) {
        code = read_application(db, &application);
    }
    int system_error = db == NULL ? 0 : sqlite3_system_errno(db);
    sqlite3_close(db);
    pp_buf_finish(&uri);
    if (code == SQLITE_CANTOPEN || code == SQLITE_IOERR) {
        return pp_fail(err, PP_E_SYSTEM, "%s: could not be read: %s", path,
                       system_error != 0 ? strerror(system_error) : "the disk reports an error");
    }
    if (code != SQLITE_OK) {
        return pp_fail(err, PP_E_STATE,
                       "%s: this is not a podplan file (nor any SQLite database); please give "
                       "another name with --db",
                       path);
    }
    return application == MIGRATE_APPLICATION_ID ||
           pp_fail(err, PP_E_STATE,
                   "%s: this is another program's SQLite database, not a podplan file; please give "
                   "another name with --db",
                   path);
}

bool probe_file(const char *path, bool *blank, struct pp_err *err)
{
    struct stat found;
    *blank = false;
    if (stat(path, &found) != 0) {
        *blank = errno == ENOENT;
        return *blank ||
               pp_fail(err, PP_E_SYSTEM, "%s: could not be read: %s", path, strerror(errno));
    }
    if (S_ISDIR(found.st_mode)) {
        return pp_fail(err, PP_E_STATE, "%s: this is a folder; a podplan file is wanted", path);
    }
    if (!S_ISREG(found.st_mode)) {
        return pp_fail(err, PP_E_STATE, "%s: this is no ordinary file; a podplan file is wanted",
                       path);
    }
    *blank = found.st_size == 0;
    return *blank || is_ours(path, err);
}
