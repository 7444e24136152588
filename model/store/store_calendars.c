// SPDX-License-Identifier: GPL-3.0-or-later
/* Which calendars there are, and that their window moved, inside a transaction of the caller's. */
#include "published.h"

#include <podplan/civil.h>
#include <podplan/limits.h>

bool feeds_name(struct pp_store *store, const struct pp_feed_name *feeds, int32_t n_feeds,
                struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "INSERT INTO calendars (scope, key, name, changed)"
                                    " VALUES (?1, ?2, ?3, " EVENTS_NOW
                                    ")"
                                    " ON CONFLICT (scope, key) DO UPDATE SET name = excluded.name,"
                                    " changed = max(changed + 1, excluded.changed)"
                                    " WHERE name IS NOT excluded.name",
                                    err);
    bool ok = stmt != NULL;
    for (int32_t f = 0; ok && f < n_feeds; f++) {
        db_bind_text(stmt, 1, pp_feed_scope_words[feeds[f].scope]);
        db_bind_text(stmt, 2, feeds[f].key);
        db_bind_text(stmt, 3, feeds[f].name);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* ---- The day from which windows reach back ---- */

static bool read_day(struct pp_store *store, pp_day *day, struct pp_err *err)
{
    bool row = false;
    char date[PP_DATE_TEXT];
    *day = PP_NO_DAY;
    sqlite3_stmt *stmt = db_prepare(store, "SELECT planned_on FROM last_publish", err);
    bool ok = stmt != NULL && db_step(store, stmt, &row, err);
    if (ok && row) {
        pp_day_parse(db_copy_text(stmt, 0, date, sizeof(date)), day);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* Runs a statement with two dates. */
static bool run_dated(struct pp_store *store, const char *sql, pp_day first, pp_day last,
                      struct pp_err *err)
{
    char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
    sqlite3_stmt *stmt = db_prepare(store, sql, err);
    if (stmt != NULL) {
        db_bind_text(stmt, 1, pp_day_text(first, from));
        db_bind_text(stmt, 2, pp_day_text(last, to));
    }
    bool ok = stmt != NULL && db_run(store, stmt, err);
    sqlite3_finalize(stmt);
    return ok;
}

#define BETWEEN(scope, key, more)                                                                  \
    " SELECT '" scope "', " key                                                                    \
    " FROM events"                                                                                 \
    " WHERE body <> '' AND date BETWEEN ?1 AND ?2 AND " more

/* Those that an event leaves, or comes back to, because the first day moves. */
static bool stamp_between(struct pp_store *store, pp_day one, pp_day other, struct pp_err *err)
{
    pp_day first = (one < other ? one : other) - PP_FEED_PAST_DAYS;
    pp_day last = (one < other ? other : one) - PP_FEED_PAST_DAYS - 1;
    return run_dated(store,
                     "UPDATE calendars SET changed = max(changed + 1, " EVENTS_NOW ")"
                     " WHERE (scope, key) IN (" BETWEEN("practitioner", "practitioner",
                                                        "shared = 0")
                     " UNION" BETWEEN("pod", "pod", "shared = 1")
                     " UNION" BETWEEN("hub", "hub", "shared = 1")
                     " UNION" BETWEEN("tier", "tier", "shared = 1")
                     " UNION" BETWEEN("training", "''", "shared = 1 AND kind = 'training'") ")",
                     first, last, err);
}

bool feeds_move(struct pp_store *store, pp_day planned_on, struct pp_err *err)
{
    pp_day last;
    if (!read_day(store, &last, err)) {
        return false;
    }
    return last == planned_on ||
           ((last == PP_NO_DAY || stamp_between(store, last, planned_on, err)) &&
            run_dated(store,
                      "INSERT INTO last_publish (one, planned_on, moved) VALUES (1, ?1, " EVENTS_NOW
                      ") ON CONFLICT (one) DO UPDATE SET planned_on = excluded.planned_on,"
                      " moved = max(moved + 1, excluded.moved)",
                      planned_on, planned_on, err));
}
