// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Shortfalls of pods that close, pod by pod.  The posts in a remedy were tried: the pod's cases that
 * nobody takes pack into so many empty caseloads, and not into one less (packing.h).
 */
#include "closing_gaps.h"

#include "words.h"

#include <podplan/schema.h>

struct closing {
    struct pp_arena arena;
    const struct pp_service *service;
    const struct signature *order;
    struct pp_plan *plan;
    int32_t pod;
    int32_t *family; ///< of the pod, without a destination
    int32_t n_families, children;
    int32_t late; ///< cases that close by themselves, but after the pod
};

static void note_family(struct closing *closing, int32_t family)
{
    const struct pp_service *service = closing->service;
    struct pp_leaving leaving;
    if (!pp_is_leaving(service, family, &leaving) ||
        service->practitioners[leaving.from].pod != closing->pod) {
        return;
    }
    if (leaving.closes) {
        closing->late += leaving.last > service->pods[closing->pod].closes_on &&
                         leaving.last > service->settings.planned_on;
    } else if (pp_plan_holder(closing->plan, service, family) == PP_NONE) {
        closing->family[closing->n_families++] = family;
        closing->children += pp_family_load(service, family, service->settings.cases_from).children;
    }
}

static bool suits(const struct closing *closing, int32_t role)
{
    const struct pp_role *row = &closing->service->roles[role];
    return row->family_cap != PP_UNKNOWN && row->kind != PP_STEP_DOWN &&
           row->kind != PP_EARLY_HELP_WORK;
}

/* A social worker's role if there is one, the largest caseload; ties by the canonical order. */
static int32_t choose_role(const struct closing *closing)
{
    const struct pp_role *roles = closing->service->roles;
    int32_t best = PP_NONE;
    for (int32_t i = 0; i < closing->service->n_roles; i++) {
        int32_t role = closing->order->roles[i];
        if (!suits(closing, role)) {
            continue;
        }
        bool social = roles[role].kind == PP_SOCIAL_WORK;
        bool best_social = best != PP_NONE && roles[best].kind == PP_SOCIAL_WORK;
        if (best == PP_NONE || (social && !best_social) ||
            (social == best_social && roles[role].family_cap > roles[best].family_cap)) {
            best = role;
        }
    }
    return best;
}

/* The fewest empty full-time caseloads of the role that hold the families; PP_NONE: none do. */
static int32_t posts_needed(struct closing *closing, int32_t role)
{
    const struct pp_service *service = closing->service;
    int32_t n = closing->n_families;
    struct packing packing = {.n_jobs = n,
                              .size = PP_NEW(&closing->arena, struct amounts, n),
                              .family = closing->family,
                              .with = PP_NEW(&closing->arena, int32_t, n),
                              .room = PP_NEW(&closing->arena, struct amounts, n),
                              .person = PP_NEW(&closing->arena, int32_t, n)};
    for (int32_t i = 0; i < n; i++) {
        struct pp_load load =
            pp_family_load(service, closing->family[i], service->settings.cases_from);
        packing.size[i] = (struct amounts){{load.families, load.children, load.points}};
        packing.with[i] = NOBODY;
    }
    while (packing.n_agents < n) {
        packing.person[packing.n_agents] = NOBODY;
        packing.room[packing.n_agents++] = gaps_room(gaps_full_room(service, role));
        if (packing_left(&packing) == 0) {
            return packing.n_agents;
        }
    }
    return PP_NONE;
}

static void add(struct closing *closing, const char *rule, int64_t amount, struct pp_buf *sentence,
                struct pp_buf *remedy)
{
    const char *words = pp_buf_text(remedy);
    const struct pp_pod *pod = &closing->service->pods[closing->pod];
    pp_plan_add_shortfall(closing->plan,
                          (struct pp_shortfall){.stage = PP_ALLOCATION,
                                                .rule = rule,
                                                .subject = pod->pod,
                                                .from = pod->closes_on,
                                                .to = pod->closes_on,
                                                .amount = amount,
                                                .unit = "families",
                                                .sentence = pp_buf_text(sentence),
                                                .remedy = words[0] == '\0' ? NULL : words});
    pp_buf_finish(sentence);
    pp_buf_finish(remedy);
}

static void name_left(struct closing *closing)
{
    char day[PP_STAMP_TEXT];
    struct pp_buf sentence = {0}, remedy = {0};
    pp_day_words(closing->service->pods[closing->pod].closes_on, day);
    pp_buf_printf(&sentence, "Pod %s closes on %s, and ", words_pod(closing->service, closing->pod),
                  day);
    pp_buf_count(&sentence, closing->n_families, "of its cases, with ", "of its cases, with ");
    pp_buf_count(&sentence, closing->children, "child", "children");
    pp_buf_printf(&sentence, ", %s no destination.", closing->n_families == 1 ? "has" : "have");
    int32_t role = choose_role(closing);
    int32_t posts = role == PP_NONE ? PP_NONE : posts_needed(closing, role);
    if (posts != PP_NONE) {
        gaps_say_posts(&remedy, closing->service, posts, role);
        pp_buf_printf(&remedy, ", in post by %s, would have room for all of them.", day);
    }
    add(closing, "placement", closing->n_families, &sentence, &remedy);
}

static void name_late(struct closing *closing)
{
    char day[PP_STAMP_TEXT];
    struct pp_buf sentence = {0}, remedy = {0};
    pp_day_words(closing->service->pods[closing->pod].closes_on, day);
    pp_buf_count(&sentence, closing->late, "case", "cases");
    pp_buf_printf(&sentence, " of pod %s %s only after it does, on %s.",
                  words_pod(closing->service, closing->pod),
                  closing->late == 1 ? "closes" : "close", day);
    pp_buf_printf(&remedy, "Closing %s by then, or leaving %s open, would close it.",
                  closing->late == 1 ? "it" : "them", closing->late == 1 ? "it" : "them");
    add(closing, "destination", closing->late, &sentence, &remedy);
}

/* The notice that there is, where it is less than a week. */
static void name_short_notice(struct closing *closing, int32_t handovers)
{
    pp_day closes = closing->service->pods[closing->pod].closes_on;
    int32_t days = closes - closing->service->settings.planned_on;
    struct pp_buf sentence = {0}, remedy = {0};
    pp_buf_count(&sentence, handovers, "case of pod", "cases of pod");
    pp_buf_printf(&sentence, " %s %s handed over with ", words_pod(closing->service, closing->pod),
                  handovers == 1 ? "is" : "are");
    pp_buf_count(&sentence, days < 0 ? 0 : days, "day", "days");
    pp_buf_add(&sentence, " of notice instead of a week.");
    add(closing, "destination", handovers, &sentence, &remedy);
}

static int32_t count_handovers(const struct closing *closing)
{
    int32_t count = 0;
    for (int32_t i = 0; i < closing->plan->n_handovers; i++) {
        const struct pp_handover *handover = &closing->plan->handovers[i];
        count += handover->to != PP_NONE &&
                 closing->service->practitioners[handover->from].pod == closing->pod;
    }
    return count;
}

static void name_gaps_of(struct closing *closing)
{
    const struct pp_settings *settings = &closing->service->settings;
    pp_day closes = closing->service->pods[closing->pod].closes_on;
    closing->n_families = closing->children = closing->late = 0;
    for (int32_t i = 0; i < closing->service->n_families; i++) {
        note_family(closing, closing->order->families[i]);
    }
    if (closing->n_families > 0) {
        name_left(closing);
    }
    if (closing->late > 0) {
        name_late(closing);
    }
    int32_t handovers = count_handovers(closing);
    if (handovers > 0 && closes < settings->planned_on + PP_NOTICE_DAYS) {
        name_short_notice(closing, handovers);
    }
}

void closing_name_gaps(const struct pp_case *c, const struct signature *order, struct pp_plan *plan)
{
    struct closing closing = {.service = c->service, .order = order, .plan = plan};
    closing.family = PP_NEW(&closing.arena, int32_t, c->service->n_families);
    for (int32_t i = 0; i < c->service->n_pods; i++) {
        closing.pod = order->pods[i];
        pp_day closes = c->service->pods[closing.pod].closes_on;
        if (closes != PP_NO_DAY && closes < c->service->settings.cases_from) {
            name_gaps_of(&closing);
        }
    }
    pp_arena_finish(&closing.arena);
}
