// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of allocation: what a caseload costs in minutes a week. */
#include "judges.h"

enum {
    BESIDE = 1 ///< `row` of a breach that is about the social worker beside
};

/* ---- continuity ---- */

void judge_continuity(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t holder = rules_holder(c, family);
        int32_t before = pp_holder_before(c, family);
        bool open = pp_is_open(c->service, family, c->service->settings.cases_from);
        if (open && before != PP_NONE && holder != before) {
            struct pp_breach *breach = pp_verdict_add(out, 1);
            breach->family = family;
            breach->practitioner = holder;
        }
        int32_t beside_before = pp_social_worker_before(c, family);
        int32_t beside = pp_plan_social_worker(c->plan, c->service, family);
        if (beside_before != PP_NONE && beside != beside_before &&
            pp_escalation_of(c, family).beside) {
            struct pp_breach *breach = pp_verdict_add(out, 1);
            breach->family = family;
            breach->practitioner = beside;
            breach->row = BESIDE;
        }
    }
}

void explain_continuity(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    const char *before =
        rules_person(c, breach->row == BESIDE ? pp_social_worker_before(c, breach->family)
                                              : pp_holder_before(c, breach->family));
    if (breach->row == BESIDE) {
        pp_buf_printf(out, "Family %s loses the social worker %s beside its practitioner",
                      rules_family(c, breach->family), before);
        pp_buf_printf(out, breach->practitioner == PP_NONE ? ".%s" : " and gets %s.",
                      breach->practitioner == PP_NONE ? "" : rules_person(c, breach->practitioner));
        return;
    }
    if (breach->practitioner == PP_NONE) {
        pp_buf_printf(out, "Family %s loses %s and has nobody.", rules_family(c, breach->family),
                      before);
        return;
    }
    pp_buf_printf(out, "Family %s moves from %s to %s.", rules_family(c, breach->family), before,
                  rules_person(c, breach->practitioner));
}

/* ---- balance ---- */

void judge_balance(const struct pp_case *c, struct pp_verdict *out)
{
    const struct pp_service *service = c->service;
    pp_day day = service->settings.cases_from;
    struct pp_arena arena = {0};
    const struct pp_load *loads = rules_caseloads(c, &arena);
    struct pp_balance balance = pp_balance_level(service, c->plan);
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        if (!pp_may_hold_cases(service, c->plan, person) &&
            !pp_may_be_beside(service, c->plan, person)) {
            continue;
        }
        int64_t units =
            pp_balance_units(&balance, loads[person], pp_capacity_on(service, person, day));
        if (units > 0) {
            pp_verdict_add(out, units)->practitioner = person;
        }
    }
    pp_arena_finish(&arena);
}

static void per_cent(struct pp_buf *out, int32_t permille)
{
    pp_buf_printf(out, "%d.%d %%", permille / 10, permille % 10);
}

void explain_balance(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    const struct pp_service *service = c->service;
    struct pp_balance balance = pp_balance_level(service, c->plan);
    struct pp_load load = pp_plan_caseload(c->plan, service, breach->practitioner);
    struct pp_capacity capacity =
        pp_capacity_on(service, breach->practitioner, service->settings.cases_from);
    pp_buf_printf(out, "The caseload of %s is ", rules_person(c, breach->practitioner));
    per_cent(out, pp_workload_permille(&balance, load, capacity));
    pp_buf_add(out, " of capacity; the fair level is ");
    per_cent(out, capacity.step_down ? balance.step_down : balance.fair);
    pp_buf_add(out, ".");
}

/* ---- travel ---- */

static void judge_road(const struct pp_case *c, int32_t family, int32_t person,
                       struct pp_verdict *out)
{
    int32_t minutes = person == PP_NONE ? 0 : pp_travel_load(c->service, family, person);
    if (minutes > 0) {
        struct pp_breach *breach = pp_verdict_add(out, minutes);
        breach->family = family;
        breach->practitioner = person;
    }
}

void judge_travel(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t family = 0; family < c->service->n_families; family++) {
        judge_road(c, family, rules_holder(c, family), out);
        judge_road(c, family, pp_plan_social_worker(c->plan, c->service, family), out);
    }
}

void explain_travel(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    pp_buf_printf(out, "%s travels ", rules_person(c, breach->practitioner));
    pp_buf_count(out, breach->amount, "minute", "minutes");
    pp_buf_printf(out, " a week to visit family %s.", rules_family(c, breach->family));
}

/* ---- preferred_skill, language ---- */

static bool holds(const struct pp_case *c, int32_t practitioner, int32_t skill)
{
    return pp_plan_holds_skill(c->plan, c->service, practitioner, skill,
                               c->service->settings.cases_from);
}

static void add_lack(struct pp_verdict *out, int32_t family, int32_t holder, int32_t skill)
{
    struct pp_breach *breach = pp_verdict_add(out, 1);
    breach->family = family;
    breach->practitioner = holder;
    breach->row = skill;
}

void judge_preferred_skill(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->service->n_needs; i++) {
        const struct pp_need *need = &c->service->needs[i];
        int32_t holder = rules_holder(c, need->family);
        if (need->strength == PP_PREFERRED && holder != PP_NONE && !holds(c, holder, need->skill)) {
            add_lack(out, need->family, holder, need->skill);
        }
    }
}

void explain_preferred_skill(const struct pp_case *c, const struct pp_breach *breach,
                             struct pp_buf *out)
{
    pp_buf_printf(out, "Family %s would be helped by %s, which its practitioner %s does not hold.",
                  rules_family(c, breach->family), rules_skill(c, breach->row),
                  rules_person(c, breach->practitioner));
}

void judge_language(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t language = c->service->families[family].language;
        int32_t holder = rules_holder(c, family);
        if (language != PP_NONE && holder != PP_NONE && !holds(c, holder, language)) {
            add_lack(out, family, holder, language);
        }
    }
}

void explain_language(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    pp_buf_printf(out, "Family %s speaks %s and its practitioner %s does not.",
                  rules_family(c, breach->family), rules_skill(c, breach->row),
                  rules_person(c, breach->practitioner));
}
