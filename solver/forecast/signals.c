// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The table of series and signals.
 *
 * A level (in post, vacancies, agency) persists: its signals are about what
 * presses on it.  A flow (leavers) comes back to its mean: its signals are the
 * distances to the means of the authority, of its region and of the nation.
 * Every signal is in full-time equivalents, so that one weight does for small
 * authorities and large ones.  Unknown figures are NAN and run through the
 * arithmetic; at the end an unknown signal is silent.
 */
#include "signals.h"

#include <math.h>

enum {
    THOUSANDTHS = 1000
};

/** An authority in a year, and what is forecast of it. */
struct moment {
    const struct pp_yearly *yearly;
    int32_t authority, year; ///< the year counts from the first
    enum pp_series series;
};

double signals_figure(const struct pp_yearly *yearly, int32_t authority, int32_t year,
                      enum pp_part part)
{
    if (year < 0 || year >= yearly->n_years) {
        return NAN;
    }
    int32_t value = yearly->parts[authority * yearly->n_years + year][part];
    return value == PP_UNKNOWN ? NAN : (double)value / THOUSANDTHS;
}

static double figure(const struct moment *m, int32_t back, enum pp_part part)
{
    return signals_figure(m->yearly, m->authority, m->year - back, part);
}

static double last(const struct moment *m)
{
    return figure(m, 0, pp_series_part(m->series));
}

static double posts(const struct moment *m, int32_t back)
{
    return figure(m, back, PP_PART_IN_POST) + figure(m, back, PP_PART_VACANCIES);
}

/* What a rate of the series divides by. */
static double size(const struct moment *m, int32_t back)
{
    return m->series == PP_SERIES_VACANCIES ? posts(m, back) : figure(m, back, PP_PART_IN_POST);
}

/** Whether `authority` belongs to the region; PP_NONE is the nation. */
static bool belongs(const struct pp_yearly *yearly, int32_t authority, int32_t region)
{
    return region == PP_NONE || yearly->regions[authority] == region;
}

/** The rate of the series in a region, of those who gave both figures. */
static double rate_in(const struct moment *m, int32_t region)
{
    double over = 0, under = 0;
    struct moment other = *m;
    for (int32_t a = 0; a < m->yearly->n_authorities; a++) {
        other.authority = a;
        double part = last(&other), whole = size(&other, 0);
        if (belongs(m->yearly, a, region) && !isnan(part + whole)) {
            over += part;
            under += whole;
        }
    }
    return under > 0 ? over / under : NAN;
}

/** A part of all authorities over another. */
static double national(const struct moment *m, enum pp_part over_part, enum pp_part under_part)
{
    double over = 0, under = 0;
    for (int32_t a = 0; a < m->yearly->n_authorities; a++) {
        double part = signals_figure(m->yearly, a, m->year, over_part);
        double whole = signals_figure(m->yearly, a, m->year, under_part);
        if (!isnan(part + whole)) {
            over += part;
            under += whole;
        }
    }
    return under > 0 ? over / under : NAN;
}

/* To the region's rate. */
static double to_region(const struct moment *m)
{
    return rate_in(m, m->yearly->regions[m->authority]) * size(m, 0) - last(m);
}

/* To the nation's rate. */
static double to_nation(const struct moment *m)
{
    return rate_in(m, PP_NONE) * size(m, 0) - last(m);
}

/* To the mean of the authority's own rates so far. */
static double to_own_mean(const struct moment *m)
{
    double sum = 0;
    int32_t n = 0;
    for (int32_t back = 0; back <= m->year; back++) {
        double rate = figure(m, back, pp_series_part(m->series)) / size(m, back);
        if (isfinite(rate)) {
            sum += rate;
            n++;
        }
    }
    return n > 0 ? sum / n * size(m, 0) - last(m) : NAN;
}

/* Agency workers beyond the vacancies: posts that the establishment does not show yet. */
static double agency_beyond(const struct moment *m)
{
    return figure(m, 0, PP_PART_AGENCY) - figure(m, 0, PP_PART_VACANCIES);
}

/* Posts added in the year. */
static double posts_added(const struct moment *m)
{
    return posts(m, 0) - posts(m, 1);
}

/* Case holders who are missing at the nation's caseload. */
static double caseload_pressure(const struct moment *m)
{
    double caseload = national(m, PP_PART_CASES, PP_PART_CASE_HOLDERS);
    return figure(m, 0, PP_PART_CASES) / caseload - figure(m, 0, PP_PART_CASE_HOLDERS);
}

/* Starters less leavers of the year. */
static double net_starters(const struct moment *m)
{
    return figure(m, 0, PP_PART_STARTERS) - figure(m, 0, PP_PART_LEAVERS);
}

/* The most posts there ever were, less who is in post: room to recruit into. */
static double room(const struct moment *m)
{
    double most = NAN;
    for (int32_t back = 0; back <= m->year; back++) {
        most = fmax(most, posts(m, back)); // of a figure and NAN, the figure
    }
    return most - figure(m, 0, PP_PART_IN_POST);
}

/* The year's change that starters and leavers do not explain: corrections, which come back. */
static double unexplained(const struct moment *m)
{
    return figure(m, 0, PP_PART_IN_POST) - figure(m, 1, PP_PART_IN_POST) - net_starters(m);
}

/* Starters above the authority's mean: a recruitment drive, which goes on for a while. */
static double starters_above_mean(const struct moment *m)
{
    double sum = 0;
    int32_t n = 0;
    for (int32_t back = 0; back <= m->year; back++) {
        double starters = figure(m, back, PP_PART_STARTERS);
        sum += isnan(starters) ? 0 : starters;
        n += !isnan(starters);
    }
    return figure(m, 0, PP_PART_STARTERS) - sum / n;
}

/* Case holders beyond the nation's share of those in post and agency. */
static double holders_beyond_share(const struct moment *m)
{
    double holders = national(m, PP_PART_CASE_HOLDERS, PP_PART_IN_POST);
    double share = holders / (1 + national(m, PP_PART_AGENCY, PP_PART_IN_POST));
    double workers = figure(m, 0, PP_PART_IN_POST) + figure(m, 0, PP_PART_AGENCY);
    return figure(m, 0, PP_PART_CASE_HOLDERS) - workers * share;
}

struct series_row {
    const char *name;
    enum pp_part part;
    double (*signals[MAX_SIGNALS])(const struct moment *m);
};

/* clang-format off */
static const struct series_row series_table[PP_N_SERIES] = {
    [PP_SERIES_IN_POST] = {"in post", PP_PART_IN_POST,
        {room, unexplained, starters_above_mean, holders_beyond_share}},
    [PP_SERIES_VACANCIES] = {"vacancies", PP_PART_VACANCIES,
        {to_region, agency_beyond, posts_added, caseload_pressure}},
    [PP_SERIES_AGENCY] = {"agency", PP_PART_AGENCY,
        {to_region, caseload_pressure, net_starters, NULL}},
    [PP_SERIES_LEAVERS] = {"leavers", PP_PART_LEAVERS,
        {to_region, to_nation, to_own_mean, NULL}},
};
/* clang-format on */

enum pp_part pp_series_part(enum pp_series series)
{
    return series_table[series].part;
}

const char *pp_series_name(enum pp_series series)
{
    return series_table[series].name;
}

int32_t signals_count(enum pp_series series)
{
    int32_t n = 0;
    while (n < MAX_SIGNALS && series_table[series].signals[n] != NULL) {
        n++;
    }
    return n;
}

void signals_of(const struct pp_yearly *yearly, int32_t authority, int32_t year,
                enum pp_series series, double signals[MAX_SIGNALS])
{
    struct moment m = {yearly, authority, year, series};
    for (int32_t s = 0; s < signals_count(series); s++) {
        double signal = series_table[series].signals[s](&m);
        signals[s] = isfinite(signal) ? signal : 0;
    }
}
