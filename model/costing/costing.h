// SPDX-License-Identifier: GPL-3.0-or-later
/* What the parts of reconciling share: reckoning one line, and what rounding can do. */
#ifndef PODPLAN_MODEL_COSTING_H
#define PODPLAN_MODEL_COSTING_H

#include <podplan/costing.h>

enum {
    COSTING_MONTH = PP_COSTING_MONTH,
    COSTING_YEAR = 12 * COSTING_MONTH
};

/** For how long a line is charged. */
enum costing_basis {
    COSTING_OWN,   ///< its dates or months
    COSTING_WHOLE, ///< every financial year that it touches
    COSTING_DAYS,  ///< its days of each year, over the days of that year
    COSTING_GIVEN  ///< `parts` of COSTING_MONTH
};

/** How a line is charged: in place of its own grade and year's costs, and for how long. */
struct costing_way {
    const char *grade; ///< NULL: its own
    int32_t year;      ///< whose costs are charged; 0: those in force
    enum costing_basis basis;
    int64_t parts;
};

/** Something says what the line should come to. */
bool costing_is_known(const struct pp_costed_line *line);

/** It is charged by the year, so that a part of a year means something. */
bool costing_is_yearly(const struct pp_costed_line *line);

/** Its own time in parts of COSTING_MONTH, in its first financial year. */
int64_t costing_parts(const struct pp_costed_line *line);

/** Pence, rounded half away from 0; `units` in thousandths. The line is known. */
int64_t costing_reckon(const struct pp_costing *costing, const struct pp_costed_line *line,
                       int32_t units, const struct costing_way *way);

/** The financial year whose cost is in force when the line begins. */
int32_t costing_base_year(const struct pp_costing *costing, const struct pp_costed_line *line);

/** Its dates have a day in its period, or it has none. */
bool costing_has_days(const struct pp_costed_line *line);

/** The most by which rounding each post can move the line. */
int64_t costing_leeway(const struct pp_costed_line *line);

/** Rounded to `unit`, half away from 0. */
int64_t costing_round(int64_t amount, int64_t unit);

/** a and b name the same table, line or period; NULL is like "". */
bool costing_same(const char *a, const char *b);

/** Appends a finding; its sentence is written by words.c once all are known. */
struct pp_finding *costing_find(struct pp_reconciliation *out, int32_t kind);

/** The passes, in their order. */
void costing_periods(const struct pp_costing *costing, struct pp_reconciliation *out);
void costing_lines(const struct pp_costing *costing, struct pp_reconciliation *out);
void costing_totals(const struct pp_costing *costing, struct pp_reconciliation *out);
void costing_words(const struct pp_costing *costing, struct pp_reconciliation *out);

#endif
