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
#include <podplan/plan.h>
#include <podplan/rules.h>

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

/** Two plans of one service under different assumptions; everything is borrowed. */
struct comparison {
    const struct pp_plan *plan, *base; ///< with a forecast each
    const char *name, *against;        ///< what people call them
};

/** Writes a page of the differences by month, plan less base; False when it can't be written. */
bool comparison_write(const struct comparison *comparison, const char *path, struct pp_err *err);

/** The names of the files that report_write makes; ends with NULL. */
extern const char *const report_files[];

#endif
