// SPDX-License-Identifier: GPL-3.0-or-later
/* The elastic programme over pods (shortfalls.h): who can help whom. */
#ifndef ALLOCATION_ELASTIC_H
#define ALLOCATION_ELASTIC_H

#include "gaps.h"

struct elastic {
    double *moved; ///< [pod x (n_pods + 1) + pod]: families of the first with people of the second
};

/** `sides`: by pod, and last of those without a pod.  `moved` is owned by the gaps' arena.  False: GLPK failed. */
bool elastic_solve(struct gaps *gaps, const struct gaps_side *sides, struct elastic *elastic,
                   struct pp_err *err);

#endif
