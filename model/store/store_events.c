// SPDX-License-Identifier: GPL-3.0-or-later
/* Published calendar events in the store: read and replaced as one list, by uid. */
#include "published.h"

#include <podplan/civil.h>

#include <stdio.h>

static bool save_rows(struct pp_store *store, const struct pp_event_list *events,
                      struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "INSERT INTO events (uid, practitioner, shift, date, body,"
                                    " sequence, created, modified)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                                    err);
    bool ok = stmt != NULL;
    for (int32_t e = 0; ok && e < events->count; e++) {
        const struct pp_event_row *event = &events->rows[e];
        char date[PP_DATE_TEXT];
        db_bind_text(stmt, 1, event->uid);
        db_bind_text(stmt, 2, event->practitioner);
        db_bind_text(stmt, 3, event->shift);
        db_bind_text(stmt, 4, pp_day_text(event->date, date));
        db_bind_text(stmt, 5, event->body);
        sqlite3_bind_int(stmt, 6, event->sequence);
        sqlite3_bind_int64(stmt, 7, event->created);
        sqlite3_bind_int64(stmt, 8, event->modified);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool events_replace(struct pp_store *store, const struct pp_event_list *events, struct pp_err *err)
{
    return db_exec(store, "DELETE FROM events", err) && save_rows(store, events, err);
}

static bool read_event(sqlite3_stmt *stmt, struct pp_arena *arena, struct pp_event_row *event)
{
    char date[PP_DATE_TEXT];
    *event = (struct pp_event_row){
        .uid = db_text(stmt, 0, arena),
        .practitioner = db_text(stmt, 1, arena),
        .shift = db_text(stmt, 2, arena),
        .body = db_text(stmt, 4, arena),
        .sequence = sqlite3_column_int(stmt, 5),
        .created = sqlite3_column_int64(stmt, 6),
        .modified = sqlite3_column_int64(stmt, 7),
    };
    return pp_day_parse(db_copy_text(stmt, 3, date, sizeof(date)), &event->date);
}

bool pp_store_load_events(struct pp_store *store, struct pp_event_list *events, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "SELECT uid, practitioner, shift, date, body, sequence,"
                                    " created, modified FROM events ORDER BY uid",
                                    err);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        events->rows = pp_arena_grow(&events->arena, events->rows, &events->capacity,
                                     events->count + 1, sizeof(events->rows[0]));
        ok = read_event(stmt, &events->arena, &events->rows[events->count++]) ||
             pp_fail(err, PP_E_STATE, "%s: the file is damaged: an event has no date", store->path);
    }
    sqlite3_finalize(stmt);
    return ok;
}
