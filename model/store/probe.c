// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Probing: the first 100 bytes of the file, which begin with SQLite's words
 * and hold the application_id (sqlite.org/fileformat.html, 1.3).
 *
 * They are read without a lock, through SQLite's own file layer.  Without a
 * lock, because a file that is not ours must stay as it is; in ours these
 * bytes are written once, with the first page, and never change.  Through
 * SQLite, because a plain close() would drop the locks of every connection
 * that this process holds on the file (POSIX).
 */
#include "probe.h"

#include "migrate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    HEADER_BYTES = 100,
    APPLICATION_AT = 68 ///< four bytes, the highest first
};

/* Fills `header`, with zeros behind the end of a short file. */
static int read_header(const char *path, unsigned char header[HEADER_BYTES])
{
    char *whole = realpath(path, NULL);
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
    if (file == NULL) {
        abort();
    }
    int code = whole == NULL
                   ? SQLITE_CANTOPEN
                   : vfs->xOpen(vfs, whole, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, NULL);
    if (code == SQLITE_OK) {
        code = file->pMethods->xRead(file, header, HEADER_BYTES, 0);
    }
    int reason = errno;
    if (file->pMethods != NULL) {
        file->pMethods->xClose(file);
    }
    free(file);
    free(whole);
    errno = reason;
    return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
}

static uint32_t application_of(const unsigned char header[HEADER_BYTES])
{
    const unsigned char *at = header + APPLICATION_AT;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool is_ours(const char *path, struct pp_err *err)
{
    unsigned char header[HEADER_BYTES] = {0};
    if (read_header(path, header) != SQLITE_OK) {
        return pp_fail(err, PP_E_SYSTEM, "%s: could not be read: %s", path, strerror(errno));
    }
    if (memcmp(header, "SQLite format 3", 16) != 0) {
        return pp_fail(err, PP_E_STATE,
                       "%s: this is not a podplan file (nor any SQLite database); please give "
                       "another name with --db",
                       path);
    }
    return application_of(header) == MIGRATE_APPLICATION_ID ||
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
