// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of allocation: what must hold of every caseload. */
#include "judges.h"

#include <assert.h>

/* ---- placement ---- */

void judge_placement(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t family = 0; family < c->service->n_families; family++) {
        if (rules_holder(c, family) == PP_NONE &&
            pp_is_open(c->service, family, c->service->settings.cases_from)) {
            pp_verdict_add(out, 1)->family = family;
        }
    }
}

void explain_placement(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    pp_buf_printf(out, "Family %s has no practitioner", rules_family(c, breach->family));
    const struct pp_plan *plan = c->plan;
    const char *reason = plan->placements == NULL ? NULL : plan->placements[breach->family].reason;
    pp_buf_printf(out, reason == NULL ? ".%s" : ". %s", reason == NULL ? "" : reason);
}

/* ---- holder_in_post, holder_trained ---- */

void judge_holder_in_post(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t holder = rules_holder(c, family);
        if (holder != PP_NONE && !rules_holds_cases(c->service, holder)) {
            struct pp_breach *breach = pp_verdict_add(out, 1);
            breach->family = family;
            breach->practitioner = holder;
        }
    }
}

void explain_holder_in_post(const struct pp_case *c, const struct pp_breach *breach,
                            struct pp_buf *out)
{
    const struct pp_service *service = c->service;
    const struct pp_practitioner *person = &service->practitioners[breach->practitioner];
    pp_buf_printf(out, "Family %s is with %s, who ", rules_family(c, breach->family),
                  person->practitioner);
    if (person->contract == PP_VOLUNTEER) {
        pp_buf_add(out, "is a volunteer.");
    } else if (service->roles[person->role].family_cap == PP_UNKNOWN) {
        pp_buf_printf(out, "is %s, a role that holds no cases.", service->roles[person->role].role);
    } else if (pp_role_kind(service, breach->practitioner) == PP_STEP_DOWN) {
        pp_buf_printf(out, "is %s, a role that is only beside others' families.",
                      service->roles[person->role].role);
    } else if (pp_in_post(service, breach->practitioner, service->settings.cases_from)) {
        pp_buf_printf(out, "is in pod %s, which has closed by then.",
                      service->pods[person->pod].pod);
    } else {
        pp_buf_add(out, "is not in post ");
        rules_on(out, service->settings.cases_from);
        pp_buf_add(out, ".");
    }
}

void judge_holder_trained(const struct pp_case *c, struct pp_verdict *out)
{
    struct pp_arena arena = {0};
    const struct pp_load *loads = rules_caseloads(c, &arena);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        if (loads[person].families > 0 &&
            !pp_plan_is_trained(c->plan, c->service, person, c->service->settings.cases_from)) {
            pp_verdict_add(out, loads[person].families)->practitioner = person;
        }
    }
    pp_arena_finish(&arena);
}

void explain_holder_trained(const struct pp_case *c, const struct pp_breach *breach,
                            struct pp_buf *out)
{
    pp_buf_printf(out, "%s holds ", rules_person(c, breach->practitioner));
    pp_buf_count(out, breach->amount, "family", "families");
    pp_buf_add(out, " without having done all core courses.");
}

/* ---- family_cap, child_cap, point_cap ---- */

enum measure {
    FAMILIES,
    CHILDREN,
    POINTS
};

static int64_t load_of(struct pp_load load, enum measure measure)
{
    return measure == FAMILIES ? load.families : measure == CHILDREN ? load.children : load.points;
}

static int64_t room_of(struct pp_capacity room, enum measure measure)
{
    return measure == FAMILIES ? room.families : measure == CHILDREN ? room.children : room.points;
}

/* Those who may hold no case at all are holder_in_post's business. */
static void judge_cap(const struct pp_case *c, struct pp_verdict *out, enum measure measure)
{
    struct pp_arena arena = {0};
    const struct pp_load *loads = rules_caseloads(c, &arena);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        if (loads[person].families == 0 ||
            !pp_has_caseload(c->service, person, c->service->settings.cases_from)) {
            continue;
        }
        struct pp_capacity room =
            pp_capacity_on(c->service, person, c->service->settings.cases_from);
        int64_t over = load_of(loads[person], measure) - room_of(room, measure);
        if (over > 0) {
            int64_t amount = measure == POINTS ? (over + PP_FTE - 1) / PP_FTE : over;
            pp_verdict_add(out, amount)->practitioner = person;
        }
    }
    pp_arena_finish(&arena);
}

/* "FP01 holds 5 families, room is for 4." */
static void explain_cap(const struct pp_case *c, const struct pp_breach *breach,
                        enum measure measure, const char *one, const char *many, struct pp_buf *out)
{
    pp_buf_printf(out, "%s holds ", rules_person(c, breach->practitioner));
    struct pp_load load = pp_plan_caseload(c->plan, c->service, breach->practitioner);
    struct pp_capacity room =
        pp_capacity_on(c->service, breach->practitioner, c->service->settings.cases_from);
    int64_t held = load_of(load, measure), most = room_of(room, measure);
    if (measure == POINTS) {
        pp_buf_milli(out, held);
        pp_buf_printf(out, " %s and has room for ", held == PP_FTE ? one : many);
        pp_buf_milli(out, most);
    } else {
        pp_buf_count(out, held, one, many);
        pp_buf_printf(out, " and has room for %d", (int)most);
    }
    pp_buf_add(out, ".");
}

void judge_family_cap(const struct pp_case *c, struct pp_verdict *out)
{
    judge_cap(c, out, FAMILIES);
}

void explain_family_cap(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    explain_cap(c, breach, FAMILIES, "family", "families", out);
}

void judge_child_cap(const struct pp_case *c, struct pp_verdict *out)
{
    judge_cap(c, out, CHILDREN);
}

void explain_child_cap(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    explain_cap(c, breach, CHILDREN, "child", "children", out);
}

void judge_point_cap(const struct pp_case *c, struct pp_verdict *out)
{
    judge_cap(c, out, POINTS);
}

void explain_point_cap(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    explain_cap(c, breach, POINTS, "point", "points", out);
}

/* ---- needed_skill ---- */

void judge_needed_skill(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->service->n_needs; i++) {
        const struct pp_need *need = &c->service->needs[i];
        int32_t holder = rules_holder(c, need->family);
        if (need->strength == PP_NEEDED && holder != PP_NONE &&
            !pp_plan_holds_skill(c->plan, c->service, holder, need->skill,
                                 c->service->settings.cases_from)) {
            struct pp_breach *breach = pp_verdict_add(out, 1);
            breach->family = need->family;
            breach->practitioner = holder;
            breach->row = need->skill;
        }
    }
}

void explain_needed_skill(const struct pp_case *c, const struct pp_breach *breach,
                          struct pp_buf *out)
{
    pp_buf_printf(out, "Family %s needs %s, which its practitioner %s does not hold.",
                  rules_family(c, breach->family), rules_skill(c, breach->row),
                  rules_person(c, breach->practitioner));
}

/* ---- conflict ---- */

void judge_conflict(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->service->n_conflicts; i++) {
        const struct pp_conflict *conflict = &c->service->conflicts[i];
        int32_t family = conflict->family;
        if (rules_holder(c, family) == conflict->practitioner ||
            pp_plan_social_worker(c->plan, c->service, family) == conflict->practitioner) {
            struct pp_breach *breach = pp_verdict_add(out, 1);
            breach->family = conflict->family;
            breach->practitioner = conflict->practitioner;
        }
    }
}

void explain_conflict(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    pp_buf_printf(out, "Family %s is with %s, with whom it has a conflict.",
                  rules_family(c, breach->family), rules_person(c, breach->practitioner));
}

/* ---- consultant_span ---- */

/* How many the person may oversee on cases_from. */
static int32_t span_of(const struct pp_service *service, int32_t practitioner)
{
    int32_t span = service->roles[service->practitioners[practitioner].role].span;
    bool there = pp_in_post(service, practitioner, service->settings.cases_from);
    return there && span != PP_UNKNOWN ? span : 0;
}

/* A service that never had a consultant asks for no oversight; one whose consultants left does. */
static bool has_consultants(const struct pp_service *service)
{
    bool has = false;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        has = has || service->roles[service->practitioners[i].role].span > 0;
    }
    return has;
}

/* Somebody who holds cases, oversees nobody by role, and is overseen by nobody. */
static void judge_unseen(const struct pp_case *c, struct pp_verdict *out)
{
    struct pp_arena arena = {0};
    const struct pp_load *loads = rules_caseloads(c, &arena);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        if (loads[person].families > 0 && span_of(c->service, person) == 0 &&
            pp_role_kind(c->service, person) != PP_STEP_DOWN &&
            pp_plan_consultant(c->plan, c->service, person) == PP_NONE) {
            pp_verdict_add(out, 1)->practitioner = person;
        }
    }
    pp_arena_finish(&arena);
}

void judge_consultant_span(const struct pp_case *c, struct pp_verdict *out)
{
    const struct pp_service *service = c->service;
    struct pp_arena arena = {0};
    int32_t *overseen = PP_NEW(&arena, int32_t, service->n_practitioners);
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        int32_t consultant = pp_plan_consultant(c->plan, service, person);
        assert(consultant >= PP_NONE && consultant < service->n_practitioners);
        if (consultant != PP_NONE && pp_in_post(service, person, service->settings.cases_from)) {
            overseen[consultant]++;
        }
    }
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        int32_t span = span_of(service, person);
        if (overseen[person] > span) {
            struct pp_breach *breach = pp_verdict_add(out, overseen[person] - span);
            breach->practitioner = breach->row = person;
        }
    }
    if (has_consultants(service)) {
        judge_unseen(c, out);
    }
    pp_arena_finish(&arena);
}

void explain_consultant_span(const struct pp_case *c, const struct pp_breach *breach,
                             struct pp_buf *out)
{
    pp_buf_add(out, rules_person(c, breach->practitioner));
    if (breach->row == PP_NONE) {
        pp_buf_add(out, " holds cases and is overseen by nobody.");
        return;
    }
    int32_t span = span_of(c->service, breach->practitioner);
    pp_buf_add(out, " oversees ");
    pp_buf_count(out, span + breach->amount, "practitioner", "practitioners");
    pp_buf_printf(out, " and may oversee %d.", span);
}
