// SPDX-License-Identifier: GPL-3.0-or-later
/* A roster, kept exact (roster.h). */
#include "roster.h"

#include <assert.h>
#include <string.h>

void roster_init(struct lines_roster *roster, const struct lines_problem *problem,
                 struct pp_arena *arena)
{
    size_t n = (size_t)problem->n_people;
    roster->lines = PP_NEW(arena, int32_t, n * (size_t)problem->n_days);
    roster->costs = PP_NEW(arena, int64_t, n);
    roster->states = PP_NEW(arena, int32_t, n * ((size_t)problem->n_days + 1));
    roster->tallies = PP_NEW(arena, int32_t, n * ((size_t)problem->n_days + 1));
    roster->amounts = PP_NEW(arena, int64_t, n * LINES_COUNTERS);
    roster->present = PP_NEW(arena, bool, n);
    roster->on = PP_NEW(arena, int32_t, problem->n_rows);
    roster->total = problem->constant;
    for (int32_t row = 0; row < problem->n_rows; row++) {
        roster->total += lines_row_cost(&problem->rows[row], 0);
    }
}

void roster_copy(struct lines_roster *to, const struct lines_roster *from,
                 const struct lines_problem *problem)
{
    size_t n = (size_t)problem->n_people;
    memcpy(to->lines, from->lines, n * (size_t)problem->n_days * sizeof(to->lines[0]));
    memcpy(to->costs, from->costs, n * sizeof(to->costs[0]));
    memcpy(to->states, from->states, n * ((size_t)problem->n_days + 1) * sizeof(to->states[0]));
    memcpy(to->tallies, from->tallies, n * ((size_t)problem->n_days + 1) * sizeof(to->tallies[0]));
    memcpy(to->amounts, from->amounts, n * LINES_COUNTERS * sizeof(to->amounts[0]));
    memcpy(to->present, from->present, n * sizeof(to->present[0]));
    memcpy(to->on, from->on, (size_t)problem->n_rows * sizeof(to->on[0]));
    to->total = from->total;
}

/* Somebody comes (by 1) or goes (by -1) on one day. */
static void touch_day(struct lines_roster *roster, const struct lines_problem *problem,
                      const struct lines_choice *choice, int32_t by)
{
    for (int32_t i = 0; i < choice->n_touch; i++) {
        const struct lines_touch *touch = &problem->touches[choice->touch + i];
        int32_t row = touch->row - problem->row_base;
        roster->total -= lines_row_cost(&problem->rows[row], roster->on[row]);
        roster->on[row] += by * touch->sign;
        roster->total += lines_row_cost(&problem->rows[row], roster->on[row]);
    }
}

static void touch(struct lines_roster *roster, const struct lines_problem *problem, int32_t p,
                  int32_t by)
{
    const int32_t *line = roster_line(roster, problem, p);
    for (int32_t day = 0; day < problem->n_days; day++) {
        touch_day(roster, problem, &problem->people[p].choices[line[day]], by);
    }
}

void roster_insert(struct lines_roster *roster, const struct lines_problem *problem, int32_t person,
                   const int32_t *line)
{
    assert(!roster->present[person]);
    roster->present[person] = true;
    memmove(roster_line(roster, problem, person), line, (size_t)problem->n_days * sizeof(line[0]));
    roster->costs[person] =
        lines_follow(problem, person, line, roster_course(roster, problem, person));
    roster->total += roster->costs[person];
    touch(roster, problem, person, 1);
}

void roster_remove(struct lines_roster *roster, const struct lines_problem *problem, int32_t person)
{
    assert(roster->present[person]);
    roster->present[person] = false;
    roster->total -= roster->costs[person];
    touch(roster, problem, person, -1);
}

/* ---- Other choices on some days ---- */

/* A person's line next to the one with other choices, which differ up to where they meet again. */
struct change {
    const struct lines_problem *problem;
    const struct lines_person *person;
    struct lines_course course; ///< of the line that there is
    int32_t *line;
    const int32_t *days; ///< choices from `from` on
    int32_t from, until;
    int32_t met;   ///< day before which both are in the same run state again, or the end
    int32_t state; ///< of the changed line there
    int64_t price; ///< that the days cost more
    int64_t tally; ///< and add to the tally
};

static const struct lines_choice *choice_of(const struct change *change, int32_t day)
{
    bool changed = day >= change->from && day < change->until;
    return &change->person->choices[changed ? change->days[day - change->from] : change->line[day]];
}

/* Walks both lines until they meet; false when the changed one is forbidden on the way. */
static bool walk_both(struct change *change)
{
    const struct lines_problem *problem = change->problem;
    const struct lines_machine *machine = &problem->machines[change->person->machine];
    const int32_t *states = change->course.states;
    int32_t day = change->from, state = states[day];
    for (; day < problem->n_days && (day < change->until || state != states[day]); day++) {
        const struct lines_choice *was = &change->person->choices[change->line[day]];
        const struct lines_choice *now = choice_of(change, day);
        size_t old = machine_arc(machine, problem->first_day + day, was->option, states[day]);
        size_t arc = machine_arc(machine, problem->first_day + day, now->option, state);
        state = machine->next[arc];
        if (state == machine->n_states || now->price >= LINES_BAN) {
            return false;
        }
        change->price += now->price - was->price + machine->price[arc] - machine->price[old];
        change->tally += machine->tally[arc] - machine->tally[old];
    }
    change->met = day;
    change->state = state;
    return true;
}

/* The changed line's amounts without what its end adds; false when it may not end so. */
static bool count_both(const struct change *change, int64_t *amounts)
{
    const struct lines_problem *problem = change->problem;
    const struct lines_person *person = change->person;
    memcpy(amounts, change->course.amounts, (size_t)person->n_counters * sizeof(amounts[0]));
    for (int32_t day = change->from; day < change->until; day++) {
        lines_add_counts(problem, &person->choices[change->line[day]], -1, amounts);
        lines_add_counts(problem, choice_of(change, day), 1, amounts);
    }
    int32_t end =
        change->met == problem->n_days ? change->state : change->course.states[problem->n_days];
    int64_t tally = change->course.tallies[problem->n_days] + change->tally;
    amounts[LINES_TALLY] = tally + (person->end_tally == NULL ? 0 : person->end_tally[end]);
    return person->end_least == NULL || amounts[person->sum] >= lines_end_least(person, end, tally);
}

/* What the changed line costs more; LINES_BAN when it is forbidden. */
static int64_t cost_more(struct change *change, int64_t *amounts)
{
    const struct lines_person *person = change->person;
    const int32_t n_days = change->problem->n_days;
    if (!walk_both(change) || !count_both(change, amounts)) {
        return LINES_BAN;
    }
    int64_t more = change->price;
    if (change->met == n_days && person->end != NULL) {
        if (person->end[change->state] >= LINES_BAN) {
            return LINES_BAN;
        }
        more += person->end[change->state] - person->end[change->course.states[n_days]];
    }
    for (int32_t k = 0; k < person->n_counters; k++) {
        int64_t now = lines_counter_cost(&person->counters[k], amounts[k]);
        if (now >= LINES_BAN) {
            return LINES_BAN;
        }
        more += now - lines_counter_cost(&person->counters[k], change->course.amounts[k]);
    }
    return more;
}

/* The course of the changed line, whose choices are in place by now. */
static void redirect(const struct change *change, const int64_t *amounts)
{
    const struct lines_problem *problem = change->problem;
    const struct lines_machine *machine = &problem->machines[change->person->machine];
    struct lines_course course = change->course;
    for (int32_t day = change->from; day < change->met; day++) {
        const struct lines_choice *choice = &change->person->choices[change->line[day]];
        size_t arc =
            machine_arc(machine, problem->first_day + day, choice->option, course.states[day]);
        course.states[day + 1] = machine->next[arc];
        course.tallies[day + 1] = course.tallies[day] + machine->tally[arc];
    }
    for (int32_t day = change->met + 1; change->tally != 0 && day <= problem->n_days; day++) {
        course.tallies[day] += (int32_t)change->tally;
    }
    memcpy(course.amounts, amounts, (size_t)change->person->n_counters * sizeof(amounts[0]));
}

void roster_change(struct lines_roster *roster, const struct lines_problem *problem, int32_t person,
                   int32_t from, int32_t until, const int32_t *days)
{
    struct change change = {.problem = problem,
                            .person = &problem->people[person],
                            .course = roster_course(roster, problem, person),
                            .line = roster_line(roster, problem, person),
                            .days = days,
                            .from = from,
                            .until = until};
    int64_t amounts[LINES_COUNTERS];
    int64_t more = cost_more(&change, amounts);
    if (more >= LINES_BAN) {
        return;
    }
    roster->total += more;
    roster->costs[person] += more;
    for (int32_t day = from; day < until; day++) {
        if (days[day - from] != change.line[day]) {
            touch_day(roster, problem, &change.person->choices[change.line[day]], -1);
            touch_day(roster, problem, &change.person->choices[days[day - from]], 1);
            change.line[day] = days[day - from];
        }
    }
    redirect(&change, amounts);
}

void roster_margins(const struct lines_roster *roster, const struct lines_problem *problem,
                    int64_t *up, int64_t *down)
{
    for (int32_t r = 0; r < problem->n_rows; r++) {
        const struct lines_row *row = &problem->rows[r];
        int32_t n = roster->on[r];
        up[r] = n < row->need ? row->under : n >= row->most ? -row->over : 0;
        down[r] = n > row->most ? -row->over : n <= row->need ? row->under : 0;
    }
}

void roster_make(struct lines_roster *roster, const struct lines_problem *problem,
                 const int32_t *lines, struct pp_arena *arena)
{
    roster_init(roster, problem, arena);
    for (int32_t p = 0; p < problem->n_people; p++) {
        roster_insert(roster, problem, p, lines + (size_t)p * (size_t)problem->n_days);
    }
}

void roster_take(struct lines_roster *roster, const struct lines_problem *problem,
                 const int32_t *lines)
{
    struct pp_arena scratch = {0};
    struct lines_roster other;
    roster_make(&other, problem, lines, &scratch);
    if (other.total < roster->total) {
        roster_copy(roster, &other, problem);
    }
    pp_arena_finish(&scratch);
}
