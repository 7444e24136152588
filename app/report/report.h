// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reports: the plan as CSV files, one XLSX workbook and one HTML page.
 *
 * All of them are views of the same tables (table.h), so that a figure can not
 * differ between them.  They hold reference numbers of families, never a
 * child's name; people appear by key, and by name where names were kept.  No
 * clock is read: the same plan gives the same bytes.
 */
#ifndef PODPLAN_REPORT_H
#define PODPLAN_REPORT_H

#include <podplan/buf.h>
#include <podplan/costing.h>
#include <podplan/plan.h>
#include <podplan/rules.h>
#include <podplan/scenario.h>

/** What a report is made of; everything is borrowed. */
struct report_input {
    const struct pp_service *service;
    const struct pp_plan *plan;
    const struct pp_plan *before;     ///< the plan in force until now; NULL: none
    const struct pp_verdict *verdict; ///< every rule judged on the plan
};

/**
 * Writes allocation.csv, caseload.csv, rota.csv, … , podplan.xlsx and report.html into the folder
 * `dir`, which exists.  False with PP_E_SYSTEM when a file can't be written.
 */
bool report_write(const struct report_input *input, const char *dir, struct pp_err *err);

/** A service under one scenario, forecast; everything is borrowed. */
struct comparison_side {
    const char *name;                   ///< what people call it
    const struct pp_scenario *scenario; ///< NULL: as imported
    const struct pp_service *service;   ///< with the changes of the scenario
    const struct pp_plan *plan;         ///< with a forecast
};

/** Two scenarios of one service, over the same months. */
struct comparison {
    struct comparison_side scenario, against;
};

/**
 * Writes what the scenario changes against the other, by month and financial year, into the folder
 * `dir`, which exists: comparison.html, .json and .xlsx and a CSV file of each table.  Files of
 * other names stay.  False with PP_E_SYSTEM when a file can't be written.
 */
bool comparison_write(const struct comparison *comparison, const char *dir, struct pp_err *err);

/**
 * Writes a costed table worked out again into the folder `dir`, which exists: reconcile.xlsx with
 * formulas, reconcile.json and a CSV file of each table.
 */
bool reconciliation_write(const struct pp_costing *costing, const struct pp_reconciliation *found,
                          const char *dir, struct pp_err *err);

/** The names of the files that comparison_write makes; ends with NULL. */
extern const char *const comparison_files[];

/** The names of the files that reconciliation_write makes; ends with NULL. */
extern const char *const reconciliation_files[];

/** The names of the files that report_write makes; ends with NULL. */
extern const char *const report_files[];

#endif
