// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Groups of people who may cover the same shifts: what they may do on one
 * date, and the run states that all state resources make together
 * (solver/lines/machine.h).
 */
#include "groups.h"

#include "resources_week.h"
#include "windows.h"

#include <string.h>

enum {
    MOST_OPTIONS = 1000 ///< of one group; a real one has a dozen
};

/* ---- Options ---- */

static bool overlap(const struct pp_service *service, int32_t a, int32_t b)
{
    const struct pp_shift *x = &service->shifts[a], *y = &service->shifts[b];
    int32_t x_end = x->end + pp_shift_ends_next_day(service, a) * PP_DAY_MINUTES;
    int32_t y_end = y->end + pp_shift_ends_next_day(service, b) * PP_DAY_MINUTES;
    return x->begin < y_end && y->begin < x_end;
}

struct option_list {
    struct pp_arena *arena;
    struct rota_group *group;
    int32_t capacity;
};

static void add_option(struct option_list *list, struct rota_option option)
{
    struct rota_group *group = list->group;
    group->options = pp_arena_grow(list->arena, group->options, &list->capacity,
                                   group->n_options + 1, sizeof(group->options[0]));
    group->options[group->n_options++] = option;
}

/* `duty` (or none) with every one or two standbys that fit. */
static void add_with_standbys(struct option_list *list, const struct pp_service *service,
                              int32_t duty)
{
    const struct rota_group *group = list->group;
    for (int32_t i = 0; i < group->n_shifts && group->n_options <= MOST_OPTIONS; i++) {
        int32_t first = group->shifts[i];
        if (service->shifts[first].kind != PP_STANDBY ||
            (duty != PP_NONE && overlap(service, duty, first))) {
            continue;
        }
        if (duty != PP_NONE) {
            add_option(list, (struct rota_option){.part = {duty, first, PP_NONE}});
        }
        for (int32_t j = i + 1; j < group->n_shifts; j++) {
            int32_t second = group->shifts[j];
            if (service->shifts[second].kind == PP_STANDBY && !overlap(service, first, second) &&
                (duty == PP_NONE || !overlap(service, duty, second))) {
                add_option(list, (struct rota_option){.part = {duty, first, second}});
            }
        }
    }
}

/* Nothing, training, and each shift by itself. */
static void add_single_options(struct option_list *list, const struct pp_service *service,
                               int32_t n_courses)
{
    for (int32_t course = 0; course <= n_courses; course++) {
        add_option(list,
                   (struct rota_option){.part = {PP_NONE, PP_NONE, PP_NONE}, .training = course});
    }
    for (int32_t i = 0; i < list->group->n_shifts; i++) {
        int32_t shift = list->group->shifts[i];
        bool duty = service->shifts[shift].kind == PP_DUTY;
        add_option(list, (struct rota_option){
                             .part = {duty ? shift : PP_NONE, duty ? PP_NONE : shift, PP_NONE}});
    }
}

/* Where shifts are so many that they combine in too many ways, each is left to itself. */
static void list_options(struct rota_problem *problem, struct rota_group *group,
                         struct pp_arena *arena)
{
    const struct pp_service *service = problem->service;
    struct option_list list = {.arena = arena, .group = group};
    add_single_options(&list, service, problem->n_courses);
    int32_t n_single = group->n_options;
    add_with_standbys(&list, service, PP_NONE);
    for (int32_t i = 0; i < group->n_shifts && group->n_options <= MOST_OPTIONS; i++) {
        if (service->shifts[group->shifts[i]].kind == PP_DUTY) {
            add_with_standbys(&list, service, group->shifts[i]);
        }
    }
    if (group->n_options > MOST_OPTIONS) {
        group->n_options = n_single;
        problem->narrowed = true;
    }
    int32_t n = problem->by_nights && windows_have_nights(problem, group) ? group->n_options : 0;
    for (int32_t i = 0; i < n; i++) {
        struct rota_option option = group->options[i];
        option.nights = true;
        add_option(&list, option);
    }
}

/* ---- Groups ---- */

/* The shifts of the rota that somebody may cover. */
static int32_t shifts_of(const struct rota_problem *problem, const int32_t *shifts,
                         const bool *runs, int32_t practitioner, int32_t *list)
{
    int32_t n = 0;
    for (int32_t i = 0; i < problem->service->n_shifts; i++) {
        if (runs[shifts[i]] &&
            pp_may_cover(problem->service, problem->plan, practitioner, shifts[i])) {
            list[n++] = shifts[i];
        }
    }
    return n;
}

static int32_t find_group(struct rota_problem *problem, const int32_t *list, int32_t n,
                          struct pp_arena *arena)
{
    for (int32_t g = 0; g < problem->n_groups; g++) {
        if (problem->groups[g].n_shifts == n &&
            memcmp(problem->groups[g].shifts, list, (size_t)n * sizeof(list[0])) == 0) {
            return g;
        }
    }
    problem->groups[problem->n_groups] = (struct rota_group){
        .shifts = pp_arena_copy(arena, list, (size_t)n * sizeof(list[0])), .n_shifts = n};
    return problem->n_groups++;
}

static void group_people(struct rota_problem *problem, const int32_t *shifts,
                         struct pp_arena *arena)
{
    const struct pp_service *service = problem->service;
    bool *runs = PP_NEW(arena, bool, service->n_shifts);
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        runs[problem->cells[cell].shift] = true;
    }
    int32_t *list = PP_NEW(arena, int32_t, service->n_shifts);
    problem->groups = PP_NEW(arena, struct rota_group, problem->n_people);
    for (int32_t p = 0; p < problem->n_people; p++) {
        int32_t n = shifts_of(problem, shifts, runs, problem->people[p].practitioner, list);
        problem->people[p].group = find_group(problem, list, n, arena);
    }
}

/* ---- Kinds of days ---- */

static bool is_near_clock_change(pp_day date)
{
    return pp_london_offset(pp_london_instant(date, 0)) !=
           pp_london_offset(pp_london_instant(date + 2, 0));
}

static void sort_days_by_kind(struct rota_problem *problem, struct pp_arena *arena)
{
    problem->kind_of = PP_NEW(arena, int32_t, problem->n_days);
    problem->day_of_kind = PP_NEW(arena, int32_t, problem->n_days);
    for (int32_t day = 0; day < problem->n_days; day++) {
        bool odd = is_near_clock_change(problem_date(problem, day));
        int32_t kind = 0;
        while (kind < problem->n_kinds &&
               (odd || is_near_clock_change(problem_date(problem, problem->day_of_kind[kind])) ||
                !resources_look_alike(problem, problem->day_of_kind[kind], day))) {
            kind++;
        }
        problem->kind_of[day] = kind;
        if (kind == problem->n_kinds) {
            problem->day_of_kind[problem->n_kinds++] = day;
        }
    }
}

/* ---- Run states ---- */

/* A state resource as an automaton of one group. */
struct look {
    const struct rota_problem *problem;
    const struct rota_group *group;
    const struct resource_state *resource;
    int64_t weight;
};

static int32_t next_value(const void *user, int32_t value, int32_t kind, int32_t option,
                          struct lines_charge *charge)
{
    const struct look *look = user;
    int64_t units = 0;
    int32_t next = look->resource->next(look->problem, value, look->problem->day_of_kind[kind],
                                        &look->group->options[option], &units);
    charge->price += units * look->weight;
    return next;
}

/* What was worked before the rota leaves for the first morning of each person of a group. */
static int32_t list_starts(const struct rota_problem *problem, int32_t group, int32_t *people,
                           int32_t *starts)
{
    int32_t n = 0;
    for (int32_t p = 0; p < problem->n_people; p++) {
        if (problem->people[p].group != group) {
            continue;
        }
        for (int32_t r = 0; r < RESOURCE_STATES; r++) {
            starts[n * RESOURCE_STATES + r] =
                resource_states[r].first(problem, problem->people[p].practitioner);
        }
        people[n++] = p;
    }
    return n;
}

static bool make_machine(struct rota_problem *problem, int32_t g, struct lines_machine *machine,
                         struct pp_arena *arena)
{
    const struct rota_group *group = &problem->groups[g];
    struct look looks[RESOURCE_STATES];
    struct lines_automaton automata[RESOURCE_STATES];
    for (int32_t r = 0; r < RESOURCE_STATES; r++) {
        looks[r] = (struct look){problem, group, &resource_states[r],
                                 pp_weight_of(problem->service, resource_states[r].rule)};
        automata[r] = (struct lines_automaton){next_value, &looks[r]};
    }
    struct pp_arena scratch = {0};
    int32_t *people = PP_NEW(&scratch, int32_t, problem->n_people);
    int32_t *starts = PP_NEW(&scratch, int32_t, (size_t)problem->n_people * RESOURCE_STATES);
    struct lines_automata from = {.automata = automata,
                                  .n_automata = RESOURCE_STATES,
                                  .n_options = group->n_options,
                                  .n_kinds = problem->n_kinds,
                                  .kind_of = problem->kind_of,
                                  .starts = starts,
                                  .n_starts = list_starts(problem, g, people, starts)};
    bool built = machine_build(machine, &from, arena);
    for (int32_t i = 0; i < from.n_starts && built; i++) {
        problem->lines.people[people[i]].machine = g;
        problem->lines.people[people[i]].start = machine->starts[i];
    }
    pp_arena_finish(&scratch);
    return built;
}

/* ---- All ---- */

bool groups_build(struct rota_problem *problem, const int32_t *shifts, struct pp_arena *arena,
                  struct pp_err *err)
{
    group_people(problem, shifts, arena);
    sort_days_by_kind(problem, arena);
    struct lines_machine *machines = PP_NEW(arena, struct lines_machine, problem->n_groups);
    problem->lines.machines = machines;
    for (int32_t g = 0; g < problem->n_groups; g++) {
        list_options(problem, &problem->groups[g], arena);
        if (!make_machine(problem, g, &machines[g], arena)) {
            return pp_fail(err, PP_E_INPUT,
                           "%d shifts with as many different times may be covered by the same "
                           "people, more than the rota can follow; give the shifts pods, hubs, "
                           "roles or skills",
                           problem->groups[g].n_shifts);
        }
    }
    return true;
}
