// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Leave from calendars: from a place to days.
 *
 * Leave is by the day, as in leave.csv and all rules that know it.  A day is
 * leave when an all-day event covers it, or when events with times take
 * `hours` of it together; shorter ones (a dentist, a call) are left out and
 * counted.  Only days stay of a calendar: no summary, no place, no reason.
 */
#ifndef PODPLAN_LEAVE_APP_H
#define PODPLAN_LEAVE_APP_H

#include "app.h"
#include "fetch.h"

#include <podplan/calendar_read.h>
#include <podplan/leave.h>

enum {
    LEAVE_HOURS = 4,  ///< of a day that make it leave, unless asked otherwise
    LEAVE_PAST = 371, ///< days before the day of planning that are read: as far as shares look back
    LEAVE_AHEAD = 7 * 60 ///< days after it, or after the first of the rota: beyond any rota
};

/** Days of leave of one calendar. */
struct leave_days {
    struct pp_leave_run *runs; ///< rising, none touches the next
    int32_t n_runs;
    int32_t n_days;
    int32_t n_short; ///< days that events with times touch for too short
};

/** What one look at a source gave. `{0}` is empty. */
struct leave_look {
    struct pp_arena arena;
    struct pp_calendar_reading reading;
    struct leave_days days;
    pp_day since;   ///< the copy speaks of days from here on; what is older it has left behind
    bool unchanged; ///< since the last good copy: reading and days are empty
    bool same;      ///< the bytes are those of the last good copy
};

/** The days for which leave is read, by the service's day of planning. */
struct pp_leave_run leave_window(const struct pp_service *service);

/** The days of a reading, within a window. In the arena. */
struct leave_days leave_days_of(const struct pp_calendar_reading *reading,
                                const struct pp_leave_source *source, struct pp_leave_run window,
                                struct pp_arena *arena);

/**
 * Fetches and reads a source, and notes in it tags, hash and days of the copy.  `seconds`: longest
 * time to fetch; 0: the limit.  Finish the look either way.
 */
bool leave_look(struct pp_leave_source *source, struct pp_leave_run window, int32_t seconds,
                struct leave_look *look, struct pp_err *err);

void leave_look_finish(struct leave_look *look);

/** Whether the days take a turn on `date` away from whoever is on leave (rule on_leave). */
bool leave_hits(const struct leave_days *days, const struct pp_service *service,
                const struct pp_turn *turn);

#endif
