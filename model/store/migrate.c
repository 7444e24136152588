// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Migrations: PRAGMA user_version says where a file stands; every step above
 * it is run, all in one transaction.
 *
 * Two programs may find the same old file at the same time: the version is
 * read again once the transaction holds the write lock.
 */
#include "migrate.h"

#include "backup.h"

#include <stdio.h>

static bool read_version(struct pp_store *store, int64_t *version, struct pp_err *err)
{
    return db_number(store, "PRAGMA user_version", version, err);
}

static bool run_step(struct pp_store *store, const struct migration *step, struct pp_err *err)
{
    char version[64], doing[64]; // a PRAGMA takes no parameters
    snprintf(version, sizeof(version), "PRAGMA user_version = %d", step->number);
    snprintf(doing, sizeof(doing), "run %s", step->name);
    bool ok = sqlite3_exec(store->db, step->sql, NULL, NULL, NULL) == SQLITE_OK;
    return (ok || db_fail(store, err, doing)) && db_exec(store, version, err);
}

static bool write_application(struct pp_store *store, struct pp_err *err)
{
    char sql[64];
    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d", MIGRATE_APPLICATION_ID);
    return db_exec(store, sql, err);
}

static bool run_steps(struct pp_store *store, int32_t last, struct pp_err *err)
{
    int64_t version;
    if (!read_version(store, &version, err)) {
        return false;
    }
    if (version == 0 && !write_application(store, err)) {
        return false;
    }
    for (int32_t number = (int32_t)version + 1; number <= last; number++) {
        if (!run_step(store, &migrate_steps[number - 1], err)) {
            return false;
        }
    }
    return true;
}

bool migrate_to(struct pp_store *store, int32_t last, struct pp_err *err)
{
    return db_begin(store, err) && db_end(store, run_steps(store, last, err), err);
}

bool migrate_up(struct pp_store *store, struct pp_err *err)
{
    int64_t version;
    if (!read_version(store, &version, err)) {
        return false;
    }
    if (version == migrate_newest) {
        return true;
    }
    if (version < 0 || version > migrate_newest) {
        return pp_fail(err, PP_E_STATE,
                       "%s: the file is of version %lld, from a newer podplan; this one knows "
                       "versions up to %d; please use the newer program (nothing was changed)",
                       store->path, (long long)version, migrate_newest);
    }
    if (version > 0 && !backup_make(store, (int32_t)version, err)) {
        return false;
    }
    return migrate_to(store, migrate_newest, err);
}
