// SPDX-License-Identifier: GPL-3.0-or-later
/* Drawing a chart: its scale, its marks in layers from the back to the front, its key. */
#include "chart.h"

#include "html.h"

#include <podplan/arena.h>

#include <string.h>

/* Where the drawing is, in units of the view box. */
enum {
    LEFT = 92,
    RIGHT = 12,
    TOP = 14,
    BOTTOM = 40,
    WIDE = 900,
    HIGH = 320,
    TICKS = 6,
    LABELS = 18 ///< most labels along the axis
};

struct scale {
    const struct chart *chart;
    int64_t least, most, step; ///< multiples of step around every value and 0
    int groups;                ///< stacks side by side
};

/* ---- The scale ---- */

static int64_t nice_step(int64_t span)
{
    int64_t step = 1;
    for (int turn = 0; step * TICKS < span; turn++) {
        step = turn % 3 == 1 ? step / 2 * 5 : step * 2; // 1, 2, 5, 10, …
    }
    return step;
}

static void widen(struct scale *scale, int64_t value)
{
    if (value != CHART_UNKNOWN) {
        scale->least = value < scale->least ? value : scale->least;
        scale->most = value > scale->most ? value : scale->most;
    }
}

/* Top and bottom of the stacks of one group at a point. */
static void stack_ends(const struct chart *chart, int32_t at, int group, int64_t ends[2])
{
    ends[0] = ends[1] = 0;
    for (int32_t s = 0; s < chart->n_series; s++) {
        const struct chart_series *series = &chart->series[s];
        int64_t value = series->values[at];
        if (series->mark == CHART_BAR && series->group == group && value != CHART_UNKNOWN) {
            ends[value < 0] += value;
        }
    }
}

static struct scale scale_of(const struct chart *chart)
{
    struct scale scale = {.chart = chart, .groups = 1};
    for (int32_t at = 0; at < chart->n; at++) {
        for (int32_t s = 0; s < chart->n_series; s++) {
            const struct chart_series *series = &chart->series[s];
            bool bar = series->mark == CHART_BAR;
            scale.groups = bar && series->group >= scale.groups ? series->group + 1 : scale.groups;
            bool drawn = series->mark == CHART_LINE || series->mark == CHART_BAND;
            widen(&scale, drawn ? series->values[at] : 0);
            widen(&scale, series->high == NULL ? 0 : series->high[at]);
        }
        for (int group = 0; group < CHART_GROUPS; group++) {
            int64_t ends[2];
            stack_ends(chart, at, group, ends);
            widen(&scale, ends[0]);
            widen(&scale, ends[1]);
        }
    }
    int64_t smallest = chart->unit == CHART_FTE ? 100 : 10000;
    scale.step = nice_step(scale.most - scale.least);
    scale.step = scale.step < smallest ? smallest : scale.step;
    scale.most = (scale.most + scale.step - 1) / scale.step * scale.step;
    scale.least = -((-scale.least + scale.step - 1) / scale.step * scale.step);
    scale.most += scale.most == scale.least ? scale.step : 0;
    return scale;
}

static double x_at(const struct scale *scale, double at)
{
    return LEFT + (WIDE - LEFT - RIGHT) * at / scale->chart->n;
}

static double y_at(const struct scale *scale, int64_t value)
{
    double share = (double)(value - scale->least) / (double)(scale->most - scale->least);
    return TOP + (HIGH - TOP - BOTTOM) * (1.0 - share);
}

static void add_value(struct pp_buf *out, enum chart_unit unit, int64_t value)
{
    if (unit == CHART_MONEY) {
        html_pounds(out, value);
    } else {
        html_milli(out, value);
    }
}

/* ---- Layers ---- */

static void add_grid(struct pp_buf *out, const struct scale *scale)
{
    for (int64_t value = scale->least; value <= scale->most; value += scale->step) {
        double y = y_at(scale, value);
        html_printf(out,
                    "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" "
                    "text-anchor=\"end\">",
                    LEFT, y, WIDE - RIGHT, LEFT - 6, y + 4);
        add_value(out, scale->chart->unit, value);
        pp_buf_add(out, "</text>\n");
    }
}

static void add_label(struct pp_buf *out, const struct scale *scale, int32_t at, int y,
                      const char *text)
{
    html_printf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x_at(scale, at + 0.5), y);
    html_text(out, text);
    pp_buf_add(out, "</text>\n");
}

static void add_labels(struct pp_buf *out, const struct scale *scale)
{
    const struct chart *chart = scale->chart;
    int32_t every = (chart->n + LABELS - 1) / LABELS;
    const char *last = "";
    for (int32_t at = 0; at < chart->n; at += every) {
        add_label(out, scale, at, HIGH - BOTTOM + 16, chart->ticks[at]);
        if (chart->under != NULL && strcmp(chart->under[at], last) != 0) {
            last = chart->under[at];
            add_label(out, scale, at, HIGH - BOTTOM + 32, last);
        }
    }
}

static bool is_known(const struct chart_series *series, int32_t at)
{
    return series->values[at] != CHART_UNKNOWN &&
           (series->high == NULL || series->high[at] != CHART_UNKNOWN);
}

/* Steps over a run of points whose values are known: forwards along `from`, back along `high`. */
static void add_run(struct pp_buf *out, const struct scale *scale,
                    const struct chart_series *series, int32_t first, int32_t end)
{
    for (int32_t at = first; at < end; at++) {
        html_printf(out, "%s%.1f %.1fH%.1f", at == first ? "M" : "L", x_at(scale, at),
                    y_at(scale, series->values[at]), x_at(scale, at + 1));
    }
    for (int32_t at = end - 1; series->high != NULL && at >= first; at--) {
        html_printf(out, "L%.1f %.1fH%.1f", x_at(scale, at + 1), y_at(scale, series->high[at]),
                    x_at(scale, at));
    }
    pp_buf_add(out, series->high != NULL ? "Z" : "");
}

static void add_path(struct pp_buf *out, const struct scale *scale,
                     const struct chart_series *series)
{
    html_printf(out, "<path class=\"%s l%d\" d=\"", series->mark == CHART_BAND ? "band" : "line",
                series->style);
    for (int32_t at = 0; at < scale->chart->n;) {
        int32_t end = at;
        while (end < scale->chart->n && is_known(series, end)) {
            end++;
        }
        if (end > at) {
            add_run(out, scale, series, at, end);
        }
        at = end > at ? end : at + 1;
    }
    pp_buf_add(out, "\"/>\n");
}

static void add_bar(struct pp_buf *out, const struct scale *scale,
                    const struct chart_series *series, int32_t at, int64_t below)
{
    int64_t value = series->values[at];
    double top = y_at(scale, value > 0 ? below + value : below);
    double bottom = y_at(scale, value > 0 ? below : below + value);
    double width = 0.7 / scale->groups;
    html_printf(out,
                "<rect class=\"bars\" fill=\"url(#%s-p%d)\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                "height=\"%.1f\"/>",
                scale->chart->id, series->style, x_at(scale, at + 0.15 + width * series->group),
                top, (WIDE - LEFT - RIGHT) * width / scale->chart->n, bottom - top);
}

static void add_bars(struct pp_buf *out, const struct scale *scale)
{
    const struct chart *chart = scale->chart;
    for (int32_t at = 0; at < chart->n; at++) {
        int64_t ends[CHART_GROUPS][2] = {{0}};
        for (int32_t s = 0; s < chart->n_series; s++) {
            const struct chart_series *series = &chart->series[s];
            int64_t value = series->values[at];
            if (series->mark == CHART_BAR && value != CHART_UNKNOWN && value != 0) {
                int64_t *end = &ends[series->group][value < 0];
                add_bar(out, scale, series, at, *end);
                *end += value;
            }
        }
    }
    pp_buf_add(out, "\n");
}

/* ---- Key and table ---- */

static void add_patterns(struct pp_buf *out, const char *id)
{
    static const struct {
        const char *ground, *marks;
    } patterns[CHART_STYLES] = {
        {"#12436d", ""},
        {"#9fd3c7", "M0 8L8 0M-2 2L2-2M6 10L10 6"},
        {"#f3c36b", "M2 2h1v1h-1zM6 6h1v1h-1z"},
        {"#801650", "M0 4H8"},
        {"#ffffff", "M0 0L8 8M0 8L8 0"},
        {"#c9ced1", "M4 0V8"},
        {"#5694ca", "M0 2H8M0 6H8"},
        {"#ffffff", "M1 1h1v1h-1z"},
        {"#4b7f52", ""},
        {"#e9e4f0", "M0 0L8 8M-2 6L2 10M6-2L10 2"},
    };
    pp_buf_add(out, "<defs>");
    for (int style = 0; style < CHART_STYLES; style++) {
        bool dark = style == 0 || style == 3 || style == 8;
        html_printf(out,
                    "<pattern id=\"%s-p%d\" width=\"8\" height=\"8\" "
                    "patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"%s\"/>"
                    "<path d=\"%s\" stroke=\"%s\" fill=\"none\"/></pattern>",
                    id, style, patterns[style].ground, patterns[style].marks,
                    dark ? "#ffffff" : "#0b0c0c");
    }
    pp_buf_add(out, "</defs>\n");
}

/* What the marks mean, drawn as they are drawn. */
static void add_key(struct pp_buf *out, const struct chart *chart)
{
    pp_buf_add(out, "<ul class=\"key\">\n");
    for (int32_t s = 0; s < chart->n_series; s++) {
        const struct chart_series *series = &chart->series[s];
        if (series->mark == CHART_FIGURE) {
            continue;
        }
        pp_buf_add(out,
                   "<li><svg class=\"chart swatch\" viewBox=\"0 0 34 12\" "
                   "aria-hidden=\"true\">");
        if (series->mark == CHART_LINE) {
            html_printf(out, "<path class=\"line l%d\" d=\"M0 6H34\"/>", series->style);
        } else if (series->mark == CHART_BAND) {
            html_printf(out, "<path class=\"band l%d\" d=\"M0 0H34V12H0Z\"/>", series->style);
        } else {
            html_printf(out,
                        "<rect class=\"bars\" fill=\"url(#%s-p%d)\" width=\"34\" "
                        "height=\"12\"/>",
                        chart->id, series->style);
        }
        pp_buf_add(out, "</svg> ");
        html_text(out, series->name);
        pp_buf_add(out, "</li>\n");
    }
    pp_buf_add(out, "</ul>\n");
}

static void add_number(struct pp_buf *out, enum chart_unit unit, int64_t value)
{
    pp_buf_add(out, "<td class=\"n\">");
    if (value != CHART_UNKNOWN) {
        add_value(out, unit, value);
    }
    pp_buf_add(out, "</td>");
}

static void add_heads(struct pp_buf *out, const struct chart *chart)
{
    html_printf(out, "<thead><tr><th scope=\"col\">%s</th>", chart->heading);
    for (int32_t s = 0; s < chart->n_series; s++) {
        bool band = chart->series[s].mark == CHART_BAND;
        for (int end = 0; end <= band; end++) {
            pp_buf_add(out, "<th scope=\"col\" class=\"n\">");
            html_text(out, chart->series[s].name);
            pp_buf_add(out, !band ? "</th>" : end == 0 ? ", from</th>" : ", to</th>");
        }
    }
    pp_buf_add(out, "</tr></thead>\n");
}

static void add_table(struct pp_buf *out, const struct chart *chart)
{
    pp_buf_add(out,
               "<details><summary>The figures of the chart</summary>\n<div class=\"scroll\" "
               "tabindex=\"0\" role=\"region\" aria-label=\"");
    html_text(out, chart->title);
    pp_buf_add(out, "\"><table><caption>");
    html_text(out, chart->title);
    pp_buf_add(out, "</caption>\n");
    add_heads(out, chart);
    pp_buf_add(out, "<tbody>\n");
    for (int32_t at = 0; at < chart->n; at++) {
        pp_buf_add(out, "<tr><th scope=\"row\">");
        html_text(out, chart->labels[at]);
        pp_buf_add(out, "</th>");
        for (int32_t s = 0; s < chart->n_series; s++) {
            add_number(out, chart->unit, chart->series[s].values[at]);
            if (chart->series[s].mark == CHART_BAND) {
                add_number(out, chart->unit, chart->series[s].high[at]);
            }
        }
        pp_buf_add(out, "</tr>\n");
    }
    pp_buf_add(out, "</tbody></table></div></details>\n");
}

static void add_drawing(struct pp_buf *out, const struct chart *chart)
{
    struct scale scale = scale_of(chart);
    html_printf(out,
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" "
                "aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">",
                WIDE, HIGH, chart->id, chart->id, chart->id);
    html_text(out, chart->title);
    html_printf(out, "</title><desc id=\"%s-d\">", chart->id);
    html_text(out, chart->about);
    pp_buf_add(out, " The figures are in the table below.</desc>\n");
    add_patterns(out, chart->id);
    add_grid(out, &scale);
    for (int layer = 0; layer < 2; layer++) { // bands behind the bars, lines before them
        for (int32_t s = 0; s < chart->n_series; s++) {
            if (chart->series[s].mark == (layer == 0 ? CHART_BAND : CHART_LINE)) {
                add_path(out, &scale, &chart->series[s]);
            }
        }
        if (layer == 0) {
            add_bars(out, &scale);
        }
    }
    html_printf(out, "<path class=\"axis\" d=\"M%d %.1fH%d\"/>\n", LEFT, y_at(&scale, 0),
                WIDE - RIGHT);
    add_labels(out, &scale);
    pp_buf_add(out, "</svg>\n");
}

void chart_add(struct pp_buf *out, const struct chart *chart)
{
    if (chart->n == 0 || chart->n_series == 0) {
        return;
    }
    html_printf(out, "<figure id=\"%s\"><figcaption><strong>", chart->id);
    html_text(out, chart->title);
    pp_buf_add(out, "</strong><br>");
    html_text(out, chart->about);
    pp_buf_add(out, "</figcaption>\n");
    add_drawing(out, chart);
    add_key(out, chart);
    pp_buf_add(out, "</figure>\n");
    add_table(out, chart);
}

/* ---- Two scenarios ---- */

void chart_add_difference(struct pp_buf *out, const struct chart_pair *pair)
{
    struct pp_arena arena = {0};
    int64_t *difference = PP_NEW(&arena, int64_t, pair->n + 1);
    for (int32_t at = 0; at < pair->n; at++) {
        bool known = pair->values[at] != CHART_UNKNOWN && pair->base[at] != CHART_UNKNOWN;
        difference[at] = known ? pair->values[at] - pair->base[at] : CHART_UNKNOWN;
    }
    const struct chart_series series[] = {
        {.name = pair->name, .mark = CHART_FIGURE, .values = pair->values},
        {.name = pair->against, .mark = CHART_FIGURE, .values = pair->base},
        {.name = pp_arena_printf(&arena, "%s less %s", pair->name, pair->against),
         .mark = CHART_BAR,
         .values = difference},
    };
    struct chart chart = {
        .id = pair->id,
        .title = pp_arena_printf(&arena, "%s: %s less %s", pair->title, pair->name, pair->against),
        .about = pp_arena_printf(&arena,
                                 "%s: bars up where %s has more than %s, down where it has less.",
                                 pair->unit == CHART_MONEY ? "Pounds" : "Full-time equivalents",
                                 pair->name, pair->against),
        .unit = pair->unit,
        .heading = pair->heading,
        .labels = pair->labels,
        .ticks = pair->ticks,
        .under = pair->under,
        .n = pair->n,
        .series = series,
        .n_series = sizeof(series) / sizeof(series[0]),
    };
    chart_add(out, &chart);
    pp_arena_finish(&arena);
}
