// SPDX-License-Identifier: GPL-3.0-or-later
/* What the judges share: words for sentences, caseloads, seats. */
#include "judges.h"

#include <assert.h>

/* ---- Words ---- */

const char *rules_person(const struct pp_case *c, int32_t practitioner)
{
    return c->service->practitioners[practitioner].practitioner;
}

const char *rules_family(const struct pp_case *c, int32_t family)
{
    return c->service->families[family].family;
}

const char *rules_shift(const struct pp_case *c, int32_t shift)
{
    return c->service->shifts[shift].shift;
}

const char *rules_skill(const struct pp_case *c, int32_t skill)
{
    return c->service->skills[skill].skill;
}

void rules_on(struct pp_buf *out, pp_day date)
{
    char text[PP_STAMP_TEXT];
    pp_buf_printf(out, "on %s", pp_day_words(date, text));
}

void rules_turn(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    pp_buf_printf(out, "%s has %s ", rules_person(c, breach->practitioner),
                  rules_shift(c, breach->row));
    rules_on(out, breach->date);
}

void rules_month(struct pp_buf *out, pp_day date)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct pp_civil civil = pp_civil_from_day(date);
    pp_buf_printf(out, "%s %d", months[civil.month - 1], civil.year);
}

void rules_length(struct pp_buf *out, int64_t minutes)
{
    if (minutes % 60 == 0) {
        pp_buf_count(out, minutes / 60, "hour", "hours");
    } else {
        pp_buf_count(out, minutes, "minute", "minutes");
    }
}

/* ---- Caseloads ---- */

int32_t rules_holder(const struct pp_case *c, int32_t family)
{
    int32_t holder = pp_plan_holder(c->plan, c->service, family);
    assert(holder >= PP_NONE && holder < c->service->n_practitioners);
    return holder;
}

bool rules_holds_cases(const struct pp_service *service, int32_t practitioner)
{
    return pp_holds_cases(service, practitioner, service->settings.cases_from);
}

static void add_load(struct pp_load *sum, struct pp_load load)
{
    sum->families += load.families;
    sum->children += load.children;
    sum->points += load.points;
    sum->unassessed += load.unassessed;
}

struct pp_load *rules_caseloads(const struct pp_case *c, struct pp_arena *arena)
{
    struct pp_load *loads = PP_NEW(arena, struct pp_load, c->service->n_practitioners);
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t holder = rules_holder(c, family);
        int32_t beside = pp_plan_social_worker(c->plan, c->service, family);
        struct pp_load load = pp_family_load(c->service, family, c->service->settings.cases_from);
        if (holder != PP_NONE) {
            add_load(&loads[holder], load);
        }
        if (beside != PP_NONE && beside != holder) {
            add_load(&loads[beside], load);
        }
    }
    return loads;
}

/* ---- Seats ---- */

struct pp_index pp_seats_of(const struct pp_service *service, const struct pp_plan *plan,
                            struct pp_arena *arena)
{
    int32_t people = service->n_practitioners;
    struct pp_index seats = {PP_NEW(arena, int32_t, people + 1),
                             PP_NEW(arena, int32_t, plan->n_seats)};
    for (int32_t i = 0; i < plan->n_seats; i++) {
        assert(plan->seats[i].practitioner >= 0 && plan->seats[i].practitioner < people);
        assert(plan->seats[i].session >= 0 && plan->seats[i].session < service->n_sessions);
        seats.start[plan->seats[i].practitioner + 1]++;
    }
    for (int32_t person = 0; person < people; person++) {
        seats.start[person + 1] += seats.start[person];
    }
    int32_t *next = pp_arena_copy(arena, seats.start, (size_t)(people + 1) * sizeof(int32_t));
    for (int32_t i = 0; i < plan->n_seats; i++) {
        seats.item[next[plan->seats[i].practitioner]++] = i;
    }
    return seats;
}

int32_t rules_session_minutes(const struct pp_service *service, int32_t session)
{
    const struct pp_session *s = &service->sessions[session];
    pp_instant seconds = pp_london_instant(s->date, s->end) - pp_london_instant(s->date, s->begin);
    return (int32_t)(seconds / 60);
}

bool rules_is_core(const struct pp_service *service, int32_t practitioner, int32_t course)
{
    int32_t role = service->practitioners[practitioner].role;
    for (int32_t i = service->core_of.start[role]; i < service->core_of.start[role + 1]; i++) {
        if (service->core_training[service->core_of.item[i]].course == course) {
            return true;
        }
    }
    return false;
}
