// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Linear programmes, counted from 0:
 *
 *   min  c'x   subject to   lower <= A x <= upper,   l <= x <= u,   some x whole
 *
 * The one seam to GLPK: solvers speak these verbs and never see <glpk.h>.
 * Rows and columns may be added, changed and deleted between solves; each
 * solve starts from the basis of the last.
 *
 * Errors.  What GLPK would abort on (a bad index, no memory) comes back as
 * false with GLPK's own words.  After such an error every linear programme of
 * the thread is lost: each call on it but lp_destroy says so and returns
 * false; new ones may be created at once.  "No solution" is a status, not an
 * error.
 *
 * Threads.  A linear programme stays in the thread that created it; threads
 * share nothing.  A thread other than the first calls lp_thread_finish before
 * it ends.
 *
 * Numbers are doubles within about 1e-7.  What must be proved is proved
 * elsewhere in integers; no result here is a certificate.
 */
#ifndef PODPLAN_LP_H
#define PODPLAN_LP_H

#include <podplan/err.h>

#include <math.h>
#include <stdatomic.h>
#include <stdint.h>

#define LP_INFINITY HUGE_VAL ///< a bound that is not there, with either sign

struct lp;

enum lp_status {
    LP_OPTIMAL,
    LP_FEASIBLE,   ///< whole numbers only: stopped by a limit, with an answer
    LP_LIMIT,      ///< stopped by a limit, without an answer
    LP_INFEASIBLE, ///< no point keeps all bounds
    LP_UNBOUNDED
};

enum lp_method {
    LP_PRIMAL, ///< after new columns or new costs: column generation
    LP_DUAL    ///< after new rows or new bounds: cuts, branching, diving
};

/** A row or a column: bounds, and its coefficients in columns or rows that exist already. */
struct lp_line {
    double cost; ///< columns only
    double lower, upper;
    int32_t n;            ///< coefficients given; 0: none
    const int32_t *index; ///< length n, each index once
    const double *value;  ///< length n, finite
};

/** When to give up; every limit is reproducible, none is a clock. {0}: never. */
struct lp_effort {
    int32_t iterations;      ///< simplex iterations of one linear solve; 0: no limit
    int32_t nodes;           ///< of branch and cut; 0: no limit
    double gap;              ///< stop branching at this relative gap, 0..1
    bool cuts;               ///< Gomory, rounding and cover cuts
    const atomic_bool *stop; ///< asked every thousand iterations and every node; NULL: never
};

/** An empty programme; NULL when GLPK fails.  The caller destroys it. */
struct lp *lp_create(struct pp_err *err);
void lp_destroy(struct lp *lp); ///< NULL is fine

/** Returns all memory that GLPK holds for this thread; its programmes must be destroyed before. */
void lp_thread_finish(void);

int32_t lp_rows(const struct lp *lp);
int32_t lp_columns(const struct lp *lp);
int64_t lp_iterations(const struct lp *lp); ///< of the simplex so far: reproducible work

/** The new row has index lp_rows(lp) - 1. O(n). */
bool lp_add_row(struct lp *lp, const struct lp_line *row, struct pp_err *err);
/** The new column has index lp_columns(lp) - 1. O(n). */
bool lp_add_column(struct lp *lp, const struct lp_line *column, struct pp_err *err);

bool lp_set_row_bounds(struct lp *lp, int32_t row, double lower, double upper, struct pp_err *err);
bool lp_set_column_bounds(struct lp *lp, int32_t column, double lower, double upper,
                          struct pp_err *err);
bool lp_set_cost(struct lp *lp, int32_t column, double cost, struct pp_err *err);
/** Whole columns need whole bounds (or none). */
bool lp_set_whole(struct lp *lp, int32_t column, bool whole, struct pp_err *err);

/** Deletes `n` different columns; those behind move down, in order. O(columns + coefficients). */
bool lp_delete_columns(struct lp *lp, int32_t n, const int32_t *columns, struct pp_err *err);

/**
 * Solves without regard to whole columns, by the simplex method from the last basis.  Typically a
 * small multiple of `rows` iterations, each O(coefficients) or better.  `effort` may be NULL.
 */
bool lp_solve(struct lp *lp, enum lp_method method, const struct lp_effort *effort,
              enum lp_status *status, struct pp_err *err);

/**
 * Solves with whole columns by branch and cut; exponential in the worst case, so give `nodes`.
 * Duals and reduced costs are then those of the root.  `effort` may be NULL.
 */
bool lp_solve_whole(struct lp *lp, const struct lp_effort *effort, enum lp_status *status,
                    struct pp_err *err);

/*
 * Results of the last solve that was LP_OPTIMAL or LP_FEASIBLE; the arrays belong to the programme
 * and change with the next solve.
 */
double lp_objective(const struct lp *lp);
double lp_bound(const struct lp *lp);                ///< no point costs less, within tolerance
const double *lp_primal(const struct lp *lp);        ///< length columns
const double *lp_row_values(const struct lp *lp);    ///< length rows
const double *lp_duals(const struct lp *lp);         ///< length rows: cost of one more unit
const double *lp_reduced_costs(const struct lp *lp); ///< length columns

#endif
