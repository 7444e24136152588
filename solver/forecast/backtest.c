// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rolling origins: from every year that has a past to learn from and a future
 * to be judged by, forecasts that know nothing of that future.
 *
 * Winkler's score of an 80% range is its width, and ten times the miss when
 * the figure lies outside (Winkler 1972; Gneiting and Raftery 2007): the less
 * the better.  The difference to the baseline is resampled by authority,
 * because the years of one authority are no independent witnesses.
 */
#include "study.h"

#include <podplan/rng.h>

#include <math.h>
#include <stdlib.h>

enum {
    RESAMPLES = 2000,
    MISS_WEIGHT = 10 // 2 / (1 - 0.8)
};

/** The errors of one authority over all origins. */
struct record {
    double actual, error, baseline_error;
};

static double score(const struct range *range, double actual)
{
    double miss = fmax(fmax(range->low - actual, actual - range->high), 0);
    return range->high - range->low + MISS_WEIGHT * miss;
}

static bool inside(const struct range *range, double actual)
{
    return actual >= range->low - 1e-6 && actual <= range->high + 1e-6;
}

static void judge_row(const struct study *study, const struct lesson *lesson, int32_t authority,
                      int32_t origin, struct pp_backtest_year *year, struct record *record)
{
    double actual = study_figure(study, authority, origin + study->ahead);
    double last = study_figure(study, authority, origin);
    if (isnan(actual + last)) {
        return;
    }
    struct range ours = study_range(study, lesson, authority, origin);
    struct range baseline = study_baseline(study, lesson, authority, origin);
    double error = fabs(ours.middle - actual), baseline_error = fabs(last - actual);
    year->rows++;
    year->inside += inside(&ours, actual);
    year->baseline_inside += inside(&baseline, actual);
    year->actual += actual;
    year->error += error;
    year->baseline_error += baseline_error;
    year->score += score(&ours, actual);
    year->baseline_score += score(&baseline, actual);
    record->actual += actual;
    record->error += error;
    record->baseline_error += baseline_error;
}

static void add_year(const struct pp_backtest_year *year, struct pp_backtest_year *total)
{
    total->rows += year->rows;
    total->inside += year->inside;
    total->baseline_inside += year->baseline_inside;
    total->actual += year->actual;
    total->error += year->error;
    total->baseline_error += year->baseline_error;
    total->score += year->score;
    total->baseline_score += year->baseline_score;
}

static int ascending(const void *one, const void *two)
{
    double a = *(const double *)one, b = *(const double *)two;
    return (a > b) - (a < b);
}

/** The middle 95% of the differences that resampled authorities give. */
static void resample(const struct record *records, int32_t n, uint64_t seed, struct pp_arena *arena,
                     struct pp_backtest *backtest)
{
    struct pp_rng rng = {seed};
    double *differences = PP_NEW(arena, double, RESAMPLES);
    for (int32_t r = 0; r < RESAMPLES; r++) {
        double actual = 0, difference = 0;
        for (int32_t draw = 0; draw < n; draw++) {
            const struct record *record = &records[pp_rng_below(&rng, n)];
            actual += record->actual;
            difference += record->error - record->baseline_error;
        }
        differences[r] = actual > 0 ? 100 * difference / actual : 0;
    }
    qsort(differences, RESAMPLES, sizeof(differences[0]), ascending);
    backtest->low = differences[RESAMPLES / 40];
    backtest->high = differences[RESAMPLES - 1 - RESAMPLES / 40];
}

/** Authorities that were judged at all, put together at the front. */
static int32_t keep_judged(struct record *records, int32_t n)
{
    int32_t kept = 0;
    for (int32_t a = 0; a < n; a++) {
        if (records[a].actual > 0 || records[a].error > 0) {
            records[kept++] = records[a];
        }
    }
    return kept;
}

static void judge_origins(struct study *study, struct record *records, struct pp_arena *arena,
                          struct pp_backtest *backtest)
{
    const struct pp_yearly *yearly = study->yearly;
    struct lesson lesson;
    backtest->years = PP_NEW(arena, struct pp_backtest_year, yearly->n_years);
    for (int32_t origin = study->ahead; origin + study->ahead < yearly->n_years; origin++) {
        struct pp_backtest_year year = {.year = yearly->first_year + origin + study->ahead};
        if (!study_learn(study, origin, &lesson)) {
            continue;
        }
        for (int32_t a = 0; a < yearly->n_authorities; a++) {
            judge_row(study, &lesson, a, origin, &year, &records[a]);
        }
        if (year.rows > 0) {
            add_year(&year, &backtest->total);
            backtest->years[backtest->n_years++] = year;
        }
    }
}

bool pp_backtest(const struct pp_yearly *yearly, enum pp_series series, int32_t ahead,
                 uint64_t seed, struct pp_arena *arena, struct pp_backtest *backtest,
                 struct pp_err *err)
{
    struct study study;
    *backtest = (struct pp_backtest){0};
    if (ahead < 1 || ahead > PP_MAX_AHEAD) {
        return pp_fail(err, PP_E_INPUT, "a backtest looks 1 or 2 years ahead, not %d", (int)ahead);
    }
    study_begin(&study, yearly, series, ahead);
    struct record *records = PP_NEW(&study.arena, struct record, yearly->n_authorities);
    judge_origins(&study, records, arena, backtest);
    int32_t judged = keep_judged(records, yearly->n_authorities);
    if (judged > 0) {
        resample(records, judged, seed, arena, backtest);
    }
    study_finish(&study);
    return judged > 0 ||
           pp_fail(err, PP_E_INPUT,
                   "%s, %d year%s ahead: nothing to judge by; a backtest needs figures of %d years "
                   "and more",
                   pp_series_name(series), (int)ahead, ahead == 1 ? "" : "s", (int)(2 * ahead + 1));
}
