// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Events as the reader sees them: plain data, free of the parser.
 */
#ifndef CALENDARS_EVENT_H
#define CALENDARS_EVENT_H

#include "zone.h"

#include <podplan/calendar_read.h>

/** A date, or a time on the clock of a zone. */
struct moment {
    struct wall wall;
    bool is_date;
    const struct zone *zone; ///< of a date: London
};

/** How long: so many days on the clock, and so many seconds beyond them. */
struct span {
    int32_t days;
    int64_t seconds;
};

/** One more beginning (RDATE), with its own span when `has_span`. */
struct addition {
    struct moment start;
    bool has_span;
    struct span span;
};

struct event {
    const char *uid; ///< NULL: it has none
    int32_t line;
    int64_t sequence;
    struct moment start;
    struct span span;
    bool is_override; ///< stands for the occurrence of `replaces`
    struct moment replaces;
    bool cancelled, free;
    const char *summary;            ///< clean; NULL: none
    bool has_words;                 ///< of what is wanted only; true when all is wanted
    const char **rules, **no_rules; ///< RRULE and EXRULE
    int32_t n_rules, n_no_rules, rules_capacity, no_rules_capacity;
    struct addition *additions;
    int32_t n_additions, additions_capacity;
    struct moment *exceptions;
    int32_t n_exceptions, exceptions_capacity;
};

/** Everything that a file holds. Owned by the arena of whoever reads. */
struct events {
    struct event *rows;
    int32_t count, capacity;
};

/** Who takes what is found. */
struct sink {
    void *user;
    void (*note)(void *user, int32_t line, const char *text);
    void (*found)(void *user, const struct pp_occurrence *occurrence);
    void (*at)(void *user, int32_t line); ///< the event that is being worked on
};

/** The instant of a moment; of a date: its London midnight. */
pp_instant event_instant(const struct moment *moment);

/**
 * Parses what the scan left, with libical.  `lines` are those of the events; one whose start is
 * missing or whose end is before it is noted and left out.  False: nothing could be parsed.
 */
bool event_parse(const char *text, const int32_t *lines, int32_t n_lines,
                 const struct pp_calendar_wanted *wanted, const struct sink *sink,
                 struct pp_arena *arena, struct events *events);

/** What was left out. */
struct expanded {
    int32_t n_free, n_cancelled, n_other;
    bool cut;
};

/** Shows the sink every occurrence that is wanted, by begin, end and line. */
struct expanded event_expand(struct events *events, const struct pp_calendar_wanted *wanted,
                             const struct sink *sink, struct pp_arena *arena);

/** The wall is past the UNTIL of the rule. */
bool event_is_over(const struct rule *rule, const struct moment *start, struct wall wall);

#endif
