// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rules as days: period after period, every day of the period is asked whether
 * it fits all parts of the rule (RFC 5545, 3.3.10, read as filters).  No search
 * for the next fit, so there is nothing that can run on for ever: a rule that
 * never fits ends with the days that are wanted.
 */
#include "rule.h"

#include <podplan/limits.h>

#include <string.h>

enum {
    YEAR_DAYS = 366
};

/* A walk through one rule. */
struct walk {
    const struct rule *rule;
    struct wall start;
    struct pp_civil began; ///< the date of start
    pp_day from, to;
    rule_visit *visit;
    void *user;
    int32_t shown;                        ///< occurrences so far, also those before `from`
    int32_t times[PP_MAX_CALENDAR_TIMES]; ///< seconds of the day, rising
    int32_t n_times;
};

/* One period of the rule: days first .. first + days - 1. */
struct period {
    pp_day first;
    int32_t days;
};

/* ---- Does a day fit? ---- */

static int32_t month_length(struct pp_civil date)
{
    struct pp_civil next = {date.month == 12 ? date.year + 1 : date.year, date.month % 12 + 1, 1};
    return pp_day_from_civil(next) - pp_day_from_civil((struct pp_civil){date.year, date.month, 1});
}

static bool has(const uint64_t *bits, int32_t n)
{
    return n > 0 && n <= YEAR_DAYS && (bits[n / 64] >> (n % 64) & 1) != 0;
}

/* The n-th of `length`, by a set of numbers from either end. */
static bool in_numbers(const struct rule_numbers *set, int32_t n, int32_t length)
{
    return !set->given || has(set->first, n) || has(set->last, length - n + 1);
}

/* The first day of week 1 of a year: the first week with four days in it. */
static pp_day first_week(int32_t year, int32_t week_start)
{
    pp_day fourth = pp_day_from_civil((struct pp_civil){year, 1, 4});
    return fourth - (pp_weekday(fourth) - week_start + 7) % 7;
}

static bool in_weeks(const struct rule *rule, pp_day day, int32_t year)
{
    if (!rule->weeks.given) {
        return true;
    }
    pp_day first = first_week(year, rule->week_start),
           next = first_week(year + 1, rule->week_start);
    if (day < first) {
        next = first;
        first = first_week(year - 1, rule->week_start);
    } else if (day >= next) {
        first = next;
        next = first_week(year + 2, rule->week_start);
    }
    return in_numbers(&rule->weeks, (day - first) / 7 + 1, (next - first) / 7);
}

/* Numbers of weekdays count within the month, or within a year of which no months are named. */
static bool in_weekdays(const struct rule *rule, pp_day day, struct pp_civil date, int32_t year_day,
                        int32_t year_days)
{
    const struct rule_weekdays *set = &rule->weekdays;
    int32_t weekday = pp_weekday(day);
    if (!set->given || (set->every >> weekday & 1) != 0) {
        return true;
    }
    bool numbered = rule->frequency >= RULE_MONTHLY && !rule->weeks.given;
    bool of_year = rule->frequency == RULE_YEARLY && rule->months == 0;
    int32_t n = of_year ? year_day : date.day;
    int32_t length = of_year ? year_days : month_length(date);
    int32_t ahead = (n - 1) / 7 + 1, back = (length - n) / 7 + 1;
    return numbered
               ? (set->first[weekday] >> ahead & 1) != 0 || (set->last[weekday] >> back & 1) != 0
               : (set->first[weekday] | set->last[weekday]) != 0;
}

/* What the rule leaves open is as in its start. */
static bool as_began(const struct walk *walk, pp_day day, struct pp_civil date)
{
    const struct rule *rule = walk->rule;
    if (rule->weekdays.given || rule->month_days.given || rule->year_days.given) {
        return true;
    }
    if (rule->weeks.given || rule->frequency == RULE_WEEKLY) {
        return pp_weekday(day) == pp_weekday(walk->start.day);
    }
    bool month =
        rule->frequency != RULE_YEARLY || rule->months != 0 || date.month == walk->began.month;
    return rule->frequency == RULE_DAILY || (month && date.day == walk->began.day);
}

static bool fits(const struct walk *walk, pp_day day)
{
    const struct rule *rule = walk->rule;
    struct pp_civil date = pp_civil_from_day(day);
    if (rule->months != 0 && (rule->months >> date.month & 1) == 0) {
        return false;
    }
    pp_day new_year = pp_day_from_civil((struct pp_civil){date.year, 1, 1});
    int32_t year_day = day - new_year + 1;
    int32_t year_days = pp_day_from_civil((struct pp_civil){date.year + 1, 1, 1}) - new_year;
    return in_numbers(&rule->month_days, date.day, month_length(date)) &&
           in_numbers(&rule->year_days, year_day, year_days) && in_weeks(rule, day, date.year) &&
           in_weekdays(rule, day, date, year_day, year_days) && as_began(walk, day, date);
}

/* ---- Periods ---- */

/* The index of the period that holds `day`, the start's being 0, were the interval 1. */
static int32_t period_of(const struct walk *walk, pp_day day)
{
    struct pp_civil date = pp_civil_from_day(day);
    int32_t into = (pp_weekday(walk->start.day) - walk->rule->week_start + 7) % 7;
    switch (walk->rule->frequency) {
    case RULE_DAILY:
        return day - walk->start.day;
    case RULE_WEEKLY:
        return (day - walk->start.day + into) / 7;
    case RULE_MONTHLY:
        return (date.year - walk->began.year) * 12 + date.month - walk->began.month;
    case RULE_YEARLY:
        break;
    }
    return date.year - walk->began.year;
}

static struct period period_at(const struct walk *walk, int32_t index)
{
    int32_t into = (pp_weekday(walk->start.day) - walk->rule->week_start + 7) % 7;
    int32_t month = walk->began.month - 1 + index, year = walk->began.year;
    struct pp_civil first;
    switch (walk->rule->frequency) {
    case RULE_DAILY:
        return (struct period){walk->start.day + index, 1};
    case RULE_WEEKLY:
        return (struct period){walk->start.day - into + 7 * index, 7};
    case RULE_MONTHLY:
        first = (struct pp_civil){year + month / 12, month % 12 + 1, 1};
        return (struct period){pp_day_from_civil(first), month_length(first)};
    case RULE_YEARLY:
        break;
    }
    first = (struct pp_civil){year + index, 1, 1};
    pp_day day = pp_day_from_civil(first), next;
    first.year++;
    next = pp_day_from_civil(first);
    return (struct period){day, next - day};
}

/* ---- Times ---- */

static void fill_times(struct walk *walk)
{
    const struct rule *rule = walk->rule;
    int32_t second = walk->start.second;
    uint64_t hours = rule->hours != 0 ? rule->hours : UINT64_C(1) << (second / 3600);
    uint64_t minutes = rule->minutes != 0 ? rule->minutes : UINT64_C(1) << (second / 60 % 60);
    uint64_t seconds = rule->seconds != 0 ? rule->seconds : UINT64_C(1) << (second % 60);
    for (int32_t s = 0; s < PP_DAY_SECONDS && walk->n_times < PP_MAX_CALENDAR_TIMES; s++) {
        if ((hours >> (s / 3600) & 1) == 0) {
            s += 3599;
        } else if ((minutes >> (s / 60 % 60) & 1) != 0 && (seconds >> (s % 60) & 1) != 0) {
            walk->times[walk->n_times++] = s;
        }
    }
}

/* ---- Showing ---- */

static bool show(struct walk *walk, struct wall at)
{
    bool later =
        at.day > walk->start.day || (at.day == walk->start.day && at.second > walk->start.second);
    if (!later) {
        return true; /* the start itself was shown first */
    }
    if (walk->rule->count > 0 && walk->shown >= walk->rule->count) {
        return false;
    }
    walk->shown++;
    return at.day <= walk->to && (at.day < walk->from || walk->visit(walk->user, at));
}

/* All occurrences of one period, or those at its positions. */
static bool show_period(struct walk *walk, struct period period)
{
    pp_day days[YEAR_DAYS];
    int32_t n_days = 0;
    for (pp_day day = period.first; day < period.first + period.days; day++) {
        if (fits(walk, day)) {
            days[n_days++] = day;
        }
    }
    int32_t all = n_days * walk->n_times;
    for (int32_t i = 0; i < all; i++) {
        struct wall at = {days[i / walk->n_times], walk->times[i % walk->n_times]};
        if (in_numbers(&walk->rule->positions, i + 1, all) && !show(walk, at)) {
            return false;
        }
    }
    return true;
}

bool rule_fits(const struct rule *rule, struct wall start)
{
    struct walk walk = {.rule = rule, .start = start, .began = pp_civil_from_day(start.day)};
    fill_times(&walk);
    for (int32_t t = 0; t < walk.n_times; t++) {
        if (walk.times[t] == start.second) {
            return fits(&walk, start.day);
        }
    }
    return false;
}

void rule_expand(const struct rule *rule, struct wall start, pp_day from, pp_day to,
                 rule_visit *visit, void *user)
{
    struct walk walk = {.rule = rule,
                        .start = start,
                        .began = pp_civil_from_day(start.day),
                        .from = from,
                        .to = to,
                        .visit = visit,
                        .user = user,
                        .shown = 1};
    if (start.day > to || (start.day >= from && !visit(user, start))) {
        return;
    }
    fill_times(&walk);
    int32_t index = 0, last = period_of(&walk, to);
    if (rule->count == 0 && from > start.day) {
        index = period_of(&walk, from) / rule->interval * rule->interval;
    }
    while (index <= last && show_period(&walk, period_at(&walk, index))) {
        index += rule->interval;
    }
}
