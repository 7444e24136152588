// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What one calendar shows, out of the store.
 *
 * It is a walk along an index that holds its events in the order of the file, in one
 * transaction: whoever reads while somebody publishes has all of the old or all of the new.
 */
#include "published.h"

#include <podplan/civil.h>

/* Which events a calendar of each scope shows; ?1 is the key. Each has an index of its own. */
static const char *const scope_terms[PP_FEED_SCOPES] = {
    [PP_FEED_PRACTITIONER] = "shared = 0 AND body <> '' AND practitioner = ?1",
    [PP_FEED_POD] = "shared = 1 AND body <> '' AND pod = ?1",
    [PP_FEED_HUB] = "shared = 1 AND body <> '' AND hub = ?1",
    [PP_FEED_TIER] = "shared = 1 AND body <> '' AND tier = ?1",
    [PP_FEED_TRAINING] = "shared = 1 AND body <> '' AND kind = 'training' AND ?1 = ''",
};

struct reading {
    struct pp_store *store;
    enum pp_feed_scope scope;
    const char *key;
    const struct pp_feed_window *window;
    struct pp_feed_rows *rows;
    pp_day first, from, to; ///< the window, once it is known
};

/* "SELECT what FROM events WHERE term of the scope more", its key and two dates bound. */
static sqlite3_stmt *select_events(const struct reading *reading, const char *what,
                                   const char *more, pp_day from, pp_day to, struct pp_err *err)
{
    struct pp_arena scratch = {0};
    char first[PP_DATE_TEXT], last[PP_DATE_TEXT];
    sqlite3_stmt *stmt = db_prepare(reading->store,
                                    pp_arena_printf(&scratch, "SELECT %s FROM events WHERE %s %s",
                                                    what, scope_terms[reading->scope], more),
                                    err);
    pp_arena_finish(&scratch);
    if (stmt != NULL) {
        db_bind_text(stmt, 1, reading->key);
        db_bind_text(stmt, 2, pp_day_text(from, first));
        db_bind_text(stmt, 3, pp_day_text(to, last));
    }
    return stmt;
}

static bool read_head(const struct reading *reading, struct pp_err *err)
{
    bool row = false;
    sqlite3_stmt *stmt = db_prepare(
        reading->store, "SELECT name, changed FROM calendars WHERE scope = ?1 AND key = ?2", err);
    if (stmt != NULL) {
        db_bind_text(stmt, 1, pp_feed_scope_words[reading->scope]);
        db_bind_text(stmt, 2, reading->key);
    }
    bool ok = stmt != NULL && db_step(reading->store, stmt, &row, err);
    if (ok && row) {
        reading->rows->name = db_text(stmt, 0, &reading->rows->events.arena);
        reading->rows->changed = sqlite3_column_int64(stmt, 1);
    } else if (ok) {
        ok = pp_fail(err, PP_E_STATE, "no calendar was published for %s '%s'",
                     pp_feed_scope_words[reading->scope], reading->key);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* Where the window begins: with the day of planning of the last publish, if that is earlier. */
static bool read_window(struct reading *reading, struct pp_err *err)
{
    const struct pp_feed_window *window = reading->window;
    bool row = false;
    char date[PP_DATE_TEXT];
    pp_day planned_on;
    sqlite3_stmt *stmt =
        db_prepare(reading->store, "SELECT planned_on, moved FROM last_publish", err);
    bool ok = stmt != NULL && db_step(reading->store, stmt, &row, err);
    reading->first = window->today;
    if (ok && row && pp_day_parse(db_copy_text(stmt, 0, date, sizeof(date)), &planned_on)) {
        reading->first = planned_on < window->today ? planned_on : window->today;
        reading->rows->moved = sqlite3_column_int64(stmt, 1);
    }
    sqlite3_finalize(stmt);
    reading->from = reading->first - window->past;
    reading->to = window->today + window->ahead;
    return ok;
}

/* A number and the last date of the events of some days. */
static bool read_sum(const struct reading *reading, const char *what, const char *more,
                     int64_t *count, pp_day *last, struct pp_err *err)
{
    bool row = false;
    char day[PP_DATE_TEXT];
    *last = PP_NO_DAY;
    sqlite3_stmt *stmt = select_events(reading, what, more, reading->from, reading->to, err);
    bool ok = stmt != NULL && db_step(reading->store, stmt, &row, err);
    if (ok && row) {
        *count = sqlite3_column_int64(stmt, 0);
        pp_day_parse(db_copy_text(stmt, 1, day, sizeof(day)), last);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool read_events(const struct reading *reading, pp_day from, struct pp_err *err)
{
    const struct pp_feed_window *window = reading->window;
    struct pp_event_list *events = &reading->rows->events;
    sqlite3_stmt *stmt = select_events(reading, EVENTS_COLUMNS,
                                       "AND date BETWEEN ?2 AND ?3"
                                       " ORDER BY date, \"begin\", uid LIMIT ?4",
                                       from, reading->to, err);
    if (stmt != NULL) {
        // One more tells whether the last day is there as a whole.
        sqlite3_bind_int(stmt, 4, window->most + 1);
    }
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(reading->store, stmt, &row, err)) && row) {
        ok = events_read(reading->store, stmt, events, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* Cuts the list to `most`, between two days when it can. */
static void cut_at_day(struct pp_event_list *events, int32_t most)
{
    if (events->count <= most) {
        return;
    }
    int32_t count = most;
    while (count > 0 && events->rows[count - 1].date == events->rows[most].date) {
        count--;
    }
    events->count = count > 0 ? count : most;
}

static bool check_kept(const struct reading *reading, struct pp_err *err)
{
    const struct pp_event_list *events = &reading->rows->events;
    for (int32_t e = 0; e < events->count; e++) {
        if (events->rows[e].summary == NULL) {
            return pp_fail(err, PP_E_STATE,
                           "%s: calendars were last published by an earlier podplan, which did not "
                           "keep what they say; please publish again",
                           reading->store->path);
        }
    }
    return true;
}

static bool read_feed(struct reading *reading, struct pp_err *err)
{
    const struct pp_feed_window *window = reading->window;
    struct pp_feed_rows *rows = reading->rows;
    int64_t count = 0, before;
    if (!read_head(reading, err) || !read_window(reading, err) ||
        !read_sum(reading, "count(*), max(date)", "AND date BETWEEN ?2 AND ?3", &count, &rows->last,
                  err) ||
        !read_sum(reading, "0, max(date)", "AND date < ?2", &before, &rows->before, err)) {
        return false;
    }
    rows->narrowed = count > window->most;
    bool ok = read_events(reading, rows->narrowed ? reading->first - 1 : reading->from, err);
    cut_at_day(&rows->events, window->most);
    return ok && check_kept(reading, err);
}

bool pp_store_load_feed(struct pp_store *store, enum pp_feed_scope scope, const char *key,
                        const struct pp_feed_window *window, struct pp_feed_rows *rows,
                        struct pp_err *err)
{
    struct reading reading = {
        .store = store, .scope = scope, .key = key, .window = window, .rows = rows};
    return db_begin_reading(store, err) && db_end(store, read_feed(&reading, err), err);
}
