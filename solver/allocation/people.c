// SPDX-License-Identifier: GPL-3.0-or-later
/* The hard rules of allocation, asked pair by pair (people.h). */
#include "people.h"

static void add_load(struct pp_load *sum, struct pp_load load)
{
    sum->families += load.families;
    sum->children += load.children;
    sum->points += load.points;
    sum->unassessed += load.unassessed;
}

/* Only where a record or a seat speaks of the skill can the answer be yes. */
static void note_skill(struct people *people, int32_t practitioner, int32_t skill)
{
    people->holds[(int64_t)practitioner * people->service->n_skills + skill] = pp_plan_holds_skill(
        people->plan, people->service, practitioner, skill, people->service->settings.cases_from);
}

static void note_skills(struct people *people)
{
    const struct pp_service *service = people->service;
    for (int32_t i = 0; i < service->n_practitioner_skills; i++) {
        const struct pp_held_skill *held = &service->practitioner_skills[i];
        note_skill(people, held->practitioner, held->skill);
    }
    for (int32_t i = 0; people->plan != NULL && i < people->plan->n_seats; i++) {
        const struct pp_seat *seat = &people->plan->seats[i];
        int32_t course = service->sessions[seat->session].course;
        note_skill(people, seat->practitioner, service->courses[course].skill);
    }
}

static const struct pp_escalation *read_escalation(const struct pp_case *c, struct pp_arena *arena)
{
    struct pp_escalation *list = PP_NEW(arena, struct pp_escalation, c->service->n_families);
    for (int32_t family = 0; family < c->service->n_families; family++) {
        list[family] = pp_escalation_of(c, family);
    }
    return list;
}

struct people people_read(const struct pp_case *c, struct pp_arena *arena)
{
    const struct pp_service *service = c->service;
    const struct pp_plan *plan = c->plan;
    pp_day day = service->settings.cases_from;
    struct people people = {
        .service = service,
        .plan = plan,
        .list = PP_NEW(arena, struct person, service->n_practitioners),
        .holds = PP_NEW(arena, bool, (size_t)service->n_practitioners *(size_t)service->n_skills),
        .family_cap = pp_rule_find("family_cap"),
        .child_cap = pp_rule_find("child_cap"),
        .point_cap = pp_rule_find("point_cap"),
        .holder_in_post = pp_rule_find("holder_in_post"),
        .holder_trained = pp_rule_find("holder_trained"),
        .needed_skill = pp_rule_find("needed_skill"),
        .conflict = pp_rule_find("conflict"),
        .threshold = pp_rule_find("threshold"),
        .step_down = pp_rule_find("step_down"),
        .social_worker = pp_rule_find("social_worker"),
        .destination = pp_rule_find("destination"),
        .escalation = read_escalation(c, arena),
    };
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        struct person *person = &people.list[i];
        person->holds_cases = pp_holds_cases(service, i, day);
        person->trained = pp_plan_is_trained(plan, service, i, day);
        person->capacity = pp_capacity_on(service, i, day);
    }
    note_skills(&people);
    for (int32_t family = 0; family < service->n_families; family++) {
        int32_t holder = pp_plan_holder(plan, service, family);
        int32_t beside = pp_plan_social_worker(plan, service, family);
        if (holder != PP_NONE) {
            add_load(&people.list[holder].load, pp_family_load(service, family, day));
        }
        if (beside != PP_NONE && beside != holder) {
            add_load(&people.list[beside].load, pp_family_load(service, family, day));
        }
    }
    return people;
}

int32_t people_broken_cap(const struct people *people, const struct person *person,
                          struct pp_load family_load, struct pp_load others)
{
    if (others.families + family_load.families > person->capacity.families) {
        return people->family_cap;
    }
    if ((int64_t)others.children + family_load.children > person->capacity.children) {
        return people->child_cap;
    }
    if ((int64_t)others.points + family_load.points > person->capacity.points) {
        return people->point_cap;
    }
    return PP_NONE;
}

int32_t people_lacks(const struct people *people, int32_t family, int32_t practitioner,
                     enum pp_strength strength)
{
    const struct pp_service *service = people->service;
    const struct pp_index *of = &service->needs_of;
    int32_t count = 0;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        const struct pp_need *need = &service->needs[of->item[i]];
        count +=
            need->strength == (int32_t)strength && !people_holds(people, practitioner, need->skill);
    }
    return count;
}

int32_t people_forbids(const struct people *people, int32_t family, int32_t practitioner)
{
    const struct pp_service *service = people->service;
    int32_t keeps = people->escalation[family].keeps;
    if (people_lacks(people, family, practitioner, PP_NEEDED) > 0) {
        return people->needed_skill;
    }
    if (pp_in_conflict(service, family, practitioner)) {
        return people->conflict;
    }
    if (!pp_within_threshold(service, family, practitioner)) {
        return people->threshold;
    }
    if (keeps != PP_NONE && keeps != practitioner) {
        return people->step_down;
    }
    struct pp_leaving leaving;
    bool late = pp_is_leaving(service, family, &leaving) &&
                service->practitioners[practitioner].start > leaving.last;
    return late ? people->destination : PP_NONE;
}

int32_t people_obstacle(const struct people *people, int32_t family, struct pp_load family_load,
                        int32_t practitioner, struct pp_load others)
{
    const struct person *person = &people->list[practitioner];
    if (!person->holds_cases) {
        return people->holder_in_post;
    }
    if (!person->trained) {
        return people->holder_trained;
    }
    int32_t cap = people_broken_cap(people, person, family_load, others);
    if (cap != PP_NONE) {
        return cap;
    }
    return people_forbids(people, family, practitioner);
}
