// SPDX-License-Identifier: GPL-3.0-or-later
/* A path is walked until it has met today's, which is soon in most (rest.h). */
#include "rest.h"

struct rest {
    const struct lines_problem *whole;
    const struct lines_person *person;
    const int32_t *line;
    int32_t from, until;
    struct rest_path *today; ///< [day - from]: today's path before each day, as far as walked
    int32_t walked;          ///< day that the last of them stands at
    int32_t state;           ///< today's, at the end of the days
    int64_t tally;           ///< today's, of all the days
};

static void step(const struct rest *rest, int32_t day, struct rest_path *path)
{
    const struct lines_machine *machine = &rest->whole->machines[rest->person->machine];
    int32_t option = rest->person->choices[rest->line[day]].option;
    size_t arc = machine_arc(machine, rest->whole->first_day + day, option, path->state);
    path->forbidden = machine->next[arc] == machine->n_states;
    path->price += machine->price[arc];
    path->tally += machine->tally[arc];
    path->state = machine->next[arc];
}

static const struct rest_path *today_at(struct rest *rest, int32_t day)
{
    for (; rest->walked < day; rest->walked++) {
        struct rest_path *path = &rest->today[rest->walked - rest->from];
        path[1] = path[0];
        step(rest, rest->walked, &path[1]);
    }
    return &rest->today[day - rest->from];
}

/* The days are over: where they end the line, that has its price and tally too. */
static void end_path(const struct rest *rest, struct rest_path *path)
{
    const struct lines_person *person = rest->person;
    if (rest->until == rest->whole->n_days) {
        path->price += person->end == NULL ? 0 : person->end[path->state];
        path->tally += person->end_tally == NULL ? 0 : person->end_tally[path->state];
    }
    path->forbidden = path->price >= LINES_BAN / 2;
}

static struct rest_path path_from(struct rest *rest, int32_t state)
{
    struct rest_path path = {.state = state};
    int32_t day = rest->from;
    const struct rest_path *met = today_at(rest, day);
    while (day < rest->until && !path.forbidden && path.state != met->state) {
        step(rest, day, &path);
        met = today_at(rest, ++day);
    }
    if (path.forbidden) {
        return path;
    }
    struct rest_path then = *met;
    if (path.state == met->state) {
        path.price -= met->price;
        path.tally += rest->tally - met->tally;
        path.state = rest->state;
    } else {
        end_path(rest, &path);
        end_path(rest, &then);
        path.price -= then.price;
    }
    return path;
}

struct rest_path *rest_paths(const struct lines_problem *whole, const struct lines_roster *roster,
                             int32_t p, int32_t from, int32_t until, struct pp_arena *arena)
{
    const struct lines_course course = roster_course(roster, whole, p);
    const bool ends = until == whole->n_days;
    const int64_t tally_until = ends ? course.amounts[LINES_TALLY] : course.tallies[until];
    struct rest rest = {.whole = whole,
                        .person = &whole->people[p],
                        .line = roster_line(roster, whole, p),
                        .from = from,
                        .until = until,
                        .today = PP_NEW(arena, struct rest_path, until - from + 1),
                        .walked = from,
                        .state = course.states[until],
                        .tally = tally_until - course.tallies[from]};
    rest.today[0].state = course.states[from];
    int32_t n_states = whole->machines[rest.person->machine].n_states;
    struct rest_path *paths = PP_NEW(arena, struct rest_path, n_states);
    for (int32_t s = 0; s < n_states; s++) {
        paths[s] = path_from(&rest, s);
    }
    return paths;
}
