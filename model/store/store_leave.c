// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Sources of leave, with the days that their last good copies gave.
 *
 * When a service is loaded, each person's days are marked one by one, those of
 * leave.csv first, then those of each source in its turn: what is marked
 * already is nobody's any more.  So no day is on leave twice.
 */
#include "leave.h"

#include <podplan/leave.h>
#include <podplan/schema.h>

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define COLUMNS                                                                                    \
    "source, practitioner, place, name, kind, days_only, hours, free_too, words, allow_private,"   \
    " as_browser, etag, last_modified, hash, fetched_at, \"from\", \"to\", failed_at, trouble"

/* How many days a source gave; its number and a bracket follow. */
#define DAYS_OF                                                                                    \
    "(SELECT coalesce(sum(julianday(f.\"to\") - julianday(f.\"from\") + 1), 0)"                    \
    " FROM leave_fetched AS f WHERE f.source = "

/* ---- Reading sources ---- */

static bool read_source(struct pp_store *store, sqlite3_stmt *stmt, struct pp_leave_sources *list,
                        struct pp_err *err)
{
    list->rows = pp_arena_grow(&list->arena, list->rows, &list->capacity, list->count + 1,
                               sizeof(*list->rows));
    struct pp_leave_source *s = &list->rows[list->count++];
    char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
    *s = (struct pp_leave_source){
        .source = sqlite3_column_int64(stmt, 0),
        .practitioner = db_text(stmt, 1, &list->arena),
        .place = db_text(stmt, 2, &list->arena),
        .name = db_text(stmt, 3, &list->arena),
        .kind = db_word(pp_leave_kind_words, db_text(stmt, 4, &list->arena)),
        .days_only = sqlite3_column_int(stmt, 5) != 0,
        .hours = sqlite3_column_int(stmt, 6),
        .free_too = sqlite3_column_int(stmt, 7) != 0,
        .words = db_text(stmt, 8, &list->arena),
        .allow_private = sqlite3_column_int(stmt, 9) != 0,
        .as_browser = sqlite3_column_int(stmt, 10) != 0,
        .etag = db_text(stmt, 11, &list->arena),
        .last_modified = db_text(stmt, 12, &list->arena),
        .hash = db_text(stmt, 13, &list->arena),
        .fetched_at = db_text(stmt, 14, &list->arena),
        .failed_at = db_text(stmt, 17, &list->arena),
        .trouble = db_text(stmt, 18, &list->arena),
        .n_days = sqlite3_column_int(stmt, 19),
    };
    return (s->kind >= 0 && pp_day_parse(db_copy_text(stmt, 15, from, sizeof(from)), &s->from) &&
            pp_day_parse(db_copy_text(stmt, 16, to, sizeof(to)), &s->to)) ||
           pp_fail(err, PP_E_STATE,
                   "%s: the file is damaged: a source of leave holds what podplan never wrote",
                   store->path);
}

bool pp_store_load_leave_sources(struct pp_store *store, struct pp_leave_sources *sources,
                                 struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "SELECT " COLUMNS ", " DAYS_OF
                                    "leave_sources.source) FROM leave_sources ORDER BY source",
                                    err);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        ok = read_source(store, stmt, sources, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* ---- Writing sources ---- */

static void bind_source(sqlite3_stmt *stmt, const struct pp_leave_source *s)
{
    char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
    if (s->source > 0) {
        sqlite3_bind_int64(stmt, 1, s->source);
    }
    db_bind_text(stmt, 2, s->practitioner);
    db_bind_text(stmt, 3, s->place);
    db_bind_text(stmt, 4, s->name);
    db_bind_text(stmt, 5, pp_leave_kind_words[s->kind]);
    sqlite3_bind_int(stmt, 6, s->days_only);
    sqlite3_bind_int(stmt, 7, s->hours);
    sqlite3_bind_int(stmt, 8, s->free_too);
    db_bind_text(stmt, 9, s->words);
    sqlite3_bind_int(stmt, 10, s->allow_private);
    sqlite3_bind_int(stmt, 11, s->as_browser);
    db_bind_text(stmt, 12, s->etag);
    db_bind_text(stmt, 13, s->last_modified);
    db_bind_text(stmt, 14, s->hash);
    db_bind_text(stmt, 15, pp_day_text(s->from, from));
    db_bind_text(stmt, 16, pp_day_text(s->to, to));
}

static bool save_source(struct pp_store *store, struct pp_leave_source *source, struct pp_err *err)
{
    /* An upsert and no replacement, which would take the days along. */
    sqlite3_stmt *stmt = db_prepare(
        store,
        "INSERT INTO leave_sources (" COLUMNS
        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
        " ?11, ?12, ?13, ?14, " DB_NOW
        ", ?15, ?16, NULL, NULL)"
        " ON CONFLICT (source) DO UPDATE SET etag = excluded.etag,"
        " last_modified = excluded.last_modified, hash = excluded.hash,"
        " fetched_at = excluded.fetched_at, \"from\" = excluded.\"from\", \"to\" = excluded.\"to\","
        " failed_at = NULL, trouble = NULL",
        err);
    bool ok = stmt != NULL;
    if (ok) {
        bind_source(stmt, source);
        ok = db_run(store, stmt, err);
    }
    if (ok && source->source == 0) {
        source->source = sqlite3_last_insert_rowid(store->db);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* Runs a statement whose ?1 is the number of a source. */
static bool run_on_source(struct pp_store *store, const char *sql, int64_t source,
                          struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store, sql, err);
    bool ok = stmt != NULL;
    if (ok) {
        sqlite3_bind_int64(stmt, 1, source);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool insert_runs(struct pp_store *store, int64_t source, const struct pp_leave_run *runs,
                        int32_t n_runs, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(
        store, "INSERT INTO leave_fetched (source, \"from\", \"to\") VALUES (?1, ?2, ?3)", err);
    bool ok = stmt != NULL;
    for (int32_t r = 0; ok && r < n_runs; r++) {
        char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
        sqlite3_bind_int64(stmt, 1, source);
        db_bind_text(stmt, 2, pp_day_text(runs[r].from, from));
        db_bind_text(stmt, 3, pp_day_text(runs[r].to, to));
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* Runs a statement whose ?1 is the number of a source, and ?2 a day. */
static bool run_on_days(struct pp_store *store, const char *sql, int64_t source, pp_day day,
                        struct pp_err *err)
{
    char date[PP_DATE_TEXT];
    sqlite3_stmt *stmt = db_prepare(store, sql, err);
    bool ok = stmt != NULL;
    if (ok) {
        sqlite3_bind_int64(stmt, 1, source);
        db_bind_text(stmt, 2, pp_day_text(day, date));
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* What begins since then goes, what reaches beyond is cut. */
static bool replace_runs(struct pp_store *store, int64_t source, const struct pp_leave_copy *copy,
                         struct pp_err *err)
{
    return run_on_days(store, "DELETE FROM leave_fetched WHERE source = ?1 AND \"from\" >= ?2",
                       source, copy->since, err) &&
           run_on_days(store,
                       "UPDATE leave_fetched SET \"to\" = date(?2, '-1 day')"
                       " WHERE source = ?1 AND \"to\" >= ?2",
                       source, copy->since, err) &&
           insert_runs(store, source, copy->runs, copy->n_runs, err);
}

static bool count_days(struct pp_store *store, struct pp_leave_source *source, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store, "SELECT " DAYS_OF "?1)", err);
    bool row = false, ok = stmt != NULL;
    if (ok) {
        sqlite3_bind_int64(stmt, 1, source->source);
        ok = db_step(store, stmt, &row, err);
        source->n_days = row ? sqlite3_column_int(stmt, 0) : 0;
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_save_leave(struct pp_store *store, struct pp_leave_source *source,
                         const struct pp_leave_copy *copy, struct pp_err *err)
{
    assert(source->practitioner != NULL && source->place != NULL && source->name != NULL);
    return db_begin(store, err) &&
           db_end(store,
                  save_source(store, source, err) &&
                      (copy == NULL || replace_runs(store, source->source, copy, err)) &&
                      count_days(store, source, err),
                  err);
}

bool pp_store_leave_failed(struct pp_store *store, int64_t source, const char *trouble,
                           struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(
        store, "UPDATE leave_sources SET failed_at = " DB_NOW ", trouble = ?2 WHERE source = ?1",
        err);
    bool ok = stmt != NULL;
    if (ok) {
        sqlite3_bind_int64(stmt, 1, source);
        db_bind_text(stmt, 2, trouble);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool remove_source(struct pp_store *store, int64_t source, struct pp_err *err)
{
    return run_on_source(store, "DELETE FROM leave_sources WHERE source = ?1", source, err) &&
           (sqlite3_changes(store->db) == 1 ||
            pp_fail(err, PP_E_USAGE,
                    "there is no source of leave of number %" PRId64 "; podplan leave list has all",
                    source));
}

bool pp_store_remove_leave(struct pp_store *store, int64_t source, struct pp_err *err)
{
    return db_begin(store, err) && db_end(store, remove_source(store, source, err), err);
}

/* ---- What sources add to a service ---- */

enum {
    DAYS = (PP_LAST_YEAR - PP_FIRST_YEAR + 1) * 366
};

/* The days of one person that are on leave already. */
struct marks {
    const char *practitioner; ///< NULL: nobody's yet
    pp_day first;             ///< of day 0
    uint8_t *days;
    struct pp_arena arena;
};

static bool is_free(const struct marks *marks, pp_day day)
{
    int32_t n = day - marks->first;
    return n >= 0 && n < DAYS && (marks->days[n / 8] >> (n % 8) & 1) == 0;
}

static void mark(struct marks *marks, pp_day from, pp_day to)
{
    for (pp_day day = from; day <= to; day++) {
        int32_t n = day - marks->first;
        if (n >= 0 && n < DAYS) {
            marks->days[n / 8] |= (uint8_t)(1u << (n % 8));
        }
    }
}

static void add_row(struct pp_builder *builder, const char *practitioner, pp_day from, pp_day to,
                    const char *kind)
{
    char first[PP_DATE_TEXT], last[PP_DATE_TEXT];
    const char *cells[] = {practitioner, pp_day_text(from, first), pp_day_text(to, last), kind};
    assert(pp_table(PP_TABLE_leave)->n_columns == sizeof(cells) / sizeof(cells[0]));
    pp_builder_row(builder, pp_table(PP_TABLE_leave), 0, cells);
}

/* Gives the builder the runs of days that are free, and marks them. */
static void add_free_days(struct marks *marks, struct pp_builder *builder, pp_day from, pp_day to,
                          const char *kind)
{
    for (pp_day day = from; day <= to; day++) {
        pp_day first = day;
        while (day <= to && is_free(marks, day)) {
            day++;
        }
        if (day > first) {
            add_row(builder, marks->practitioner, first, day - 1, kind);
        }
    }
    mark(marks, from, to);
}

/* A row: practitioner, whose it is (0: leave.csv), from, to, kind. */
static bool feed_row(struct pp_store *store, sqlite3_stmt *stmt, struct marks *marks,
                     struct pp_builder *builder, struct pp_err *err)
{
    char first[PP_DATE_TEXT], last[PP_DATE_TEXT];
    const char *practitioner = (const char *)sqlite3_column_text(stmt, 0);
    pp_day from, to;
    if (!pp_day_parse(db_copy_text(stmt, 2, first, sizeof(first)), &from) ||
        !pp_day_parse(db_copy_text(stmt, 3, last, sizeof(last)), &to)) {
        return pp_fail(err, PP_E_STATE, "%s: the file is damaged: leave without its dates",
                       store->path);
    }
    if (marks->practitioner == NULL || strcmp(marks->practitioner, practitioner) != 0) {
        marks->practitioner = pp_arena_string(&marks->arena, practitioner);
        memset(marks->days, 0, DAYS / 8 + 1);
    }
    if (sqlite3_column_int64(stmt, 1) == 0) {
        mark(marks, from, to);
    } else {
        add_free_days(marks, builder, from, to, (const char *)sqlite3_column_text(stmt, 4));
    }
    return true;
}

bool leave_feed(struct pp_store *store, struct pp_builder *builder, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store,
                   "SELECT practitioner, 0 AS source, \"from\", \"to\", kind FROM leave"
                   " WHERE practitioner IN (SELECT practitioner FROM leave_sources)"
                   " UNION ALL SELECT practitioner, source, f.\"from\", f.\"to\", kind"
                   " FROM leave_fetched AS f JOIN leave_sources USING (source)"
                   " WHERE practitioner IN (SELECT practitioner FROM practitioners)"
                   " ORDER BY 1, 2, 3",
                   err);
    struct marks marks = {.first = pp_day_from_civil((struct pp_civil){PP_FIRST_YEAR, 1, 1})};
    marks.days = PP_NEW(&marks.arena, uint8_t, DAYS / 8 + 1);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        ok = feed_row(store, stmt, &marks, builder, err);
    }
    sqlite3_finalize(stmt);
    pp_arena_finish(&marks.arena);
    return ok;
}
