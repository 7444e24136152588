// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Least absolute errors by reweighted least squares (Schlossmacher 1973), with
 * a ridge in units of rows.
 *
 * What is judged is the sum of absolute errors, so that is what is fitted; one
 * council whose return went wrong then pulls no more than its own error.  An
 * error below half a full-time equivalent counts as half a one, or the weights
 * would chase single rows.
 */
#include "fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_ROUNDS = 40
};

static const double least_error = 0.5; // full-time equivalents
static const double settled = 1e-4;    // of a weight

/** Normal equations: `matrix` x weights = `right`. */
struct equations {
    double matrix[MAX_SIGNALS][MAX_SIGNALS], right[MAX_SIGNALS];
};

static void add_row(struct equations *e, const struct fit_row *row, int32_t n,
                    const double weights[MAX_SIGNALS])
{
    double error = row->change;
    for (int32_t s = 0; s < n; s++) {
        error -= weights[s] * row->signals[s];
    }
    double pull = 1 / fmax(fabs(error), least_error);
    for (int32_t s = 0; s < n; s++) {
        e->right[s] += pull * row->signals[s] * row->change;
        for (int32_t t = 0; t < n; t++) {
            e->matrix[s][t] += pull * row->signals[s] * row->signals[t];
        }
    }
}

/** Gauss without pivoting: the matrix is positive definite by its ridge. */
static void solve(struct equations *e, int32_t n, double weights[MAX_SIGNALS])
{
    for (int32_t p = 0; p < n; p++) {
        for (int32_t r = p + 1; r < n; r++) {
            double factor = e->matrix[r][p] / e->matrix[p][p];
            for (int32_t c = p; c < n; c++) {
                e->matrix[r][c] -= factor * e->matrix[p][c];
            }
            e->right[r] -= factor * e->right[p];
        }
    }
    for (int32_t p = n - 1; p >= 0; p--) {
        double sum = e->right[p];
        for (int32_t c = p + 1; c < n; c++) {
            sum -= e->matrix[p][c] * weights[c];
        }
        weights[p] = sum / e->matrix[p][p];
    }
}

void fit_weights(const struct fit_row *rows, int32_t n_rows, int32_t n_signals, double doubt,
                 double weights[MAX_SIGNALS])
{
    double moved = INFINITY;
    memset(weights, 0, sizeof(double) * MAX_SIGNALS);
    for (int32_t round = 0; round < MAX_ROUNDS && moved > settled; round++) {
        struct equations e = {0};
        double before[MAX_SIGNALS];
        memcpy(before, weights, sizeof(before));
        for (int32_t r = 0; r < n_rows; r++) {
            add_row(&e, &rows[r], n_signals, before);
        }
        for (int32_t s = 0; s < n_signals; s++) {
            e.matrix[s][s] += doubt * e.matrix[s][s] / n_rows + 1e-9;
        }
        solve(&e, n_signals, weights);
        moved = 0;
        for (int32_t s = 0; s < n_signals; s++) {
            moved = fmax(moved, fabs(weights[s] - before[s]));
        }
    }
}

static int compare(const void *one, const void *two)
{
    double a = *(const double *)one, b = *(const double *)two;
    return (a > b) - (a < b);
}

double fit_quantile(double *values, int32_t n, double q)
{
    qsort(values, (size_t)n, sizeof(values[0]), compare);
    double at = q * (n + 1) - 1;
    if (at <= 0) {
        return values[0];
    }
    if (at >= n - 1) {
        return values[n - 1];
    }
    int32_t below = (int32_t)at;
    return values[below] + (at - below) * (values[below + 1] - values[below]);
}
