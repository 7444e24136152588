// SPDX-License-Identifier: GPL-3.0-or-later
/* Three rows on GLPK (relax.h). */
#include "relax.h"

#include "lp.h"

/* Row r: sum size_jr u_j >= sum size_jr - room_r. */
static bool add_rows(struct lp *lp, const struct assignment *problem, struct pp_err *err)
{
    for (int r = 0; r < MEASURES; r++) {
        double over = 0;
        for (int32_t job = 0; job < problem->n_jobs; job++) {
            over += problem->size[job].of[r];
        }
        for (int32_t agent = 0; agent < problem->n_agents; agent++) {
            over -= problem->room[agent].of[r];
        }
        struct lp_line row = {.lower = over, .upper = LP_INFINITY};
        if (!lp_add_row(lp, &row, err)) {
            return false;
        }
    }
    return true;
}

static bool add_jobs(struct lp *lp, const struct assignment *problem, const int32_t *least,
                     struct pp_err *err)
{
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        int32_t index[MEASURES], n = 0;
        double value[MEASURES];
        for (int r = 0; r < MEASURES; r++) {
            if (problem->size[job].of[r] > 0) {
                index[n] = r;
                value[n++] = problem->size[job].of[r];
            }
        }
        double saved = least[job] < problem->price ? least[job] : (double)problem->price;
        struct lp_line column = {(double)problem->price - saved, 0, 1, n, index, value};
        if (!lp_add_column(lp, &column, err)) {
            return false;
        }
    }
    return true;
}

bool relax_rooms(const struct assignment *problem, const int32_t *least, double worth[MEASURES],
                 struct pp_err *err)
{
    enum lp_status status = LP_INFEASIBLE;
    struct lp *lp = lp_create(err);
    bool solved = lp != NULL && add_rows(lp, problem, err) && add_jobs(lp, problem, least, err) &&
                  lp_solve(lp, LP_PRIMAL, NULL, &status, err);
    for (int r = 0; r < MEASURES; r++) {
        double dual = solved && status == LP_OPTIMAL ? lp_duals(lp)[r] : 0;
        worth[r] = dual > 0 ? dual : 0;
    }
    lp_destroy(lp);
    return solved;
}
