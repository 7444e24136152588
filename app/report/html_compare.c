// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * comparison.html: what one scenario changes against another.  First what it
 * comes to in a financial year, in words and in a table; then month by month,
 * a chart of differences for each line with both figures in its table; last
 * the costs line by line.
 */
#include "comparison.h"
#include "html.h"
#include "outlook.h"

#include <podplan/schema.h>

#include <string.h>

/* ---- By financial year ---- */

static const char *const line_words[COMPARISON_LINES] = {
    "Establishment, FTE",
    "In post, FTE",
    "Vacant, FTE",
    "Covered by the bank, FTE",
    "Covered by agencies, FTE",
    "Covered by overtime, FTE",
    "Uncovered, FTE",
    "Needed for the caseload, FTE",
    "Cost of staff in post",
    "Cost of bank, agency and overtime",
    "Other costs",
    "Total cost",
    "Total cost, 1 of 10 paths is below",
    "Total cost, middle of the paths",
    "Total cost, 9 of 10 paths are below",
};

static void add_figure(struct pp_buf *out, int32_t line, int64_t value, bool sign)
{
    pp_buf_add(out, "<td class=\"n\">");
    pp_buf_add(out, sign && value > 0 ? "+" : "");
    if (comparison_is_money(line)) {
        html_pounds(out, value);
    } else {
        html_milli(out, value);
    }
    pp_buf_add(out, "</td>");
}

static void add_name(struct pp_buf *out, const char *name)
{
    pp_buf_add(out, "<th scope=\"col\" class=\"n\">");
    html_text(out, name);
    pp_buf_add(out, "</th>");
}

static void add_year_heads(struct pp_buf *out, const struct comparison *c,
                           const struct comparison_years *years)
{
    char text[PP_TIME_TEXT];
    pp_buf_add(out, "<thead><tr><th rowspan=\"2\" scope=\"col\">Line</th>");
    for (int32_t y = 0; y < years->n_years; y++) {
        html_printf(out, "<th colspan=\"3\" scope=\"colgroup\" class=\"n\">%s, %d %s</th>",
                    pp_financial_year_text(years->first_year + y, text), (int)years->months[y],
                    years->months[y] == 1 ? "month" : "months");
    }
    pp_buf_add(out, "</tr><tr>");
    for (int32_t y = 0; y < years->n_years; y++) {
        add_name(out, c->scenario.name);
        add_name(out, c->against.name);
        add_name(out, "Difference");
    }
    pp_buf_add(out, "</tr></thead>\n");
}

static void add_years_table(struct pp_buf *out, const struct comparison *c,
                            const struct comparison_years *one,
                            const struct comparison_years *other)
{
    pp_buf_add(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"By financial "
               "year\"><table><caption>Full-time equivalents are averages of the months, costs "
               "their sums</caption>\n");
    add_year_heads(out, c, one);
    pp_buf_add(out, "<tbody>\n");
    for (int32_t line = 0; line < COMPARISON_LINES; line++) {
        html_printf(out, "<tr%s><th scope=\"row\">%s</th>",
                    line == COMPARISON_TOTAL ? " class=\"total\"" : "", line_words[line]);
        for (int32_t y = 0; y < one->n_years; y++) {
            int64_t mine = one->figures[y][line], theirs = other->figures[y][line];
            add_figure(out, line, mine, false);
            add_figure(out, line, theirs, false);
            add_figure(out, line, mine - theirs, true);
        }
        pp_buf_add(out, "</tr>\n");
    }
    pp_buf_add(out, "</tbody></table></div>\n");
}

static bool differs(const int64_t *mine, const int64_t *theirs)
{
    return memcmp(mine, theirs, COMPARISON_LINES * sizeof(*mine)) != 0;
}

/* "£26,274 more" or "0.35 less", or "the same". */
static void add_more(struct pp_buf *out, int64_t difference, bool money)
{
    int64_t size = difference < 0 ? -difference : difference;
    if (size == 0) {
        pp_buf_add(out, "the same");
    } else if (money) {
        html_pounds(out, size);
    } else {
        html_milli(out, size);
    }
    pp_buf_add(out, difference < 0 ? " less" : difference > 0 ? " more" : "");
}

/* What a financial year of a scenario comes to, against the other. */
static void add_year_words(struct pp_buf *out, const struct comparison *c, const int64_t *mine,
                           const int64_t *theirs)
{
    static const struct {
        enum comparison_line line;
        const char *words;
    } lines[] = {{COMPARISON_TOTAL, "it costs "},
                 {COMPARISON_IN_POST, "; in post on average "},
                 {COMPARISON_VACANCY, ", vacant "},
                 {COMPARISON_UNMET, ", uncovered "}};
    pp_buf_add(out, ", against ");
    html_text(out, c->against.name);
    pp_buf_add(out, ", ");
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        enum comparison_line line = lines[i].line;
        pp_buf_add(out, lines[i].words);
        add_more(out, mine[line] - theirs[line], comparison_is_money(line));
    }
    pp_buf_add(out, " (full-time equivalents).");
}

/* A sentence for each financial year. */
static void add_words(struct pp_buf *out, const struct comparison *c,
                      const struct comparison_years *one, const struct comparison_years *other)
{
    char text[PP_TIME_TEXT];
    pp_buf_add(out, "<ul>\n");
    for (int32_t y = 0; y < one->n_years; y++) {
        html_printf(out, "<li>In the %d %s of %s", (int)one->months[y],
                    one->months[y] == 1 ? "month" : "months",
                    pp_financial_year_text(one->first_year + y, text));
        if (differs(one->figures[y], other->figures[y])) {
            add_year_words(out, c, one->figures[y], other->figures[y]);
        } else {
            pp_buf_add(out, " nothing differs.");
        }
        pp_buf_add(out, "</li>\n");
    }
    pp_buf_add(out, "</ul>\n");
}

static void add_years(struct pp_buf *out, const struct comparison *c)
{
    struct comparison_years one, other;
    comparison_years(c->scenario.plan, c->scenario.service->settings.planned_on, &one);
    comparison_years(c->against.plan, c->against.service->settings.planned_on, &other);
    html_section_begin(out, "years", "By financial year");
    add_words(out, c, &one, &other);
    add_years_table(out, c, &one, &other);
    html_section_end(out);
}

/* ---- By month ---- */

/* The months of `base`, with the figure of the same month of `other`; unknown where it has none. */
static const int64_t *matched(struct pp_arena *arena, const struct outlook *base,
                              const struct outlook *other, const int64_t *figures)
{
    int64_t *list = PP_NEW(arena, int64_t, base->n + 1);
    for (int32_t at = 0; at < base->n; at++) {
        list[at] = CHART_UNKNOWN;
        for (int32_t k = 0; k < other->n; k++) {
            if (other->months[k] == base->months[at]) {
                list[at] = figures[k];
            }
        }
    }
    return list;
}

/* A line of the outlook, and what its charts are called. */
struct month_line {
    const char *id, *title;
    enum chart_unit unit;
    size_t member;
};

static const int64_t *line_of(const struct outlook *outlook, const struct month_line *line)
{
    return (const int64_t *)(const void *)((const char *)outlook + line->member);
}

/* A chart of the differences; false and no chart when there are none. */
static bool add_line(struct pp_buf *out, const struct comparison *c, const struct outlook *base,
                     const struct outlook *other, const struct month_line *line)
{
    struct pp_arena arena = {0};
    const int64_t *theirs = line_of(base, line);
    const int64_t *mine = matched(&arena, base, other, line_of(other, line));
    bool differ = memcmp(mine, theirs, (size_t)base->n * sizeof(*mine)) != 0;
    if (!differ) {
        pp_arena_finish(&arena);
        return false;
    }
    chart_add_difference(out, &(struct chart_pair){
                                  .id = line->id,
                                  .title = line->title,
                                  .unit = line->unit,
                                  .heading = "Month",
                                  .labels = base->labels,
                                  .ticks = base->ticks,
                                  .under = base->years,
                                  .n = base->n,
                                  .name = c->scenario.name,
                                  .against = c->against.name,
                                  .values = mine,
                                  .base = theirs,
                              });
    pp_arena_finish(&arena);
    return true;
}

/* Both sides in one drawing: posts, and people in post with their ranges. */
static void add_both(struct pp_buf *out, const struct comparison *c, const struct outlook *base,
                     const struct outlook *other)
{
    struct pp_arena arena = {0};
    const char *one = c->scenario.name, *two = c->against.name;
    const struct chart_series series[] = {
        {.name = pp_arena_printf(&arena, "establishment, %s", one),
         .mark = CHART_LINE,
         .style = 0,
         .values = matched(&arena, base, other, other->establishment)},
        {.name = pp_arena_printf(&arena, "in post, %s", one),
         .mark = CHART_LINE,
         .style = 1,
         .values = matched(&arena, base, other, other->in_post)},
        {.name = pp_arena_printf(&arena, "establishment, %s", two),
         .mark = CHART_LINE,
         .style = 2,
         .values = base->establishment},
        {.name = pp_arena_printf(&arena, "in post, %s", two),
         .mark = CHART_LINE,
         .style = 3,
         .values = base->in_post},
        {.name = pp_arena_printf(&arena, "in post, %s, 8 of 10 simulated paths", one),
         .mark = CHART_BAND,
         .style = 0,
         .values = matched(&arena, base, other, other->low),
         .high = matched(&arena, base, other, other->high)},
        {.name = pp_arena_printf(&arena, "in post, %s, 8 of 10 simulated paths", two),
         .mark = CHART_BAND,
         .style = 1,
         .values = base->low,
         .high = base->high},
    };
    chart_add(out, &(struct chart){
                       .id = "both-posts",
                       .title = "Establishment against people in post, both scenarios",
                       .about = "Full-time equivalents by month under both scenarios: posts, and "
                                "people in post with their range where it was simulated.",
                       .unit = CHART_FTE,
                       .heading = "Month",
                       .labels = base->labels,
                       .ticks = base->ticks,
                       .under = base->years,
                       .n = base->n,
                       .series = series,
                       .n_series = base->has_range && other->has_range ? 6 : 4,
                   });
    pp_arena_finish(&arena);
}

static void add_months(struct pp_buf *out, const struct comparison *c)
{
    static const struct month_line lines[] = {
        {"diff-establishment", "Establishment", CHART_FTE, offsetof(struct outlook, establishment)},
        {"diff-in-post", "People in post", CHART_FTE, offsetof(struct outlook, in_post)},
        {"diff-bank", "Covered by the bank", CHART_FTE, offsetof(struct outlook, bank)},
        {"diff-agency", "Covered by agencies", CHART_FTE, offsetof(struct outlook, agency)},
        {"diff-overtime", "Covered by overtime", CHART_FTE, offsetof(struct outlook, overtime)},
        {"diff-unmet", "Uncovered", CHART_FTE, offsetof(struct outlook, unmet)},
        {"diff-needed", "Needed for the caseload", CHART_FTE, offsetof(struct outlook, needed)},
        {"diff-cost", "Cost", CHART_MONEY, offsetof(struct outlook, cost)},
    };
    struct pp_arena arena = {0};
    struct outlook *base = PP_NEW(&arena, struct outlook, 1);
    struct outlook *other = PP_NEW(&arena, struct outlook, 1);
    outlook_of(c->against.plan, base);
    outlook_of(c->scenario.plan, other);
    html_section_begin(out, "months", "By month");
    add_both(out, c, base, other);
    const char *same[sizeof(lines) / sizeof(lines[0])];
    int n_same = 0;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (!add_line(out, c, base, other, &lines[i])) {
            same[n_same++] = lines[i].title;
        }
    }
    for (int i = 0; i < n_same; i++) {
        html_printf(out, "%s%s%s", i == 0 ? "<p>In every month the same: " : ", ", same[i],
                    i + 1 == n_same ? ".</p>\n" : "");
    }
    html_section_end(out);
    pp_arena_finish(&arena);
}

/* ---- The page ---- */

static void add_head(struct pp_buf *out, const struct comparison *c)
{
    const struct pp_settings *settings = &c->against.service->settings;
    char day[PP_STAMP_TEXT];
    html_page_begin(out, settings->service_name, "two scenarios");
    pp_buf_add(out, "<header><p class=\"soft\">");
    html_text(out, settings->service_name);
    pp_buf_add(out, "</p>\n<h1>");
    html_text(out, c->scenario.name);
    pp_buf_add(out, " against ");
    html_text(out, c->against.name);
    html_printf(out,
                "</h1>\n<p>Forecasts from %s on. Both meet the same chances, so that their "
                "difference is that of the scenarios. Nothing of this is in force.</p></header>\n",
                pp_day_words(settings->planned_on, day));
}

bool html_write_comparison(const struct comparison *c, const struct table *tables, const char *path,
                           struct pp_err *err)
{
    struct pp_buf out = {0};
    add_head(&out, c);
    pp_buf_add(&out, "<main>\n");
    html_section_begin(&out, "compared", "What is compared");
    html_add_table(&out, &tables[COMPARISON_WHAT], "What each scenario changes");
    html_section_end(&out);
    add_years(&out, c);
    add_months(&out, c);
    html_section_begin(&out, "costs", "Cost by line");
    html_add_table(&out, &tables[COMPARISON_COSTS], "Cost by financial year and line");
    html_section_end(&out);
    pp_buf_add(&out,
               "</main>\n<footer><p>Every figure is in the CSV files and the workbook beside this "
               "page.</p></footer>\n</body>\n</html>\n");
    bool ok = text_write(&out, path, err);
    pp_buf_finish(&out);
    return ok;
}
