// SPDX-License-Identifier: GPL-3.0-or-later
/* The service's recruitment as the simulation has it (ranges.c). */
#ifndef WORKFORCE_RANGES_H
#define WORKFORCE_RANGES_H

#include "paths.h"
#include "workforce.h"

struct paths_candidate ranges_candidate(const struct workforce *w,
                                        const struct pp_candidate_row *candidate);

/** What lead_times.csv says of each stage, or what is usual. */
void ranges_leads(const struct workforce *w, struct paths_lead lead[PATHS_STAGES]);

/** The month, counted from that of planned_on, in which who is approved now is expected to start. */
int32_t ranges_soonest(const struct workforce *w);

#endif
