// SPDX-License-Identifier: GPL-3.0-or-later
/* The service as a whole, month by month, as charts take it. */
#ifndef PODPLAN_REPORT_OUTLOOK_H
#define PODPLAN_REPORT_OUTLOOK_H

#include "chart.h"

#include <podplan/limits.h>
#include <podplan/plan.h>

/** Thousandths of FTE but for the cost; CHART_UNKNOWN where nothing is known. */
struct outlook {
    int32_t n;
    pp_day months[PP_MAX_MONTHS];
    const char *labels[PP_MAX_MONTHS], *ticks[PP_MAX_MONTHS], *years[PP_MAX_MONTHS];
    char label_text[PP_MAX_MONTHS][PP_TIME_TEXT], year_text[PP_MAX_MONTHS][PP_TIME_TEXT];
    int64_t establishment[PP_MAX_MONTHS], in_post[PP_MAX_MONTHS], needed[PP_MAX_MONTHS];
    int64_t bank[PP_MAX_MONTHS], agency[PP_MAX_MONTHS], overtime[PP_MAX_MONTHS];
    int64_t vacancy[PP_MAX_MONTHS], unmet[PP_MAX_MONTHS];
    int64_t low[PP_MAX_MONTHS], high[PP_MAX_MONTHS]; ///< range of those in post
    int64_t middle[PP_MAX_MONTHS];                   ///< of that range
    int64_t cost[PP_MAX_MONTHS];                     ///< pence of all lines
    bool has_range;
};

/** Fills an outlook of zeros from a plan's forecast; the plan is not kept. */
void outlook_of(const struct pp_plan *plan, struct outlook *outlook);

#endif
