// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cutting a part out (part.h).
 *
 * What comes before the days is a start state and amounts that are spent; what
 * comes after is a price and a tally for each state in which the part may end:
 * the rest of the line is walked from every state, until it has met the path
 * that it takes today.
 */
#include "part.h"

#include <string.h>

/* ---- Rows ---- */

static void take_off(struct part *part, const struct lines_problem *whole, const int32_t *line,
                     int32_t p, int32_t *on)
{
    for (int32_t day = part->from; day < part->until; day++) {
        const struct lines_choice *choice = &whole->people[p].choices[line[day]];
        for (int32_t i = 0; i < choice->n_touch; i++) {
            const struct lines_touch *touch = &whole->touches[choice->touch + i];
            on[touch->row - part->problem.row_base] -= touch->sign;
        }
    }
}

static void cut_rows(struct part *part, const struct lines_problem *whole,
                     const struct lines_roster *roster)
{
    struct lines_problem *problem = &part->problem;
    int32_t first = lines_row_of_day(whole, part->from);
    problem->rows = pp_arena_copy(part->arena, problem->rows,
                                  (size_t)problem->n_rows * sizeof(problem->rows[0]));
    int32_t *on =
        pp_arena_copy(part->arena, roster->on + first, (size_t)problem->n_rows * sizeof(on[0]));
    for (int32_t i = 0; i < problem->n_people; i++) {
        take_off(part, whole, roster_line(roster, whole, part->people[i]), part->people[i], on);
    }
    for (int32_t r = 0; r < problem->n_rows; r++) {
        problem->rows[r].day -= part->from;
        problem->rows[r].need -= on[r];
        problem->rows[r].most -= on[r];
    }
}

/* ---- People ---- */

/* The path that the rest of a line takes from one state. */
struct path {
    int32_t state;
    int64_t price, tally;
    bool banned;
};

static void step(const struct lines_problem *whole, int32_t p, int32_t choice, int32_t day,
                 struct path *path)
{
    const struct lines_person *person = &whole->people[p];
    const struct lines_machine *machine = &whole->machines[person->machine];
    size_t arc =
        machine_arc(machine, whole->first_day + day, person->choices[choice].option, path->state);
    path->banned = machine->next[arc] == machine->n_states;
    path->price += machine->price[arc];
    path->tally += machine->tally[arc];
    path->state = machine->next[arc];
}

static void end_path(const struct lines_person *person, struct path *path)
{
    path->price += person->end == NULL ? 0 : person->end[path->state];
    path->tally += person->end_tally == NULL ? 0 : person->end_tally[path->state];
    path->banned = path->price >= LINES_BAN / 2;
}

/* The line of today after the part, walked as far as anybody had to look. */
struct today {
    const int32_t *line;
    struct path *paths; ///< [day - until], from the part's end on
    int32_t walked;     ///< day that the last path stands at
    int64_t tally;      ///< of all days after the part
};

static const struct path *today_at(const struct part *part, const struct lines_problem *whole,
                                   int32_t p, struct today *today, int32_t day)
{
    struct path *paths = today->paths;
    for (; today->walked < day; today->walked++) {
        int32_t at = today->walked - part->until;
        paths[at + 1] = paths[at];
        step(whole, p, today->line[today->walked], today->walked, &paths[at + 1]);
    }
    return &paths[day - part->until];
}

/* What ending in a state means, next to ending where the line ends today: price, and tally ahead. */
static struct path end_in(const struct part *part, const struct lines_problem *whole, int32_t p,
                          int32_t state, struct today *today)
{
    const int32_t n = whole->n_days;
    struct path path = {.state = state};
    int32_t day = part->until;
    const struct path *met = today_at(part, whole, p, today, day);
    while (day < n && !path.banned && path.state != met->state) {
        step(whole, p, today->line[day], day, &path);
        met = today_at(part, whole, p, today, ++day);
    }
    struct path then = *met;
    if (path.state != met->state && !path.banned) {
        end_path(&whole->people[p], &path);
        end_path(&whole->people[p], &then);
        path.price -= then.price;
    } else {
        path.price -= met->price;
        path.tally += today->tally - met->tally;
    }
    return path;
}

static void cut_end(struct part *part, const struct lines_problem *whole, int32_t p, int32_t now,
                    struct today *today, struct lines_person *to)
{
    int32_t n_states = whole->machines[whole->people[p].machine].n_states;
    int64_t *end = PP_NEW(part->arena, int64_t, n_states);
    int32_t *end_tally = PP_NEW(part->arena, int32_t, n_states);
    today->paths = PP_NEW(part->arena, struct path, whole->n_days - part->until + 1);
    today->paths[0] = (struct path){.state = now};
    today->walked = part->until;
    for (int32_t s = 0; s < n_states; s++) {
        struct path path = end_in(part, whole, p, s, today);
        end[s] = path.banned ? LINES_BAN : path.price;
        end_tally[s] = path.banned ? 0 : (int32_t)path.tally;
    }
    to->end = end;
    to->end_tally = end_tally;
}

static void shift_counter(struct lines_counter *counter, int64_t spent)
{
    int32_t by = (int32_t)spent;
    counter->least -= by;
    counter->low -= by;
    counter->most -= counter->most < LINES_FREE ? by : 0;
    counter->high -= counter->high < LINES_FREE ? by : 0;
}

static void cut_person(struct part *part, const struct lines_problem *whole, int32_t p,
                       const struct lines_roster *roster, struct lines_person *to)
{
    const struct lines_course course = roster_course(roster, whole, p);
    const int32_t *line = roster_line(roster, whole, p);
    int64_t skipped[LINES_COUNTERS] = {0};
    *to = whole->people[p];
    for (int32_t day = part->from; day < part->until; day++) {
        lines_add_counts(whole, &to->choices[line[day]], 1, skipped);
    }
    to->first += part->from;
    to->class_first += part->from;
    to->start = course.states[part->from];
    to->counters =
        pp_arena_copy(part->arena, to->counters, (size_t)to->n_counters * sizeof(to->counters[0]));
    shift_counter(&to->counters[LINES_TALLY], course.tallies[part->from]); // the rest: end_tally
    for (int32_t k = LINES_TALLY + 1; k < to->n_counters; k++) {
        shift_counter(&to->counters[k], course.amounts[k] - skipped[k]);
    }
    struct today today = {.line = line,
                          .tally = course.amounts[LINES_TALLY] - course.tallies[part->until]};
    cut_end(part, whole, p, course.states[part->until], &today, to);
}

void part_begin(struct part *part, const struct lines_problem *whole,
                const struct lines_roster *roster, const int32_t *people, int32_t n_people,
                int32_t from, int32_t until, struct pp_arena *arena)
{
    *part = (struct part){arena, lines_days(whole, from, until), NULL, from, until};
    struct lines_problem *problem = &part->problem;
    part->people = pp_arena_copy(part->arena, people, (size_t)n_people * sizeof(part->people[0]));
    problem->n_people = n_people;
    problem->constant = 0;
    cut_rows(part, whole, roster);
    problem->people = PP_NEW(part->arena, struct lines_person, n_people);
    for (int32_t i = 0; i < n_people; i++) {
        cut_person(part, whole, people[i], roster, &problem->people[i]);
    }
}

void part_read(const struct part *part, const struct lines_problem *whole,
               const struct lines_roster *roster, int32_t *lines)
{
    size_t days = (size_t)part->problem.n_days;
    for (int32_t i = 0; i < part->problem.n_people; i++) {
        memcpy(lines + (size_t)i * days, part_line(part, whole, roster, i),
               days * sizeof(lines[0]));
    }
}

void part_apply(const struct part *part, const struct lines_problem *whole,
                struct lines_roster *roster, const int32_t *lines)
{
    size_t days = (size_t)part->problem.n_days;
    for (int32_t i = 0; i < part->problem.n_people; i++) {
        roster_change(roster, whole, part->people[i], part->from, part->until,
                      lines + (size_t)i * days);
    }
}
