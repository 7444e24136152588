// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Learning from complete changes: weights first, then the spread of the errors
 * that these weights leave.
 *
 * Errors of small and large authorities are pooled in units of a scale,
 * (forecast + 5% of those in post + 1) ^ 0.7: between the square root, which
 * independent decisions of persons would give, and proportion, which common
 * causes would.  Their 10% and 90% quantiles give the range, each side for
 * itself, in the manner of conformal prediction (Vovk, Gammerman, Shafer 2005;
 * scaled: Lei et al. 2018), but from the errors of the fit itself: few weights
 * and hundreds of rows hardly tell the two apart.
 *
 * A year moves all authorities at once, and few years are there.  So every
 * error counts twice: as it was, and as if the common movement had not come
 * (of one year, when the change took two).  Without this a range learnt from
 * years of growth has no place for the first year of decline.
 */
#include "study.h"

#include "fit.h"

#include <math.h>
#include <string.h>

static const double doubt = 30;         // rows without change, for each year ahead
static const double scale_power = 0.7;  // see above
static const double scale_posts = 0.05; // of those in post: also who has no vacancy may get one
static const double scale_least = 1;    // full-time equivalent
static const double log_shift = 0.5;    // full-time equivalents: ratios of small figures
// For the errors of weights learnt from few years.  Changes over two years overlap, so that one
// common movement is in several of them, and their ranges were too wide where years were few.
static const double widening[PP_MAX_AHEAD + 1] = {0, 0.1, -0.1};

void study_begin(struct study *study, const struct pp_yearly *yearly, enum pp_series series,
                 int32_t ahead)
{
    *study = (struct study){.yearly = yearly, .series = series, .ahead = ahead};
    int32_t n = yearly->n_authorities * yearly->n_years;
    study->signals = pp_arena_alloc(&study->arena, (size_t)n, sizeof(study->signals[0]));
    for (int32_t at = 0; at < n; at++) {
        signals_of(yearly, at / yearly->n_years, at % yearly->n_years, series, study->signals[at]);
    }
}

void study_finish(struct study *study)
{
    pp_arena_finish(&study->arena);
}

double study_figure(const struct study *study, int32_t authority, int32_t year)
{
    return signals_figure(study->yearly, authority, year, pp_series_part(study->series));
}

static double to_a_tenth(double x)
{
    return x > 0 ? round(x * 10) / 10 : 0;
}

/** The forecast before it is rounded. */
static double middle(const struct study *study, const struct lesson *lesson, int32_t authority,
                     int32_t year)
{
    const double *signals = study->signals[authority * study->yearly->n_years + year];
    double sum = study_figure(study, authority, year);
    for (int32_t s = 0; s < signals_count(study->series); s++) {
        sum += lesson->weights[s] * signals[s];
    }
    return fmax(sum, 0);
}

static double scale(const struct study *study, int32_t authority, int32_t year, double forecast)
{
    double in_post = signals_figure(study->yearly, authority, year, PP_PART_IN_POST);
    double posts = isnan(in_post) ? 0 : scale_posts * in_post;
    return pow(forecast + posts + scale_least, scale_power);
}

/** A complete change: from which year, of whom. */
struct change {
    int32_t authority, year;
    double from, to;
};

static int32_t list_changes(const struct study *study, int32_t origin, struct change *changes)
{
    int32_t n = 0;
    for (int32_t year = 0; year + study->ahead <= origin; year++) {
        for (int32_t a = 0; a < study->yearly->n_authorities; a++) {
            struct change change = {a, year, study_figure(study, a, year),
                                    study_figure(study, a, year + study->ahead)};
            if (!isnan(change.from + change.to)) {
                changes[n++] = change;
            }
        }
    }
    return n;
}

static void learn_weights(struct study *study, const struct change *changes, int32_t n,
                          struct pp_arena *arena, struct lesson *lesson)
{
    struct fit_row *rows = PP_NEW(arena, struct fit_row, n);
    for (int32_t c = 0; c < n; c++) {
        int32_t at = changes[c].authority * study->yearly->n_years + changes[c].year;
        memcpy(rows[c].signals, study->signals[at], sizeof(rows[c].signals));
        rows[c].change = changes[c].to - changes[c].from;
    }
    fit_weights(rows, n, signals_count(study->series), doubt * study->ahead, lesson->weights);
}

/** The errors of one year's changes into `errors`, twice as many as changes. */
static void pool_year(const struct study *study, const struct lesson *lesson,
                      const struct change *changes, int32_t n, struct pp_arena *arena,
                      double *errors)
{
    double *moves = PP_NEW(arena, double, n);
    for (int32_t c = 0; c < n; c++) {
        double forecast = middle(study, lesson, changes[c].authority, changes[c].year);
        double unit = scale(study, changes[c].authority, changes[c].year, forecast);
        errors[c] = (changes[c].to - forecast) / unit;
        moves[c] = (changes[c].to - changes[c].from) / unit;
    }
    double common = fit_quantile(moves, n, 0.5);
    for (int32_t c = 0; c < n; c++) {
        errors[n + c] = errors[c] - common / study->ahead;
    }
}

static void learn_range(struct study *study, const struct change *changes, int32_t n,
                        struct pp_arena *arena, struct lesson *lesson)
{
    double *errors = PP_NEW(arena, double, 2 * n);
    int32_t years = 0;
    for (int32_t begin = 0, end; begin < n; begin = end, years++) {
        for (end = begin; end < n && changes[end].year == changes[begin].year;) {
            end++;
        }
        pool_year(study, lesson, &changes[begin], end - begin, arena, &errors[2 * begin]);
    }
    double wide = sqrt(1 + widening[study->ahead] / years);
    lesson->low = fmin(wide * fit_quantile(errors, 2 * n, 0.1), 0);
    lesson->high = fmax(wide * fit_quantile(errors, 2 * n, 0.9), 0);
}

static void learn_baseline(const struct change *changes, int32_t n, struct pp_arena *arena,
                           struct lesson *lesson)
{
    double *ratios = PP_NEW(arena, double, n);
    for (int32_t c = 0; c < n; c++) {
        ratios[c] = log((changes[c].to + log_shift) / (changes[c].from + log_shift));
    }
    lesson->ratio_low = fit_quantile(ratios, n, 0.1);
    lesson->ratio_high = fit_quantile(ratios, n, 0.9);
}

bool study_learn(struct study *study, int32_t origin, struct lesson *lesson)
{
    struct pp_arena arena = {0};
    int32_t cells = study->yearly->n_authorities * study->yearly->n_years;
    struct change *changes = PP_NEW(&arena, struct change, cells);
    int32_t n = list_changes(study, origin, changes);
    if (n > 0) {
        learn_weights(study, changes, n, &arena, lesson);
        learn_range(study, changes, n, &arena, lesson);
        learn_baseline(changes, n, &arena, lesson);
    }
    pp_arena_finish(&arena);
    return n > 0;
}

struct range study_range(const struct study *study, const struct lesson *lesson, int32_t authority,
                         int32_t year)
{
    double forecast = middle(study, lesson, authority, year);
    double unit = scale(study, authority, year, forecast);
    return (struct range){to_a_tenth(forecast + lesson->low * unit), to_a_tenth(forecast),
                          to_a_tenth(forecast + lesson->high * unit)};
}

struct range study_baseline(const struct study *study, const struct lesson *lesson,
                            int32_t authority, int32_t year)
{
    double last = study_figure(study, authority, year);
    return (struct range){to_a_tenth((last + log_shift) * exp(lesson->ratio_low) - log_shift), last,
                          to_a_tenth((last + log_shift) * exp(lesson->ratio_high) - log_shift)};
}
