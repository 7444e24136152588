// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the rules count: the definitions that judges and solvers have in
 * common.  Each is fixed before anything is solved, and concerns one person
 * or one family at a time.
 */
#include "judges.h"

#include <assert.h>

enum {
    YEAR_WEEKS = 52,
    NOON = 12 * 60
};

/* ---- Training and families ---- */

int32_t pp_holder_before(const struct pp_case *c, int32_t family)
{
    const struct pp_plan *before = c->before;
    if (before != NULL && before->placements != NULL) {
        assert(family < before->n_placements);
        if (before->placements[family].practitioner != PP_NONE) {
            return before->placements[family].practitioner;
        }
    }
    return c->service->families[family].practitioner;
}

int32_t pp_social_worker_before(const struct pp_case *c, int32_t family)
{
    const struct pp_plan *before = c->before;
    if (before != NULL && before->social_workers != NULL) {
        assert(family < before->n_social_workers);
        if (before->social_workers[family] != PP_NONE) {
            return before->social_workers[family];
        }
    }
    return c->service->families[family].social_worker;
}

int32_t pp_family_pod(const struct pp_service *service, int32_t family)
{
    int32_t holder = service->families[family].practitioner;
    if (holder != PP_NONE && service->practitioners[holder].pod != PP_NONE &&
        !pp_pod_is_closed(service, holder, service->settings.cases_from)) {
        return service->practitioners[holder].pod;
    }
    return pp_nearest_pod(service, family);
}

int32_t pp_weeks_unmet(const struct pp_service *service, pp_day met_from)
{
    if (met_from == PP_NO_DAY) {
        return YEAR_WEEKS;
    }
    int32_t days = met_from - service->settings.cases_from;
    int32_t weeks = days > 0 ? (days + 6) / 7 : 0;
    return weeks < YEAR_WEEKS ? weeks : YEAR_WEEKS;
}

/* ---- Balance ---- */

bool pp_may_hold_cases(const struct pp_service *service, const struct pp_plan *plan,
                       int32_t practitioner)
{
    return rules_holds_cases(service, practitioner) &&
           pp_plan_is_trained(plan, service, practitioner, service->settings.cases_from);
}

static bool every_holding_role_caps_points(const struct pp_service *service)
{
    for (int32_t role = 0; role < service->n_roles; role++) {
        if (service->roles[role].family_cap != PP_UNKNOWN &&
            service->roles[role].point_cap == PP_UNKNOWN) {
            return false;
        }
    }
    return true;
}

/* In per mille, at most all of it. */
static int32_t level_of(int64_t work, int64_t room)
{
    int64_t level = room > 0 ? work * 1000 / room : 0;
    return level < 1000 ? (int32_t)level : 1000;
}

struct pp_balance pp_balance_level(const struct pp_service *service, const struct pp_plan *plan)
{
    pp_day day = service->settings.cases_from;
    struct pp_balance balance = {.in_points = every_holding_role_caps_points(service)};
    int64_t work[2] = {0}, room[2] = {0}; // of families; of those with somebody beside
    for (int32_t family = 0; family < service->n_families; family++) {
        struct pp_load load = pp_family_load(service, family, day);
        int64_t counts = balance.in_points ? load.points : load.children;
        work[0] += counts;
        work[1] += pp_is_escalated(service, family, day) ? counts : 0;
    }
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        bool beside = pp_may_be_beside(service, plan, person);
        if (beside || pp_may_hold_cases(service, plan, person)) {
            struct pp_capacity capacity = pp_capacity_on(service, person, day);
            room[beside] += balance.in_points ? capacity.points : capacity.children;
        }
    }
    balance.fair = level_of(work[0], room[0]);
    balance.step_down = level_of(work[1], room[1]);
    return balance;
}

int32_t pp_workload_permille(const struct pp_balance *balance, struct pp_load load,
                             struct pp_capacity capacity)
{
    int64_t work = balance->in_points ? load.points : load.children;
    int64_t room = balance->in_points ? capacity.points : capacity.children;
    return room > 0 ? (int32_t)(work * 1000 / room) : 0;
}

int64_t pp_balance_units(const struct pp_balance *balance, struct pp_load load,
                         struct pp_capacity capacity)
{
    if ((balance->in_points ? capacity.points : capacity.children) <= 0) {
        return 0;
    }
    int64_t apart = pp_workload_permille(balance, load, capacity) -
                    (capacity.step_down ? balance->step_down : balance->fair);
    return apart * apart / 1000;
}

/* ---- Turns and hours ---- */

static bool is_bank_holiday(const struct pp_service *service, pp_day date)
{
    for (int32_t i = 0; i < service->n_bank_holidays; i++) {
        if (service->bank_holidays[i].date == date) {
            return true;
        }
    }
    return false;
}

bool pp_turn_is(const struct pp_service *service, enum pp_turn_kind kind, int32_t shift,
                pp_day date)
{
    bool duty = service->shifts[shift].kind == PP_DUTY;
    switch (kind) {
    case PP_DUTY_TURN:
        return duty;
    case PP_EVENING_TURN:
        return pp_shift_is_evening(service, shift);
    case PP_WEEKEND_TURN:
        return duty && (pp_weekday(date) >= 5 || is_bank_holiday(service, date));
    case PP_NIGHT_TURN:
        return pp_shift_is_night(service, shift);
    case PP_BANK_HOLIDAY_TURN:
        return is_bank_holiday(service, date);
    case PP_STANDBY_TURN:
        return !duty;
    case PP_TURN_KINDS:
        break;
    }
    assert(!"a kind of turn");
    return false;
}

int64_t pp_contract_minutes(const struct pp_service *service, int32_t practitioner, pp_day from,
                            int32_t weeks)
{
    int32_t fte = service->practitioners[practitioner].fte;
    int64_t days = 0; // in per cent
    for (pp_day day = from; day < from + 7 * weeks; day++) {
        bool there =
            pp_in_post(service, practitioner, day) && !pp_on_leave(service, practitioner, day);
        days += there ? pp_percent_left(service, practitioner, day) : 0;
    }
    return fte == PP_UNKNOWN ? 0 : service->settings.full_week_minutes * days * fte / 700000;
}

bool pp_disturbs_recovery(const struct pp_service *service, int32_t standby, int32_t duty)
{
    return service->shifts[standby].kind == PP_STANDBY && service->shifts[duty].kind == PP_DUTY &&
           pp_shift_ends_next_day(service, standby) && service->shifts[duty].begin < NOON;
}
