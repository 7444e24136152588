// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lines of work against the truth: every line of small people, every roster of tiny problems.
 */
#include "columns.h"
#include "dive.h"
#include "horizon.h"
#include "lines_toy.h"
#include "mend.h"
#include "search.h"
#include "solve.h"
#include "test.h"

#include <string.h>

enum {
    EFFORT = 1 << 18,
    MANY_DAYS = 42,
    DEAR = 2000 ///< times what choices cost elsewhere
};

/* ---- Lines ---- */

TEST(a_line_costs_what_its_rules_say)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct toy toy;
        int32_t line[MOST_DAYS];
        open_toy(&toy, seed, 1, 5);
        first_line(&toy, 0, line);
        do {
            assert_int_equal(lines_cost(&toy.problem, 0, line), truth_of_line(&toy, 0, line));
        } while (next_line(&toy, 0, line));
        close_toy(&toy);
    }
}

static int32_t next_of_seven(const void *user, int32_t value, int32_t kind, int32_t option,
                             struct lines_charge *charge)
{
    (void)user, (void)kind, (void)charge;
    return option == OFF ? (value + 1) % 7 : value; // seven values that make no difference
}

TEST(values_that_no_future_tells_apart_are_one_state)
{
    struct pp_arena arena = {0};
    struct lines_automaton automata[] = {{.next = next_of_seven}, {.next = toy_next_run}};
    int32_t kind_of[] = {0, 1}, first[] = {3, 0, 5, 2};
    struct lines_machine machine;
    struct lines_automata from = {.automata = automata,
                                  .n_automata = 2,
                                  .n_options = OPTIONS,
                                  .n_kinds = KINDS,
                                  .kind_of = kind_of,
                                  .starts = first,
                                  .n_starts = 2};
    assert_true(machine_build(&machine, &from, &arena));
    assert_int_equal(machine.n_states, MOST_RUN + 1);
    assert_int_not_equal(machine.starts[0], machine.starts[1]);
    assert_int_equal(machine_way(&machine, 0, EARLY), machine_way(&machine, 0, LATE));
    assert_int_not_equal(machine_way(&machine, 0, EARLY), machine_way(&machine, 1, EARLY));
    pp_arena_finish(&arena);
}

static int32_t next_tally(const void *user, int32_t value, int32_t kind, int32_t option,
                          struct lines_charge *charge)
{
    (void)user, (void)kind;
    charge->tally += option != OFF && value == 0; // the first of all, and no other
    return value != 0 || option != OFF;
}

TEST(states_that_add_something_else_to_the_tally_differ)
{
    struct pp_arena arena = {0};
    struct lines_automaton automaton = {.next = next_tally};
    int32_t kind_of[] = {0}, first[] = {0, 1};
    struct lines_machine machine;
    struct lines_automata from = {.automata = &automaton,
                                  .n_automata = 1,
                                  .n_options = OPTIONS,
                                  .n_kinds = 1,
                                  .kind_of = kind_of,
                                  .starts = first,
                                  .n_starts = 2};
    assert_true(machine_build(&machine, &from, &arena));
    assert_int_equal(machine.n_states, 2);
    assert_int_equal(machine.tally[machine_arc(&machine, 0, LATE, machine.starts[0])], 1);
    assert_int_equal(machine.tally[machine_arc(&machine, 0, LATE, machine.starts[1])], 0);
    pp_arena_finish(&arena);
}

/* More counters than a search carries: its line need not be the best, and its bound still holds. */
static bool is_crowded(const struct toy *toy)
{
    return toy->n_counters > SEARCH_COUNTERS;
}

/* The line programme against all lines, at the prices of rows by chance. */
static void price_against_all(struct toy *toy, int32_t p, struct line_pricer *pricer)
{
    int64_t up[3 * MOST_DAYS], down[3 * MOST_DAYS], least = LINES_BAN;
    int32_t line[MOST_DAYS], found[MOST_DAYS];
    for (int32_t r = 0; r < toy->problem.n_rows; r++) {
        up[r] = toy_price_below(toy, 30) - 5 * toy->problem.scale;
        down[r] = toy_price_below(toy, 30) - 5 * toy->problem.scale;
    }
    struct line_worth worth = {up, down};
    first_line(toy, p, line);
    do {
        int64_t cost = truth_of_line(toy, p, line);
        cost = cost < LINES_BAN ? cost - worth_of_line(toy, p, line, worth) : cost;
        least = cost < least ? cost : least;
    } while (next_line(toy, p, line));
    line_load(pricer, p, worth, NULL, NULL);
    struct line_effort effort = {.steps = 20, .bucket = 1000, .labels = EFFORT};
    struct line_result result = line_solve(pricer, effort, LINES_BAN, found);
    assert_true(result.cost >= least && result.bound <= least);
    assert_true(result.cost == least || is_crowded(toy));
    if (result.cost < LINES_BAN) {
        int64_t cost = truth_of_line(toy, p, found) - worth_of_line(toy, p, found, worth);
        assert_int_equal(cost, result.cost);
    }
    line_load(pricer, p, worth, NULL, NULL);
    struct line_effort haste = {.steps = 2, .bucket = 1, .labels = 20};
    result = line_solve(pricer, haste, LINES_BAN, found);
    assert_true(result.cost >= least && result.bound <= least);
}

/* Lines that are only held to their limits: legal, and as dear as they say; true when one is found. */
static bool mend_against_all(struct toy *toy, int32_t p, struct line_pricer *pricer)
{
    int64_t worth[3 * MOST_DAYS];
    int32_t found[MOST_DAYS];
    for (int32_t r = 0; r < toy->problem.n_rows; r++) {
        worth[r] = toy_price_below(toy, 30);
    }
    struct line_worth both = {worth, worth};
    struct line_effort mends = {.steps = 1, .mends = 4};
    line_load(pricer, p, both, NULL, NULL);
    struct line_result result = line_solve(pricer, mends, LINES_BAN, found);
    if (result.cost < LINES_BAN) {
        int64_t cost = truth_of_line(toy, p, found) - worth_of_line(toy, p, found, both);
        assert_int_equal(cost, result.cost);
        assert_true(result.bound <= result.cost);
    }
    return result.cost < LINES_BAN;
}

/* The same for lines that are forced: some of what is limited is closed by chance. */
static bool force_against_all(struct toy *toy, int32_t p, struct line_pricer *pricer)
{
    int64_t worth[3 * MOST_DAYS] = {0};
    int32_t line[MOST_DAYS];
    for (int32_t attempt = 0; attempt < 8; attempt++) {
        line_load(pricer, p, (struct line_worth){worth, worth}, NULL, &toy->rng);
        int64_t cost = line_force(pricer, &toy->rng, line);
        if (cost < LINES_BAN) {
            assert_int_equal(lines_cost(&toy->problem, p, line), truth_of_line(toy, p, line));
            return true;
        }
    }
    return false;
}

static bool has_any_line(struct toy *toy, int32_t p)
{
    int32_t line[MOST_DAYS];
    first_line(toy, p, line);
    do {
        if (truth_of_line(toy, p, line) < LINES_BAN) {
            return true;
        }
    } while (next_line(toy, p, line));
    return false;
}

TEST(mended_and_forced_lines_are_legal_and_found_for_most)
{
    int32_t found = 0, forced = 0, there = 0;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct toy toy;
        struct line_pricer pricer;
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        line_pricer_init(&pricer, &toy.problem, false);
        for (int32_t p = 0; p < MOST_PEOPLE; p++) {
            found += mend_against_all(&toy, p, &pricer);
            bool any = has_any_line(&toy, p), force = force_against_all(&toy, p, &pricer);
            assert_true(any || !force);
            forced += force;
            there += any;
        }
        line_pricer_finish(&pricer);
        close_toy(&toy);
    }
    assert_true(found <= there && found * 10 >= there * 8);
    assert_true(forced * 10 >= there * 9);
}

/* Every shift takes an hour, and early and late ones have a limit each. */
static void limit_both(struct toy *toy, int32_t early, int32_t late, int32_t hours)
{
    struct lines_person *person = &toy->problem.people[0];
    for (int32_t c = 0; c < person->first[toy->problem.n_days]; c++) {
        struct lines_choice *choice = &person->choices[c];
        if (choice->option != OFF) {
            toy->counts[choice->count] = (struct lines_count){MINUTES, 60};
            toy->counts[choice->count + 1].counter = choice->option == LATE ? LATES : SHIFTS;
            choice->n_count = 2;
        }
    }
    const struct lines_counter open = {.most = LINES_FREE, .high = LINES_FREE};
    person->sum = MINUTES;
    person->end = NULL;
    person->end_tally = NULL;
    person->counters[LINES_TALLY] = open;
    person->counters[MINUTES] =
        (struct lines_counter){.least = 60 * hours, .most = LINES_FREE, .high = LINES_FREE};
    person->counters[SHIFTS] = (struct lines_counter){.most = early, .high = early};
    person->counters[LATES] = (struct lines_counter){.most = late, .high = late};
    lines_complete(&toy->problem, &toy->arena);
}

TEST(where_limits_leave_hardly_room_a_line_is_forced)
{
    int32_t found = 0, there = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct toy toy;
        struct line_pricer pricer;
        int64_t worth[3 * MANY_DAYS] = {0}, cost = LINES_BAN;
        int32_t line[MANY_DAYS];
        open_toy(&toy, seed, 1, MANY_DAYS);
        limit_both(&toy, 16, 14, 28);
        line_pricer_init(&pricer, &toy.problem, false);
        struct line_effort effort = {.steps = 40, .bucket = 1000, .labels = EFFORT};
        line_load(&pricer, 0, (struct line_worth){worth, worth}, NULL, NULL);
        there += line_solve(&pricer, effort, LINES_BAN, line).cost < LINES_BAN;
        for (int32_t attempt = 0; attempt < 8 && cost >= LINES_BAN; attempt++) {
            line_load(&pricer, 0, (struct line_worth){worth, worth}, NULL, &toy.rng);
            cost = line_force(&pricer, &toy.rng, line);
        }
        found += cost < LINES_BAN;
        assert_true(cost >= LINES_BAN || lines_cost(&toy.problem, 0, line) < LINES_BAN);
        line_pricer_finish(&pricer);
        close_toy(&toy);
    }
    assert_true(there > 20 && found * 10 >= there * 9);
}

TEST(no_line_is_better_than_the_programmes)
{
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct toy toy;
        struct line_pricer pricer;
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        line_pricer_init(&pricer, &toy.problem, false);
        for (int32_t p = 0; p < MOST_PEOPLE; p++) {
            price_against_all(&toy, p, &pricer);
        }
        line_pricer_finish(&pricer);
        close_toy(&toy);
    }
}

/* ---- The master programme ---- */

/* The programme's objective with every line that a person has. */
static double objective_of_all(struct toy *toy, struct columns *columns)
{
    struct pace pace = pace_begin(NULL, 1);
    int32_t line[MOST_DAYS];
    for (int32_t p = 0; p < toy->problem.n_people; p++) {
        first_line(toy, p, line);
        do {
            columns_add(columns, p, line);
        } while (next_line(toy, p, line));
    }
    assert_true(columns_solve(columns, &pace));
    return columns->objective;
}

static double objective_again(struct columns *columns)
{
    struct pace pace = pace_begin(NULL, 1);
    columns_refix(columns);
    assert_true(columns_solve(columns, &pace));
    return columns->objective;
}

/* Rows ask for a little less than they need: what that may do to the objective. */
static void assert_close(const struct columns *columns, double one, double other)
{
    double most = 1e-4 * columns->n_rows * columns->unit + 1e-6;
    if (one - other > most || other - one > most) {
        fail_msg("%f and %f differ by more than %f", one, other, most);
    }
}

TEST(barred_lines_go_and_come_back)
{
    int32_t looked = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct toy toy;
        struct columns columns, fresh;
        int32_t line[MOST_DAYS], on[3 * MOST_DAYS] = {0};
        open_toy(&toy, seed, 2, 4);
        int64_t least = truth_of_rosters(&toy, 0, toy.problem.constant, on);
        columns_begin(&columns, &toy.problem);
        columns_begin(&fresh, &toy.problem);
        if (least < LINES_BAN && draw_line(&toy, 0, line)) {
            double free = objective_of_all(&toy, &columns);
            assert_true(free <= (double)least / (double)toy.problem.scale + 1e-6);
            memcpy(columns.fixed, line, 2 * sizeof(line[0]));
            memcpy(fresh.fixed, line, 2 * sizeof(line[0]));
            double fixed = objective_again(&columns);
            assert_close(&columns, fixed, objective_of_all(&toy, &fresh));
            columns.fixed[0] = columns.fixed[1] = -1;
            assert_close(&columns, objective_again(&columns), free);
            looked += fixed > free + 1;
        }
        columns_finish(&columns);
        columns_finish(&fresh);
        close_toy(&toy);
    }
    assert_true(looked > 5);
}

/* ---- Dives ---- */

/* A dive for what costs less than the cutoff; true when it reached that. */
static bool dive_toy(struct toy *toy, struct dive_terms terms, struct lines_roster *roster)
{
    struct generation generation;
    struct pace pace = pace_begin(NULL, 1);
    struct pp_rng rng = {7};
    int32_t lines[MOST_PEOPLE * MOST_DAYS], line[MOST_DAYS];
    generation_begin(&generation, &toy->problem, NULL, &pace);
    for (int32_t p = 0; p < toy->problem.n_people; p++) {
        assert_true(draw_line(toy, p, line) && columns_add(&generation.columns, p, line));
    }
    bool reached = generate(&generation, LINES_BAN, 1000) == GENERATION_CLOSED &&
                   dive(&generation, terms, &rng, lines);
    generation_finish(&generation);
    if (reached) {
        roster_make(roster, &toy->problem, lines, &toy->arena);
    }
    return reached && roster->total < terms.cutoff;
}

TEST(dives_that_go_back_reach_the_best_more_often)
{
    int32_t straight = 0, back = 0, hasty = 0, there = 0;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct toy toy;
        struct lines_roster roster;
        int32_t on[3 * MOST_DAYS] = {0};
        open_toy(&toy, seed, 2, 5);
        int64_t least = truth_of_rosters(&toy, 0, toy.problem.constant, on);
        if (least < LINES_BAN && !is_crowded(&toy)) {
            struct dive_terms terms = {.cutoff = least + 1};
            there++;
            straight += dive_toy(&toy, terms, &roster);
            terms.backs = 40;
            back += dive_toy(&toy, terms, &roster);
            terms = (struct dive_terms){.cutoff = LINES_BAN, .by = 1e-9};
            hasty += dive_toy(&toy, terms, &roster);
            assert_true(roster.total >= least);
        }
        close_toy(&toy);
    }
    assert_true(back > straight && back * 20 >= there * 19);
    assert_int_equal(hasty, there);
}

TEST(dives_end_where_lines_are_dear_against_rows)
{
    int32_t there = 0, best = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct toy toy;
        struct lines_roster roster;
        int32_t on[3 * MOST_DAYS] = {0};
        open_toy(&toy, seed, 2, 5);
        for (int32_t p = 0; p < toy.problem.n_people; p++) {
            struct lines_person *person = &toy.problem.people[p];
            for (int32_t c = 0; c < person->first[toy.problem.n_days]; c++) {
                person->choices[c].price *= DEAR;
            }
        }
        lines_complete(&toy.problem, &toy.arena);
        int64_t least = truth_of_rosters(&toy, 0, toy.problem.constant, on);
        if (least < LINES_BAN && !is_crowded(&toy)) {
            struct dive_terms terms = {.cutoff = LINES_BAN};
            there++;
            best += dive_toy(&toy, terms, &roster) && roster.total == least;
        }
        close_toy(&toy);
    }
    assert_true(there > 30 && best * 10 >= there * 8);
}

/* ---- The bound over a long horizon ---- */

TEST(no_roster_is_below_the_bound_of_relaxed_counters)
{
    int32_t near = 0, there = 0;
    struct crew *crew = crew_begin(2);
    for (uint64_t seed = 1; seed <= 80; seed++) {
        struct toy toy;
        struct lines_roster roster;
        struct pace pace = pace_begin(NULL, 1);
        int32_t on[3 * MOST_DAYS] = {0}, line[MOST_DAYS];
        open_toy(&toy, seed, 2, 5);
        int64_t least = truth_of_rosters(&toy, 0, toy.problem.constant, on);
        roster_init(&roster, &toy.problem, &toy.arena);
        for (int32_t p = 0; p < 2 && least < LINES_BAN; p++) {
            assert_true(draw_line(&toy, p, line));
            roster_insert(&roster, &toy.problem, p, line);
        }
        if (least < LINES_BAN) {
            int64_t bound = horizon_bound(&toy.problem, crew, &pace, &roster, 300);
            assert_true(bound <= least);
            near += bound * 10 >= least * 7;
            there++;
        }
        close_toy(&toy);
    }
    crew_finish(crew);
    assert_true(there > 60 && near * 10 >= there * 7);
}

/* ---- Rosters ---- */

static void solve_toy(struct toy *toy, uint64_t seed, int32_t threads, struct lines_answer *answer)
{
    struct pace pace = pace_begin(NULL, 12);
    lines_solve(&toy->problem, seed, threads, NULL, &pace, &toy->arena, answer);
}

TEST(no_roster_is_better_and_the_bound_is_below_it)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct toy toy;
        struct lines_answer answer;
        int32_t on[3 * MOST_DAYS] = {0};
        open_toy(&toy, seed, 2, 4);
        int64_t least = truth_of_rosters(&toy, 0, toy.problem.constant, on);
        solve_toy(&toy, seed, 1, &answer);
        assert_int_equal(answer.complete, least < LINES_BAN);
        if (answer.complete) {
            assert_true(answer.roster.total == least || is_crowded(&toy));
            assert_true(answer.roster.total >= least && answer.bound <= least);
        }
        close_toy(&toy);
    }
}

TEST(somebody_without_a_line_is_said)
{
    struct toy toy;
    struct lines_answer answer;
    open_toy(&toy, 4, 2, 4);
    toy.problem.people[1].sum = MINUTES;
    toy.problem.people[1].counters[MINUTES].least = 90 * 5;
    toy.problem.people[1].counters[MINUTES].most = LINES_FREE;
    lines_complete(&toy.problem, &toy.arena);
    solve_toy(&toy, 1, 1, &answer);
    assert_false(answer.complete);
    assert_false(answer.roster.present[1]);
    close_toy(&toy);
}

TEST(nobody_and_nothing_to_do_has_a_roster)
{
    struct toy toy;
    struct lines_answer answer;
    open_toy(&toy, 2, 0, 4);
    int64_t total = toy.problem.constant;
    for (int32_t r = 0; r < toy.problem.n_rows; r++) {
        total += lines_row_cost(&toy.problem.rows[r], 0);
    }
    solve_toy(&toy, 1, 2, &answer);
    assert_true(answer.complete);
    assert_int_equal(answer.roster.total, total);
    assert_true(answer.bound <= total);
    close_toy(&toy);
}

TEST(without_rows_everybody_has_their_best_line)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct toy toy;
        struct lines_answer answer;
        int32_t on[3 * MOST_DAYS] = {0};
        open_toy(&toy, seed, 2, 4);
        for (int32_t p = 0; p < 2; p++) {
            for (int32_t c = 0; c < toy.problem.people[p].first[4]; c++) {
                toy.problem.people[p].choices[c].n_touch = 0;
            }
        }
        toy.problem.n_rows = 0;
        lines_complete(&toy.problem, &toy.arena);
        solve_toy(&toy, seed, 2, &answer);
        int64_t least = truth_of_rosters(&toy, 0, toy.problem.constant, on);
        assert_int_equal(answer.complete ? answer.roster.total : LINES_BAN, least);
        close_toy(&toy);
    }
}

TEST(the_number_of_threads_changes_nothing)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct toy toy;
        struct lines_answer one, three;
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        solve_toy(&toy, seed, 1, &one);
        solve_toy(&toy, seed, 3, &three);
        assert_int_equal(one.complete, three.complete);
        assert_int_equal(one.bound, three.bound);
        assert_int_equal(one.rounds, three.rounds);
        if (one.complete) {
            assert_memory_equal(one.roster.lines, three.roster.lines,
                                MOST_PEOPLE * MOST_DAYS * sizeof(int32_t));
        }
        close_toy(&toy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_costs_what_its_rules_say),
        cmocka_unit_test(values_that_no_future_tells_apart_are_one_state),
        cmocka_unit_test(states_that_add_something_else_to_the_tally_differ),
        cmocka_unit_test(no_line_is_better_than_the_programmes),
        cmocka_unit_test(where_limits_leave_hardly_room_a_line_is_forced),
        cmocka_unit_test(mended_and_forced_lines_are_legal_and_found_for_most),
        cmocka_unit_test(barred_lines_go_and_come_back),
        cmocka_unit_test(dives_that_go_back_reach_the_best_more_often),
        cmocka_unit_test(dives_end_where_lines_are_dear_against_rows),
        cmocka_unit_test(no_roster_is_below_the_bound_of_relaxed_counters),
        cmocka_unit_test(no_roster_is_better_and_the_bound_is_below_it),
        cmocka_unit_test(somebody_without_a_line_is_said),
        cmocka_unit_test(nobody_and_nothing_to_do_has_a_roster),
        cmocka_unit_test(without_rows_everybody_has_their_best_line),
        cmocka_unit_test(the_number_of_threads_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
