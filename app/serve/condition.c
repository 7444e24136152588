// SPDX-License-Identifier: GPL-3.0-or-later
/* Entity tags and HTTP dates (RFC 9110, 5.6.7, 8.8, 13.1). */
#include "condition.h"

#include <stdio.h>
#include <string.h>

static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* ---- Dates ---- */

const char *http_date_text(pp_instant at, char text[HTTP_DATE_TEXT])
{
    static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    pp_day day =
        (pp_day)((at - ((at % PP_DAY_SECONDS) + PP_DAY_SECONDS) % PP_DAY_SECONDS) / PP_DAY_SECONDS);
    int second = (int)(at - (pp_instant)day * PP_DAY_SECONDS);
    struct pp_civil date = pp_civil_from_day(day);
    snprintf(text, HTTP_DATE_TEXT, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[pp_weekday(day)],
             (int)date.day, months[date.month - 1], (int)date.year % 10000, second / 3600,
             second / 60 % 60, second % 60);
    return text;
}

/** A date and time as a form of RFC 9110 spells it. */
struct spelled {
    int day, year, hour, minute, second;
    char month[4];
};

/** The year with the last two digits of `year` that is at most 50 years ahead of `now`. */
static int whole_year(int year, pp_instant now)
{
    int ahead = (int)pp_civil_from_day((pp_day)(now / PP_DAY_SECONDS)).year + 50;
    return ahead - (((ahead - year) % 100) + 100) % 100;
}

static bool read_form(const char *text, pp_instant now, struct spelled *s)
{
    char zone[4] = "";
    int end = 0;
    if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d %3s%n", &s->day, s->month,
               &s->year, &s->hour, &s->minute, &s->second, zone, &end) == 7) {
        return strcmp(zone, "GMT") == 0 && text[end] == '\0';
    }
    if (sscanf(text, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d %3s%n", &s->day, s->month,
               &s->year, &s->hour, &s->minute, &s->second, zone, &end) == 7) {
        s->year = whole_year(s->year, now);
        return strcmp(zone, "GMT") == 0 && text[end] == '\0';
    }
    return sscanf(text, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", s->month, &s->day, &s->hour,
                  &s->minute, &s->second, &s->year, &end) == 6 &&
           text[end] == '\0';
}

bool http_date_parse(const char *text, pp_instant now, pp_instant *at)
{
    struct spelled s = {0};
    if (!read_form(text, now, &s)) {
        return false;
    }
    for (int month = 0; month < 12; month++) {
        if (strcmp(s.month, months[month]) == 0) {
            char date[PP_DATE_TEXT];
            pp_day day;
            snprintf(date, sizeof(date), "%04d-%02d-%02d", s.year % 10000, month + 1, s.day % 100);
            bool sound = pp_day_parse(date, &day) && s.hour >= 0 && s.hour < 24 && s.minute >= 0 &&
                         s.minute < 60 && s.second >= 0 && s.second <= 60;
            *at = sound
                      ? (pp_instant)day * PP_DAY_SECONDS + s.hour * 3600 + s.minute * 60 + s.second
                      : 0;
            return sound;
        }
    }
    return false;
}

bool condition_is_old(const char *field, pp_instant modified, pp_instant now)
{
    pp_instant since;
    return http_date_parse(field, now, &since) && modified <= since;
}

/* ---- Entity tags ---- */

bool condition_names_tag(const char *field, const char *tag)
{
    size_t length = strlen(tag);
    const char *at = field + strspn(field, " \t,");
    if (at[0] == '*') {
        return at[1 + strspn(at + 1, " \t")] == '\0';
    }
    while (*at != '\0') {
        at += strncmp(at, "W/", 2) == 0 ? 2 : 0;
        const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
        if (end == NULL) {
            return false;
        }
        if ((size_t)(end + 1 - at) == length && memcmp(at, tag, length) == 0) {
            return true;
        }
        at = end + 1 + strspn(end + 1, " \t,");
    }
    return false;
}
