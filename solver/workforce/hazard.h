// SPDX-License-Identifier: GPL-3.0-or-later
/* Who leaves how soon, by role and length of service (hazard.c). */
#ifndef WORKFORCE_HAZARD_H
#define WORKFORCE_HAZARD_H

#include "workforce.h"

/**
 * Fills `hazard` (n_roles x PATHS_YEARS) with the monthly hazard of each role by whole years of
 * service, such that those in post today leave at `leave` on average, and `mean` (n_roles) with its
 * average over those in post in the role.  O(practitioners x roles).
 */
void hazard_fit(const struct workforce *w, double leave, double *hazard, double *mean);

/** Whole months of service of somebody in post in a month; 0 before they start. */
int32_t hazard_tenure(const struct workforce *w, const struct pp_practitioner *p, int32_t month);

#endif
