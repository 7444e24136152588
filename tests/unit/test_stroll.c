// SPDX-License-Identifier: GPL-3.0-or-later
/* Strolls on toy problems, against all their rosters; and the draws of their moves. */
#include "draw.h"
#include "lines_toy.h"
#include "stroll.h"
#include "test.h"

enum {
    TOYS = 60,
    ROUNDS = 3
};

/* Cold strolls of everybody's whole line; true when they end in the best roster. */
static bool strolls_to(struct toy *toy, uint64_t seed, struct lines_roster *roster, int64_t least)
{
    struct crew *crew = crew_begin(1);
    struct pace pace = pace_begin(NULL, 1);
    struct pp_rng rng = {seed};
    struct stroll_terms terms = {.weeks = 1, .warmth = 0};
    for (int32_t i = 0; i < ROUNDS; i++) {
        stroll_round(&toy->problem, crew, &pace, &rng, terms, roster);
    }
    crew_finish(crew);
    assert_as_anew(toy, roster);
    assert_true(roster->total >= least && roster->total < LINES_BAN);
    return roster->total == least;
}

/* As in a service, where a turn that nobody has costs far more than any wish. */
static void make_rows_dear(struct toy *toy)
{
    for (int32_t r = 0; r < toy->problem.n_rows; r++) {
        toy->problem.rows[r].under *= 64;
    }
}

TEST(two_people_exchange_turns_until_no_roster_is_better)
{
    int32_t n = 0, reached = 0;
    for (uint64_t seed = 1; seed <= TOYS; seed++) {
        struct toy toy;
        struct lines_roster roster;
        int32_t on[3 * MOST_DAYS] = {0};
        open_toy(&toy, seed, 2, 5);
        make_rows_dear(&toy);
        if (draw_lines(&toy, &roster)) {
            int64_t least = truth_of_rosters(&toy, 0, toy.problem.constant, on);
            reached += strolls_to(&toy, seed, &roster, least);
            n++;
        }
        close_toy(&toy);
    }
    assert_true(n > TOYS / 2 && reached >= n - 3);
}

/* By the person's choices, one by one. */
static bool can_be_on(const struct toy *toy, int32_t p, int32_t row)
{
    const struct lines_person *person = &toy->problem.people[p];
    for (int32_t c = 0; c < person->first[toy->problem.n_days]; c++) {
        const struct lines_choice *choice = &person->choices[c];
        for (int32_t i = 0; i < choice->n_touch; i++) {
            if (choice->price < LINES_BAN && toy->problem.touches[choice->touch + i].row == row) {
                return true;
            }
        }
    }
    return false;
}

TEST(whoever_is_drawn_for_a_row_can_be_on_it)
{
    int32_t drawn = 0, nobody = 0;
    for (uint64_t seed = 1; seed <= TOYS; seed++) {
        struct toy toy;
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        for (int32_t row = 0; row < toy.problem.n_rows; row++) {
            int32_t p = draw_for_row(&toy.rng, &toy.problem, row, 1);
            bool others = can_be_on(&toy, 0, row) || can_be_on(&toy, 2, row);
            assert_true(p >= 0 ? p != 1 && can_be_on(&toy, p, row) : !others);
            drawn += p >= 0;
            nobody += p < 0;
        }
        close_toy(&toy);
    }
    assert_true(drawn > 0 && nobody > 0);
}

TEST(a_row_drawn_is_the_persons_and_a_day_drawn_is_paid_for)
{
    int32_t none = 0, paid = 0;
    for (uint64_t seed = 1; seed <= TOYS; seed++) {
        struct toy toy;
        struct lines_roster roster;
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        bool all = draw_lines(&toy, &roster);
        for (int32_t p = 0; p < MOST_PEOPLE && all; p++) {
            const int32_t *line = roster_line(&roster, &toy.problem, p);
            int32_t row = draw_row_of(&toy.rng, &toy.problem, &roster, p, 1, 3);
            assert_true(row < 0 ||
                        (toy.problem.rows[row].day >= 1 && toy.problem.rows[row].day < 3));
            assert_true(row < 0 || can_be_on(&toy, p, row));
            none += row < 0;
            int32_t day = draw_costly_day(&toy.rng, &toy.problem, &roster, p);
            paid += toy.problem.people[p].choices[line[day]].price > 0;
        }
        close_toy(&toy);
    }
    assert_true(none > 0 && paid > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_people_exchange_turns_until_no_roster_is_better),
        cmocka_unit_test(whoever_is_drawn_for_a_row_can_be_on_it),
        cmocka_unit_test(a_row_drawn_is_the_persons_and_a_day_drawn_is_paid_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
