// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * National workforce indicators from their parts.
 *
 * The definitions are those of the published tables, which hold for all but
 * two of some 5,400 published local rates of 2017 to 2025.  Note that
 * turnover divides by those in post at the END of the year.
 */
#include <podplan/indicators.h>

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

static int32_t share(int32_t part, int32_t rest)
{
    if (!known(part) || !known(rest)) {
        return PP_UNKNOWN;
    }
    return ratio(part, (int64_t)part + rest, 1000000);
}

int32_t pp_vacancy_rate(const struct pp_history *year)
{
    return share(year->vacancy, year->in_post);
}

int32_t pp_agency_rate(const struct pp_history *year)
{
    return share(year->agency, year->in_post);
}

int32_t pp_turnover_rate(const struct pp_history *year)
{
    if (!known(year->leavers) || !known(year->in_post)) {
        return PP_UNKNOWN;
    }
    return ratio(year->leavers, year->in_post, 1000000);
}

int32_t pp_average_caseload(const struct pp_history *year)
{
    if (!known(year->cases) || !known(year->case_holders)) {
        return PP_UNKNOWN;
    }
    return ratio(year->cases, year->case_holders, (int64_t)1000 * PP_FTE);
}
