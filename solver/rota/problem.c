// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From the service to lines of work: cells, groups with their options and
 * machines, and for each person the choices of each day with their prices.
 *
 * Canonical order is by the hash of the key: it follows neither the rows of a
 * file nor the alphabet, so neither can favour anybody.
 */
#include "problem.h"

#include "resources.h"
#include "ties.h"
#include "windows.h"

#include <podplan/rng.h>

#include <stdlib.h>
#include <string.h>

enum {
    MOST_OPTIONS = 1000, ///< of one group; a real one has a dozen
    SURPLUS_PART = 64    ///< any price will do; a small one keeps the duals calm
};

/* ---- Canonical order ---- */

struct hashed {
    uint64_t hash;
    const char *key;
    int32_t row;
};

static int compare_hashed(const void *left, const void *right)
{
    const struct hashed *a = left, *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return strcmp(a->key, b->key);
}

/* Rows by the hash of their key. */
static int32_t *canonical_rows(struct pp_arena *arena, struct hashed *hashed, int32_t n)
{
    for (int32_t row = 0; row < n; row++) {
        hashed[row].row = row;
        hashed[row].hash = pp_hash(0, hashed[row].key, strlen(hashed[row].key));
    }
    if (n > 0) {
        qsort(hashed, (size_t)n, sizeof(hashed[0]), compare_hashed);
    }
    int32_t *rows = PP_NEW(arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        rows[i] = hashed[i].row;
    }
    return rows;
}

static int32_t *canonical_shifts(const struct pp_service *service, struct pp_arena *arena)
{
    struct hashed *hashed = PP_NEW(arena, struct hashed, service->n_shifts);
    for (int32_t shift = 0; shift < service->n_shifts; shift++) {
        hashed[shift].key = service->shifts[shift].shift;
    }
    return canonical_rows(arena, hashed, service->n_shifts);
}

static int32_t *canonical_people(const struct pp_service *service, struct pp_arena *arena)
{
    struct hashed *hashed = PP_NEW(arena, struct hashed, service->n_practitioners);
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        hashed[person].key = service->practitioners[person].practitioner;
    }
    return canonical_rows(arena, hashed, service->n_practitioners);
}

/* ---- What is given ---- */

static void list_cells(struct rota_problem *problem, const int32_t *shifts, struct pp_arena *arena)
{
    const struct pp_service *service = problem->service;
    problem->cell_of = PP_NEW(arena, int32_t, (size_t)service->n_shifts * (size_t)problem->n_days);
    int32_t capacity = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        for (int32_t i = 0; i < service->n_shifts; i++) {
            int32_t shift = shifts[i], *cell = &problem->cell_of[shift * problem->n_days + day];
            *cell = PP_NONE;
            if (!pp_shift_runs(service, shift, problem_date(problem, day))) {
                continue;
            }
            problem->cells = pp_arena_grow(arena, problem->cells, &capacity, problem->n_cells + 1,
                                           sizeof(problem->cells[0]));
            *cell = problem->n_cells++;
            problem->cells[*cell] = (struct rota_cell){shift, day, service->shifts[shift].needed};
        }
    }
}

/* The number of a course, beginning with 1; a new one is listed. */
static int32_t number_course(struct rota_problem *problem, struct rota_course course,
                             struct pp_arena *arena, int32_t *capacity)
{
    for (int32_t i = 0; i < problem->n_courses; i++) {
        if (problem->courses[i].begin == course.begin && problem->courses[i].end == course.end) {
            return i + 1;
        }
    }
    problem->courses = pp_arena_grow(arena, problem->courses, capacity, problem->n_courses + 1,
                                     sizeof(problem->courses[0]));
    problem->courses[problem->n_courses++] = course;
    return problem->n_courses;
}

static void list_blocks(struct rota_problem *problem, const int32_t *shifts)
{
    for (int32_t i = 0; i < problem->service->n_shifts; i++) {
        if (problem->service->shifts[shifts[i]].block == PP_WEEK_BLOCK) {
            if (problem->n_blocks == ROTA_MOST_BLOCKS) {
                problem->narrowed = true;
                continue;
            }
            problem->blocks[problem->n_blocks++] = shifts[i];
        }
    }
}

static void mark_training(struct rota_problem *problem, struct pp_arena *arena)
{
    const struct pp_service *service = problem->service;
    size_t room = (size_t)service->n_practitioners * (size_t)problem->n_days;
    problem->training = PP_NEW(arena, int32_t, room);
    memset(problem->training, -1, room * sizeof(problem->training[0]));
    problem->course_of = PP_NEW(arena, int32_t, room);
    int32_t capacity = 0;
    for (int32_t i = 0; i < problem->plan->n_seats; i++) {
        const struct pp_seat *seat = &problem->plan->seats[i];
        const struct pp_session *session = &service->sessions[seat->session];
        int32_t day = session->date - problem->from;
        if (day < 0 || day >= problem->n_days) {
            continue;
        }
        int32_t *minutes = &problem->training[seat->practitioner * problem->n_days + day];
        int32_t *number = &problem->course_of[seat->practitioner * problem->n_days + day];
        struct rota_course course = {session->begin, session->end};
        if (*number > 0) {
            const struct rota_course *other = &problem->courses[*number - 1];
            course.begin = other->begin < course.begin ? other->begin : course.begin;
            course.end = other->end > course.end ? other->end : course.end;
        }
        *number = number_course(problem, course, arena, &capacity);
        pp_instant seconds = pp_london_instant(session->date, session->end) -
                             pp_london_instant(session->date, session->begin);
        *minutes = (*minutes > 0 ? *minutes : 0) + (int32_t)(seconds / 60);
    }
}

/* The slot of a turn in force, or -1 when it is not of this rota. */
static int32_t slot_of(const struct rota_problem *problem, const struct pp_turn *turn)
{
    int32_t day = turn->date - problem->from;
    if (day < 0 || day >= problem->n_days ||
        !pp_shift_runs(problem->service, turn->shift, turn->date)) {
        return -1;
    }
    return turn->practitioner * problem->n_days + day;
}

static void index_turns(const struct rota_problem *problem, const struct pp_turn *turns, int32_t n,
                        struct rota_held *held, struct pp_arena *arena)
{
    int32_t n_slots = problem->service->n_practitioners * problem->n_days;
    held->first = PP_NEW(arena, int32_t, n_slots + 2);
    held->shift = PP_NEW(arena, int32_t, n);
    int32_t *end = held->first + 1; // end[s] grows from the begin of slot s to its end
    for (int32_t i = 0; i < n; i++) {
        int32_t slot = slot_of(problem, &turns[i]);
        if (slot >= 0) {
            end[slot + 1]++;
        }
    }
    for (int32_t slot = 0; slot < n_slots; slot++) {
        end[slot + 1] += end[slot];
    }
    for (int32_t i = 0; i < n; i++) {
        int32_t slot = slot_of(problem, &turns[i]);
        if (slot >= 0) {
            held->shift[end[slot]++] = turns[i].shift;
        }
    }
}

static void index_what_was(struct rota_problem *problem, struct pp_arena *arena)
{
    struct pp_case c = {.service = problem->service, .plan = problem->plan};
    struct pp_turn *frozen;
    int32_t n = pp_frozen_turns(&c, arena, &frozen);
    if (n > 0) {
        index_turns(problem, frozen, n, &problem->frozen, arena);
    }
    if (problem->before != NULL) {
        index_turns(problem, problem->before->turns, problem->before->n_turns, &problem->was,
                    arena);
    }
}

/* ---- Groups and their options ---- */

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
}

/* The shifts of the rota that somebody may cover. */
static int32_t shifts_of(const struct rota_problem *problem, const int32_t *shifts,
                         const bool *runs, int32_t practitioner, int32_t *list)
{
    int32_t n = 0;
    for (int32_t i = 0; i < problem->service->n_shifts; i++) {
        if (runs[shifts[i]] && pp_may_cover(problem->service, practitioner, shifts[i])) {
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

static bool group_people(struct rota_problem *problem, const int32_t *shifts,
                         struct pp_arena *arena, struct pp_err *err)
{
    const struct pp_service *service = problem->service;
    const int32_t *people = canonical_people(service, arena);
    bool *runs = PP_NEW(arena, bool, service->n_shifts);
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        runs[problem->cells[cell].shift] = true;
    }
    int32_t *list = PP_NEW(arena, int32_t, service->n_shifts);
    problem->n_people = service->n_practitioners;
    problem->people = PP_NEW(arena, struct rota_person, problem->n_people);
    problem->person_of = PP_NEW(arena, int32_t, problem->n_people);
    problem->groups = PP_NEW(arena, struct rota_group, problem->n_people);
    for (int32_t i = 0; i < problem->n_people; i++) {
        int32_t n = shifts_of(problem, shifts, runs, people[i], list);
        problem->people[i].practitioner = people[i];
        problem->people[i].group = find_group(problem, list, n, arena);
        problem->person_of[people[i]] = i;
    }
    for (int32_t g = 0; g < problem->n_groups; g++) {
        struct rota_group *group = &problem->groups[g];
        list_options(problem, group, arena);
        if (!machine_build(&group->machine, problem, group, arena, err)) {
            return false;
        }
    }
    return true;
}

/* ---- Choices ---- */

static bool is_banned(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                      const struct rota_option *option)
{
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        int32_t shift = option->part[part];
        if (shift != PP_NONE && problem->cell_of[shift * problem->n_days + day] == PP_NONE) {
            return true;
        }
    }
    for (int32_t r = 0; r < RESOURCE_BANS; r++) {
        if (resource_bans[r].bans(problem, practitioner, day, option)) {
            return true;
        }
    }
    return false;
}

/*
 * What each unit saves of a rule that asks for a least number: with a price w for each one below
 * it, w max(0, least - n) = w least - w n + w max(0, n - least).
 */
static int64_t saved_by(const struct rota_problem *problem, int32_t practitioner, int32_t k)
{
    const struct resource_counter *resource = &resource_counters[k];
    bool asks = resource->least && resource->free(problem, practitioner) > 0;
    return asks ? pp_weight_of(problem->service, resource->rule) * problem->scale : 0;
}

static struct rota_choice make_choice(const struct rota_problem *problem,
                                      const struct rota_person *person, int32_t day, int32_t o)
{
    const struct rota_group *group = &problem->groups[person->group];
    int32_t practitioner = person->practitioner;
    const struct rota_option *option = &group->options[o];
    struct rota_choice choice = {.option = o};
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        int32_t shift = option->part[part];
        choice.cell[part] =
            shift == PP_NONE ? PP_NONE : problem->cell_of[shift * problem->n_days + day];
    }
    for (int32_t r = 0; r < RESOURCE_PRICES; r++) {
        choice.price +=
            resource_prices[r].price(problem, practitioner, day, option) * problem->scale;
    }
    for (int32_t k = 0; k < ROTA_SUMS; k++) {
        choice.amount[k] = resource_counters[k].amount(problem, practitioner, day, option);
        choice.price -= saved_by(problem, practitioner, k) * choice.amount[k];
    }
    for (int32_t w = 0; w < person->n_windows; w++) {
        choice.amount[ROTA_SUMS + w] = windows_amount(problem, &person->windows[w], day, option);
    }
    return choice;
}

static void list_choices(const struct rota_problem *problem, struct rota_person *person,
                         struct pp_arena *arena)
{
    const struct rota_group *group = &problem->groups[person->group];
    struct pp_arena scratch = {0};
    struct rota_choice *list = NULL;
    int32_t n = 0, capacity = 0;
    person->first = PP_NEW(arena, int32_t, problem->n_days + 1);
    for (int32_t day = 0; day < problem->n_days; day++) {
        person->first[day] = n;
        for (int32_t o = 0; o < group->n_options; o++) {
            if (!is_banned(problem, person->practitioner, day, &group->options[o])) {
                list = pp_arena_grow(&scratch, list, &capacity, n + 1, sizeof(list[0]));
                list[n++] = make_choice(problem, person, day, o);
            }
        }
    }
    person->first[problem->n_days] = n;
    person->work = (int64_t)n * group->machine.n_states;
    person->choices = pp_arena_copy(arena, list, (size_t)n * sizeof(list[0]));
    pp_arena_finish(&scratch);
}

/* What the choices of a day amount to: least and most. */
static void span_of_day(const struct rota_person *person, int32_t day, int32_t k, int32_t *least,
                        int32_t *most)
{
    *least = INT32_MAX;
    *most = 0;
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        int32_t amount = person->choices[c].amount[k];
        *least = amount < *least ? amount : *least;
        *most = amount > *most ? amount : *most;
    }
}

/* What training alone exceeds is nobody's choice: it is charged once, and the limit moves there. */
/* The most that each day and those after it amount to; what no choice avoids; the largest part. */
static int64_t look_ahead(const struct rota_problem *problem, const struct rota_person *person,
                          int32_t k, int32_t *unit)
{
    int64_t least = 0;
    *unit = 0;
    for (int32_t day = problem->n_days - 1; day >= 0; day--) {
        int32_t low, high;
        span_of_day(person, day, k, &low, &high);
        int32_t *ahead = &person->ahead[day * ROTA_COUNTERS + k];
        *ahead = ahead[ROTA_COUNTERS] + high;
        least += low;
        *unit = high > *unit ? high : *unit;
    }
    return least;
}

static void set_sum(struct rota_problem *problem, struct rota_person *person, int32_t k)
{
    const struct resource_counter *resource = &resource_counters[k];
    int64_t weight = pp_weight_of(problem->service, resource->rule) * problem->scale;
    int64_t free = resource->free(problem, person->practitioner);
    int32_t unit;
    int64_t least = look_ahead(problem, person, k, &unit);
    if (resource->least) {
        problem->constant += free * weight;
        weight = free > 0 ? weight : 0;
    }
    if (least > free) {
        problem->constant += (least - free) * weight;
        free = least;
    }
    person->counters[k] = (struct rota_counter){.binds = person->ahead[k] > free,
                                                .steeper = resource->steeper,
                                                .free = free,
                                                .most = INT64_MAX,
                                                .price = weight,
                                                .unit = unit};
}

static void set_counters(struct rota_problem *problem, struct rota_person *person,
                         struct pp_arena *arena)
{
    person->ahead = PP_NEW(arena, int32_t, (problem->n_days + 1) * ROTA_COUNTERS);
    for (int32_t k = 0; k < ROTA_SUMS; k++) {
        set_sum(problem, person, k);
    }
    for (int32_t w = 0; w < person->n_windows; w++) {
        int32_t k = ROTA_SUMS + w, unit;
        int64_t most = person->windows[w].most;
        look_ahead(problem, person, k, &unit);
        person->counters[k] = (struct rota_counter){
            .binds = person->ahead[k] > most, .free = most, .most = most, .unit = unit};
    }
}

/* Prices as fine as they can be without a sum that overflows, whatever the weights. */
static int64_t finest_scale(const struct rota_problem *problem)
{
    const struct pp_service *service = problem->service;
    double days = (double)problem->n_days, worst = 1;
    double person_days = days * (service->n_practitioners + 1.0);
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        if (pp_rules[rule].stage == PP_ROTA) {
            bool minutes = strcmp(pp_rules[rule].unit, "minutes") == 0;
            bool steeper = strncmp(pp_rules[rule].name, "fair_", 5) == 0;
            worst += (double)pp_rule_weight(service, rule) * person_days *
                     (minutes ? PP_DAY_MINUTES : ROTA_PARTS) * (steeper ? days * ROTA_PARTS : 1);
        }
    }
    worst += (double)problem->extra * person_days * ROTA_PARTS;
    for (int32_t shift = 0; shift < service->n_shifts; shift++) {
        worst += (double)pp_weight_of(service, "cover") * days * service->shifts[shift].needed;
    }
    for (int32_t i = 0; i < service->n_shift_skills; i++) {
        worst +=
            (double)pp_weight_of(service, "skill_cover") * days * service->shift_skills[i].needed;
    }
    for (int32_t i = 0; i < service->n_requests; i++) {
        worst += service->requests[i].minutes > 0 ? service->requests[i].minutes : 0;
    }
    int64_t scale = ROTA_FINEST;
    while (scale > 1 && worst * (double)scale > (double)ROTA_BAN / 16) {
        scale /= 2;
    }
    return scale;
}

bool problem_build(struct rota_problem *problem, struct pp_arena *arena, struct pp_err *err)
{
    const struct pp_service *service = problem->service;
    problem->n_days = problem->weeks * 7;
    problem->past = pp_past_of(service, problem->plan, arena);
    int32_t changeable = service->settings.planned_on - problem->from;
    problem->first_changeable = changeable > 0 ? changeable : 0;
    problem->scale = finest_scale(problem);
    problem->short_price = pp_weight_of(service, "cover") * problem->scale;
    problem->surplus_price = problem->short_price / SURPLUS_PART;
    for (int32_t kind = 0; kind < PP_TURN_KINDS; kind++) {
        problem->fair[kind] = PP_NEW(arena, int32_t, service->n_practitioners);
        struct pp_fair *fair = PP_NEW(arena, struct pp_fair, service->n_practitioners);
        pp_fair_shares(service, problem->plan, (enum pp_turn_kind)kind, fair);
        for (int32_t p = 0; p < service->n_practitioners; p++) {
            problem->fair[kind][p] = fair[p].share;
        }
    }
    problem->bands = PP_NEW(arena, struct pp_band, service->n_practitioners);
    pp_contract_bands(service, problem->from, problem->weeks, problem->bands);
    problem->evenings_due = PP_NEW(arena, int32_t, service->n_practitioners);
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        problem->evenings_due[p] =
            pp_evenings_due(service, problem->plan, p, problem->from, problem->weeks, NULL);
    }
    const int32_t *shifts = canonical_shifts(service, arena);
    list_cells(problem, shifts, arena);
    ties_list(problem, arena);
    mark_training(problem, arena);
    list_blocks(problem, shifts);
    index_what_was(problem, arena);
    if (!group_people(problem, shifts, arena, err)) {
        return false;
    }
    for (int32_t i = 0; i < problem->n_people; i++) {
        windows_list(problem, &problem->people[i]);
        list_choices(problem, &problem->people[i], arena);
        set_counters(problem, &problem->people[i], arena);
        problem->work += problem->people[i].work;
    }
    return true;
}
