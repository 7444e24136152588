// SPDX-License-Identifier: GPL-3.0-or-later
/* What an authority's figures of a year, and of those before, say about the years to come. */
#ifndef PODPLAN_FORECAST_SIGNALS_H
#define PODPLAN_FORECAST_SIGNALS_H

#include <podplan/yearly.h>

enum {
    MAX_SIGNALS = 4 ///< of one series: few, because few years are there to learn from
};

/** How many signals a series has. */
int32_t signals_count(enum pp_series series);

/** A figure in full-time equivalents; `year` counts from the first; NAN: unknown. */
double signals_figure(const struct pp_yearly *yearly, int32_t authority, int32_t year,
                      enum pp_part part);

/**
 * The signals of a series in full-time equivalents, from figures up to `year` alone.  A signal
 * that lacks a figure is silent: 0.
 */
void signals_of(const struct pp_yearly *yearly, int32_t authority, int32_t year,
                enum pp_series series, double signals[MAX_SIGNALS]);

#endif
