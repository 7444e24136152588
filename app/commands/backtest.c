// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan backtest: yearly forecasts by authority, and what they would have been worth. */
#include "answer.h"
#include "commands.h"
#include "words.h"
#include "yearly.h"

#include <string.h>

enum {
    SHOWN_EXCEPTIONS = 10, ///< of text; JSON has all
    SEED = 1               ///< of the resamples, when not given
};

static double per_cent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : 0;
}

static double over(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

/** The figures that a year and the total have alike. */
static json_t *year_json(const struct pp_backtest_year *year)
{
    return json_pack(
        "{s:i, s:i, s:f, s:f, s:f, s:f, s:f, s:f}", "year", (int)year->year, "rows",
        (int)year->rows, "baseline_error", per_cent(year->baseline_error, year->actual), "error",
        per_cent(year->error, year->actual), "ratio", over(year->error, year->baseline_error),
        "coverage", per_cent(year->inside, year->rows), "baseline_coverage",
        per_cent(year->baseline_inside, year->rows), "score_ratio",
        over(year->score, year->baseline_score));
}

static json_t *backtest_json(enum pp_series series, int32_t ahead,
                             const struct pp_backtest *backtest)
{
    json_t *object = year_json(&backtest->total), *years = json_array();
    for (int32_t y = 0; y < backtest->n_years; y++) {
        json_array_append_new(years, year_json(&backtest->years[y]));
    }
    json_object_del(object, "year");
    json_object_set_new(object, "series", json_string(pp_series_name(series)));
    json_object_set_new(object, "ahead", json_integer(ahead));
    json_object_set_new(object, "low", json_real(backtest->low));
    json_object_set_new(object, "high", json_real(backtest->high));
    json_object_set_new(object, "years", years);
    return object;
}

static void say_heading(int32_t ahead, struct pp_buf *out)
{
    pp_buf_printf(out, "\n%-16s %5s %6s %6s %6s  %-14s %5s %6s\n",
                  ahead == 1 ? "One year ahead" : "Two years ahead", "rows", "same", "ours",
                  "ratio", "difference 95%", "held", "score");
}

static void say_backtest(enum pp_series series, const struct pp_backtest *backtest,
                         struct pp_buf *out)
{
    const struct pp_backtest_year *total = &backtest->total;
    pp_buf_printf(out, "  %-14s %5d %5.1f%% %5.1f%% %6.3f  %+5.2f to %+5.2f %4.0f%% %6.3f\n",
                  pp_series_name(series), (int)total->rows,
                  per_cent(total->baseline_error, total->actual),
                  per_cent(total->error, total->actual), over(total->error, total->baseline_error),
                  backtest->low, backtest->high, per_cent(total->inside, total->rows),
                  over(total->score, total->baseline_score));
}

/** How often the range held, year by year: in which common shocks show. */
static void say_years(enum pp_series series, const struct pp_backtest *backtest, struct pp_buf *out)
{
    pp_buf_printf(out, "  %-14s held:", pp_series_name(series));
    for (int32_t y = 0; y < backtest->n_years; y++) {
        const struct pp_backtest_year *year = &backtest->years[y];
        pp_buf_printf(out, " %d %.0f%%%s", (int)year->year, per_cent(year->inside, year->rows),
                      y + 1 < backtest->n_years ? "," : "\n");
    }
}

/** Warns of the series left out; false, with the first reason, when these were all. */
static bool say_missing(json_t *missing, bool any, struct answer *answer, struct pp_err *err)
{
    size_t m;
    json_t *why;
    json_object_set_new(answer->doc, "missing", missing);
    if (!any) {
        return pp_fail(err, PP_E_INPUT, "%s", json_string_value(json_array_get(missing, 0)));
    }
    json_array_foreach(missing, m, why)
    {
        pp_buf_printf(&answer->notes, "warning: %s\n", json_string_value(why));
    }
    return true;
}

static void backtest_ahead(const struct request *request, const struct pp_yearly *yearly,
                           int32_t ahead, json_t *list, json_t *missing, struct answer *answer)
{
    struct pp_arena arena = {0};
    struct pp_buf years = {0};
    size_t before = json_array_size(list);
    uint64_t seed = request->seed < 0 ? SEED : (uint64_t)request->seed;
    for (int series = 0; series < PP_N_SERIES; series++) {
        struct pp_backtest backtest;
        struct pp_err why = {0};
        if (!pp_backtest(yearly, series, ahead, seed, &arena, &backtest, &why)) {
            json_array_append_new(missing, answer_text(why.text));
            continue;
        }
        if (json_array_size(list) == before) {
            say_heading(ahead, &answer->text);
        }
        json_array_append_new(list, backtest_json(series, ahead, &backtest));
        say_backtest(series, &backtest, &answer->text);
        say_years(series, &backtest, &years);
    }
    pp_buf_add(&answer->text, pp_buf_text(&years));
    pp_buf_finish(&years);
    pp_arena_finish(&arena);
}

/** Units of an indicator as they are printed: per cent, or cases. */
static double printed(int32_t indicator, int32_t value)
{
    return (double)value / pp_indicators[indicator].a_tenth / 10;
}

static json_t *exceptions_json(const struct yearly_figures *figures, int32_t indicator)
{
    json_t *list = json_array();
    for (int32_t e = 0; e < figures->n_exceptions; e++) {
        const struct yearly_exception *exception = &figures->exceptions[e];
        if (exception->indicator == indicator) {
            json_array_append_new(
                list,
                json_pack("{s:o, s:i, s:f, s:f}", "name", answer_text(exception->name), "year",
                          (int)exception->year, "printed", printed(indicator, exception->printed),
                          "computed", printed(indicator, exception->computed)));
        }
    }
    return list;
}

static void say_exceptions(const struct yearly_figures *figures, struct pp_buf *out)
{
    int32_t shown = 0;
    for (; shown < figures->n_exceptions && shown < SHOWN_EXCEPTIONS; shown++) {
        const struct yearly_exception *e = &figures->exceptions[shown];
        pp_buf_add(out, "  ");
        words_clean(out, e->name, strlen(e->name));
        pp_buf_printf(out, " %d: %s is printed as %.1f, its parts give %.1f\n", (int)e->year,
                      pp_indicators[e->indicator].name, printed(e->indicator, e->printed),
                      printed(e->indicator, e->computed));
    }
    if (shown < figures->n_exceptions) {
        pp_buf_printf(out, "  and %d more; --json lists them all\n",
                      (int)(figures->n_exceptions - shown));
    }
}

static void answer_definitions(const struct yearly_figures *figures, struct answer *answer)
{
    json_t *list = json_array();
    int32_t checked = 0;
    for (int32_t i = 0; i < pp_indicator_count; i++) {
        checked += figures->checked[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:i, s:o}", "name", pp_indicators[i].name,
                                              "formula", pp_indicators[i].formula, "rows",
                                              (int)figures->checked[i], "exceptions",
                                              exceptions_json(figures, i)));
    }
    json_object_set_new(answer->doc, "definitions", list);
    pp_buf_printf(&answer->text, "\nOf %d published rates, %d do not follow from their parts.\n",
                  (int)checked, (int)figures->n_exceptions);
    say_exceptions(figures, &answer->text);
}

/** Whether it has any figure of that year: a dissolved authority has none, and is left out. */
static bool is_alive(const struct pp_yearly *yearly, int32_t authority, int32_t year)
{
    const int32_t *parts = yearly->parts[authority * yearly->n_years + year - yearly->first_year];
    for (int32_t p = 0; p < PP_N_PARTS; p++) {
        if (parts[p] != PP_UNKNOWN) {
            return true;
        }
    }
    return false;
}

static int32_t count_alive(const struct pp_yearly *yearly, int32_t year)
{
    int32_t n = 0;
    for (int32_t a = 0; a < yearly->n_authorities; a++) {
        n += is_alive(yearly, a, year);
    }
    return n;
}

static void say_head(const struct pp_yearly *yearly, struct pp_buf *out)
{
    struct pp_buf text = {0};
    int32_t last = yearly->first_year + yearly->n_years - 1;
    pp_buf_printf(&text,
                  "%d authorities in %d, figures from %d on. Each forecast knows only what was "
                  "known by then.\n"
                  "same: error of \"same as last year\"; ours: of the forecast, on the same rows; "
                  "held: how often the 80%% range did; score: of the range, below 1 is better than "
                  "ranges pooled from past changes.",
                  (int)count_alive(yearly, last), (int)last, (int)yearly->first_year);
    words_paragraphs(out, 0, 0, pp_buf_text(&text));
    pp_buf_finish(&text);
}

/** Some series must be there to judge; two years ahead is told when there are years enough. */
static bool backtest_all(const struct request *request, const struct yearly_figures *figures,
                         struct answer *answer, struct pp_err *err)
{
    json_t *list = json_array(), *missing = json_array();
    const struct pp_yearly *yearly = &figures->yearly;
    say_head(yearly, &answer->text);
    int32_t now = count_alive(yearly, yearly->first_year + yearly->n_years - 1);
    json_object_set_new(answer->doc, "authorities", json_integer(now));
    json_object_set_new(answer->doc, "backtests", list);
    for (int32_t ahead = 1; ahead <= PP_MAX_AHEAD; ahead++) {
        if (ahead == 1 || yearly->n_years > 2 * ahead) {
            backtest_ahead(request, yearly, ahead, list, missing, answer);
        }
    }
    answer_definitions(figures, answer);
    return say_missing(missing, json_array_size(list) > 0, answer, err);
}

/** The last year before `year` of which there is any row; years behind it are not looked at. */
static bool find_origin(const struct pp_yearly *yearly, int32_t year, int32_t *origin,
                        struct pp_err *err)
{
    int32_t last = yearly->first_year + yearly->n_years - 1;
    *origin = last < year ? last : year - 1;
    return year - *origin <= PP_MAX_AHEAD ||
           pp_fail(err, PP_E_INPUT,
                   "the figures end in %d; %d is more than %d years later, which nothing in them "
                   "can say; forecast %d or %d, or add a newer file",
                   (int)last, (int)year, PP_MAX_AHEAD, (int)last + 1, (int)last + PP_MAX_AHEAD);
}

/** A cell of CSV: quoted, because names hold commas. */
static void add_quoted(struct pp_buf *out, const char *text)
{
    pp_buf_add(out, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        pp_buf_addn(out, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
    }
    pp_buf_add(out, "\"");
}

static void say_outlook(const struct pp_yearly *yearly, int32_t authority, enum pp_series series,
                        int32_t year, const struct pp_outlook *outlook, struct pp_buf *out)
{
    add_quoted(out, yearly->keys[authority]);
    pp_buf_add(out, ",");
    add_quoted(out, yearly->names[authority]);
    pp_buf_printf(out, ",%d,%s,", (int)year, pp_series_name(series));
    if (outlook->from == PP_UNKNOWN) {
        pp_buf_add(out, ",,,,\n");
    } else {
        pp_buf_printf(out, "%d,%.1f,%.1f,%.1f,%.1f\n", (int)outlook->from, outlook->last,
                      outlook->p10, outlook->p50, outlook->p90);
    }
}

static json_t *outlook_json(const struct pp_yearly *yearly, int32_t authority,
                            enum pp_series series, int32_t year, const struct pp_outlook *outlook)
{
    json_t *object = json_pack("{s:o, s:o, s:i, s:s}", "code", answer_text(yearly->keys[authority]),
                               "authority", answer_text(yearly->names[authority]), "year",
                               (int)year, "series", pp_series_name(series));
    bool known = outlook->from != PP_UNKNOWN;
    json_object_set_new(object, "from", known ? json_integer(outlook->from) : json_null());
    json_object_set_new(object, "last", known ? json_real(outlook->last) : json_null());
    json_object_set_new(object, "p10", known ? json_real(outlook->p10) : json_null());
    json_object_set_new(object, "p50", known ? json_real(outlook->p50) : json_null());
    json_object_set_new(object, "p90", known ? json_real(outlook->p90) : json_null());
    return object;
}

/** Says who has figures of earlier years only. */
static void leave_out(const struct pp_yearly *yearly, int32_t origin, struct answer *answer)
{
    json_t *list = json_array();
    for (int32_t a = 0; a < yearly->n_authorities; a++) {
        bool was = false;
        for (int32_t year = yearly->first_year; year < origin; year++) {
            was |= is_alive(yearly, a, year);
        }
        if (was && !is_alive(yearly, a, origin)) {
            json_array_append_new(list, answer_text(yearly->names[a]));
            pp_buf_add(&answer->notes, "note: ");
            words_clean(&answer->notes, yearly->names[a], strlen(yearly->names[a]));
            pp_buf_printf(&answer->notes, " has no figures for %d and is left out\n", (int)origin);
        }
    }
    json_object_set_new(answer->doc, "left_out", list);
}

static void add_outlooks(const struct pp_yearly *yearly, enum pp_series series, int32_t origin,
                         int32_t year, const struct pp_outlook *outlook, json_t *list,
                         struct pp_buf *out)
{
    for (int32_t a = 0; a < yearly->n_authorities; a++) {
        if (is_alive(yearly, a, origin)) {
            say_outlook(yearly, a, series, year, &outlook[a], out);
            json_array_append_new(list, outlook_json(yearly, a, series, year, &outlook[a]));
        }
    }
}

static bool forecast_all(const struct request *request, const struct pp_yearly *yearly,
                         struct answer *answer, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct pp_outlook *outlook = PP_NEW(&arena, struct pp_outlook, yearly->n_authorities);
    int32_t year = (int32_t)request->year, origin;
    json_t *list = json_array(), *missing = json_array();
    bool done = find_origin(yearly, year, &origin, err);
    pp_buf_add(&answer->text, "code,authority,year,series,from,last,p10,p50,p90\n");
    for (int series = 0; done && series < PP_N_SERIES; series++) {
        struct pp_err why = {0};
        if (pp_yearly_forecast(yearly, series, origin, year - origin, outlook, &why)) {
            add_outlooks(yearly, series, origin, year, outlook, list, &answer->text);
        } else {
            json_array_append_new(missing, answer_text(why.text));
        }
    }
    json_object_set_new(answer->doc, "forecast", list);
    if (done) {
        leave_out(yearly, origin, answer);
        done = say_missing(missing, json_array_size(missing) < PP_N_SERIES, answer, err);
    } else {
        json_decref(missing);
    }
    pp_arena_finish(&arena);
    return done;
}

bool command_backtest(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct yearly_figures figures;
    struct pp_faults faults = {0};
    bool sound = yearly_read(request->operands, request->n_operands, &figures, &faults);
    bool done = true;
    answer_faults(&faults, answer);
    if (!sound) {
        pp_buf_count(&answer->notes, faults.n_faults, "fault", "faults");
        pp_buf_add(&answer->notes, "; nothing was forecast.\n");
        answer->status = EXIT_INPUT;
    } else if (request->year >= 0) {
        done = forecast_all(request, &figures.yearly, answer, err);
    } else {
        done = backtest_all(request, &figures, answer, err);
    }
    pp_faults_finish(&faults);
    yearly_finish(&figures);
    return done;
}
