// SPDX-License-Identifier: GPL-3.0-or-later
/* Cash of a stream by month: what a plan spends of it, and what of it has been paid in by then. */
#include <podplan/plan.h>

int64_t pp_cash_spent(const struct pp_plan *plan, int32_t stream, pp_day month)
{
    int64_t spent = 0;
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &plan->cost_lines[i];
        spent += line->stream == stream && line->month == month ? line->amount : 0;
    }
    return spent;
}

int64_t pp_cash_received(const struct pp_service *service, int32_t stream, pp_day month)
{
    const struct pp_stream *row = &service->streams[stream];
    const pp_day next = pp_month_first(month, 1);
    int64_t received = 0;
    bool dated = false;
    for (int32_t i = 0; i < service->n_instalments; i++) {
        const struct pp_instalment *instalment = &service->instalments[i];
        dated = dated || instalment->stream == stream;
        received +=
            instalment->stream == stream && instalment->date < next ? instalment->amount : 0;
    }
    bool begun = row->start == PP_NO_DAY ? pp_financial_year(month) >= row->financial_year
                                         : row->start < next;
    return dated ? received : begun ? row->amount : 0;
}
