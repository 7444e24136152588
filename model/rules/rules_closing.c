// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A service that closes: which cases leave, when they may, and the judges of
 * their hand-overs.
 *
 * Which cases leave goes by the data, not by the plan in force: until a
 * hand-over has happened and the data says so, it stands in every plan.
 */
#include "judges.h"

enum {
    WEEK = 7
};

/* ---- Definitions ---- */

static pp_day later(pp_day a, pp_day b)
{
    return a > b ? a : b;
}

static pp_day earlier(pp_day a, pp_day b)
{
    return a < b ? a : b;
}

bool pp_is_leaving(const struct pp_service *service, int32_t family, struct pp_leaving *leaving)
{
    const struct pp_settings *settings = &service->settings;
    int32_t holder = service->families[family].practitioner;
    if (holder == PP_NONE || !pp_pod_is_closed(service, holder, settings->cases_from) ||
        !pp_is_open(service, family, settings->planned_on)) {
        return false;
    }
    pp_day closes = service->pods[service->practitioners[holder].pod].closes_on;
    *leaving = (struct pp_leaving){
        .from = holder,
        .closes = !pp_is_open(service, family, settings->cases_from),
        .last = later(closes, settings->planned_on),
    };
    leaving->first = earlier(settings->planned_on + PP_NOTICE_DAYS, leaving->last);
    if (leaving->closes) {
        leaving->first = leaving->last = service->families[family].closes_on;
    }
    return true;
}

enum pp_destination pp_destination_with(const struct pp_service *service, int32_t to)
{
    if (to == PP_NONE) {
        return PP_CASE_CLOSED;
    }
    enum pp_role_kind kind = pp_role_kind(service, to);
    return kind == PP_EARLY_HELP_WORK         ? PP_STEPPED_DOWN
           : pp_is_social_worker(service, to) ? PP_STEPPED_ACROSS
                                              : PP_MOVED_ON;
}

int32_t pp_handover_share(const struct pp_service *service)
{
    int32_t families = 0;
    pp_day first = PP_NO_DAY, last = PP_NO_DAY;
    for (int32_t family = 0; family < service->n_families; family++) {
        struct pp_leaving leaving;
        if (pp_is_leaving(service, family, &leaving) && !leaving.closes) {
            first = families == 0 ? leaving.first : earlier(first, leaving.first);
            last = families == 0 ? leaving.last : later(last, leaving.last);
            families++;
        }
    }
    pp_day today = service->settings.planned_on;
    int32_t weeks = families == 0 ? 1 : (last - today) / WEEK - (first - today) / WEEK + 1;
    int32_t share = (families + weeks - 1) / weeks;
    return share > 0 ? share : 1;
}

/* ---- destination ---- */

/* [family]: the hand-over in the plan, or NULL. */
static const struct pp_handover **handovers_of(const struct pp_case *c, struct pp_arena *arena)
{
    const struct pp_handover **list =
        PP_NEW(arena, const struct pp_handover *, c->service->n_families);
    for (int32_t i = 0; i < c->plan->n_handovers; i++) {
        list[c->plan->handovers[i].family] = &c->plan->handovers[i];
    }
    return list;
}

/* The pod's last day is kept even where the case closes by itself. */
static bool is_in_time(const struct pp_service *service, const struct pp_leaving *leaving,
                       const struct pp_handover *handover)
{
    pp_day closes = service->pods[service->practitioners[leaving->from].pod].closes_on;
    return handover->date >= leaving->first && handover->date <= leaving->last &&
           handover->date <= later(closes, service->settings.planned_on) &&
           (handover->to == PP_NONE || pp_in_post(service, handover->to, handover->date));
}

void judge_destination(const struct pp_case *c, struct pp_verdict *out)
{
    struct pp_arena arena = {0};
    const struct pp_handover **handovers = handovers_of(c, &arena);
    for (int32_t family = 0; family < c->service->n_families; family++) {
        struct pp_leaving leaving;
        int32_t holder = rules_holder(c, family);
        const struct pp_handover *handover = handovers[family];
        if (!pp_is_leaving(c->service, family, &leaving) ||
            (holder == PP_NONE && !leaving.closes)) { // that is the rule placement's
            continue;
        }
        if (handover == NULL || handover->to != holder ||
            !is_in_time(c->service, &leaving, handover)) {
            struct pp_breach *breach = pp_verdict_add(out, 1);
            breach->family = family;
            breach->practitioner = leaving.from;
            breach->date = handover == NULL ? PP_NO_DAY : handover->date;
        }
    }
    pp_arena_finish(&arena);
}

void explain_destination(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    const struct pp_service *service = c->service;
    int32_t pod = service->practitioners[breach->practitioner].pod;
    pp_buf_printf(out, "Family %s leaves pod %s, which closes ", rules_family(c, breach->family),
                  service->pods[pod].pod);
    rules_on(out, service->pods[pod].closes_on);
    if (breach->date == PP_NO_DAY) {
        pp_buf_add(out, ", and has no destination.");
        return;
    }
    pp_buf_add(out, ", and its hand-over ");
    rules_on(out, breach->date);
    pp_buf_add(out, " is too early, too late, or to somebody who can't take it then.");
}

/* ---- handover_pace ---- */

static int32_t week_of(const struct pp_service *service, pp_day date)
{
    return date < service->settings.planned_on ? 0 : (date - service->settings.planned_on) / WEEK;
}

/* Handovers are in the order of their dates. */
void judge_handover_pace(const struct pp_case *c, struct pp_verdict *out)
{
    const struct pp_plan *plan = c->plan;
    int32_t share = pp_handover_share(c->service), count = 0;
    for (int32_t i = 0; i < plan->n_handovers; i++) {
        int32_t week = week_of(c->service, plan->handovers[i].date);
        count += plan->handovers[i].kind != PP_CASE_CLOSED;
        bool last =
            i + 1 == plan->n_handovers || week_of(c->service, plan->handovers[i + 1].date) != week;
        if (last && count > share) {
            struct pp_breach *breach = pp_verdict_add(out, count - share);
            breach->date = c->service->settings.planned_on + week * WEEK;
        }
        count = last ? 0 : count;
    }
}

void explain_handover_pace(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    int32_t share = pp_handover_share(c->service);
    pp_buf_count(out, share + breach->amount, "family is", "families are");
    pp_buf_add(out, " handed over in the week that begins ");
    rules_on(out, breach->date);
    pp_buf_printf(out, "; evenly it would be %d.", share);
}
