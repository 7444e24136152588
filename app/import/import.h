// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A folder of CSV files becomes a service, or a list of everything that is
 * wrong with it.
 */
#ifndef PODPLAN_IMPORT_H
#define PODPLAN_IMPORT_H

#include <podplan/costing.h>

/**
 * Reads every table and the settings from `folder`.  NULL when there is any fault; `faults` then
 * holds them all, sorted, and in any case the warnings.  NULL with PP_E_SYSTEM and no fault when
 * the folder itself can't be read.  The caller destroys the service.
 */
struct pp_service *import_folder(const char *folder, bool keep_names, struct pp_faults *faults,
                                 struct pp_err *err);

/**
 * Reads a costed table: from a folder with lines.csv and perhaps grade_costs.csv and totals.csv, or
 * from files with these names; a single file of another name is the lines.  NULL when there is any
 * fault; `faults` then holds them all, sorted.  NULL with PP_E_SYSTEM or PP_E_USAGE and no fault
 * when there is nothing to read.  The caller destroys the costing.
 */
struct pp_costing *import_costing(const char *const *paths, int n_paths, struct pp_faults *faults,
                                  struct pp_err *err);

#endif
