// SPDX-License-Identifier: GPL-3.0-or-later
/* Writing every report of a plan into one folder. */
#include "table.h"

const char *const report_files[] = {
    "allocation.csv", "caseload.csv", "step_down.csv",  "handovers.csv",   "rota.csv",
    "training.csv",   "forecast.csv", "ranges.csv",     "staffing.csv",    "cost_summary.csv",
    "costs.csv",      "funding.csv",  "post_costs.csv", "grade_costs.csv", "savings.csv",
    "unit_costs.csv", "rules.csv",    "shortfalls.csv", "podplan.json",    "podplan.xlsx",
    "report.html",    NULL,
};

static bool write_csv_files(const struct report_input *input, const char *dir, struct pp_err *err)
{
    bool ok = true;
    struct pp_arena arena = {0};
    for (int32_t s = 0; ok && s < n_table_sources; s++) {
        struct table table;
        table_make(input, &table_sources[s], &table);
        ok = csv_write_table(&table,
                             pp_arena_printf(&arena, "%s/%s.csv", dir, table_sources[s].name), err);
        table_finish(&table);
    }
    pp_arena_finish(&arena);
    return ok;
}

bool report_write(const struct report_input *input, const char *dir, struct pp_err *err)
{
    struct pp_arena arena = {0};
    bool ok = write_csv_files(input, dir, err) &&
              json_write_tables(input, pp_arena_printf(&arena, "%s/podplan.json", dir), err) &&
              xlsx_write_workbook(input, pp_arena_printf(&arena, "%s/podplan.xlsx", dir), err) &&
              html_write_page(input, pp_arena_printf(&arena, "%s/report.html", dir), err);
    pp_arena_finish(&arena);
    return ok;
}
