// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The workforce section of report.html: posts and people by month, with the
 * range of simulated paths where the plan has it, vacancies and what covers
 * them, and the figures by role.
 */
#include "chart.h"
#include "html.h"

#include <podplan/limits.h>
#include <podplan/schema.h>

#include <stddef.h>
#include <string.h>

/* The service as a whole, month by month, as charts take it. */
struct outlook {
    int32_t n;
    const char *labels[PP_MAX_MONTHS], *ticks[PP_MAX_MONTHS], *years[PP_MAX_MONTHS];
    char label_text[PP_MAX_MONTHS][PP_TIME_TEXT], year_text[PP_MAX_MONTHS][PP_TIME_TEXT];
    int64_t establishment[PP_MAX_MONTHS], in_post[PP_MAX_MONTHS], needed[PP_MAX_MONTHS];
    int64_t bank[PP_MAX_MONTHS], agency[PP_MAX_MONTHS], unmet[PP_MAX_MONTHS];
    int64_t low[PP_MAX_MONTHS], high[PP_MAX_MONTHS]; ///< range of those in post
    bool has_range;
};

static int64_t figure(int32_t milli)
{
    return milli == PP_UNKNOWN ? CHART_UNKNOWN : milli;
}

static void name_month(struct outlook *outlook, int32_t at, pp_day month)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct pp_civil date = pp_civil_from_day(month);
    struct pp_buf label = {0}, year = {0};
    pp_buf_printf(&year, "%d", (int)date.year);
    pp_buf_printf(&label, "%s %d", names[date.month - 1], (int)date.year);
    memcpy(outlook->label_text[at], pp_buf_text(&label), label.length + 1);
    memcpy(outlook->year_text[at], pp_buf_text(&year), year.length + 1);
    pp_buf_finish(&label);
    pp_buf_finish(&year);
    outlook->labels[at] = outlook->label_text[at];
    outlook->years[at] = outlook->year_text[at];
    outlook->ticks[at] = names[date.month - 1];
}

/* The range of those in post in a month, when paths were simulated. */
static void add_range(struct outlook *outlook, const struct pp_plan *plan, int32_t at, pp_day month)
{
    outlook->low[at] = outlook->high[at] = CHART_UNKNOWN;
    for (int32_t i = 0; i < plan->n_ranges; i++) {
        const struct pp_range *range = &plan->ranges[i];
        if (range->month == month && range->months == 1 && range->role == PP_NONE &&
            range->line == PP_RANGE_IN_POST) {
            outlook->low[at] = range->p10;
            outlook->high[at] = range->p90;
            outlook->has_range = true;
        }
    }
}

static void look_out(const struct pp_plan *plan, struct outlook *outlook)
{
    for (int32_t i = 0; i < plan->n_months && outlook->n < PP_MAX_MONTHS; i++) {
        const struct pp_month *month = &plan->months[i];
        if (month->role == PP_NONE) {
            int32_t at = outlook->n++;
            name_month(outlook, at, month->month);
            outlook->establishment[at] = month->establishment;
            outlook->in_post[at] = month->in_post;
            outlook->needed[at] = figure(month->needed);
            outlook->bank[at] = month->bank;
            outlook->agency[at] = month->agency;
            outlook->unmet[at] = month->unmet;
            add_range(outlook, plan, at, month->month);
        }
    }
}

static void add_posts_chart(struct pp_buf *out, const struct outlook *outlook)
{
    const struct chart_series series[] = {
        {.name = "establishment", .mark = CHART_LINE, .style = 0, .values = outlook->establishment},
        {.name = "in post", .mark = CHART_LINE, .style = 1, .values = outlook->in_post},
        {.name = "needed for the caseload, in roles that hold cases",
         .mark = CHART_LINE,
         .style = 2,
         .values = outlook->needed},
        {.name = "in post, 8 of 10 simulated paths",
         .mark = CHART_BAND,
         .style = 0,
         .values = outlook->low,
         .high = outlook->high},
    };
    chart_add(out, &(struct chart){
                       .id = "chart-posts",
                       .title = "Establishment against people in post",
                       .about = "Full-time equivalents by month: posts, people in post with their "
                                "range where it was simulated, and what the caseload asks for.",
                       .unit = CHART_FTE,
                       .heading = "Month",
                       .labels = outlook->labels,
                       .ticks = outlook->ticks,
                       .under = outlook->years,
                       .n = outlook->n,
                       .series = series,
                       .n_series = outlook->has_range ? 4 : 3,
                   });
}

static void add_cover_chart(struct pp_buf *out, const struct outlook *outlook)
{
    const struct chart_series series[] = {
        {.name = "covered by the bank", .mark = CHART_BAR, .style = 1, .values = outlook->bank},
        {.name = "covered by agencies", .mark = CHART_BAR, .style = 2, .values = outlook->agency},
        {.name = "uncovered", .mark = CHART_BAR, .style = 3, .values = outlook->unmet},
    };
    chart_add(out, &(struct chart){
                       .id = "chart-cover",
                       .title = "Vacancies and what covers them",
                       .about = "Vacant full-time equivalents by month, stacked by what covers "
                                "them: bank, agency, nothing.",
                       .unit = CHART_FTE,
                       .heading = "Month",
                       .labels = outlook->labels,
                       .ticks = outlook->ticks,
                       .under = outlook->years,
                       .n = outlook->n,
                       .series = series,
                       .n_series = 3,
                   });
}

/* ---- By role ---- */

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
    struct pp_arena arena = {0};
    struct outlook *outlook = PP_NEW(&arena, struct outlook, 1);
    look_out(input->plan, outlook);
    if (outlook->n == 0) {
        pp_arena_finish(&arena);
        return;
    }
    html_section_begin(out, "forecast", "Workforce by month");
    pp_buf_add(out, "<p>Full-time equivalents.</p>\n");
    add_posts_chart(out, outlook);
    add_cover_chart(out, outlook);
    pp_arena_finish(&arena);
    pp_buf_add(out,
               "<details><summary>The figures by role</summary>\n<div "
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
