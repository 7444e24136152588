// SPDX-License-Identifier: GPL-3.0-or-later
/* The tables about money: their columns and the functions that fill them, for the list in tables.c. */
#ifndef PODPLAN_REPORT_TABLES_MONEY_H
#define PODPLAN_REPORT_TABLES_MONEY_H

#include "table.h"

extern const struct column cost_summary_columns[4];
extern const struct column cost_columns[5];
extern const struct column funding_columns[7];
extern const struct column post_cost_columns[13];
extern const struct column grade_cost_columns[3];
extern const struct column saving_columns[9];
extern const struct column unit_cost_columns[3];

void fill_cost_summary(const struct report_input *input, struct table *table);
void fill_costs(const struct report_input *input, struct table *table);
void fill_funding(const struct report_input *input, struct table *table);
void fill_post_costs(const struct report_input *input, struct table *table);
void fill_grade_costs(const struct report_input *input, struct table *table);
void fill_savings(const struct report_input *input, struct table *table);
void fill_unit_costs(const struct report_input *input, struct table *table);

#endif
