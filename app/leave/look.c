// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One look at a source: fetch, read, reckon days.
 *
 * A server is asked only for what is newer than the last good copy, but not
 * when other days are wanted than that copy was read for: of the copy itself
 * nothing was kept to read them from.
 */
#include "leave.h"

#include <podplan/plan.h>
#include <podplan/rng.h>

#include <inttypes.h>
#include <string.h>

struct pp_leave_run leave_window(const struct pp_service *service)
{
    const struct pp_settings *settings = &service->settings;
    pp_day last =
        settings->rota_from > settings->planned_on ? settings->rota_from : settings->planned_on;
    return (struct pp_leave_run){settings->planned_on - LEAVE_PAST, last + LEAVE_AHEAD};
}

static const char *tag(struct pp_arena *arena, const char *text)
{
    return *text == '\0' ? NULL : pp_arena_string(arena, text);
}

/* Notes in the source which copy this is. */
static void note_copy(struct pp_leave_source *source, const struct fetched *fetched,
                      struct pp_leave_run window, struct leave_look *look)
{
    char *hash = pp_arena_printf(&look->arena, "%016" PRIx64,
                                 pp_hash(0, pp_buf_text(&fetched->body), fetched->body.length));
    look->same = source->hash != NULL && strcmp(source->hash, hash) == 0;
    source->hash = hash;
    source->etag = tag(&look->arena, fetched->etag);
    source->last_modified = tag(&look->arena, fetched->last_modified);
    source->from = window.from;
    source->to = window.to;
}

/* A calendar that begins later than the days known of it has dropped old events, not cancelled them:
 * hours worked and shared out are still reckoned around past leave. */
static pp_day since_when(const struct pp_calendar_reading *reading, pp_day today)
{
    return reading->count > 0 && reading->rows[0].from < today ? reading->rows[0].from : today;
}

static bool read_copy(struct pp_leave_source *source, const struct fetched *fetched,
                      struct pp_leave_run window, struct leave_look *look, struct pp_err *err)
{
    pp_day today = window.from + LEAVE_PAST;
    char shown[FETCH_SHOWN];
    struct pp_calendar_wanted wanted = {.source = fetch_show(source->place, shown),
                                        .from = window.from,
                                        .to = window.to,
                                        .today = today,
                                        .free_too = source->free_too,
                                        .only = source->words};
    if (!pp_calendar_read(pp_buf_text(&fetched->body), fetched->body.length, &wanted,
                          &look->reading, err)) {
        return false;
    }
    look->days = leave_days_of(&look->reading, source, window, &look->arena);
    look->since = since_when(&look->reading, today);
    note_copy(source, fetched, window, look);
    return true;
}

bool leave_look(struct pp_leave_source *source, struct pp_leave_run window, int32_t seconds,
                struct leave_look *look, struct pp_err *err)
{
    bool known = source->hash != NULL && source->from == window.from && source->to == window.to;
    struct fetch fetch = {.place = source->place,
                          .allow_private = source->allow_private,
                          .as_browser = source->as_browser,
                          .seconds = seconds,
                          .etag = known ? source->etag : NULL,
                          .last_modified = known ? source->last_modified : NULL};
    struct fetched fetched;
    *look = (struct leave_look){0};
    bool good = fetch_run(&fetch, &fetched, err);
    look->unchanged = look->same = good && fetched.unchanged;
    if (good && !fetched.unchanged) {
        good = read_copy(source, &fetched, window, look, err);
    }
    pp_buf_finish(&fetched.body);
    return good;
}

void leave_look_finish(struct leave_look *look)
{
    pp_calendar_reading_finish(&look->reading);
    pp_arena_finish(&look->arena);
    *look = (struct leave_look){0};
}

static bool has_day(const struct leave_days *days, pp_day day)
{
    for (int32_t r = 0; r < days->n_runs; r++) {
        if (pp_day_within(day, days->runs[r].from, days->runs[r].to)) {
            return true;
        }
    }
    return false;
}

bool leave_hits(const struct leave_days *days, const struct pp_service *service,
                const struct pp_turn *turn)
{
    return has_day(days, turn->date) ||
           (pp_shift_reaches_next_day(service, turn->shift) && has_day(days, turn->date + 1));
}
