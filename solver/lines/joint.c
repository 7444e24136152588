// SPDX-License-Identifier: GPL-3.0-or-later
/* Joining two stretches of days (joint.h). */
#include "joint.h"

#include "rest.h"

#include <string.h>

/* ---- Days and rows ---- */

static int32_t rows_of(const struct lines_problem *whole, const struct stretch *stretch)
{
    return lines_row_of_day(whole, stretch->until) - lines_row_of_day(whole, stretch->from);
}

static int32_t days_of(const struct stretch *stretch)
{
    return stretch->until - stretch->from;
}

struct lines_problem joint_days(const struct lines_problem *whole, const struct part_days *days,
                                struct pp_arena *arena)
{
    struct lines_problem problem = *whole;
    const struct stretch *first = &days->stretches[0], *second = &days->stretches[1];
    problem.first_day = problem.row_base = 0;
    problem.n_days = days_of(first) + 1 + days_of(second);
    problem.n_rows = rows_of(whole, first) + rows_of(whole, second);
    int32_t *row_first = PP_NEW(arena, int32_t, problem.n_days + 1);
    for (int32_t day = 0, row = 0; day < problem.n_days; day++) {
        int32_t of_whole = part_day(days, day);
        row_first[day] = row;
        row += of_whole < 0
                   ? 0
                   : lines_row_of_day(whole, of_whole + 1) - lines_row_of_day(whole, of_whole);
        row_first[day + 1] = row;
    }
    problem.row_first = row_first;
    return problem;
}

struct joint_shift joint_shift_of(const struct part *part, const struct lines_problem *whole,
                                  int32_t p, int32_t stretch)
{
    const struct stretch *first = &part->days.stretches[0];
    const int32_t *choices = whole->people[p].first;
    if (part->days.n == 1) {
        return (struct joint_shift){0, -part->problem.row_base};
    }
    if (stretch == 0) {
        return (struct joint_shift){-choices[first->from],
                                    -whole->row_base - lines_row_of_day(whole, first->from)};
    }
    int32_t n_choices = choices[first->until] - choices[first->from];
    int32_t from = part->days.stretches[stretch].from;
    return (struct joint_shift){n_choices + 1 - choices[from], rows_of(whole, first) -
                                                                   whole->row_base -
                                                                   lines_row_of_day(whole, from)};
}

/* ---- Choices ---- */

struct join {
    struct part *part;
    const struct lines_problem *whole;
    struct lines_touch *touches; ///< of the part
    int32_t n_touches;
};

static int32_t count_touches(const struct join *join)
{
    const struct part *part = join->part;
    int32_t n = 0;
    for (int32_t i = 0; i < part->problem.n_people; i++) {
        const struct lines_person *of = &join->whole->people[part->people[i]];
        for (int32_t s = 0; s < part->days.n; s++) {
            const struct stretch *stretch = &part->days.stretches[s];
            for (int32_t c = of->first[stretch->from]; c < of->first[stretch->until]; c++) {
                n += of->choices[c].n_touch;
            }
        }
    }
    return n;
}

static void join_choice(struct join *join, struct lines_choice *choice, int32_t row_shift)
{
    const struct lines_touch *touches = join->whole->touches + choice->touch;
    choice->touch = join->n_touches;
    for (int32_t i = 0; i < choice->n_touch; i++) {
        join->touches[join->n_touches++] =
            (struct lines_touch){touches[i].row + row_shift, touches[i].sign};
    }
}

/* Choices day by day; the bridge's, left as it is made, costs and counts nothing. */
static void join_choices(struct join *join, int32_t i, struct lines_person *to)
{
    const struct part *part = join->part;
    const struct lines_person *of = &join->whole->people[part->people[i]];
    const struct stretch *last = &part->days.stretches[part->days.n - 1];
    int32_t shift = joint_shift_of(part, join->whole, part->people[i], part->days.n - 1).choice;
    to->first = PP_NEW(part->arena, int32_t, part->problem.n_days + 1);
    to->choices = PP_NEW(part->arena, struct lines_choice, of->first[last->until] + shift);
    for (int32_t s = 0, day = 0; s < part->days.n; s++, day++) {
        const struct stretch *stretch = &part->days.stretches[s];
        struct joint_shift by = joint_shift_of(part, join->whole, part->people[i], s);
        for (int32_t c = of->first[stretch->from]; c < of->first[stretch->until]; c++) {
            to->choices[c + by.choice] = of->choices[c];
            join_choice(join, &to->choices[c + by.choice], by.row);
        }
        for (int32_t of_whole = stretch->from; of_whole < stretch->until; of_whole++, day++) {
            to->first[day] = of->first[of_whole] + by.choice;
        }
        to->first[day] = of->first[stretch->until] + by.choice;
    }
}

/* The same for classes; the bridge's has a way of its own. */
static void join_classes(const struct join *join, int32_t i, struct lines_class bridge,
                         struct lines_person *to)
{
    const struct part *part = join->part;
    const struct lines_person *of = &join->whole->people[part->people[i]];
    int32_t n_days = part->problem.n_days, n = 0;
    int32_t *class_of = PP_NEW(part->arena, int32_t, to->first[n_days]);
    int32_t *class_first = PP_NEW(part->arena, int32_t, n_days + 1);
    struct lines_class *classes = PP_NEW(part->arena, struct lines_class, to->first[n_days]);
    for (int32_t day = 0; day < n_days; day++) {
        int32_t of_whole = part_day(&part->days, day);
        class_first[day] = n;
        if (of_whole < 0) {
            class_of[to->first[day]] = n;
            classes[n++] = bridge;
            continue;
        }
        int32_t first = of->class_first[of_whole], end = of->class_first[of_whole + 1];
        for (int32_t c = to->first[day]; c < to->first[day + 1]; c++) {
            class_of[c] = of->class_of[of->first[of_whole] + c - to->first[day]] - first + n;
        }
        memcpy(classes + n, of->classes + first, (size_t)(end - first) * sizeof(classes[0]));
        n += end - first;
    }
    class_first[n_days] = n;
    to->class_of = class_of;
    to->class_first = class_first;
    to->classes = classes;
}

/* ---- The bridge ---- */

/* Room for one way more, and one kind of day on which every option goes it. */
static void widen(const struct join *join, const struct lines_machine *of, struct lines_machine *to)
{
    struct pp_arena *arena = join->part->arena;
    const struct part_days *days = &join->part->days;
    const size_t n = (size_t)of->n_ways * (size_t)of->n_states;
    const size_t width = (size_t)of->n_kinds * (size_t)of->n_options;
    int32_t n_days = join->part->problem.n_days, *kind_of = PP_NEW(arena, int32_t, n_days);
    *to = *of;
    to->way_of = PP_NEW(arena, int32_t, width + (size_t)of->n_options);
    to->next = PP_NEW(arena, int16_t, n + (size_t)of->n_states);
    to->price = PP_NEW(arena, int64_t, n + (size_t)of->n_states);
    to->tally = PP_NEW(arena, uint8_t, n + (size_t)of->n_states);
    memcpy(to->way_of, of->way_of, width * sizeof(to->way_of[0]));
    memcpy(to->next, of->next, n * sizeof(to->next[0]));
    memcpy(to->price, of->price, n * sizeof(to->price[0]));
    memcpy(to->tally, of->tally, n * sizeof(to->tally[0]));
    for (int32_t option = 0; option < of->n_options; option++) {
        to->way_of[width + (size_t)option] = of->n_ways;
    }
    for (int32_t day = 0; day < n_days; day++) {
        int32_t of_whole = part_day(days, day);
        kind_of[day] = of_whole < 0 ? of->n_kinds : of->kind_of[join->whole->first_day + of_whole];
    }
    to->kind_of = kind_of;
    to->n_ways++;
    to->n_kinds++;
}

/* The least that any path tallies: what the line has spent whatever it does. */
static int64_t least_tally(const struct rest_path *paths, int32_t n)
{
    int64_t least = INT64_MAX;
    for (int32_t s = 0; s < n; s++) {
        least = !paths[s].forbidden && paths[s].tally < least ? paths[s].tally : least;
    }
    return least;
}

/* Builds the bridge; returns its class. */
static struct lines_class build(struct join *join, int32_t i, const struct lines_roster *roster,
                                struct lines_person *person, struct lines_machine *machine)
{
    const struct stretch *stretches = join->part->days.stretches;
    const struct rest_path *paths =
        rest_paths(join->whole, roster, join->part->people[i], stretches[0].until,
                   stretches[1].from, join->part->arena);
    int32_t n = machine->n_states, way = machine->n_ways - 1;
    int64_t spent = least_tally(paths, n);
    struct lines_class class = {.way = way};
    for (int32_t s = 0; s < n; s++) {
        size_t arc = (size_t)way * (size_t)n + (size_t)s;
        int64_t tally = paths[s].tally - spent;
        bool open = !paths[s].forbidden && tally <= UINT8_MAX;
        machine->next[arc] = (int16_t)(open ? paths[s].state : n);
        machine->price[arc] = open ? paths[s].price : 0;
        machine->tally[arc] = (uint8_t)(open ? tally : 0);
        class.tally = machine->tally[arc] > class.tally ? machine->tally[arc] : class.tally;
    }
    lines_spend(&person->counters[LINES_TALLY], spent);
    return class;
}

void joint_people(struct part *part, const struct lines_problem *whole,
                  const struct lines_roster *roster)
{
    struct join join = {.part = part, .whole = whole};
    int32_t n = part->problem.n_people;
    struct lines_machine *machines = PP_NEW(part->arena, struct lines_machine, n);
    join.touches = PP_NEW(part->arena, struct lines_touch, count_touches(&join));
    for (int32_t i = 0; i < n; i++) {
        struct lines_person *person = &part->problem.people[i];
        widen(&join, &whole->machines[person->machine], &machines[i]);
        join_choices(&join, i, person);
        join_classes(&join, i, build(&join, i, roster, person, &machines[i]), person);
        person->machine = i;
    }
    part->problem.machines = machines;
    part->problem.touches = join.touches;
}
