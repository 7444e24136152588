// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The turns in force as lines (inforce.h).  A day whose turns are not open to
 * the person any more, or are somebody else's already, is left without turns;
 * what the days make together must be allowed.  Whoever has no turn has no line
 * in force: the first rota after an allocation begins with nobody's.
 */
#include "inforce.h"

#include "windows.h"

static int32_t turns_of(const struct rota_option *option)
{
    int32_t turns = 0;
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        turns += option->part[part] != PP_NONE;
    }
    return turns;
}

/* Whether somebody has nights in force. */
static bool had_nights(const struct rota_problem *problem, int32_t p)
{
    const int32_t *first = problem->was.first + problem->people[p].practitioner * problem->n_days;
    for (int32_t i = first[0]; i < first[problem->n_days]; i++) {
        if (pp_shift_is_night(problem->service, problem->was.shift[i])) {
            return true;
        }
    }
    return false;
}

/* The choice of a day that is just the turns in force; the first, without turns: there is none. */
static int32_t choice_in_force(const struct rota_problem *problem, int32_t p, int32_t day)
{
    const struct lines_person *person = &problem->lines.people[p];
    int32_t slot = problem->people[p].practitioner * problem->n_days + day;
    const int32_t *was = problem->was.shift + problem->was.first[slot];
    int32_t n = problem->was.first[slot + 1] - problem->was.first[slot];
    bool nights = problem->by_nights && day == 0 && had_nights(problem, p) &&
                  windows_have_nights(problem, &problem->groups[problem->people[p].group]);
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        const struct rota_option *option = problem_option(problem, p, c);
        int32_t kept = 0;
        for (int32_t i = 0; i < n; i++) {
            kept += option_has(option, was[i]);
        }
        if (kept == n && turns_of(option) == n && option->nights == nights) {
            return c;
        }
    }
    return person->first[day];
}

/* Whether a choice would put one too many where that is never done. */
static bool is_one_too_many(const struct rota_problem *problem, const struct lines_choice *choice,
                            const int32_t *on)
{
    const struct lines_touch *touches = problem->lines.touches + choice->touch;
    for (int32_t i = 0; i < choice->n_touch; i++) {
        int32_t row = touches[i].row;
        if (problem->firm[row] && on[row] + touches[i].sign > problem->lines.rows[row].most) {
            return true;
        }
    }
    return false;
}

static void put_on(const struct rota_problem *problem, int32_t p, const int32_t *line, int32_t *on)
{
    for (int32_t day = 0; day < problem->n_days; day++) {
        const struct lines_choice *choice = &problem->lines.people[p].choices[line[day]];
        for (int32_t i = 0; i < choice->n_touch; i++) {
            const struct lines_touch *touch = &problem->lines.touches[choice->touch + i];
            on[touch->row] += touch->sign;
        }
    }
}

static bool has_turns(const struct rota_problem *problem, int32_t p, const int32_t *line)
{
    for (int32_t day = 0; day < problem->n_days; day++) {
        if (turns_of(problem_option(problem, p, line[day])) > 0) {
            return true;
        }
    }
    return false;
}

int32_t *inforce_lines(const struct rota_problem *problem, struct pp_arena *arena)
{
    if (problem->before == NULL) {
        return NULL;
    }
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    int32_t *lines = PP_NEW(arena, int32_t, cells);
    int32_t *on = PP_NEW(arena, int32_t, problem->lines.n_rows);
    for (int32_t p = 0; p < problem->n_people; p++) {
        const struct lines_person *person = &problem->lines.people[p];
        int32_t *line = lines + (size_t)p * (size_t)problem->n_days;
        for (int32_t day = 0; day < problem->n_days; day++) {
            int32_t c = choice_in_force(problem, p, day);
            bool closed = is_one_too_many(problem, &person->choices[c], on);
            line[day] = closed ? person->first[day] : c;
        }
        if (has_turns(problem, p, line) && lines_cost(&problem->lines, p, line) < LINES_BAN) {
            put_on(problem, p, line, on);
        } else {
            line[0] = -1;
        }
    }
    return lines;
}
