// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What changed in people's own calendars: noted whenever events are replaced, for ever.
 *
 * A feed reaches people hours later.  Whoever has to tell them at once, by word or by mail, finds
 * here what was there before and what is there now.
 */
#include "published.h"

#include <podplan/civil.h>

/* Within events_replace: `fresh_events` and `differing` are there, `events` is as it was. */
bool changes_note(struct pp_store *store, pp_day today, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(
        store,
        "INSERT INTO event_changes (changed, practitioner, uid, kind,"
        " before_date, before_begin, before_end, before_summary, before_location,"
        " after_date, after_begin, after_end, after_summary, after_location)"
        " SELECT " EVENTS_NOW
        ", coalesce(a.practitioner, b.practitioner), d.uid,"
        " coalesce(a.kind, b.kind), b.date, b.\"begin\", b.\"end\", b.summary, b.location,"
        " a.date, a.\"begin\", a.\"end\", a.summary, a.location"
        " FROM differing AS d"
        " LEFT JOIN events AS b ON b.uid = d.uid AND b.shared = 0 AND b.body <> ''"
        " LEFT JOIN fresh_events AS a ON a.uid = d.uid AND a.shared = 0 AND a.body <> ''"
        " WHERE d.shared = 0 AND coalesce(a.body, '') <> coalesce(b.body, '')"
        " AND (b.uid IS NULL OR b.summary IS NOT NULL)" // an earlier version did not keep it
        " AND max(coalesce(a.date, ''), coalesce(b.date, '')) >= ?1"
        " ORDER BY coalesce(a.practitioner, b.practitioner), coalesce(a.date, b.date), d.uid",
        err);
    char date[PP_DATE_TEXT];
    if (stmt != NULL) {
        db_bind_text(stmt, 1, pp_day_text(today, date));
    }
    bool ok = stmt != NULL && db_run(store, stmt, err);
    sqlite3_finalize(stmt);
    return ok;
}

/* Five columns from `first` on. */
static bool read_side(sqlite3_stmt *stmt, int first, struct pp_arena *arena,
                      struct pp_event_side *side)
{
    char date[PP_DATE_TEXT];
    *side = (struct pp_event_side){.date = PP_NO_DAY};
    if (sqlite3_column_type(stmt, first) == SQLITE_NULL) {
        return true;
    }
    side->begin = sqlite3_column_int(stmt, first + 1);
    side->end = sqlite3_column_int(stmt, first + 2);
    side->summary = db_text(stmt, first + 3, arena);
    side->location = db_text(stmt, first + 4, arena);
    return side->summary != NULL &&
           pp_day_parse(db_copy_text(stmt, first, date, sizeof(date)), &side->date);
}

static bool read_change(struct pp_store *store, sqlite3_stmt *stmt, struct pp_event_changes *list,
                        struct pp_err *err)
{
    struct pp_arena *arena = &list->arena;
    char kind[PP_DATE_TEXT];
    list->rows =
        pp_arena_grow(arena, list->rows, &list->capacity, list->count + 1, sizeof(list->rows[0]));
    struct pp_event_change *change = &list->rows[list->count++];
    *change = (struct pp_event_change){
        .id = sqlite3_column_int64(stmt, 0),
        .changed = sqlite3_column_int64(stmt, 1),
        .told = sqlite3_column_int64(stmt, 2),
        .practitioner = db_text(stmt, 3, arena),
        .uid = db_text(stmt, 4, arena),
        .kind = db_word(pp_event_kind_words, db_copy_text(stmt, 5, kind, sizeof(kind))),
    };
    bool whole = change->practitioner != NULL && change->uid != NULL && change->kind >= 0 &&
                 read_side(stmt, 6, arena, &change->before) &&
                 read_side(stmt, 11, arena, &change->after);
    return whole ||
           pp_fail(err, PP_E_STATE, "%s: the file is damaged: a change is not whole", store->path);
}

bool pp_store_load_changes(struct pp_store *store, pp_instant since, const char *practitioner,
                           struct pp_event_changes *changes, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store,
                   "SELECT change, changed, told, practitioner, uid, kind,"
                   " before_date, before_begin, before_end, before_summary, before_location,"
                   " after_date, after_begin, after_end, after_summary, after_location"
                   " FROM event_changes WHERE changed >= ?1 AND practitioner = coalesce(?2, "
                   "practitioner) ORDER BY practitioner, change",
                   err);
    if (stmt != NULL) {
        sqlite3_bind_int64(stmt, 1, since);
        db_bind_text(stmt, 2, practitioner);
    }
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        ok = read_change(store, stmt, changes, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_tell_changes(struct pp_store *store, const char *practitioner, pp_instant since,
                           int64_t last, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "UPDATE event_changes SET told = " EVENTS_NOW
                                    " WHERE practitioner = ?1 AND changed >= ?2 AND change <= ?3"
                                    " AND told IS NULL",
                                    err);
    if (stmt != NULL) {
        db_bind_text(stmt, 1, practitioner);
        sqlite3_bind_int64(stmt, 2, since);
        sqlite3_bind_int64(stmt, 3, last);
    }
    bool ok = stmt != NULL && db_run(store, stmt, err);
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_now(struct pp_store *store, pp_instant *now, struct pp_err *err)
{
    return db_number(store, "SELECT " EVENTS_NOW, now, err);
}
