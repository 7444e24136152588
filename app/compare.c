// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two scenarios side by side: each is the service as imported with the
 * changes of its scenario, forecast with the same seed.  A draw depends on the
 * seed and on whom it is about, so what both have in common meets the same
 * chance, and their difference is no noise.  Nothing is stored.
 */
#include "compare.h"

#include "answer.h"
#include "comparison.h"
#include "folder.h"
#include "idle.h"
#include "progress.h"
#include "table.h"
#include "words.h"

#include <podplan/limits.h>
#include <podplan/solver.h>

#include <inttypes.h>
#include <string.h>

enum {
    PATHS = 10000
};

/* One side: a scenario, its forecast, and figures by financial year. */
struct side {
    const char *name; ///< NULL: the service as imported
    const struct pp_scenario *scenario;
    struct pp_service *service;
    struct pp_plan *plan;
    struct comparison_years years;
};

const struct pp_scenario *compare_find(const struct pp_scenario_list *list, const char *name,
                                       struct pp_err *err)
{
    for (int32_t i = 0; i < list->count; i++) {
        if (strcmp(list->rows[i].name, name) == 0) {
            return &list->rows[i];
        }
    }
    pp_fail(err, PP_E_STATE, "there is no scenario '%.64s'; podplan scenario list shows them",
            name);
    return NULL;
}

/* ---- Forecasting one side ---- */

static bool load_side(struct pp_store *store, const struct pp_scenario_list *list,
                      struct side *side, struct pp_err *err)
{
    bool any;
    side->service = pp_store_load_service(store, err);
    if (side->service == NULL || !pp_store_has_plan(store, &any, err)) {
        return false;
    }
    if (side->name != NULL) {
        side->scenario = compare_find(list, side->name, err);
        if (side->scenario == NULL || !pp_scenario_apply(side->service, side->scenario, err)) {
            return false;
        }
    }
    side->plan = any ? pp_store_load_plan(store, side->service, NULL, err) : pp_plan_create();
    return side->plan != NULL;
}

static bool forecast_side(const struct request *request, struct side *side, struct pp_err *err)
{
    struct progress progress = progress_begin();
    const struct pp_settings *own = &side->service->settings;
    int32_t months = request->months < 0 ? own->forecast_months : (int32_t)request->months;
    if (pp_civil_from_day(pp_month_first(own->planned_on, months - 1)).year > PP_LAST_YEAR) {
        return pp_fail(err, PP_E_USAGE, "a forecast of %d months ends after the year %d",
                       (int)months, PP_LAST_YEAR);
    }
    struct pp_solver_settings settings = {
        .seed = (uint64_t)(request->seed < 0 ? own->seed : request->seed),
        .paths = PATHS,
        .progress = progress_report,
        .user = &progress};
    bool done = pp_solve_workforce(side->service, &settings, months, side->plan, err);
    progress_end(&progress);
    return done;
}

static bool make_side(const struct request *request, struct pp_store *store,
                      const struct pp_scenario_list *list, struct side *side, struct pp_err *err)
{
    if (!load_side(store, list, side, err) || !forecast_side(request, side, err)) {
        return false;
    }
    comparison_years(side->plan, side->service->settings.planned_on, &side->years);
    return true;
}

/* ---- Saying what differs ---- */

static const char *side_name(const struct side *side)
{
    return side->name == NULL ? "baseline" : side->name;
}

static void add_figure(struct pp_buf *out, int32_t line, int64_t value, int width)
{
    struct pp_buf text = {0};
    if (comparison_is_money(line)) {
        int64_t pounds = (value + (value < 0 ? -50 : 50)) / 100;
        pp_buf_money(&text, pounds * 100);
    } else {
        pp_buf_milli(&text, value);
    }
    pp_buf_printf(out, "%*s", width, pp_buf_text(&text));
    pp_buf_finish(&text);
}

static void say(const struct side *a, const struct side *b, struct answer *answer)
{
    struct pp_buf *out = &answer->text;
    char year[PP_TIME_TEXT];
    json_t *list = json_array();
    pp_buf_printf(out, "%-8s %-14s %17.17s %17.17s %17s\n", "year", "line", side_name(a),
                  side_name(b), "difference");
    for (int32_t y = 0; y < a->years.n_years; y++) {
        pp_financial_year_text(a->years.first_year + y, year);
        for (int32_t line = 0; line < COMPARISON_LINES; line++) {
            int64_t one = a->years.figures[y][line], other = b->years.figures[y][line];
            pp_buf_printf(out, "%-8s %-14s ", year, comparison_line_name(line));
            add_figure(out, line, one, 17);
            add_figure(out, line, other, 18);
            add_figure(out, line, one - other, 18);
            pp_buf_add(out, "\n");
            json_array_append_new(list,
                                  json_pack("{s:s, s:s, s:s, s:I, s:I, s:I}", "year", year, "line",
                                            comparison_line_name(line), "unit",
                                            comparison_is_money(line) ? "pence" : "fte", "scenario",
                                            (json_int_t)one, "against", (json_int_t)other,
                                            "difference", (json_int_t)(one - other)));
        }
    }
    json_object_set_new(answer->doc, "scenario", json_string(side_name(a)));
    json_object_set_new(answer->doc, "against", json_string(side_name(b)));
    json_object_set_new(answer->doc, "comparison", list);
}

/* FTE and pounds with their decimals: what a spreadsheet reads as numbers. */
static void add_plain(struct pp_buf *out, int32_t line, int64_t value)
{
    int64_t scale = comparison_is_money(line) ? 100 : 1000, size = value < 0 ? -value : value;
    pp_buf_printf(out, ",%s%" PRId64 ".%0*" PRId64, value < 0 ? "-" : "", size / scale,
                  comparison_is_money(line) ? 2 : 3, size % scale);
}

static bool write_csv(const char *path, const struct side *a, const struct side *b,
                      struct pp_err *err)
{
    struct pp_buf text = {0};
    char year[PP_TIME_TEXT];
    pp_buf_add(&text, "financial_year,line,unit,scenario,against,difference\r\n");
    for (int32_t y = 0; y < a->years.n_years; y++) {
        for (int32_t line = 0; line < COMPARISON_LINES; line++) {
            int64_t one = a->years.figures[y][line], other = b->years.figures[y][line];
            pp_buf_printf(&text, "%s,%s,%s", pp_financial_year_text(a->years.first_year + y, year),
                          comparison_line_name(line), comparison_is_money(line) ? "pounds" : "fte");
            add_plain(&text, line, one);
            add_plain(&text, line, other);
            add_plain(&text, line, one - other);
            pp_buf_add(&text, "\r\n");
        }
    }
    bool good = text_write(&text, path, err);
    pp_buf_finish(&text);
    return good;
}

static bool write_reports(const char *dir, const struct side *a, const struct side *b,
                          struct answer *answer, struct pp_err *err)
{
    struct comparison comparison = {{side_name(a), a->scenario, a->service, a->plan},
                                    {side_name(b), b->scenario, b->service, b->plan}};
    if (!folder_make(dir, err) || !comparison_write(&comparison, dir, err)) {
        return false;
    }
    json_t *files = json_array();
    for (const char *const *file = comparison_files; *file != NULL; file++) {
        json_array_append_new(files, json_string(*file));
    }
    json_object_set_new(answer->doc, "files", files);
    pp_buf_printf(&answer->text,
                  "\n%s/comparison.html shows it month by month; .xlsx, .json and "
                  ".csv files beside it have every figure.\n",
                  dir);
    return true;
}

/* ---- What makes no sense to compare, or has no effect ---- */

static bool same_changes(const struct pp_scenario *one, const struct pp_scenario *other)
{
    bool same = one->n_changes == other->n_changes;
    for (int32_t i = 0; same && i < one->n_changes; i++) {
        struct pp_buf a = {0}, b = {0};
        pp_change_text(&one->changes[i], &a);
        pp_change_text(&other->changes[i], &b);
        same = strcmp(pp_buf_text(&a), pp_buf_text(&b)) == 0;
        pp_buf_finish(&a);
        pp_buf_finish(&b);
    }
    return same;
}

static bool refuse_itself(const struct side *a, const struct side *b, struct pp_err *err)
{
    if (a->name == NULL && b->name == NULL) {
        return pp_fail(err, PP_E_USAGE,
                       "the baseline would be compared with itself, where nothing can differ; name "
                       "another with --scenario or --against (podplan scenario list shows them)");
    }
    return a->name == NULL || b->name == NULL || strcmp(a->name, b->name) != 0 ||
           pp_fail(err, PP_E_USAGE,
                   "scenario %s would be compared with itself, where nothing can differ; name "
                   "another with --against, or leave --against out to compare it with the service "
                   "as imported",
                   a->name);
}

/* The changes of either side that change nothing, and that both sides are alike. */
static bool say_effect(const struct request *request, struct pp_store *store, const struct side *a,
                       const struct side *b, struct answer *answer, struct pp_err *err)
{
    if (a->scenario != NULL && b->scenario != NULL && same_changes(a->scenario, b->scenario)) {
        pp_buf_printf(&answer->notes,
                      "note: scenarios %s and %s make the same changes, so nothing differs\n",
                      a->name, b->name);
    }
    return (a->scenario == NULL || idle_say(store, a->scenario, request->months, answer, err)) &&
           (b->scenario == NULL || idle_say(store, b->scenario, request->months, answer, err));
}

static void finish_side(struct side *side)
{
    pp_plan_destroy(side->plan);
    pp_service_destroy(side->service);
}

bool compare_scenarios(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct pp_scenario_list list = {.count = 0};
    const char *against = request->against;
    struct side a = {.name = request->scenario};
    struct side b = {.name = against == NULL || strcmp(against, "baseline") == 0 ? NULL : against};
    a.name = strcmp(a.name, "baseline") == 0 ? NULL : a.name;
    if (!refuse_itself(&a, &b, err)) {
        return false;
    }
    struct pp_store *store = pp_store_open(request->db, false, err);
    bool good = store != NULL && pp_store_load_scenarios(store, &list, err) &&
                make_side(request, store, &list, &a, err) &&
                make_side(request, store, &list, &b, err) &&
                say_effect(request, store, &a, &b, answer, err) &&
                (request->csv == NULL || write_csv(request->csv, &a, &b, err));
    if (good) {
        say(&a, &b, answer);
        good = request->out == NULL || write_reports(request->out, &a, &b, answer, err);
    }
    finish_side(&a);
    finish_side(&b);
    pp_arena_finish(&list.arena);
    pp_store_close(store);
    return good;
}
