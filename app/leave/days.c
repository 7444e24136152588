// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Days of leave: minutes are summed day by day over the union of the events
 * with times, so that one event shown twice does not count twice.
 */
#include "leave.h"

#include <stdlib.h>

/* A stretch of time, half-open. */
struct stretch {
    pp_instant begin, end;
};

/* A calendar's days while they are filled. */
struct sheet {
    struct pp_leave_run window;
    int64_t *seconds; ///< by day of the window, of events with times
    bool *whole;      ///< by day: an all-day event covers it
};

static bool is_within(const struct sheet *sheet, pp_day day)
{
    return day >= sheet->window.from && day <= sheet->window.to;
}

static void mark_days(struct sheet *sheet, pp_day from, pp_day to)
{
    from = from > sheet->window.from ? from : sheet->window.from;
    for (pp_day day = from; day <= to && is_within(sheet, day); day++) {
        sheet->whole[day - sheet->window.from] = true;
    }
}

/* Splits a stretch at London midnights. */
static void add_stretch(struct sheet *sheet, struct stretch stretch)
{
    while (stretch.begin < stretch.end) {
        pp_day day = pp_london_day(stretch.begin);
        pp_instant midnight = pp_london_instant(day + 1, 0);
        pp_instant end = midnight < stretch.end ? midnight : stretch.end;
        if (is_within(sheet, day)) {
            sheet->seconds[day - sheet->window.from] += end - stretch.begin;
        }
        stretch.begin = end;
    }
}

/* The rows of a reading rise by their begin. */
static void add_times(struct sheet *sheet, const struct pp_calendar_reading *reading)
{
    struct stretch open = {0, 0};
    for (int32_t i = 0; i < reading->count; i++) {
        const struct pp_occurrence *o = &reading->rows[i];
        if (o->all_day) {
            continue;
        }
        if (o->begin > open.end) {
            add_stretch(sheet, open);
            open = (struct stretch){o->begin, o->begin};
        }
        open.end = o->end > open.end ? o->end : open.end;
    }
    add_stretch(sheet, open);
}

static void add_day(struct leave_days *days, pp_day day)
{
    if (days->n_runs > 0 && days->runs[days->n_runs - 1].to == day - 1) {
        days->runs[days->n_runs - 1].to = day;
    } else {
        days->runs[days->n_runs++] = (struct pp_leave_run){day, day};
    }
    days->n_days++;
}

struct leave_days leave_days_of(const struct pp_calendar_reading *reading,
                                const struct pp_leave_source *source, struct pp_leave_run window,
                                struct pp_arena *arena)
{
    int32_t n = window.to - window.from + 1;
    struct sheet sheet = {window, PP_NEW(arena, int64_t, n), PP_NEW(arena, bool, n)};
    struct leave_days days = {.runs = PP_NEW(arena, struct pp_leave_run, n)};
    for (int32_t i = 0; i < reading->count; i++) {
        if (reading->rows[i].all_day) {
            mark_days(&sheet, reading->rows[i].from, reading->rows[i].to);
        }
    }
    add_times(&sheet, reading);
    for (int32_t d = 0; d < n; d++) {
        bool enough = !source->days_only && sheet.seconds[d] >= source->hours * INT64_C(3600);
        if (sheet.whole[d] || enough) {
            add_day(&days, window.from + d);
        } else {
            days.n_short += sheet.seconds[d] > 0;
        }
    }
    return days;
}
