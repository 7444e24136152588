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
        checks_add(c, row, "break_minutes", "%d is no less than the shift's %d minutes",
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
            pp_may_cover(service, person, row)) {
            return;
        }
    }
    checks_add(c, row, "shift", "nobody may cover '%s': by pod, hub, role, skill and tier",
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
        checks_add(c, PP_NONE, NULL, "no bank holiday of %d is given, but the rota goes that far",
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

const struct check checks_rota[] = {
    {false, PP_TABLE_shifts, "The break is as long as the shift.", .row = break_longer_than_shift},
    {true, PP_TABLE_shifts, "The duty leaves no daily rest.", .row = duty_without_rest},
    {false, PP_TABLE_shifts, "A standby without a tier, or a duty with one.", .row = wrong_tier},
    {false, PP_TABLE_shifts, "Pod and hub are given, and the pod is of another hub.",
     .row = pod_of_another_hub},
    {true, PP_TABLE_shifts, "Nobody may cover the shift.", .row = nobody_may_cover, .dated = true},
    {true, PP_TABLE_bank_holidays, "None is given for the year in which the rota ends.",
     .whole = bank_holidays_end, .dated = true},
    {true, PP_TABLE_requests, "The shift does not run on that date.", .row = request_for_no_shift},
    {0},
};
