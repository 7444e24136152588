// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The zones that one file names: resolved once for each TZID.  What it defines
 * itself comes in as observances, free of the parser.
 */
#ifndef CALENDARS_ZONES_H
#define CALENDARS_ZONES_H

#include "event.h"

#include <podplan/limits.h>

/** STANDARD or DAYLIGHT of a VTIMEZONE. */
struct observance {
    struct wall start;
    int32_t from, to; ///< seconds ahead of UTC before and after
    const char **rules;
    int32_t n_rules, rules_capacity;
    struct wall *additions;
    int32_t n_additions, additions_capacity;
};

/** A VTIMEZONE. */
struct definition {
    const char *tzid;
    struct observance *observances;
    int32_t count, capacity;
};

struct zones {
    struct pp_arena *arena;
    const struct pp_calendar_wanted *wanted;
    const struct sink *sink;
    struct definition *definitions;
    int32_t n_definitions, definitions_capacity;
    struct zone *known[PP_MAX_CALENDAR_ZONES];
    int32_t n_known;
};

/**
 * The zone of a TZID: by its IANA or Windows name, else by the file's definition, else London, with
 * a note.  NULL is London: floating times are those of the council.
 */
const struct zone *zones_find(struct zones *zones, const char *tzid, int32_t line);

#endif
