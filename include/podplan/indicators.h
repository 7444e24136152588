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

/** The published parts from which every indicator follows. */
enum pp_part {
    PP_PART_IN_POST,
    PP_PART_STARTERS,
    PP_PART_LEAVERS,
    PP_PART_AGENCY,
    PP_PART_AGENCY_COVER, ///< agency workers who cover vacancies
    PP_PART_VACANCIES,
    PP_PART_CASE_HOLDERS, ///< agency included
    PP_PART_CASES,
    PP_PART_DAYS_LOST, ///< working days of sickness in the year
    PP_PART_HEADS_IN_POST,
    PP_PART_HEADS_LEAVERS,
    PP_PART_HEADS_AGENCY,
    PP_N_PARTS
};

/** One definition: over / (under [+ over]) of parts. */
struct pp_indicator {
    const char *name;    ///< "vacancy rate"
    const char *formula; ///< in words
    enum pp_part over, under;
    bool share;      ///< the whole is `under` and `over` together
    bool by_day;     ///< the whole counts once for each working day of the year
    int32_t units;   ///< of the value: 1,000,000 for a rate, 1,000 for cases to one worker
    int32_t a_tenth; ///< of these units the last printed digit: a tenth of a per cent, of a case
};

/** The national definitions, in the order of the published tables. */
extern const struct pp_indicator pp_indicators[];
extern const int32_t pp_indicator_count;

/** From thousandths, PP_UNKNOWN for an unknown part; PP_UNKNOWN as above. */
int32_t pp_indicator_value(const struct pp_indicator *indicator, int32_t year,
                           const int32_t parts[PP_N_PARTS]);

/**
 * Whether a figure printed to a tenth, given in the indicator's units, can come from these parts,
 * which were themselves rounded to a tenth (whole people and cases: to one).  True when unknown.
 */
bool pp_indicator_agrees(const struct pp_indicator *indicator, int32_t year,
                         const int32_t parts[PP_N_PARTS], int32_t printed);

/** Vacancies / (vacancies + in post).  An agency worker may be sitting in a vacancy. */
int32_t pp_vacancy_rate(const struct pp_history *year);

/** Agency / (agency + in post). */
int32_t pp_agency_rate(const struct pp_history *year);

/** Leavers in the year / in post at its end; may exceed a million. */
int32_t pp_turnover_rate(const struct pp_history *year);

/** Cases / case holders, agency included: thousandths of a case for one full-time equivalent. */
int32_t pp_average_caseload(const struct pp_history *year);

#endif
