// SPDX-License-Identifier: GPL-3.0-or-later
/* The money and workforce sections of report.html: a chart by month, cost against funding, savings. */
#include "html.h"

#include <podplan/schema.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- The workforce chart ---- */

/* Where the drawing is, in units of the view box. */
enum {
    LEFT = 46,
    RIGHT = 10,
    TOP = 14,
    BOTTOM = 34,
    WIDE = 900,
    HIGH = 320
};

/* The months of the service as a whole (role PP_NONE), in order. */
struct series {
    const struct pp_month *months[512];
    int32_t n;
    int64_t most; ///< the top of the scale, thousandths
};

static int64_t round_up(int64_t most)
{
    int64_t step = 1000;
    while (step * 5 < most) {
        step *= step % 3 == 0 || step % 4 == 0 ? 5 : 2;
    }
    return (most / step + 1) * step;
}

static struct series whole_service(const struct pp_plan *plan)
{
    struct series series = {.most = 1000};
    for (int32_t i = 0; i < plan->n_months && series.n < 512; i++) {
        const struct pp_month *month = &plan->months[i];
        if (month->role == PP_NONE) {
            series.months[series.n++] = month;
            series.most = month->establishment > series.most ? month->establishment : series.most;
            series.most = month->in_post > series.most ? month->in_post : series.most;
            series.most = month->needed > series.most ? month->needed : series.most;
        }
    }
    series.most = round_up(series.most);
    return series;
}

static double x_at(const struct series *series, double month)
{
    return LEFT + (WIDE - LEFT - RIGHT) * month / series->n;
}

static double y_at(const struct series *series, int64_t milli)
{
    return TOP + (HIGH - TOP - BOTTOM) * (1.0 - (double)milli / (double)series->most);
}

static void add_axes(struct pp_buf *out, const struct series *series)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (int32_t i = 0; i <= 4; i++) {
        int64_t value = series->most * i / 4;
        html_printf(out,
                    "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" "
                    "text-anchor=\"end\">",
                    LEFT, y_at(series, value), WIDE - RIGHT, LEFT - 6, y_at(series, value) + 4);
        html_milli(out, value);
        pp_buf_add(out, "</text>\n");
    }
    int32_t every = (series->n + 17) / 18;
    for (int32_t m = 0; m < series->n; m += every) {
        struct pp_civil date = pp_civil_from_day(series->months[m]->month);
        html_printf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x_at(series, m + 0.5), HIGH - BOTTOM + 15, names[date.month - 1]);
        if (m == 0 || date.month <= every) {
            html_printf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                        x_at(series, m + 0.5), HIGH - BOTTOM + 30, date.year);
        }
        pp_buf_add(out, "\n");
    }
}

/* A step line over the months; months whose value is unknown break it. */
static void add_line(struct pp_buf *out, const struct series *series, const char *class,
                     size_t member)
{
    html_printf(out, "<path class=\"%s\" d=\"", class);
    bool drawing = false;
    for (int32_t m = 0; m < series->n; m++) {
        int32_t value;
        memcpy(&value, (const char *)series->months[m] + member, sizeof(value));
        if (value != PP_UNKNOWN) {
            html_printf(out, "%s%.1f %.1fH%.1f", drawing ? "L" : "M", x_at(series, m),
                        y_at(series, value), x_at(series, m + 1));
        }
        drawing = value != PP_UNKNOWN;
    }
    pp_buf_add(out, "\"/>\n");
}

static void add_stack(struct pp_buf *out, const struct series *series)
{
    static const char *const classes[] = {"bank", "agency", "unmet"};
    double width = (WIDE - LEFT - RIGHT) / (double)series->n * 0.6;
    for (int32_t m = 0; m < series->n; m++) {
        const struct pp_month *month = series->months[m];
        const int32_t parts[] = {month->bank, month->agency, month->unmet};
        int64_t below = 0;
        for (int part = 0; part < 3; part++) {
            if (parts[part] > 0) {
                double top = y_at(series, below + parts[part]);
                html_printf(out,
                            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                            "height=\"%.1f\"/>",
                            classes[part], x_at(series, m + 0.2), top, width,
                            y_at(series, below) - top);
            }
            below += parts[part];
        }
    }
    pp_buf_add(out, "\n");
}

/* What the lines and bars mean, drawn as they are drawn. */
static void add_chart_key(struct pp_buf *out)
{
    static const char *const lines[][2] = {
        {"establishment", "establishment"},
        {"post", "in post"},
        {"needed", "needed for the caseload, in roles that hold cases"},
    };
    static const char *const bars[][2] = {
        {"bank", "bank"}, {"agency", "agency"}, {"unmet", "uncovered"}};
    pp_buf_add(out, "<figcaption><ul class=\"key\">\n");
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        html_printf(out,
                    "<li><svg class=\"chart swatch\" viewBox=\"0 0 34 10\" aria-hidden=\"true\">"
                    "<path class=\"%s\" d=\"M0 5H34\"/></svg> %s</li>\n",
                    lines[i][0], lines[i][1]);
    }
    for (size_t i = 0; i < sizeof(bars) / sizeof(bars[0]); i++) {
        html_printf(out,
                    "<li><svg class=\"chart swatch\" viewBox=\"0 0 34 10\" aria-hidden=\"true\">"
                    "<rect class=\"%s\" width=\"34\" height=\"10\"/></svg> %s</li>\n",
                    bars[i][0], bars[i][1]);
    }
    pp_buf_add(out, "</ul></figcaption>");
}

static void add_chart(struct pp_buf *out, const struct series *series)
{
    html_printf(out,
                "<figure style=\"margin:0\"><svg class=\"chart\" viewBox=\"0 0 %d %d\" "
                "role=\"img\" aria-label=\"Full-time equivalents by month: establishment, in "
                "post, and cover by bank and agency. The figures are in the table below.\">\n",
                WIDE, HIGH);
    add_axes(out, series);
    add_stack(out, series);
    add_line(out, series, "needed", offsetof(struct pp_month, needed));
    add_line(out, series, "establishment", offsetof(struct pp_month, establishment));
    add_line(out, series, "post", offsetof(struct pp_month, in_post));
    html_printf(out, "<path class=\"axis\" d=\"M%d %dH%d\"/>\n</svg>\n", LEFT, HIGH - BOTTOM,
                WIDE - RIGHT);
    add_chart_key(out);
    pp_buf_add(out, "</figure>\n");
}

static void add_month_row(struct pp_buf *out, const struct report_input *input,
                          const struct pp_month *month)
{
    char text[PP_DATE_TEXT];
    const int32_t values[] = {month->establishment, month->in_post, month->vacancy, month->bank,
                              month->agency,        month->unmet,   month->needed};
    html_printf(out, "<tr%s><td>%.7s</td><th scope=\"row\">",
                month->role == PP_NONE ? " class=\"total\"" : "", pp_day_text(month->month, text));
    html_text(out, month->role == PP_NONE
                       ? "The service"
                       : pp_row_name(input->service, PP_TABLE_roles, month->role));
    pp_buf_add(out, "</th>");
    for (size_t v = 0; v < sizeof(values) / sizeof(values[0]); v++) {
        pp_buf_add(out, "<td class=\"n\">");
        if (values[v] != PP_UNKNOWN) {
            html_milli(out, values[v]);
        }
        pp_buf_add(out, "</td>");
    }
    pp_buf_add(out, "</tr>\n");
}

void html_forecast(struct pp_buf *out, const struct report_input *input)
{
    static const char *const heads[] = {"Establishment", "In post",   "Vacancy", "Bank",
                                        "Agency",        "Uncovered", "Needed"};
    struct series series = whole_service(input->plan);
    if (series.n == 0) {
        return;
    }
    html_section_begin(out, "forecast", "Workforce by month");
    pp_buf_add(out, "<p>Full-time equivalents.</p>\n");
    add_chart(out, &series);
    pp_buf_add(out,
               "<details><summary>The figures of the chart, by role</summary>\n<div "
               "class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Workforce\">"
               "<table><thead><tr><th scope=\"col\">Month</th><th scope=\"col\">Role</th>");
    for (size_t h = 0; h < sizeof(heads) / sizeof(heads[0]); h++) {
        html_printf(out, "<th scope=\"col\" class=\"n\">%s</th>", heads[h]);
    }
    pp_buf_add(out, "</tr></thead>\n<tbody>\n");
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        add_month_row(out, input, &input->plan->months[m]);
    }
    pp_buf_add(out, "</tbody></table></div></details>\n");
    html_section_end(out);
}

/* ---- Cost by line and financial year ---- */

enum {
    MOST_YEARS = 12,
    MOST_LINES = 200
};

struct cost_row {
    const char *line;
    int64_t amount[MOST_YEARS];
};

struct cost_table {
    struct cost_row rows[MOST_LINES];
    int32_t n_rows, first_year, n_years;
};

static struct cost_row *row_of(struct cost_table *table, const char *line)
{
    for (int32_t i = 0; i < table->n_rows; i++) {
        if (strcmp(table->rows[i].line, line) == 0) {
            return &table->rows[i];
        }
    }
    if (table->n_rows == MOST_LINES) {
        table->rows[MOST_LINES - 1].line = "all other lines";
        return &table->rows[MOST_LINES - 1];
    }
    struct cost_row *row = &table->rows[table->n_rows++];
    row->line = line;
    return row;
}

/* By name, so that a financial year more or less does not shuffle them. */
static int compare_rows(const void *left, const void *right)
{
    const struct cost_row *a = left, *b = right;
    return strcmp(a->line, b->line);
}

static void sum_costs(const struct pp_plan *plan, struct cost_table *table)
{
    table->first_year = INT32_MAX;
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        int32_t year = pp_financial_year(plan->cost_lines[i].month);
        table->first_year = year < table->first_year ? year : table->first_year;
    }
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        int32_t year = pp_financial_year(plan->cost_lines[i].month) - table->first_year;
        if (year < MOST_YEARS) {
            table->n_years = year + 1 > table->n_years ? year + 1 : table->n_years;
            row_of(table, plan->cost_lines[i].line)->amount[year] += plan->cost_lines[i].amount;
        }
    }
    qsort(table->rows, (size_t)table->n_rows, sizeof(table->rows[0]), compare_rows);
}

static void add_cost_row(struct pp_buf *out, const char *line, const int64_t *amount, int32_t years,
                         bool total)
{
    html_printf(out, "<tr%s><th scope=\"row\">", total ? " class=\"total\"" : "");
    html_text(out, line);
    pp_buf_add(out, "</th>");
    for (int32_t y = 0; y < years; y++) {
        pp_buf_add(out, "<td class=\"n\">");
        html_pounds(out, amount[y]);
        pp_buf_add(out, "</td>");
    }
    pp_buf_add(out, "</tr>\n");
}

static void add_costs(struct pp_buf *out, const struct report_input *input)
{
    struct pp_arena arena = {0};
    struct cost_table *table = PP_NEW(&arena, struct cost_table, 1);
    int64_t total[MOST_YEARS] = {0};
    sum_costs(input->plan, table);
    pp_buf_add(out,
               "<div class=\"scroll\"><table><caption>Cost by line and financial year"
               "</caption>\n<thead><tr><th scope=\"col\">Line</th>");
    for (int32_t y = 0; y < table->n_years; y++) {
        char text[PP_TIME_TEXT];
        html_printf(out, "<th scope=\"col\" class=\"n\">%s</th>",
                    pp_financial_year_text(table->first_year + y, text));
    }
    pp_buf_add(out, "</tr></thead>\n<tbody>\n");
    for (int32_t i = 0; i < table->n_rows; i++) {
        add_cost_row(out, table->rows[i].line, table->rows[i].amount, table->n_years, false);
        for (int32_t y = 0; y < table->n_years; y++) {
            total[y] += table->rows[i].amount[y];
        }
    }
    add_cost_row(out, "Total", total, table->n_years, true);
    pp_buf_add(out, "</tbody></table></div>\n");
    pp_arena_finish(&arena);
}

/* ---- Savings ---- */

static void add_pounds_cell(struct pp_buf *out, int64_t pence)
{
    pp_buf_add(out, "<td class=\"n\">");
    html_pounds(out, pence);
    pp_buf_add(out, "</td>");
}

static void add_cohort_total(struct pp_buf *out, const char *cohort, int64_t net)
{
    pp_buf_add(out, "<tr class=\"total\"><th scope=\"row\">");
    html_text(out, cohort);
    pp_buf_add(out, "</th><td>together</td><td></td><td></td><td></td>");
    add_pounds_cell(out, net);
    pp_buf_add(out, "</tr>\n");
}

static void add_savings(struct pp_buf *out, const struct report_input *input)
{
    const struct pp_plan *plan = input->plan;
    int64_t net = 0;
    if (plan->n_savings == 0) {
        return;
    }
    pp_buf_add(out,
               "<div class=\"scroll\"><table><caption>Value for money, a year</caption>\n"
               "<thead><tr><th scope=\"col\">Cohort</th><th scope=\"col\">Outcome</th>"
               "<th scope=\"col\" class=\"n\">Cases</th>"
               "<th scope=\"col\" class=\"n\">Cost avoided</th>"
               "<th scope=\"col\" class=\"n\">Less cost instead</th>"
               "<th scope=\"col\" class=\"n\">Saving</th></tr></thead>\n<tbody>\n");
    for (int32_t i = 0; i < plan->n_savings; i++) {
        const struct pp_saving *saving = &plan->savings[i];
        const struct pp_benefit *benefit = &input->service->benefits[saving->benefit];
        pp_buf_add(out, "<tr><th scope=\"row\">");
        html_text(out, benefit->cohort);
        pp_buf_add(out, "</th><td>");
        html_text(out, benefit->outcome);
        html_printf(out, "</td><td class=\"n\">%d</td>", benefit->cases);
        add_pounds_cell(out, saving->gross);
        add_pounds_cell(out, saving->less);
        add_pounds_cell(out, saving->net);
        pp_buf_add(out, "</tr>\n");
        net += saving->net;
        bool last = i + 1 == plan->n_savings ||
                    strcmp(benefit->cohort,
                           input->service->benefits[plan->savings[i + 1].benefit].cohort) != 0;
        if (last) {
            add_cohort_total(out, benefit->cohort, net);
            net = 0;
        }
    }
    pp_buf_add(out, "</tbody></table></div>\n");
}

void html_money(struct pp_buf *out, const struct report_input *input)
{
    if (input->plan->n_cost_lines == 0 && input->plan->n_savings == 0) {
        return;
    }
    html_section_begin(out, "money", "Money");
    add_costs(out, input);
    html_table(out, input, "funding",
               "Funding streams: what is spent in the months above, and what lapses at the "
               "year's end");
    add_savings(out, input);
    html_section_end(out);
}
