// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Each day by itself: as many duties as possible are matched with people who
 * are there and may do them (Kuhn's augmenting paths).  What stays short,
 * and all that its people could be taken from, is König's certificate: fewer
 * people than needed may do any of those cells, so each is worth its price.
 */
#include "daily.h"

#include <string.h>

struct matching {
    const struct rota_problem *problem;
    int32_t day, first, end; ///< cells of the day
    int32_t *cell_of;        ///< person -> the duty taken; PP_NONE
    int32_t *people;         ///< matched with each cell of the day, from `first`
    bool *may;               ///< [(cell - first) * n_people + person]
    bool *seen;              ///< people looked at
};

static void list_who_may(struct matching *m)
{
    const struct rota_problem *problem = m->problem;
    size_t n_people = (size_t)problem->n_people;
    memset(m->may, 0, (size_t)(m->end - m->first) * n_people * sizeof(m->may[0]));
    for (int32_t p = 0; p < problem->n_people; p++) {
        const struct lines_person *person = &problem->lines.people[p];
        for (int32_t c = person->first[m->day]; c < person->first[m->day + 1]; c++) {
            int32_t duty = problem_option(problem, p, c)->part[ROTA_DUTY_PART];
            if (duty != PP_NONE) {
                int32_t cell = problem->cell_of[duty * problem->n_days + m->day];
                m->may[(size_t)(cell - m->first) * n_people + (size_t)p] = true;
            }
        }
    }
}

/* Finds one more person for a cell, moving others on where that helps. */
static bool augment(struct matching *m, int32_t cell)
{
    const bool *may = m->may + (size_t)(cell - m->first) * (size_t)m->problem->n_people;
    for (int32_t p = 0; p < m->problem->n_people; p++) {
        if (!may[p] || m->seen[p]) {
            continue;
        }
        m->seen[p] = true;
        if (m->cell_of[p] == PP_NONE || augment(m, m->cell_of[p])) {
            m->cell_of[p] = cell;
            return true;
        }
    }
    return false;
}

static bool is_duty(const struct matching *m, int32_t cell)
{
    return m->problem->service->shifts[m->problem->cells[cell].shift].kind == PP_DUTY;
}

static void mark(const struct matching *m, int32_t cell, int64_t *worth)
{
    int32_t row = problem_row(m->problem, cell);
    worth[row] = m->problem->lines.rows[row].under;
}

/* Marks what a failed search has seen: the cells of those people, and the one that is short. */
static void mark_short(const struct matching *m, int32_t cell, int64_t *worth)
{
    mark(m, cell, worth);
    for (int32_t p = 0; p < m->problem->n_people; p++) {
        if (m->seen[p] && m->cell_of[p] != PP_NONE) {
            mark(m, m->cell_of[p], worth);
        }
    }
}

static void match_day(struct matching *m, int64_t *worth)
{
    size_t n_people = (size_t)m->problem->n_people;
    list_who_may(m);
    memset(m->cell_of, -1, n_people * sizeof(m->cell_of[0])); // PP_NONE
    memset(m->people, 0, (size_t)(m->end - m->first) * sizeof(m->people[0]));
    for (int32_t marking = 0; marking < 2; marking++) {
        for (int32_t cell = m->first; cell < m->end; cell++) {
            bool found = is_duty(m, cell);
            while (found && m->people[cell - m->first] < m->problem->cells[cell].need) {
                memset(m->seen, 0, n_people * sizeof(m->seen[0]));
                found = augment(m, cell);
                m->people[cell - m->first] += found;
                if (!found && marking == 1) {
                    mark_short(m, cell, worth);
                }
            }
        }
    }
}

int64_t *daily_worth(const struct rota_problem *problem, struct pp_arena *arena)
{
    struct pp_arena scratch = {0};
    struct matching m = {.problem = problem};
    int32_t n_shifts = problem->service->n_shifts;
    int64_t *worth = PP_NEW(arena, int64_t, problem->lines.n_rows);
    m.cell_of = PP_NEW(&scratch, int32_t, problem->n_people);
    m.seen = PP_NEW(&scratch, bool, problem->n_people);
    m.people = PP_NEW(&scratch, int32_t, n_shifts);
    m.may = PP_NEW(&scratch, bool, (size_t)n_shifts *(size_t)problem->n_people);
    for (m.first = 0; m.first < problem->n_cells; m.first = m.end) {
        m.day = problem->cells[m.first].day;
        m.end = m.first;
        while (m.end < problem->n_cells && problem->cells[m.end].day == m.day) {
            m.end++;
        }
        match_day(&m, worth);
    }
    pp_arena_finish(&scratch);
    return worth;
}
