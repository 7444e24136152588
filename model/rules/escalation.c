// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Escalation: which families keep whom, and where their social worker stands.
 *
 * The step-down model of Project Crewe: when risk rises, the family is not
 * moved.  A social worker from outside the pod joins until it has fallen, and
 * the family practitioner stays.  Only where there is nobody to keep does the
 * family go to a social worker altogether.
 */
#include "judges.h"

bool pp_in_conflict(const struct pp_service *service, int32_t family, int32_t practitioner)
{
    const struct pp_index *of = &service->conflicts_of;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        if (service->conflicts[of->item[i]].practitioner == practitioner) {
            return true;
        }
    }
    return false;
}

bool pp_within_threshold(const struct pp_service *service, int32_t family, int32_t practitioner)
{
    if (pp_role_kind(service, practitioner) != PP_EARLY_HELP_WORK) {
        return true;
    }
    const struct pp_index *of = &service->children_of;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        int32_t status = service->children[of->item[i]].status;
        if (status != PP_EARLY_HELP && status != PP_CLOSED) {
            return false;
        }
    }
    return true;
}

bool pp_may_be_beside(const struct pp_service *service, const struct pp_plan *plan,
                      int32_t practitioner)
{
    pp_day day = service->settings.cases_from;
    return pp_role_kind(service, practitioner) == PP_STEP_DOWN &&
           pp_has_caseload(service, practitioner, day) &&
           pp_plan_is_trained(plan, service, practitioner, day);
}

static bool holds_needed_skills(const struct pp_case *c, int32_t family, int32_t practitioner)
{
    const struct pp_service *service = c->service;
    const struct pp_index *of = &service->needs_of;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        const struct pp_need *need = &service->needs[of->item[i]];
        if (need->strength == PP_NEEDED &&
            !pp_plan_holds_skill(c->plan, service, practitioner, need->skill,
                                 service->settings.cases_from)) {
            return false;
        }
    }
    return true;
}

/* Room for all escalated families that were with the person until now, if for nobody else. */
static bool has_room_for_escalated(const struct pp_case *c, int32_t practitioner)
{
    const struct pp_service *service = c->service;
    pp_day day = service->settings.cases_from;
    struct pp_capacity room = pp_capacity_on(service, practitioner, day);
    int64_t families = 0, children = 0, points = 0;
    for (int32_t family = 0; family < service->n_families; family++) {
        if (pp_is_escalated(service, family, day) && pp_holder_before(c, family) == practitioner) {
            struct pp_load load = pp_family_load(service, family, day);
            families += load.families;
            children += load.children;
            points += load.points;
        }
    }
    return families <= room.families && children <= room.children && points <= room.points;
}

static bool may_keep(const struct pp_case *c, int32_t family, int32_t practitioner)
{
    return practitioner != PP_NONE && pp_may_hold_cases(c->service, c->plan, practitioner) &&
           !pp_in_conflict(c->service, family, practitioner) &&
           pp_within_threshold(c->service, family, practitioner) &&
           holds_needed_skills(c, family, practitioner) && has_room_for_escalated(c, practitioner);
}

/* Somebody to whom an escalated family can go altogether. */
static bool has_social_workers(const struct pp_case *c)
{
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        if (pp_role_kind(c->service, person) == PP_SOCIAL_WORK &&
            pp_may_hold_cases(c->service, c->plan, person)) {
            return true;
        }
    }
    return false;
}

struct pp_escalation pp_escalation_of(const struct pp_case *c, int32_t family)
{
    struct pp_escalation escalation = {.keeps = PP_NONE};
    if (!pp_is_escalated(c->service, family, c->service->settings.cases_from)) {
        return escalation;
    }
    int32_t before = pp_holder_before(c, family);
    if (may_keep(c, family, before)) {
        escalation.keeps = before;
        escalation.beside = !pp_is_social_worker(c->service, before);
    } else {
        escalation.across = has_social_workers(c);
        escalation.beside = !escalation.across;
    }
    return escalation;
}
