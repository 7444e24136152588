// SPDX-License-Identifier: GPL-3.0-or-later
#include "test.h"

#include "lp.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* A 0-1 knapsack of n things: min -value'x, weight'x <= room. */
static struct lp *knapsack(int32_t n, const double *value, const double *weight, double room)
{
    struct lp *lp = lp_create(NULL);
    assert_non_null(lp);
    assert_true(lp_add_row(lp, &(struct lp_line){.lower = -LP_INFINITY, .upper = room}, NULL));
    for (int32_t j = 0; j < n; j++) {
        int32_t row = 0;
        struct lp_line column = {-value[j], 0, 1, 1, &row, &weight[j]};
        assert_true(lp_add_column(lp, &column, NULL));
        assert_true(lp_set_whole(lp, j, true, NULL));
    }
    return lp;
}

static void assert_near(double a, double b)
{
    if (fabs(a - b) > 1e-6) {
        fail_msg("%.9f is not %.9f", a, b);
    }
}

TEST(a_small_programme_has_its_textbook_answer_and_prices)
{
    /* max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: x 2, y 6, 36; prices 0, 3/2, 1. */
    struct lp *lp = lp_create(NULL);
    double room[] = {4, 12, 18};
    for (int i = 0; i < 3; i++) {
        struct lp_line row = {.lower = -LP_INFINITY, .upper = room[i]};
        assert_true(lp_add_row(lp, &row, NULL));
    }
    struct lp_line x = {-3, 0, LP_INFINITY, 2, (int32_t[]){0, 2}, (double[]){1, 3}};
    struct lp_line y = {-5, 0, LP_INFINITY, 2, (int32_t[]){1, 2}, (double[]){2, 2}};
    assert_true(lp_add_column(lp, &x, NULL) && lp_add_column(lp, &y, NULL));
    enum lp_status status;
    assert_true(lp_solve(lp, LP_PRIMAL, NULL, &status, NULL));
    assert_int_equal(status, LP_OPTIMAL);
    assert_near(lp_objective(lp), -36);
    assert_near(lp_primal(lp)[0], 2);
    assert_near(lp_primal(lp)[1], 6);
    assert_near(lp_duals(lp)[0], 0);
    assert_near(lp_duals(lp)[1], -1.5);
    assert_near(lp_duals(lp)[2], -1);
    assert_near(lp_row_values(lp)[2], 18);
    lp_destroy(lp);
}

TEST(changes_are_seen_by_the_next_solve)
{
    struct lp *lp = knapsack(3, (double[]){6, 5, 4}, (double[]){3, 3, 3}, 6);
    enum lp_status status;
    assert_true(lp_solve(lp, LP_PRIMAL, NULL, &status, NULL));
    assert_near(lp_objective(lp), -11);
    assert_true(lp_set_row_bounds(lp, 0, -LP_INFINITY, 3, NULL));
    assert_true(lp_solve(lp, LP_DUAL, NULL, &status, NULL));
    assert_near(lp_objective(lp), -6);
    assert_true(lp_set_column_bounds(lp, 0, 0, 0, NULL));
    assert_true(lp_solve(lp, LP_DUAL, NULL, &status, NULL));
    assert_near(lp_objective(lp), -5);
    assert_true(lp_set_cost(lp, 2, -9, NULL));
    assert_true(lp_solve(lp, LP_PRIMAL, NULL, &status, NULL));
    assert_near(lp_objective(lp), -9);
    assert_true(lp_set_row_bounds(lp, 0, -LP_INFINITY, 2, NULL));
    assert_true(lp_solve(lp, LP_DUAL, NULL, &status, NULL));
    assert_near(lp_objective(lp), -6);
    assert_near(lp_reduced_costs(lp)[1], 4);
    lp_destroy(lp);
}

TEST(deleting_basic_columns_leaves_a_programme_that_solves)
{
    struct lp *lp = knapsack(3, (double[]){6, 5, 4}, (double[]){2, 3, 4}, 5);
    enum lp_status status;
    assert_true(lp_solve(lp, LP_PRIMAL, NULL, &status, NULL));
    assert_true(lp_delete_columns(lp, 2, (int32_t[]){0, 1}, NULL));
    assert_int_equal(lp_columns(lp), 1);
    assert_true(lp_solve(lp, LP_PRIMAL, NULL, &status, NULL));
    assert_int_equal(status, LP_OPTIMAL);
    assert_near(lp_objective(lp), -4);
    lp_destroy(lp);
}

TEST(no_solution_is_a_status_not_an_error)
{
    struct lp *lp = knapsack(1, (double[]){1}, (double[]){1}, 5);
    enum lp_status status;
    assert_true(lp_set_row_bounds(lp, 0, 2, 5, NULL));
    assert_true(lp_solve(lp, LP_DUAL, NULL, &status, NULL));
    assert_int_equal(status, LP_INFEASIBLE);
    assert_true(lp_set_row_bounds(lp, 0, 5, 2, NULL));
    assert_true(lp_solve(lp, LP_DUAL, NULL, &status, NULL));
    assert_int_equal(status, LP_INFEASIBLE);
    assert_true(lp_set_row_bounds(lp, 0, 0, LP_INFINITY, NULL));
    assert_true(lp_set_column_bounds(lp, 0, 0, LP_INFINITY, NULL));
    assert_true(lp_solve(lp, LP_DUAL, NULL, &status, NULL));
    assert_int_equal(status, LP_UNBOUNDED);
    lp_destroy(lp);
}

TEST(whole_columns_are_whole)
{
    struct lp *lp = knapsack(4, (double[]){10, 13, 7, 8}, (double[]){3, 4, 2, 3}, 7);
    enum lp_status status;
    assert_true(lp_solve(lp, LP_PRIMAL, NULL, &status, NULL));
    assert_true(lp_objective(lp) < -23 - 1e-3);
    assert_true(lp_solve_whole(lp, NULL, &status, NULL));
    assert_int_equal(status, LP_OPTIMAL);
    assert_near(lp_objective(lp), -23);
    assert_near(lp_bound(lp), -23);
    lp_destroy(lp);
}

/* Even weights, odd room: the relaxation is always half a thing better than any whole answer. */
static struct lp *stubborn(int32_t n)
{
    double value[40], weight[40];
    for (int32_t j = 0; j < n; j++) {
        value[j] = weight[j] = 2;
    }
    return knapsack(n, value, weight, n - 1 + n % 2);
}

TEST(a_node_limit_ends_the_search_with_a_true_bound)
{
    struct lp *lp = stubborn(30);
    enum lp_status status;
    assert_true(lp_solve_whole(lp, &(struct lp_effort){.nodes = 20}, &status, NULL));
    assert_true(status == LP_FEASIBLE || status == LP_LIMIT);
    if (status == LP_FEASIBLE) {
        assert_true(lp_bound(lp) <= -28 + 1e-6 && lp_objective(lp) >= -28 - 1e-6);
    }
    lp_destroy(lp);
}

TEST(a_raised_stop_flag_stops_both_searches)
{
    struct lp *lp = stubborn(10);
    atomic_bool stop = true;
    enum lp_status status;
    assert_true(lp_solve(lp, LP_PRIMAL, &(struct lp_effort){.stop = &stop}, &status, NULL));
    assert_int_equal(status, LP_LIMIT);
    assert_true(lp_solve_whole(lp, &(struct lp_effort){.stop = &stop}, &status, NULL));
    assert_int_equal(status, LP_LIMIT);
    lp_destroy(lp);
}

TEST(glpk_errors_are_trapped_and_the_thread_recovers)
{
    struct lp *other = knapsack(1, (double[]){1}, (double[]){1}, 1);
    struct lp *lp = knapsack(1, (double[]){1}, (double[]){1}, 1);
    struct pp_err err = {0};
    struct lp_line wrong = {1, 0, 1, 1, (int32_t[]){7}, (double[]){1}};
    assert_false(lp_add_column(lp, &wrong, &err));
    assert_int_equal(err.code, PP_E_SOLVER);
    assert_non_null(strstr(err.text, "row index out of range"));

    /* All programmes of the thread went with it, and say so. */
    enum lp_status status;
    assert_false(lp_solve(other, LP_PRIMAL, NULL, &status, &err));
    assert_non_null(strstr(err.text, "lost"));
    assert_non_null(strstr(err.text, "row index out of range"));
    assert_false(lp_solve_whole(lp, NULL, &status, &err));
    lp_destroy(lp);
    lp_destroy(other);

    struct lp *fresh = knapsack(2, (double[]){1, 2}, (double[]){1, 1}, 1);
    assert_true(lp_solve(fresh, LP_PRIMAL, NULL, &status, &err));
    assert_near(lp_objective(fresh), -2);
    lp_destroy(fresh);
}

TEST(every_verb_survives_a_bad_index)
{
    struct pp_err err;
    for (int verb = 0; verb < 5; verb++) {
        struct lp *lp = knapsack(1, (double[]){1}, (double[]){1}, 1);
        struct lp_line row = {
            .lower = 0, .upper = 1, .n = 2, .index = (int32_t[]){0, 0}, .value = (double[]){1, 1}};
        err.code = PP_OK;
        bool done[] = {
            verb == 0 && lp_add_row(lp, &row, &err), // the same column twice
            verb == 1 && lp_set_row_bounds(lp, 3, 0, 1, &err),
            verb == 2 && lp_set_column_bounds(lp, -4, 0, 1, &err),
            verb == 3 && lp_set_whole(lp, 9, true, &err),
            verb == 4 && lp_delete_columns(lp, 1, (int32_t[]){1}, &err),
        };
        assert_false(done[verb]);
        assert_int_equal(err.code, PP_E_SOLVER);
        lp_destroy(lp);
    }
}

static void *solve_in_a_thread(void *out)
{
    struct lp *lp = stubborn(12);
    struct lp_line wrong = {1, 0, 1, 1, (int32_t[]){7}, (double[]){1}};
    enum lp_status status;
    assert_true(lp_solve(lp, LP_PRIMAL, NULL, &status, NULL));
    *(double *)out = lp_objective(lp);
    assert_false(lp_add_column(lp, &wrong, NULL));
    lp_destroy(lp);
    lp_thread_finish();
    return NULL;
}

TEST(an_error_in_one_thread_leaves_the_others_alone)
{
    struct lp *lp = stubborn(12);
    double objective = 0;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, solve_in_a_thread, &objective), 0);
    pthread_join(thread, NULL);
    enum lp_status status;
    assert_true(lp_solve(lp, LP_PRIMAL, NULL, &status, NULL));
    assert_near(lp_objective(lp), objective);
    lp_destroy(lp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_programme_has_its_textbook_answer_and_prices),
        cmocka_unit_test(changes_are_seen_by_the_next_solve),
        cmocka_unit_test(deleting_basic_columns_leaves_a_programme_that_solves),
        cmocka_unit_test(no_solution_is_a_status_not_an_error),
        cmocka_unit_test(whole_columns_are_whole),
        cmocka_unit_test(a_node_limit_ends_the_search_with_a_true_bound),
        cmocka_unit_test(a_raised_stop_flag_stops_both_searches),
        cmocka_unit_test(glpk_errors_are_trapped_and_the_thread_recovers),
        cmocka_unit_test(every_verb_survives_a_bad_index),
        cmocka_unit_test(an_error_in_one_thread_leaves_the_others_alone),
    };
    int failed = cmocka_run_group_tests_name("lp", tests, NULL, NULL);
    lp_thread_finish();
    return failed;
}
