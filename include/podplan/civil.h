// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Civil time: dates as day numbers, clock times as minutes of the day, and
 * the instants of Europe/London apart from both.
 *
 * A date is a count of days since 1 January 1970 in the proleptic Gregorian
 * calendar (the algorithms are Howard Hinnant's `days_from_civil`).  Clock
 * changes follow the rule in force since 1996: last Sunday of March and of
 * October at 01:00 UTC.
 */
#ifndef PODPLAN_CIVIL_H
#define PODPLAN_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t pp_day;     ///< days since 1970-01-01
typedef int32_t pp_minute;  ///< minutes of a local day, 0 .. 1440
typedef int64_t pp_instant; ///< seconds since 1970-01-01T00:00:00Z

#define PP_NO_DAY ((pp_day)INT32_MIN) ///< a date that was left blank

enum {
    PP_DAY_MINUTES = 1440,
    PP_DAY_SECONDS = 86400, ///< of a day of UTC: a local day may have an hour more or less
    PP_DATE_TEXT = 16,
    PP_TIME_TEXT = 16,
    PP_STAMP_TEXT = 24,
    PP_FIRST_YEAR = 1900, ///< dates that are read or stored are within these years
    PP_LAST_YEAR = 2199
};

struct pp_civil {
    int32_t year, month, day; ///< month 1..12, day 1..31
};

pp_day pp_day_from_civil(struct pp_civil date);
struct pp_civil pp_civil_from_day(pp_day day);

/** 0 Monday .. 6 Sunday. */
int32_t pp_weekday(pp_day day);

/** "YYYY-MM-DD", years 1900 to 2199, real dates only. */
bool pp_day_parse(const char *text, pp_day *day);
/** "HH:MM", 00:00 to 24:00. */
bool pp_minute_parse(const char *text, pp_minute *minute);

/** Writes "YYYY-MM-DD", or "" for PP_NO_DAY; returns `text` (PP_DATE_TEXT bytes). */
const char *pp_day_text(pp_day day, char text[PP_DATE_TEXT]);
/** Writes "HH:MM"; returns `text`. */
const char *pp_minute_text(pp_minute minute, char text[PP_TIME_TEXT]);
/** Writes "Mon 1 Jun 2015"; returns `text` (PP_STAMP_TEXT bytes). */
const char *pp_day_words(pp_day day, char text[PP_STAMP_TEXT]);

/** First day of the month that is `months` after the one that holds `day`. */
pp_day pp_month_first(pp_day day, int32_t months);
/** The year in which the financial year (1 April to 31 March) that holds `day` began. */
int32_t pp_financial_year(pp_day day);
/** Writes "2015/16"; returns `text`. */
const char *pp_financial_year_text(int32_t year, char text[PP_TIME_TEXT]);

/** Seconds by which London clocks are ahead of UTC at `at`: 0 or 3600. */
int32_t pp_london_offset(pp_instant at);
/** The day that London calendars show at `at`. */
pp_day pp_london_day(pp_instant at);
/**
 * The instant of a London clock time; `minute` may exceed 1440 (the next day).
 * A time that occurs twice is its first occurrence; one that is skipped takes
 * the offset before the gap (RFC 5545, 3.3.5).
 */
pp_instant pp_london_instant(pp_day day, pp_minute minute);
/** True where clients disagree about a London clock time: inside the hour skipped or repeated. */
bool pp_london_is_odd(pp_day day, pp_minute minute);

#endif
