// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tree of cases against the truth: every roster of tiny problems.
 */
#include "lines_toy.h"
#include "test.h"
#include "tree.h"

#include <string.h>

enum {
    ROUNDS = 1000,
    STEPS = 20000 ///< more than any toy needs
};

/* A toy with its root solved to the end. */
struct rooted {
    struct toy toy;
    struct pace pace;
    struct generation root;
    struct lines_roster best;
    int64_t least; ///< of all rosters; LINES_BAN: there is none
};

/* Everybody's line by chance; false when the toy has no roster. */
static bool open_rooted(struct rooted *rooted, uint64_t seed, int32_t n_people, int32_t n_days)
{
    struct toy *toy = &rooted->toy;
    int32_t on[3 * MOST_DAYS] = {0}, line[MOST_DAYS];
    open_toy(toy, seed, n_people, n_days);
    rooted->least = truth_of_rosters(toy, 0, toy->problem.constant, on);
    if (rooted->least >= LINES_BAN) {
        return false;
    }
    rooted->pace = pace_begin(NULL, 1);
    generation_begin(&rooted->root, &toy->problem, NULL, &rooted->pace);
    rooted->root.thorough = true;
    roster_init(&rooted->best, &toy->problem, &toy->arena);
    for (int32_t p = 0; p < n_people; p++) {
        assert_true(draw_line(toy, p, line));
        roster_insert(&rooted->best, &toy->problem, p, line);
    }
    columns_add_roster(&rooted->root.columns, &rooted->best);
    assert_int_equal(generate(&rooted->root, LINES_BAN, ROUNDS), GENERATION_CLOSED);
    return true;
}

static void close_rooted(struct rooted *rooted)
{
    if (rooted->least < LINES_BAN) {
        generation_finish(&rooted->root);
    }
    close_toy(&rooted->toy);
}

static bool is_whole(const struct rooted *rooted, int64_t bound)
{
    return lines_units(&rooted->toy.problem, bound) >=
           lines_units(&rooted->toy.problem, rooted->least);
}

TEST(cases_prove_the_best_roster_where_the_root_does_not)
{
    int32_t there = 0, at_root = 0, proved = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct rooted rooted;
        struct tree tree;
        if (open_rooted(&rooted, seed, 2 + (int32_t)(seed % 2), 4)) {
            int64_t bound = rooted.root.bound;
            tree_begin(&tree, &rooted.root, bound);
            tree_search(&tree, STEPS, &rooted.best);
            assert_true(bound <= rooted.least && rooted.best.total >= rooted.least);
            assert_true(tree_bound(&tree) <= rooted.least || rooted.best.total == rooted.least);
            assert_as_anew(&rooted.toy, &rooted.best);
            there++;
            at_root += is_whole(&rooted, bound);
            proved += is_whole(&rooted, tree_bound(&tree)) && rooted.best.total == rooted.least;
            tree_finish(&tree);
        }
        close_rooted(&rooted);
    }
    assert_true(there - at_root >= 15);
    assert_true(proved * 50 >= there * 49);
}

TEST(the_bound_only_rises_and_stays_below_the_best)
{
    int32_t steps = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct rooted rooted;
        struct tree tree;
        if (open_rooted(&rooted, seed, 3, 4)) {
            tree_begin(&tree, &rooted.root, rooted.root.bound);
            for (int64_t before = INT64_MIN; tree.n_open > 0 && tree_bound(&tree) > before;) {
                before = tree_bound(&tree);
                tree_search(&tree, 1, &rooted.best);
                assert_true(tree_bound(&tree) >= before);
                assert_true(tree_bound(&tree) <= rooted.least || rooted.best.total == rooted.least);
                steps++;
            }
            tree_finish(&tree);
        }
        close_rooted(&rooted);
    }
    assert_true(steps > 40);
}

TEST(the_root_is_as_it_was_after_a_search)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct rooted rooted;
        struct tree tree;
        if (open_rooted(&rooted, seed, 3, 4)) {
            double before = rooted.root.columns.objective;
            int64_t bound = rooted.root.bound;
            tree_begin(&tree, &rooted.root, bound);
            tree_search(&tree, STEPS, &rooted.best);
            tree_lead(&tree);
            tree_free(&tree);
            assert_int_equal(generate(&rooted.root, LINES_BAN, ROUNDS), GENERATION_CLOSED);
            double unit = rooted.root.columns.unit;
            assert_true(rooted.root.columns.objective > before - 1e-3 * unit &&
                        rooted.root.columns.objective < before + 1e-3 * unit);
            assert_true(rooted.root.bound <= rooted.least);
            tree_finish(&tree);
        }
        close_rooted(&rooted);
    }
}

TEST(totals_that_are_limited_cost_what_they_force)
{
    int32_t dearer = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct rooted rooted;
        struct totals totals;
        if (open_rooted(&rooted, seed, 2, 4)) {
            int64_t free = rooted.root.bound;
            struct columns *columns = &rooted.root.columns;
            totals_begin(&totals, &rooted.toy.problem, &rooted.toy.arena);
            generation_limit(&rooted.root, &totals);
            double value = columns_total(columns, &totals.list[0].of);
            totals_limit(&totals, columns, 0, (int32_t)value + 2, LINES_FREE);
            generate(&rooted.root, LINES_BAN, ROUNDS);
            assert_true(rooted.root.bound >= free - rooted.toy.problem.scale / 16);
            dearer += rooted.root.bound > free + rooted.toy.problem.scale / 16;
            totals_limit(&totals, columns, 0, 0, LINES_FREE);
            generate(&rooted.root, LINES_BAN, ROUNDS);
            assert_true(rooted.root.bound <= rooted.least);
        }
        close_rooted(&rooted);
    }
    assert_true(dearer > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_prove_the_best_roster_where_the_root_does_not),
        cmocka_unit_test(the_bound_only_rises_and_stays_below_the_best),
        cmocka_unit_test(the_root_is_as_it_was_after_a_search),
        cmocka_unit_test(totals_that_are_limited_cost_what_they_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
