// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Writing calendars, line by line (line.h), from cleaned strings (clean.h).
 *
 * libical does not write: it lets line breaks into URI values and commas into
 * categories, writes control characters as they are, and takes thirty times as
 * long.  It reads what is written here, in the tests.
 *
 * The choices come from what real clients do: one VEVENT for each UID, never a
 * recurrence; times on the London clock with one compact VTIMEZONE, because
 * Outlook wants the zone and libical's own has 384 lines; UTC where a clock
 * change makes clients disagree; DTSTAMP equal to LAST-MODIFIED, so that an
 * unchanged rota is an unchanged file; no METHOD, which would make DTSTAMP the
 * time of this copy (RFC 5545, 3.8.7.2).
 */
#include "clean.h"
#include "line.h"

#include <podplan/arena.h>
#include <podplan/calendar.h>

#include <stdlib.h>
#include <string.h>

#define ZONE "Europe/London"

static const char HEAD[] =
    "BEGIN:VCALENDAR\r\n"
    "VERSION:2.0\r\n"
    "PRODID:-//podplan//podplan rota//EN\r\n"
    "CALSCALE:GREGORIAN\r\n";

/* Clients that listen ask again every hour. */
static const char REFRESH[] =
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
    "X-PUBLISHED-TTL:PT1H\r\n"
    "X-WR-TIMEZONE:" ZONE "\r\n";

/* London clocks since 1996: two rules say it all. */
static const char VTIMEZONE[] =
    "BEGIN:VTIMEZONE\r\n"
    "TZID:" ZONE
    "\r\n"
    "X-LIC-LOCATION:" ZONE
    "\r\n"
    "BEGIN:DAYLIGHT\r\n"
    "TZNAME:BST\r\n"
    "TZOFFSETFROM:+0000\r\n"
    "TZOFFSETTO:+0100\r\n"
    "DTSTART:19810329T010000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "END:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\n"
    "TZNAME:GMT\r\n"
    "TZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0000\r\n"
    "DTSTART:19961027T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n";

/* An event made ready: clean uid, and the instants that order and check it. */
struct entry {
    const struct pp_event *event;
    const char *uid;
    pp_instant begin, end;
};

static int by_uid(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->uid, ((const struct entry *)b)->uid);
}

static int by_begin(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    if (left->begin != right->begin) {
        return left->begin < right->begin ? -1 : 1;
    }
    return by_uid(a, b);
}

/* The years that pp_day_parse accepts. */
static bool is_known_year(pp_instant at)
{
    static const pp_instant year_1900 = INT64_C(-2208988800), year_2200 = INT64_C(7258118400);
    return at >= year_1900 && at < year_2200;
}

/* What makes its instants meaningless; checked before they are computed. */
static bool check_numbers(const struct entry *entry, struct pp_err *err)
{
    enum {
        MOST_MINUTES = 7 * PP_DAY_MINUTES
    };
    const struct pp_event *event = entry->event;
    if (!is_known_year((pp_instant)event->date * PP_DAY_MINUTES * 60) ||
        !is_known_year(event->created) || !is_known_year(event->modified)) {
        return pp_fail(err, PP_E_USAGE, "calendar event '%s' is outside the years 1900 to 2199",
                       entry->uid);
    }
    if (event->begin < 0 || event->end > MOST_MINUTES || event->begin > MOST_MINUTES) {
        return pp_fail(err, PP_E_USAGE,
                       "calendar event '%s' runs from minute %d to minute %d; 0 to %d is allowed",
                       entry->uid, event->begin, event->end, MOST_MINUTES);
    }
    if (event->sequence < 0) {
        return pp_fail(err, PP_E_USAGE, "calendar event '%s' has sequence %d; 0 is the least",
                       entry->uid, event->sequence);
    }
    return true;
}

static bool prepare(struct entry *entry, const struct pp_event *event, struct pp_arena *arena,
                    struct pp_err *err)
{
    *entry = (struct entry){.event = event, .uid = clean_text(arena, event->uid)};
    if (entry->uid == NULL) {
        return pp_fail(err, PP_E_USAGE, "a calendar event has no uid");
    }
    if (!check_numbers(entry, err)) {
        return false;
    }
    if (event->end <= event->begin) {
        return pp_fail(err, PP_E_USAGE, "calendar event '%s' does not end after it begins",
                       entry->uid);
    }
    entry->begin = pp_london_instant(event->date, event->begin);
    entry->end = pp_london_instant(event->date, event->end);
    if (entry->end <= entry->begin) {
        /* It begins in the hour that the clocks skip: no client may lose a calendar for that. */
        entry->end = entry->begin + (pp_instant)(event->end - event->begin) * 60;
    }
    return true;
}

/* The events in the order of the file; NULL when one of them can not be written. */
static struct entry *entries_of(const struct pp_calendar *calendar, struct pp_arena *arena,
                                struct pp_err *err)
{
    size_t n = (size_t)calendar->n_events;
    struct entry *entries = PP_NEW(arena, struct entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!prepare(&entries[i], &calendar->events[i], arena, err)) {
            return NULL;
        }
    }
    qsort(entries, n, sizeof(*entries), by_uid);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(entries[i - 1].uid, entries[i].uid) == 0) {
            pp_fail(err, PP_E_USAGE, "two calendar events have the uid '%s'", entries[i].uid);
            return NULL;
        }
    }
    qsort(entries, n, sizeof(*entries), by_begin);
    return entries;
}

/* Both ends in one form: clients trip over a mixture. */
static void add_times(struct pp_buf *out, const struct entry *entry)
{
    const struct pp_event *e = entry->event;
    if (pp_london_is_odd(e->date, e->begin) || pp_london_is_odd(e->date, e->end)) {
        line_instant(out, "DTSTART", entry->begin);
        line_instant(out, "DTEND", entry->end);
    } else {
        line_clock(out, "DTSTART;TZID=" ZONE, e->date, e->begin);
        line_clock(out, "DTEND;TZID=" ZONE, e->date, e->end);
    }
}

/* A line of text from outside; none when nothing visible is left of it. */
static void add_text(struct pp_buf *out, const char *name, const char *text, struct pp_arena *arena)
{
    const char *clean = clean_text(arena, text);
    if (clean != NULL) {
        line_text(out, name, clean);
    }
}

static void add_event(struct pp_buf *out, const struct entry *entry, struct pp_arena *arena)
{
    const struct pp_event *event = entry->event;
    pp_buf_add(out, "BEGIN:VEVENT\r\n");
    line_text(out, "UID", entry->uid);
    line_instant(out, "DTSTAMP", event->modified);
    add_times(out, entry);
    add_text(out, "SUMMARY", event->summary, arena);
    add_text(out, "LOCATION", event->location, arena);
    add_text(out, "CATEGORIES", event->category, arena);
    add_text(out, "COLOR", event->colour, arena);
    pp_buf_add(out, "STATUS:CONFIRMED\r\n");
    pp_buf_add(out, event->busy ? "TRANSP:OPAQUE\r\n" : "TRANSP:TRANSPARENT\r\n");
    line_number(out, "SEQUENCE", event->sequence);
    line_instant(out, "CREATED", event->created);
    line_instant(out, "LAST-MODIFIED", event->modified);
    pp_buf_add(out, event->busy ? "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n"
                                : "X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n");
    pp_buf_add(out, "END:VEVENT\r\n");
}

static void add_head(struct pp_buf *out, const struct pp_calendar *calendar, struct pp_arena *arena)
{
    pp_buf_add(out, HEAD);
    add_text(out, "NAME", calendar->name, arena);
    add_text(out, "X-WR-CALNAME", calendar->name, arena);
    pp_buf_add(out, REFRESH);
    add_text(out, "COLOR", calendar->colour, arena);
    pp_buf_add(out, VTIMEZONE);
}

bool pp_calendar_write(const struct pp_calendar *calendar, struct pp_buf *out, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct entry *entries = entries_of(calendar, &arena, err);
    if (entries != NULL) {
        add_head(out, calendar, &arena);
        for (int32_t i = 0; i < calendar->n_events; i++) {
            add_event(out, &entries[i], &arena);
        }
        pp_buf_add(out, "END:VCALENDAR\r\n");
    }
    pp_arena_finish(&arena);
    return entries != NULL;
}
