// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of escalation: who may hold what, who stays, and who is beside. */
#include "judges.h"

static void add_breach(struct pp_verdict *out, int32_t family, int32_t practitioner)
{
    struct pp_breach *breach = pp_verdict_add(out, 1);
    breach->family = family;
    breach->practitioner = practitioner;
}

/* ---- threshold ---- */

void judge_threshold(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t holder = rules_holder(c, family);
        if (holder != PP_NONE && !pp_within_threshold(c->service, family, holder)) {
            add_breach(out, family, holder);
        }
    }
}

void explain_threshold(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    pp_buf_printf(out, "Family %s is with %s, who works in early help, and has children above it.",
                  rules_family(c, breach->family), rules_person(c, breach->practitioner));
}

/* ---- step_down ---- */

void judge_step_down(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t holder = rules_holder(c, family);
        int32_t keeps = pp_escalation_of(c, family).keeps;
        if (keeps != PP_NONE && holder != PP_NONE && holder != keeps) {
            add_breach(out, family, holder);
        }
    }
}

void explain_step_down(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    pp_buf_printf(out, "Family %s has escalated and could have stayed with ",
                  rules_family(c, breach->family));
    pp_buf_printf(out, "%s.", rules_person(c, pp_holder_before(c, breach->family)));
}

/* ---- social_worker ---- */

void judge_social_worker(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t family = 0; family < c->service->n_families; family++) {
        struct pp_escalation escalation = pp_escalation_of(c, family);
        int32_t holder = rules_holder(c, family);
        int32_t beside = pp_plan_social_worker(c->plan, c->service, family);
        if (escalation.beside &&
            (beside == PP_NONE || !pp_may_be_beside(c->service, c->plan, beside))) {
            add_breach(out, family, beside);
        }
        if (!escalation.beside && beside != PP_NONE && c->plan->social_workers != NULL) {
            add_breach(out, family, beside);
        }
        if (escalation.across && holder != PP_NONE && !pp_is_social_worker(c->service, holder)) {
            add_breach(out, family, holder);
        }
    }
}

void explain_social_worker(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    const char *family = rules_family(c, breach->family);
    if (breach->practitioner == PP_NONE) {
        pp_buf_printf(out,
                      "Family %s has escalated and has no social worker beside its "
                      "practitioner.",
                      family);
    } else if (!pp_escalation_of(c, breach->family).beside &&
               pp_plan_social_worker(c->plan, c->service, breach->family) == breach->practitioner) {
        pp_buf_printf(out, "Family %s needs nobody beside its practitioner, and %s is.", family,
                      rules_person(c, breach->practitioner));
    } else if (pp_escalation_of(c, breach->family).across) {
        pp_buf_printf(out, "Family %s has escalated and is with %s, who is no social worker.",
                      family, rules_person(c, breach->practitioner));
    } else {
        pp_buf_printf(out,
                      "Family %s has escalated, and %s may not be the social worker beside "
                      "its practitioner ",
                      family, rules_person(c, breach->practitioner));
        rules_on(out, c->service->settings.cases_from);
        pp_buf_add(out, ".");
    }
}
