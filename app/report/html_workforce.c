// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The workforce section of report.html: posts and people by month, with the
 * range of simulated paths where the plan has it, vacancies and what covers
 * them, and the figures by role.
 */
#include "chart.h"
#include "html.h"
#include "outlook.h"
#include "tables_money.h"

#include <podplan/schema.h>

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
        {.name = "in post, middle of the paths",
         .mark = CHART_LINE,
         .style = 3,
         .values = outlook->middle},
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
                       .n_series = outlook->has_range ? 5 : 3,
                   });
}

static bool any(const int64_t *values, int32_t n)
{
    for (int32_t m = 0; m < n; m++) {
        if (values[m] != 0) {
            return true;
        }
    }
    return false;
}

static void add_cover_chart(struct pp_buf *out, const struct outlook *outlook)
{
    struct chart_series series[5] = {
        {.name = "vacant", .mark = CHART_LINE, .style = 0, .values = outlook->vacancy},
        {.name = "covered by the bank", .mark = CHART_BAR, .style = 1, .values = outlook->bank},
        {.name = "covered by agencies", .mark = CHART_BAR, .style = 2, .values = outlook->agency},
    };
    int32_t n = 3;
    if (!any(outlook->vacancy, outlook->n) && !any(outlook->bank, outlook->n) &&
        !any(outlook->agency, outlook->n)) {
        pp_buf_add(out, "<p>No post is vacant or covered in these months.</p>\n");
        return;
    }
    if (any(outlook->overtime, outlook->n)) {
        series[n++] = (struct chart_series){.name = "covered by overtime",
                                            .mark = CHART_BAR,
                                            .style = 4,
                                            .values = outlook->overtime};
    }
    series[n++] = (struct chart_series){
        .name = "uncovered", .mark = CHART_BAR, .style = 3, .values = outlook->unmet};
    chart_add(out, &(struct chart){
                       .id = "chart-cover",
                       .title = "Vacancies and what covers them",
                       .about = "Vacant full-time equivalents by month, and stacked what covers "
                                "them: bank, agency, overtime or nothing. Cover above the line is "
                                "paid through its notice.",
                       .unit = CHART_FTE,
                       .heading = "Month",
                       .labels = outlook->labels,
                       .ticks = outlook->ticks,
                       .under = outlook->years,
                       .n = outlook->n,
                       .series = series,
                       .n_series = n,
                   });
}

/* ---- By role ---- */

static void add_month_row(struct pp_buf *out, const struct report_input *input,
                          const struct pp_month *month)
{
    char text[PP_DATE_TEXT];
    const int32_t values[] = {month->establishment, month->in_post,  month->vacancy, month->bank,
                              month->agency,        month->overtime, month->unmet,   month->needed,
                              month->starters,      month->leavers};
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

/* Nothing where no caseload is known. */
static void add_caseload(struct pp_buf *out, const struct report_input *input)
{
    struct table table;
    table_make(input, &caseload_source, &table);
    if (table.n_rows > 0) {
        pp_buf_add(out,
                   "<details><summary>Referrals, and the caseload that is expected</summary>\n");
        html_add_table(out, &table,
                       "Children at the beginning of each month; who comes and whose case closes "
                       "in it");
        pp_buf_add(out, "</details>\n");
    }
    table_finish(&table);
}

void html_forecast(struct pp_buf *out, const struct report_input *input)
{
    static const char *const heads[] = {"Establishment", "In post",  "Vacancy",   "Bank",
                                        "Agency",        "Overtime", "Uncovered", "Needed",
                                        "Starters",      "Leavers"};
    struct pp_arena arena = {0};
    struct outlook *outlook = PP_NEW(&arena, struct outlook, 1);
    outlook_of(input->plan, outlook);
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
    add_caseload(out, input);
    html_section_end(out);
}
