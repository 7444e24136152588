// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The look through the bytes before a parser sees any.
 *
 * Of a file of any origin it makes what the parser is given: whole lines of
 * clean UTF-8, of events and time zones only, and of these only the properties
 * that reading needs.  What breaks a limit (limits.h) is refused here, with
 * its line; what merely can't be read is left out, and noted.
 */
#ifndef CALENDARS_SCAN_H
#define CALENDARS_SCAN_H

#include <podplan/arena.h>
#include <podplan/buf.h>
#include <podplan/calendar_read.h>

struct scan {
    struct pp_arena arena;
    struct pp_buf text;   ///< for the parser
    int32_t *event_lines; ///< where each event begins, in their order
    int32_t n_events, events_capacity;
    struct pp_calendar_note *notes; ///< by line; owned by the arena
    int32_t n_notes, notes_capacity;
    int32_t n_zones;
};

/** PP_E_INPUT with source, line, value and remedy.  Finish the scan either way. */
bool scan_bytes(const char *bytes, size_t length, const char *source, struct scan *scan,
                struct pp_err *err);

void scan_finish(struct scan *scan);

#endif
