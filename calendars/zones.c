// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A TZID that names a zone of the system beats what the file says about it
 * (files often carry the rules of one year only).  A definition becomes the
 * list of its changes around the days that are wanted.
 */
#include "zones.h"

#include <podplan/limits.h>

#include <string.h>

enum {
    MARGIN = 800, ///< days around what is wanted in which changes are listed
    SHOWN = 60
};

/* Changes of one observance while its rule is followed. */
struct following {
    struct zone *zone, *before;
    const struct observance *observance;
    const struct rule *rule;
    struct pp_arena *arena;
};

static bool add_change(void *user, struct wall at)
{
    struct following *f = user;
    struct moment start = {.wall = f->observance->start, .zone = f->before};
    if (f->rule != NULL && event_is_over(f->rule, &start, at)) {
        return false;
    }
    zone_add_change(f->zone, (struct zone_change){zone_instant(f->before, at), f->observance->to},
                    f->arena);
    return true;
}

static void follow(struct zones *zones, struct zone *zone, const struct observance *observance)
{
    struct zone before = {.kind = ZONE_OWN, .offset_before = observance->from};
    struct following f = {zone, &before, observance, NULL, zones->arena};
    add_change(&f, observance->start);
    for (int32_t a = 0; a < observance->n_additions; a++) {
        add_change(&f, observance->additions[a]);
    }
    for (int32_t r = 0; r < observance->n_rules; r++) {
        struct rule rule;
        if (rule_read(observance->rules[r], &rule, NULL)) {
            f.rule = &rule;
            rule_expand(&rule, observance->start, zones->wanted->from - MARGIN,
                        zones->wanted->to + MARGIN, add_change, &f);
        }
    }
}

/* The offset before everything is that from which the earliest observance changed. */
static void define(struct zones *zones, struct zone *zone, const struct definition *definition)
{
    const struct observance *first = &definition->observances[0];
    zone->kind = ZONE_OWN;
    for (int32_t o = 0; o < definition->count; o++) {
        const struct observance *observance = &definition->observances[o];
        first = observance->start.day < first->start.day ? observance : first;
        follow(zones, zone, observance);
    }
    zone->offset_before = first->from;
    zone_settle(zone);
}

static const struct definition *find_definition(const struct zones *zones, const char *tzid)
{
    for (int32_t d = 0; d < zones->n_definitions; d++) {
        const struct definition *definition = &zones->definitions[d];
        if (definition->count > 0 && strcmp(definition->tzid, tzid) == 0) {
            return definition;
        }
    }
    return NULL;
}

static void note_unknown(struct zones *zones, const char *tzid, int32_t line)
{
    char *words = pp_arena_printf(zones->arena,
                                  "the time zone '%.*s' is not known and not defined in the "
                                  "calendar; its times are read as London's",
                                  SHOWN, tzid);
    zones->sink->note(zones->sink->user, line, words);
}

const struct zone *zones_find(struct zones *zones, const char *tzid, int32_t line)
{
    if (tzid == NULL) {
        return &zone_london;
    }
    for (int32_t z = 0; z < zones->n_known; z++) {
        if (strcmp(zones->known[z]->tzid, tzid) == 0) {
            return zones->known[z];
        }
    }
    if (zones->n_known == PP_MAX_CALENDAR_ZONES) {
        note_unknown(zones, tzid, line);
        return &zone_london;
    }
    struct zone *zone = PP_NEW(zones->arena, struct zone, 1);
    *zone = (struct zone){.tzid = pp_arena_string(zones->arena, tzid)};
    zones->known[zones->n_known++] = zone;
    const struct definition *definition = find_definition(zones, tzid);
    if (!zone_by_name(zone, zones->arena) && definition != NULL) {
        define(zones, zone, definition);
    } else if (zone->name == NULL) {
        zone->kind = ZONE_LONDON;
        zone->unknown = true;
        note_unknown(zones, tzid, line);
    }
    return zone;
}
