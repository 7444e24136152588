// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lines of work against the truth: every line of small people, every roster of tiny problems, all
 * priced by rules written down here once more.
 */
#include "columns.h"
#include "part.h"
#include "programme.h"
#include "search.h"
#include "solve.h"
#include "test.h"

#include <podplan/rng.h>

#include <string.h>

enum {
    OPTIONS = 3, ///< off, early, late
    OFF = 0,
    EARLY = 1,
    LATE = 2,
    KINDS = 2, ///< of days: 1 is a weekend
    MINUTES = 1,
    LATES = 2,
    SHIFTS = 3,
    COUNTERS = 4,
    MANY = 18, ///< counters where each shift counts again and again: more than a search carries
    MOST_RUN = 3,
    MOST_DAYS = 6,
    MOST_PEOPLE = 3,
    EFFORT = 1 << 18
};

/* What automata start with: a run of days, and whether the last one was late. */
static const int32_t starts[] = {0, 0, 2, 1};

/* ---- Toy problems ---- */

struct toy {
    struct pp_arena arena;
    struct pp_rng rng;
    struct lines_problem problem;
    struct lines_machine machine;
    int32_t *kind_of;
    struct lines_touch *touches;
    struct lines_count *counts;
    int32_t n_touches, n_counts, n_counters;
    int32_t start[MOST_PEOPLE]; ///< of `starts`
};

/* Works at most MOST_RUN days in a row; each on a weekend is one of the tally. */
static int32_t next_run(const void *user, int32_t value, int32_t kind, int32_t option,
                        struct lines_charge *charge)
{
    (void)user;
    charge->tally += option != OFF && kind == 1;
    return option == OFF ? 0 : value < MOST_RUN ? value + 1 : LINES_FORBIDDEN;
}

/* An early shift after a late one costs, on a weekend it is forbidden. */
static int32_t next_late(const void *user, int32_t value, int32_t kind, int32_t option,
                         struct lines_charge *charge)
{
    const int64_t *price = user;
    bool quick = value != 0 && option == EARLY;
    charge->price += quick ? *price : 0;
    return quick && kind == 1 ? LINES_FORBIDDEN : option == LATE;
}

static void make_machine(struct toy *toy)
{
    static const int64_t quick_price = 3;
    struct lines_automaton automata[] = {{.next = next_run},
                                         {.next = next_late, .user = &quick_price}};
    toy->kind_of = PP_NEW(&toy->arena, int32_t, toy->problem.n_days);
    for (int32_t day = 0; day < toy->problem.n_days; day++) {
        toy->kind_of[day] = day % 3 == 2;
    }
    struct lines_automata from = {.automata = automata,
                                  .n_automata = 2,
                                  .n_options = OPTIONS,
                                  .n_kinds = KINDS,
                                  .kind_of = toy->kind_of,
                                  .starts = starts,
                                  .n_starts = 2};
    assert_true(machine_build(&toy->machine, &from, &toy->arena));
    for (int32_t i = 0; i < toy->machine.n_ways * toy->machine.n_states; i++) {
        toy->machine.price[i] *= toy->problem.scale;
    }
    toy->problem.machines = &toy->machine;
}

static int64_t price_below(struct toy *toy, int32_t most)
{
    return pp_rng_below(&toy->rng, most) * toy->problem.scale;
}

/* Three rows a day: early, late, and early less late, which is priced on both sides. */
static void make_rows(struct toy *toy)
{
    struct lines_problem *problem = &toy->problem;
    problem->n_rows = 3 * problem->n_days;
    problem->rows = PP_NEW(&toy->arena, struct lines_row, problem->n_rows);
    for (int32_t r = 0; r < problem->n_rows; r++) {
        int32_t need = r % 3 == 2 ? 0 : pp_rng_below(&toy->rng, 3);
        problem->rows[r] = (struct lines_row){.day = r / 3,
                                              .need = need,
                                              .most = need + (r % 3 == 2 ? 0 : need % 2),
                                              .under = price_below(toy, r % 3 == 2 ? 5 : 40),
                                              .over = price_below(toy, r % 3 == 2 ? 5 : 40)};
    }
}

static void add_choice(struct toy *toy, struct lines_person *person, int32_t *n, int32_t day,
                       int32_t option)
{
    struct lines_choice *choice = &person->choices[(*n)++];
    *choice = (struct lines_choice){.option = option,
                                    .price = price_below(toy, 9),
                                    .touch = toy->n_touches,
                                    .count = toy->n_counts};
    if (option != OFF) {
        bool late = option == LATE;
        toy->touches[toy->n_touches++] = (struct lines_touch){3 * day + late, 1};
        toy->touches[toy->n_touches++] = (struct lines_touch){3 * day + 2, late ? -1 : 1};
        toy->counts[toy->n_counts++] = (struct lines_count){MINUTES, late ? 60 : 90};
        toy->counts[toy->n_counts++] = (struct lines_count){SHIFTS, 1};
        if (late) {
            toy->counts[toy->n_counts++] = (struct lines_count){LATES, 1};
        }
        for (int32_t k = COUNTERS; k < toy->n_counters; k++) {
            toy->counts[toy->n_counts++] = (struct lines_count){k, 1};
        }
    }
    choice->n_touch = toy->n_touches - choice->touch;
    choice->n_count = toy->n_counts - choice->count;
}

static void make_counters(struct toy *toy, struct lines_person *person)
{
    const struct lines_counter open = {.most = LINES_FREE, .high = LINES_FREE};
    int64_t scale = toy->problem.scale;
    person->counters = PP_NEW(&toy->arena, struct lines_counter, toy->n_counters);
    person->n_counters = toy->n_counters;
    for (int32_t k = 0; k < toy->n_counters; k++) {
        person->counters[k] = open;
        if (k >= COUNTERS) {
            person->counters[k].high = k % 3;
            person->counters[k].over = scale;
            person->counters[k].steeper = true;
        }
    }
    if (pp_rng_below(&toy->rng, 2) == 0) {
        person->counters[LINES_TALLY].most = person->counters[LINES_TALLY].high = 1;
    }
    person->sum = pp_rng_below(&toy->rng, 2) == 0 ? MINUTES : -1;
    person->sum_unit = 30;
    person->counters[MINUTES].least = person->sum < 0 ? 0 : 60 * pp_rng_below(&toy->rng, 3);
    person->counters[MINUTES].most = person->counters[MINUTES].high =
        150 + 60 * pp_rng_below(&toy->rng, 4);
    person->counters[MINUTES].unit = 90;
    person->counters[LATES] = (struct lines_counter){.most = pp_rng_below(&toy->rng, 4),
                                                     .low = 1,
                                                     .high = LINES_FREE,
                                                     .under = price_below(toy, 9)};
    person->counters[SHIFTS] = (struct lines_counter){.most = LINES_FREE,
                                                      .low = pp_rng_below(&toy->rng, 2),
                                                      .high = 1 + pp_rng_below(&toy->rng, 2),
                                                      .under = 4 * scale,
                                                      .over = price_below(toy, 7),
                                                      .steeper = pp_rng_below(&toy->rng, 2) == 0};
}

/* Ends of lines have prices and add to the tally. */
static void make_ends(struct toy *toy, struct lines_person *person)
{
    int32_t n = toy->machine.n_states;
    int64_t *end = PP_NEW(&toy->arena, int64_t, n);
    int32_t *end_tally = PP_NEW(&toy->arena, int32_t, n);
    for (int32_t s = 0; s < n; s++) {
        end[s] = pp_rng_below(&toy->rng, 6) == 0 ? LINES_BAN : price_below(toy, 5);
        end_tally[s] = pp_rng_below(&toy->rng, 2);
    }
    person->end = end;
    person->end_tally = end_tally;
}

static void make_person(struct toy *toy, int32_t p)
{
    struct lines_person *person = &toy->problem.people[p];
    int32_t n = 0, n_days = toy->problem.n_days;
    toy->start[p] = pp_rng_below(&toy->rng, 2);
    person->start = toy->machine.starts[toy->start[p]];
    person->first = PP_NEW(&toy->arena, int32_t, n_days + 1);
    person->choices = PP_NEW(&toy->arena, struct lines_choice, n_days * OPTIONS);
    for (int32_t day = 0; day < n_days; day++) {
        person->first[day] = n;
        add_choice(toy, person, &n, day, OFF);
        for (int32_t option = EARLY; option < OPTIONS; option++) {
            if (pp_rng_below(&toy->rng, 6) > 0) {
                add_choice(toy, person, &n, day, option);
            }
        }
    }
    person->first[n_days] = n;
    make_counters(toy, person);
    if (pp_rng_below(&toy->rng, 2) == 0) {
        make_ends(toy, person);
    }
}

static void open_toy(struct toy *toy, uint64_t seed, int32_t n_people, int32_t n_days)
{
    *toy = (struct toy){.rng = {seed}, .n_counters = seed % 4 == 0 ? MANY : COUNTERS};
    struct lines_problem *problem = &toy->problem;
    problem->n_days = n_days;
    problem->n_people = n_people;
    problem->scale = 256;
    problem->constant = 7 * problem->scale;
    size_t room = (size_t)n_people * (size_t)n_days * OPTIONS;
    toy->touches = PP_NEW(&toy->arena, struct lines_touch, 2 * room + 1);
    toy->counts = PP_NEW(&toy->arena, struct lines_count, MANY * room + 1);
    make_machine(toy);
    make_rows(toy);
    problem->people = PP_NEW(&toy->arena, struct lines_person, n_people);
    for (int32_t p = 0; p < n_people; p++) {
        make_person(toy, p);
    }
    problem->touches = toy->touches;
    problem->counts = toy->counts;
    lines_complete(problem, &toy->arena);
}

static void close_toy(struct toy *toy)
{
    pp_arena_finish(&toy->arena);
}

/* ---- The truth ---- */

static int64_t truth_of_counter(const struct lines_counter *counter, int64_t n)
{
    int64_t cost = 0;
    for (int64_t i = n; i < counter->low; i++) {
        cost += counter->under;
    }
    for (int64_t i = counter->high, nth = 1; i < n; i++, nth++) {
        cost += counter->over * (counter->steeper ? nth : 1);
    }
    return n < counter->least || n > counter->most ? LINES_BAN : cost;
}

/* A line by its automata, day by day; LINES_BAN: not allowed. */
static int64_t truth_of_line(const struct toy *toy, int32_t p, const int32_t *line)
{
    const struct lines_person *person = &toy->problem.people[p];
    int64_t scale = toy->problem.scale, cost = 0, amounts[COUNTERS] = {0};
    int32_t run = starts[2 * toy->start[p]], late = starts[2 * toy->start[p] + 1];
    int32_t state = person->start;
    for (int32_t day = 0; day < toy->problem.n_days; day++) {
        const struct lines_choice *choice = &person->choices[line[day]];
        bool works = choice->option != OFF, weekend = day % 3 == 2;
        bool quick = late != 0 && choice->option == EARLY;
        run = works ? run + 1 : 0;
        if (run > MOST_RUN || (quick && weekend)) {
            return LINES_BAN;
        }
        late = choice->option == LATE;
        cost += choice->price + (quick ? 3 * scale : 0);
        amounts[LINES_TALLY] += works && weekend;
        amounts[MINUTES] += !works ? 0 : late ? 60 : 90;
        amounts[LATES] += late;
        amounts[SHIFTS] += works;
        state = toy->machine.next[machine_arc(&toy->machine, day, choice->option, state)];
    }
    if (person->end != NULL) {
        cost += person->end[state];
        amounts[LINES_TALLY] += person->end_tally[state];
    }
    for (int32_t k = 0; k < toy->n_counters; k++) {
        int64_t amount = amounts[k < COUNTERS ? k : SHIFTS];
        cost += truth_of_counter(&person->counters[k], amount);
    }
    return cost < LINES_BAN ? cost : LINES_BAN;
}

/* The next line in turn; false after the last. */
static bool next_line(const struct toy *toy, int32_t p, int32_t *line)
{
    const int32_t *first = toy->problem.people[p].first;
    for (int32_t day = 0; day < toy->problem.n_days; day++) {
        if (++line[day] < first[day + 1]) {
            return true;
        }
        line[day] = first[day];
    }
    return false;
}

static void first_line(const struct toy *toy, int32_t p, int32_t *line)
{
    memcpy(line, toy->problem.people[p].first, (size_t)toy->problem.n_days * sizeof(line[0]));
}

/* What a line is worth to rows that pay `up` for one more and `down` for one less. */
static int64_t worth_of_line(const struct toy *toy, int32_t p, const int32_t *line,
                             struct line_worth worth)
{
    int64_t sum = 0;
    for (int32_t day = 0; day < toy->problem.n_days; day++) {
        const struct lines_choice *choice = &toy->problem.people[p].choices[line[day]];
        for (int32_t i = 0; i < choice->n_touch; i++) {
            struct lines_touch touch = toy->problem.touches[choice->touch + i];
            sum += touch.sign > 0 ? worth.up[touch.row] : -worth.down[touch.row];
        }
    }
    return sum;
}

/* The least cost of any roster of persons p .., with those before on their rows; LINES_BAN: none. */
static int64_t truth_of_rosters(const struct toy *toy, int32_t p, int64_t paid, int32_t *on)
{
    const struct lines_problem *problem = &toy->problem;
    int64_t least = LINES_BAN;
    if (p == problem->n_people) {
        for (int32_t r = 0; r < problem->n_rows; r++) {
            paid += lines_row_cost(&problem->rows[r], on[r]);
        }
        return paid;
    }
    int32_t line[MOST_DAYS];
    first_line(toy, p, line);
    do {
        int64_t cost = truth_of_line(toy, p, line);
        if (cost >= LINES_BAN) {
            continue;
        }
        int32_t with[3 * MOST_DAYS];
        memcpy(with, on, (size_t)problem->n_rows * sizeof(with[0]));
        for (int32_t day = 0; day < problem->n_days; day++) {
            const struct lines_choice *choice = &problem->people[p].choices[line[day]];
            for (int32_t i = 0; i < choice->n_touch; i++) {
                struct lines_touch touch = problem->touches[choice->touch + i];
                with[touch.row] += touch.sign;
            }
        }
        int64_t total = truth_of_rosters(toy, p + 1, paid + cost, with);
        least = total < least ? total : least;
    } while (next_line(toy, p, line));
    return least;
}

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
    struct lines_automaton automata[] = {{.next = next_of_seven}, {.next = next_run}};
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
        up[r] = price_below(toy, 30) - 5 * toy->problem.scale;
        down[r] = price_below(toy, 30) - 5 * toy->problem.scale;
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
        worth[r] = price_below(toy, 30);
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

TEST(a_mended_line_is_legal_and_is_found_for_most)
{
    int32_t found = 0, there = 0;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct toy toy;
        struct line_pricer pricer;
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        line_pricer_init(&pricer, &toy.problem, false);
        for (int32_t p = 0; p < MOST_PEOPLE; p++) {
            found += mend_against_all(&toy, p, &pricer);
            there += has_any_line(&toy, p);
        }
        line_pricer_finish(&pricer);
        close_toy(&toy);
    }
    assert_true(found <= there && found * 10 >= there * 8);
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

/* ---- Parts ---- */

/* A legal line by chance; false when there is none. */
static bool draw_line(struct toy *toy, int32_t p, int32_t *line)
{
    int32_t other[MOST_DAYS], n = 0;
    first_line(toy, p, other);
    do {
        if (truth_of_line(toy, p, other) < LINES_BAN && pp_rng_below(&toy->rng, ++n) == 0) {
            memcpy(line, other, (size_t)toy->problem.n_days * sizeof(line[0]));
        }
    } while (next_line(toy, p, other));
    return n > 0;
}

static int64_t total_of_part(const struct part *part, const int32_t *lines, struct pp_arena *arena)
{
    struct lines_roster roster;
    roster_init(&roster, &part->problem, arena);
    for (int32_t i = 0; i < part->problem.n_people; i++) {
        const int32_t *line = lines + (size_t)i * (size_t)part->problem.n_days;
        if (lines_cost(&part->problem, i, line) >= LINES_BAN) {
            return LINES_BAN;
        }
        roster_insert(&roster, &part->problem, i, line);
    }
    return roster.total;
}

static void assert_as_anew(struct toy *toy, const struct lines_roster *roster)
{
    struct lines_roster anew;
    size_t n = (size_t)toy->problem.n_people, n_courses = n * ((size_t)toy->problem.n_days + 1);
    roster_make(&anew, &toy->problem, roster->lines, &toy->arena);
    assert_int_equal(roster->total, anew.total);
    assert_memory_equal(roster->states, anew.states, n_courses * sizeof(anew.states[0]));
    assert_memory_equal(roster->tallies, anew.tallies, n_courses * sizeof(anew.tallies[0]));
    assert_memory_equal(roster->amounts, anew.amounts, n * LINES_COUNTERS * sizeof(int64_t));
}

/* The whole changes by just what the part does, and what a part forbids the whole does too. */
static void exchange_part(struct toy *toy, struct lines_roster *roster)
{
    static const int32_t people[] = {0, 2};
    struct part part;
    int32_t from = pp_rng_below(&toy->rng, 3), until = from + 1 + pp_rng_below(&toy->rng, 3);
    part_begin(&part, &toy->problem, roster, people, 2,
               (struct part_days){{{from, until}}, 1}, &toy->arena);
    int32_t days = until - from, was[2 * MOST_DAYS], now[2 * MOST_DAYS], whole[MOST_DAYS];
    bool legal = true;
    for (int32_t i = 0; i < 2; i++) {
        const struct lines_person *person = &toy->problem.people[people[i]];
        const int32_t *line = roster_line(roster, &toy->problem, people[i]);
        memcpy(was + i * days, line + from, (size_t)days * sizeof(was[0]));
        memcpy(whole, line, (size_t)toy->problem.n_days * sizeof(whole[0]));
        for (int32_t day = from; day < until; day++) {
            int32_t n = person->first[day + 1] - person->first[day];
            whole[day] = person->first[day] + pp_rng_below(&toy->rng, n);
            now[i * days + day - from] = whole[day];
        }
        legal = legal && truth_of_line(toy, people[i], whole) < LINES_BAN;
    }
    int64_t before = total_of_part(&part, was, &toy->arena), total = roster->total;
    int64_t after = total_of_part(&part, now, &toy->arena);
    assert_true(before < LINES_BAN);
    assert_int_equal(after < LINES_BAN, legal);
    part_apply(&part, &toy->problem, roster, now); // of lines that are forbidden, nothing
    if (legal) {
        assert_int_equal(roster->total - total, after - before);
    }
    assert_as_anew(toy, roster);
}

TEST(a_part_costs_what_it_changes_of_the_whole)
{
    for (uint64_t seed = 1; seed <= 80; seed++) {
        struct toy toy;
        struct lines_roster roster;
        int32_t line[MOST_DAYS];
        bool all = true;
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        roster_init(&roster, &toy.problem, &toy.arena);
        for (int32_t p = 0; p < MOST_PEOPLE && all; p++) {
            all = draw_line(&toy, p, line);
            if (all) {
                roster_insert(&roster, &toy.problem, p, line);
            }
        }
        for (int32_t i = 0; i < 20 && all; i++) {
            exchange_part(&toy, &roster);
        }
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
        cmocka_unit_test(a_mended_line_is_legal_and_is_found_for_most),
        cmocka_unit_test(a_part_costs_what_it_changes_of_the_whole),
        cmocka_unit_test(barred_lines_go_and_come_back),
        cmocka_unit_test(no_roster_is_better_and_the_bound_is_below_it),
        cmocka_unit_test(somebody_without_a_line_is_said),
        cmocka_unit_test(nobody_and_nothing_to_do_has_a_roster),
        cmocka_unit_test(without_rows_everybody_has_their_best_line),
        cmocka_unit_test(the_number_of_threads_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
