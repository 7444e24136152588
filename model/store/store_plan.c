// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Plans in the store: the record of how each came about, how its stages
 * ended, and its lists by the keys of the service.
 *
 * A plan outlives the service it answers.  Read against a later one, it keeps
 * what still exists there; a family or a practitioner that it does not speak
 * of is as the data says.
 */
#include "plan_lists.h"
#include "published.h"

#include <podplan/limits.h>
#include <podplan/rules.h>

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Saving ---- */

static const char *key_or_null(const struct pp_service *service, enum pp_table_id table,
                               int32_t row)
{
    return row == PP_NONE ? NULL : pp_row_key(service, table, row);
}

/* Fills the record's id and time. */
static bool save_record(struct pp_store *store, const struct pp_plan *plan,
                        struct pp_plan_record *record, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "INSERT INTO plans (made_at, made_by, command, input_hash,"
                                    " seed, settings, rota_from, rota_weeks, frozen_before)"
                                    " VALUES (" DB_NOW
                                    ", ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                                    " RETURNING plan, made_at",
                                    err);
    if (stmt == NULL) {
        return false;
    }
    char hash[DB_HASH_TEXT], seed[24], date[PP_DATE_TEXT], frozen[PP_DATE_TEXT];
    snprintf(seed, sizeof(seed), "%" PRIu64, record->seed);
    db_bind_text(stmt, 1, record->made_by);
    db_bind_text(stmt, 2, record->command);
    db_bind_text(stmt, 3, db_hash_text(record->input_hash, hash));
    db_bind_text(stmt, 4, seed);
    db_bind_text(stmt, 5, record->settings[0] == '\0' ? "{}" : record->settings);
    db_bind_text(stmt, 6, plan->rota_weeks == 0 ? NULL : pp_day_text(plan->rota_from, date));
    sqlite3_bind_int(stmt, 7, plan->rota_weeks);
    db_bind_text(stmt, 8,
                 plan->frozen_before == 0 ? NULL : pp_day_text(plan->frozen_before, frozen));
    bool row = false;
    bool ok = db_step(store, stmt, &row, err) && row;
    if (ok) {
        record->id = sqlite3_column_int64(stmt, 0);
        db_copy_text(stmt, 1, record->made_at, sizeof(record->made_at));
        ok = db_step(store, stmt, &row, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool save_stages(struct pp_store *store, const struct pp_plan *plan, int64_t id,
                        struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store,
                   "INSERT INTO plan_stages (plan, stage, status, cost, bound, rounds, seconds)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                   err);
    bool ok = stmt != NULL;
    for (int32_t stage = 0; ok && stage < PP_STAGES; stage++) {
        const struct pp_info *info = &plan->info[stage];
        sqlite3_bind_int64(stmt, 1, id);
        db_bind_text(stmt, 2, plan_stage_words[stage]);
        db_bind_text(stmt, 3, plan_status_words[info->status]);
        sqlite3_bind_int64(stmt, 4, info->cost);
        sqlite3_bind_int64(stmt, 5, info->bound);
        sqlite3_bind_int(stmt, 6, info->rounds);
        sqlite3_bind_double(stmt, 7, info->seconds);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool save_lists(struct pp_store *store, const struct pp_service *service,
                       const struct pp_plan *plan, int64_t id, struct pp_err *err)
{
    bool ok = true;
    for (int32_t l = 0; ok && l < plan_n_lists; l++) {
        const struct pp_table *table = &plan_lists[l].table;
        void *rows;
        int32_t count;
        memcpy(&rows, (const char *)plan + table->rows_offset, sizeof(rows));
        memcpy(&count, (const char *)plan + table->count_offset, sizeof(count));
        ok = rows_save(store, service, table, id, rows, count, err);
    }
    return ok;
}

static bool save_placements(struct pp_store *store, const struct pp_service *service,
                            const struct pp_plan *plan, int64_t id, struct pp_arena *arena,
                            struct pp_err *err)
{
    int32_t count = plan->placements == NULL ? 0 : plan->n_placements;
    struct plan_placed *rows = PP_NEW(arena, struct plan_placed, count);
    for (int32_t family = 0; family < count; family++) {
        const struct pp_placement *placement = &plan->placements[family];
        bool placed = placement->practitioner != PP_NONE;
        rows[family] = (struct plan_placed){
            .family = family,
            .practitioner = key_or_null(service, PP_TABLE_practitioners, placement->practitioner),
            .rule = placed ? PP_NONE : placement->rule,
            .reason = placed ? NULL : placement->reason,
        };
    }
    return rows_save(store, service, &plan_placed_table, id, rows, count, err);
}

static bool save_consultants(struct pp_store *store, const struct pp_service *service,
                             const struct pp_plan *plan, int64_t id, struct pp_arena *arena,
                             struct pp_err *err)
{
    int32_t count = plan->consultants == NULL ? 0 : plan->n_consultants;
    struct plan_overseen *rows = PP_NEW(arena, struct plan_overseen, count);
    for (int32_t person = 0; person < count; person++) {
        rows[person] = (struct plan_overseen){
            person, key_or_null(service, PP_TABLE_practitioners, plan->consultants[person])};
    }
    return rows_save(store, service, &plan_overseen_table, id, rows, count, err);
}

/* Of the families that have somebody beside them or need it. */
static bool save_social_workers(struct pp_store *store, const struct pp_service *service,
                                const struct pp_plan *plan, int64_t id, struct pp_arena *arena,
                                struct pp_err *err)
{
    int32_t families = plan->social_workers == NULL ? 0 : plan->n_social_workers, count = 0;
    struct plan_accompanied *rows = PP_NEW(arena, struct plan_accompanied, families);
    for (int32_t family = 0; family < families; family++) {
        if (plan->social_workers[family] != PP_NONE ||
            pp_is_escalated(service, family, service->settings.cases_from)) {
            rows[count++] = (struct plan_accompanied){
                family, key_or_null(service, PP_TABLE_practitioners, plan->social_workers[family])};
        }
    }
    return rows_save(store, service, &plan_accompanied_table, id, rows, count, err);
}

static bool save_savings(struct pp_store *store, const struct pp_service *service,
                         const struct pp_plan *plan, int64_t id, struct pp_arena *arena,
                         struct pp_err *err)
{
    struct plan_saved *rows = PP_NEW(arena, struct plan_saved, plan->n_savings);
    for (int32_t i = 0; i < plan->n_savings; i++) {
        const struct pp_saving *saving = &plan->savings[i];
        const struct pp_benefit *benefit = &service->benefits[saving->benefit];
        rows[i] = (struct plan_saved){benefit->cohort, benefit->outcome, saving->gross,
                                      saving->less, saving->net};
    }
    return rows_save(store, service, &plan_saved_table, id, rows, plan->n_savings, err);
}

bool plan_insert(struct pp_store *store, const struct pp_service *service,
                 const struct pp_plan *plan, struct pp_plan_record *record, struct pp_err *err)
{
    assert(plan->placements == NULL || plan->n_placements == service->n_families);
    assert(plan->consultants == NULL || plan->n_consultants == service->n_practitioners);
    struct pp_arena arena = {0};
    bool ok = save_record(store, plan, record, err) && save_stages(store, plan, record->id, err) &&
              save_placements(store, service, plan, record->id, &arena, err) &&
              save_consultants(store, service, plan, record->id, &arena, err) &&
              save_social_workers(store, service, plan, record->id, &arena, err) &&
              save_savings(store, service, plan, record->id, &arena, err) &&
              save_lists(store, service, plan, record->id, err);
    pp_arena_finish(&arena);
    return ok;
}

bool pp_store_save_plan(struct pp_store *store, const struct pp_service *service,
                        const struct pp_plan *plan, struct pp_plan_record *record,
                        struct pp_err *err)
{
    return db_begin(store, err) &&
           db_end(store, plan_insert(store, service, plan, record, err), err);
}

/* ---- Loading ---- */

/* What every part of the loading needs. */
struct loading {
    struct pp_store *store;
    const struct pp_service *service;
    struct rows_keys keys;
    struct pp_arena arena; ///< for rows that are turned into something else
    struct pp_plan *plan;
    int64_t id;
};

static bool load_record(struct loading *l, struct pp_plan_record *record, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(l->store,
                                    "SELECT plan, made_at, made_by, command, input_hash, seed,"
                                    " settings, rota_from, rota_weeks, frozen_before FROM plans"
                                    " ORDER BY plan DESC LIMIT 1",
                                    err);
    bool row = false;
    bool ok = stmt != NULL && db_step(l->store, stmt, &row, err);
    if (ok && !row) {
        ok = pp_fail(err, PP_E_STATE,
                     "%s: there is no plan yet; please make one first (podplan plan)",
                     l->store->path);
    }
    if (ok) {
        char hash[DB_HASH_TEXT], seed[24], date[PP_DATE_TEXT];
        db_copy_text(stmt, 1, record->made_at, sizeof(record->made_at));
        db_copy_text(stmt, 2, record->made_by, sizeof(record->made_by));
        db_copy_text(stmt, 3, record->command, sizeof(record->command));
        record->input_hash = strtoull(db_copy_text(stmt, 4, hash, sizeof(hash)), NULL, 16);
        record->seed = strtoull(db_copy_text(stmt, 5, seed, sizeof(seed)), NULL, 10);
        db_copy_text(stmt, 6, record->settings, sizeof(record->settings));
        record->id = l->id = sqlite3_column_int64(stmt, 0);
        pp_day_parse(db_copy_text(stmt, 7, date, sizeof(date)), &l->plan->rota_from);
        l->plan->rota_weeks = sqlite3_column_int(stmt, 8);
        pp_day_parse(db_copy_text(stmt, 9, date, sizeof(date)), &l->plan->frozen_before);
        ok = l->plan->rota_weeks >= 0 && l->plan->rota_weeks <= PP_MAX_WEEKS;
        if (!ok) {
            pp_fail(err, PP_E_STATE,
                    "%s: the file is damaged: a row of plans has a rota of %d weeks",
                    l->store->path, (int)l->plan->rota_weeks);
        }
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool load_stages(struct loading *l, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(l->store,
                                    "SELECT stage, status, cost, bound, rounds, seconds"
                                    " FROM plan_stages WHERE plan = ?1",
                                    err);
    bool row, ok = stmt != NULL && sqlite3_bind_int64(stmt, 1, l->id) == SQLITE_OK;
    while (ok && (ok = db_step(l->store, stmt, &row, err)) && row) {
        char word[16];
        int32_t stage = db_word(plan_stage_words, db_copy_text(stmt, 0, word, sizeof(word)));
        int32_t status = db_word(plan_status_words, db_copy_text(stmt, 1, word, sizeof(word)));
        if (stage != PP_NONE && status != PP_NONE) {
            l->plan->info[stage] = (struct pp_info){
                .status = status,
                .cost = sqlite3_column_int64(stmt, 2),
                .bound = sqlite3_column_int64(stmt, 3),
                .rounds = sqlite3_column_int(stmt, 4),
                .seconds = sqlite3_column_double(stmt, 5),
            };
        }
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool load_lists(struct loading *l, struct pp_err *err)
{
    bool ok = true;
    for (int32_t i = 0; ok && i < plan_n_lists; i++) {
        const struct plan_list *list = &plan_lists[i];
        struct rows_list got = {0};
        char *plan = (char *)l->plan;
        ok = rows_load(l->store, &list->table, l->id, &l->keys, &l->plan->arena, &got, err);
        memcpy(plan + list->table.rows_offset, &got.rows, sizeof(got.rows));
        memcpy(plan + list->table.count_offset, &got.count, sizeof(got.count));
        memcpy(plan + list->capacity_offset, &got.capacity, sizeof(got.capacity));
    }
    return ok;
}

/* Every family as if the plan did not speak of it. */
static struct pp_placement *placements_by_data(struct pp_plan *plan,
                                               const struct pp_service *service)
{
    struct pp_placement *placements =
        PP_NEW(&plan->arena, struct pp_placement, service->n_families);
    for (int32_t family = 0; family < service->n_families; family++) {
        int32_t holder = service->families[family].practitioner;
        placements[family] = (struct pp_placement){holder, PP_NONE, NULL};
        if (holder == PP_NONE) {
            placements[family].rule = pp_rule_find("placement");
            placements[family].reason = pp_arena_printf(
                &plan->arena, "The plan does not speak of family %s; please plan again.",
                service->families[family].family);
        }
    }
    return placements;
}

static bool load_placements(struct loading *l, struct pp_err *err)
{
    struct rows_list got = {0};
    if (!rows_load(l->store, &plan_placed_table, l->id, &l->keys, &l->plan->arena, &got, err)) {
        return false;
    }
    const struct plan_placed *rows = got.rows;
    if (got.count == 0) {
        return true;
    }
    l->plan->n_placements = l->service->n_families;
    l->plan->placements = placements_by_data(l->plan, l->service);
    for (int32_t i = 0; i < got.count; i++) {
        int32_t holder = rows_find(&l->keys, PP_TABLE_practitioners, rows[i].practitioner);
        if (holder != PP_NONE || rows[i].practitioner == NULL) {
            l->plan->placements[rows[i].family] =
                (struct pp_placement){holder, rows[i].rule, rows[i].reason};
        }
    }
    return true;
}

static bool load_consultants(struct loading *l, struct pp_err *err)
{
    struct rows_list got = {0};
    if (!rows_load(l->store, &plan_overseen_table, l->id, &l->keys, &l->arena, &got, err)) {
        return false;
    }
    const struct plan_overseen *rows = got.rows;
    int32_t people = l->service->n_practitioners;
    if (got.count == 0) {
        return true;
    }
    l->plan->n_consultants = people;
    l->plan->consultants = PP_NEW(&l->plan->arena, int32_t, people);
    for (int32_t person = 0; person < people; person++) {
        l->plan->consultants[person] = l->service->practitioners[person].consultant;
    }
    for (int32_t i = 0; i < got.count; i++) {
        int32_t consultant = rows_find(&l->keys, PP_TABLE_practitioners, rows[i].consultant);
        if (consultant != PP_NONE || rows[i].consultant == NULL) {
            l->plan->consultants[rows[i].practitioner] = consultant;
        }
    }
    return true;
}

/* A plan that speaks of placements speaks of everybody who is beside, too. */
static bool load_social_workers(struct loading *l, struct pp_err *err)
{
    struct rows_list got = {0};
    if (!rows_load(l->store, &plan_accompanied_table, l->id, &l->keys, &l->arena, &got, err)) {
        return false;
    }
    const struct plan_accompanied *rows = got.rows;
    int32_t families = l->service->n_families;
    if (l->plan->placements == NULL) {
        return true;
    }
    l->plan->n_social_workers = families;
    l->plan->social_workers = PP_NEW(&l->plan->arena, int32_t, families);
    for (int32_t family = 0; family < families; family++) {
        l->plan->social_workers[family] = l->service->families[family].social_worker;
    }
    for (int32_t i = 0; i < got.count; i++) {
        int32_t beside = rows_find(&l->keys, PP_TABLE_practitioners, rows[i].social_worker);
        if (beside != PP_NONE || rows[i].social_worker == NULL) {
            l->plan->social_workers[rows[i].family] = beside;
        }
    }
    return true;
}

static int32_t benefit_of(const struct pp_service *service, const struct plan_saved *saved)
{
    for (int32_t b = 0; b < service->n_benefits; b++) {
        if (strcmp(service->benefits[b].cohort, saved->cohort) == 0 &&
            strcmp(service->benefits[b].outcome, saved->outcome) == 0) {
            return b;
        }
    }
    return PP_NONE;
}

static bool load_savings(struct loading *l, struct pp_err *err)
{
    struct rows_list got = {0};
    if (!rows_load(l->store, &plan_saved_table, l->id, &l->keys, &l->arena, &got, err)) {
        return false;
    }
    const struct plan_saved *rows = got.rows;
    for (int32_t i = 0; i < got.count; i++) {
        int32_t benefit = benefit_of(l->service, &rows[i]);
        if (benefit != PP_NONE) {
            pp_plan_add_saving(
                l->plan, (struct pp_saving){benefit, rows[i].gross, rows[i].less, rows[i].net});
        }
    }
    return true;
}

bool pp_store_has_plan(struct pp_store *store, bool *any, struct pp_err *err)
{
    int64_t found;
    bool ok = db_number(store, "SELECT EXISTS (SELECT 1 FROM plans)", &found, err);
    *any = ok && found != 0;
    return ok;
}

struct pp_plan *pp_store_load_plan(struct pp_store *store, const struct pp_service *service,
                                   struct pp_plan_record *record, struct pp_err *err)
{
    struct pp_plan_record unused;
    struct loading l = {.store = store, .service = service, .keys = {.service = service}};
    l.plan = pp_plan_create();
    bool ok =
        db_begin_reading(store, err) &&
        db_end(store,
               load_record(&l, record == NULL ? &unused : record, err) && load_stages(&l, err) &&
                   load_placements(&l, err) && load_consultants(&l, err) &&
                   load_social_workers(&l, err) && load_savings(&l, err) && load_lists(&l, err) &&
                   published_load(store, &l.keys, l.plan, err),
               err);
    pp_arena_finish(&l.keys.arena);
    pp_arena_finish(&l.arena);
    if (!ok) {
        pp_plan_destroy(l.plan);
        return NULL;
    }
    return l.plan;
}
