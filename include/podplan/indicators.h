// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Workforce indicators as the Department for Education defines them for its
 * yearly "Children's social work workforce" statistics: each from its parts,
 * so that a council's own figures stand beside the published ones.
 *
 * Rates are millionths (220,697 is 22.1%).  PP_UNKNOWN wherever a part is
 * unknown or there is nothing to divide by.
 */
#ifndef PODPLAN_INDICATORS_H
#define PODPLAN_INDICATORS_H

#include <podplan/service.h>

/** Vacancies / (vacancies + in post).  An agency worker may be sitting in a vacancy. */
int32_t pp_vacancy_rate(const struct pp_history *year);

/** Agency / (agency + in post). */
int32_t pp_agency_rate(const struct pp_history *year);

/** Leavers in the year / in post at its end; may exceed a million. */
int32_t pp_turnover_rate(const struct pp_history *year);

/** Cases / case holders, agency included: thousandths of a case for one full-time equivalent. */
int32_t pp_average_caseload(const struct pp_history *year);

#endif
