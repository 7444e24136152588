// SPDX-License-Identifier: GPL-3.0-or-later
/* Changes of a scenario that change nothing. */
#ifndef PODPLAN_IDLE_H
#define PODPLAN_IDLE_H

#include "app.h"

#include <podplan/store.h>

/**
 * Notes each change of the scenario without which the forecast of `months` months (below 0: those of
 * the settings) would be the same, says why and what to do, and appends it to the JSON answer's list
 * "idle"; also a change that is dated before the forecast begins, which counts from its first day
 * on.  False: a forecast failed.  O(changes) forecasts without paths.
 */
bool idle_say(struct pp_store *store, const struct pp_scenario *scenario, int64_t months,
              struct answer *answer, struct pp_err *err);

#endif
