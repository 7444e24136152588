// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Events of a plan, against what was published last.
 *
 * A UID is the hash of service, person, shift and date, so it never follows
 * from a time that may change.  An event that leaves the plan leaves the
 * calendar; its row stays in the store with an empty body until its day has
 * passed, so that its SEQUENCE goes on rising should it come back.
 */
#include "events.h"

#include <podplan/rng.h>
#include <podplan/schema.h>

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAY_SECONDS = 86400
};

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return pp_hash(hash, text == NULL ? "" : text, text == NULL ? 1 : strlen(text) + 1);
}

/** 128 bits over what makes an event this event. */
static const char *make_uid(const struct pp_service *service, const char *kind,
                            const struct pp_event_row *row, struct pp_arena *arena)
{
    char date[PP_DATE_TEXT];
    uint64_t halves[2];
    for (int half = 0; half < 2; half++) {
        uint64_t hash = hash_text(0, half == 0 ? "podplan" : "event");
        hash = hash_text(hash, service->settings.service_name);
        hash = hash_text(hash, kind);
        hash = hash_text(hash, row->practitioner);
        hash = hash_text(hash, row->shift);
        halves[half] = hash_text(hash, pp_day_text(row->date, date));
    }
    return pp_arena_printf(arena, "%016" PRIx64 "%016" PRIx64 "@podplan", halves[0], halves[1]);
}

/** Everything that a reader of either calendar sees. */
static const char *make_body(const struct pp_service *service, const struct event *event,
                             struct pp_arena *arena)
{
    const int32_t times[] = {event->row.date, event->begin, event->end, event->busy};
    uint64_t hash = hash_text(0, event->summary);
    hash = hash_text(hash, event->location);
    hash = hash_text(hash, event->category);
    hash = hash_text(hash, event->label);
    hash = hash_text(hash, event->pod == PP_NONE ? NULL : service->pods[event->pod].pod);
    for (int t = 0; t < 4; t++) {
        hash = pp_hash(hash, &times[t], sizeof(times[t]));
    }
    return pp_arena_printf(arena, "%016" PRIx64, hash);
}

/** "Pod North late, 12:00-20:00". */
static const char *with_times(struct pp_arena *arena, const char *what, pp_minute begin,
                              pp_minute end)
{
    char from[PP_TIME_TEXT], to[PP_TIME_TEXT];
    return pp_arena_printf(arena, "%s, %s-%s", what, pp_minute_text(begin, from),
                           pp_minute_text(end, to));
}

/** Where a turn is: the shift's pod, else its hub, else the person's own pod. */
static const char *place_of(const struct pp_service *service, const struct pp_shift *shift,
                            const struct pp_practitioner *person)
{
    int32_t pod = shift->pod != PP_NONE   ? shift->pod
                  : shift->hub == PP_NONE ? person->pod
                                          : PP_NONE;
    if (pod != PP_NONE) {
        return pp_row_name(service, PP_TABLE_pods, pod);
    }
    return shift->hub == PP_NONE ? NULL : pp_row_name(service, PP_TABLE_hubs, shift->hub);
}

static void finish_event(const struct pp_service *service, const char *kind, struct events *events,
                         struct event *event)
{
    event->label = pp_row_name(service, PP_TABLE_practitioners, event->practitioner);
    event->row.uid = make_uid(service, kind, &event->row, &events->arena);
    event->row.body = make_body(service, event, &events->arena);
    events->count++;
}

static void add_turn(const struct pp_service *service, const struct pp_turn *turn,
                     struct events *events)
{
    const struct pp_shift *shift = &service->shifts[turn->shift];
    const struct pp_practitioner *person = &service->practitioners[turn->practitioner];
    bool overnight = pp_shift_ends_next_day(service, turn->shift);
    struct event *event = &events->list[events->count];
    *event = (struct event){
        .row = {.practitioner = person->practitioner, .shift = shift->shift, .date = turn->date},
        .practitioner = turn->practitioner,
        .pod = shift->pod != PP_NONE ? shift->pod : person->pod,
        .summary = with_times(&events->arena, pp_row_name(service, PP_TABLE_shifts, turn->shift),
                              shift->begin, shift->end),
        .location = place_of(service, shift, person),
        .category = shift->kind == PP_STANDBY ? "On call" : "Duty",
        .begin = shift->begin,
        .end = shift->end + (overnight ? PP_DAY_MINUTES : 0),
        .busy = shift->kind != PP_STANDBY};
    finish_event(service, "turn", events, event);
}

static void add_seat(const struct pp_service *service, const struct pp_seat *seat,
                     struct events *events)
{
    const struct pp_session *session = &service->sessions[seat->session];
    const struct pp_practitioner *person = &service->practitioners[seat->practitioner];
    struct event *event = &events->list[events->count];
    *event =
        (struct event){.row = {.practitioner = person->practitioner,
                               .shift = session->session,
                               .date = session->date},
                       .practitioner = seat->practitioner,
                       .pod = person->pod,
                       .summary = with_times(
                           &events->arena,
                           pp_arena_printf(&events->arena, "Training: %s",
                                           pp_row_name(service, PP_TABLE_courses, session->course)),
                           session->begin, session->end),
                       .category = "Training",
                       .begin = session->begin,
                       .end = session->end,
                       .busy = true};
    finish_event(service, "seat", events, event);
}

static int by_uid(const void *a, const void *b)
{
    return strcmp(((const struct event *)a)->row.uid, ((const struct event *)b)->row.uid);
}

static int row_by_uid(const void *a, const void *b)
{
    return strcmp(((const struct pp_event_row *)a)->uid, ((const struct pp_event_row *)b)->uid);
}

static void keep_row(struct events *events, struct pp_event_row row)
{
    events->rows.rows =
        pp_arena_grow(&events->rows.arena, events->rows.rows, &events->rows.capacity,
                      events->rows.count + 1, sizeof(events->rows.rows[0]));
    events->rows.rows[events->rows.count++] = row;
}

/** The stamp of a change: later than the last one, and not before the day of planning. */
static pp_instant later_stamp(pp_instant last, pp_instant planned)
{
    return last + 1 > planned ? last + 1 : planned;
}

/** Numbers one event by what was published of it last. */
static void stamp_event(struct events *events, struct event *event, const struct pp_event_row *last,
                        pp_instant planned)
{
    struct pp_event_row *row = &event->row;
    if (last == NULL) {
        row->created = row->modified = planned;
        events->added++;
        return;
    }
    bool was_removed = last->body[0] == '\0', same = strcmp(last->body, row->body) == 0;
    row->created = last->created;
    row->sequence = last->sequence + (same ? 0 : 1);
    row->modified = same ? last->modified : later_stamp(last->modified, planned);
    events->added += was_removed;
    events->changed += !same && !was_removed;
}

static struct event *find_event(const struct events *events, const char *uid)
{
    struct event key = {.row.uid = uid};
    return bsearch(&key, events->list, (size_t)events->count, sizeof(key), by_uid);
}

/** What was published and is no longer planned: gone, but remembered until its day has passed. */
static void remember_removed(const struct pp_service *service,
                             const struct pp_event_list *published, struct events *events)
{
    for (int32_t r = 0; r < published->count; r++) {
        struct pp_event_row row = published->rows[r];
        if (find_event(events, row.uid) != NULL) {
            continue;
        }
        bool shown = row.body[0] != '\0', passed = row.date < service->settings.planned_on;
        events->removed += shown;
        events->differs |= shown || passed;
        row.body = "";
        if (!passed) {
            keep_row(events, row);
        }
    }
}

static void stamp_events(const struct pp_service *service, const struct pp_event_list *published,
                         struct events *events)
{
    pp_instant planned = (pp_instant)service->settings.planned_on * DAY_SECONDS;
    for (int32_t e = 0; e < events->count; e++) {
        struct event *event = &events->list[e];
        const struct pp_event_row *last =
            published->count == 0 ? NULL
                                  : bsearch(&event->row, published->rows, (size_t)published->count,
                                            sizeof(event->row), row_by_uid);
        stamp_event(events, event, last, planned);
        keep_row(events, event->row);
    }
    events->differs = events->added > 0 || events->changed > 0;
    remember_removed(service, published, events);
}

/** Published with an earlier rota, of dates after the end of this one. */
static bool is_of_later_weeks(const struct pp_service *service, const struct pp_plan *plan,
                              const struct pp_turn *turn)
{
    return turn->date >= plan->rota_from + 7 * plan->rota_weeks &&
           pp_shift_runs(service, turn->shift, turn->date) &&
           pp_in_post(service, turn->practitioner, turn->date);
}

void events_make(const struct pp_service *service, const struct pp_plan *plan,
                 const struct pp_event_list *published, struct events *events)
{
    *events = (struct events){0};
    struct pp_turn *worked;
    int32_t n_worked = pp_plan_worked(plan, plan->rota_from, &events->arena, &worked);
    events->list = PP_NEW(&events->arena, struct event,
                          n_worked + plan->n_turns + plan->n_published + plan->n_seats + 1);
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
    qsort(events->list, (size_t)events->count, sizeof(events->list[0]), by_uid);
    stamp_events(service, published, events);
}

void events_finish(struct events *events)
{
    pp_arena_finish(&events->arena);
    pp_arena_finish(&events->rows.arena);
    *events = (struct events){0};
}
