// SPDX-License-Identifier: GPL-3.0-or-later
/* Writing every report of a plan into one folder. */
#include "table.h"

const char *const report_files[] = {
    "allocation.csv",    "caseload.csv",
    "step_down.csv",     "handovers.csv",
    "rota.csv",          "training.csv",
    "forecast.csv",      "forecast_pods.csv",
    "ranges.csv",        "staffing.csv",
    "cost_summary.csv",  "costs.csv",
    "cost_lines.csv",    "staff_paid.csv",
    "pay_rates.csv",     "staff_costs.csv",
    "cover_costs.csv",   "cover_rates.csv",
    "other_costs.csv",   "funding.csv",
    "cash.csv",          "instalments.csv",
    "post_costs.csv",    "grade_costs.csv",
    "savings.csv",       "unit_costs.csv",
    "rules.csv",         "shortfalls.csv",
    "recruit_rates.csv", "caseload_forecast.csv",
    "podplan.json",      "podplan.xlsx",
    "report.html",       NULL,
};

bool report_write(const struct report_input *input, const char *dir, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct table *tables = PP_NEW(&arena, struct table, n_table_sources);
    for (int32_t s = 0; s < n_table_sources; s++) {
        table_make(input, &table_sources[s], &tables[s]);
    }
    const struct pp_settings *settings = &input->service->settings;
    struct table_set set = {.tables = tables,
                            .count = n_table_sources,
                            .title = settings->service_name,
                            .day = settings->planned_on};
    bool ok = table_set_write(&set, dir, "podplan", err) &&
              html_write_page(input, pp_arena_printf(&arena, "%s/report.html", dir), err);
    for (int32_t s = 0; s < n_table_sources; s++) {
        table_finish(&tables[s]);
    }
    pp_arena_finish(&arena);
    return ok;
}
