// SPDX-License-Identifier: GPL-3.0-or-later
/* What a pair of family and practitioner costs by the soft rules, in minutes a week. */
#ifndef ALLOCATION_PRICES_H
#define ALLOCATION_PRICES_H

#include "people.h"

/** The weights in force, and the definitions they stand for. */
struct prices {
    struct pp_case c;
    const struct people *people; ///< borrowed
    struct pp_balance balance;   ///< the fair level
    int32_t weight_continuity, weight_travel, weight_preferred, weight_language, weight_balance;
    int32_t weight_placement, weight_social_worker;
};

struct prices prices_read(const struct pp_case *c, const struct people *people);

/** Each by its rule; none depends on who was there before. */
int64_t prices_travel(const struct prices *prices, int32_t family, int32_t practitioner);
int64_t prices_preferred(const struct prices *prices, int32_t family, int32_t practitioner);
int64_t prices_language(const struct prices *prices, int32_t family, int32_t practitioner);

/** The sum of these three. */
int64_t prices_ground(const struct prices *prices, int32_t family, int32_t practitioner);

/** The price of a practitioner who is no social worker where one has to be; else 0. */
int64_t prices_across(const struct prices *prices, int32_t family, int32_t practitioner);

/** Continuity: 0 for whoever has the family until now, or when nobody has. */
int64_t prices_handover(const struct prices *prices, int32_t family, int32_t practitioner);

/** Balance: what a caseload is away from the fair level. */
int64_t prices_balance(const struct prices *prices, struct pp_load load,
                       struct pp_capacity capacity);

#endif
