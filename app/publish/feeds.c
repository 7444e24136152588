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
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/** One calendar on its way into a file. */
struct feed {
    const char *kind, *file; ///< "pod", "north" as file_names() has it
    const char *name;
    struct pp_event *list; ///< room for all events
    int32_t count;
};

/** A key with nothing but what every file system takes. */
static char *safe_key(const char *key, struct pp_arena *arena)
{
    char *safe = pp_arena_string(arena, key);
    for (char *at = safe; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at) && strchr("._-", *at) == NULL) {
            *at = '_';
        }
    }
    return safe;
}

/** A name on its way: several keys may come to one, where capitals do not count at that. */
struct file_name {
    const char *key, *safe;
    int32_t row;
};

static int by_safe_key(const void *a, const void *b)
{
    return strcasecmp(((const struct file_name *)a)->safe, ((const struct file_name *)b)->safe);
}

/** Like a key that was changed: it ends with a hyphen and eight hexadecimal digits. */
static bool looks_hashed(const char *safe)
{
    size_t length = strlen(safe);
    return length > 8 && safe[length - 9] == '-' &&
           strspn(safe + length - 8, "0123456789abcdefABCDEF") == 8;
}

/**
 * The keys of a table as parts of file names, by row.  A key that had to be changed, that another
 * key differs from in capitals only, or that could be mistaken for such, carries its hash.
 */
static const char **file_names(const struct pp_service *service, const struct pp_table *table,
                               struct pp_arena *arena)
{
    int32_t count = pp_table_count(service, table);
    struct file_name *list = PP_NEW(arena, struct file_name, count + 1);
    const char **names = PP_NEW(arena, const char *, count + 1);
    for (int32_t row = 0; row < count; row++) {
        const char *key = pp_row_key(service, table->id, row);
        list[row] = (struct file_name){key, safe_key(key, arena), row};
    }
    qsort(list, (size_t)count, sizeof(list[0]), by_safe_key);
    for (int32_t i = 0; i < count; i++) {
        const char *key = list[i].key, *safe = list[i].safe;
        bool shared = (i > 0 && by_safe_key(&list[i - 1], &list[i]) == 0) ||
                      (i + 1 < count && by_safe_key(&list[i], &list[i + 1]) == 0);
        bool plain = !shared && strcmp(key, safe) == 0 && !looks_hashed(safe);
        names[list[i].row] = plain ? safe
                                   : pp_arena_printf(arena, "%s-%08" PRIx32, safe,
                                                     (uint32_t)pp_hash(0, key, strlen(key)));
    }
    return names;
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
    const char *path = pp_arena_printf(&arena, "%s/%s-%s.ics", dir, feed->kind, feed->file);
    bool done = pp_calendar_write(&calendar, &text, err) && text_write(&text, path, err);
    pp_buf_finish(&text);
    pp_arena_finish(&arena);
    return done;
}

static bool write_practitioner(const struct pp_service *service, const struct events *events,
                               int32_t practitioner, const char *file, const char *dir,
                               struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct feed feed = {.kind = "practitioner",
                        .file = file,
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
                      const char *file, const char *dir, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct feed feed = {
        .kind = "pod", .file = file, .list = PP_NEW(&arena, struct pp_event, events->count + 1)};
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
    struct pp_arena arena = {0};
    const char **people = file_names(service, pp_table(PP_TABLE_practitioners), &arena);
    const char **pods = file_names(service, pp_table(PP_TABLE_pods), &arena);
    bool done = true;
    for (int32_t p = 0; done && p < service->n_practitioners; p++) {
        if (service->practitioners[p].contract != PP_VOLUNTEER) {
            done = write_practitioner(service, events, p, people[p], dir, err);
        }
    }
    for (int32_t pod = 0; done && pod < service->n_pods; pod++) {
        done = write_pod(service, events, pod, pods[pod], dir, err);
    }
    pp_arena_finish(&arena);
    return done;
}
