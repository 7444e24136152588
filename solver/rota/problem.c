// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From the service to lines of work: what is given (cells, courses, turns in
 * force), then groups with their options and run states (groups.c), and all of
 * it in the form of solver/lines (form.c).
 *
 * Canonical order is by the hash of the key: it follows neither the rows of a
 * file nor the alphabet, so neither can favour anybody.
 */
#include "problem.h"

#include "form.h"
#include "groups.h"
#include "ties.h"
#include "windows.h"

#include <podplan/rng.h>

#include <stdlib.h>
#include <string.h>

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

/* What is fair and due to each practitioner. */
static void list_dues(struct rota_problem *problem, struct pp_arena *arena)
{
    const struct pp_service *service = problem->service;
    int32_t n = service->n_practitioners;
    struct pp_fair *fair = PP_NEW(arena, struct pp_fair, n);
    for (int32_t kind = 0; kind < PP_TURN_KINDS; kind++) {
        problem->fair[kind] = PP_NEW(arena, int32_t, n);
        pp_fair_shares(service, problem->plan, (enum pp_turn_kind)kind, fair);
        for (int32_t p = 0; p < n; p++) {
            problem->fair[kind][p] = fair[p].share;
        }
    }
    problem->bands = PP_NEW(arena, struct pp_band, n);
    pp_contract_bands(service, problem->plan, problem->bands);
    problem->evenings_due = PP_NEW(arena, int32_t, n);
    for (int32_t p = 0; p < n; p++) {
        problem->evenings_due[p] =
            pp_evenings_due(service, problem->plan, p, problem->from, problem->weeks, NULL);
    }
}

/* ---- All ---- */

static void list_people(struct rota_problem *problem, struct pp_arena *arena)
{
    const int32_t *people = canonical_people(problem->service, arena);
    problem->n_people = problem->service->n_practitioners;
    problem->people = PP_NEW(arena, struct rota_person, problem->n_people);
    problem->lines.n_people = problem->n_people;
    problem->lines.people = PP_NEW(arena, struct lines_person, problem->n_people);
    for (int32_t p = 0; p < problem->n_people; p++) {
        problem->people[p].practitioner = people[p];
    }
}

bool problem_build(struct rota_problem *problem, struct pp_arena *arena, struct pp_err *err)
{
    const struct pp_service *service = problem->service;
    const int32_t *shifts = canonical_shifts(service, arena);
    int32_t changeable = service->settings.planned_on - problem->from;
    problem->n_days = problem->weeks * 7;
    problem->past = pp_past_of(service, problem->plan, arena);
    problem->after = pp_after_of(service, problem->plan, arena);
    problem->n_settled = pp_settled_until(service, problem->plan) - problem->from;
    problem->first_changeable = changeable > 0 ? changeable : 0;
    list_dues(problem, arena);
    list_cells(problem, shifts, arena);
    ties_list(problem, arena);
    mark_training(problem, arena);
    problem->seats = pp_seats_of(service, problem->plan, arena);
    list_blocks(problem, shifts);
    index_what_was(problem, arena);
    list_people(problem, arena);
    problem->by_nights = windows_by_nights(problem);
    if (!groups_build(problem, shifts, arena, err)) {
        return false;
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        windows_list(problem, &problem->people[p]);
    }
    form_make(problem, arena);
    return true;
}
