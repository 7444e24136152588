// SPDX-License-Identifier: GPL-3.0-or-later
/* What counters and lines cost (lines.h). */
#include "lines.h"

#include <string.h>

int32_t lines_amount(const struct lines_problem *problem, const struct lines_choice *choice,
                     int32_t counter)
{
    const struct lines_count *counts = problem->counts + choice->count;
    for (int32_t i = 0; i < choice->n_count; i++) {
        if (counts[i].counter == counter) {
            return counts[i].amount;
        }
    }
    return 0;
}

struct lines_problem lines_days(const struct lines_problem *whole, int32_t from, int32_t until)
{
    struct lines_problem days = *whole;
    int32_t first = lines_row_of_day(whole, from);
    days.n_days = until - from;
    days.first_day += from;
    days.row_base += first;
    days.n_rows = lines_row_of_day(whole, until) - first;
    days.row_first = whole->row_first + from;
    days.rows = whole->rows + first;
    return days;
}

double lines_dearest(const struct lines_problem *problem)
{
    int64_t dearest = problem->scale;
    for (int32_t r = 0; r < problem->n_rows; r++) {
        dearest = problem->rows[r].under > dearest ? problem->rows[r].under : dearest;
    }
    return (double)dearest;
}

int64_t lines_counter_cost(const struct lines_counter *counter, int64_t n)
{
    if (n < counter->least || n > counter->most) {
        return LINES_BAN;
    }
    if (n < counter->low) {
        return (counter->low - n) * counter->under;
    }
    int64_t over = n - counter->high;
    if (over <= 0) {
        return 0;
    }
    return counter->steeper ? over * (over + 1) / 2 * counter->over : over * counter->over;
}

/* Where cost(n) - multiplier x n is least, were there no hard limits. */
static int64_t resting_point(const struct lines_counter *counter, int64_t multiplier)
{
    if (multiplier <= 0) {
        return -multiplier > counter->under ? INT64_MIN : counter->low;
    }
    if (multiplier <= counter->over) {
        return counter->high;
    }
    return counter->steeper && counter->over > 0 ? counter->high + multiplier / counter->over
                                                 : INT64_MAX;
}

void lines_spend(struct lines_counter *counter, int64_t spent)
{
    int32_t by = (int32_t)spent;
    counter->least -= by;
    counter->low -= by;
    counter->most -= counter->most < LINES_FREE ? by : 0;
    counter->high -= counter->high < LINES_FREE ? by : 0;
}

int64_t lines_counter_relaxed(const struct lines_counter *counter, int64_t multiplier, int64_t from,
                              int64_t to)
{
    from = from > counter->least ? from : counter->least;
    to = to < counter->most ? to : counter->most;
    if (from > to) {
        return LINES_BAN;
    }
    int64_t n = resting_point(counter, multiplier);
    n = n > to ? to : n;
    n = n < from ? from : n;
    return lines_counter_cost(counter, n) - multiplier * n;
}

void lines_add_counts(const struct lines_problem *problem, const struct lines_choice *choice,
                      int64_t times, int64_t *amounts)
{
    const struct lines_count *counts = problem->counts + choice->count;
    for (int32_t i = 0; i < choice->n_count; i++) {
        amounts[counts[i].counter] += times * counts[i].amount;
    }
}

int32_t lines_walk(const struct lines_problem *problem, int32_t p, const int32_t *line,
                   int32_t state, int32_t from, int32_t until, int64_t *amounts)
{
    const struct lines_person *person = &problem->people[p];
    const struct lines_machine *machine = &problem->machines[person->machine];
    for (int32_t day = from; day < until; day++) {
        const struct lines_choice *choice = &person->choices[line[day]];
        size_t arc = machine_arc(machine, problem->first_day + day, choice->option, state);
        amounts[LINES_TALLY] += machine->tally[arc];
        state = machine->next[arc];
        lines_add_counts(problem, choice, 1, amounts);
    }
    return state;
}

static void note_day(const struct lines_course *course, int32_t day, int32_t state, int64_t tally)
{
    if (course->states != NULL) {
        course->states[day] = state;
        course->tallies[day] = (int32_t)tally;
    }
}

/* The days of a line: their price, LINES_BAN when not allowed, and their course. */
static int64_t price_days(const struct lines_problem *problem, int32_t p, const int32_t *line,
                          const struct lines_course *course)
{
    int64_t *amounts = course->amounts;
    const struct lines_person *person = &problem->people[p];
    const struct lines_machine *machine = &problem->machines[person->machine];
    int32_t state = person->start;
    int64_t cost = 0;
    memset(amounts, 0, (size_t)person->n_counters * sizeof(amounts[0]));
    for (int32_t day = 0; day < problem->n_days; day++) {
        note_day(course, day, state, amounts[LINES_TALLY]);
        const struct lines_choice *choice = &person->choices[line[day]];
        size_t arc = machine_arc(machine, problem->first_day + day, choice->option, state);
        state = machine->next[arc];
        if (state == machine->n_states || choice->price >= LINES_BAN) {
            return LINES_BAN;
        }
        cost += choice->price + machine->price[arc];
        if (machine->tally[arc] != 0) {
            amounts[LINES_TALLY] += machine->tally[arc];
        }
        lines_add_counts(problem, choice, 1, amounts);
    }
    note_day(course, problem->n_days, state, amounts[LINES_TALLY]);
    if (person->end_least != NULL &&
        amounts[person->sum] < lines_end_least(person, state, amounts[LINES_TALLY])) {
        return LINES_BAN;
    }
    if (person->end_tally != NULL) {
        amounts[LINES_TALLY] += person->end_tally[state];
    }
    int64_t end = person->end == NULL ? 0 : person->end[state];
    return end >= LINES_BAN ? LINES_BAN : cost + end;
}

void lines_amounts(const struct lines_problem *problem, int32_t person, const int32_t *line,
                   int64_t *amounts)
{
    price_days(problem, person, line, &(struct lines_course){.amounts = amounts});
}

int64_t lines_follow(const struct lines_problem *problem, int32_t p, const int32_t *line,
                     struct lines_course course)
{
    const struct lines_person *person = &problem->people[p];
    int64_t cost = price_days(problem, p, line, &course);
    for (int32_t k = 0; k < person->n_counters && cost < LINES_BAN; k++) {
        int64_t counter = lines_counter_cost(&person->counters[k], course.amounts[k]);
        cost = counter >= LINES_BAN ? LINES_BAN : cost + counter;
    }
    return cost;
}

int64_t lines_cost(const struct lines_problem *problem, int32_t p, const int32_t *line)
{
    int64_t amounts[LINES_COUNTERS];
    return lines_follow(problem, p, line, (struct lines_course){.amounts = amounts});
}

bool lines_can_touch(const struct lines_problem *problem, int32_t p, int32_t row)
{
    const struct lines_person *person = &problem->people[p];
    int32_t day = problem->rows[row].day;
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        const struct lines_choice *choice = &person->choices[c];
        for (int32_t i = 0; i < choice->n_touch && choice->price < LINES_BAN; i++) {
            if (problem->touches[choice->touch + i].row - problem->row_base == row) {
                return true;
            }
        }
    }
    return false;
}

/* ---- Classes ---- */

/* The class among `list[first .. n - 1]`, put there when it is new. */
static int32_t find_class(struct lines_class *list, int32_t first, int32_t *n,
                          struct lines_class class)
{
    int32_t at = first;
    while (at < *n && (list[at].way != class.way || list[at].step != class.step)) {
        at++;
    }
    if (at == *n) {
        list[(*n)++] = class;
    }
    return at;
}

/* The most that choices of a way add to the tally. */
static int32_t tally_of_way(const struct lines_machine *machine, int32_t way)
{
    const uint8_t *tally = machine->tally + (size_t)way * (size_t)machine->n_states;
    int32_t most = 0;
    for (int32_t s = 0; s < machine->n_states; s++) {
        most = tally[s] > most ? tally[s] : most;
    }
    return most;
}

static void classify(const struct lines_problem *problem, struct lines_person *person,
                     struct pp_arena *arena)
{
    const struct lines_machine *machine = &problem->machines[person->machine];
    int32_t n_choices = person->first[problem->n_days], n = 0;
    struct pp_arena scratch = {0};
    int32_t *class_of = PP_NEW(arena, int32_t, n_choices);
    int32_t *class_first = PP_NEW(arena, int32_t, problem->n_days + 1);
    struct lines_class *list = PP_NEW(&scratch, struct lines_class, n_choices);
    for (int32_t day = 0; day < problem->n_days; day++) {
        class_first[day] = n;
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            const struct lines_choice *choice = &person->choices[c];
            struct lines_class class = {
                .way = machine_way(machine, problem->first_day + day, choice->option),
                .step = person->sum < 0
                            ? 0
                            : lines_amount(problem, choice, person->sum) / person->sum_unit};
            class_of[c] = find_class(list, class_first[day], &n, class);
        }
    }
    class_first[problem->n_days] = n;
    for (int32_t i = 0; i < n; i++) {
        list[i].tally = tally_of_way(machine, list[i].way);
    }
    person->class_of = class_of;
    person->class_first = class_first;
    person->classes = pp_arena_copy(arena, list, (size_t)n * sizeof(list[0]));
    pp_arena_finish(&scratch);
}

static void index_rows(struct lines_problem *problem, struct pp_arena *arena)
{
    int32_t *first = PP_NEW(arena, int32_t, problem->n_days + 1), row = 0;
    for (int32_t day = 0; day <= problem->n_days; day++) {
        first[day] = row;
        while (row < problem->n_rows && problem->rows[row].day == day) {
            row++;
        }
    }
    problem->row_first = first;
}

void lines_complete(struct lines_problem *problem, struct pp_arena *arena)
{
    index_rows(problem, arena);
    for (int32_t p = 0; p < problem->n_people; p++) {
        classify(problem, &problem->people[p], arena);
    }
}
