// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts of toy problems, of one stretch of days and of two, against the whole they are cut from. */
#include "lines_toy.h"
#include "part.h"
#include "test.h"

#include <string.h>

enum {
    FREED = 2, ///< people of a part
    EFFORT = 1 << 16
};

static const int32_t people[FREED] = {0, 2};

static int32_t between(struct toy *toy, int32_t least, int32_t most)
{
    return least + pp_rng_below(&toy->rng, most - least + 1);
}

/* One stretch, or two with a day between them at least. */
static struct part_days draw_days(struct toy *toy)
{
    int32_t n = toy->problem.n_days, from = between(toy, 0, n - 3);
    int32_t until = between(toy, from + 1, n - 2), again = between(toy, until + 1, n - 1);
    struct part_days one = {{{from, between(toy, from + 1, n)}}, 1};
    struct part_days first = {{{from, until}}, 1},
                     second = {{{again, between(toy, again + 1, n)}}, 1};
    return pp_rng_below(&toy->rng, 3) == 0   ? one
           : pp_rng_below(&toy->rng, 2) == 0 ? part_days_join(first, second)
                                             : part_days_join(second, first);
}

static bool is_inside(const struct part_days *days, int32_t day)
{
    for (int32_t s = 0; s < days->n; s++) {
        if (day >= days->stretches[s].from && day < days->stretches[s].until) {
            return true;
        }
    }
    return false;
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

/* The lines of the part's people with other choices, by chance, inside the part; all legal? */
static bool draw_others(struct toy *toy, const struct part_days *days, struct lines_roster *other)
{
    bool legal = true;
    for (int32_t i = 0; i < FREED; i++) {
        const struct lines_person *person = &toy->problem.people[people[i]];
        int32_t *line = roster_line(other, &toy->problem, people[i]);
        for (int32_t day = 0; day < toy->problem.n_days; day++) {
            int32_t n = person->first[day + 1] - person->first[day];
            line[day] =
                is_inside(days, day) ? person->first[day] + pp_rng_below(&toy->rng, n) : line[day];
        }
        legal = legal && truth_of_line(toy, people[i], line) < LINES_BAN;
    }
    return legal;
}

/* The whole changes by just what the part does, and what a part forbids the whole does too. */
static void exchange_part(struct toy *toy, struct lines_roster *roster)
{
    struct part part;
    struct lines_roster other;
    struct part_days days = draw_days(toy);
    int32_t was[FREED * MOST_DAYS], now[FREED * MOST_DAYS];
    roster_init(&other, &toy->problem, &toy->arena);
    roster_copy(&other, roster, &toy->problem);
    bool legal = draw_others(toy, &days, &other);
    part_begin(&part, &toy->problem, roster, people, FREED, days, &toy->arena);
    part_read(&part, &toy->problem, roster, was);
    part_read(&part, &toy->problem, &other, now);
    int64_t before = total_of_part(&part, was, &toy->arena), total = roster->total;
    int64_t after = total_of_part(&part, now, &toy->arena);
    assert_true(before < LINES_BAN);
    assert_int_equal(after < LINES_BAN, legal);
    part_apply(&part, &toy->problem, roster, now); // of lines that are forbidden, nothing
    if (legal) {
        assert_int_equal(roster->total - total, after - before);
        assert_memory_equal(roster->lines, other.lines,
                            (size_t)(MOST_PEOPLE * MOST_DAYS) * sizeof(other.lines[0]));
    }
    assert_as_anew(toy, roster);
}

TEST(a_part_costs_what_it_changes_of_the_whole)
{
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct toy toy;
        struct lines_roster roster;
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        for (int32_t i = 0, all = draw_lines(&toy, &roster); i < 20 && all; i++) {
            exchange_part(&toy, &roster);
        }
        close_toy(&toy);
    }
}

/* ---- Lines of a part ---- */

/* What is paid for rows of the part is paid for the same rows of the whole. */
static void draw_worth(struct toy *toy, const struct part_days *days, int64_t *of_part,
                       int64_t *of_whole)
{
    for (int32_t r = 0, n = 0; r < toy->problem.n_rows; r++) {
        of_whole[r] = 0;
        if (is_inside(days, toy->problem.rows[r].day)) {
            of_part[n++] = of_whole[r] = toy_price_below(toy, 30) - 5 * toy->problem.scale;
        }
    }
}

/* The best of all lines that differ from today's inside the part only, next to today's. */
static int64_t truth_of_part(const struct toy *toy, int32_t p, const int32_t *today,
                             const struct part_days *days, const int64_t *worth)
{
    struct line_worth both = {worth, worth};
    int64_t least = LINES_BAN, now = truth_of_line(toy, p, today);
    int32_t line[MOST_DAYS];
    first_line(toy, p, line);
    do {
        bool fits = true;
        for (int32_t day = 0; day < toy->problem.n_days; day++) {
            fits = fits && (is_inside(days, day) || line[day] == today[day]);
        }
        int64_t cost = fits ? truth_of_line(toy, p, line) : LINES_BAN;
        cost = cost < LINES_BAN ? cost - now - worth_of_line(toy, p, line, both) : cost;
        least = cost < least ? cost : least;
    } while (next_line(toy, p, line));
    return least;
}

/* The programme of one line, in a part: it finds the best of all lines. */
static void price_part(struct toy *toy, const struct lines_roster *roster)
{
    struct part part;
    struct line_pricer pricer;
    struct part_days days = draw_days(toy);
    int64_t of_part[3 * MOST_DAYS], of_whole[3 * MOST_DAYS];
    int32_t was[FREED * MOST_DAYS], found[MOST_DAYS];
    struct line_effort effort = {.steps = 20, .bucket = 1000, .labels = EFFORT};
    draw_worth(toy, &days, of_part, of_whole);
    part_begin(&part, &toy->problem, roster, people, FREED, days, &toy->arena);
    part_read(&part, &toy->problem, roster, was);
    line_pricer_init(&pricer, &part.problem, false);
    for (int32_t i = 0; i < FREED; i++) {
        const int32_t *today = roster_line(roster, &toy->problem, people[i]);
        int64_t least = truth_of_part(toy, people[i], today, &days, of_whole);
        int64_t now = lines_cost(&part.problem, i, was + i * part.problem.n_days);
        line_load(&pricer, i, (struct line_worth){of_part, of_part}, NULL, NULL);
        struct line_result result = line_solve(&pricer, effort, LINES_BAN, found);
        assert_int_equal(result.cost - now, least);
        assert_true(result.bound <= result.cost);
    }
    line_pricer_finish(&pricer);
}

TEST(no_line_of_a_part_is_better_than_the_programmes)
{
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct toy toy;
        struct lines_roster roster;
        bool crowded = seed % 4 == 0; // more counters than a search carries
        open_toy(&toy, seed, MOST_PEOPLE, MOST_DAYS);
        for (int32_t i = 0, all = draw_lines(&toy, &roster); i < 10 && all && !crowded; i++) {
            price_part(&toy, &roster);
        }
        close_toy(&toy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_costs_what_it_changes_of_the_whole),
        cmocka_unit_test(no_line_of_a_part_is_better_than_the_programmes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
