// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Everything follows from one question, the offset at an instant, which has
 * one answer in every zone.  London is the program's own (podplan/civil.h);
 * other IANA zones are glibc's, by TZ, which only a process of its own may set
 * (child.c); a file's own zone is a list of its changes.
 */
#include "zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    NAME = 64
};

#define ZONES "/usr/share/zoneinfo/"

const struct zone zone_london = {.kind = ZONE_LONDON, .name = "Europe/London"};
const struct zone zone_utc = {.kind = ZONE_UTC, .name = "UTC"};

/* ---- Offsets ---- */

static int32_t own_offset(const struct zone *zone, pp_instant at)
{
    int32_t low = 0, high = zone->n_changes; /* changes before `low` have happened */
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (zone->changes[middle].at <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? zone->offset_before : zone->changes[low - 1].offset;
}

static int32_t named_offset(const struct zone *zone, pp_instant at)
{
    const char *now = getenv("TZ");
    char wanted[NAME + 2];
    snprintf(wanted, sizeof(wanted), ":%s", zone->name);
    if (now == NULL || strcmp(now, wanted) != 0) {
        setenv("TZ", wanted, 1);
        tzset();
    }
    time_t when = (time_t)at;
    struct tm there;
    return localtime_r(&when, &there) == NULL ? 0 : (int32_t)there.tm_gmtoff;
}

int32_t zone_offset(const struct zone *zone, pp_instant at)
{
    switch (zone->kind) {
    case ZONE_LONDON:
        return pp_london_offset(at);
    case ZONE_NAMED:
        return named_offset(zone, at);
    case ZONE_OWN:
        return own_offset(zone, at);
    case ZONE_UTC:
        break;
    }
    return 0;
}

pp_instant zone_instant(const struct zone *zone, struct wall wall)
{
    pp_instant clock = (pp_instant)wall.day * PP_DAY_SECONDS + wall.second;
    /* No two changes are within a day of each other, and no offset is longer than one. */
    int32_t before = zone_offset(zone, clock - PP_DAY_SECONDS);
    int32_t after = zone_offset(zone, clock + PP_DAY_SECONDS);
    if (zone_offset(zone, clock - before) != before && zone_offset(zone, clock - after) == after) {
        return clock - after;
    }
    return clock - before;
}

struct wall zone_wall(const struct zone *zone, pp_instant at)
{
    pp_instant clock = at + zone_offset(zone, at);
    pp_instant day = clock / PP_DAY_SECONDS - (clock % PP_DAY_SECONDS < 0);
    return (struct wall){(pp_day)day, (int32_t)(clock - day * PP_DAY_SECONDS)};
}

/* ---- Names ---- */

static bool is_safe(const char *name)
{
    size_t length = strspn(name,
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                           "0123456789/_+-");
    return length > 0 && length < NAME && name[length] == '\0' && name[0] != '/';
}

/* The system has rules by this name. */
static bool is_iana(const char *name)
{
    char path[sizeof(ZONES) + NAME], magic[4] = "";
    if (!is_safe(name)) {
        return false;
    }
    snprintf(path, sizeof(path), ZONES "%s", name);
    FILE *file = fopen(path, "rbe");
    bool good = file != NULL && fread(magic, 1, sizeof(magic), file) == sizeof(magic) &&
                memcmp(magic, "TZif", sizeof(magic)) == 0;
    if (file != NULL) {
        fclose(file);
    }
    return good;
}

static bool is_one_of(const char *name, const char *const *list)
{
    while (*list != NULL && strcmp(*list, name) != 0) {
        list++;
    }
    return *list != NULL;
}

static void take_name(struct zone *zone, const char *name, struct pp_arena *arena)
{
    static const char *const london[] = {
        "Europe/London",      "GB", "GB-Eire", "Europe/Belfast", "Europe/Jersey", "Europe/Guernsey",
        "Europe/Isle_of_Man", NULL};
    static const char *const utc[] = {"UTC", "Etc/UTC", "Etc/GMT", "GMT", "Zulu", NULL};
    zone->name = pp_arena_string(arena, name);
    zone->kind = is_one_of(name, london) ? ZONE_LONDON
                 : is_one_of(name, utc)  ? ZONE_UTC
                                         : ZONE_NAMED;
}

bool zone_by_name(struct zone *zone, struct pp_arena *arena)
{
    /* "/freeassociation.sourceforge.net/Europe/London" ends with what is meant. */
    for (const char *at = zone->tzid; at != NULL; at = strchr(at, '/')) {
        at += *at == '/';
        if (is_iana(at)) {
            take_name(zone, at, arena);
            return true;
        }
    }
    const char *windows = zone_of_windows(zone->tzid);
    if (windows == NULL || !is_iana(windows)) {
        return false;
    }
    take_name(zone, windows, arena);
    return true;
}

/* ---- A file's own zones ---- */

void zone_add_change(struct zone *zone, struct zone_change change, struct pp_arena *arena)
{
    zone->changes = pp_arena_grow(arena, zone->changes, &zone->changes_capacity,
                                  zone->n_changes + 1, sizeof(*zone->changes));
    zone->changes[zone->n_changes++] = change;
}

static int by_instant(const void *a, const void *b)
{
    const struct zone_change *one = a, *other = b;
    if (one->at != other->at) {
        return one->at < other->at ? -1 : 1;
    }
    return (one->offset > other->offset) - (one->offset < other->offset);
}

void zone_settle(struct zone *zone)
{
    if (zone->n_changes > 0) {
        qsort(zone->changes, (size_t)zone->n_changes, sizeof(*zone->changes), by_instant);
    }
}
