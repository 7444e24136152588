// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What one day leaves to the next under the rules that count by weeks: rest,
 * standby by the week, evenings and weekends by turn.
 */
#include "resources_week.h"

#include <assert.h>

static bool is_sunday(const struct rota_problem *problem, int32_t day)
{
    return pp_weekday(problem_date(problem, day)) == 6;
}

/* ---- weekly_rest ---- */

/* What the period of the rule has been until this morning. */
struct rest {
    int32_t free;  ///< minutes after this day's midnight since when there was nothing; < 0: before
    int32_t rests; ///< so far
    bool turns;    ///< a duty or standby is among its days
};

static int32_t pack_rest(struct rest rest)
{
    return rest.free * 8 + rest.rests * 2 + rest.turns;
}

static struct rest unpack_rest(int32_t value)
{
    int32_t low = (int32_t)((uint32_t)value & 7U);
    return (struct rest){(value - low) / 8, low / 2, low % 2 != 0};
}

struct span {
    pp_instant begin, end;
};

/* What an option keeps somebody busy with, by begin. */
static int32_t list_spans(const struct rota_problem *problem, int32_t day,
                          const struct rota_option *option, struct span spans[ROTA_PARTS])
{
    pp_day date = problem_date(problem, day);
    int32_t n = 0;
    if (option->training != 0) {
        const struct rota_course *course = &problem->courses[option->training - 1];
        spans[n++] = (struct span){pp_london_instant(date, course->begin),
                                   pp_london_instant(date, course->end)};
    }
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        int32_t shift = option->part[part];
        if (shift == PP_NONE) {
            continue;
        }
        struct span span = {pp_shift_begin(problem->service, shift, date),
                            pp_shift_end(problem->service, shift, date)};
        int32_t at = n++;
        for (; at > 0 && spans[at - 1].begin > span.begin; at--) {
            spans[at] = spans[at - 1];
        }
        spans[at] = span;
    }
    return n;
}

/* Weeks of the period when it ends with this day; 0: it goes on. */
static int32_t weeks_that_end(const struct rota_problem *problem, int32_t day)
{
    int32_t weeks = pp_rest_weeks(problem->service), week = day / 7;
    if (day % 7 < 6) {
        return 0;
    }
    if (week % weeks == weeks - 1) {
        return weeks;
    }
    return week == problem->weeks - 1 ? week % weeks + 1 : 0;
}

/* Goes through a day; counts a rest as soon as it is whole. */
static void pass_day(const struct rota_problem *problem, int32_t day,
                     const struct rota_option *option, struct rest *rest)
{
    pp_instant midnight = pp_london_instant(problem_date(problem, day), 0);
    pp_instant next = pp_london_instant(problem_date(problem, day + 1), 0);
    pp_instant free = midnight + rest->free * 60;
    struct span spans[ROTA_PARTS + 1];
    int32_t n = list_spans(problem, day, option, spans);
    spans[n] = (struct span){next, next};
    for (int32_t i = 0; i <= n; i++) {
        while (spans[i].begin - free >= PP_REST_SECONDS) {
            rest->rests++;
            free += PP_REST_SECONDS;
        }
        if (i < n && spans[i].end > free) {
            free = spans[i].end;
        }
    }
    rest->free = (int32_t)((free - next) / 60);
    rest->turns = rest->turns || option_is_work(option);
}

int32_t resources_first_rest(const struct rota_problem *problem, int32_t practitioner)
{
    pp_instant midnight = pp_london_instant(problem->from, 0);
    pp_instant end = resources_last_end(problem, practitioner, false);
    return pack_rest((struct rest){.free = end > midnight ? (int32_t)((end - midnight) / 60) : 0});
}

/* A period that courses fill by themselves is not the rota's to mend: it is charged. */
int32_t resources_next_rest(const struct rota_problem *problem, int32_t value, int32_t day,
                            const struct rota_option *option, int64_t *units)
{
    struct rest rest = unpack_rest(value);
    int32_t most = pp_rest_weeks(problem->service), due = weeks_that_end(problem, day);
    pass_day(problem, day, option, &rest);
    if (due > 0) {
        if (rest.rests < due && rest.turns) {
            return RESOURCE_FORBIDDEN;
        }
        *units += rest.rests < due ? due - rest.rests : 0;
        return pack_rest((struct rest){.free = rest.free > 0 ? rest.free : 0});
    }
    if (rest.rests >= most) { // nothing more can go wrong before the period ends
        return pack_rest((struct rest){rest.free > 0 ? rest.free : 0, most, false});
    }
    return pack_rest(rest);
}

/* ---- standby_block ---- */

/* Whether the shift has a date in the days from .. until - 1. */
static bool runs_between(const struct rota_problem *problem, int32_t shift, int32_t from,
                         int32_t until)
{
    for (int32_t day = from; day < until; day++) {
        if (pp_shift_runs(problem->service, shift, problem_date(problem, day))) {
            return true;
        }
    }
    return false;
}

int32_t resources_first_block(const struct rota_problem *problem, int32_t practitioner)
{
    (void)problem, (void)practitioner;
    return 0; // a rota begins with a week
}

/* The first day of a day's week that is open yet: of the days before nothing is asked any more. */
static int32_t first_open(const struct rota_problem *problem, int32_t day)
{
    int32_t monday = day - day % 7, settled = problem->n_settled;
    return settled <= monday ? monday : settled < monday + 7 ? settled : monday + 7;
}

/* Value: bit b when the standby blocks[b] was begun this week and has dates left. */
int32_t resources_next_block(const struct rota_problem *problem, int32_t value, int32_t day,
                             const struct rota_option *option, int64_t *units)
{
    int32_t monday = day - day % 7, open = first_open(problem, day);
    (void)units;
    if (day < open) {
        return 0;
    }
    for (int32_t b = 0; b < problem->n_blocks; b++) {
        int32_t shift = problem->blocks[b], bit = 1 << b;
        if (!pp_shift_runs(problem->service, shift, problem_date(problem, day))) {
            continue;
        }
        bool has = option_has(option, shift);
        if (runs_between(problem, shift, open, day) && has != ((value & bit) != 0)) {
            return RESOURCE_FORBIDDEN;
        }
        bool goes_on = has && runs_between(problem, shift, day + 1, monday + 7);
        value = goes_on ? value | bit : value & ~bit;
    }
    return value;
}

/* ---- evenings_by_turn, weekends_by_turn ---- */

/* Value: twice the weeks that are to be free yet, plus one when this week is not. */
static int32_t next_turn(const struct rota_problem *problem, enum pp_by_turn kind, int32_t value,
                         int32_t day, const struct rota_option *option, int64_t *units)
{
    int32_t apart = pp_weeks_apart(problem->service, kind), left = value / 2;
    bool some = value % 2 != 0, now = false;
    for (int32_t part = 0; apart > 0 && part < ROTA_PARTS; part++) {
        now = now || (option->part[part] != PP_NONE &&
                      pp_is_by_turn(problem->service, kind, option->part[part],
                                    problem_date(problem, day)));
    }
    *units += now && !some && left > 0;
    some = some || now;
    if (is_sunday(problem, day)) {
        return 2 * (some ? apart : left > 0 ? left - 1 : 0);
    }
    return some ? 1 : 2 * left; // what is left is no matter once there are some
}

/* As if all weeks before the rota had passed one by one. */
static int32_t first_turn(const struct rota_problem *problem, enum pp_by_turn kind,
                          int32_t practitioner)
{
    const struct pp_past *past = &problem->past;
    int32_t apart = pp_weeks_apart(problem->service, kind), left = 0;
    for (int32_t i = past->start[practitioner]; i < past->start[practitioner + 1]; i++) {
        const struct pp_turn *turn = &past->turns[i];
        int32_t weeks = (problem->from - turn->date + 6) / 7; // 1: the week before
        if (pp_is_by_turn(problem->service, kind, turn->shift, turn->date) &&
            apart + 1 - weeks > left) {
            left = apart + 1 - weeks;
        }
    }
    return 2 * left;
}

int32_t resources_first_evening(const struct rota_problem *problem, int32_t practitioner)
{
    return first_turn(problem, PP_EVENINGS_BY_TURN, practitioner);
}

int32_t resources_first_weekend(const struct rota_problem *problem, int32_t practitioner)
{
    return first_turn(problem, PP_WEEKENDS_BY_TURN, practitioner);
}

int32_t resources_next_evening(const struct rota_problem *problem, int32_t value, int32_t day,
                               const struct rota_option *option, int64_t *units)
{
    return next_turn(problem, PP_EVENINGS_BY_TURN, value, day, option, units);
}

int32_t resources_next_weekend(const struct rota_problem *problem, int32_t value, int32_t day,
                               const struct rota_option *option, int64_t *units)
{
    return next_turn(problem, PP_WEEKENDS_BY_TURN, value, day, option, units);
}

/* ---- Days alike ---- */

bool resources_look_alike(const struct rota_problem *problem, int32_t one, int32_t other)
{
    pp_day dates[] = {problem_date(problem, one), problem_date(problem, other)};
    int32_t ahead = other - one;
    bool alike = pp_weekday(dates[0]) / 5 == pp_weekday(dates[1]) / 5 &&
                 is_sunday(problem, one) == is_sunday(problem, other) &&
                 weeks_that_end(problem, one) == weeks_that_end(problem, other);
    alike = alike && (one < problem->n_settled) == (other < problem->n_settled) &&
            (!problem->by_nights || (one == 0) == (other == 0));
    if (problem->n_blocks == 0 || !alike) {
        return alike;
    }
    if (one % 7 != other % 7 || first_open(problem, one) % 7 != first_open(problem, other) % 7) {
        return false;
    }
    for (int32_t b = 0; b < problem->n_blocks; b++) {
        for (int32_t day = one - one % 7; day < one - one % 7 + 7; day++) {
            alike = alike && pp_shift_runs(problem->service, problem->blocks[b],
                                           problem_date(problem, day)) ==
                                 pp_shift_runs(problem->service, problem->blocks[b],
                                               problem_date(problem, day + ahead));
        }
    }
    return alike;
}
