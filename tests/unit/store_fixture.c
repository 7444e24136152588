// SPDX-License-Identifier: GPL-3.0-or-later
/* Folders, files and queries for the tests of the store. */
#include "store_fixture.h"

#include "test.h"

#include "db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int store_enter_folder(void **state)
{
    char name[] = "/tmp/podplan-store-XXXXXX";
    *state = mkdtemp(name) == NULL ? NULL : strdup(name);
    return *state == NULL || chdir(*state) != 0;
}

int store_leave_folder(void **state)
{
    char command[128];
    snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
    int failed = chdir("/") != 0 || system(command) != 0;
    free(*state);
    return failed;
}

struct pp_store *store_open(const char *path, bool create)
{
    struct pp_err err = {0};
    struct pp_store *store = pp_store_open(path, create, &err);
    store_assert(store != NULL, &err);
    return store;
}

void store_run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    char *words = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &words) != SQLITE_OK) {
        fail_msg("%s", words);
    }
    sqlite3_close(db);
}

int64_t store_number(struct pp_store *store, const char *sql)
{
    int64_t value;
    struct pp_err err = {0};
    store_assert(db_number(store, sql, &value, &err), &err);
    return value;
}

void store_assert(bool ok, const struct pp_err *err)
{
    if (!ok) {
        fail_msg("%s", err->text);
    }
}

void store_assert_says(const struct pp_err *err, enum pp_err_code code, const char *words)
{
    assert_int_equal(err->code, code);
    if (strstr(err->text, words) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err->text, words);
    }
}

struct pp_buf store_read_file(const char *path)
{
    struct pp_buf bytes = {0};
    char some[4096];
    size_t got;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while ((got = fread(some, 1, sizeof(some), file)) > 0) {
        pp_buf_addn(&bytes, some, got);
    }
    fclose(file);
    return bytes;
}
