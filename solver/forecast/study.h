// SPDX-License-Identifier: GPL-3.0-or-later
/* One series, so many years ahead: what the past teaches, and what follows from it. */
#ifndef PODPLAN_FORECAST_STUDY_H
#define PODPLAN_FORECAST_STUDY_H

#include "signals.h"

/** A series with the signals of every authority and year; years count from the first. */
struct study {
    const struct pp_yearly *yearly;
    enum pp_series series;
    int32_t ahead;
    double (*signals)[MAX_SIGNALS]; ///< [authority * n_years + year]
    struct pp_arena arena;
};

/** What the years up to an origin teach. */
struct lesson {
    double weights[MAX_SIGNALS];
    double low, high;             ///< errors in units of the scale: 80 per cent lie between
    double ratio_low, ratio_high; ///< logarithms of past changes, for the baseline's range
};

/** A range of figures, to a tenth. */
struct range {
    double low, middle, high;
};

void study_begin(struct study *study, const struct pp_yearly *yearly, enum pp_series series,
                 int32_t ahead);
void study_finish(struct study *study);

/** The figure of the series; NAN: unknown. */
double study_figure(const struct study *study, int32_t authority, int32_t year);

/** Learns from changes that were complete by `origin`; false when there is none. */
bool study_learn(struct study *study, int32_t origin, struct lesson *lesson);

/** The forecast from the figure of `year`, which must be known; and the baseline's. */
struct range study_range(const struct study *study, const struct lesson *lesson, int32_t authority,
                         int32_t year);
struct range study_baseline(const struct study *study, const struct lesson *lesson,
                            int32_t authority, int32_t year);

#endif
