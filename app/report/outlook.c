// SPDX-License-Identifier: GPL-3.0-or-later
/* Gathering a plan's forecast of the service as a whole into arrays by month. */
#include "outlook.h"

#include <string.h>

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
    outlook->low[at] = outlook->middle[at] = outlook->high[at] = CHART_UNKNOWN;
    for (int32_t i = 0; i < plan->n_ranges; i++) {
        const struct pp_range *range = &plan->ranges[i];
        if (range->month == month && range->months == 1 && range->role == PP_NONE &&
            range->line == PP_RANGE_IN_POST) {
            outlook->low[at] = range->p10;
            outlook->middle[at] = range->p50;
            outlook->high[at] = range->p90;
            outlook->has_range = true;
        }
    }
}

static int64_t cost_of_month(const struct pp_plan *plan, pp_day month)
{
    int64_t cost = 0;
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        cost += plan->cost_lines[i].month == month ? plan->cost_lines[i].amount : 0;
    }
    return cost;
}

void outlook_of(const struct pp_plan *plan, struct outlook *outlook)
{
    for (int32_t i = 0; i < plan->n_months && outlook->n < PP_MAX_MONTHS; i++) {
        const struct pp_month *month = &plan->months[i];
        if (month->role == PP_NONE) {
            int32_t at = outlook->n++;
            outlook->months[at] = month->month;
            name_month(outlook, at, month->month);
            outlook->establishment[at] = month->establishment;
            outlook->in_post[at] = month->in_post;
            outlook->needed[at] = figure(month->needed);
            outlook->vacancy[at] = month->vacancy;
            outlook->bank[at] = month->bank;
            outlook->agency[at] = month->agency;
            outlook->overtime[at] = month->overtime;
            outlook->unmet[at] = month->unmet;
            outlook->cost[at] = cost_of_month(plan, month->month);
            add_range(outlook, plan, at, month->month);
        }
    }
}
