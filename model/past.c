// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What was worked before a rota: the turns that the plan remembers and those
 * that were imported, merged by person.
 */
#include <podplan/plan.h>

#include <stdlib.h>

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
static int32_t gather(const struct pp_service *service, const struct pp_plan *plan,
                      struct pp_turn *turns)
{
    pp_day until = plan->rota_from, from = until - 7 * PP_PAST_WEEKS;
    int32_t n = 0;
    for (int32_t i = 0; i < plan->n_worked; i++) {
        if (plan->worked[i].date >= from && plan->worked[i].date < until) {
            turns[n++] = plan->worked[i];
        }
    }
    for (int32_t i = 0; i < service->n_worked_turns; i++) {
        const struct pp_worked_turn *row = &service->worked_turns[i];
        if (row->date >= from && row->date < until) {
            turns[n++] = (struct pp_turn){row->shift, row->date, row->practitioner};
        }
    }
    return n;
}

struct pp_past pp_past_of(const struct pp_service *service, const struct pp_plan *plan,
                          struct pp_arena *arena)
{
    struct pp_past past = {.from = plan->rota_from};
    past.start = PP_NEW(arena, int32_t, service->n_practitioners + 1);
    past.turns = PP_NEW(arena, struct pp_turn, plan->n_worked + service->n_worked_turns);
    int32_t all = gather(service, plan, past.turns), n = 0;
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
    }
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        if (past.start[person + 1] < past.start[person]) {
            past.start[person + 1] = past.start[person];
        }
    }
    return past;
}
