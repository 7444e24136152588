// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cash by month and stream: what has been spent and received by the end of the month, and how far
 * the council is ahead of the instalments meanwhile.
 *
 * The forecast spends a stream as costs arise and does not wait for its instalments; this table
 * says what that asks of the council's cash.  A stream without instalments is there from its first
 * day.  What is in kind is no cash.
 */
#include "tables_money.h"

const struct column cash_columns[6] = {
    {"month", CELL_DATE, 11},
    {"stream", CELL_TEXT, 24},
    {"spent", CELL_MONEY, 14},
    {"spent_to_date", CELL_MONEY, 14},
    {"received_to_date", CELL_MONEY, 16},
    {"advanced", CELL_MONEY, 14},
};

static void add_cash_row(const struct report_input *input, struct table *table, int32_t stream,
                         pp_day month, int64_t *so_far, bool first)
{
    const int end = (int)input->plan->n_cost_lines + 1; // last row of the sheet Costs
    const int64_t spent = pp_cash_spent(input->plan, stream, month);
    struct cell *row = table_row(table);
    const int at = table_place(table);
    *so_far += spent;
    int64_t received = pp_cash_received(input->service, stream, month);
    row[0] = table_day(month);
    row[1] = table_text(input->service->streams[stream].stream);
    row[2] = table_formula(table, spent,
                           "=SUMPRODUCT((Costs!A$2:A$%d=A%d)*EXACT(Costs!D$2:D$%d,B%d)*"
                           "Costs!E$2:E$%d)",
                           end, at, end, at, end);
    row[3] = first ? table_formula(table, *so_far, "=C%d", at)
                   : table_formula(table, *so_far, "=D%d+C%d", at - 1, at);
    row[4] = table_number(received);
    row[5] = table_formula(table, *so_far > received ? *so_far - received : 0, "=MAX(0,D%d-E%d)",
                           at, at);
}

void fill_cash(const struct report_input *input, struct table *table)
{
    const struct pp_plan *plan = input->plan;
    for (int32_t i = 0; i < plan->n_stream_uses && plan->n_cost_lines > 0; i++) {
        const int32_t stream = plan->stream_uses[i].stream;
        const struct pp_stream *row = &input->service->streams[stream];
        int64_t so_far = 0;
        bool first = true;
        for (int32_t m = 0; row->kind != PP_IN_KIND && m < plan->n_months; m++) {
            const struct pp_month *month = &plan->months[m];
            if (month->role == PP_NONE && pp_financial_year(month->month) == row->financial_year) {
                add_cash_row(input, table, stream, month->month, &so_far, first);
                first = false;
            }
        }
    }
}
