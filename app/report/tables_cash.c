// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cash by month and stream: what has been spent and received by the end of the month, and how far
 * the council is ahead of the instalments meanwhile.
 *
 * The forecast spends a stream as costs arise and does not wait for its instalments; this table
 * says what that asks of the council's cash.  A stream without instalments is there from its first
 * day.  What is in kind is no cash.  What was received is the sum of the
 * instalments so far, which have a table of their own, by stream and date.
 */
#include "tables_money.h"

#include <stdlib.h>
#include <string.h>

const struct column instalment_columns[3] = {
    {"stream", CELL_TEXT, 24}, {"date", CELL_DATE, 11}, {"amount", CELL_MONEY, 14}};

struct dated {
    const char *stream;
    const struct pp_instalment *instalment;
};

static int by_stream_and_date(const void *left, const void *right)
{
    const struct dated *a = left, *b = right;
    int order = strcmp(a->stream, b->stream);
    order = order != 0 ? order : a->instalment->date - b->instalment->date;
    return order != 0 ? order
                      : (a->instalment->amount > b->instalment->amount) -
                            (a->instalment->amount < b->instalment->amount);
}

static const struct dated *in_order(const struct pp_service *service, struct pp_arena *arena)
{
    int32_t n = service->n_instalments;
    struct dated *list = PP_NEW(arena, struct dated, n + 1);
    for (int32_t i = 0; i < n; i++) {
        const struct pp_instalment *instalment = &service->instalments[i];
        list[i] = (struct dated){service->streams[instalment->stream].stream, instalment};
    }
    if (n > 1) {
        qsort(list, (size_t)n, sizeof(list[0]), by_stream_and_date);
    }
    return list;
}

void fill_instalments(const struct report_input *input, struct table *table)
{
    const struct dated *list = in_order(input->service, &table->arena);
    for (int32_t i = 0; i < input->service->n_instalments; i++) {
        struct cell *row = table_row(table);
        row[0] = table_text(list[i].stream);
        row[1] = table_day(list[i].instalment->date);
        row[2] = table_number(list[i].instalment->amount);
    }
}

/* The instalments of a stream before `next`, or its whole amount from its first day on. */
static struct cell received_by(const struct report_input *input, struct table *table, int32_t use,
                               const struct dated *list, pp_day month)
{
    const struct pp_service *service = input->service;
    const int32_t stream = input->plan->stream_uses[use].stream;
    const int64_t received = pp_cash_received(service, stream, month);
    const pp_day next = pp_month_first(month, 1);
    int first = 0, last = 0;
    bool dated = false;
    for (int32_t i = 0; i < service->n_instalments; i++) {
        if (list[i].instalment->stream == stream) {
            dated = true;
            first = first == 0 ? (int)i + 2 : first;
            last = list[i].instalment->date < next ? (int)i + 2 : last;
        }
    }
    return last > 0 ? table_formula(table, received, "=SUM(Instalments!C%d:C%d)", first, last)
           : dated || received == 0 ? table_number(received)
                                    : table_formula(table, received, "=Funding!E%d", (int)use + 2);
}

const struct column cash_columns[6] = {
    {"month", CELL_DATE, 11},
    {"stream", CELL_TEXT, 24},
    {"spent", CELL_MONEY, 14},
    {"spent_to_date", CELL_MONEY, 14},
    {"received_to_date", CELL_MONEY, 16},
    {"advanced", CELL_MONEY, 14},
};

static void add_cash_row(const struct report_input *input, struct table *table, int32_t use,
                         const struct dated *list, pp_day month, int64_t *so_far, bool first)
{
    const int32_t stream = input->plan->stream_uses[use].stream;
    const int end = (int)input->plan->n_cost_lines + 1; // last row of the sheet Costs
    const int64_t spent = pp_cash_spent(input->plan, stream, month);
    struct cell *row = table_row(table);
    const int at = table_place(table);
    *so_far += spent;
    row[0] = table_day(month);
    row[1] = table_text(input->service->streams[stream].stream);
    row[2] = table_formula(table, spent,
                           "=SUMPRODUCT((Costs!A$2:A$%d=A%d)*EXACT(Costs!D$2:D$%d,B%d)*"
                           "Costs!E$2:E$%d)",
                           end, at, end, at, end);
    row[3] = first ? table_formula(table, *so_far, "=C%d", at)
                   : table_formula(table, *so_far, "=D%d+C%d", at - 1, at);
    row[4] = received_by(input, table, use, list, month);
    const int64_t received = row[4].number;
    row[5] = table_formula(table, *so_far > received ? *so_far - received : 0, "=MAX(0,D%d-E%d)",
                           at, at);
}

void fill_cash(const struct report_input *input, struct table *table)
{
    const struct pp_plan *plan = input->plan;
    const struct dated *list = in_order(input->service, &table->arena);
    for (int32_t i = 0; i < plan->n_stream_uses && plan->n_cost_lines > 0; i++) {
        const int32_t stream = plan->stream_uses[i].stream;
        const struct pp_stream *row = &input->service->streams[stream];
        int64_t so_far = 0;
        bool first = true;
        for (int32_t m = 0; row->kind != PP_IN_KIND && m < plan->n_months; m++) {
            const struct pp_month *month = &plan->months[m];
            if (month->role == PP_NONE && pp_financial_year(month->month) == row->financial_year) {
                add_cash_row(input, table, i, list, month->month, &so_far, first);
                first = false;
            }
        }
    }
}
