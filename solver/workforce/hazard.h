// SPDX-License-Identifier: GPL-3.0-or-later
/* Who leaves how soon, by length of service (hazard.c). */
#ifndef WORKFORCE_HAZARD_H
#define WORKFORCE_HAZARD_H

#include "workforce.h"

/**
 * Fills `hazard` (length PATHS_YEARS) with the monthly hazard of a role by whole years of service,
 * such that those in post today leave at `leave` on average, times what sets the role apart; returns
 * that product.
 */
double hazard_by_service(const struct workforce *w, int32_t role, double leave, double *hazard);

/** Whole months of service of somebody in post in a month; 0 before they start. */
int32_t hazard_tenure(const struct workforce *w, const struct pp_practitioner *p, int32_t month);

#endif
