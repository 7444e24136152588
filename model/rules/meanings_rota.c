// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the rules of the rota count beside turns and hours: rest by the week,
 * bands, call-outs, court, evenings, pairs.  Each stands before the rota is
 * solved and concerns one person or one pair at a time.
 */
#include "judges.h"

#include <string.h>

enum {
    FOUR_WEEKS = 28 ///< days
};

/* ---- Rest ---- */

int32_t pp_rest_weeks(const struct pp_service *service)
{
    return service->settings.weekly_rest == PP_48_IN_14 ? 2 : 1;
}

bool pp_week_leaves_rest(const struct pp_service *service, int32_t shift)
{
    const struct pp_shift *s = &service->shifts[shift];
    int32_t length = s->end - s->begin, free = 0, longest = 0;
    length += length <= 0 ? PP_DAY_MINUTES : 0;
    for (int32_t day = 0; day < 7; day++) {
        int32_t begin = day * PP_DAY_MINUTES + s->begin;
        if ((s->weekdays >> day & 1) != 0) {
            longest = begin - free > longest ? begin - free : longest;
            free = begin + length;
        }
    }
    int32_t last = 7 * PP_DAY_MINUTES - free;
    return (last > longest ? last : longest) >= PP_REST_SECONDS / 60;
}

int32_t pp_night_week_minutes(const struct pp_service *service)
{
    return service->settings.night_average_minutes * 6;
}

static pp_instant call_out_end(const struct pp_call_out *call)
{
    return pp_london_instant(call->date + (call->end <= call->begin), call->end);
}

int32_t pp_call_out_minutes(const struct pp_call_out *call)
{
    return (int32_t)((call_out_end(call) - pp_london_instant(call->date, call->begin)) / 60);
}

int32_t pp_missing_after_call_out(const struct pp_service *service, int32_t practitioner,
                                  int32_t shift, pp_day date)
{
    const struct pp_index *calls = &service->call_outs_of;
    pp_instant begin = pp_shift_begin(service, shift, date), missing = 0;
    if (service->shifts[shift].kind != PP_DUTY) {
        return 0;
    }
    for (int32_t i = calls->start[practitioner]; i < calls->start[practitioner + 1]; i++) {
        const struct pp_call_out *call = &service->call_outs[calls->item[i]];
        pp_instant rested = call_out_end(call) + service->settings.rest_minutes * 60;
        bool after = begin >= pp_london_instant(call->date, call->begin);
        missing = after && rested - begin > missing ? rested - begin : missing;
    }
    return (int32_t)(missing / 60);
}

int32_t pp_missing_beside_session(const struct pp_service *service, int32_t session, int32_t shift,
                                  pp_day date)
{
    const struct pp_session *s = &service->sessions[session];
    pp_instant begin = pp_shift_begin(service, shift, date);
    pp_instant end = pp_shift_end(service, shift, date);
    pp_instant opens = pp_london_instant(s->date, s->begin);
    pp_instant closes = pp_london_instant(s->date, s->end);
    pp_instant between = s->date > date ? opens - end : begin - closes;
    bool duty = service->shifts[shift].kind == PP_DUTY;
    int64_t missing = (duty ? service->settings.rest_minutes : 0) - between / 60;
    return s->date == date || missing < 0 ? 0 : (int32_t)missing;
}

bool pp_is_before_court(const struct pp_service *service, int32_t practitioner, int32_t shift,
                        pp_day date)
{
    return service->shifts[shift].kind == PP_STANDBY &&
           (pp_in_court(service, practitioner, date) ||
            pp_in_court(service, practitioner, date + 1));
}

/* ---- The contract and its band ---- */

/* Thousandths of FTE x days in post x per cent that reductions leave. */
static int64_t presence(const struct pp_service *service, int32_t person, pp_day from,
                        int32_t weeks)
{
    int32_t fte = service->practitioners[person].fte;
    int64_t days = 0;
    for (pp_day day = from; day < from + 7 * weeks; day++) {
        days += pp_in_post(service, person, day) ? pp_percent_left(service, person, day) : 0;
    }
    return fte == PP_UNKNOWN ? 0 : fte * days;
}

/* Minutes of duty that a shift needs, of all its people. */
static int64_t minutes_needed(const struct pp_service *service, int32_t shift, pp_day from,
                              int32_t weeks)
{
    int64_t minutes = 0;
    for (pp_day day = from; day < from + 7 * weeks; day++) {
        if (pp_shift_runs(service, shift, day)) {
            minutes += pp_shift_minutes(service, shift, day);
        }
    }
    return minutes * service->shifts[shift].needed;
}

/* Adds to each person's least their share of the minutes of one shift. */
static void share_minutes(const struct pp_service *service, const struct pp_plan *plan,
                          int32_t shift, int64_t minutes, const int64_t *presences,
                          struct pp_band *bands)
{
    int64_t all = 0;
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        all += pp_may_cover(service, plan, person, shift) ? presences[person] : 0;
    }
    for (int32_t person = 0; all > 0 && person < service->n_practitioners; person++) {
        if (pp_may_cover(service, plan, person, shift)) {
            bands[person].least += minutes * presences[person] / all;
        }
    }
}

static void share_all(const struct pp_service *service, const struct pp_plan *plan,
                      struct pp_band *bands)
{
    pp_day from = plan->rota_from;
    int32_t weeks = plan->rota_weeks;
    struct pp_arena arena = {0};
    int64_t *presences = PP_NEW(&arena, int64_t, service->n_practitioners);
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        presences[person] = presence(service, person, from, weeks);
    }
    for (int32_t shift = 0; shift < service->n_shifts; shift++) {
        int64_t minutes = minutes_needed(service, shift, from, weeks);
        if (minutes > 0) {
            share_minutes(service, plan, shift, minutes, presences, bands);
        }
    }
    pp_arena_finish(&arena);
}

void pp_contract_bands(const struct pp_service *service, const struct pp_plan *plan,
                       struct pp_band *bands)
{
    int32_t band = service->settings.contract_band_percent;
    memset(bands, 0, (size_t)service->n_practitioners * sizeof(bands[0]));
    if (band != PP_UNKNOWN) {
        share_all(service, plan, bands);
    }
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        int64_t contract = pp_contract_minutes(service, person, plan->rota_from, plan->rota_weeks);
        int64_t off = band == PP_UNKNOWN ? 0 : contract * band / 100;
        bands[person].most = contract + off;
        if (contract - off < bands[person].least) {
            bands[person].least = contract - off;
        }
    }
}

/* ---- Evenings of families ---- */

static int32_t days_there(const struct pp_service *service, int32_t person, pp_day from,
                          int32_t weeks)
{
    int32_t days = 0;
    for (pp_day day = from; day < from + 7 * weeks; day++) {
        days += pp_in_post(service, person, day) && !pp_on_leave(service, person, day);
    }
    return days;
}

/* The family of a person that wants most evenings, ties by key; PP_NONE. */
static int32_t family_with_evenings(const struct pp_service *service, const struct pp_plan *plan,
                                    int32_t practitioner)
{
    int32_t most = PP_NONE;
    for (int32_t family = 0; family < service->n_families; family++) {
        const struct pp_family *row = &service->families[family];
        if (row->evenings == PP_UNKNOWN || pp_plan_holder(plan, service, family) != practitioner) {
            continue;
        }
        const struct pp_family *best = most == PP_NONE ? NULL : &service->families[most];
        if (best == NULL || row->evenings > best->evenings ||
            (row->evenings == best->evenings && strcmp(row->family, best->family) < 0)) {
            most = family;
        }
    }
    return most;
}

int32_t pp_evenings_due(const struct pp_service *service, const struct pp_plan *plan,
                        int32_t practitioner, pp_day from, int32_t weeks, int32_t *family)
{
    int32_t wants = family_with_evenings(service, plan, practitioner);
    if (family != NULL) {
        *family = wants;
    }
    if (wants == PP_NONE) {
        return 0;
    }
    return service->families[wants].evenings * days_there(service, practitioner, from, weeks) /
           FOUR_WEEKS;
}

/* ---- Pairs ---- */

enum pp_pair_rule pp_pair_rule(const struct pp_service *service, int32_t pair)
{
    const struct pp_pair *row = &service->pairs[pair];
    if (row->wish == PP_TOGETHER) {
        return PP_PAIR_TOGETHER;
    }
    return row->strength == PP_PREFERRED ? PP_PAIR_AVOID : PP_PAIR_APART;
}

static bool could_be_there(const struct pp_service *service, const struct pp_plan *plan,
                           int32_t practitioner, int32_t shift, pp_day date)
{
    return pp_may_cover_on(service, plan, practitioner, shift, date) &&
           pp_in_post(service, practitioner, date) && !pp_on_leave(service, practitioner, date) &&
           pp_plan_session_on(plan, service, practitioner, date) == PP_NONE;
}

bool pp_pair_could_meet(const struct pp_service *service, const struct pp_plan *plan, int32_t pair,
                        int32_t shift, pp_day date)
{
    const struct pp_pair *row = &service->pairs[pair];
    return service->shifts[shift].needed > 1 && pp_shift_runs(service, shift, date) &&
           could_be_there(service, plan, row->one, shift, date) &&
           could_be_there(service, plan, row->other, shift, date);
}

/* ---- By turn ---- */

int32_t pp_weeks_apart(const struct pp_service *service, enum pp_by_turn kind)
{
    return kind == PP_EVENINGS_BY_TURN ? service->settings.evenings_apart_weeks
                                       : service->settings.weekends_apart_weeks;
}

bool pp_is_by_turn(const struct pp_service *service, enum pp_by_turn kind, int32_t shift,
                   pp_day date)
{
    if (kind == PP_EVENINGS_BY_TURN) {
        return pp_shift_is_evening(service, shift);
    }
    return service->shifts[shift].kind == PP_DUTY && pp_weekday(date) >= 5;
}
