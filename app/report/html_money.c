// SPDX-License-Identifier: GPL-3.0-or-later
/* The money section of report.html: cost by line against funding, streams, savings. */
#include "chart.h"
#include "html.h"

#include <podplan/schema.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- Cost against funding ---- */

enum {
    MOST_PARTS = 6, ///< kinds of cost that are drawn one by one; the others together
    FUNDING_KINDS = 4
};

/* Kinds of cost: what stands before the colon of a line, by how much they cost altogether. */
struct part {
    char name[64];
    int64_t all, amount[MOST_YEARS];
};

struct balance {
    struct part parts[MOST_LINES + 1];
    int32_t n_parts;
    int64_t funding[FUNDING_KINDS][MOST_YEARS];
    bool funded[FUNDING_KINDS]; ///< a stream of the kind pays in one of the years
};

static struct part *part_of(struct balance *balance, const char *line)
{
    char name[sizeof(balance->parts[0].name)] = {0};
    size_t length = strcspn(line, ":");
    length = length < sizeof(name) ? length : sizeof(name) - 1;
    while (length > 0 && length == sizeof(name) - 1 && (line[length] & 0xC0) == 0x80) {
        length--; // not inside a character
    }
    memcpy(name, line, length);
    for (int32_t p = 0; p < balance->n_parts; p++) {
        if (strcmp(balance->parts[p].name, name) == 0) {
            return &balance->parts[p];
        }
    }
    struct part *part = &balance->parts[balance->n_parts++];
    memcpy(part->name, name, sizeof(name));
    return part;
}

static int by_amount(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    return a->all != b->all ? (a->all < b->all ? 1 : -1) : strcmp(a->name, b->name);
}

static void sum_parts(const struct cost_table *table, struct balance *balance)
{
    for (int32_t i = 0; i < table->n_rows; i++) {
        struct part *part = part_of(balance, table->rows[i].line);
        for (int32_t y = 0; y < table->n_years; y++) {
            part->amount[y] += table->rows[i].amount[y];
            part->all += table->rows[i].amount[y];
        }
    }
    qsort(balance->parts, (size_t)balance->n_parts, sizeof(balance->parts[0]), by_amount);
    struct part *rest = &balance->parts[MOST_PARTS - 1];
    for (int32_t p = MOST_PARTS; p < balance->n_parts; p++) {
        memcpy(rest->name, "everything else", sizeof("everything else"));
        for (int32_t y = 0; y < table->n_years; y++) {
            rest->amount[y] += balance->parts[p].amount[y];
        }
    }
    balance->n_parts = balance->n_parts < MOST_PARTS ? balance->n_parts : MOST_PARTS;
}

static void sum_funding(const struct report_input *input, const struct cost_table *table,
                        struct balance *balance)
{
    for (int32_t i = 0; i < input->service->n_streams; i++) {
        const struct pp_stream *stream = &input->service->streams[i];
        int32_t year = stream->financial_year - table->first_year;
        if (year >= 0 && year < table->n_years) {
            int32_t kind = stream->kind % FUNDING_KINDS;
            balance->funding[kind][year] += stream->amount;
            balance->funded[kind] = true;
        }
    }
}

/* Months of the forecast in a financial year. */
static int32_t months_of_year(const struct pp_plan *plan, int32_t year)
{
    int32_t months = 0;
    for (int32_t m = 0; m < plan->n_months; m++) {
        months +=
            plan->months[m].role == PP_NONE && pp_financial_year(plan->months[m].month) == year;
    }
    return months;
}

static void add_balance_chart(struct pp_buf *out, const struct report_input *input,
                              const struct cost_table *table)
{
    static const int styles[MOST_PARTS] = {0, 1, 2, 3, 5, 8};
    static const int funding_styles[FUNDING_KINDS] = {6, 4, 7, 9};
    struct pp_arena arena = {0};
    struct balance *balance = PP_NEW(&arena, struct balance, 1);
    struct chart_series series[MOST_PARTS + FUNDING_KINDS];
    const char *years[MOST_YEARS], *months[MOST_YEARS], *labels[MOST_YEARS];
    int32_t n = 0;
    char text[PP_TIME_TEXT];
    sum_parts(table, balance);
    sum_funding(input, table, balance);
    for (int32_t y = 0; y < table->n_years; y++) {
        const int32_t of = months_of_year(input->plan, table->first_year + y);
        years[y] = pp_arena_string(&arena, pp_financial_year_text(table->first_year + y, text));
        months[y] = pp_arena_printf(&arena, "cost of %d month%s", (int)of, of == 1 ? "" : "s");
        labels[y] = pp_arena_printf(&arena, "%s, %s", years[y], months[y]);
    }
    for (int32_t p = 0; p < balance->n_parts; p++) {
        series[n++] =
            (struct chart_series){pp_arena_printf(&arena, "cost: %s", balance->parts[p].name),
                                  CHART_BAR,
                                  styles[p],
                                  0,
                                  balance->parts[p].amount,
                                  NULL};
    }
    for (int32_t k = 0; k < FUNDING_KINDS && pp_funding_kind_words[k] != NULL; k++) {
        if (balance->funded[k]) {
            series[n++] = (struct chart_series){
                pp_arena_printf(&arena, "funding: %s", pp_funding_kind_words[k]),
                CHART_BAR,
                funding_styles[k],
                1,
                balance->funding[k],
                NULL};
        }
    }
    chart_add(out, &(struct chart){
                       .id = "chart-money",
                       .title = "Cost by line against funding, by financial year",
                       .about = "Two bars a financial year: on the left what the months of the "
                                "forecast cost, on the right the funding of that whole year.",
                       .unit = CHART_MONEY,
                       .heading = "Financial year",
                       .labels = labels,
                       .ticks = years,
                       .under = months,
                       .n = table->n_years,
                       .series = series,
                       .n_series = n,
                   });
    pp_arena_finish(&arena);
}

/* ---- The costs ---- */

static void add_costs(struct pp_buf *out, const struct report_input *input)
{
    struct pp_arena arena = {0};
    struct cost_table *table = PP_NEW(&arena, struct cost_table, 1);
    int64_t total[MOST_YEARS] = {0};
    sum_costs(input->plan, table);
    add_balance_chart(out, input, table);
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
    html_table(out, input, "cash",
               "Cash: what the council advances by the end of each month, while instalments are "
               "still to come");
    add_savings(out, input);
    html_section_end(out);
}
