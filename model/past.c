// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What was worked before a rota: the turns that the plan remembers and those
 * that were imported, merged by person.  And what was published of the days
 * after it, which stays when only the weeks before it are made anew.
 */
#include <podplan/plan.h>

#include <assert.h>
#include <stdlib.h>

/* ---- Of plans ---- */

static bool was_published(const struct pp_plan *plan, pp_day date)
{
    int32_t first = pp_published_from(plan, date);
    return first < plan->n_published && plan->published[first].date == date;
}

static void add_planned(const struct pp_plan *plan, const struct pp_turn *turns, int32_t count,
                        pp_day until, struct pp_turn *out, int32_t *n)
{
    for (int32_t i = 0; i < count; i++) {
        if (turns[i].date < until && !was_published(plan, turns[i].date)) {
            out[(*n)++] = turns[i];
        }
    }
}

int32_t pp_plan_worked(const struct pp_plan *plan, pp_day until, struct pp_arena *arena,
                       struct pp_turn **out)
{
    int32_t told = pp_published_from(plan, until), n = 0;
    *out = PP_NEW(arena, struct pp_turn, plan->n_worked + plan->n_turns + told);
    add_planned(plan, plan->worked, plan->n_worked, until, *out, &n);
    add_planned(plan, plan->turns, plan->n_turns, until, *out, &n);
    for (int32_t i = 0; i < told; i++) {
        (*out)[n++] = plan->published[i];
    }
    return n;
}

void pp_plan_remember(struct pp_plan *plan, const struct pp_plan *before)
{
    struct pp_arena arena = {0};
    struct pp_turn *turns;
    int32_t n = before == NULL ? 0 : pp_plan_worked(before, plan->rota_from, &arena, &turns);
    assert(plan->n_worked == 0);
    for (int32_t i = 0; i < n; i++) {
        if (turns[i].date >= plan->rota_from - 7 * PP_PAST_WEEKS) {
            pp_plan_add_worked(plan, turns[i]);
        }
    }
    pp_arena_finish(&arena);
}

/* ---- Of plans and imports ---- */

static int by_person_and_begin(const void *left, const void *right, void *service)
{
    const struct pp_turn *a = left, *b = right;
    if (a->practitioner != b->practitioner) {
        return a->practitioner < b->practitioner ? -1 : 1;
    }
    if (a->date != b->date) {
        return a->date < b->date ? -1 : 1;
    }
    const struct pp_shift *shifts = ((const struct pp_service *)service)->shifts;
    if (shifts[a->shift].begin != shifts[b->shift].begin) {
        return shifts[a->shift].begin < shifts[b->shift].begin ? -1 : 1;
    }
    return (a->shift > b->shift) - (a->shift < b->shift);
}

static bool is_same(const struct pp_turn *a, const struct pp_turn *b)
{
    return a->practitioner == b->practitioner && a->date == b->date && a->shift == b->shift;
}

/* Keeps what is of the weeks remembered; how many are left. */
static int32_t keep_recent(const struct pp_plan *plan, struct pp_turn *turns, int32_t count)
{
    pp_day until = plan->rota_from, from = until - 7 * PP_PAST_WEEKS;
    int32_t n = 0;
    for (int32_t i = 0; i < count; i++) {
        if (turns[i].date >= from && turns[i].date < until) {
            turns[n++] = turns[i];
        }
    }
    return n;
}

static int32_t gather(const struct pp_service *service, const struct pp_plan *plan,
                      struct pp_arena *arena, struct pp_turn **out)
{
    struct pp_turn *own;
    int32_t n = pp_plan_worked(plan, plan->rota_from, arena, &own);
    *out = PP_NEW(arena, struct pp_turn, n + service->n_worked_turns);
    for (int32_t i = 0; i < n; i++) {
        (*out)[i] = own[i];
    }
    for (int32_t i = 0; i < service->n_worked_turns; i++) {
        const struct pp_worked_turn *row = &service->worked_turns[i];
        (*out)[n++] = (struct pp_turn){row->shift, row->date, row->practitioner};
    }
    return keep_recent(plan, *out, n);
}

struct pp_past pp_past_of(const struct pp_service *service, const struct pp_plan *plan,
                          struct pp_arena *arena)
{
    struct pp_past past = {.from = plan->rota_from};
    past.start = PP_NEW(arena, int32_t, service->n_practitioners + 1);
    int32_t all = gather(service, plan, arena, &past.turns), n = 0;
    qsort_r(past.turns, (size_t)all, sizeof(past.turns[0]), by_person_and_begin, (void *)service);
    for (int32_t i = 0; i < all; i++) {
        struct pp_turn turn = past.turns[i];
        if (n > 0 && is_same(&past.turns[n - 1], &turn)) {
            continue;
        }
        past.turns[n++] = turn;
        past.start[turn.practitioner + 1] = n;
        pp_day monday = turn.date - pp_weekday(turn.date);
        past.from = monday < past.from ? monday : past.from;
        past.weeks |= UINT64_C(1) << (plan->rota_from - 1 - turn.date) / 7;
    }
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        if (past.start[person + 1] < past.start[person]) {
            past.start[person + 1] = past.start[person];
        }
    }
    return past;
}

/* ---- After the rota ---- */

enum {
    LONGEST_RUN = 31 ///< setting run_days
};

struct pp_after pp_after_of(const struct pp_service *service, const struct pp_plan *plan,
                            struct pp_arena *arena)
{
    pp_day until = plan->rota_from + 7 * plan->rota_weeks;
    int32_t first = pp_published_from(plan, until);
    int32_t n = pp_published_from(plan, until + LONGEST_RUN) - first;
    struct pp_after after = {PP_NEW(arena, int32_t, service->n_practitioners + 1),
                             PP_NEW(arena, struct pp_turn, n)};
    for (int32_t i = 0; i < n; i++) {
        after.turns[i] = plan->published[first + i];
        after.start[after.turns[i].practitioner + 1]++;
    }
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        after.start[person + 1] += after.start[person];
    }
    qsort_r(after.turns, (size_t)n, sizeof(after.turns[0]), by_person_and_begin, (void *)service);
    return after;
}

static bool is_on_duty(const struct pp_service *service, const struct pp_after *after,
                       int32_t practitioner, pp_day date)
{
    for (int32_t i = after->start[practitioner]; i < after->start[practitioner + 1]; i++) {
        const struct pp_turn *turn = &after->turns[i];
        if (turn->date == date && service->shifts[turn->shift].kind == PP_DUTY) {
            return true;
        }
    }
    return false;
}

int32_t pp_run_after(const struct pp_service *service, const struct pp_plan *plan,
                     const struct pp_after *after, int32_t practitioner)
{
    pp_day until = plan->rota_from + 7 * plan->rota_weeks, date = until;
    while (date < until + LONGEST_RUN &&
           (is_on_duty(service, after, practitioner, date) ||
            pp_plan_session_on(plan, service, practitioner, date) != PP_NONE)) {
        date++;
    }
    return date - until;
}

int32_t pp_missing_after(const struct pp_service *service, const struct pp_after *after,
                         const struct pp_turn *turn)
{
    bool duty = service->shifts[turn->shift].kind == PP_DUTY;
    pp_instant end = pp_shift_end(service, turn->shift, turn->date);
    int64_t most = 0;
    for (int32_t i = after->start[turn->practitioner]; i < after->start[turn->practitioner + 1];
         i++) {
        const struct pp_turn *next = &after->turns[i];
        bool both = duty && service->shifts[next->shift].kind == PP_DUTY;
        int64_t missing = (both ? service->settings.rest_minutes : 0) -
                          (pp_shift_begin(service, next->shift, next->date) - end) / 60;
        most = missing > most ? missing : most;
    }
    return (int32_t)most;
}
