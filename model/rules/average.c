// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The average week, as the Working Time Regulations 1998 take it (regulation
 * 4): hours worked in a reference period over its weeks, where leave counts
 * as the contract says and the time before somebody came does not count.
 *
 * The windows of one person are fixed before the rota is made: what was
 * worked before it, and the leave in it, are taken off the limit.  What has been worked of the rota
 * itself is always within it: leave that is known later, say, takes no turn away that was worked.
 */
#include "judges.h"

#include <assert.h>

enum {
    MOST_WEEKS = 2 * PP_PAST_WEEKS + 1 ///< of history and of a rota
};

/** What is fixed of the weeks of one person, those before the rota first. */
struct weeks {
    const struct pp_service *service;
    int32_t person, n, n_past;
    int32_t most;                ///< minutes of a week on average
    pp_day first;                ///< Monday of the first
    bool counts[MOST_WEEKS];     ///< something is known of it, and the person was there
    int64_t minutes[MOST_WEEKS]; ///< worked or on leave
    int64_t settled[MOST_WEEKS]; ///< of the rota: worked on days that have passed
};

static int32_t week_of(const struct weeks *weeks, pp_day date)
{
    return date < weeks->first ? PP_NONE : (date - weeks->first) / 7;
}

static void count_known(struct weeks *weeks, const struct pp_past *past)
{
    for (int32_t week = 0; week < weeks->n; week++) {
        pp_day monday = weeks->first + 7 * week;
        int32_t back = weeks->n_past - 1 - week; // weeks between it and the rota
        bool known = back < 0 || (past->weeks >> back & 1) != 0;
        for (pp_day day = monday; known && day < monday + 7; day++) {
            weeks->counts[week] |= pp_in_post(weeks->service, weeks->person, day);
        }
    }
}

static void add_turns(struct weeks *weeks, const struct pp_past *past)
{
    for (int32_t i = past->start[weeks->person]; i < past->start[weeks->person + 1]; i++) {
        int32_t week = week_of(weeks, past->turns[i].date);
        if (week != PP_NONE) {
            weeks->minutes[week] +=
                pp_shift_minutes(weeks->service, past->turns[i].shift, past->turns[i].date);
        }
    }
}

static void add_hours(struct weeks *weeks)
{
    const struct pp_index *hours = &weeks->service->hours_of;
    for (int32_t i = hours->start[weeks->person]; i < hours->start[weeks->person + 1]; i++) {
        const struct pp_worked_week *row = &weeks->service->worked_hours[hours->item[i]];
        int32_t week = week_of(weeks, row->week);
        if (week != PP_NONE && week < weeks->n_past) {
            weeks->minutes[week] += row->minutes;
            weeks->counts[week] = true;
        }
    }
}

static void add_past_courses(struct weeks *weeks, const struct pp_plan *plan)
{
    for (int32_t i = 0; i < plan->n_seats; i++) {
        int32_t session = plan->seats[i].session;
        int32_t week = week_of(weeks, weeks->service->sessions[session].date);
        if (plan->seats[i].practitioner == weeks->person && week != PP_NONE &&
            week < weeks->n_past) {
            weeks->minutes[week] += rules_session_minutes(weeks->service, session);
        }
    }
}

/* Standby at home is no work; to be called out is. */
static void add_call_outs(struct weeks *weeks)
{
    const struct pp_index *calls = &weeks->service->call_outs_of;
    for (int32_t i = calls->start[weeks->person]; i < calls->start[weeks->person + 1]; i++) {
        const struct pp_call_out *call = &weeks->service->call_outs[calls->item[i]];
        int32_t week = week_of(weeks, call->date);
        if (week != PP_NONE && week < weeks->n) {
            weeks->minutes[week] += pp_call_out_minutes(call);
        }
    }
}

/* A day of leave is a seventh of the contract's week, and never more than the limit's. */
static void add_leave(struct weeks *weeks)
{
    const struct pp_settings *settings = &weeks->service->settings;
    int32_t fte = weeks->service->practitioners[weeks->person].fte;
    int64_t contract =
        (int64_t)settings->full_week_minutes * (fte == PP_UNKNOWN ? PP_FTE : fte) / PP_FTE;
    int64_t most = weeks->most;
    for (int32_t week = 0; week < weeks->n; week++) {
        int32_t days = 0;
        for (pp_day day = weeks->first + 7 * week; day < weeks->first + 7 * week + 7; day++) {
            days += pp_in_post(weeks->service, weeks->person, day) &&
                    pp_on_leave(weeks->service, weeks->person, day);
        }
        weeks->minutes[week] += (contract < most ? contract : most) * days / 7;
    }
}

/* Duties and courses of the settled days of the rota, which nothing can change any more. */
static void add_settled(struct weeks *weeks, const struct pp_plan *plan)
{
    pp_day settled = pp_settled_until(weeks->service, plan);
    for (int32_t i = pp_published_from(plan, plan->rota_from);
         i < plan->n_published && plan->published[i].date < settled; i++) {
        const struct pp_turn *turn = &plan->published[i];
        if (turn->practitioner == weeks->person &&
            !pp_on_leave(weeks->service, weeks->person, turn->date)) {
            weeks->settled[week_of(weeks, turn->date)] +=
                pp_shift_minutes(weeks->service, turn->shift, turn->date);
        }
    }
    for (int32_t i = 0; i < plan->n_seats && settled > plan->rota_from; i++) {
        pp_day date = weeks->service->sessions[plan->seats[i].session].date;
        if (plan->seats[i].practitioner == weeks->person && date >= plan->rota_from &&
            date < settled) {
            weeks->settled[week_of(weeks, date)] +=
                rules_session_minutes(weeks->service, plan->seats[i].session);
        }
    }
}

/* The window of the reference weeks that ends with `last`; false: it begins before what is known. */
static bool make_window(const struct weeks *weeks, int32_t last, struct pp_window *window)
{
    const struct pp_settings *settings = &weeks->service->settings;
    int32_t first = last + 1 - settings->reference_weeks;
    int64_t fixed = 0, settled = 0;
    bool full = first >= 0;
    *window = (struct pp_window){.until = weeks->first + 7 * (last + 1)};
    for (int32_t week = last; week >= 0 && week >= first; week--) {
        if (!weeks->counts[week]) {
            full = false;
            continue;
        }
        fixed += weeks->minutes[week];
        settled += weeks->settled[week];
        window->weeks++;
        window->begin = weeks->first + 7 * week;
    }
    int32_t begin = first > weeks->n_past ? first : weeks->n_past;
    int64_t most = (int64_t)weeks->most * window->weeks - fixed;
    window->from = weeks->first + 7 * begin;
    window->most = most > settled ? most : settled;
    return full;
}

int32_t pp_average_windows(const struct pp_service *service, const struct pp_plan *plan,
                           const struct pp_past *past, int32_t practitioner, int32_t week_minutes,
                           struct pp_window *windows)
{
    int32_t n_past = service->settings.reference_weeks - 1, n = 0;
    struct weeks weeks = {.service = service,
                          .person = practitioner,
                          .n = n_past + plan->rota_weeks,
                          .n_past = n_past,
                          .most = week_minutes,
                          .first = plan->rota_from - 7 * n_past};
    assert(weeks.n <= MOST_WEEKS);
    count_known(&weeks, past);
    add_turns(&weeks, past);
    add_hours(&weeks);
    add_past_courses(&weeks, plan);
    add_call_outs(&weeks);
    add_leave(&weeks);
    add_settled(&weeks, plan);
    for (int32_t last = n_past; last < weeks.n; last++) {
        bool full = make_window(&weeks, last, &windows[n]);
        n += (full || last == weeks.n - 1) && windows[n].weeks > 0;
    }
    return n;
}
