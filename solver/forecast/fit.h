// SPDX-License-Identifier: GPL-3.0-or-later
/* Weights of signals by least absolute errors, and quantiles. */
#ifndef PODPLAN_FORECAST_FIT_H
#define PODPLAN_FORECAST_FIT_H

#include "signals.h"

/** One past change and the signals that stood before it. */
struct fit_row {
    double signals[MAX_SIGNALS];
    double change;
};

/**
 * The weights under which the sum of |change - weights x signals| is least, pulled towards 0 as
 * `doubt` further rows without any change would pull them.
 */
void fit_weights(const struct fit_row *rows, int32_t n_rows, int32_t n_signals, double doubt,
                 double weights[MAX_SIGNALS]);

/** The quantile `q` in (0, 1) of n > 0 values, as those of an exchangeable next one; sorts them. */
double fit_quantile(double *values, int32_t n, double q);

#endif
