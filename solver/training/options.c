// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Seats that would help: a person at a session that gives a core skill in
 * time, or that shortens the wait of the pod's families, and the purse that
 * pays for it.  Core training is paid by the council and leaves the pods'
 * budgets alone.
 */
#include "training.h"

#include <stdlib.h>

int32_t options_hours(const struct pp_service *service, int32_t session)
{
    const struct pp_session *s = &service->sessions[session];
    pp_instant seconds = pp_london_instant(s->date, s->end) - pp_london_instant(s->date, s->begin);
    int64_t hours = (seconds / 60 + 59) / 60;
    return hours > 0 ? (int32_t)hours : 0;
}

bool options_may_attend(const struct training *t, int32_t practitioner, int32_t session)
{
    pp_day date = t->service->sessions[session].date;
    return date >= t->service->settings.planned_on && pp_in_post(t->service, practitioner, date) &&
           !pp_on_leave(t->service, practitioner, date);
}

bool options_is_core(const struct pp_service *service, int32_t practitioner, int32_t course)
{
    int32_t role = service->practitioners[practitioner].role;
    for (int32_t i = service->core_of.start[role]; i < service->core_of.start[role + 1]; i++) {
        if (service->core_training[service->core_of.item[i]].course == course) {
            return true;
        }
    }
    return false;
}

/* Asked of the plan's own definition, with a plan of this one seat. */
bool options_fulfils(const struct training *t, int32_t practitioner, int32_t session)
{
    struct pp_seat seat = {session, practitioner};
    struct pp_plan one = {.seats = &seat, .n_seats = 1};
    return pp_plan_holds_skill(&one, t->service, practitioner, wants_skill(t->service, session),
                               t->service->settings.cases_from);
}

static bool shortens(const struct pp_service *service, int32_t session)
{
    pp_day from = service->sessions[session].date + 1;
    return pp_weeks_unmet(service, from) < pp_weeks_unmet(service, PP_NO_DAY);
}

/* Seats of one person at sessions that teach a skill. */
static void list_skill(struct training *t, int32_t practitioner, int32_t skill, int32_t want,
                       int32_t gap)
{
    const struct pp_service *service = t->service;
    for (int32_t i = t->by_skill.start[skill]; i < t->by_skill.start[skill + 1]; i++) {
        int32_t session = t->by_skill.item[i], course = service->sessions[session].course;
        if (!options_may_attend(t, practitioner, session)) {
            continue;
        }
        bool helps_want = want != PP_NONE && options_fulfils(t, practitioner, session);
        bool helps_gap = gap != PP_NONE && shortens(service, session);
        if (!helps_want && !helps_gap) {
            continue;
        }
        bool core = options_is_core(service, practitioner, course);
        t->options = pp_arena_grow(&t->arena, t->options, &t->options_capacity, t->n_options + 1,
                                   sizeof(t->options[0]));
        t->options[t->n_options++] =
            (struct option){.practitioner = practitioner,
                            .session = session,
                            .want = helps_want ? want : PP_NONE,
                            .gap = helps_gap ? gap : PP_NONE,
                            .purse = PP_NONE,
                            .price = core ? 0 : service->courses[course].price,
                            .chosen = !core};
    }
}

/* The gaps of the pod with rank r, PP_NONE first, are start[r + 1] .. start[r + 2] - 1. */
static int32_t *gaps_by_pod(struct training *t)
{
    int32_t *start = PP_NEW(&t->arena, int32_t, t->service->n_pods + 2);
    for (int32_t g = 0; g < t->n_gaps; g++) {
        start[t->gaps[g].pod_rank + 2]++;
    }
    for (int32_t p = 0; p <= t->service->n_pods; p++) {
        start[p + 1] += start[p];
    }
    return start;
}

/* Wants first; what is wanted may close a gap of the pod as well.  Then the gaps that are left. */
static void list_person(struct training *t, int32_t practitioner, const int32_t *gaps_start)
{
    int32_t pod = t->service->practitioners[practitioner].pod;
    int32_t rank = pod == PP_NONE ? PP_NONE : t->pod_rank[pod];
    bool meets = wants_meets_needs(t->service, practitioner);
    for (int32_t i = t->first_want[practitioner];
         i < t->n_wants && t->wants[i].practitioner == practitioner; i++) {
        int32_t skill = t->wants[i].skill;
        list_skill(t, practitioner, skill, i, meets ? wants_gap(t, pod, skill) : PP_NONE);
    }
    for (int32_t g = gaps_start[rank + 1]; meets && g < gaps_start[rank + 2]; g++) {
        if (wants_find(t, practitioner, t->gaps[g].skill) == PP_NONE) {
            list_skill(t, practitioner, t->gaps[g].skill, PP_NONE, g);
        }
    }
}

/* ---- Purses ---- */

static int compare_purses(const void *left, const void *right)
{
    const struct purse *a = left, *b = right;
    if (a->pod_rank != b->pod_rank) {
        return a->pod_rank < b->pod_rank ? -1 : 1;
    }
    return (a->year > b->year) - (a->year < b->year);
}

static struct purse purse_of(const struct training *t, const struct option *option)
{
    int32_t pod = t->service->practitioners[option->practitioner].pod;
    return (struct purse){.pod = pod,
                          .pod_rank = pod == PP_NONE ? PP_NONE : t->pod_rank[pod],
                          .year = pp_financial_year(t->service->sessions[option->session].date)};
}

static int64_t budget_of(const struct pp_service *service, const struct purse *purse)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < service->n_budgets; i++) {
        const struct pp_budget *budget = &service->budgets[i];
        if (budget->pod == purse->pod && budget->financial_year == purse->year) {
            amount += budget->amount;
        }
    }
    return amount;
}

static void list_purses(struct training *t)
{
    t->purses = PP_NEW(&t->arena, struct purse, t->n_options);
    for (int32_t i = 0; i < t->n_options; i++) {
        if (t->options[i].price > 0) {
            t->purses[t->n_purses++] = purse_of(t, &t->options[i]);
        }
    }
    if (t->n_purses > 0) {
        qsort(t->purses, (size_t)t->n_purses, sizeof(t->purses[0]), compare_purses);
    }
    int32_t kept = 0;
    for (int32_t i = 0; i < t->n_purses; i++) {
        if (kept == 0 || compare_purses(&t->purses[kept - 1], &t->purses[i]) != 0) {
            t->purses[kept] = t->purses[i];
            t->purses[kept].amount = budget_of(t->service, &t->purses[kept]);
            kept++;
        }
    }
    t->n_purses = kept;
    for (int32_t i = 0; i < t->n_options; i++) {
        if (t->options[i].price > 0) {
            struct purse key = purse_of(t, &t->options[i]);
            const struct purse *found =
                bsearch(&key, t->purses, (size_t)kept, sizeof(key), compare_purses);
            t->options[i].purse = (int32_t)(found - t->purses);
        }
    }
}

void options_list(struct training *t)
{
    const int32_t *gaps_start = gaps_by_pod(t);
    for (int32_t i = 0; i < t->service->n_practitioners; i++) {
        list_person(t, t->people[i], gaps_start);
    }
    list_purses(t);
}
