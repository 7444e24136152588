// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The search only charges for what no rota does (form.c), more than it could
 * gain; where a roster does it all the same, the turn goes that is missed
 * least: by itself, or with those of its week (standby by the week), or with
 * all that the person has.
 */
#include "settle.h"

#include <assert.h>
#include <string.h>

struct settling {
    const struct rota_problem *problem;
    struct lines_roster *roster;
    int32_t *line, *kept, *best;
};

static void make_quiet(const struct rota_problem *problem, int32_t p, int32_t *line)
{
    for (int32_t day = 0; day < problem->n_days; day++) {
        line[day] = problem->lines.people[p].first[day];
    }
}

/* The choice of a day that is what `with` is, but for one shift. */
static int32_t choice_without(const struct rota_problem *problem, int32_t p, int32_t day,
                              int32_t with, int32_t shift)
{
    const struct lines_person *person = &problem->lines.people[p];
    const struct rota_option *before = problem_option(problem, p, with);
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        const struct rota_option *option = problem_option(problem, p, c);
        bool same = !option_has(option, shift) && option->nights == before->nights;
        for (int32_t part = 0; part < ROTA_PARTS && same; part++) {
            int32_t had = before->part[part], has = option->part[part];
            same = (had == PP_NONE || had == shift || option_has(option, had)) &&
                   (has == PP_NONE || option_has(before, has));
        }
        if (same) {
            return c;
        }
    }
    return person->first[day];
}

/* The roster's line of a person without the shift on days from .. until - 1; false: not allowed. */
static bool drop(const struct settling *settling, int32_t p, int32_t shift, int32_t from,
                 int32_t until)
{
    const struct rota_problem *problem = settling->problem;
    const int32_t *line = roster_line(settling->roster, &problem->lines, p);
    memcpy(settling->line, line, (size_t)problem->n_days * sizeof(line[0]));
    for (int32_t day = from; day < until; day++) {
        if (option_has(problem_option(problem, p, line[day]), shift)) {
            settling->line[day] = choice_without(problem, p, day, line[day], shift);
        }
    }
    return lines_cost(&problem->lines, p, settling->line) < LINES_BAN;
}

static void drop_least(const struct settling *settling, int32_t p, int32_t shift, int32_t day)
{
    int32_t monday = day - day % 7;
    if (!drop(settling, p, shift, day, day + 1) && !drop(settling, p, shift, monday, monday + 7)) {
        make_quiet(settling->problem, p, settling->line);
    }
}

static void exchange(const struct settling *settling, int32_t p, const int32_t *line)
{
    roster_remove(settling->roster, &settling->problem->lines, p);
    roster_insert(settling->roster, &settling->problem->lines, p, line);
}

static bool is_on(const struct settling *settling, int32_t p, int32_t row)
{
    const struct lines_problem *lines = &settling->problem->lines;
    const int32_t *line = roster_line(settling->roster, lines, p);
    const struct lines_choice *choice = &lines->people[p].choices[line[lines->rows[row].day]];
    for (int32_t i = 0; i < choice->n_touch; i++) {
        const struct lines_touch *touch = &lines->touches[choice->touch + i];
        if (touch->row == row && touch->sign > 0) {
            return true;
        }
    }
    return false;
}

/* Takes the turn on a cell from whoever is missed least of those who are on a row. */
static void take_one(const struct settling *settling, int32_t cell, int32_t row)
{
    const struct rota_problem *problem = settling->problem;
    size_t bytes = (size_t)problem->n_days * sizeof(int32_t);
    int64_t least = INT64_MAX;
    int32_t who = -1;
    for (int32_t p = 0; p < problem->n_people; p++) {
        if (!is_on(settling, p, row)) {
            continue;
        }
        memcpy(settling->kept, roster_line(settling->roster, &problem->lines, p), bytes);
        drop_least(settling, p, problem->cells[cell].shift, problem->cells[cell].day);
        exchange(settling, p, settling->line);
        if (settling->roster->total < least) {
            least = settling->roster->total;
            who = p;
            memcpy(settling->best, settling->line, bytes);
        }
        exchange(settling, p, settling->kept);
    }
    assert(who >= 0);
    exchange(settling, who, settling->best);
}

static void thin_out(const struct settling *settling)
{
    const struct rota_problem *problem = settling->problem;
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        int32_t first = problem_row(problem, cell);
        int32_t n = 1 + problem->tie_first[cell + 1] - problem->tie_first[cell];
        for (int32_t row = first; row < first + n; row++) {
            int32_t most = problem->lines.rows[row].most;
            while (problem->firm[row] && settling->roster->on[row] > most) {
                take_one(settling, cell, row);
            }
        }
    }
}

void settle(const struct rota_problem *problem, struct lines_roster *roster)
{
    struct pp_arena scratch = {0};
    struct settling settling = {.problem = problem,
                                .roster = roster,
                                .line = PP_NEW(&scratch, int32_t, problem->n_days),
                                .kept = PP_NEW(&scratch, int32_t, problem->n_days),
                                .best = PP_NEW(&scratch, int32_t, problem->n_days)};
    for (int32_t p = 0; p < problem->n_people; p++) {
        if (!roster->present[p]) {
            make_quiet(problem, p, settling.line);
            roster_insert(roster, &problem->lines, p, settling.line);
        }
    }
    thin_out(&settling);
    pp_arena_finish(&scratch);
}
