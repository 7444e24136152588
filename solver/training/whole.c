// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whole numbers in two steps.  GLPK's branch and cut goes to the best bound
 * first and may see no answer in hundreds of nodes, so a dive comes before
 * it: solve the relaxation, set the largest fraction to 1 (to 0 where that
 * cannot be), solve again, until nothing is a fraction.  If the dive meets the
 * bound of the relaxation there is nothing left to search for.
 */
#include "whole.h"

static const double NEAR = 1e-6;

/* The largest fraction among the whole columns; -1: there is none. */
static int32_t largest_fraction(const double *x, int32_t n)
{
    int32_t best = -1;
    for (int32_t j = 0; j < n; j++) {
        if (x[j] > NEAR && x[j] < 1.0 - NEAR && (best < 0 || x[j] > x[best] + NEAR)) {
            best = j;
        }
    }
    return best;
}

static void keep(const struct lp *lp, int32_t n, struct whole_answer *answer)
{
    if (answer->found && lp_objective(lp) >= answer->objective) {
        return;
    }
    answer->found = true;
    answer->objective = lp_objective(lp);
    for (int32_t j = 0; j < n; j++) {
        answer->x[j] = lp_primal(lp)[j] > 0.5 ? 1.0 : 0.0;
    }
}

/* From a solved relaxation; leaves columns fixed. */
static bool dive(struct lp *lp, int32_t n, const struct lp_effort *effort,
                 struct whole_answer *answer, struct pp_err *err)
{
    enum lp_status status = LP_OPTIMAL;
    int32_t column;
    while ((column = largest_fraction(lp_primal(lp), n)) >= 0) {
        if (!lp_set_column_bounds(lp, column, 1.0, 1.0, err) ||
            !lp_solve(lp, LP_DUAL, effort, &status, err)) {
            return false;
        }
        if (status == LP_INFEASIBLE && (!lp_set_column_bounds(lp, column, 0.0, 0.0, err) ||
                                        !lp_solve(lp, LP_DUAL, effort, &status, err))) {
            return false;
        }
        if (status != LP_OPTIMAL) {
            return true;
        }
    }
    keep(lp, n, answer);
    return true;
}

static bool release(struct lp *lp, int32_t n, const double *upper, struct pp_err *err)
{
    for (int32_t j = 0; j < n; j++) {
        if (!lp_set_column_bounds(lp, j, 0.0, upper[j], err)) {
            return false;
        }
    }
    return true;
}

bool whole_solve(struct lp *lp, int32_t n, const double *upper, double same,
                 const struct lp_effort *effort, struct pp_arena *arena,
                 struct whole_answer *answer, struct pp_err *err)
{
    enum lp_status status;
    *answer = (struct whole_answer){.x = PP_NEW(arena, double, n)};
    if (!lp_solve(lp, LP_DUAL, effort, &status, err)) {
        return false;
    }
    if (status != LP_OPTIMAL) {
        return true;
    }
    answer->bound = lp_objective(lp);
    if (!dive(lp, n, effort, answer, err) || !release(lp, n, upper, err)) {
        return false;
    }
    if (answer->found && answer->objective - answer->bound < same) {
        return true;
    }
    if (!lp_solve_whole(lp, effort, &status, err)) {
        return false;
    }
    if (status == LP_OPTIMAL || status == LP_FEASIBLE) {
        answer->bound = lp_bound(lp) > answer->bound ? lp_bound(lp) : answer->bound;
        keep(lp, n, answer);
    }
    return true;
}
