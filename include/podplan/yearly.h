// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Forecasts of yearly figures by authority, and what such forecasts are worth:
 * rolling origins, where each forecast sees only what was known by then.
 *
 * A forecast is the last figure and a few signals, each with a weight that all
 * authorities share; the method is told in solver/forecast/forecast.c, and what
 * it reaches in docs/model.md.  Nothing here knows of files.
 */
#ifndef PODPLAN_YEARLY_H
#define PODPLAN_YEARLY_H

#include <podplan/arena.h>
#include <podplan/err.h>
#include <podplan/indicators.h>

/** The yearly figures of many authorities; whoever builds it owns the memory. */
struct pp_yearly {
    int32_t n_authorities;
    int32_t n_regions;
    int32_t first_year, n_years; ///< without gaps; a figure that nobody gave is PP_UNKNOWN
    const char *const *keys;     ///< by authority, strictly ascending: no result depends on files
    const char *const *names;    ///< by authority
    const int32_t *regions;      ///< by authority: 0 .. n_regions - 1
    const int32_t (*parts)[PP_N_PARTS]; ///< [authority * n_years + year - first_year], thousandths
};

/** What is forecast. */
enum pp_series {
    PP_SERIES_IN_POST,
    PP_SERIES_VACANCIES,
    PP_SERIES_AGENCY,
    PP_SERIES_LEAVERS,
    PP_N_SERIES
};

/** The part that a series is made of, and its name: "in post". */
enum pp_part pp_series_part(enum pp_series series);
const char *pp_series_name(enum pp_series series);

enum {
    PP_MAX_AHEAD = 2 ///< years; the public history is too short to test more
};

/** One forecast: full-time equivalents, to a tenth as published. */
struct pp_outlook {
    int32_t from;         ///< the year of the last figure; PP_UNKNOWN: no figure to start from
    double last;          ///< that figure
    double p10, p50, p90; ///< in ascending order, none below 0
};

/**
 * The figures of `origin + ahead`, of every authority, from the years up to `origin` alone.
 * `outlook` has room for n_authorities.  An authority without a figure at `origin` starts from
 * the one of the year before; without that, too, it has no forecast (`from`).
 *
 * False with PP_E_INPUT when `origin` lies outside the years, or when fewer than `ahead + 1` years
 * stand before its end: nothing to learn from.  O(years x authorities^2).
 */
bool pp_yearly_forecast(const struct pp_yearly *yearly, enum pp_series series, int32_t origin,
                        int32_t ahead, struct pp_outlook *outlook, struct pp_err *err);

/** How the forecasts of one target year went. */
struct pp_backtest_year {
    int32_t year;                    ///< forecast
    int32_t rows;                    ///< authorities with a figure at the origin and in this year
    int32_t inside, baseline_inside; ///< rows whose figure lies in the range
    double actual, error, baseline_error; ///< sums over the rows
    double score, baseline_score;         ///< sums of Winkler's score
};

/** Of all target years together.  The baseline is "same as last year" on the very same rows. */
struct pp_backtest {
    struct pp_backtest_year total;  ///< of all target years; its `year` is 0
    struct pp_backtest_year *years; ///< owned by the arena
    int32_t n_years;
    double low, high; ///< the error less the baseline's, in per cent of the actual figures: 95 per
                      ///< cent of the resamples of authorities lie between
};

/**
 * Forecasts `ahead` years from every origin that has something to learn from and something to be
 * judged by.  The baseline's range is pooled from past changes over as many years, as ratios.
 * `seed` drives the resamples.  False with PP_E_INPUT when no origin is left.
 */
bool pp_backtest(const struct pp_yearly *yearly, enum pp_series series, int32_t ahead,
                 uint64_t seed, struct pp_arena *arena, struct pp_backtest *backtest,
                 struct pp_err *err);

#endif
