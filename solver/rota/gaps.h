// SPDX-License-Identifier: GPL-3.0-or-later
/* Open turns and who could take them: what finding (gaps.c) and trying (gap_trials.c) share. */
#ifndef ROTA_GAPS_H
#define ROTA_GAPS_H

#include <podplan/rules.h>
#include <podplan/solver.h>

/** Weeks on their own: those of the rota in force, or a stretch that nobody has planned. */
struct gap_weeks {
    const struct pp_service *service;
    struct pp_plan view; ///< what everybody holds in these weeks; borrows
    struct pp_arena *arena;
};

/** Somebody who is to be tried on a gap. */
struct gap_trial {
    int32_t gap;
    struct pp_helper *helper;
};

/**
 * Tries everybody of the list: rule, minutes, sentence and pence of each helper.  `gaps` are what the
 * trials count; nobody's trials depend on anybody else's.
 */
void gap_trials_run(const struct gap_weeks *weeks, const struct pp_gap *gaps,
                    const struct gap_trial *trials, int32_t n);

#endif
