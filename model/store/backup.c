// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Backups: VACUUM INTO a name of our own, synced, then linked to the first
 * name that is free.  link() never replaces a file, and a kill leaves at most
 * the unlinked temporary copy behind.
 */
#include "backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_BACKUPS = 99 ///< of one version; more is a loop, not a habit
};

static bool sync_path(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = file >= 0 && fsync(file) == 0;
    if (file >= 0) {
        close(file);
    }
    return ok;
}

static bool sync_folder_of(const char *path, struct pp_arena *arena)
{
    char *folder = pp_arena_string(arena, path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        return sync_path(".");
    }
    slash[slash == folder ? 1 : 0] = '\0';
    return sync_path(folder);
}

/* An empty file that the same people may read as the original. */
static bool make_empty(const char *original, const char *path)
{
    struct stat rights;
    int file = stat(original, &rights) != 0
                   ? -1
                   : open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, rights.st_mode & 0777);
    if (file >= 0) {
        close(file);
    }
    return file >= 0;
}

static bool copy_into(struct pp_store *store, const char *path, struct pp_err *err)
{
    if (!make_empty(store->path, path)) {
        return pp_fail(err, PP_E_SYSTEM, "%s: could not be made: %s", path, strerror(errno));
    }
    sqlite3_stmt *stmt = db_prepare(store, "VACUUM INTO ?1", err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_text(stmt, 1, path);
    bool ok = sqlite3_step(stmt) == SQLITE_DONE || db_fail(store, err, "make a backup copy");
    sqlite3_finalize(stmt);
    return ok && (sync_path(path) ||
                  pp_fail(err, PP_E_SYSTEM, "%s: could not be written: %s", path, strerror(errno)));
}

/* Gives the copy the first name that is free. */
static bool name_copy(const struct pp_store *store, const char *copy, int32_t version,
                      struct pp_arena *arena, struct pp_err *err)
{
    const char *name = NULL;
    for (int32_t n = 1; n <= MOST_BACKUPS; n++) {
        name = n == 1 ? pp_arena_printf(arena, "%s.v%d.bak", store->path, version)
                      : pp_arena_printf(arena, "%s.v%d-%d.bak", store->path, version, n);
        if (link(copy, name) == 0) {
            return sync_folder_of(name, arena) ||
                   pp_fail(err, PP_E_SYSTEM, "%s: could not be made safe on disk: %s", name,
                           strerror(errno));
        }
        if (errno != EEXIST) {
            break;
        }
    }
    return pp_fail(err, PP_E_SYSTEM, "%s: could not be made: %s", name, strerror(errno));
}

bool backup_make(struct pp_store *store, int32_t version, struct pp_err *err)
{
    struct pp_arena arena = {0};
    const char *copy =
        pp_arena_printf(&arena, "%s.v%d.%ld.tmp", store->path, version, (long)getpid());
    unlink(copy); // of a program that was killed here and whose number came round again
    bool ok = copy_into(store, copy, err) && name_copy(store, copy, version, &arena, err);
    unlink(copy);
    pp_arena_finish(&arena);
    return ok || pp_fail_at(err,
                            "%s: the file is of an older version and could not be backed up before "
                            "its upgrade",
                            store->path);
}
