// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tokens of feeds in the store: their hashes, and when each feed ends.
 *
 * Whether somebody has left is read from the service, so a changed end date counts at once.  Since
 * when somebody is missing from the service nobody else knows: it is noted with each import.
 */
#include "published.h"

#include <podplan/feed_token.h>

#include <inttypes.h>
#include <string.h>

const char *const pp_feed_end_words[] = {"open", "revoked", "left", "gone", NULL};

/* True in SQL when what a row of `feeds` shows and whose it is are in the service. */
#define HAS_PERSON "(person IS NULL OR person IN (SELECT practitioner FROM practitioners))"
#define IS_KNOWN                                                                                   \
    HAS_PERSON                                                                                     \
    " AND CASE scope WHEN 'practitioner' THEN key IN (SELECT practitioner FROM practitioners)"     \
    " WHEN 'pod' THEN key IN (SELECT pod FROM pods)"                                               \
    " WHEN 'hub' THEN key IN (SELECT hub FROM hubs)"                                               \
    " WHEN 'tier' THEN key IN (SELECT CAST(tier AS TEXT) FROM shifts) ELSE TRUE END"

bool feeds_follow_service(struct pp_store *store, struct pp_err *err)
{
    return db_exec(store,
                   "UPDATE feeds SET gone = NULL WHERE gone IS NOT NULL AND " IS_KNOWN
                   ";"
                   "UPDATE feeds SET gone = " EVENTS_NOW " WHERE gone IS NULL AND NOT (" IS_KNOWN
                   ")",
                   err);
}

/* ---- Reading ---- */

#define FEED_COLUMNS                                                                               \
    "SELECT feed, scope, key, feeds.name, person, hash, created, last_used, revoked, gone, "       \
    "\"end\""                                                                                      \
    " FROM feeds LEFT JOIN practitioners ON practitioner = person"

/* The table holds no other words. */
static int32_t read_scope(sqlite3_stmt *stmt, int column)
{
    char word[16];
    return db_word(pp_feed_scope_words, db_copy_text(stmt, column, word, sizeof(word)));
}

static pp_instant read_instant(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt, column) == SQLITE_NULL ? PP_NEVER
                                                            : sqlite3_column_int64(stmt, column);
}

static void end_feed(struct pp_feed_token *feed, pp_instant at, enum pp_feed_end why)
{
    if (at < feed->ends) {
        feed->ends = at;
        feed->end = why;
    }
}

static void read_end(sqlite3_stmt *stmt, struct pp_feed_token *feed)
{
    char text[PP_DATE_TEXT];
    pp_day last;
    feed->ends = PP_NEVER;
    end_feed(feed, read_instant(stmt, 8), PP_FEED_REVOKED);
    end_feed(feed, read_instant(stmt, 9), PP_FEED_GONE);
    if (pp_day_parse(db_copy_text(stmt, 10, text, sizeof(text)), &last)) {
        end_feed(feed, pp_london_instant(last + 1, 0), PP_FEED_LEFT);
    }
}

static bool read_feed(struct pp_store *store, sqlite3_stmt *stmt, struct pp_arena *arena,
                      struct pp_feed_token *feed, struct pp_err *err)
{
    *feed = (struct pp_feed_token){
        .id = sqlite3_column_int64(stmt, 0),
        .scope = read_scope(stmt, 1),
        .key = db_text(stmt, 2, arena),
        .name = db_text(stmt, 3, arena),
        .person = db_text(stmt, 4, arena),
        .created = sqlite3_column_int64(stmt, 6),
        .last_used = read_instant(stmt, 7),
    };
    read_end(stmt, feed);
    const void *hash = sqlite3_column_blob(stmt, 5);
    if (hash == NULL || sqlite3_column_bytes(stmt, 5) != PP_FEED_HASH_BYTES) {
        return pp_fail(err, PP_E_STATE, "%s: the file is damaged: feed %" PRId64 " has no hash",
                       store->path, feed->id);
    }
    memcpy(feed->hash, hash, PP_FEED_HASH_BYTES);
    return true;
}

bool pp_store_load_tokens(struct pp_store *store, struct pp_token_list *feeds, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store, FEED_COLUMNS " ORDER BY feed", err);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        feeds->rows = pp_arena_grow(&feeds->arena, feeds->rows, &feeds->capacity, feeds->count + 1,
                                    sizeof(feeds->rows[0]));
        ok = read_feed(store, stmt, &feeds->arena, &feeds->rows[feeds->count++], err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool load_feed(struct pp_store *store, int64_t id, struct pp_arena *arena,
                      struct pp_feed_token *feed, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store, FEED_COLUMNS " WHERE feed = ?1", err);
    bool row = false;
    if (stmt == NULL) {
        return false;
    }
    sqlite3_bind_int64(stmt, 1, id);
    bool ok = db_step(store, stmt, &row, err) &&
              (row || pp_fail(err, PP_E_STATE,
                              "there is no feed %" PRId64 "; podplan feeds list shows all", id)) &&
              read_feed(store, stmt, arena, feed, err);
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_load_stamps(struct pp_store *store, struct pp_stamp_list *stamps, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store, "SELECT scope, key, changed FROM calendars ORDER BY scope, key", err);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        stamps->rows = pp_arena_grow(&stamps->arena, stamps->rows, &stamps->capacity,
                                     stamps->count + 1, sizeof(stamps->rows[0]));
        stamps->rows[stamps->count++] =
            (struct pp_calendar_stamp){.scope = read_scope(stmt, 0),
                                       .key = db_text(stmt, 1, &stamps->arena),
                                       .changed = sqlite3_column_int64(stmt, 2)};
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_version(struct pp_store *store, int64_t *version, struct pp_err *err)
{
    return db_number(store, "PRAGMA data_version", version, err);
}

void pp_store_wait(struct pp_store *store, int32_t milliseconds)
{
    sqlite3_busy_timeout(store->db, milliseconds);
}

/* ---- Writing ---- */

static bool insert_feed(struct pp_store *store, struct pp_feed_token *feed, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "INSERT INTO feeds (scope, key, name, person, hash, created)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, " EVENTS_NOW
                                    ")"
                                    " RETURNING feed, created",
                                    err);
    bool row = false;
    if (stmt == NULL) {
        return false;
    }
    db_bind_text(stmt, 1, pp_feed_scope_words[feed->scope]);
    db_bind_text(stmt, 2, feed->key);
    db_bind_text(stmt, 3, feed->name);
    db_bind_text(stmt, 4, feed->person);
    sqlite3_bind_blob(stmt, 5, feed->hash, PP_FEED_HASH_BYTES, SQLITE_TRANSIENT);
    bool ok = db_step(store, stmt, &row, err);
    if (ok) {
        feed->id = sqlite3_column_int64(stmt, 0);
        feed->created = sqlite3_column_int64(stmt, 1);
        feed->last_used = PP_NEVER;
        ok = db_step(store, stmt, &row, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* Whether the row that was just stored is of this service. */
static bool check_known(struct pp_store *store, const struct pp_feed_token *feed,
                        struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store, "SELECT " HAS_PERSON ", " IS_KNOWN " FROM feeds WHERE feed = ?1", err);
    bool row = false;
    if (stmt == NULL) {
        return false;
    }
    sqlite3_bind_int64(stmt, 1, feed->id);
    bool ok = db_step(store, stmt, &row, err);
    bool person = row && sqlite3_column_int(stmt, 0) != 0,
         known = row && sqlite3_column_int(stmt, 1) != 0;
    sqlite3_finalize(stmt);
    return ok && (known || pp_fail(err, PP_E_INPUT, "the service has no %s '%s'",
                                   pp_feed_scope_words[person ? feed->scope : PP_FEED_PRACTITIONER],
                                   person ? feed->key : feed->person));
}

/* The day after the last in post is when a leaver's feed ends. */
static bool fail_left(const struct pp_feed_token *feed, struct pp_err *err)
{
    char date[PP_DATE_TEXT];
    pp_day last = pp_london_day(feed->ends) - 1;
    return pp_fail(err, PP_E_STATE,
                   "the last day in post of %s was %s, so a feed of theirs would show nothing; a "
                   "later end in practitioners.csv opens it",
                   feed->person, pp_day_text(last, date));
}

static bool insert_known(struct pp_store *store, struct pp_feed_token *feed, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct pp_feed_token stored;
    bool ok = insert_feed(store, feed, err) && check_known(store, feed, err) &&
              load_feed(store, feed->id, &arena, &stored, err);
    if (ok) {
        feed->ends = stored.ends;
        feed->end = stored.end;
        ok = feed->ends > feed->created || fail_left(feed, err);
    }
    pp_arena_finish(&arena);
    return ok;
}

bool pp_store_add_token(struct pp_store *store, struct pp_feed_token *feed, struct pp_err *err)
{
    return db_begin(store, err) && db_end(store, insert_known(store, feed, err), err);
}

static bool revoke(struct pp_store *store, int64_t id, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct pp_feed_token feed;
    bool ok = load_feed(store, id, &arena, &feed, err);
    sqlite3_stmt *stmt = ok ? db_prepare(store,
                                         "UPDATE feeds SET revoked = " EVENTS_NOW
                                         " WHERE feed = ?1 AND revoked IS NULL RETURNING feed",
                                         err)
                            : NULL;
    bool row = false;
    if (stmt != NULL) {
        sqlite3_bind_int64(stmt, 1, id);
        ok = db_step(store, stmt, &row, err) &&
             (row || pp_fail(err, PP_E_STATE, "feed %" PRId64 " is revoked already", id));
    }
    sqlite3_finalize(stmt);
    pp_arena_finish(&arena);
    return ok && stmt != NULL;
}

bool pp_store_revoke_token(struct pp_store *store, int64_t id, struct pp_err *err)
{
    return db_begin(store, err) && db_end(store, revoke(store, id, err), err);
}

static bool rotate(struct pp_store *store, int64_t id, const unsigned char *hash,
                   struct pp_arena *arena, struct pp_feed_token *fresh, struct pp_err *err)
{
    if (!load_feed(store, id, arena, fresh, err)) {
        return false;
    }
    memcpy(fresh->hash, hash, PP_FEED_HASH_BYTES);
    return revoke(store, id, err) && insert_known(store, fresh, err);
}

bool pp_store_rotate_token(struct pp_store *store, int64_t id,
                           const unsigned char hash[PP_FEED_HASH_BYTES], struct pp_arena *arena,
                           struct pp_feed_token *fresh, struct pp_err *err)
{
    return db_begin(store, err) && db_end(store, rotate(store, id, hash, arena, fresh, err), err);
}

static bool note_uses(struct pp_store *store, const struct pp_token_use *uses, int32_t count,
                      struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "UPDATE feeds SET last_used = ?2 WHERE feed = ?1 AND"
                                    " (last_used IS NULL OR last_used < ?2)",
                                    err);
    bool ok = stmt != NULL;
    for (int32_t u = 0; ok && u < count; u++) {
        sqlite3_bind_int64(stmt, 1, uses[u].id);
        sqlite3_bind_int64(stmt, 2, uses[u].at);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_use_tokens(struct pp_store *store, const struct pp_token_use *uses, int32_t count,
                         struct pp_err *err)
{
    return count == 0 ||
           (db_begin(store, err) && db_end(store, note_uses(store, uses, count, err), err));
}
