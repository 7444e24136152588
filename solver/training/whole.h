// SPDX-License-Identifier: GPL-3.0-or-later
/* A whole-number answer soon, a better one if there is time: a dive, then branch and cut. */
#ifndef TRAINING_WHOLE_H
#define TRAINING_WHOLE_H

#include "lp.h"

#include <podplan/arena.h>

/** What was found; `x` has one number for each of the whole columns. */
struct whole_answer {
    bool found;
    double *x;        ///< 0 or 1
    double objective; ///< of `x` with the best of all other columns
    double bound;     ///< no whole-number point has less
};

/**
 * Columns 0 .. n - 1 are whole, 0 or 1, with these upper bounds; all of them 0 must be feasible.
 * An answer less than `same` above the bound is as good as the best.  The bounds of the columns
 * are as before afterwards.  False only when GLPK failed; a stop is an answer not found.
 */
bool whole_solve(struct lp *lp, int32_t n, const double *upper, double same,
                 const struct lp_effort *effort, struct pp_arena *arena,
                 struct whole_answer *answer, struct pp_err *err);

#endif
