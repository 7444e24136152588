// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Forecasts of yearly figures by authority.
 *
 *     figure(t + h) = figure(t) + sum of weight x signal(t)
 *
 * signals.c has the signals: what presses on a level, where a flow returns to.
 * fit.c finds the weights, the same for all authorities, under which the
 * absolute errors of all changes that were complete by the origin were least,
 * doubted as if so many rows had shown no change at all.  study.c makes the
 * range from the errors that remain.  Weights, ranges and signals see nothing
 * behind the origin, so that backtest.c can say what they are worth.
 */
#include "study.h"

#include <math.h>

static bool check(const struct pp_yearly *yearly, int32_t origin, int32_t ahead, struct pp_err *err)
{
    int32_t last = yearly->first_year + yearly->n_years - 1;
    if (ahead < 1 || ahead > PP_MAX_AHEAD) {
        return pp_fail(err, PP_E_INPUT, "a forecast reaches 1 or 2 years ahead, not %d",
                       (int)ahead);
    }
    if (origin < yearly->first_year || origin > last) {
        return pp_fail(err, PP_E_INPUT, "the figures are of %d to %d; %d is not among them",
                       (int)yearly->first_year, (int)last, (int)origin);
    }
    return true;
}

static struct pp_outlook outlook_of(const struct study *study, const struct lesson *lesson,
                                    int32_t authority, int32_t origin)
{
    for (int32_t year = origin; year >= 0 && year >= origin - 1; year--) {
        double last = study_figure(study, authority, year);
        if (!isnan(last)) {
            struct range range = study_range(study, lesson, authority, year);
            return (struct pp_outlook){study->yearly->first_year + year, last, range.low,
                                       range.middle, range.high};
        }
    }
    return (struct pp_outlook){.from = PP_UNKNOWN};
}

bool pp_yearly_forecast(const struct pp_yearly *yearly, enum pp_series series, int32_t origin,
                        int32_t ahead, struct pp_outlook *outlook, struct pp_err *err)
{
    if (!check(yearly, origin, ahead, err)) {
        return false;
    }
    struct study study;
    struct lesson lesson;
    int32_t at = origin - yearly->first_year;
    study_begin(&study, yearly, series, ahead);
    bool learnt = study_learn(&study, at, &lesson);
    for (int32_t a = 0; learnt && a < yearly->n_authorities; a++) {
        outlook[a] = outlook_of(&study, &lesson, a, at);
    }
    study_finish(&study);
    return learnt ||
           pp_fail(err, PP_E_INPUT,
                   "no authority has figures (%s) %d year%s apart up to %d; a forecast "
                   "needs a past change to learn from",
                   pp_series_name(series), (int)ahead, ahead == 1 ? "" : "s", (int)origin);
}
