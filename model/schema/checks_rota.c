// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of shifts, bank holidays and requests. */
#include "checks.h"

#include <podplan/plan.h>

/* On an ordinary day, without clock changes. */
static int32_t length_of(const struct pp_shift *shift)
{
    int32_t minutes = shift->end - shift->begin;
    return minutes > 0 ? minutes : minutes + PP_DAY_MINUTES;
}

static void break_longer_than_shift(const struct checks_case *c, int32_t row)
{
    const struct pp_shift *shift = &c->service->shifts[row];
    if (shift->break_minutes >= length_of(shift)) {
        checks_add(c, row, "break_minutes",
                   "%d is no less than the shift's %d minutes; give a shorter break",
                   shift->break_minutes, length_of(shift));
    }
}

static void duty_without_rest(const struct checks_case *c, int32_t row)
{
    const struct pp_shift *shift = &c->service->shifts[row];
    int32_t most = PP_DAY_MINUTES - c->service->settings.rest_minutes;
    if (shift->kind == PP_DUTY && length_of(shift) > most) {
        checks_add(c, row, "end",
                   "the duty lasts %d minutes; with rest_minutes of %d a day holds %d",
                   length_of(shift), c->service->settings.rest_minutes, most);
    }
}

/* A time in the hour that the clocks skip or repeat, on a Sunday. */
static void odd_time(const struct checks_case *c, int32_t row, const char *column, pp_minute at,
                     bool on_sunday)
{
    char text[PP_TIME_TEXT];
    if (on_sunday && at >= 60 && at < 120) {
        checks_add(c, row, column,
                   "%s on a Sunday does not exist when the clocks go forward and comes twice when "
                   "they go back; a time outside 01:00 to 02:00 is never in doubt",
                   pp_minute_text(at, text));
    }
}

static void inside_clock_change(const struct checks_case *c, int32_t row)
{
    const struct pp_shift *shift = &c->service->shifts[row];
    bool saturday = (shift->weekdays >> 5 & 1) != 0, sunday = (shift->weekdays >> 6 & 1) != 0;
    odd_time(c, row, "begin", shift->begin, sunday);
    odd_time(c, row, "end", shift->end, shift->end <= shift->begin ? saturday : sunday);
}

static void wrong_tier(const struct checks_case *c, int32_t row)
{
    const struct pp_shift *shift = &c->service->shifts[row];
    if (shift->kind == PP_STANDBY && shift->tier == PP_UNKNOWN) {
        checks_add(c, row, "tier", "is blank, and must be given for a standby; allowed: 1 to 2");
    } else if (shift->kind == PP_DUTY && shift->tier != PP_UNKNOWN) {
        checks_add(c, row, "tier", "'%d' is given for a duty; only a standby has a tier",
                   shift->tier);
    }
}

static void pod_of_another_hub(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_shift *shift = &service->shifts[row];
    if (shift->pod == PP_NONE || shift->hub == PP_NONE ||
        !checks_is_sound(c, PP_TABLE_pods, shift->pod) ||
        service->pods[shift->pod].hub == shift->hub) {
        return;
    }
    checks_add(c, row, "hub", "'%s' is not the hub of pod '%s'; leave hub blank, or name '%s'",
               service->hubs[shift->hub].hub, service->pods[shift->pod].pod,
               service->hubs[service->pods[shift->pod].hub].hub);
}

static void nobody_may_cover(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        /* An unsound row may be the one who may. */
        if (!checks_is_sound(c, PP_TABLE_practitioners, person) ||
            pp_may_cover(service, NULL, person, row)) {
            return;
        }
    }
    checks_add(
        c, row, "shift",
        "nobody may cover '%s': by pod, hub, role, skill and tier; widen the shift, or add who may",
        service->shifts[row].shift);
}

static void bank_holidays_end(const struct checks_case *c)
{
    const struct pp_service *service = c->service;
    const struct pp_settings *settings = &service->settings;
    if (service->n_shifts == 0) {
        return;
    }
    int32_t year = pp_civil_from_day(settings->rota_from + settings->rota_weeks * 7 - 1).year;
    bool given = false;
    for (int32_t h = 0; h < service->n_bank_holidays; h++) {
        pp_day date = service->bank_holidays[h].date;
        given = given || (date != PP_NO_DAY && pp_civil_from_day(date).year >= year);
    }
    if (!given) {
        checks_add(
            c, PP_NONE, NULL,
            "no bank holiday of %d is given, but the rota goes that far (podplan holidays add)",
            year);
    }
}

static void request_for_no_shift(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_request *request = &service->requests[row];
    char date[PP_STAMP_TEXT];
    if (request->shift != PP_NONE && checks_is_sound(c, PP_TABLE_shifts, request->shift) &&
        !pp_shift_runs(service, request->shift, request->date)) {
        checks_add(c, row, "date", "'%s' does not run on %s; the request is without effect",
                   service->shifts[request->shift].shift, pp_day_words(request->date, date));
    }
}

static void worked_out_of_post(const struct checks_case *c, int32_t row)
{
    const struct pp_worked_turn *turn = &c->service->worked_turns[row];
    char date[PP_STAMP_TEXT];
    if (checks_is_sound(c, PP_TABLE_practitioners, turn->practitioner) &&
        !pp_in_post(c->service, turn->practitioner, turn->date)) {
        checks_add(c, row, "date",
                   "'%s' was not in post on %s; correct the date, or their start and end",
                   c->service->practitioners[turn->practitioner].practitioner,
                   pp_day_words(turn->date, date));
    }
}

/* Says that something that is said to have been worked lies in the rota or after. */
static void add_if_not_past(const struct checks_case *c, int32_t row, const char *column,
                            pp_day day)
{
    char date[PP_STAMP_TEXT], from[PP_STAMP_TEXT];
    if (day >= c->service->settings.rota_from) {
        checks_add(c, row, column, "%s is not before the rota, which begins on %s; without effect",
                   pp_day_words(day, date), pp_day_words(c->service->settings.rota_from, from));
    }
}

static void worked_too_late(const struct checks_case *c, int32_t row)
{
    add_if_not_past(c, row, "date", c->service->worked_turns[row].date);
}

static void week_too_late(const struct checks_case *c, int32_t row)
{
    add_if_not_past(c, row, "week", c->service->worked_hours[row].week);
}

static void no_monday(const struct checks_case *c, int32_t row)
{
    pp_day week = c->service->worked_hours[row].week;
    char date[PP_STAMP_TEXT];
    if (pp_weekday(week) != 0) {
        checks_add(c, row, "week", "%s is no Monday; a week is named by its Monday",
                   pp_day_words(week, date));
    }
}

static void balance_too_late(const struct checks_case *c, int32_t row)
{
    add_if_not_past(c, row, "date", c->service->ledger[row].date);
}

static void balance_too_old(const struct checks_case *c, int32_t row)
{
    pp_day day = c->service->ledger[row].date, from = c->service->settings.rota_from;
    char date[PP_STAMP_TEXT], begin[PP_STAMP_TEXT];
    if (day < from - 7 * PP_LEDGER_WEEKS) {
        checks_add(c, row, "date", "%s is more than %d weeks before the rota of %s; without effect",
                   pp_day_words(day, date), PP_LEDGER_WEEKS, pp_day_words(from, begin));
    }
}

const struct check checks_rota[] = {
    {false, PP_TABLE_shifts, "The break is as long as the shift.", .row = break_longer_than_shift},
    {true, PP_TABLE_shifts, "The duty leaves no daily rest.", .row = duty_without_rest},
    {true, PP_TABLE_shifts, "It begins or ends in the hour of a Sunday in which clocks change.",
     .row = inside_clock_change},
    {false, PP_TABLE_shifts, "A standby without a tier, or a duty with one.", .row = wrong_tier},
    {false, PP_TABLE_shifts, "Pod and hub are given, and the pod is of another hub.",
     .row = pod_of_another_hub},
    {true, PP_TABLE_shifts, "Nobody may cover the shift.", .row = nobody_may_cover, .dated = true},
    {true, PP_TABLE_bank_holidays, "None is given for the year in which the rota ends.",
     .whole = bank_holidays_end, .dated = true},
    {true, PP_TABLE_requests, "The shift does not run on that date.", .row = request_for_no_shift},
    {true, PP_TABLE_worked_turns, "The person was not in post on that date.",
     .row = worked_out_of_post},
    {true, PP_TABLE_worked_turns, "The date is not before the rota.", .row = worked_too_late,
     .dated = true},
    {false, PP_TABLE_worked_hours, "The week is not named by its Monday.", .row = no_monday},
    {true, PP_TABLE_worked_hours, "The week is not before the rota.", .row = week_too_late,
     .dated = true},
    {true, PP_TABLE_ledger, "The date is not before the rota.", .row = balance_too_late,
     .dated = true},
    {true, PP_TABLE_ledger, "The date is more than a year before the rota.", .row = balance_too_old,
     .dated = true},
    {0},
};
