// SPDX-License-Identifier: GPL-3.0-or-later
/* Bank holidays that were added to those of an import. */
#include "leave.h"

#include <podplan/leave.h>
#include <podplan/schema.h>

#include <assert.h>

static bool insert_holidays(struct pp_store *store, const struct pp_holiday *holidays,
                            int32_t n_holidays, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "INSERT INTO holidays_added (date, name) VALUES (?1, ?2)"
                                    " ON CONFLICT (date) DO UPDATE SET name = excluded.name",
                                    err);
    bool ok = stmt != NULL;
    for (int32_t h = 0; ok && h < n_holidays; h++) {
        char date[PP_DATE_TEXT];
        db_bind_text(stmt, 1, pp_day_text(holidays[h].date, date));
        db_bind_text(stmt, 2, holidays[h].name);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool count(struct pp_store *store, int64_t *rows, struct pp_err *err)
{
    return db_number(store, "SELECT count(*) FROM holidays_added", rows, err);
}

bool pp_store_add_holidays(struct pp_store *store, const struct pp_holiday *holidays,
                           int32_t n_holidays, int32_t *added, struct pp_err *err)
{
    int64_t before = 0, after = 0;
    bool ok =
        db_begin(store, err) &&
        db_end(store,
               count(store, &before, err) && insert_holidays(store, holidays, n_holidays, err) &&
                   count(store, &after, err),
               err);
    *added = (int32_t)(after - before);
    return ok;
}

bool pp_store_clear_holidays(struct pp_store *store, int32_t *removed, struct pp_err *err)
{
    int64_t before = 0;
    bool ok = db_begin(store, err) && db_end(store,
                                             count(store, &before, err) &&
                                                 db_exec(store, "DELETE FROM holidays_added", err),
                                             err);
    *removed = (int32_t)before;
    return ok;
}

bool holidays_feed(struct pp_store *store, struct pp_builder *builder, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "SELECT date, coalesce(name, '') FROM holidays_added"
                                    " WHERE date NOT IN (SELECT date FROM bank_holidays)"
                                    " ORDER BY date",
                                    err);
    bool row, ok = stmt != NULL;
    assert(pp_table(PP_TABLE_bank_holidays)->n_columns == 2);
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        const char *cells[] = {(const char *)sqlite3_column_text(stmt, 0),
                               (const char *)sqlite3_column_text(stmt, 1)};
        pp_builder_row(builder, pp_table(PP_TABLE_bank_holidays), 0, cells);
    }
    sqlite3_finalize(stmt);
    return ok;
}
