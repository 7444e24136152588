// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rules of the rota as resources: tables with one row for each rule.  That of bans is in
 * resources_ban.c.
 *
 * What a rule counts is the definition in rules.h; how a line of work carries
 * it is said here.
 */
#include "resources.h"

#include "resources_week.h"

#include <podplan/service.h>

#include <assert.h>

static int32_t duty_of(const struct rota_option *option)
{
    return option->part[ROTA_DUTY_PART];
}

/* ---- Prices ---- */

/* True when the option grants what the request names: that shift, or any duty. */
static bool meets(const struct pp_request *request, const struct rota_option *option)
{
    return request->shift == PP_NONE ? duty_of(option) != PP_NONE
                                     : option_has(option, request->shift);
}

static int64_t price_of_requests(const struct rota_problem *problem, int32_t practitioner,
                                 int32_t day, const struct rota_option *option, enum pp_wish wish,
                                 const char *rule)
{
    const struct pp_service *service = problem->service;
    const struct pp_index *mine = &service->requests_of;
    int64_t price = 0;
    for (int32_t i = mine->start[practitioner]; i < mine->start[practitioner + 1]; i++) {
        const struct pp_request *request = &service->requests[mine->item[i]];
        if (request->wish == (int32_t)wish && request->date == problem_date(problem, day) &&
            meets(request, option) != (wish == PP_WANTED)) {
            price +=
                request->minutes != PP_UNKNOWN ? request->minutes : pp_weight_of(service, rule);
        }
    }
    return price;
}

static int64_t price_of_wanted(const struct rota_problem *problem, int32_t practitioner,
                               int32_t day, const struct rota_option *option)
{
    return price_of_requests(problem, practitioner, day, option, PP_WANTED, "request_wanted");
}

static int64_t price_of_avoid(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                              const struct rota_option *option)
{
    return price_of_requests(problem, practitioner, day, option, PP_AVOID, "request_avoid");
}

/* Turns of a day that the option does not keep. */
static int64_t given_up(const struct rota_problem *problem, const struct rota_held *held,
                        int32_t practitioner, int32_t day, const struct rota_option *option)
{
    if (held->first == NULL) {
        return 0;
    }
    const int32_t *first = &held->first[practitioner * problem->n_days + day];
    int64_t count = 0;
    for (int32_t i = first[0]; i < first[1]; i++) {
        count += !option_has(option, held->shift[i]);
    }
    return count;
}

static int64_t price_of_change(const struct rota_problem *problem, int32_t practitioner,
                               int32_t day, const struct rota_option *option)
{
    int64_t changed = day < problem->first_changeable
                          ? 0
                          : given_up(problem, &problem->was, practitioner, day, option);
    return changed == 0
               ? 0
               : changed * (pp_weight_of(problem->service, "rota_change") + problem->extra);
}

static int64_t price_of_call_outs(const struct rota_problem *problem, int32_t practitioner,
                                  int32_t day, const struct rota_option *option)
{
    int32_t duty = duty_of(option);
    int64_t missing = duty == PP_NONE ? 0
                                      : pp_missing_after_call_out(problem->service, practitioner,
                                                                  duty, problem_date(problem, day));
    return missing == 0 ? 0 : missing * pp_weight_of(problem->service, "compensatory_rest");
}

/* Frozen turns can all be kept, so nobody pays this but where there is no other way. */
static int64_t price_of_notice(const struct rota_problem *problem, int32_t practitioner,
                               int32_t day, const struct rota_option *option)
{
    int64_t changed = given_up(problem, &problem->frozen, practitioner, day, option);
    return changed == 0 ? 0 : changed * pp_weight_of(problem->service, "notice_kept");
}

const struct resource_price resource_prices[RESOURCE_PRICES] = {
    {"request_wanted", price_of_wanted}, {"request_avoid", price_of_avoid},
    {"rota_change", price_of_change},    {"compensatory_rest", price_of_call_outs},
    {"notice_kept", price_of_notice},
};

/* ---- States ---- */

/* Minutes from the midnight that opens `day + 1` to an instant; 0 when that is earlier. */
static int32_t minutes_into_tomorrow(const struct rota_problem *problem, int32_t day, pp_instant at)
{
    pp_instant midnight = pp_london_instant(problem_date(problem, day + 1), 0);
    return at > midnight ? (int32_t)((at - midnight) / 60) : 0;
}

static pp_instant value_as_instant(const struct rota_problem *problem, int32_t day, int32_t value)
{
    return pp_london_instant(problem_date(problem, day), 0) + (pp_instant)value * 60;
}

static pp_instant begin_of(const struct rota_problem *problem, int32_t day, int32_t shift)
{
    return pp_shift_begin(problem->service, shift, problem_date(problem, day));
}

static pp_instant end_of(const struct rota_problem *problem, int32_t day, int32_t shift)
{
    return pp_shift_end(problem->service, shift, problem_date(problem, day));
}

/* Value: minutes after this day's midnight until which the last duty's rest lasts. */
static int32_t next_rest(const struct rota_problem *problem, int32_t value, int32_t day,
                         const struct rota_option *option, int64_t *units)
{
    (void)units;
    pp_instant rested = value_as_instant(problem, day, value);
    int32_t duty = duty_of(option);
    if (duty == PP_NONE) {
        return minutes_into_tomorrow(problem, day, rested);
    }
    if (day >= problem->n_settled && begin_of(problem, day, duty) < rested) {
        return RESOURCE_FORBIDDEN;
    }
    pp_instant rest = (pp_instant)problem->service->settings.rest_minutes * 60;
    return minutes_into_tomorrow(problem, day, end_of(problem, day, duty) + rest);
}

/* Value: minutes after this day's midnight until which yesterday's turns last. */
static int32_t next_busy(const struct rota_problem *problem, int32_t value, int32_t day,
                         const struct rota_option *option, int64_t *units)
{
    (void)units;
    pp_instant busy = value_as_instant(problem, day, value), until = busy;
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        int32_t shift = option->part[part];
        if (shift == PP_NONE) {
            continue;
        }
        bool settled = day < problem->n_settled && part == ROTA_DUTY_PART;
        if (!settled && begin_of(problem, day, shift) < busy) {
            return RESOURCE_FORBIDDEN;
        }
        if (end_of(problem, day, shift) > until) {
            until = end_of(problem, day, shift);
        }
    }
    return minutes_into_tomorrow(problem, day, until);
}

/* Value: twice the days in a row until last night, plus one when a duty is among them. */
static int32_t next_run(const struct rota_problem *problem, int32_t value, int32_t day,
                        const struct rota_option *option, int64_t *units)
{
    (void)day;
    bool duty = duty_of(option) != PP_NONE;
    int32_t run = value / 2, most = problem->service->settings.run_days;
    bool with_duty = value % 2 != 0 || duty;
    if (!duty && option->training == 0) {
        return 0;
    }
    if (run < most) {
        return (run + 1) * 2 + with_duty;
    }
    *units += 1;
    return with_duty ? RESOURCE_FORBIDDEN : value;
}

/* Value: one more than the standby that lasted into this morning. */
static int32_t next_recovery(const struct rota_problem *problem, int32_t value, int32_t day,
                             const struct rota_option *option, int64_t *units)
{
    (void)day;
    int32_t duty = duty_of(option);
    if (value > 0 && duty != PP_NONE && pp_disturbs_recovery(problem->service, value - 1, duty)) {
        *units += 1;
    }
    for (int32_t part = ROTA_STANDBY_PART; part < ROTA_PARTS; part++) {
        int32_t standby = option->part[part];
        if (standby != PP_NONE && pp_shift_ends_next_day(problem->service, standby)) {
            return standby + 1;
        }
    }
    return 0;
}

/* Value: 1 when the first day has said that there may be nights (windows.h). */
static int32_t next_nights(const struct rota_problem *problem, int32_t value, int32_t day,
                           const struct rota_option *option, int64_t *units)
{
    (void)units;
    if (!problem->by_nights) {
        return 0;
    }
    int32_t duty = duty_of(option), may = day == 0 ? option->nights : value;
    bool night = duty != PP_NONE && pp_shift_is_night(problem->service, duty);
    return night && may == 0 ? RESOURCE_FORBIDDEN : may;
}

/* ---- First mornings ---- */

pp_instant resources_last_end(const struct rota_problem *problem, int32_t practitioner, bool duties)
{
    const struct pp_past *past = &problem->past;
    pp_instant last = 0;
    for (int32_t i = past->start[practitioner]; i < past->start[practitioner + 1]; i++) {
        const struct pp_turn *turn = &past->turns[i];
        if (!duties || problem->service->shifts[turn->shift].kind == PP_DUTY) {
            pp_instant end = pp_shift_end(problem->service, turn->shift, turn->date);
            last = end > last ? end : last;
        }
    }
    return last;
}

static int32_t first_rest(const struct rota_problem *problem, int32_t practitioner)
{
    pp_instant rest = (pp_instant)problem->service->settings.rest_minutes * 60;
    return minutes_into_tomorrow(problem, -1,
                                 resources_last_end(problem, practitioner, true) + rest);
}

static int32_t first_busy(const struct rota_problem *problem, int32_t practitioner)
{
    return minutes_into_tomorrow(problem, -1, resources_last_end(problem, practitioner, false));
}

static bool was_at_work(const struct rota_problem *problem, int32_t practitioner, pp_day date)
{
    const struct pp_past *past = &problem->past;
    for (int32_t i = past->start[practitioner]; i < past->start[practitioner + 1]; i++) {
        if (past->turns[i].date == date &&
            problem->service->shifts[past->turns[i].shift].kind == PP_DUTY) {
            return true;
        }
    }
    return pp_plan_session_on(problem->plan, problem->service, practitioner, date) != PP_NONE;
}

/* What was worked is nobody's choice any more: it counts, but forbids no course. */
static int32_t first_run(const struct rota_problem *problem, int32_t practitioner)
{
    int32_t run = 0, most = problem->service->settings.run_days;
    while (run < most && was_at_work(problem, practitioner, problem->from - 1 - run)) {
        run++;
    }
    return 2 * run;
}

static int32_t first_recovery(const struct rota_problem *problem, int32_t practitioner)
{
    const struct pp_past *past = &problem->past;
    for (int32_t i = past->start[practitioner]; i < past->start[practitioner + 1]; i++) {
        const struct pp_turn *turn = &past->turns[i];
        if (turn->date == problem->from - 1 &&
            pp_shift_ends_next_day(problem->service, turn->shift) &&
            problem->service->shifts[turn->shift].kind == PP_STANDBY) {
            return turn->shift + 1;
        }
    }
    return 0;
}

static int32_t first_nights(const struct rota_problem *problem, int32_t practitioner)
{
    (void)problem, (void)practitioner;
    return 0;
}

const struct resource_state resource_states[RESOURCE_STATES] = {
    {"daily_rest", first_rest, next_rest},
    {"one_duty", first_busy, next_busy},
    {"weekly_rest", resources_first_rest, resources_next_rest},
    {"run_days", first_run, next_run},
    {"night_average", first_nights, next_nights},
    {"standby_recovery", first_recovery, next_recovery},
    {"standby_block", resources_first_block, resources_next_block},
    {"evenings_by_turn", resources_first_evening, resources_next_evening},
    {"weekends_by_turn", resources_first_weekend, resources_next_weekend},
};

/* ---- Counters ---- */

static int32_t turns_of(const struct rota_problem *problem, enum pp_turn_kind kind, int32_t day,
                        const struct rota_option *option)
{
    int32_t turns = 0;
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        int32_t shift = option->part[part];
        turns += shift != PP_NONE &&
                 pp_turn_is(problem->service, kind, shift, problem_date(problem, day));
    }
    return turns;
}

static int32_t count_duty(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                          const struct rota_option *option)
{
    (void)practitioner;
    return turns_of(problem, PP_DUTY_TURN, day, option);
}

static int32_t count_evening(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                             const struct rota_option *option)
{
    (void)practitioner;
    return turns_of(problem, PP_EVENING_TURN, day, option);
}

static int32_t count_weekend(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                             const struct rota_option *option)
{
    (void)practitioner;
    return turns_of(problem, PP_WEEKEND_TURN, day, option);
}

static int32_t count_night(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                           const struct rota_option *option)
{
    (void)practitioner;
    return turns_of(problem, PP_NIGHT_TURN, day, option);
}

static int32_t count_bank_holiday(const struct rota_problem *problem, int32_t practitioner,
                                  int32_t day, const struct rota_option *option)
{
    (void)practitioner;
    return turns_of(problem, PP_BANK_HOLIDAY_TURN, day, option);
}

static int32_t count_standby(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                             const struct rota_option *option)
{
    (void)practitioner;
    return turns_of(problem, PP_STANDBY_TURN, day, option);
}

static int32_t count_minutes(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                             const struct rota_option *option)
{
    if (option->training != 0) {
        int32_t minutes = problem->training[practitioner * problem->n_days + day];
        return minutes > 0 ? minutes : 0;
    }
    int32_t duty = duty_of(option);
    return duty == PP_NONE ? 0
                           : pp_shift_minutes(problem->service, duty, problem_date(problem, day));
}

static int64_t fair_duties(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->fair[PP_DUTY_TURN][practitioner];
}

static int64_t fair_evenings(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->fair[PP_EVENING_TURN][practitioner];
}

static int64_t fair_weekends(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->fair[PP_WEEKEND_TURN][practitioner];
}

static int64_t fair_nights(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->fair[PP_NIGHT_TURN][practitioner];
}

static int64_t fair_bank_holidays(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->fair[PP_BANK_HOLIDAY_TURN][practitioner];
}

static int64_t fair_standby(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->fair[PP_STANDBY_TURN][practitioner];
}

static int64_t contract_most(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->bands[practitioner].most;
}

static int64_t contract_least(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->bands[practitioner].least;
}

static int64_t family_evenings(const struct rota_problem *problem, int32_t practitioner)
{
    return problem->evenings_due[practitioner];
}

const struct resource_counter resource_counters[ROTA_SUMS] = {
    {NULL, "fair_duties", true, count_duty, NULL, fair_duties},
    {NULL, "fair_evenings", true, count_evening, NULL, fair_evenings},
    {NULL, "fair_weekends", true, count_weekend, NULL, fair_weekends},
    {NULL, "fair_nights", true, count_night, NULL, fair_nights},
    {NULL, "fair_bank_holidays", true, count_bank_holiday, NULL, fair_bank_holidays},
    {NULL, "fair_standby", true, count_standby, NULL, fair_standby},
    {"contract_least", "contract_hours", false, count_minutes, contract_least, contract_most},
    {"family_evenings", NULL, false, count_evening, family_evenings, NULL},
};
