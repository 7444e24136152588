// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Dates as day numbers, by Howard Hinnant's `days_from_civil` and
 * `civil_from_days` (chrono-compatible low-level date algorithms).
 */
#include <podplan/civil.h>

#include <stdio.h>
#include <string.h>

pp_day pp_day_from_civil(struct pp_civil date)
{
    int32_t y = date.month <= 2 ? date.year - 1 : date.year;
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t yoe = y - era * 400;
    int32_t shifted = date.month > 2 ? date.month - 3 : date.month + 9;
    int32_t doy = (153 * shifted + 2) / 5 + date.day - 1;
    int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

struct pp_civil pp_civil_from_day(pp_day day)
{
    int32_t z = day + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    int32_t month = mp < 10 ? mp + 3 : mp - 9;
    return (struct pp_civil){.year = yoe + era * 400 + (month <= 2),
                             .month = month,
                             .day = doy - (153 * mp + 2) / 5 + 1};
}

int32_t pp_weekday(pp_day day)
{
    return ((day % 7) + 7 + 3) % 7; /* 1 January 1970 was a Thursday */
}

/* Reads exactly `digits` digits. */
static bool number(const char *text, int digits, int32_t *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

bool pp_day_parse(const char *text, pp_day *day)
{
    struct pp_civil date;
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !number(text, 4, &date.year) ||
        !number(text + 5, 2, &date.month) || !number(text + 8, 2, &date.day)) {
        return false;
    }
    if (date.year < PP_FIRST_YEAR || date.year > PP_LAST_YEAR || date.month < 1 ||
        date.month > 12) {
        return false;
    }
    pp_day value = pp_day_from_civil(date);
    struct pp_civil back = pp_civil_from_day(value);
    if (date.day < 1 || back.month != date.month || back.day != date.day) {
        return false;
    }
    *day = value;
    return true;
}

bool pp_minute_parse(const char *text, pp_minute *minute)
{
    int32_t hours, minutes;
    if (strlen(text) != 5 || text[2] != ':' || !number(text, 2, &hours) ||
        !number(text + 3, 2, &minutes) || minutes > 59 || hours * 60 + minutes > PP_DAY_MINUTES) {
        return false;
    }
    *minute = hours * 60 + minutes;
    return true;
}

const char *pp_day_text(pp_day day, char text[PP_DATE_TEXT])
{
    text[0] = '\0';
    if (day != PP_NO_DAY) {
        struct pp_civil date = pp_civil_from_day(day);
        snprintf(text, PP_DATE_TEXT, "%04d-%02d-%02d", date.year % 10000, date.month % 100,
                 date.day % 100);
    }
    return text;
}

const char *pp_minute_text(pp_minute minute, char text[PP_TIME_TEXT])
{
    snprintf(text, PP_TIME_TEXT, "%02d:%02d", minute / 60 % 100, minute % 60);
    return text;
}

const char *pp_day_words(pp_day day, char text[PP_STAMP_TEXT])
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    text[0] = '\0';
    if (day != PP_NO_DAY) {
        struct pp_civil date = pp_civil_from_day(day);
        snprintf(text, PP_STAMP_TEXT, "%s %d %s %d", weekdays[pp_weekday(day)], date.day,
                 months[date.month - 1], date.year);
    }
    return text;
}

pp_day pp_month_first(pp_day day, int32_t months)
{
    struct pp_civil date = pp_civil_from_day(day);
    int32_t month = date.year * 12 + date.month - 1 + months;
    return pp_day_from_civil((struct pp_civil){month / 12, month % 12 + 1, 1});
}

int32_t pp_financial_year(pp_day day)
{
    struct pp_civil date = pp_civil_from_day(day);
    return date.month >= 4 ? date.year : date.year - 1;
}

const char *pp_financial_year_text(int32_t year, char text[PP_TIME_TEXT])
{
    snprintf(text, PP_TIME_TEXT, "%04d/%02d", year % 10000, (year + 1) % 100);
    return text;
}
