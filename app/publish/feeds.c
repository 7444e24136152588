// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calendar files.  Everybody but volunteers has one, be it empty, so that a
 * subscription never breaks.  The calendar of a pod shows who is where; its
 * events have UIDs of their own, because one client may follow both.
 */
#include "feeds.h"

#include "table.h"

#include <podplan/calendar.h>
#include <podplan/rng.h>
#include <podplan/schema.h>

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

/** One calendar on its way into a file. */
struct feed {
    const char *kind, *key; ///< "pod", "north"
    const char *name;
    struct pp_event *list; ///< room for all events
    int32_t count;
};

/** A key as part of a file name; a key that had to be changed carries its hash. */
static const char *safe_name(const char *key, struct pp_arena *arena)
{
    char *safe = pp_arena_string(arena, key);
    bool changed = false;
    for (char *at = safe; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at) && strchr("._-", *at) == NULL) {
            *at = '_';
            changed = true;
        }
    }
    return changed ? pp_arena_printf(arena, "%s-%08" PRIx32, safe,
                                     (uint32_t)pp_hash(0, key, strlen(key)))
                   : safe;
}

static void add_event(struct feed *feed, const struct event *event, const char *uid,
                      const char *summary)
{
    feed->list[feed->count++] = (struct pp_event){.uid = uid,
                                                  .summary = summary,
                                                  .location = event->location,
                                                  .category = event->category,
                                                  .date = event->row.date,
                                                  .begin = event->begin,
                                                  .end = event->end,
                                                  .busy = event->busy,
                                                  .sequence = event->row.sequence,
                                                  .created = event->row.created,
                                                  .modified = event->row.modified};
}

static bool write_feed(const struct feed *feed, const char *dir, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct pp_buf text = {0};
    struct pp_calendar calendar = {
        .name = feed->name, .events = feed->list, .n_events = feed->count};
    const char *path =
        pp_arena_printf(&arena, "%s/%s-%s.ics", dir, feed->kind, safe_name(feed->key, &arena));
    bool done = pp_calendar_write(&calendar, &text, err) && text_write(&text, path, err);
    pp_buf_finish(&text);
    pp_arena_finish(&arena);
    return done;
}

static bool write_practitioner(const struct pp_service *service, const struct events *events,
                               int32_t practitioner, const char *dir, struct pp_err *err)
{
    struct pp_arena arena = {0};
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    struct feed feed = {.kind = "practitioner",
                        .key = person->practitioner,
                        .list = PP_NEW(&arena, struct pp_event, events->count + 1)};
    feed.name = pp_arena_printf(&arena, "Rota of %s",
                                pp_row_name(service, PP_TABLE_practitioners, practitioner));
    for (int32_t e = 0; e < events->count; e++) {
        const struct event *event = &events->list[e];
        if (event->practitioner == practitioner) {
            add_event(&feed, event, event->row.uid, event->summary);
        }
    }
    bool done = write_feed(&feed, dir, err);
    pp_arena_finish(&arena);
    return done;
}

static bool write_pod(const struct pp_service *service, const struct events *events, int32_t pod,
                      const char *dir, struct pp_err *err)
{
    struct pp_arena arena = {0};
    const struct pp_pod *row = &service->pods[pod];
    struct feed feed = {
        .kind = "pod", .key = row->pod, .list = PP_NEW(&arena, struct pp_event, events->count + 1)};
    feed.name = pp_arena_printf(&arena, "Rota of %s", pp_row_name(service, PP_TABLE_pods, pod));
    for (int32_t e = 0; e < events->count; e++) {
        const struct event *event = &events->list[e];
        if (event->pod == pod) {
            add_event(&feed, event, pp_arena_printf(&arena, "pod-%s", event->row.uid),
                      pp_arena_printf(&arena, "%s: %s", event->label, event->summary));
        }
    }
    bool done = write_feed(&feed, dir, err);
    pp_arena_finish(&arena);
    return done;
}

bool feeds_write(const struct pp_service *service, const struct events *events, const char *dir,
                 struct pp_err *err)
{
    bool done = true;
    for (int32_t p = 0; done && p < service->n_practitioners; p++) {
        if (service->practitioners[p].contract != PP_VOLUNTEER) {
            done = write_practitioner(service, events, p, dir, err);
        }
    }
    for (int32_t pod = 0; done && pod < service->n_pods; pod++) {
        done = write_pod(service, events, pod, dir, err);
    }
    return done;
}
