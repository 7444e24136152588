// SPDX-License-Identifier: GPL-3.0-or-later
/* Toy problems, and the truth about them (lines_toy.h). */
#include "lines_toy.h"

#include "test.h"

#include <string.h>

/* What automata start with: a run of days, and whether the last one was late. */
static const int32_t starts[] = {0, 0, 2, 1};

/* ---- The problem ---- */

int32_t toy_next_run(const void *user, int32_t value, int32_t kind, int32_t option,
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
    struct lines_automaton automata[] = {{.next = toy_next_run},
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

int64_t toy_price_below(struct toy *toy, int32_t most)
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
                                              .under = toy_price_below(toy, r % 3 == 2 ? 5 : 40),
                                              .over = toy_price_below(toy, r % 3 == 2 ? 5 : 40)};
    }
}

static void add_choice(struct toy *toy, struct lines_person *person, int32_t *n, int32_t day,
                       int32_t option)
{
    struct lines_choice *choice = &person->choices[(*n)++];
    *choice = (struct lines_choice){.option = option,
                                    .price = toy_price_below(toy, 9),
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
                                                     .under = toy_price_below(toy, 9)};
    person->counters[SHIFTS] = (struct lines_counter){.most = LINES_FREE,
                                                      .low = pp_rng_below(&toy->rng, 2),
                                                      .high = 1 + pp_rng_below(&toy->rng, 2),
                                                      .under = 4 * scale,
                                                      .over = toy_price_below(toy, 7),
                                                      .steeper = pp_rng_below(&toy->rng, 2) == 0};
}

/* Ends of lines have prices and add to the tally. */
static void make_ends(struct toy *toy, struct lines_person *person)
{
    int32_t n = toy->machine.n_states;
    int64_t *end = PP_NEW(&toy->arena, int64_t, n);
    int32_t *end_tally = PP_NEW(&toy->arena, int32_t, n);
    for (int32_t s = 0; s < n; s++) {
        end[s] = pp_rng_below(&toy->rng, 6) == 0 ? LINES_BAN : toy_price_below(toy, 5);
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

void open_toy(struct toy *toy, uint64_t seed, int32_t n_people, int32_t n_days)
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

void close_toy(struct toy *toy)
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

int64_t truth_of_line(const struct toy *toy, int32_t p, const int32_t *line)
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

bool next_line(const struct toy *toy, int32_t p, int32_t *line)
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

void first_line(const struct toy *toy, int32_t p, int32_t *line)
{
    memcpy(line, toy->problem.people[p].first, (size_t)toy->problem.n_days * sizeof(line[0]));
}

int64_t worth_of_line(const struct toy *toy, int32_t p, const int32_t *line,
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

int64_t truth_of_rosters(const struct toy *toy, int32_t p, int64_t paid, int32_t *on)
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

bool draw_line(struct toy *toy, int32_t p, int32_t *line)
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

bool draw_lines(struct toy *toy, struct lines_roster *roster)
{
    int32_t line[MOST_DAYS];
    roster_init(roster, &toy->problem, &toy->arena);
    for (int32_t p = 0; p < toy->problem.n_people; p++) {
        if (!draw_line(toy, p, line)) {
            return false;
        }
        roster_insert(roster, &toy->problem, p, line);
    }
    return true;
}

void assert_as_anew(struct toy *toy, const struct lines_roster *roster)
{
    struct lines_roster anew;
    size_t n = (size_t)toy->problem.n_people, n_courses = n * ((size_t)toy->problem.n_days + 1);
    roster_make(&anew, &toy->problem, roster->lines, &toy->arena);
    assert_int_equal(roster->total, anew.total);
    assert_memory_equal(roster->states, anew.states, n_courses * sizeof(anew.states[0]));
    assert_memory_equal(roster->tallies, anew.tallies, n_courses * sizeof(anew.tallies[0]));
    assert_memory_equal(roster->amounts, anew.amounts, n * LINES_COUNTERS * sizeof(int64_t));
}
