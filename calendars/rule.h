// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Recurrence rules (RFC 5545, 3.3.10) that repeat by the day, week, month or
 * year: from text, and as the days and times on which they fall.
 */
#ifndef CALENDARS_RULE_H
#define CALENDARS_RULE_H

#include <podplan/civil.h>
#include <podplan/err.h>

enum rule_frequency {
    RULE_DAILY,
    RULE_WEEKLY,
    RULE_MONTHLY,
    RULE_YEARLY
};

/** Whole numbers from 1 to 366, counted from the first or back from the last; empty: any. */
struct rule_numbers {
    uint64_t first[6], last[6]; ///< bit n: the number n
    bool given;
};

/** Weekdays, 0 Monday; with a number: the first, the last but one, … of the month or year. */
struct rule_weekdays {
    uint32_t every;             ///< bit by weekday
    uint64_t first[7], last[7]; ///< by weekday, bit n: the n-th, 1 to 53
    bool given;
};

/** A time on a calendar's clock, in a zone that is known beside it. */
struct wall {
    pp_day day;
    int32_t second; ///< of the day, 0 to 86399
};

struct rule {
    enum rule_frequency frequency;
    int32_t interval;
    int32_t count;      ///< occurrences, the first included; 0: no end by number
    int32_t week_start; ///< 0 Monday
    bool has_until, until_is_date, until_is_utc;
    struct wall until; ///< the last moment (or day) on which it may fall
    uint32_t months;   ///< bit 1 January …; 0: any
    struct rule_numbers month_days, year_days, weeks, positions;
    struct rule_weekdays weekdays;
    uint32_t hours;            ///< bits; 0: the start's
    uint64_t minutes, seconds; ///< bits; 0: the start's
};

/**
 * Reads "FREQ=WEEKLY;BYDAY=MO,TU".  Refused (PP_E_INPUT, with the rule's text and the remedy): what
 * is no rule, what repeats within the day, what never comes about, and numbers beyond limits.h.
 */
bool rule_read(const char *text, struct rule *rule, struct pp_err *err);

/** Is shown each occurrence in order; false: no more, please. */
typedef bool rule_visit(void *user, struct wall at);

/**
 * Shows the occurrences of a rule that begins at `start` (which counts as its first, whether or not
 * it fits) on days from `from` to `to`.  UNTIL is the visitor's affair, who knows the zone.  Each
 * day is looked at once: the time it takes is bounded by the days from `start` to `to`.
 */
void rule_expand(const struct rule *rule, struct wall start, pp_day from, pp_day to,
                 rule_visit *visit, void *user);

/** Whether a rule's start is a day and time on which it falls, positions aside. */
bool rule_fits(const struct rule *rule, struct wall start);

/** Reads "20261024" or "20261024T210000" or "…Z"; false when it is no such date or time. */
bool wall_read(const char *text, struct wall *wall, bool *is_date, bool *is_utc);

#endif
