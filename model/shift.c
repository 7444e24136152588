// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Shifts as the calendar sees them: the days on which they run, when they
 * really begin and end, and who may cover them at all.
 *
 * Lengths are taken between London instants, so that a night across a clock
 * change counts the hours that people really work.
 */
#include <podplan/plan.h>

#include <assert.h>

enum {
    NIGHT_PART = 3 * 60 ///< of the night make a night worker, by the Working Time Regulations
};

static const struct pp_shift *shift_at(const struct pp_service *service, int32_t shift)
{
    assert(shift >= 0 && shift < service->n_shifts);
    return &service->shifts[shift];
}

bool pp_shift_runs(const struct pp_service *service, int32_t shift, pp_day date)
{
    const struct pp_shift *s = shift_at(service, shift);
    return (s->weekdays >> pp_weekday(date) & 1) != 0 && pp_day_within(date, s->from, s->to);
}

bool pp_shift_ends_next_day(const struct pp_service *service, int32_t shift)
{
    const struct pp_shift *s = shift_at(service, shift);
    return s->end <= s->begin;
}

bool pp_shift_reaches_next_day(const struct pp_service *service, int32_t shift)
{
    return pp_shift_ends_next_day(service, shift) && shift_at(service, shift)->end > 0;
}

pp_instant pp_shift_begin(const struct pp_service *service, int32_t shift, pp_day date)
{
    return pp_london_instant(date, shift_at(service, shift)->begin);
}

pp_instant pp_shift_end(const struct pp_service *service, int32_t shift, pp_day date)
{
    pp_day last = date + pp_shift_ends_next_day(service, shift);
    return pp_london_instant(last, shift_at(service, shift)->end);
}

int32_t pp_shift_minutes(const struct pp_service *service, int32_t shift, pp_day date)
{
    const struct pp_shift *s = shift_at(service, shift);
    if (s->kind == PP_STANDBY) {
        return 0;
    }
    pp_instant seconds = pp_shift_end(service, shift, date) - pp_shift_begin(service, shift, date);
    int32_t minutes = (int32_t)(seconds / 60) - s->break_minutes;
    return minutes > 0 ? minutes : 0;
}

/* Minutes that [begin, end) shares with [from, to). */
static int32_t overlap(pp_minute begin, pp_minute end, pp_minute from, pp_minute to)
{
    int32_t minutes = (end < to ? end : to) - (begin > from ? begin : from);
    return minutes > 0 ? minutes : 0;
}

bool pp_shift_is_night(const struct pp_service *service, int32_t shift)
{
    const struct pp_shift *s = shift_at(service, shift);
    pp_minute end = s->end + pp_shift_ends_next_day(service, shift) * PP_DAY_MINUTES;
    pp_minute from = service->settings.night_from, to = service->settings.night_to;
    to += to <= from ? PP_DAY_MINUTES : 0;
    int32_t minutes = 0;
    for (int32_t days = -1; days <= 1; days++) {
        pp_minute midnight = days * PP_DAY_MINUTES;
        minutes += overlap(s->begin, end, midnight + from, midnight + to);
    }
    return s->kind == PP_DUTY && minutes >= NIGHT_PART;
}

bool pp_shift_is_evening(const struct pp_service *service, int32_t shift)
{
    const struct pp_shift *s = shift_at(service, shift);
    return s->kind == PP_DUTY &&
           (pp_shift_ends_next_day(service, shift) || s->end > service->settings.evening_from);
}

static bool is_in_area(const struct pp_service *service, int32_t pod, const struct pp_shift *shift)
{
    if (shift->pod != PP_NONE) {
        return pod == shift->pod;
    }
    if (shift->hub != PP_NONE) {
        return pod != PP_NONE && service->pods[pod].hub == shift->hub;
    }
    return true;
}

/* Whether the shift asks for somebody like this, whatever skill it asks for. */
static bool asks_for(const struct pp_service *service, int32_t practitioner, int32_t shift)
{
    const struct pp_shift *s = shift_at(service, shift);
    assert(practitioner >= 0 && practitioner < service->n_practitioners);
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    const struct pp_role *role = &service->roles[person->role];
    if (person->contract == PP_VOLUNTEER || !is_in_area(service, person->pod, s)) {
        return false;
    }
    if (s->role != PP_NONE && s->role != person->role) {
        return false;
    }
    if (s->kind == PP_STANDBY) {
        return role->on_call_tier != PP_UNKNOWN && role->on_call_tier == s->tier;
    }
    return s->role != PP_NONE || s->skill != PP_NONE ||
           (role->family_cap != PP_UNKNOWN && role->kind != PP_STEP_DOWN);
}

bool pp_may_cover_on(const struct pp_service *service, const struct pp_plan *plan,
                     int32_t practitioner, int32_t shift, pp_day date)
{
    int32_t skill = shift_at(service, shift)->skill;
    return asks_for(service, practitioner, shift) &&
           (skill == PP_NONE || pp_plan_holds_skill(plan, service, practitioner, skill, date));
}

bool pp_may_cover(const struct pp_service *service, const struct pp_plan *plan,
                  int32_t practitioner, int32_t shift)
{
    const struct pp_settings *settings = &service->settings;
    pp_day from = plan == NULL ? settings->rota_from : plan->rota_from;
    pp_day until = from + 7 * (plan == NULL ? settings->rota_weeks : plan->rota_weeks);
    if (pp_may_cover_on(service, plan, practitioner, shift, from)) {
        return true;
    }
    for (int32_t i = 0; plan != NULL && i < plan->n_seats; i++) { // skills lapse, or begin here
        pp_day after = service->sessions[plan->seats[i].session].date + 1;
        if (plan->seats[i].practitioner == practitioner && after > from && after < until &&
            pp_may_cover_on(service, plan, practitioner, shift, after)) {
            return true;
        }
    }
    return false;
}
