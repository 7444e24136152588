// SPDX-License-Identifier: GPL-3.0-or-later
/* Scenarios in the store: a name, where it was copied from, and its changes as text. */
#include "db.h"

#include <podplan/scenario.h>

static bool load_changes(struct pp_store *store, struct pp_scenario_list *list,
                         struct pp_scenario *scenario, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(
        store, "SELECT change FROM scenario_changes WHERE scenario = ?1 ORDER BY position", err);
    bool row, ok = stmt != NULL;
    if (ok) {
        db_bind_text(stmt, 1, scenario->name);
    }
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        struct pp_change change;
        ok = pp_change_parse(db_text(stmt, 0, &list->arena), &list->arena, &change, err);
        scenario->changes =
            pp_arena_grow(&list->arena, scenario->changes, &scenario->changes_capacity,
                          scenario->n_changes + 1, sizeof(change));
        scenario->changes[scenario->n_changes++] = change;
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_load_scenarios(struct pp_store *store, struct pp_scenario_list *list,
                             struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store, "SELECT scenario, copied_from FROM scenarios ORDER BY scenario", err);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        struct pp_scenario scenario = {.name = db_text(stmt, 0, &list->arena),
                                       .copied_from = db_text(stmt, 1, &list->arena)};
        ok = load_changes(store, list, &scenario, err);
        list->rows = pp_arena_grow(&list->arena, list->rows, &list->capacity, list->count + 1,
                                   sizeof(scenario));
        list->rows[list->count++] = scenario;
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool forget_by(struct pp_store *store, const char *sql, const char *name, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store, sql, err);
    bool ok = stmt != NULL;
    if (ok) {
        db_bind_text(stmt, 1, name);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool insert(struct pp_store *store, const struct pp_scenario *scenario, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store,
                   "INSERT INTO scenarios (scenario, copied_from, made_at, made_by)"
                   " VALUES (?1, ?2, " DB_NOW ", ?3)",
                   err);
    char account[PP_ACCOUNT_TEXT];
    bool ok = stmt != NULL;
    if (ok) {
        db_bind_text(stmt, 1, scenario->name);
        db_bind_text(stmt, 2, scenario->copied_from);
        db_bind_text(stmt, 3, pp_store_account(account));
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool insert_changes(struct pp_store *store, const struct pp_scenario *scenario,
                           struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(
        store, "INSERT INTO scenario_changes (scenario, position, change) VALUES (?1, ?2, ?3)",
        err);
    bool ok = stmt != NULL;
    for (int32_t i = 0; ok && i < scenario->n_changes; i++) {
        struct pp_buf text = {0};
        pp_change_text(&scenario->changes[i], &text);
        db_bind_text(stmt, 1, scenario->name);
        sqlite3_bind_int64(stmt, 2, i);
        db_bind_text(stmt, 3, pp_buf_text(&text));
        ok = db_run(store, stmt, err);
        pp_buf_finish(&text);
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_save_scenario(struct pp_store *store, const struct pp_scenario *scenario,
                            struct pp_err *err)
{
    return db_begin(store, err) &&
           db_end(store, insert(store, scenario, err) && insert_changes(store, scenario, err), err);
}

bool pp_store_save_changes(struct pp_store *store, const struct pp_scenario *scenario,
                           struct pp_err *err)
{
    const char *old = "DELETE FROM scenario_changes WHERE scenario = ?1";
    return db_begin(store, err) && db_end(store,
                                          forget_by(store, old, scenario->name, err) &&
                                              insert_changes(store, scenario, err),
                                          err);
}

bool pp_store_remove_scenario(struct pp_store *store, const char *name, struct pp_err *err)
{
    return db_begin(store, err) &&
           db_end(store, forget_by(store, "DELETE FROM scenarios WHERE scenario = ?1", name, err),
                  err);
}
