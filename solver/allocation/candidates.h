// SPDX-License-Identifier: GPL-3.0-or-later
/* One family with one practitioner: the sentence that says what forbids it, the parts of the cost. */
#ifndef ALLOCATION_CANDIDATES_H
#define ALLOCATION_CANDIDATES_H

#include "prices.h"

#include <podplan/solver.h>

/** A family that is tried with people, everybody else where they are by people's plan. */
struct trial {
    struct prices prices;
    const struct people *people;
    int32_t family;
    struct pp_load load;
    struct pp_arena *arena; ///< takes the sentences
};

struct trial trial_begin(const struct pp_case *c, const struct people *people, int32_t family,
                         struct pp_arena *arena);

/** What the practitioner holds besides the family. */
struct pp_load trial_others(const struct trial *trial, int32_t practitioner);

/** The practitioner with the family, without a sentence. */
struct pp_candidate trial_person(const struct trial *trial, int32_t practitioner);

/** Appends "has a conflict with the family.": the rule forbids the pair besides `others`. */
void trial_say_obstacle(const struct trial *trial, int32_t practitioner, struct pp_load others,
                        int32_t rule, struct pp_buf *out);

/** Appends "travel 40, balance 12": the parts of a cost that are not zero; "nothing". */
void trial_say_parts(const struct pp_candidate *candidate, struct pp_buf *out);

#endif
