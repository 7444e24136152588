// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * National workforce indicators from their parts.
 *
 * The definitions are those of the published tables, as one table here;
 * `podplan backtest` counts the published figures that do not follow from
 * their parts.  Note that turnover divides by those in post at the END of the
 * year.  The definition of absence is not published; the figures of 2017 to
 * 2023 follow without exception from 253 working days, 254 in a leap year.
 */
#include <podplan/indicators.h>

enum {
    RATE = 1000000,
    TENTH_OF_RATE = RATE / 1000, // a tenth of a per cent
    WORKING_DAYS = 253,          // and one in a leap year
    HALF_TENTH = 50              // thousandths that rounding to a tenth may hide
};

/* clang-format off */
const struct pp_indicator pp_indicators[] = {
    {"turnover", "leavers in the year / in post at its end",
     PP_PART_LEAVERS, PP_PART_IN_POST, false, false, RATE, TENTH_OF_RATE},
    {"turnover (headcount)", "leavers in the year / in post at its end, people",
     PP_PART_HEADS_LEAVERS, PP_PART_HEADS_IN_POST, false, false, RATE, TENTH_OF_RATE},
    {"agency rate", "agency / (agency + in post)",
     PP_PART_AGENCY, PP_PART_IN_POST, true, false, RATE, TENTH_OF_RATE},
    {"agency rate (headcount)", "agency / (agency + in post), people",
     PP_PART_HEADS_AGENCY, PP_PART_HEADS_IN_POST, true, false, RATE, TENTH_OF_RATE},
    {"agency cover rate", "agency covering vacancies / agency",
     PP_PART_AGENCY_COVER, PP_PART_AGENCY, false, false, RATE, TENTH_OF_RATE},
    {"vacancy rate", "vacancies / (vacancies + in post)",
     PP_PART_VACANCIES, PP_PART_IN_POST, true, false, RATE, TENTH_OF_RATE},
    {"vacancies covered", "agency covering vacancies / vacancies",
     PP_PART_AGENCY_COVER, PP_PART_VACANCIES, false, false, RATE, TENTH_OF_RATE},
    {"caseload", "cases / case holders, agency included",
     PP_PART_CASES, PP_PART_CASE_HOLDERS, false, false, 1000, 100},
    {"absence", "working days lost / (in post x 253 days, 254 in a leap year)",
     PP_PART_DAYS_LOST, PP_PART_IN_POST, false, true, RATE, TENTH_OF_RATE},
};
/* clang-format on */
const int32_t pp_indicator_count = sizeof(pp_indicators) / sizeof(pp_indicators[0]);

/* Rows of the table that have functions of their own. */
enum {
    TURNOVER = 0,
    AGENCY_RATE = 2,
    VACANCY_RATE = 5
};

static bool known(int32_t part)
{
    return part != PP_UNKNOWN && part >= 0;
}

/* part / whole in `units`, rounded half up. */
static int32_t ratio(int64_t part, int64_t whole, int64_t units)
{
    if (whole <= 0) {
        return PP_UNKNOWN;
    }
    int64_t rate = (part * units + whole / 2) / whole;
    return rate < INT32_MAX ? (int32_t)rate : INT32_MAX;
}

static int64_t working_days(int32_t year)
{
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return WORKING_DAYS + (leap ? 1 : 0);
}

static int64_t whole_of(const struct pp_indicator *indicator, int32_t year, int64_t over,
                        int64_t under)
{
    int64_t whole = under + (indicator->share ? over : 0);
    return indicator->by_day ? whole * working_days(year) : whole;
}

int32_t pp_indicator_value(const struct pp_indicator *indicator, int32_t year,
                           const int32_t parts[PP_N_PARTS])
{
    int32_t over = parts[indicator->over], under = parts[indicator->under];
    if (!known(over) || !known(under)) {
        return PP_UNKNOWN;
    }
    return ratio(over, whole_of(indicator, year, over, under), indicator->units);
}

bool pp_indicator_agrees(const struct pp_indicator *indicator, int32_t year,
                         const int32_t parts[PP_N_PARTS], int32_t printed)
{
    int64_t over = parts[indicator->over], under = parts[indicator->under];
    if (pp_indicator_value(indicator, year, parts) == PP_UNKNOWN || printed == PP_UNKNOWN) {
        return true;
    }
    int64_t most = over + HALF_TENTH, least = over > HALF_TENTH ? over - HALF_TENTH : 0;
    int64_t under_least = under > HALF_TENTH ? under - HALF_TENTH : 0;
    int64_t low =
        ratio(least, whole_of(indicator, year, least, under + HALF_TENTH), indicator->units);
    int64_t whole = whole_of(indicator, year, most, under_least);
    int64_t high = whole > 0 ? ratio(most, whole, indicator->units) : INT32_MAX;
    int64_t slack = indicator->a_tenth / 2 + 1;
    return printed >= low - slack && printed <= high + slack;
}

static int32_t of_year(int32_t indicator, const struct pp_history *year)
{
    int32_t parts[PP_N_PARTS] = {
        [PP_PART_IN_POST] = year->in_post,
        [PP_PART_LEAVERS] = year->leavers,
        [PP_PART_AGENCY] = year->agency,
        [PP_PART_VACANCIES] = year->vacancy,
    };
    return pp_indicator_value(&pp_indicators[indicator], year->year, parts);
}

int32_t pp_vacancy_rate(const struct pp_history *year)
{
    return of_year(VACANCY_RATE, year);
}

int32_t pp_agency_rate(const struct pp_history *year)
{
    return of_year(AGENCY_RATE, year);
}

int32_t pp_turnover_rate(const struct pp_history *year)
{
    return of_year(TURNOVER, year);
}

int32_t pp_average_caseload(const struct pp_history *year)
{
    if (!known(year->cases) || !known(year->case_holders)) {
        return PP_UNKNOWN;
    }
    // pp_history counts whole cases, the table of parts thousandths
    return ratio(year->cases, year->case_holders, (int64_t)1000 * PP_FTE);
}
