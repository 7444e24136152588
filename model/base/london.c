// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The clocks of Europe/London, by the rule in force since 1996 (Directive
 * 2000/84/EC): one hour ahead from the last Sunday of March, 01:00 UTC, to
 * the last Sunday of October, 01:00 UTC.  Our own arithmetic, because clients
 * and libical disagree about times inside a change.
 */
#include <podplan/civil.h>

enum {
    HOUR = 3600
};

static pp_day last_sunday(int32_t year, int32_t month)
{
    pp_day last = pp_day_from_civil((struct pp_civil){year, month, 31});
    return last - (pp_weekday(last) + 1) % 7;
}

int32_t pp_london_offset(pp_instant at)
{
    int64_t days = at / PP_DAY_SECONDS - (at % PP_DAY_SECONDS < 0);
    int32_t year = pp_civil_from_day((pp_day)days).year;
    pp_instant spring = (pp_instant)last_sunday(year, 3) * PP_DAY_SECONDS + HOUR;
    pp_instant autumn = (pp_instant)last_sunday(year, 10) * PP_DAY_SECONDS + HOUR;
    return at >= spring && at < autumn ? HOUR : 0;
}

pp_day pp_london_day(pp_instant at)
{
    pp_instant clock = at + pp_london_offset(at);
    return (pp_day)(clock / PP_DAY_SECONDS - (clock % PP_DAY_SECONDS < 0));
}

pp_instant pp_london_instant(pp_day day, pp_minute minute)
{
    pp_instant as_utc = (pp_instant)day * PP_DAY_SECONDS + (pp_instant)minute * 60;
    pp_instant in_summer = as_utc - HOUR;
    /* In the hour that occurs twice both readings hold, and summer is the first. */
    return pp_london_offset(in_summer) == HOUR ? in_summer : as_utc;
}

bool pp_london_is_odd(pp_day day, pp_minute minute)
{
    pp_instant as_utc = (pp_instant)day * PP_DAY_SECONDS + (pp_instant)minute * 60;
    bool summer = pp_london_offset(as_utc - HOUR) == HOUR;
    bool winter = pp_london_offset(as_utc) == 0;
    return summer == winter; /* both readings hold, or neither does */
}
