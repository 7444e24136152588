// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A folder of CSV files becomes a service, or a list of everything that is
 * wrong with it.
 */
#ifndef PODPLAN_IMPORT_H
#define PODPLAN_IMPORT_H

#include <podplan/builder.h>

/**
 * Reads every table and the settings from `folder`.  NULL when there is any fault; `faults` then
 * holds them all, sorted, and in any case the warnings.  NULL with PP_E_SYSTEM and no fault when
 * the folder itself can't be read.  The caller destroys the service.
 */
struct pp_service *import_folder(const char *folder, bool keep_names, struct pp_faults *faults,
                                 struct pp_err *err);

#endif
