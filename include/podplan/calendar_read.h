// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading calendars of others: bytes of any origin become plain occurrences.
 *
 * The bytes are looked through before any parser sees them (limits.h), then
 * parsed and expanded in a child process that may use little time and memory
 * and nothing else; what it answers is checked as if a stranger had sent it.
 * A hostile file costs seconds and one sentence with its line.
 */
#ifndef PODPLAN_CALENDAR_READ_H
#define PODPLAN_CALENDAR_READ_H

#include <podplan/arena.h>
#include <podplan/civil.h>
#include <podplan/err.h>

#include <stddef.h>

enum {
    PP_SUMMARY_TEXT = 128 ///< bytes that are kept of a summary, its NUL included
};

/** What is wanted of a calendar. Strings are borrowed; any UTF-8. */
struct pp_calendar_wanted {
    const char *source; ///< how messages name it; no secret of an address
    pp_day from, to;    ///< occurrences that touch these London days, both included
    pp_day today;     ///< when there are too many, those that end before it go first, then the last
    bool free_too;    ///< events that are shown as free (TRANSP:TRANSPARENT) count, too
    const char *only; ///< events whose summary or category has these words; NULL: all
};

/** One occurrence. */
struct pp_occurrence {
    pp_instant begin, end; ///< of a day: London midnights
    pp_day from, to;       ///< the London days it touches, both included; not cut to what is wanted
    bool all_day;
    int32_t line;                  ///< where its event begins; 0: unknown
    char summary[PP_SUMMARY_TEXT]; ///< valid UTF-8 on one line; "" when there is none
};

/** What was left out or read with doubt, and where. */
struct pp_calendar_note {
    int32_t line; ///< 0: the file as a whole
    const char *text;
};

/** Everything read; `{0}` is empty. Owned by its arena. */
struct pp_calendar_reading {
    struct pp_arena arena;
    struct pp_occurrence *rows; ///< by begin, end, line
    int32_t count;
    struct pp_calendar_note *notes; ///< by line
    int32_t n_notes;
    int32_t n_events;    ///< events in the file
    int32_t n_free;      ///< of them left out because they are shown as free
    int32_t n_cancelled; ///< left out because they are cancelled
    int32_t n_other;     ///< left out because `only` is not in them
    bool cut;            ///< there were more than PP_MAX_CALENDAR_INSTANCES; a note says so
};

/**
 * Reads a calendar.  `bytes` need no final NUL.  PP_E_INPUT when it is none, or breaks a limit: the
 * sentence has `source`, the line, the value and the remedy; PP_E_SYSTEM when there can be no child
 * process.  Not for programs with other threads: the child is a fork.  Finish the reading either
 * way.
 */
bool pp_calendar_read(const char *bytes, size_t length, const struct pp_calendar_wanted *wanted,
                      struct pp_calendar_reading *reading, struct pp_err *err);

void pp_calendar_reading_finish(struct pp_calendar_reading *reading);

#endif
