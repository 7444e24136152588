// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calendars out of the store.
 *
 * One client may follow several calendars that show the same turn, so the UIDs
 * of each kind of calendar begin differently.
 *
 * The window moves with the day, so a calendar may change without anybody's
 * doing: when a new event comes in sight, or its oldest one leaves.  (It reaches
 * back from the day of planning of the last publish when that is earlier, so
 * that a service which nobody plans any more does not fade away.)  Its time
 * of change is the later of what the store noted and of these days' midnights;
 * that of a narrowed one, which may change each day, is at least today's.
 */
#include "feed.h"

#include "table.h"

#include <podplan/calendar.h>
#include <podplan/limits.h>
#include <podplan/rng.h>
#include <podplan/schema.h>

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/** What readers see of a kind of event. */
static const struct look {
    const char *category, *colour;
} looks[PP_EVENT_KINDS] = {
    [PP_DUTY_EVENT] = {"Duty", "steelblue"},
    [PP_STANDBY_EVENT] = {"On call", "goldenrod"},
    [PP_TRAINING_EVENT] = {"Training", "seagreen"},
};

/** What begins the UIDs of a kind of calendar, and its colour. */
static const struct manner {
    const char *prefix, *colour;
} manners[PP_FEED_SCOPES] = {
    [PP_FEED_PRACTITIONER] = {"", "steelblue"},     [PP_FEED_POD] = {"pod-", "slateblue"},
    [PP_FEED_HUB] = {"hub-", "darkcyan"},           [PP_FEED_TIER] = {"tier-", "goldenrod"},
    [PP_FEED_TRAINING] = {"training-", "seagreen"},
};

/* ---- One calendar ---- */

static struct pp_event event_of(const struct pp_event_row *row, const struct manner *manner,
                                struct pp_arena *arena)
{
    const struct look *look = &looks[row->kind];
    return (struct pp_event){.uid = pp_arena_printf(arena, "%s%s", manner->prefix, row->uid),
                             .summary = row->summary,
                             .location = row->location,
                             .category = look->category,
                             .colour = look->colour,
                             .date = row->date,
                             .begin = row->begin,
                             .end = row->end,
                             .busy = row->busy,
                             .sequence = row->sequence,
                             .created = row->created,
                             .modified = row->modified};
}

/** So many events fewer that the text is likely to be small enough: whole days, if there is one. */
static int32_t fewer_events(const struct pp_calendar *calendar, size_t bytes)
{
    int32_t count = (int32_t)((int64_t)calendar->n_events * PP_MAX_FEED_BYTES / (int64_t)bytes);
    count = count < calendar->n_events ? count : calendar->n_events - 1;
    int32_t whole = count;
    while (whole > 0 && calendar->events[whole - 1].date == calendar->events[count].date) {
        whole--;
    }
    return whole > 0 ? whole : count;
}

static bool write_events(struct pp_calendar *calendar, struct feed *feed, struct pp_err *err)
{
    bool done;
    while ((done = pp_calendar_write(calendar, &feed->text, err)) && calendar->n_events > 0 &&
           feed->text.length >= PP_MAX_FEED_BYTES) {
        calendar->n_events = fewer_events(calendar, feed->text.length);
        feed->narrowed = true;
        feed->text.length = 0;
    }
    feed->n_events = calendar->n_events;
    feed->last = feed->n_events > 0 ? calendar->events[feed->n_events - 1].date : PP_NO_DAY;
    return done;
}

static pp_instant midnight(pp_day day)
{
    return (pp_instant)day * PP_DAY_SECONDS;
}

static pp_instant later(pp_instant a, pp_instant b)
{
    return a > b ? a : b;
}

/** When the calendar came to be as it is; the window begins PAST days before `today`. */
static pp_instant modified_by(const struct pp_feed_rows *rows, bool narrowed, pp_day today)
{
    pp_instant modified = rows->changed;
    if (rows->before != PP_NO_DAY) {
        modified = later(modified, midnight(rows->before + PP_FEED_PAST_DAYS + 1));
    }
    if (rows->last != PP_NO_DAY) {
        modified = later(modified, midnight(rows->last - PP_FEED_AHEAD_DAYS));
    }
    return narrowed ? later(modified, later(rows->moved, midnight(today))) : modified;
}

static bool make_feed(const struct pp_feed_rows *rows, const struct manner *manner,
                      struct feed *feed, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct pp_event *events = PP_NEW(&arena, struct pp_event, rows->events.count + 1);
    for (int32_t e = 0; e < rows->events.count; e++) {
        events[e] = event_of(&rows->events.rows[e], manner, &arena);
    }
    struct pp_calendar calendar = {.name = rows->name,
                                   .colour = manner->colour,
                                   .events = events,
                                   .n_events = rows->events.count};
    bool done = write_events(&calendar, feed, err);
    pp_arena_finish(&arena);
    return done;
}

bool feed_of(struct pp_store *store, enum pp_feed_scope scope, const char *key, pp_day today,
             struct feed *feed, struct pp_err *err)
{
    *feed = (struct feed){0};
    struct pp_feed_rows rows = {0};
    struct pp_feed_window window = {.today = today,
                                    .past = PP_FEED_PAST_DAYS,
                                    .ahead = PP_FEED_AHEAD_DAYS,
                                    .most = PP_MAX_FEED_EVENTS};
    bool done = pp_store_load_feed(store, scope, key == NULL ? "" : key, &window, &rows, err);
    feed->narrowed = rows.narrowed;
    done = done && make_feed(&rows, &manners[scope], feed, err);
    if (done) {
        feed->ends_early =
            rows.last != PP_NO_DAY && (feed->last == PP_NO_DAY || feed->last < rows.last);
        feed->modified = modified_by(&rows, feed->narrowed, today);
    }
    pp_arena_finish(&rows.events.arena);
    return done;
}

void feed_finish(struct feed *feed)
{
    pp_buf_finish(&feed->text);
    *feed = (struct feed){0};
}

/* ---- All of them, as files ---- */

/** A key with nothing but what every file system takes. */
static char *safe_key(const char *key, struct pp_arena *arena)
{
    char *safe = pp_arena_string(arena, key);
    for (char *at = safe; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at) && strchr("._-", *at) == NULL) {
            *at = '_';
        }
    }
    return safe;
}

/** A name on its way: several keys may come to one, where capitals do not count at that. */
struct file_key {
    int32_t scope, feed;
    const char *key, *safe;
};

static int by_safe_key(const void *a, const void *b)
{
    const struct file_key *one = a, *other = b;
    return one->scope != other->scope ? one->scope - other->scope
                                      : strcasecmp(one->safe, other->safe);
}

/** Like a key that was changed: it ends with a hyphen and eight hexadecimal digits. */
static bool looks_hashed(const char *safe)
{
    size_t length = strlen(safe);
    return length > 8 && safe[length - 9] == '-' &&
           strspn(safe + length - 8, "0123456789abcdefABCDEF") == 8;
}

/**
 * The keys of calendars as parts of file names.  A key that had to be changed, that another key
 * differs from in capitals only, or that could be mistaken for such, carries its hash.
 */
static const char **file_keys(const struct pp_feed_name *feeds, int32_t count,
                              struct pp_arena *arena)
{
    struct file_key *list = PP_NEW(arena, struct file_key, count + 1);
    const char **names = PP_NEW(arena, const char *, count + 1);
    for (int32_t f = 0; f < count; f++) {
        list[f] = (struct file_key){feeds[f].scope, f, feeds[f].key, safe_key(feeds[f].key, arena)};
    }
    qsort(list, (size_t)count, sizeof(list[0]), by_safe_key);
    for (int32_t i = 0; i < count; i++) {
        const char *key = list[i].key, *safe = list[i].safe;
        bool shared = (i > 0 && by_safe_key(&list[i - 1], &list[i]) == 0) ||
                      (i + 1 < count && by_safe_key(&list[i], &list[i + 1]) == 0);
        bool plain = !shared && strcmp(key, safe) == 0 && !looks_hashed(safe);
        names[list[i].feed] = plain ? safe
                                    : pp_arena_printf(arena, "%s-%08" PRIx32, safe,
                                                      (uint32_t)pp_hash(0, key, strlen(key)));
    }
    return names;
}

/** "practitioner-FP07.ics", "tier-1.ics", "training.ics". */
static const char *file_name(const struct pp_feed_name *feed, const char *safe,
                             struct pp_arena *arena)
{
    const char *scope = pp_feed_scope_words[feed->scope];
    return safe[0] == '\0' ? pp_arena_printf(arena, "%s.ics", scope)
                           : pp_arena_printf(arena, "%s-%s.ics", scope, safe);
}

static void note_narrowed(struct feed_files *files, const char *file, const struct feed *feed)
{
    char day[PP_STAMP_TEXT];
    files->narrowed = pp_arena_grow(files->arena, files->narrowed, &files->capacity,
                                    files->n_narrowed + 1, sizeof(files->narrowed[0]));
    files->narrowed[files->n_narrowed++] = pp_arena_printf(
        files->arena,
        "%s would be too large for calendar programs and ends on %s; the calendars of people, or "
        "of smaller parts of the service, go on",
        file, feed->last == PP_NO_DAY ? "no day" : pp_day_words(feed->last, day));
}

static bool write_feed(struct pp_store *store, struct feed_files *files,
                       const struct pp_feed_name *name, const char *file, struct pp_err *err)
{
    struct feed feed;
    const char *path = pp_arena_printf(files->arena, "%s/%s", files->dir, file);
    bool done = feed_of(store, (enum pp_feed_scope)name->scope, name->key,
                        files->service->settings.planned_on, &feed, err) &&
                text_write(&feed.text, path, err);
    if (done && feed.ends_early) {
        note_narrowed(files, file, &feed);
    }
    feed_finish(&feed);
    return done;
}

bool feed_write_all(struct pp_store *store, struct feed_files *files, struct pp_err *err)
{
    const char **safe = file_keys(files->feeds, files->n_feeds, files->arena);
    bool done = true;
    for (int32_t f = 0; done && f < files->n_feeds; f++) {
        done = write_feed(store, files, &files->feeds[f],
                          file_name(&files->feeds[f], safe[f], files->arena), err);
    }
    return done;
}
