// SPDX-License-Identifier: GPL-3.0-or-later
/* A folder of its own for each test of the store, and short ways to look into files. */
#ifndef PODPLAN_STORE_FIXTURE_H
#define PODPLAN_STORE_FIXTURE_H

#include <podplan/buf.h>
#include <podplan/store.h>

/** Setup and teardown: the test runs inside a new folder, which goes with it. */
int store_enter_folder(void **state);
int store_leave_folder(void **state);

#define IN_FOLDER(test)                                                                            \
    cmocka_unit_test_setup_teardown(test, store_enter_folder, store_leave_folder)

/** An open store; ends the test with the words of the error when there is none. */
struct pp_store *store_open(const char *path, bool create);

/** Runs SQL over a connection of its own, with SQLite's defaults. */
void store_run_sql(const char *path, const char *sql);

/** The first number that a query gives. */
int64_t store_number(struct pp_store *store, const char *sql);

/** Ends the test with the words of `err` unless `ok`. */
void store_assert(bool ok, const struct pp_err *err);

/** Ends the test unless `err` is of this kind and says `words`. */
void store_assert_says(const struct pp_err *err, enum pp_err_code code, const char *words);

/** The bytes of a file; finish them. */
struct pp_buf store_read_file(const char *path);

#endif
