// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Where the parser runs: a child process with little time, little memory and
 * no way out but a pipe of fixed records, which the parent takes as a
 * stranger's.
 */
#ifndef CALENDARS_CHILD_H
#define CALENDARS_CHILD_H

#include "scan.h"

#include <podplan/calendar_read.h>

enum {
    CHILD_TEXT = 256 ///< bytes of a record's text, its NUL included
};

enum child_kind {
    CHILD_FOUND = 1, ///< an occurrence
    CHILD_NOTE,      ///< line and text
    CHILD_DONE,      ///< the last: what was left out
    CHILD_FAILED     ///< the last: nothing could be parsed
};

/** One record of the pipe; unused members are zero. */
struct child_record {
    int32_t kind, line;
    int64_t begin, end;
    int32_t from, to, all_day;
    int32_t n_free, n_cancelled, n_other, cut;
    char text[CHILD_TEXT];
};

/** Takes records and keeps what is sound. */
struct child_intake {
    const struct pp_calendar_wanted *wanted;
    struct pp_calendar_reading *reading;
    int32_t capacity, notes_capacity;
    bool done, failed;
};

/** Takes one record; false when no honest child would send it. */
bool child_take(struct child_intake *intake, const struct child_record *record);

/** What the child does: parses and expands, and hands every record to `send`. */
void child_work(const struct scan *scan, const struct pp_calendar_wanted *wanted,
                void (*send)(void *user, const struct child_record *record),
                void (*at)(void *user, int32_t line), void *user);

/** Runs child_work in a process of its own and fills the reading; errors as pp_calendar_read. */
bool child_read(const struct scan *scan, const struct pp_calendar_wanted *wanted,
                struct pp_calendar_reading *reading, struct pp_err *err);

/** Binds the process that calls it; false when that can't be done. */
bool child_confine(int only_descriptor);

/** Whether memory can be bounded in this build: not under AddressSanitizer, which maps terabytes. */
bool child_bounds_memory(void);

#endif
