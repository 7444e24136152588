// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From libical's tree to plain events.  libical knows the grammar: parameters,
 * typed values, escapes, durations.  What times and rules mean is not asked of
 * it: its conversions are wrong inside a clock change, and its search for the
 * next occurrence may never end.
 */
#include "event.h"

#include "clean.h"
#include "zones.h"

#include <podplan/limits.h>

#include <libical/ical.h>
#include <string.h>

struct parsing {
    struct pp_arena *arena;
    const struct pp_calendar_wanted *wanted;
    const struct sink *sink;
    struct zones zones;
    struct events *events;
    const int32_t *lines;
    int32_t n_lines;
    int32_t next; ///< number of the next event
};

/* The event that is being filled. */
struct filling {
    struct parsing *parsing;
    struct event *event;
    bool has_start, has_end, has_span;
    struct moment end;
    struct icaldurationtype duration;
};

/* ---- Times ---- */

static struct wall wall_of(struct icaltimetype time)
{
    struct wall wall = {
        pp_day_from_civil((struct pp_civil){time.year, time.month, time.day}),
        time.is_date ? 0
                     : time.hour * 3600 + time.minute * 60 + (time.second > 59 ? 59 : time.second),
    };
    return wall;
}

/* Floating times, and dates, are London's. */
static struct moment moment_of(struct filling *f, const icalproperty *property,
                               struct icaltimetype time)
{
    struct moment moment = {.wall = wall_of(time), .is_date = time.is_date, .zone = &zone_london};
    icalparameter *tzid =
        icalproperty_get_first_parameter((icalproperty *)property, ICAL_TZID_PARAMETER);
    if (icaltime_is_utc(time)) {
        moment.zone = &zone_utc;
    } else if (!time.is_date && tzid != NULL) {
        moment.zone = zones_find(&f->parsing->zones, icalparameter_get_tzid(tzid), f->event->line);
    }
    return moment;
}

static struct span span_of(struct icaldurationtype duration)
{
    struct span span = {(int32_t)(duration.weeks % 100000 * 7 + duration.days % 100000),
                        (int64_t)duration.hours * 3600 + (int64_t)duration.minutes * 60 +
                            duration.seconds};
    return span;
}

/* Neither backwards nor beyond reason. */
static bool is_span(struct span span)
{
    return span.days >= 0 && span.seconds >= 0 &&
           span.days + span.seconds / PP_DAY_SECONDS <= PP_MAX_CALENDAR_DAYS;
}

/* ---- Properties of an event ---- */

static void take_uid(struct filling *f, icalproperty *property)
{
    f->event->uid = clean_text(f->parsing->arena, icalproperty_get_uid(property));
}

static void take_start(struct filling *f, icalproperty *property)
{
    f->event->start = moment_of(f, property, icalproperty_get_dtstart(property));
    f->has_start = true;
}

static void take_end(struct filling *f, icalproperty *property)
{
    f->end = moment_of(f, property, icalproperty_get_dtend(property));
    f->has_end = true;
}

static void take_duration(struct filling *f, icalproperty *property)
{
    f->duration = icalproperty_get_duration(property);
    f->has_span = !icaldurationtype_is_bad_duration(f->duration);
}

static void take_replaces(struct filling *f, icalproperty *property)
{
    f->event->replaces = moment_of(f, property, icalproperty_get_recurrenceid(property));
    f->event->is_override = true;
    if (icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER) != NULL) {
        f->parsing->sink->note(f->parsing->sink->user, f->event->line,
                               "RANGE=THISANDFUTURE is not followed: only this one occurrence is "
                               "moved");
    }
}

static void take_exception(struct filling *f, icalproperty *property)
{
    struct event *e = f->event;
    e->exceptions = pp_arena_grow(f->parsing->arena, e->exceptions, &e->exceptions_capacity,
                                  e->n_exceptions + 1, sizeof(*e->exceptions));
    e->exceptions[e->n_exceptions++] = moment_of(f, property, icalproperty_get_exdate(property));
}

static void take_addition(struct filling *f, icalproperty *property)
{
    struct event *e = f->event;
    struct icaldatetimeperiodtype value = icalproperty_get_rdate(property);
    bool period = icaltime_is_null_time(value.time);
    struct addition one = {0};
    if (period && icaltime_is_null_time(value.period.start)) {
        return;
    }
    one.start = moment_of(f, property, period ? value.period.start : value.time);
    one.has_span = period;
    if (period && !icaltime_is_null_time(value.period.end)) {
        struct moment end = moment_of(f, property, value.period.end);
        one.span.seconds = event_instant(&end) - event_instant(&one.start);
    } else if (period) {
        one.span = span_of(value.period.duration);
        one.span.days = value.period.duration.is_neg ? -1 : one.span.days;
    }
    if (one.has_span && !is_span(one.span)) {
        f->parsing->sink->note(
            f->parsing->sink->user, e->line,
            "a period of RDATE ends before it begins, or ten years later, and is "
            "left out");
        return;
    }
    e->additions = pp_arena_grow(f->parsing->arena, e->additions, &e->additions_capacity,
                                 e->n_additions + 1, sizeof(*e->additions));
    e->additions[e->n_additions++] = one;
}

static void take_status(struct filling *f, icalproperty *property)
{
    f->event->cancelled |= icalproperty_get_status(property) == ICAL_STATUS_CANCELLED;
}

static void take_transparency(struct filling *f, icalproperty *property)
{
    icalproperty_transp transp = icalproperty_get_transp(property);
    f->event->free =
        transp == ICAL_TRANSP_TRANSPARENT || transp == ICAL_TRANSP_TRANSPARENTNOCONFLICT;
}

static void take_sequence(struct filling *f, icalproperty *property)
{
    f->event->sequence = icalproperty_get_sequence(property);
}

static void look_for_words(struct filling *f, const char *text)
{
    const char *only = f->parsing->wanted->only;
    f->event->has_words |= only != NULL && text != NULL && strcasestr(text, only) != NULL;
}

static void take_summary(struct filling *f, icalproperty *property)
{
    f->event->summary = clean_text(f->parsing->arena, icalproperty_get_summary(property));
    look_for_words(f, f->event->summary);
}

static void take_category(struct filling *f, icalproperty *property)
{
    look_for_words(f, icalproperty_get_categories(property));
}

static const char **add_text(struct pp_arena *arena, const char **list, int32_t *count,
                             int32_t *capacity, const char *text)
{
    list = pp_arena_grow(arena, (void *)list, capacity, *count + 1, sizeof(*list));
    list[(*count)++] = pp_arena_string(arena, text);
    return list;
}

static void take_rule(struct filling *f, icalproperty *property)
{
    struct event *e = f->event;
    const char *name = icalproperty_get_x_name(property), *text = icalproperty_get_x(property);
    if (name == NULL || text == NULL) {
        return;
    }
    if (strcmp(name, "X-RRULE") == 0) {
        e->rules = add_text(f->parsing->arena, e->rules, &e->n_rules, &e->rules_capacity, text);
    } else if (strcmp(name, "X-EXRULE") == 0) {
        e->no_rules =
            add_text(f->parsing->arena, e->no_rules, &e->n_no_rules, &e->no_rules_capacity, text);
    }
}

static void take_error(struct filling *f, icalproperty *property)
{
    const char *text = icalproperty_get_xlicerror(property);
    f->parsing->sink->note(f->parsing->sink->user, f->event->line,
                           pp_arena_printf(f->parsing->arena,
                                           "a property of the event can't be read, and is left out "
                                           "(%.80s)",
                                           text == NULL ? "?" : text));
}

static const struct taker {
    icalproperty_kind kind;
    void (*take)(struct filling *f, icalproperty *property);
} takers[] = {
    {ICAL_UID_PROPERTY, take_uid},
    {ICAL_DTSTART_PROPERTY, take_start},
    {ICAL_DTEND_PROPERTY, take_end},
    {ICAL_DURATION_PROPERTY, take_duration},
    {ICAL_RECURRENCEID_PROPERTY, take_replaces},
    {ICAL_EXDATE_PROPERTY, take_exception},
    {ICAL_RDATE_PROPERTY, take_addition},
    {ICAL_STATUS_PROPERTY, take_status},
    {ICAL_TRANSP_PROPERTY, take_transparency},
    {ICAL_SEQUENCE_PROPERTY, take_sequence},
    {ICAL_SUMMARY_PROPERTY, take_summary},
    {ICAL_CATEGORIES_PROPERTY, take_category},
    {ICAL_X_PROPERTY, take_rule},
    {ICAL_XLICERROR_PROPERTY, take_error},
};

static void take_properties(struct filling *f, icalcomponent *component)
{
    icalproperty *p = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY);
    for (; p != NULL; p = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
        for (size_t t = 0; t < sizeof(takers) / sizeof(takers[0]); t++) {
            if (takers[t].kind == icalproperty_isa(p)) {
                takers[t].take(f, p);
            }
        }
    }
}

/* ---- How long it lasts ---- */

/* Without an end a day lasts the day and a time no time; so it does when the end is no later. */
static bool fill_span(struct filling *f)
{
    struct event *e = f->event;
    bool days = e->start.is_date;
    e->span = (struct span){.days = days ? 1 : 0};
    if (f->has_end && days) {
        int32_t length = f->end.wall.day - e->start.wall.day;
        e->span.days = length == 0 ? 1 : length;
    } else if (f->has_end) {
        e->span.seconds = event_instant(&f->end) - event_instant(&e->start);
    } else if (f->has_span) {
        struct span span = span_of(f->duration);
        span.days += days ? (int32_t)(span.seconds / PP_DAY_SECONDS) : 0;
        span.seconds = days ? 0 : span.seconds;
        e->span = f->duration.is_neg ? (struct span){.days = -1} : span;
        e->span.days += days && span.days == 0 && !f->duration.is_neg;
    }
    return is_span(e->span);
}

static bool fill_event(struct parsing *parsing, icalcomponent *component, struct event *event)
{
    struct filling f = {.parsing = parsing, .event = event};
    const struct sink *sink = parsing->sink;
    event->has_words = parsing->wanted->only == NULL;
    take_properties(&f, component);
    if (!f.has_start) {
        sink->note(sink->user, event->line, "the event has no DTSTART, and is left out");
        return false;
    }
    if (!fill_span(&f)) {
        sink->note(sink->user, event->line,
                   "the event ends before it begins, or ten years later, and is left out");
        return false;
    }
    return true;
}

static void add_event(struct parsing *p, icalcomponent *component, bool cancelled)
{
    struct events *events = p->events;
    int32_t line = p->next < p->n_lines ? p->lines[p->next] : 0;
    p->next++;
    p->sink->at(p->sink->user, line);
    events->rows = pp_arena_grow(p->arena, events->rows, &events->capacity, events->count + 1,
                                 sizeof(*events->rows));
    struct event *event = &events->rows[events->count];
    *event = (struct event){.line = line, .cancelled = cancelled};
    events->count += fill_event(p, component, event);
}

/* ---- Time zones ---- */

static bool read_offset(icalcomponent *component, icalproperty_kind kind, int32_t *offset)
{
    icalproperty *p = icalcomponent_get_first_property(component, kind);
    if (p == NULL) {
        return false;
    }
    *offset = kind == ICAL_TZOFFSETTO_PROPERTY ? icalproperty_get_tzoffsetto(p)
                                               : icalproperty_get_tzoffsetfrom(p);
    return *offset > -PP_DAY_SECONDS && *offset < PP_DAY_SECONDS;
}

static void add_clock_rules(struct parsing *p, icalcomponent *component, struct observance *o)
{
    icalproperty *rule = icalcomponent_get_first_property(component, ICAL_X_PROPERTY);
    for (; rule != NULL; rule = icalcomponent_get_next_property(component, ICAL_X_PROPERTY)) {
        const char *text = icalproperty_get_x(rule);
        if (text != NULL) {
            o->rules = add_text(p->arena, o->rules, &o->n_rules, &o->rules_capacity, text);
        }
    }
    icalproperty *date = icalcomponent_get_first_property(component, ICAL_RDATE_PROPERTY);
    for (; date != NULL; date = icalcomponent_get_next_property(component, ICAL_RDATE_PROPERTY)) {
        struct icaltimetype time = icalproperty_get_rdate(date).time;
        if (!icaltime_is_null_time(time)) {
            o->additions = pp_arena_grow(p->arena, o->additions, &o->additions_capacity,
                                         o->n_additions + 1, sizeof(*o->additions));
            o->additions[o->n_additions++] = wall_of(time);
        }
    }
}

static void add_observance(struct parsing *p, icalcomponent *component,
                           struct definition *definition)
{
    struct observance o = {0};
    icalproperty *start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    if (start == NULL || !read_offset(component, ICAL_TZOFFSETFROM_PROPERTY, &o.from) ||
        !read_offset(component, ICAL_TZOFFSETTO_PROPERTY, &o.to)) {
        return;
    }
    o.start = wall_of(icalproperty_get_dtstart(start));
    add_clock_rules(p, component, &o);
    definition->observances =
        pp_arena_grow(p->arena, definition->observances, &definition->capacity,
                      definition->count + 1, sizeof(*definition->observances));
    definition->observances[definition->count++] = o;
}

static void add_definition(struct parsing *p, icalcomponent *component)
{
    struct zones *zones = &p->zones;
    icalproperty *tzid = icalcomponent_get_first_property(component, ICAL_TZID_PROPERTY);
    if (tzid == NULL || icalproperty_get_tzid(tzid) == NULL) {
        return;
    }
    struct definition definition = {.tzid = pp_arena_string(p->arena, icalproperty_get_tzid(tzid))};
    icalcomponent *c = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
    for (; c != NULL; c = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        add_observance(p, c, &definition);
    }
    zones->definitions = pp_arena_grow(p->arena, zones->definitions, &zones->definitions_capacity,
                                       zones->n_definitions + 1, sizeof(*zones->definitions));
    zones->definitions[zones->n_definitions++] = definition;
}

/* ---- The whole ---- */

static void each_calendar(struct parsing *p, icalcomponent *root,
                          void (*visit)(struct parsing *p, icalcomponent *calendar))
{
    if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) {
        visit(p, root);
        return;
    }
    icalcomponent *c = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
    for (; c != NULL; c = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT)) {
        visit(p, c);
    }
}

static void visit_zones(struct parsing *p, icalcomponent *calendar)
{
    icalcomponent *c = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT);
    for (; c != NULL; c = icalcomponent_get_next_component(calendar, ICAL_VTIMEZONE_COMPONENT)) {
        add_definition(p, c);
    }
}

/* A calendar that was sent to cancel something cancels all that it holds. */
static void visit_events(struct parsing *p, icalcomponent *calendar)
{
    icalproperty *method = icalcomponent_get_first_property(calendar, ICAL_METHOD_PROPERTY);
    bool cancelled = method != NULL && icalproperty_get_method(method) == ICAL_METHOD_CANCEL;
    icalcomponent *c = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; c != NULL; c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        add_event(p, c, cancelled);
    }
}

bool event_parse(const char *text, const int32_t *lines, int32_t n_lines,
                 const struct pp_calendar_wanted *wanted, const struct sink *sink,
                 struct pp_arena *arena, struct events *events)
{
    struct parsing p = {.arena = arena,
                        .wanted = wanted,
                        .sink = sink,
                        .zones = {.arena = arena, .wanted = wanted, .sink = sink},
                        .events = events,
                        .lines = lines,
                        .n_lines = n_lines};
    icalerror_set_errors_are_fatal(0); /* libical's default is a choice of whoever built it */
    icalcomponent *root = icalparser_parse_string(text);
    if (root == NULL) {
        return false;
    }
    each_calendar(&p, root, visit_zones);
    each_calendar(&p, root, visit_events);
    icalcomponent_free(root);
    return true;
}
