// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The caseload that the forecast expects by month, and who comes: what the full-time equivalents
 * follow from that it calls needed.
 */
#include "tables_money.h"

#include <podplan/limits.h>
#include <podplan/solver.h>

const struct column caseload_forecast_columns[20] = {
    {"month", CELL_DATE, 11},          {"financial_year", CELL_TEXT, 13},
    {"referrals", CELL_MILLI, 10},     {"repeat_referrals", CELL_MILLI, 15},
    {"new_cases", CELL_MILLI, 10},     {"repeat_cases", CELL_MILLI, 12},
    {"closing_cases", CELL_MILLI, 13}, {"early_help", CELL_MILLI, 10},
    {"cin", CELL_MILLI, 10},           {"cp", CELL_MILLI, 10},
    {"lac", CELL_MILLI, 10},           {"care_leavers", CELL_MILLI, 12},
    {"children", CELL_MILLI, 10},      {"families", CELL_MILLI, 10},
    {"points", CELL_MILLI, 10},        {"fullest_in", CELL_TEXT, 10},
    {"load", CELL_MILLI, 10},          {"capacity", CELL_MILLI, 10},
    {"full", CELL_PER_CENT, 8},        {"needed_fte", CELL_MILLI, 10},
};

enum {
    CHILDREN = 12 ///< column; those of the statuses stand before it
};

/* Load and capacity in what the posts are fullest in, and how full that is. */
static void add_fullest(const struct pp_demand_month *demand, struct table *table, struct cell *row)
{
    const int at = table_place(table);
    if (demand->measure != NULL && demand->amount <= INT64_MAX / 2000) {
        row[15] = table_text(demand->measure);
        row[16] = table_number(demand->amount);
        row[17] = table_number(demand->capacity);
        row[18] =
            table_formula(table, money_part(demand->amount, 1000, demand->capacity),
                          "=ROUND(1000*" MILLI_OF("Q%d") "/" MILLI_OF("R%d") ",0)/10", at, at);
    }
}

static void add_month(const struct pp_demand_month *demand, pp_day month, struct table *table)
{
    const int at = table_place(table) + 1;
    const int64_t coming[] = {demand->referrals, demand->repeats, demand->come, demand->back,
                              demand->closing};
    struct cell *row = table_row(table);
    int64_t children = 0;
    row[0] = table_day(month);
    row[1] = table_year(table, pp_financial_year(month));
    for (int c = 0; c < 5; c++) {
        row[2 + c] = table_number(coming[c]);
    }
    for (int32_t status = 0; status < PP_CLOSED; status++) {
        row[CHILDREN - PP_CLOSED + status] = table_number(demand->children[status]);
        children += demand->children[status];
    }
    row[CHILDREN] = table_formula(table, children, "=SUM(H%d:L%d)", at, at);
    row[13] = table_number(demand->families);
    row[14] = table_number(demand->points);
    add_fullest(demand, table, row);
    row[19] = table_number(demand->needed);
}

/* Of the plan's own months; of a service that has changed since, nothing is said. */
void fill_caseload_forecast(const struct report_input *input, struct table *table)
{
    const struct pp_plan *plan = input->plan;
    const pp_day first = pp_month_first(input->service->settings.planned_on, 0);
    int32_t months = 0;
    for (int32_t i = 0; i < plan->n_months; i++) {
        months += plan->months[i].role == PP_NONE;
    }
    if (input->service->n_children == 0 || months > PP_MAX_MONTHS) {
        return;
    }
    const struct pp_demand_month *demand =
        pp_workforce_demand(input->service, months, &table->arena);
    for (int32_t i = 0, m = 0; i < plan->n_months; i++) {
        const struct pp_month *month = &plan->months[i];
        if (month->role == PP_NONE) {
            if (month->month == pp_month_first(first, m) && month->needed == demand[m].needed) {
                add_month(&demand[m], month->month, table);
            }
            m++;
        }
    }
}
