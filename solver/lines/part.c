// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cutting a part out (part.h).
 *
 * What comes before the days is a start state and amounts that are spent; what
 * comes after is a price and a tally for each state in which the part may end
 * (rest.h).  One stretch borrows the whole's choices; two are joined (joint.h).
 */
#include "part.h"

#include "joint.h"
#include "rest.h"

#include <string.h>

/* ---- Rows ---- */

/* A day of the part, in a stretch; begins with day -1 and leaves the bridge out. */
struct cursor {
    int32_t day, of_whole, stretch;
};

static bool next_day(const struct part *part, struct cursor *at)
{
    at->day++;
    at->of_whole = at->day < part->problem.n_days ? part_day(&part->days, at->day) : -1;
    if (at->of_whole < 0 && at->day < part->problem.n_days) {
        at->of_whole = part_day(&part->days, ++at->day);
        at->stretch++;
    }
    return at->day < part->problem.n_days;
}

static void take_off(const struct part *part, const struct lines_problem *whole,
                     const struct lines_roster *roster, int32_t p, int32_t *on)
{
    const int32_t *line = roster_line(roster, whole, p);
    for (struct cursor at = {.day = -1}; next_day(part, &at);) {
        int32_t shift = joint_shift_of(part, whole, p, at.stretch).row;
        const struct lines_choice *choice = &whole->people[p].choices[line[at.of_whole]];
        for (int32_t i = 0; i < choice->n_touch; i++) {
            const struct lines_touch *touch = &whole->touches[choice->touch + i];
            on[touch->row + shift] -= touch->sign;
        }
    }
}

/* Rows ask for what the people outside the part leave open. */
static void cut_rows(struct part *part, const struct lines_problem *whole,
                     const struct lines_roster *roster)
{
    struct lines_problem *problem = &part->problem;
    struct lines_row *rows = PP_NEW(part->arena, struct lines_row, problem->n_rows);
    int32_t *on = PP_NEW(part->arena, int32_t, problem->n_rows), n = 0;
    for (struct cursor at = {.day = -1}; next_day(part, &at);) {
        for (int32_t r = lines_row_of_day(whole, at.of_whole);
             r < lines_row_of_day(whole, at.of_whole + 1); r++, n++) {
            rows[n] = whole->rows[r];
            rows[n].day = at.day;
            on[n] = roster->on[r];
        }
    }
    for (int32_t i = 0; i < problem->n_people; i++) {
        take_off(part, whole, roster, part->people[i], on);
    }
    for (int32_t r = 0; r < n; r++) {
        rows[r].need -= on[r];
        rows[r].most -= on[r];
    }
    problem->rows = rows;
}

/* ---- People ---- */

static void cut_end(const struct part *part, const struct lines_problem *whole, int32_t p,
                    const struct lines_roster *roster, struct lines_person *to)
{
    int32_t n_states = whole->machines[whole->people[p].machine].n_states;
    int64_t *end = PP_NEW(part->arena, int64_t, n_states);
    int32_t *end_tally = PP_NEW(part->arena, int32_t, n_states);
    int32_t until = part->days.stretches[part->days.n - 1].until;
    const struct rest_path *paths = rest_paths(whole, roster, p, until, whole->n_days, part->arena);
    for (int32_t s = 0; s < n_states; s++) {
        end[s] = paths[s].forbidden ? LINES_BAN : paths[s].price;
        end_tally[s] = paths[s].forbidden ? 0 : (int32_t)paths[s].tally;
    }
    to->end = end;
    to->end_tally = end_tally;
}

/* What the days outside the part have spent; of the tally, those before the part only. */
static void spend(const struct part *part, const struct lines_problem *whole, int32_t p,
                  const struct lines_roster *roster, struct lines_person *to)
{
    const struct lines_course course = roster_course(roster, whole, p);
    const int32_t *line = roster_line(roster, whole, p);
    int64_t inside[LINES_COUNTERS] = {0};
    for (struct cursor at = {.day = -1}; next_day(part, &at);) {
        lines_add_counts(whole, &whole->people[p].choices[line[at.of_whole]], 1, inside);
    }
    to->counters =
        pp_arena_copy(part->arena, to->counters, (size_t)to->n_counters * sizeof(to->counters[0]));
    lines_spend(&to->counters[LINES_TALLY], course.tallies[part->days.stretches[0].from]);
    for (int32_t k = LINES_TALLY + 1; k < to->n_counters; k++) {
        lines_spend(&to->counters[k], course.amounts[k] - inside[k]);
    }
}

static void cut_person(const struct part *part, const struct lines_problem *whole, int32_t p,
                       const struct lines_roster *roster, struct lines_person *to)
{
    int32_t from = part->days.stretches[0].from;
    *to = whole->people[p];
    to->first += from;
    to->class_first += from;
    to->start = roster_course(roster, whole, p).states[from];
    spend(part, whole, p, roster, to);
    cut_end(part, whole, p, roster, to);
}

void part_begin(struct part *part, const struct lines_problem *whole,
                const struct lines_roster *roster, const int32_t *people, int32_t n_people,
                struct part_days days, struct pp_arena *arena)
{
    *part = (struct part){.arena = arena, .days = days};
    struct lines_problem *problem = &part->problem;
    const struct stretch *first = &days.stretches[0];
    part->people = pp_arena_copy(arena, people, (size_t)n_people * sizeof(people[0]));
    *problem = days.n == 1 ? lines_days(whole, first->from, first->until)
                           : joint_days(whole, &days, arena);
    problem->n_people = n_people;
    problem->constant = 0;
    cut_rows(part, whole, roster);
    problem->people = PP_NEW(arena, struct lines_person, n_people);
    for (int32_t i = 0; i < n_people; i++) {
        cut_person(part, whole, people[i], roster, &problem->people[i]);
    }
    if (days.n > 1) {
        joint_people(part, whole, roster);
    }
}

/* ---- Lines ---- */

void part_read(const struct part *part, const struct lines_problem *whole,
               const struct lines_roster *roster, int32_t *lines)
{
    int32_t n_days = part->problem.n_days;
    for (int32_t i = 0; i < part->problem.n_people; i++, lines += n_days) {
        const int32_t *line = roster_line(roster, whole, part->people[i]);
        for (struct cursor at = {.day = -1}; next_day(part, &at);) {
            int32_t shift = joint_shift_of(part, whole, part->people[i], at.stretch).choice;
            lines[at.day] = line[at.of_whole] + shift;
        }
        if (part->days.n > 1) {
            int32_t bridge = part->days.stretches[0].until - part->days.stretches[0].from;
            lines[bridge] = part->problem.people[i].first[bridge];
        }
    }
}

void part_apply(const struct part *part, const struct lines_problem *whole,
                struct lines_roster *roster, const int32_t *lines)
{
    struct pp_arena scratch = {0};
    int32_t n_days = part->problem.n_days, from = part->days.stretches[0].from;
    int32_t until = part->days.stretches[part->days.n - 1].until;
    int32_t *changed = PP_NEW(&scratch, int32_t, until - from);
    for (int32_t i = 0; i < part->problem.n_people; i++, lines += n_days) {
        const int32_t *line = roster_line(roster, whole, part->people[i]);
        memcpy(changed, line + from, (size_t)(until - from) * sizeof(changed[0]));
        for (struct cursor at = {.day = -1}; next_day(part, &at);) {
            int32_t shift = joint_shift_of(part, whole, part->people[i], at.stretch).choice;
            changed[at.of_whole - from] = lines[at.day] - shift;
        }
        roster_change(roster, whole, part->people[i], from, until, changed);
    }
    pp_arena_finish(&scratch);
}

struct part_days part_days_join(struct part_days one, struct part_days other)
{
    struct stretch a = one.stretches[0], b = other.stretches[0];
    bool in_order = a.from < b.from;
    return (struct part_days){{in_order ? a : b, in_order ? b : a}, 2};
}

bool part_days_meet(const struct part_days *one, const struct part_days *other, int32_t apart)
{
    for (int32_t i = 0; i < one->n; i++) {
        for (int32_t j = 0; j < other->n; j++) {
            const struct stretch *a = &one->stretches[i], *b = &other->stretches[j];
            if (a->from < b->until + apart && b->from < a->until + apart) {
                return true;
            }
        }
    }
    return false;
}
