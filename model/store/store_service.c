// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The service in the store: written table by table as schema.h lists them,
 * and read back as cells of text through the builder, so that what is loaded
 * has passed the same checks as what was imported.
 */
#include "leave.h"
#include "published.h"
#include "rows.h"

#include <podplan/builder.h>
#include <podplan/leave.h>
#include <podplan/limits.h>

#include <assert.h>

/* ---- Saving ---- */

/* Children first: a row that still has rows below it would be looked for in all of them. */
static bool forget_service(struct pp_store *store, struct pp_err *err)
{
    bool ok = db_exec(store, "DELETE FROM settings", err);
    for (int32_t t = PP_TABLE_COUNT - 1; ok && t >= 0; t--) {
        struct pp_buf sql = {0};
        pp_buf_printf(&sql, "DELETE FROM \"%s\"", pp_table((enum pp_table_id)t)->name);
        ok = db_exec(store, pp_buf_text(&sql), err);
        pp_buf_finish(&sql);
    }
    return ok;
}

static bool save_tables(struct pp_store *store, const struct pp_service *service,
                        struct pp_err *err)
{
    bool ok = true;
    for (int32_t t = 0; ok && t < PP_TABLE_COUNT; t++) {
        const struct pp_table *table = pp_table((enum pp_table_id)t);
        ok = rows_save(store, service, table, ROWS_OF_SERVICE, pp_table_rows(service, table),
                       pp_table_count(service, table), err);
    }
    return ok;
}

static bool save_settings(struct pp_store *store, const struct pp_settings *settings,
                          struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store, "INSERT INTO settings (name, value) VALUES (?1, ?2)", err);
    bool ok = stmt != NULL;
    struct pp_buf value = {0};
    for (int32_t s = 0; ok && s < pp_n_settings; s++) {
        value.length = 0;
        pp_setting_text(settings, &pp_settings_table[s], &value);
        if (value.length > 0) {
            db_bind_text(stmt, 1, pp_settings_table[s].name);
            db_bind_text(stmt, 2, pp_buf_text(&value));
            ok = db_run(store, stmt, err);
        }
    }
    pp_buf_finish(&value);
    sqlite3_finalize(stmt);
    return ok;
}

static int64_t count_rows(const struct pp_service *service)
{
    int64_t count = 0;
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        count += pp_table_count(service, pp_table((enum pp_table_id)t));
    }
    return count;
}

/* One line in the log of imports; it is also the sign that there is a service. */
static bool log_import(struct pp_store *store, const struct pp_service *service, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "INSERT INTO imports (made_at, made_by, input_hash, row_count)"
                                    " VALUES (" DB_NOW ", ?1, ?2, ?3)",
                                    err);
    if (stmt == NULL) {
        return false;
    }
    char account[PP_ACCOUNT_TEXT], hash[DB_HASH_TEXT];
    db_bind_text(stmt, 1, pp_store_account(account));
    db_bind_text(stmt, 2, db_hash_text(service->input_hash, hash));
    sqlite3_bind_int64(stmt, 3, count_rows(service));
    bool ok = db_run(store, stmt, err);
    sqlite3_finalize(stmt);
    return ok;
}

static bool replace_service(struct pp_store *store, const struct pp_service *service,
                            struct pp_err *err)
{
    return forget_service(store, err) && save_tables(store, service, err) &&
           save_settings(store, &service->settings, err) && feeds_follow_service(store, err) &&
           log_import(store, service, err);
}

bool pp_store_save_service(struct pp_store *store, const struct pp_service *service,
                           struct pp_err *err)
{
    assert(service != NULL);
    return db_begin(store, err) && db_end(store, replace_service(store, service, err), err);
}

/* ---- Loading ---- */

static bool feed_table(struct pp_store *store, const struct pp_table *table,
                       struct pp_builder *builder, struct pp_err *err)
{
    struct pp_buf texts[PP_MAX_COLUMNS] = {{0}};
    const char *cells[PP_MAX_COLUMNS] = {0};
    assert(table->n_columns <= PP_MAX_COLUMNS);
    sqlite3_stmt *stmt = rows_select(store, table, err);
    bool row, ok = stmt != NULL;
    for (int32_t line = 1; ok && (ok = db_step(store, stmt, &row, err)) && row; line++) {
        for (int32_t c = 0; c < table->n_columns; c++) {
            rows_cell(stmt, table, c, &texts[c]);
            cells[c] = pp_buf_text(&texts[c]);
        }
        pp_builder_row(builder, table, line, cells);
    }
    for (int32_t c = 0; c < table->n_columns; c++) {
        pp_buf_finish(&texts[c]);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool feed_settings(struct pp_store *store, struct pp_builder *builder, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store, "SELECT name, value FROM settings ORDER BY name", err);
    bool row, ok = stmt != NULL;
    for (int32_t line = 1; ok && (ok = db_step(store, stmt, &row, err)) && row; line++) {
        pp_builder_setting(builder, line, (const char *)sqlite3_column_text(stmt, 0),
                           (const char *)sqlite3_column_text(stmt, 1));
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* As it was imported, and what calendars add to it. */
static bool feed_service(struct pp_store *store, struct pp_builder *builder, bool calendars,
                         struct pp_err *err)
{
    bool ok = feed_settings(store, builder, err);
    for (int32_t t = 0; ok && t < PP_TABLE_COUNT; t++) {
        ok = feed_table(store, pp_table((enum pp_table_id)t), builder, err);
    }
    return ok &&
           (!calendars || (leave_feed(store, builder, err) && holidays_feed(store, builder, err)));
}

static bool has_service(struct pp_store *store, struct pp_err *err)
{
    int64_t imports;
    if (!db_number(store, "SELECT count(*) FROM imports", &imports, err)) {
        return false;
    }
    return imports > 0 || pp_fail(err, PP_E_STATE,
                                  "%s: no service has been imported yet; please do that first "
                                  "(podplan import FOLDER)",
                                  store->path);
}

/* Nobody but podplan writes here, and it writes only what is sound. */
static void report_damage(const struct pp_store *store, const struct pp_faults *faults,
                          struct pp_err *err)
{
    struct pp_buf words = {0};
    for (int32_t f = 0; f < faults->count; f++) {
        if (!faults->list[f].warning) {
            pp_fault_words(&faults->list[f], &words);
            break;
        }
    }
    int length = (int)words.length - (words.length > 0); // without the end of the line
    pp_fail(err, PP_E_STATE, "%s: the file is damaged: %.*s (please import the service again)",
            store->path, length, pp_buf_text(&words));
    pp_buf_finish(&words);
}

static struct pp_service *load(struct pp_store *store, bool calendars, struct pp_err *err)
{
    struct pp_faults faults = {0};
    struct pp_builder *builder = pp_builder_create(&faults, true);
    struct pp_service *service = NULL;
    bool read =
        db_begin_reading(store, err) &&
        db_end(store, has_service(store, err) && feed_service(store, builder, calendars, err), err);
    if (read) {
        service = pp_builder_finish(builder);
        if (service == NULL) {
            report_damage(store, &faults, err);
        }
    } else {
        pp_builder_destroy(builder);
    }
    pp_faults_finish(&faults);
    return service;
}

struct pp_service *pp_store_load_service(struct pp_store *store, struct pp_err *err)
{
    return load(store, true, err);
}

struct pp_service *pp_store_load_import(struct pp_store *store, struct pp_err *err)
{
    return load(store, false, err);
}
