// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Migrations: how the file came to its present shape, step by step.
 *
 * migrations/NNN_*.sql are compiled in by embed.py.  A file that was shipped
 * is frozen: to change the schema is to add the next number.
 */
#ifndef PODPLAN_STORE_MIGRATE_H
#define PODPLAN_STORE_MIGRATE_H

#include "db.h"

/** One step; number n brings a file of version n - 1 to version n. */
struct migration {
    int32_t number;
    const char *name; ///< of the file, for messages
    const char *sql;
};

extern const struct migration migrate_steps[]; ///< numbers 1, 2, …, migrate_newest
extern const int32_t migrate_newest;

/** "podplan" among SQLite files: the application_id ("ppln"). */
#define MIGRATE_APPLICATION_ID 0x70706C6E

/**
 * Brings the file to the newest version, as a whole or not at all, after a copy of an older file
 * was put beside it.  Refuses a newer file.
 */
bool migrate_up(struct pp_store *store, struct pp_err *err);

/** The same up to version `last`, without the copy: for tests that need an older file. */
bool migrate_to(struct pp_store *store, int32_t last, struct pp_err *err);

#endif
