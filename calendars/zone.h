// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Time zones of calendars that are read: what a TZID means, and which instant
 * a time on its clock is.
 *
 * For times that occur twice or never the rule is that of RFC 5545, 3.3.5: the
 * first occurrence, and the offset before the gap.
 */
#ifndef CALENDARS_ZONE_H
#define CALENDARS_ZONE_H

#include "rule.h"

#include <podplan/arena.h>

/** One change of clocks of a zone that the file defines: from then on so many seconds. */
struct zone_change {
    pp_instant at;
    int32_t offset; ///< seconds ahead of UTC
};

enum zone_kind {
    ZONE_LONDON,
    ZONE_UTC,
    ZONE_NAMED, ///< by the system's rules
    ZONE_OWN    ///< by the file's own
};

struct zone {
    const char *tzid; ///< as the file writes it; owned by an arena
    enum zone_kind kind;
    const char *name;            ///< of the system's zone
    struct zone_change *changes; ///< rising; of an own zone
    int32_t n_changes, changes_capacity;
    int32_t offset_before; ///< before the first change
    bool unknown;          ///< nobody knows the TZID; it is read as London
};

extern const struct zone zone_london, zone_utc;

/** Seconds by which the zone is ahead of UTC at that instant. */
int32_t zone_offset(const struct zone *zone, pp_instant at);

/** The instant of a time on the zone's clock. */
pp_instant zone_instant(const struct zone *zone, struct wall wall);

/** The time on the zone's clock at an instant. */
struct wall zone_wall(const struct zone *zone, pp_instant at);

/**
 * Fills kind and name of a zone by its TZID: an IANA name, also behind the prefixes that programs put
 * in front, or a Windows name.  False: it is neither.
 */
bool zone_by_name(struct zone *zone, struct pp_arena *arena);

/** The IANA name of a Windows zone, NULL when it is none. */
const char *zone_of_windows(const char *name);

/** Adds a change; they may come in any order until zone_settle. */
void zone_add_change(struct zone *zone, struct zone_change change, struct pp_arena *arena);

/** Puts the changes of an own zone in order. */
void zone_settle(struct zone *zone);

#endif
