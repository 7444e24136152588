// SPDX-License-Identifier: GPL-3.0-or-later
/* Taking seats: those of an answer, or the first that will do; and what they cost by the rules. */
#include "training.h"

#include <stdlib.h>

static bool overlap(const struct pp_session *a, const struct pp_session *b)
{
    return a->date == b->date && a->begin < b->end && b->begin < a->end;
}

/* Room for one more, and no other seat of the person at that time. */
static bool is_free(const struct training *t, int32_t practitioner, int32_t session)
{
    const struct pp_session *wanted = &t->service->sessions[session];
    if (t->taken[session] >= wanted->places) {
        return false;
    }
    for (int32_t i = 0; i < t->plan->n_seats; i++) {
        const struct pp_seat *seat = &t->plan->seats[i];
        if (seat->practitioner == practitioner &&
            (seat->session == session || overlap(&t->service->sessions[seat->session], wanted))) {
            return false;
        }
    }
    return true;
}

/* Closes the want and the gap that the seat closes. */
static void take(struct training *t, int32_t practitioner, int32_t session)
{
    const struct pp_service *service = t->service;
    int32_t skill = wants_skill(service, session);
    int32_t want = wants_find(t, practitioner, skill);
    pp_plan_add_seat(t->plan, (struct pp_seat){session, practitioner});
    t->taken[session]++;
    if (want != PP_NONE && options_fulfils(t, practitioner, session)) {
        t->wants[want].open = false;
    }
    int32_t gap = wants_meets_needs(service, practitioner)
                      ? wants_gap(t, service->practitioners[practitioner].pod, skill)
                      : PP_NONE;
    int32_t weeks = pp_weeks_unmet(service, service->sessions[session].date + 1);
    if (gap != PP_NONE && weeks < t->gaps[gap].weeks) {
        t->gaps[gap].weeks = weeks;
    }
}

static void take_option(struct training *t, const struct option *option)
{
    take(t, option->practitioner, option->session);
    if (option->purse != PP_NONE) {
        t->purses[option->purse].spent += option->price;
    }
}

void seats_take_answer(struct training *t, const struct programme_answer *answer)
{
    for (int32_t o = 0; o < t->n_options; o++) {
        if (answer->take[o]) {
            take_option(t, &t->options[o]);
        }
    }
}

/* ---- Without a programme ---- */

static bool can_pay(const struct training *t, const struct option *option)
{
    const struct purse *purse = option->purse == PP_NONE ? NULL : &t->purses[option->purse];
    return purse == NULL || purse->spent + option->price <= purse->amount;
}

static void take_first(struct training *t, bool wants)
{
    for (int32_t o = 0; o < t->n_options; o++) {
        const struct option *option = &t->options[o];
        bool helps = wants ? option->want != PP_NONE && t->wants[option->want].open
                           : option->gap != PP_NONE && t->gaps[option->gap].weeks ==
                                                           pp_weeks_unmet(t->service, PP_NO_DAY);
        if (helps && can_pay(t, option) && is_free(t, option->practitioner, option->session)) {
            take_option(t, option);
        }
    }
}

void seats_take_first(struct training *t)
{
    take_first(t, true);
    take_first(t, false);
}

/* ---- Those who come later ---- */

static void add_straggler(struct training *t, int32_t practitioner, int32_t skill, bool late)
{
    int32_t session = PP_NONE;
    for (int32_t i = t->by_skill.start[skill];
         session == PP_NONE && i < t->by_skill.start[skill + 1]; i++) {
        int32_t s = t->by_skill.item[i];
        if (options_is_core(t->service, practitioner, t->service->sessions[s].course) &&
            options_may_attend(t, practitioner, s) && is_free(t, practitioner, s)) {
            session = s;
        }
    }
    if (session != PP_NONE) {
        take(t, practitioner, session);
    }
    t->stragglers = pp_arena_grow(&t->arena, t->stragglers, &t->stragglers_capacity,
                                  t->n_stragglers + 1, sizeof(t->stragglers[0]));
    t->stragglers[t->n_stragglers++] = (struct straggler){practitioner, skill, session, late};
}

struct starter {
    pp_day start;
    int32_t place; ///< in the seeded order
};

static int compare_starters(const void *left, const void *right)
{
    const struct starter *a = left, *b = right;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

/* The core skill of the role that comes after `before` in the seeded order; PP_NONE: no more. */
static int32_t next_core_skill(const struct training *t, int32_t role, int32_t before)
{
    const struct pp_service *service = t->service;
    int32_t next = PP_NONE, after = before == PP_NONE ? PP_NONE : t->skill_rank[before];
    for (int32_t k = service->core_of.start[role]; k < service->core_of.start[role + 1]; k++) {
        int32_t course = service->core_training[service->core_of.item[k]].course;
        int32_t skill = service->courses[course].skill;
        if (t->skill_rank[skill] > after &&
            (next == PP_NONE || t->skill_rank[skill] < t->skill_rank[next])) {
            next = skill;
        }
    }
    return next;
}

/* Core skills of somebody who starts after cases_from and will not hold them then. */
static void train_starter(struct training *t, int32_t practitioner)
{
    const struct pp_practitioner *p = &t->service->practitioners[practitioner];
    for (int32_t skill = next_core_skill(t, p->role, PP_NONE); skill != PP_NONE;
         skill = next_core_skill(t, p->role, skill)) {
        if (!pp_plan_holds_skill(t->plan, t->service, practitioner, skill, p->start)) {
            add_straggler(t, practitioner, skill, true);
        }
    }
}

void seats_take_late(struct training *t)
{
    const struct pp_service *service = t->service;
    for (int32_t w = 0; w < t->n_wants; w++) {
        if (t->wants[w].open) {
            add_straggler(t, t->wants[w].practitioner, t->wants[w].skill, false);
        }
    }
    struct starter *starters = PP_NEW(&t->arena, struct starter, service->n_practitioners);
    int32_t n = 0;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        pp_day start = service->practitioners[t->people[i]].start;
        if (start > service->settings.cases_from) {
            starters[n++] = (struct starter){start, i};
        }
    }
    if (n > 0) {
        qsort(starters, (size_t)n, sizeof(starters[0]), compare_starters);
    }
    for (int32_t i = 0; i < n; i++) {
        train_starter(t, t->people[starters[i].place]);
    }
}

/* ---- Enough left for the shifts ---- */

int32_t seats_most_away(const struct training *t, int32_t pod)
{
    int32_t members = 0;
    for (int32_t i = 0; i < t->service->n_practitioners; i++) {
        members += t->service->practitioners[i].pod == pod && wants_meets_needs(t->service, i);
    }
    return members > 1 ? members / 2 : 1;
}

struct day_away {
    int32_t pod;
    pp_day date;
};

static int compare_days(const void *left, const void *right)
{
    const struct day_away *a = left, *b = right;
    if (a->pod != b->pod) {
        return a->pod < b->pod ? -1 : 1;
    }
    return (a->date > b->date) - (a->date < b->date);
}

bool seats_empty_a_pod(struct training *t, const struct programme_answer *answer)
{
    struct day_away *days = PP_NEW(&t->arena, struct day_away, t->n_options);
    int32_t n = 0;
    for (int32_t o = 0; o < t->n_options; o++) {
        const struct option *option = &t->options[o];
        if (answer->take[o] && option->chosen) {
            days[n++] = (struct day_away){t->service->practitioners[option->practitioner].pod,
                                          t->service->sessions[option->session].date};
        }
    }
    if (n > 0) {
        qsort(days, (size_t)n, sizeof(days[0]), compare_days);
    }
    for (int32_t i = 0, same = 0; i < n; i++) {
        same = i > 0 && compare_days(&days[i - 1], &days[i]) == 0 ? same + 1 : 1;
        if (same > seats_most_away(t, days[i].pod)) {
            return true;
        }
    }
    return false;
}

/* ---- What it costs ---- */

int64_t seats_cost(const struct training *t)
{
    int64_t courses = 0, weeks = 0, hours = 0;
    for (int32_t w = 0; w < t->n_wants; w++) {
        courses += t->wants[w].open ? t->wants[w].courses : 0;
    }
    for (int32_t g = 0; g < t->n_gaps; g++) {
        weeks += (int64_t)t->gaps[g].needs * t->gaps[g].weeks;
    }
    for (int32_t i = 0; i < t->plan->n_seats; i++) {
        hours += options_hours(t->service, t->plan->seats[i].session);
    }
    return courses * pp_weight_of(t->service, "core_course") +
           weeks * pp_weight_of(t->service, "unmet_need") +
           hours * pp_weight_of(t->service, "training_time");
}
