// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Events of a plan, against what was published last.
 *
 * An event is known again by person, shift or session, date and side, and
 * keeps the UID it was given when it was new, whatever else changes.  An event
 * that leaves the plan leaves the calendar; its row stays in the store with an
 * empty body until its day has passed, so that its SEQUENCE goes on rising
 * should it come back.
 */
#include "events.h"

#include <podplan/rng.h>
#include <podplan/schema.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return pp_hash(hash, text == NULL ? "" : text, text == NULL ? 1 : strlen(text) + 1);
}

/** 128 bits over what makes an event this event. */
static const char *make_uid(const struct pp_service *service, const struct pp_event_row *row,
                            struct pp_arena *arena)
{
    char date[PP_DATE_TEXT];
    uint64_t halves[2];
    for (int half = 0; half < 2; half++) {
        uint64_t hash = hash_text(0, half == 0 ? "podplan" : "event");
        hash = hash_text(hash, service->settings.service_name);
        hash = hash_text(hash, row->kind == PP_TRAINING_EVENT ? "seat" : "turn");
        hash = hash_text(hash, row->practitioner);
        hash = hash_text(hash, row->shift);
        halves[half] = hash_text(hash, pp_day_text(row->date, date));
    }
    return pp_arena_printf(arena, "%016" PRIx64 "%016" PRIx64 "@podplan", halves[0], halves[1]);
}

/** Everything that a reader of the calendar sees. */
static const char *make_body(const struct pp_event_row *row, struct pp_arena *arena)
{
    const int32_t numbers[] = {row->date, row->begin, row->end, row->kind, row->busy};
    uint64_t hash = hash_text(hash_text(0, row->summary), row->location);
    for (size_t n = 0; n < sizeof(numbers) / sizeof(numbers[0]); n++) {
        hash = pp_hash(hash, &numbers[n], sizeof(numbers[n]));
    }
    return pp_arena_printf(arena, "%016" PRIx64, hash);
}

/* ---- What an event says ---- */

/** "Pod North late, 12:00-20:00". */
static const char *with_times(struct pp_arena *arena, const char *what, pp_minute begin,
                              pp_minute end)
{
    char from[PP_TIME_TEXT], to[PP_TIME_TEXT];
    return pp_arena_printf(arena, "%s, %s-%s", what, pp_minute_text(begin, from),
                           pp_minute_text(end, to));
}

/** What colleagues read: the name where the pod agreed to that, else "Family practitioner FP07". */
static const char *label_of(const struct pp_service *service, int32_t practitioner,
                            struct pp_arena *arena)
{
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    if (person->pod != PP_NONE && service->pods[person->pod].feed_names == PP_FEED_NAMES) {
        return pp_row_name(service, PP_TABLE_practitioners, practitioner);
    }
    return pp_arena_printf(arena, "%s %s", pp_row_name(service, PP_TABLE_roles, person->role),
                           person->practitioner);
}

static const char *key_or_null(const struct pp_service *service, enum pp_table_id table,
                               int32_t row)
{
    return row == PP_NONE ? NULL : pp_row_key(service, table, row);
}

static void add_row(struct events *events, struct pp_event_row row)
{
    struct pp_event_list *list = &events->list;
    list->rows = pp_arena_grow(&list->arena, list->rows, &list->capacity, list->count + 1,
                               sizeof(list->rows[0]));
    list->rows[list->count++] = row;
}

/** The event in the person's own calendar, and the one that says who. */
static void add_both(const struct pp_service *service, int32_t practitioner,
                     struct pp_event_row row, struct events *events)
{
    struct pp_arena *arena = &events->list.arena;
    row.uid = make_uid(service, &row, arena);
    row.body = make_body(&row, arena);
    add_row(events, row);
    row.shared = true;
    row.summary =
        pp_arena_printf(arena, "%s: %s", label_of(service, practitioner, arena), row.summary);
    row.body = make_body(&row, arena);
    add_row(events, row);
}

static void add_turn(const struct pp_service *service, const struct pp_turn *turn,
                     struct events *events)
{
    const struct pp_shift *shift = &service->shifts[turn->shift];
    const struct pp_practitioner *person = &service->practitioners[turn->practitioner];
    struct pp_arena *arena = &events->list.arena;
    bool overnight = pp_shift_ends_next_day(service, turn->shift);
    bool standby = shift->kind == PP_STANDBY;
    int32_t pod = shift->pod != PP_NONE ? shift->pod : person->pod;
    int32_t hub = shift->hub != PP_NONE && shift->pod == PP_NONE ? shift->hub
                  : pod == PP_NONE                               ? PP_NONE
                                                                 : service->pods[pod].hub;
    bool at_hub = shift->pod == PP_NONE && shift->hub != PP_NONE;
    struct pp_event_row row = {
        .practitioner = person->practitioner,
        .shift = shift->shift,
        .date = turn->date,
        .kind = standby ? PP_STANDBY_EVENT : PP_DUTY_EVENT,
        .busy = shift->shown_as == PP_UNKNOWN ? !standby : shift->shown_as == PP_SHOWN_BUSY,
        .pod = key_or_null(service, PP_TABLE_pods, pod),
        .hub = key_or_null(service, PP_TABLE_hubs, hub),
        .tier =
            standby && shift->tier != PP_UNKNOWN ? pp_arena_printf(arena, "%d", shift->tier) : NULL,
        .begin = shift->begin,
        .end = shift->end + (overnight ? PP_DAY_MINUTES : 0),
        .summary = with_times(arena, pp_row_name(service, PP_TABLE_shifts, turn->shift),
                              shift->begin, shift->end),
        .location = at_hub           ? pp_row_name(service, PP_TABLE_hubs, hub)
                    : pod != PP_NONE ? pp_row_name(service, PP_TABLE_pods, pod)
                                     : NULL};
    add_both(service, turn->practitioner, row, events);
}

static void add_seat(const struct pp_service *service, const struct pp_seat *seat,
                     struct events *events)
{
    const struct pp_session *session = &service->sessions[seat->session];
    const struct pp_practitioner *person = &service->practitioners[seat->practitioner];
    struct pp_arena *arena = &events->list.arena;
    const char *course = pp_row_name(service, PP_TABLE_courses, session->course);
    int32_t hub = person->pod == PP_NONE ? PP_NONE : service->pods[person->pod].hub;
    struct pp_event_row row = {.practitioner = person->practitioner,
                               .shift = session->session,
                               .date = session->date,
                               .kind = PP_TRAINING_EVENT,
                               .busy = true,
                               .pod = key_or_null(service, PP_TABLE_pods, person->pod),
                               .hub = key_or_null(service, PP_TABLE_hubs, hub),
                               .begin = session->begin,
                               .end = session->end,
                               .summary =
                                   with_times(arena, pp_arena_printf(arena, "Training: %s", course),
                                              session->begin, session->end)};
    add_both(service, seat->practitioner, row, events);
}

/** Published with an earlier rota, of dates after the end of this one. */
static bool is_of_later_weeks(const struct pp_service *service, const struct pp_plan *plan,
                              const struct pp_turn *turn)
{
    return turn->date >= plan->rota_from + 7 * plan->rota_weeks &&
           pp_shift_runs(service, turn->shift, turn->date) &&
           pp_in_post(service, turn->practitioner, turn->date);
}

static void add_all(const struct pp_service *service, const struct pp_plan *plan,
                    struct events *events)
{
    struct pp_turn *worked;
    int32_t n_worked = pp_plan_worked(plan, plan->rota_from, &events->list.arena, &worked);
    for (int32_t t = 0; t < n_worked; t++) {
        add_turn(service, &worked[t], events);
    }
    for (int32_t t = 0; t < plan->n_turns; t++) {
        add_turn(service, &plan->turns[t], events);
    }
    for (int32_t t = 0; t < plan->n_published; t++) {
        if (is_of_later_weeks(service, plan, &plan->published[t])) {
            add_turn(service, &plan->published[t], events);
        }
    }
    for (int32_t s = 0; s < plan->n_seats; s++) {
        add_seat(service, &plan->seats[s], events);
    }
    events->count = events->list.count / 2;
}

/* ---- Against what was published last ---- */

static int compare_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? (b == NULL) - (a == NULL) : strcmp(a, b);
}

static int by_identity(const void *a, const void *b)
{
    const struct pp_event_row *one = a, *other = b;
    bool seat = one->kind == PP_TRAINING_EVENT, other_seat = other->kind == PP_TRAINING_EVENT;
    int order = one->date != other->date ? (one->date < other->date ? -1 : 1)
                                         : strcmp(one->practitioner, other->practitioner);
    order = order != 0 ? order : strcmp(one->shift, other->shift);
    order = order != 0 ? order : seat - other_seat;
    return order != 0 ? order : one->shared - other->shared;
}

/** What was published last, in the order of identity. */
struct past {
    struct pp_event_row *rows;
    int32_t count;
};

/** Sets `*found` to the row of the same event; where it would stand when there is none. */
static bool find_event(const struct past *list, const struct pp_event_row *row, int32_t *found)
{
    int32_t low = 0, high = list->count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (by_identity(&list->rows[middle], row) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *found = low;
    return low < list->count && by_identity(&list->rows[low], row) == 0;
}

/** The same shared calendars show both. */
static bool same_places(const struct pp_event_row *one, const struct pp_event_row *other)
{
    return compare_text(one->pod, other->pod) == 0 && compare_text(one->hub, other->hub) == 0 &&
           compare_text(one->tier, other->tier) == 0;
}

/** The stamp of a change: later than the last one, and not before the day of planning. */
static pp_instant later_stamp(pp_instant last, pp_instant planned)
{
    return last + 1 > planned ? last + 1 : planned;
}

/** Numbers one event by what was published of it last (NULL: nothing). */
static void stamp_event(struct events *events, struct pp_event_row *row,
                        const struct pp_event_row *last, pp_instant planned)
{
    bool own = !row->shared;
    if (last == NULL) {
        row->created = row->modified = planned;
        events->added += own;
        events->differs = true;
        return;
    }
    bool was_removed = last->body[0] == '\0', same = strcmp(last->body, row->body) == 0;
    row->uid = last->uid;
    row->created = last->created;
    row->sequence = last->sequence + (same ? 0 : 1);
    row->modified = same ? last->modified : later_stamp(last->modified, planned);
    events->added += own && was_removed;
    events->changed += own && !same && !was_removed;
    events->differs |= !same || !same_places(row, last);
}

/** Published and no longer planned: gone, but remembered until its day has passed. */
static void remember_removed(struct events *events, struct pp_event_row row, pp_day planned_on)
{
    bool shown = row.body[0] != '\0', passed = row.date < planned_on;
    events->removed += shown && !row.shared;
    events->differs |= shown || passed;
    row.body = "";
    if (!passed) {
        add_row(events, row);
    }
}

static void stamp_events(const struct pp_service *service, const struct past *past,
                         struct events *events)
{
    struct pp_arena scratch = {0};
    pp_day planned_on = service->settings.planned_on;
    bool *kept = PP_NEW(&scratch, bool, past->count + 1);
    int32_t n_planned = events->list.count, found;
    for (int32_t e = 0; e < n_planned; e++) {
        struct pp_event_row *row = &events->list.rows[e];
        bool known = find_event(past, row, &found);
        stamp_event(events, row, known ? &past->rows[found] : NULL,
                    (pp_instant)planned_on * PP_DAY_SECONDS);
        if (known) {
            kept[found] = true;
        }
    }
    for (int32_t r = 0; r < past->count; r++) {
        if (!kept[r]) {
            remember_removed(events, past->rows[r], planned_on);
        }
    }
    pp_arena_finish(&scratch);
}

/* ---- Which calendars there are ---- */

static void add_feed(struct events *events, enum pp_feed_scope scope, const char *key,
                     const char *name)
{
    events->feeds[events->n_feeds++] =
        (struct pp_feed_name){.scope = (int32_t)scope, .key = key, .name = name};
}

static void add_feeds_of(const struct pp_service *service, enum pp_table_id table,
                         enum pp_feed_scope scope, struct events *events)
{
    int32_t count = pp_table_count(service, pp_table(table));
    for (int32_t row = 0; row < count; row++) {
        add_feed(events, scope, pp_row_key(service, table, row),
                 pp_arena_printf(&events->arena, "Rota of %s", pp_row_name(service, table, row)));
    }
}

static void add_tiers(const struct pp_service *service, struct events *events)
{
    enum {
        TIERS = 2
    };
    bool there[TIERS + 1] = {false};
    for (int32_t s = 0; s < service->n_shifts; s++) {
        int32_t tier = service->shifts[s].tier;
        there[tier > 0 && tier <= TIERS ? tier : 0] = true;
    }
    for (int32_t tier = 1; tier <= TIERS; tier++) {
        if (there[tier]) {
            add_feed(events, PP_FEED_TIER, pp_arena_printf(&events->arena, "%d", tier),
                     pp_arena_printf(&events->arena, "On call, tier %d", tier));
        }
    }
}

/** Everybody has a calendar, be it empty, so that a subscription never breaks; volunteers, who cover
 * no shifts, take courses. */
static void list_feeds(const struct pp_service *service, struct events *events)
{
    int32_t most = service->n_practitioners + service->n_pods + service->n_hubs + 3;
    events->feeds = PP_NEW(&events->arena, struct pp_feed_name, most);
    add_feeds_of(service, PP_TABLE_practitioners, PP_FEED_PRACTITIONER, events);
    add_feeds_of(service, PP_TABLE_pods, PP_FEED_POD, events);
    add_feeds_of(service, PP_TABLE_hubs, PP_FEED_HUB, events);
    add_tiers(service, events);
    add_feed(events, PP_FEED_TRAINING, "", "Training");
}

void events_make(const struct pp_service *service, const struct pp_plan *plan,
                 const struct pp_event_list *published, struct events *events)
{
    *events = (struct events){0};
    list_feeds(service, events);
    add_all(service, plan, events);
    struct past past = {.count = published->count};
    past.rows = pp_arena_copy(&events->arena, published->rows,
                              (size_t)published->count * sizeof(published->rows[0]));
    qsort(past.rows, (size_t)past.count, sizeof(past.rows[0]), by_identity);
    stamp_events(service, &past, events);
}

void events_finish(struct events *events)
{
    pp_arena_finish(&events->list.arena);
    pp_arena_finish(&events->arena);
    *events = (struct events){0};
}
