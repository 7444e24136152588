// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is compared of two scenarios: lines by financial year, which the
 * program says, and tables, which the reports hold.
 */
#ifndef PODPLAN_REPORT_COMPARISON_H
#define PODPLAN_REPORT_COMPARISON_H

#include "table.h"

#include <podplan/limits.h>

/** Lines of the service as a whole in a financial year. */
enum comparison_line {
    COMPARISON_ESTABLISHMENT, ///< averages of months, thousandths of FTE, as are the next
    COMPARISON_IN_POST,
    COMPARISON_VACANCY,
    COMPARISON_BANK,
    COMPARISON_AGENCY,
    COMPARISON_OVERTIME,
    COMPARISON_UNMET,
    COMPARISON_NEEDED,
    COMPARISON_STAFF, ///< sums of months in pence, as are the next
    COMPARISON_COVER,
    COMPARISON_OTHER,
    COMPARISON_TOTAL,
    COMPARISON_P10, ///< of the total, when paths were simulated
    COMPARISON_P50,
    COMPARISON_P90,
    COMPARISON_LINES
};

enum {
    COMPARISON_YEARS = PP_MAX_MONTHS / 12 + 2
};

struct comparison_years {
    int32_t first_year, n_years;
    int32_t months[COMPARISON_YEARS];                    ///< that the forecast has of each
    int64_t figures[COMPARISON_YEARS][COMPARISON_LINES]; ///< 0 where nothing is known
};

/** As CSV and JSON name a line: "in_post". */
const char *comparison_line_name(int32_t line);

/** Pence, not thousandths of FTE. */
bool comparison_is_money(int32_t line);

/** Fills `years` from a plan's forecast, from the financial year of `from` on. */
void comparison_years(const struct pp_plan *plan, pp_day from, struct comparison_years *years);

/** Tables by what they tell. */
enum {
    COMPARISON_WHAT,
    COMPARISON_BY_YEAR,
    COMPARISON_COSTS,
    COMPARISON_BY_MONTH,
    COMPARISON_COST_LINES,
    COMPARISON_TABLES
};

enum {
    COMPARISON_SIDES = 2 ///< the scenario, and what it is compared with
};

/** What the sheets of a side's own tables begin with. */
extern const char *const comparison_sides[COMPARISON_SIDES];

/** The tables of a comparison, to be finished each by table_finish. */
void comparison_tables(const struct comparison *comparison, struct table tables[COMPARISON_TABLES]);

/** Writes comparison.html. */
bool html_write_comparison(const struct comparison *comparison, const struct table *tables,
                           const char *path, struct pp_err *err);

#endif
