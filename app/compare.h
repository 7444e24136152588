// SPDX-License-Identifier: GPL-3.0-or-later
/* Scenarios of a file, and two of them side by side. */
#ifndef PODPLAN_COMPARE_H
#define PODPLAN_COMPARE_H

#include "app.h"

#include <podplan/store.h>

/** The scenario of this name; NULL with PP_E_STATE when there is none. */
const struct pp_scenario *compare_find(const struct pp_scenario_list *list, const char *name,
                                       struct pp_err *err);

/** Forecasts request->scenario and request->against, and says by how much they differ. */
bool compare_scenarios(const struct request *request, struct answer *answer, struct pp_err *err);

#endif
