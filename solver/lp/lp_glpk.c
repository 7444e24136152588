// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The seam of lp.h on GLPK 5: the only file that includes <glpk.h>.
 *
 * GLPK prints and aborts on a bad argument or when memory is short.  Here
 * every call into it runs behind a trap: glp_error_hook jumps back to the
 * setjmp of the verb that called, glp_free_env frees all that GLPK held for
 * the thread, and the epoch of the thread's trap moves on, by which older
 * programmes know that they are lost.  glp_term_hook swallows all output and
 * keeps the words of an error.
 *
 * GLPK counts from 1; the scratch arrays `index` and `value` begin at [1].
 */
#include "lp.h"

#include <podplan/arena.h>

#include <assert.h>
#include <glpk.h>
#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLICE = 1000 ///< simplex iterations between two looks at the stop flag
};

/* What a thread knows about its GLPK: static by need, the hooks have no other home. */
struct trap {
    jmp_buf back;
    bool ready;     ///< hooks are set in the thread's environment
    uint32_t epoch; ///< number of environments lost so far
    char words[PP_ERR_TEXT / 2];
};

static _Thread_local struct trap trap;

struct lp {
    struct pp_arena arena; ///< holds the struct itself
    glp_prob *prob;
    const struct trap *owner;
    uint32_t epoch;
    int32_t n_rows, n_columns;
    int64_t iterations;
    int32_t *index; ///< scratch
    double *value;  ///< scratch
    int32_t index_capacity, value_capacity;

    double objective, bound;
    double *primal, *reduced, *row_values, *duals;
    int32_t primal_capacity, reduced_capacity, row_values_capacity, duals_capacity;
};

/* ---- The trap ---- */

/* Keeps what GLPK says about an error; a non-zero return tells it to print nothing. */
static int swallow(void *info, const char *text)
{
    (void)info;
    size_t used = strlen(trap.words);
    snprintf(trap.words + used, sizeof(trap.words) - used, "%s", text);
    return 1;
}

static void jump_back(void *info)
{
    (void)info;
    longjmp(trap.back, 1);
}

/* Called inside the trap: the first GLPK call of a thread allocates. */
static void arm(void)
{
    if (!trap.ready) {
        trap.words[0] = '\0';
        glp_term_hook(swallow, NULL);
        glp_error_hook(jump_back, NULL);
        glp_term_out(GLP_OFF); // an error switches it on again
        trap.ready = true;
    }
}

/* One line, without GLPK's own source position: that says nothing to a reader. */
static void tidy_words(void)
{
    char *end = strstr(trap.words, "Error detected in file");
    if (end != NULL) {
        *end = '\0';
    }
    for (char *c = trap.words; *c != '\0'; c++) {
        if (*c == '\n') {
            *c = ' ';
        }
    }
    size_t length = strlen(trap.words);
    while (length > 0 && trap.words[length - 1] == ' ') {
        trap.words[--length] = '\0';
    }
}

static bool recover(struct pp_err *err)
{
    tidy_words();
    glp_free_env();
    trap.ready = false;
    trap.epoch++;
    return pp_fail(err, PP_E_SOLVER, "the linear programming library GLPK gave up: %s", trap.words);
}

/* False for a programme that an earlier error took with it. */
static bool alive(const struct lp *lp, struct pp_err *err)
{
    assert(lp->owner == &trap); // a programme stays in its thread
    if (lp->epoch != trap.epoch) {
        return pp_fail(err, PP_E_SOLVER,
                       "this linear programme was lost when GLPK gave up earlier: %s", trap.words);
    }
    return true;
}

struct lp *lp_create(struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct lp *lp = PP_NEW(&arena, struct lp, 1);
    lp->arena = arena;
    lp->owner = &trap;
    if (setjmp(trap.back) != 0) {
        recover(err);
        lp_destroy(lp);
        return NULL;
    }
    arm();
    lp->epoch = trap.epoch;
    lp->prob = glp_create_prob();
    return lp;
}

void lp_destroy(struct lp *lp)
{
    if (lp == NULL) {
        return;
    }
    if (lp->prob != NULL && alive(lp, NULL)) {
        if (setjmp(trap.back) == 0) {
            glp_delete_prob(lp->prob);
        } else {
            recover(NULL);
        }
    }
    struct pp_arena arena = lp->arena;
    pp_arena_finish(&arena);
}

void lp_thread_finish(void)
{
    if (trap.ready) {
        glp_free_env();
        trap.ready = false;
        trap.epoch++;
    }
}

/* ---- Building ---- */

int32_t lp_rows(const struct lp *lp)
{
    return lp->n_rows;
}

int32_t lp_columns(const struct lp *lp)
{
    return lp->n_columns;
}

int64_t lp_iterations(const struct lp *lp)
{
    return lp->iterations;
}

static int bound_type(double lower, double upper)
{
    if (lower == -LP_INFINITY) {
        return upper == LP_INFINITY ? GLP_FR : GLP_UP;
    }
    if (upper == LP_INFINITY) {
        return GLP_LO;
    }
    return lower == upper ? GLP_FX : GLP_DB;
}

/* Copies the coefficients of a line to where GLPK wants them. */
static void load_scratch(struct lp *lp, const struct lp_line *line)
{
    lp->index =
        pp_arena_grow(&lp->arena, lp->index, &lp->index_capacity, line->n + 1, sizeof(*lp->index));
    lp->value =
        pp_arena_grow(&lp->arena, lp->value, &lp->value_capacity, line->n + 1, sizeof(*lp->value));
    for (int32_t i = 0; i < line->n; i++) {
        assert(isfinite(line->value[i]));
        lp->index[i + 1] = line->index[i] + 1;
        lp->value[i + 1] = line->value[i];
    }
}

bool lp_add_row(struct lp *lp, const struct lp_line *row, struct pp_err *err)
{
    assert(!isnan(row->lower) && !isnan(row->upper));
    if (!alive(lp, err)) {
        return false;
    }
    load_scratch(lp, row);
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    int i = glp_add_rows(lp->prob, 1);
    glp_set_row_bnds(lp->prob, i, bound_type(row->lower, row->upper), row->lower, row->upper);
    glp_set_mat_row(lp->prob, i, row->n, lp->index, lp->value);
    lp->n_rows++;
    return true;
}

bool lp_add_column(struct lp *lp, const struct lp_line *column, struct pp_err *err)
{
    assert(isfinite(column->cost) && !isnan(column->lower) && !isnan(column->upper));
    if (!alive(lp, err)) {
        return false;
    }
    load_scratch(lp, column);
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    int j = glp_add_cols(lp->prob, 1);
    glp_set_obj_coef(lp->prob, j, column->cost);
    glp_set_col_bnds(lp->prob, j, bound_type(column->lower, column->upper), column->lower,
                     column->upper);
    glp_set_mat_col(lp->prob, j, column->n, lp->index, lp->value);
    lp->n_columns++;
    return true;
}

bool lp_set_row_bounds(struct lp *lp, int32_t row, double lower, double upper, struct pp_err *err)
{
    if (!alive(lp, err)) {
        return false;
    }
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    glp_set_row_bnds(lp->prob, row + 1, bound_type(lower, upper), lower, upper);
    return true;
}

bool lp_set_column_bounds(struct lp *lp, int32_t column, double lower, double upper,
                          struct pp_err *err)
{
    if (!alive(lp, err)) {
        return false;
    }
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    glp_set_col_bnds(lp->prob, column + 1, bound_type(lower, upper), lower, upper);
    return true;
}

bool lp_set_cost(struct lp *lp, int32_t column, double cost, struct pp_err *err)
{
    /* GLPK's column 0 is the constant of the objective: no abort would name the mistake. */
    assert(column >= 0 && isfinite(cost));
    if (!alive(lp, err)) {
        return false;
    }
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    glp_set_obj_coef(lp->prob, column + 1, cost);
    return true;
}

bool lp_set_whole(struct lp *lp, int32_t column, bool whole, struct pp_err *err)
{
    if (!alive(lp, err)) {
        return false;
    }
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    glp_set_col_kind(lp->prob, column + 1, whole ? GLP_IV : GLP_CV);
    return true;
}

bool lp_delete_columns(struct lp *lp, int32_t n, const int32_t *columns, struct pp_err *err)
{
    if (n == 0) {
        return true;
    }
    if (!alive(lp, err)) {
        return false;
    }
    lp->index =
        pp_arena_grow(&lp->arena, lp->index, &lp->index_capacity, n + 1, sizeof(*lp->index));
    for (int32_t i = 0; i < n; i++) {
        lp->index[i + 1] = columns[i] + 1;
    }
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    glp_del_cols(lp->prob, n, lp->index);
    lp->n_columns -= n;
    return true;
}

/* ---- Solving (the functions below run inside the trap of their caller) ---- */

static bool asked_to_stop(const struct lp_effort *effort)
{
    return effort->stop != NULL && atomic_load(effort->stop);
}

/* Simplex in slices, so that a stop flag is heard; GLPK goes on from the basis it left. */
static int run_slices(struct lp *lp, glp_smcp *how, const struct lp_effort *effort)
{
    const int64_t most = effort->stop == NULL ? INT_MAX : SLICE;
    int64_t left = effort->iterations > 0 ? effort->iterations : INT64_MAX;
    int outcome = GLP_EITLIM;
    while (outcome == GLP_EITLIM && left > 0 && !asked_to_stop(effort)) {
        how->it_lim = (int)(left < most ? left : most);
        left -= how->it_lim;
        int before = glp_get_it_cnt(lp->prob);
        outcome = glp_simplex(lp->prob, how);
        lp->iterations += glp_get_it_cnt(lp->prob) - before;
    }
    return outcome;
}

/* Deleted basic columns leave GLPK without a basis: begin again from the slack basis. */
static int run_simplex(struct lp *lp, enum lp_method method, const struct lp_effort *effort)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = method == LP_PRIMAL ? GLP_PRIMAL : GLP_DUALP;
    int outcome = run_slices(lp, &how, effort);
    if (outcome == GLP_EBADB || outcome == GLP_ESING || outcome == GLP_ECOND ||
        outcome == GLP_EFAIL) {
        glp_std_basis(lp->prob);
        how.meth = GLP_PRIMAL;
        outcome = run_slices(lp, &how, effort);
    }
    return outcome;
}

static bool simplex_status(struct lp *lp, int outcome, enum lp_status *status, struct pp_err *err)
{
    if (outcome == GLP_EITLIM) {
        *status = LP_LIMIT;
        return true;
    }
    if (outcome == GLP_EBOUND) { // a lower bound above its upper bound
        *status = LP_INFEASIBLE;
        return true;
    }
    int found = glp_get_status(lp->prob);
    if (outcome == 0 && found == GLP_OPT) {
        *status = LP_OPTIMAL;
    } else if (outcome == 0 && (found == GLP_NOFEAS || found == GLP_INFEAS)) {
        *status = LP_INFEASIBLE;
    } else if (outcome == 0 && found == GLP_UNBND) {
        *status = LP_UNBOUNDED;
    } else {
        return pp_fail(err, PP_E_SOLVER,
                       "GLPK lost its way in a linear programme of %d rows and %d columns "
                       "(outcome %d, status %d)",
                       lp->n_rows, lp->n_columns, outcome, found);
    }
    return true;
}

static void keep_point(struct lp *lp)
{
    struct pp_arena *arena = &lp->arena;
    const size_t size = sizeof(double);
    lp->primal = pp_arena_grow(arena, lp->primal, &lp->primal_capacity, lp->n_columns, size);
    lp->reduced = pp_arena_grow(arena, lp->reduced, &lp->reduced_capacity, lp->n_columns, size);
    lp->row_values =
        pp_arena_grow(arena, lp->row_values, &lp->row_values_capacity, lp->n_rows, size);
    lp->duals = pp_arena_grow(arena, lp->duals, &lp->duals_capacity, lp->n_rows, size);
    for (int32_t j = 0; j < lp->n_columns; j++) {
        lp->primal[j] = glp_get_col_prim(lp->prob, j + 1);
        lp->reduced[j] = glp_get_col_dual(lp->prob, j + 1);
    }
    for (int32_t i = 0; i < lp->n_rows; i++) {
        lp->row_values[i] = glp_get_row_prim(lp->prob, i + 1);
        lp->duals[i] = glp_get_row_dual(lp->prob, i + 1);
    }
    lp->objective = lp->bound = glp_get_obj_val(lp->prob);
}

static bool solve_relaxed(struct lp *lp, enum lp_method method, const struct lp_effort *effort,
                          enum lp_status *status, struct pp_err *err)
{
    int outcome = run_simplex(lp, method, effort);
    if (!simplex_status(lp, outcome, status, err)) {
        return false;
    }
    if (*status == LP_OPTIMAL) {
        keep_point(lp);
    }
    return true;
}

bool lp_solve(struct lp *lp, enum lp_method method, const struct lp_effort *effort,
              enum lp_status *status, struct pp_err *err)
{
    static const struct lp_effort unlimited = {0};
    if (!alive(lp, err)) {
        return false;
    }
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    return solve_relaxed(lp, method, effort != NULL ? effort : &unlimited, status, err);
}

/* What the branch-and-cut callback carries. */
struct search {
    const struct lp_effort *effort;
    double bound; ///< of the best open node when last asked
};

static void watch_search(glp_tree *tree, void *info)
{
    struct search *search = info;
    int open, kept, total;
    glp_ios_tree_size(tree, &open, &kept, &total);
    int best = glp_ios_best_node(tree);
    if (best != 0) {
        search->bound = glp_ios_node_bound(tree, best);
    }
    bool enough = search->effort->nodes > 0 && total >= search->effort->nodes;
    if (enough || asked_to_stop(search->effort)) {
        glp_ios_terminate(tree);
    }
}

static int run_search(struct lp *lp, struct search *search)
{
    glp_iocp how;
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_OFF; // with it the callback would see another programme
    how.mip_gap = search->effort->gap;
    how.cb_func = watch_search;
    how.cb_info = search;
    if (search->effort->cuts) {
        how.gmi_cuts = how.mir_cuts = how.cov_cuts = GLP_ON;
    }
    return glp_intopt(lp->prob, &how);
}

static bool search_status(struct lp *lp, int outcome, enum lp_status *status, struct pp_err *err)
{
    int found = glp_mip_status(lp->prob);
    bool known = outcome == 0 || outcome == GLP_EMIPGAP || outcome == GLP_ESTOP;
    if (known && found == GLP_OPT) {
        *status = LP_OPTIMAL;
    } else if (known && found == GLP_FEAS) {
        *status = LP_FEASIBLE;
    } else if (known && found == GLP_NOFEAS) {
        *status = LP_INFEASIBLE;
    } else if (known) {
        *status = LP_LIMIT;
    } else {
        return pp_fail(err, PP_E_SOLVER,
                       "GLPK lost its way in a whole-number programme of %d rows and %d columns "
                       "(outcome %d, status %d)",
                       lp->n_rows, lp->n_columns, outcome, found);
    }
    return true;
}

static void keep_whole_point(struct lp *lp, enum lp_status status, double bound)
{
    for (int32_t j = 0; j < lp->n_columns; j++) {
        lp->primal[j] = glp_mip_col_val(lp->prob, j + 1);
    }
    for (int32_t i = 0; i < lp->n_rows; i++) {
        lp->row_values[i] = glp_mip_row_val(lp->prob, i + 1);
    }
    lp->objective = glp_mip_obj_val(lp->prob);
    lp->bound = status == LP_OPTIMAL ? lp->objective : fmin(bound, lp->objective);
}

static bool solve_whole(struct lp *lp, const struct lp_effort *effort, enum lp_status *status,
                        struct pp_err *err)
{
    if (!solve_relaxed(lp, LP_DUAL, effort, status, err)) {
        return false;
    }
    if (*status != LP_OPTIMAL) {
        return true;
    }
    struct search search = {effort, lp->objective};
    int outcome = run_search(lp, &search);
    if (!search_status(lp, outcome, status, err)) {
        return false;
    }
    if (*status == LP_OPTIMAL || *status == LP_FEASIBLE) {
        keep_whole_point(lp, *status, search.bound);
    }
    return true;
}

bool lp_solve_whole(struct lp *lp, const struct lp_effort *effort, enum lp_status *status,
                    struct pp_err *err)
{
    static const struct lp_effort unlimited = {0};
    if (!alive(lp, err)) {
        return false;
    }
    if (setjmp(trap.back) != 0) {
        return recover(err);
    }
    return solve_whole(lp, effort != NULL ? effort : &unlimited, status, err);
}

/* ---- Reading ---- */

double lp_objective(const struct lp *lp)
{
    return lp->objective;
}

double lp_bound(const struct lp *lp)
{
    return lp->bound;
}

const double *lp_primal(const struct lp *lp)
{
    return lp->primal;
}

const double *lp_row_values(const struct lp *lp)
{
    return lp->row_values;
}

const double *lp_duals(const struct lp *lp)
{
    return lp->duals;
}

const double *lp_reduced_costs(const struct lp *lp)
{
    return lp->reduced;
}
