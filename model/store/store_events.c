// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Published calendar events in the store: read as one list, and replaced by another.
 *
 * The new list goes into a temporary table.  What differs is found by SQL, row against row; only
 * that is written, noted for the people it concerns (store_changes.c), and stamped on the calendars
 * that show it.  So a calendar has changed exactly when something in it has.
 */
#include "published.h"

#include <podplan/civil.h>

#include <stdio.h>

const char *const pp_event_kind_words[] = {"duty", "standby", "training", NULL};
const char *const pp_feed_scope_words[] = {"practitioner", "pod", "hub", "tier", "training", NULL};

static bool insert_fresh(struct pp_store *store, const struct pp_event_list *events,
                         struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "INSERT INTO fresh_events (" EVENTS_COLUMNS
                                    ")"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
                                    " ?13, ?14, ?15, ?16, ?17, ?18)",
                                    err);
    bool ok = stmt != NULL;
    for (int32_t e = 0; ok && e < events->count; e++) {
        const struct pp_event_row *event = &events->rows[e];
        char date[PP_DATE_TEXT];
        db_bind_text(stmt, 1, event->uid);
        sqlite3_bind_int(stmt, 2, event->shared);
        db_bind_text(stmt, 3, event->practitioner);
        db_bind_text(stmt, 4, event->shift);
        db_bind_text(stmt, 5, pp_day_text(event->date, date));
        db_bind_text(stmt, 6, pp_event_kind_words[event->kind]);
        db_bind_text(stmt, 7, event->pod);
        db_bind_text(stmt, 8, event->hub);
        db_bind_text(stmt, 9, event->tier);
        sqlite3_bind_int(stmt, 10, event->busy);
        sqlite3_bind_int(stmt, 11, event->begin);
        sqlite3_bind_int(stmt, 12, event->end);
        db_bind_text(stmt, 13, event->summary);
        db_bind_text(stmt, 14, event->location);
        db_bind_text(stmt, 15, event->body);
        sqlite3_bind_int(stmt, 16, event->sequence);
        sqlite3_bind_int64(stmt, 17, event->created);
        sqlite3_bind_int64(stmt, 18, event->modified);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* Temporary tables are this connection's own, and in no file. */
static bool drop_scratch(struct pp_store *store, struct pp_err *err)
{
    return db_exec(store,
                   "DROP TABLE IF EXISTS temp.fresh_events;"
                   "DROP TABLE IF EXISTS temp.differing",
                   err);
}

static bool find_differing(struct pp_store *store, struct pp_err *err)
{
    return db_exec(store,
                   "CREATE TEMP TABLE differing AS"
                   " SELECT uid, shared FROM (SELECT * FROM fresh_events EXCEPT"
                   "                          SELECT * FROM events)"
                   " UNION"
                   " SELECT uid, shared FROM (SELECT * FROM events EXCEPT"
                   "                          SELECT * FROM fresh_events);"
                   "CREATE UNIQUE INDEX temp.differing_key ON differing (uid, shared)",
                   err);
}

/* What each calendar shows of the events that differ. */
#define SHOWN(scope, key, rows, more)                                                              \
    " SELECT '" scope "', " key ", uid, body, sequence FROM " rows                                 \
    " WHERE (uid, shared) IN differing AND body <> '' AND " more
#define SHOWN_OF(rows)                                                                             \
    SHOWN("practitioner", "practitioner", rows, "shared = 0")                                      \
    " UNION ALL" SHOWN("pod", "pod", rows, "shared = 1") " UNION ALL" SHOWN(                       \
        "hub", "hub", rows,                                                                        \
        "shared = 1") " UNION ALL" SHOWN("tier", "tier", rows,                                     \
                                         "shared = 1") " UNION ALL" SHOWN("training", "''", rows,  \
                                                                          "shared = 1 AND kind = " \
                                                                          "'training'")

/* The calendars that show something else than they did. */
static bool stamp_calendars(struct pp_store *store, struct pp_err *err)
{
    return db_exec(store,
                   "WITH old (scope, key, uid, body, sequence) AS (" SHOWN_OF("events") "),"
                   " new (scope, key, uid, body, sequence) AS (" SHOWN_OF("fresh_events") ")"
                   " UPDATE calendars SET changed = max(changed + 1, " EVENTS_NOW ")"
                   " WHERE (scope, key) IN ("
                   "  SELECT scope, key FROM (SELECT * FROM old EXCEPT SELECT * FROM new) UNION"
                   "  SELECT scope, key FROM (SELECT * FROM new EXCEPT SELECT * FROM old))",
                   err);
}

static bool write_differing(struct pp_store *store, struct pp_err *err)
{
    return db_exec(store,
                   "DELETE FROM events WHERE (uid, shared) IN differing;"
                   "INSERT INTO events SELECT * FROM fresh_events"
                   " WHERE (uid, shared) IN differing",
                   err);
}

bool events_replace(struct pp_store *store, const struct pp_event_list *events, pp_day today,
                    struct pp_err *err)
{
    bool ok = drop_scratch(store, err) &&
              db_exec(store,
                      "CREATE TEMP TABLE fresh_events AS SELECT * FROM events LIMIT 0;"
                      "CREATE UNIQUE INDEX temp.fresh_events_key ON fresh_events (uid, shared)",
                      err) &&
              insert_fresh(store, events, err) && find_differing(store, err) &&
              changes_note(store, today, err) && stamp_calendars(store, err) &&
              write_differing(store, err);
    return ok && drop_scratch(store, err);
}

bool events_read(struct pp_store *store, sqlite3_stmt *stmt, struct pp_event_list *events,
                 struct pp_err *err)
{
    struct pp_arena *arena = &events->arena;
    events->rows = pp_arena_grow(arena, events->rows, &events->capacity, events->count + 1,
                                 sizeof(events->rows[0]));
    struct pp_event_row *event = &events->rows[events->count++];
    char date[PP_DATE_TEXT], kind[PP_DATE_TEXT];
    *event = (struct pp_event_row){
        .uid = db_text(stmt, 0, arena),
        .shared = sqlite3_column_int(stmt, 1) != 0,
        .practitioner = db_text(stmt, 2, arena),
        .shift = db_text(stmt, 3, arena),
        .kind = db_word(pp_event_kind_words, db_copy_text(stmt, 5, kind, sizeof(kind))),
        .pod = db_text(stmt, 6, arena),
        .hub = db_text(stmt, 7, arena),
        .tier = db_text(stmt, 8, arena),
        .busy = sqlite3_column_int(stmt, 9) != 0,
        .begin = sqlite3_column_int(stmt, 10),
        .end = sqlite3_column_int(stmt, 11),
        .summary = db_text(stmt, 12, arena),
        .location = db_text(stmt, 13, arena),
        .body = db_text(stmt, 14, arena),
        .sequence = sqlite3_column_int(stmt, 15),
        .created = sqlite3_column_int64(stmt, 16),
        .modified = sqlite3_column_int64(stmt, 17),
    };
    bool whole = event->uid != NULL && event->practitioner != NULL && event->shift != NULL &&
                 event->body != NULL && event->kind >= 0 &&
                 pp_day_parse(db_copy_text(stmt, 4, date, sizeof(date)), &event->date);
    return whole ||
           pp_fail(err, PP_E_STATE, "%s: the file is damaged: an event is not whole", store->path);
}

bool pp_store_load_events(struct pp_store *store, struct pp_event_list *events, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store, "SELECT " EVENTS_COLUMNS " FROM events ORDER BY uid, shared", err);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        ok = events_read(store, stmt, events, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}
