// SPDX-License-Identifier: GPL-3.0-or-later
/* The elastic programme over pods (shortfalls.h): who can help whom, and where room is worth most. */
#ifndef ALLOCATION_ELASTIC_H
#define ALLOCATION_ELASTIC_H

#include "gaps.h"

struct elastic {
    int32_t n_places; ///< pods, and one for those who have none
    double *moved;    ///< [pod x n_places + pod]: families of the first with people of the second
    double *price; ///< [pod x MEASURES + measure]: minutes a week that one more unit of room saves
};

/** `sides` as of gaps_sides.  Lists are owned by the gaps' arena.  False: GLPK failed. */
bool elastic_solve(struct gaps *gaps, const struct gaps_side *sides, struct elastic *elastic,
                   struct pp_err *err);

/** Minutes a week that this much more room in a pod saves by the programme. */
double elastic_worth(const struct elastic *elastic, int32_t pod, struct amounts room);

#endif
