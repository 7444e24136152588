// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calendars: rotas as iCalendar files that every client reads alike.
 *
 * Written from cleaned strings: one VEVENT a turn, Europe/London with a compact
 * two-rule VTIMEZONE (UTC for clock times inside a change), DTSTAMP equal to
 * LAST-MODIFIED, no clock read.  No word about families.
 */
#ifndef PODPLAN_CALENDAR_H
#define PODPLAN_CALENDAR_H

#include <podplan/buf.h>
#include <podplan/civil.h>
#include <podplan/err.h>

/** One event as a reader sees it. Strings are borrowed, any UTF-8; NULL: left out. */
struct pp_event {
    const char *uid;
    const char *summary, *location, *category;
    const char *colour; ///< CSS colour name; NULL: the calendar's
    pp_day date;
    pp_minute begin, end; ///< London clock; end may exceed 1440
    bool busy;            ///< false: shown as free (standby)
    int32_t sequence;
    pp_instant created, modified;
};

/** A calendar: events in any order; they are written by begin, then uid. */
struct pp_calendar {
    const char *name;
    const char *colour; ///< CSS colour name; NULL: none
    const struct pp_event *events;
    int32_t n_events;
};

/** Appends the calendar as bytes of an .ics file. */
bool pp_calendar_write(const struct pp_calendar *calendar, struct pp_buf *out, struct pp_err *err);

#endif
