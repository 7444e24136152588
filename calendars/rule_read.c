// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rules from text, part by part by a table of parts.  Nothing is guessed: a
 * part that is unknown or out of its range is named, because a rule read
 * wrongly is somebody's leave on the wrong days.
 */
#include "rule.h"

#include <podplan/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RULE_TEXT = 1024, ///< bytes of the longest rule that anybody needs, by far
    SHOWN = 100       ///< bytes of a rule that a message shows
};

/* What a part is read into. */
struct reading {
    struct rule *rule;
    bool has_frequency;
    const char *trouble; ///< remedy, or what is allowed
};

/* ---- Numbers ---- */

/* The next whole number of a list; sets `*rest` behind it and its comma. */
static bool next_number(const char **rest, int32_t *number)
{
    char *end;
    const char *text = *rest;
    if (*text != '+' && *text != '-' && (*text < '0' || *text > '9')) {
        return false;
    }
    long value = strtol(text, &end, 10);
    if (end == text || (*end != ',' && *end != '\0') || end - text > 9) {
        return false;
    }
    if (*end == ',' && end[1] == '\0') {
        return false;
    }
    *number = (int32_t)value;
    *rest = end + (*end == ',');
    return true;
}

static bool single(const char *text, int32_t least, int32_t most, int32_t *number)
{
    return next_number(&text, number) && *text == '\0' && *number >= least && *number <= most;
}

/* Signed numbers, 0 left out. */
static bool numbers(const char *text, int32_t most, struct rule_numbers *set)
{
    set->given = *text != '\0';
    while (*text != '\0') {
        int32_t n;
        if (!next_number(&text, &n) || n == 0 || n > most || n < -most) {
            return false;
        }
        uint64_t *bits = n > 0 ? set->first : set->last;
        bits[abs(n) / 64] |= UINT64_C(1) << (abs(n) % 64);
    }
    return set->given;
}

/* Numbers from `least` to `most` < 64 as bits. */
static bool bits(const char *text, int32_t least, int32_t most, uint64_t *set)
{
    bool any = *text != '\0';
    while (*text != '\0') {
        int32_t n;
        if (!next_number(&text, &n) || n < least || n > most) {
            return false;
        }
        *set |= UINT64_C(1) << n;
    }
    return any;
}

/* ---- Parts ---- */

static bool read_frequency(struct reading *r, const char *text)
{
    static const char *const words[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
    static const char *const within[] = {"SECONDLY", "MINUTELY", "HOURLY"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(text, words[i]) == 0) {
            r->rule->frequency = (enum rule_frequency)i;
            r->has_frequency = true;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(within) / sizeof(within[0]); i++) {
        if (strcmp(text, within[i]) == 0) {
            r->trouble =
                "it repeats within the day; rules by the day, week, month or year are "
                "read. Please take this event out of the calendar";
            return false;
        }
    }
    r->trouble = "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY";
    return false;
}

static bool read_interval(struct reading *r, const char *text)
{
    r->trouble = "INTERVAL is a whole number from 1 to 1000, for years to 100";
    return single(text, 1, PP_MAX_CALENDAR_INTERVAL, &r->rule->interval);
}

static bool read_count(struct reading *r, const char *text)
{
    r->trouble = "COUNT is a whole number from 1 to 50000; a rule without an end needs none";
    return single(text, 1, PP_MAX_CALENDAR_COUNT, &r->rule->count);
}

static bool read_until(struct reading *r, const char *text)
{
    r->trouble = "UNTIL is a date such as 20261231, or a time such as 20261231T235959Z";
    r->rule->has_until = true;
    return wall_read(text, &r->rule->until, &r->rule->until_is_date, &r->rule->until_is_utc);
}

static int32_t weekday_of(const char *text)
{
    static const char *const words[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    for (int32_t i = 0; i < 7; i++) {
        if (strncmp(text, words[i], 2) == 0) {
            return i;
        }
    }
    return -1;
}

static bool read_week_start(struct reading *r, const char *text)
{
    r->trouble = "WKST is MO, TU, WE, TH, FR, SA or SU";
    r->rule->week_start = weekday_of(text);
    return r->rule->week_start >= 0 && text[2] == '\0';
}

/* One weekday, such as MO, 1MO or -2FR; sets `*text` behind it and its comma. */
static bool read_weekday(struct rule_weekdays *days, const char **text)
{
    char *end = NULL;
    long n = 0;
    const char *at = *text;
    if (*at == '+' || *at == '-' || (*at >= '0' && *at <= '9')) {
        n = strtol(at, &end, 10);
        if (end == at || end - at > 3 || n == 0 || n > 53 || n < -53) {
            return false;
        }
        at = end;
    }
    int32_t weekday = weekday_of(at);
    if (weekday < 0 || (at[2] != '\0' && (at[2] != ',' || at[3] == '\0'))) {
        return false;
    }
    if (n == 0) {
        days->every |= 1u << weekday;
    } else {
        (n > 0 ? days->first : days->last)[weekday] |= UINT64_C(1) << labs(n);
    }
    *text = at + 2 + (at[2] == ',');
    return true;
}

static bool read_weekdays(struct reading *r, const char *text)
{
    r->trouble = "BYDAY is a list of days such as MO,TU or 1MO,-1FR, with numbers up to 53";
    r->rule->weekdays.given = *text != '\0';
    while (*text != '\0') {
        if (!read_weekday(&r->rule->weekdays, &text)) {
            return false;
        }
    }
    return r->rule->weekdays.given;
}

static bool read_months(struct reading *r, const char *text)
{
    uint64_t set = 0;
    r->trouble = "BYMONTH is a list of numbers from 1 to 12";
    bool good = bits(text, 1, 12, &set);
    r->rule->months = (uint32_t)set;
    return good;
}

static bool read_month_days(struct reading *r, const char *text)
{
    r->trouble = "BYMONTHDAY is a list of numbers from 1 to 31, or from -31 to -1";
    return numbers(text, 31, &r->rule->month_days);
}

static bool read_year_days(struct reading *r, const char *text)
{
    r->trouble = "BYYEARDAY is a list of numbers from 1 to 366, or from -366 to -1";
    return numbers(text, 366, &r->rule->year_days);
}

static bool read_weeks(struct reading *r, const char *text)
{
    r->trouble = "BYWEEKNO is a list of numbers from 1 to 53, or from -53 to -1";
    return numbers(text, 53, &r->rule->weeks);
}

static bool read_positions(struct reading *r, const char *text)
{
    r->trouble = "BYSETPOS is a list of numbers from 1 to 366, or from -366 to -1";
    return numbers(text, 366, &r->rule->positions);
}

static bool read_hours(struct reading *r, const char *text)
{
    uint64_t set = 0;
    r->trouble = "BYHOUR is a list of numbers from 0 to 23";
    bool good = bits(text, 0, 23, &set);
    r->rule->hours = (uint32_t)set;
    return good;
}

static bool read_minutes(struct reading *r, const char *text)
{
    r->trouble = "BYMINUTE is a list of numbers from 0 to 59";
    return bits(text, 0, 59, &r->rule->minutes);
}

static bool read_seconds(struct reading *r, const char *text)
{
    r->trouble = "BYSECOND is a list of numbers from 0 to 59";
    return bits(text, 0, 59, &r->rule->seconds);
}

/* RFC 7529, as far as it changes nothing. */
static bool read_scale(struct reading *r, const char *text)
{
    r->trouble = "RSCALE is GREGORIAN; rules of other calendars can't be read";
    return strcmp(text, "GREGORIAN") == 0;
}

static bool read_skip(struct reading *r, const char *text)
{
    r->trouble = "SKIP is OMIT; days that a month lacks are left out";
    return strcmp(text, "OMIT") == 0;
}

static const struct part {
    const char *name;
    bool (*read)(struct reading *r, const char *text);
} parts[] = {
    {"FREQ", read_frequency},   {"INTERVAL", read_interval},     {"COUNT", read_count},
    {"UNTIL", read_until},      {"WKST", read_week_start},       {"BYDAY", read_weekdays},
    {"BYMONTH", read_months},   {"BYMONTHDAY", read_month_days}, {"BYYEARDAY", read_year_days},
    {"BYWEEKNO", read_weeks},   {"BYSETPOS", read_positions},    {"BYHOUR", read_hours},
    {"BYMINUTE", read_minutes}, {"BYSECOND", read_seconds},      {"RSCALE", read_scale},
    {"SKIP", read_skip},
};

enum {
    PARTS = sizeof(parts) / sizeof(parts[0])
};

static bool read_part(struct reading *r, char *text, bool seen[PARTS])
{
    char *value = strchr(text, '=');
    r->trouble = "each part is NAME=VALUE";
    if (value == NULL) {
        return false;
    }
    *value++ = '\0';
    for (size_t i = 0; i < PARTS; i++) {
        if (strcmp(text, parts[i].name) == 0) {
            r->trouble = "each part is given once";
            bool first = !seen[i];
            seen[i] = true;
            return first && parts[i].read(r, value);
        }
    }
    r->trouble = "a part of it is not known";
    return strncmp(text, "X-", 2) == 0;
}

/* ---- The whole ---- */

/* Some month has some of the days; else the rule would be looked for in vain, for ever. */
static bool comes_about(const struct rule *rule)
{
    static const int32_t most[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!rule->month_days.given || rule->months == 0) {
        return true;
    }
    for (int32_t month = 1; month <= 12; month++) {
        uint64_t days = rule->month_days.first[0] | rule->month_days.last[0];
        if ((rule->months >> month & 1) != 0 && (days & ((UINT64_C(2) << most[month]) - 1)) != 0) {
            return true;
        }
    }
    return false;
}

static int32_t count_bits(uint64_t set)
{
    return set == 0 ? 1 : __builtin_popcountll(set);
}

/* What each part can not know of the others; NULL: all is well. */
static const char *trouble_of(const struct reading *r)
{
    const struct rule *rule = r->rule;
    int32_t times = count_bits(rule->hours) * count_bits(rule->minutes) * count_bits(rule->seconds);
    if (!r->has_frequency) {
        return "FREQ is missing";
    }
    if (rule->frequency == RULE_YEARLY && rule->interval > PP_MAX_CALENDAR_YEARS) {
        return "INTERVAL is at most 100 years";
    }
    if (rule->count > 0 && rule->has_until) {
        return "COUNT and UNTIL exclude each other";
    }
    if (times > PP_MAX_CALENDAR_TIMES) {
        return "it names more than 24 times of one day";
    }
    return comes_about(rule) ? NULL
                             : "no such day exists, so it never comes about. Please take this "
                               "event out of the calendar";
}

bool rule_read(const char *text, struct rule *rule, struct pp_err *err)
{
    char copy[RULE_TEXT];
    bool seen[PARTS] = {false}, good = true;
    struct reading r = {.rule = rule};
    *rule = (struct rule){.interval = 1};
    if ((size_t)snprintf(copy, sizeof(copy), "%s", text) >= sizeof(copy)) {
        return pp_fail(err, PP_E_INPUT, "the rule '%.*s…' is longer than %d bytes", SHOWN, text,
                       RULE_TEXT - 1);
    }
    for (char *c = copy; *c != '\0'; c++) {
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
    char *rest = copy;
    for (char *part = strsep(&rest, ";"); good && part != NULL; part = strsep(&rest, ";")) {
        good = *part == '\0' || read_part(&r, part, seen); /* a last semicolon is common */
    }
    const char *trouble = good ? trouble_of(&r) : r.trouble;
    if (trouble == NULL) {
        return true;
    }
    bool whole = strlen(text) <= SHOWN;
    return pp_fail(err, PP_E_INPUT, "the rule '%.*s%s' can't be followed: %s", SHOWN, text,
                   whole ? "" : "…", trouble);
}

static bool digits(const char *text, int count, int32_t *number)
{
    *number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *number = *number * 10 + (text[i] - '0');
    }
    return true;
}

static bool is_date(struct pp_civil date)
{
    if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) {
        return false;
    }
    struct pp_civil back = pp_civil_from_day(pp_day_from_civil(date));
    return back.month == date.month && back.day == date.day;
}

bool wall_read(const char *text, struct wall *wall, bool *only_date, bool *is_utc)
{
    struct pp_civil date;
    int32_t hour, minute, second;
    *is_utc = false;
    *only_date = true;
    if (strlen(text) < 8 || !digits(text, 4, &date.year) || !digits(text + 4, 2, &date.month) ||
        !digits(text + 6, 2, &date.day) || !is_date(date)) {
        return false;
    }
    *wall = (struct wall){.day = pp_day_from_civil(date)};
    text += 8;
    if (*text == '\0') {
        return true;
    }
    *only_date = false;
    if (strlen(text) < 7 || text[0] != 'T' || !digits(text + 1, 2, &hour) ||
        !digits(text + 3, 2, &minute) || !digits(text + 5, 2, &second) || hour > 23 ||
        minute > 59 || second > 60) {
        return false;
    }
    /* A leap second is the one before it, as on every clock that does not know them. */
    wall->second = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
    *is_utc = strcmp(text + 7, "Z") == 0;
    return *is_utc || text[7] == '\0';
}
