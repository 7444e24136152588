// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From events to occurrences.
 *
 *   1. of the same event in several versions, those of the highest SEQUENCE;
 *   2. the beginnings of each event (DTSTART, RRULE, RDATE) around the days
 *      that are wanted, less EXDATE, EXRULE and what an override stands for;
 *   3. overrides by themselves, as events of one occurrence;
 *   4. of all that, PP_MAX_CALENDAR_INSTANCES at most, in order.
 *
 * Events are matched by instants, so it is no matter in whose zone an exception
 * is written (RFC 5545, 3.8.4.4 and 3.8.5.1).
 */
#include "event.h"

#include <podplan/limits.h>
#include <podplan/text.h>

#include <stdlib.h>
#include <string.h>

enum {
    MARGIN = 2 ///< days by which zones may be apart
};

/* How an occurrence is named by what stands for it. */
enum key_kind {
    KEY_INSTANT,
    KEY_DATE,        ///< written as a date
    KEY_DATE_OF_TIME ///< the date of what is written as a time, for events of days
};

struct key {
    const char *uid;
    enum key_kind kind;
    int64_t value;
    int64_t sequence;
};

struct keys {
    struct key *rows;
    int32_t count, capacity;
};

/* One beginning of an event. */
struct beginning {
    pp_instant at;
    struct wall wall;
    const struct zone *zone;
    struct span span;
};

struct beginnings {
    struct beginning *rows;
    int32_t count, capacity;
};

struct expanding {
    const struct pp_calendar_wanted *wanted;
    const struct sink *sink;
    struct pp_arena *arena;
    struct pp_arena scratch; ///< of one event
    struct keys overrides;
    struct pp_occurrence *found;
    int32_t n_found;
    struct expanded result;
};

pp_instant event_instant(const struct moment *moment)
{
    return zone_instant(moment->zone, moment->wall);
}

static bool is_later(struct wall one, struct wall other)
{
    return one.day > other.day || (one.day == other.day && one.second > other.second);
}

bool event_is_over(const struct rule *rule, const struct moment *start, struct wall wall)
{
    if (!rule->has_until) {
        return false;
    }
    if (rule->until_is_date || start->is_date) {
        return wall.day > rule->until.day;
    }
    if (rule->until_is_utc) {
        return zone_instant(start->zone, wall) > zone_instant(&zone_utc, rule->until);
    }
    return is_later(wall, rule->until);
}

/* ---- Which versions count ---- */

static int by_key(const void *a, const void *b)
{
    const struct key *one = a, *other = b;
    int uid = strcmp(one->uid, other->uid);
    if (uid != 0) {
        return uid;
    }
    if (one->kind != other->kind) {
        return one->kind < other->kind ? -1 : 1;
    }
    return (one->value > other->value) - (one->value < other->value);
}

static void add_key(struct keys *keys, struct pp_arena *arena, struct key key)
{
    keys->rows =
        pp_arena_grow(arena, keys->rows, &keys->capacity, keys->count + 1, sizeof(*keys->rows));
    keys->rows[keys->count++] = key;
}

/* What an override stands for; masters all have the same one. */
static struct key key_of(const struct event *event)
{
    const struct moment *moment = &event->replaces;
    struct key key = {event->uid, KEY_INSTANT, INT64_MIN, event->sequence};
    if (event->is_override) {
        key.kind = moment->is_date ? KEY_DATE : KEY_INSTANT;
        key.value = moment->is_date ? moment->wall.day : event_instant(moment);
    }
    return key;
}

/* Highest SEQUENCE first of each key. */
static int by_version(const void *a, const void *b)
{
    const struct key *one = a, *other = b;
    int order = by_key(one, other);
    return order != 0 ? order
                      : (one->sequence < other->sequence) - (one->sequence > other->sequence);
}

/* Keeps the first row of each key, which is its newest version. */
static void settle_versions(struct keys *versions)
{
    int32_t kept = 0;
    if (versions->count > 0) {
        qsort(versions->rows, (size_t)versions->count, sizeof(*versions->rows), by_version);
    }
    for (int32_t i = 0; i < versions->count; i++) {
        if (kept == 0 || by_key(&versions->rows[kept - 1], &versions->rows[i]) != 0) {
            versions->rows[kept++] = versions->rows[i];
        }
    }
    versions->count = kept;
}

static const struct key *find_key(const struct keys *keys, struct key key)
{
    return keys->count == 0
               ? NULL
               : bsearch(&key, keys->rows, (size_t)keys->count, sizeof(*keys->rows), by_key);
}

/* Leaves the newest versions only; two of the same number are both kept: busy wins. */
static void drop_old_versions(struct expanding *x, struct events *events)
{
    struct keys versions = {0};
    for (int32_t e = 0; e < events->count; e++) {
        if (events->rows[e].uid != NULL) {
            add_key(&versions, x->arena, key_of(&events->rows[e]));
        }
    }
    settle_versions(&versions);
    int32_t kept = 0;
    for (int32_t e = 0; e < events->count; e++) {
        const struct event *event = &events->rows[e];
        const struct key *newest = event->uid == NULL ? NULL : find_key(&versions, key_of(event));
        if (newest == NULL || newest->sequence == event->sequence) {
            events->rows[kept++] = *event;
        }
    }
    events->count = kept;
}

static void list_overrides(struct expanding *x, const struct events *events)
{
    for (int32_t e = 0; e < events->count; e++) {
        const struct event *event = &events->rows[e];
        if (!event->is_override || event->uid == NULL) {
            continue;
        }
        add_key(&x->overrides, x->arena, key_of(event));
        if (!event->replaces.is_date) {
            add_key(&x->overrides, x->arena,
                    (struct key){event->uid, KEY_DATE_OF_TIME, event->replaces.wall.day, 0});
        }
    }
    settle_versions(&x->overrides);
}

static bool is_overridden(const struct expanding *x, const struct event *event,
                          const struct beginning *b)
{
    if (event->uid == NULL || event->is_override) {
        return false;
    }
    const struct key keys[] = {
        {event->uid, KEY_INSTANT, b->at, 0},
        {event->uid, KEY_DATE, b->wall.day, 0},
        {event->uid, KEY_DATE_OF_TIME, b->wall.day, 0},
    };
    return find_key(&x->overrides, keys[event->start.is_date ? 2 : 0]) != NULL ||
           find_key(&x->overrides, keys[1]) != NULL;
}

/* ---- Beginnings of one event ---- */

/* A rule while it is followed. */
struct following {
    struct expanding *x;
    const struct event *event;
    const struct rule *rule;
    struct beginnings *into;
    bool excepts; ///< EXRULE: the start counts only where it fits
};

static void add_beginning(struct expanding *x, struct beginnings *list, const struct moment *start,
                          struct wall wall, struct span span)
{
    list->rows = pp_arena_grow(&x->scratch, list->rows, &list->capacity, list->count + 1,
                               sizeof(*list->rows));
    list->rows[list->count++] =
        (struct beginning){zone_instant(start->zone, wall), wall, start->zone, span};
}

static bool add_ruled(void *user, struct wall wall)
{
    struct following *f = user;
    if (event_is_over(f->rule, &f->event->start, wall)) {
        return false;
    }
    const struct wall *start = &f->event->start.wall;
    bool is_start = wall.day == start->day && wall.second == start->second;
    if (!f->excepts || !is_start || rule_fits(f->rule, wall)) {
        add_beginning(f->x, f->into, &f->event->start, wall, f->event->span);
    }
    return true;
}

/* Whole days that a span may reach. */
static int32_t days_of(struct span span)
{
    return span.days + (int32_t)(span.seconds / PP_DAY_SECONDS) + 1;
}

static void follow_rules(struct expanding *x, const struct event *event, bool excepts,
                         struct beginnings *into)
{
    const char *const *rules = excepts ? event->no_rules : event->rules;
    int32_t n_rules = excepts ? event->n_no_rules : event->n_rules;
    for (int32_t r = 0; r < n_rules; r++) {
        struct rule rule;
        struct following f = {x, event, &rule, into, excepts};
        if (rule_read(rules[r], &rule, NULL)) {
            rule_expand(&rule, event->start.wall, x->wanted->from - days_of(event->span) - MARGIN,
                        x->wanted->to + MARGIN, add_ruled, &f);
        }
    }
}

static int by_beginning(const void *a, const void *b)
{
    const struct beginning *one = a, *other = b;
    if (one->at != other->at) {
        return one->at < other->at ? -1 : 1;
    }
    int64_t length = one->span.days * (int64_t)PP_DAY_SECONDS + one->span.seconds;
    int64_t others = other->span.days * (int64_t)PP_DAY_SECONDS + other->span.seconds;
    return (length < others) - (length > others); /* the longest first */
}

static void sort(struct beginnings *list)
{
    if (list->count > 0) {
        qsort(list->rows, (size_t)list->count, sizeof(*list->rows), by_beginning);
    }
}

static int by_instant(const void *a, const void *b)
{
    const pp_instant *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

/* Instants at which nothing begins: rising. */
struct exceptions {
    pp_instant *instants;
    int32_t n_instants;
    pp_instant *days; ///< exceptions that are dates
    int32_t n_days;
};

static struct exceptions exceptions_of(struct expanding *x, const struct event *event)
{
    struct beginnings ruled = {0};
    follow_rules(x, event, true, &ruled);
    struct exceptions e = {
        .instants = PP_NEW(&x->scratch, pp_instant, ruled.count + event->n_exceptions + 1),
        .days = PP_NEW(&x->scratch, pp_instant, event->n_exceptions + 1),
    };
    for (int32_t i = 0; i < ruled.count; i++) {
        e.instants[e.n_instants++] = ruled.rows[i].at;
    }
    for (int32_t i = 0; i < event->n_exceptions; i++) {
        const struct moment *moment = &event->exceptions[i];
        if (moment->is_date || event->start.is_date) {
            e.days[e.n_days++] = moment->wall.day;
        } else {
            e.instants[e.n_instants++] = event_instant(moment);
        }
    }
    qsort(e.instants, (size_t)e.n_instants, sizeof(*e.instants), by_instant);
    qsort(e.days, (size_t)e.n_days, sizeof(*e.days), by_instant);
    return e;
}

static bool is_excepted(const struct exceptions *e, const struct beginning *b)
{
    pp_instant day = b->wall.day;
    return bsearch(&b->at, e->instants, (size_t)e->n_instants, sizeof(b->at), by_instant) != NULL ||
           bsearch(&day, e->days, (size_t)e->n_days, sizeof(day), by_instant) != NULL;
}

/* ---- Occurrences ---- */

static int by_begin(const void *a, const void *b)
{
    const struct pp_occurrence *one = a, *other = b;
    if (one->begin != other->begin) {
        return one->begin < other->begin ? -1 : 1;
    }
    if (one->end != other->end) {
        return one->end < other->end ? -1 : 1;
    }
    return one->line != other->line ? (one->line > other->line) - (one->line < other->line)
                                    : strcmp(one->summary, other->summary);
}

/* What is not over comes before what is. */
static int by_use(const void *a, const void *b, void *user)
{
    const pp_day *today = user;
    bool one = ((const struct pp_occurrence *)a)->to < *today;
    bool other = ((const struct pp_occurrence *)b)->to < *today;
    return one != other ? one - other : by_begin(a, b);
}

/* The most useful stay, the earliest of them first; what is last then goes. */
static void keep_useful(struct expanding *x)
{
    pp_day today = x->wanted->today;
    qsort_r(x->found, (size_t)x->n_found, sizeof(*x->found), by_use, &today);
    if (x->n_found > PP_MAX_CALENDAR_INSTANCES) {
        x->n_found = PP_MAX_CALENDAR_INSTANCES;
        x->result.cut = true;
    }
}

static void copy_summary(char to[PP_SUMMARY_TEXT], const char *from)
{
    size_t length = from == NULL ? 0 : strlen(from);
    length = length < PP_SUMMARY_TEXT ? length : pp_utf8_sound(from, PP_SUMMARY_TEXT - 1);
    memcpy(to, from == NULL ? "" : from, length);
    to[length] = '\0';
}

static void add_found(struct expanding *x, const struct event *event, const struct beginning *b)
{
    struct wall end_wall = {b->wall.day + b->span.days, b->wall.second};
    pp_instant end = zone_instant(b->zone, end_wall) + b->span.seconds;
    struct pp_occurrence o = {.begin = b->at,
                              .end = end,
                              .from = zone_wall(&zone_london, b->at).day,
                              .to = zone_wall(&zone_london, end > b->at ? end - 1 : end).day,
                              .all_day = event->start.is_date,
                              .line = event->line};
    if (o.to < x->wanted->from || o.from > x->wanted->to) {
        return;
    }
    copy_summary(o.summary, event->summary);
    x->found[x->n_found++] = o;
    if (x->n_found == 2 * PP_MAX_CALENDAR_INSTANCES) {
        keep_useful(x);
    }
}

static void expand_event(struct expanding *x, const struct event *event)
{
    struct beginnings list = {0};
    add_beginning(x, &list, &event->start, event->start.wall, event->span);
    if (!event->is_override) {
        follow_rules(x, event, false, &list);
        for (int32_t a = 0; a < event->n_additions; a++) {
            const struct addition *one = &event->additions[a];
            add_beginning(x, &list, &one->start, one->start.wall,
                          one->has_span ? one->span : event->span);
        }
    }
    struct exceptions exceptions = exceptions_of(x, event);
    sort(&list);
    for (int32_t i = 0; i < list.count; i++) {
        const struct beginning *b = &list.rows[i];
        bool again = i > 0 && list.rows[i - 1].at == b->at;
        if (!again && !is_excepted(&exceptions, b) && !is_overridden(x, event, b)) {
            add_found(x, event, b);
        }
    }
    pp_arena_finish(&x->scratch);
}

static bool counts(struct expanding *x, const struct event *event)
{
    struct expanded *r = &x->result;
    bool free = event->free && !x->wanted->free_too;
    r->n_cancelled += event->cancelled;
    r->n_free += !event->cancelled && free;
    r->n_other += !event->cancelled && !free && !event->has_words;
    return !event->cancelled && !free && event->has_words;
}

struct expanded event_expand(struct events *events, const struct pp_calendar_wanted *wanted,
                             const struct sink *sink, struct pp_arena *arena)
{
    struct expanding x = {.wanted = wanted, .sink = sink, .arena = arena};
    x.found = PP_NEW(arena, struct pp_occurrence, 2 * PP_MAX_CALENDAR_INSTANCES + 1);
    drop_old_versions(&x, events);
    list_overrides(&x, events);
    for (int32_t e = 0; e < events->count; e++) {
        sink->at(sink->user, events->rows[e].line);
        if (counts(&x, &events->rows[e])) {
            expand_event(&x, &events->rows[e]);
        }
    }
    keep_useful(&x);
    qsort(x.found, (size_t)x.n_found, sizeof(*x.found), by_begin);
    for (int32_t i = 0; i < x.n_found; i++) {
        sink->found(sink->user, &x.found[i]);
    }
    return x.result;
}
