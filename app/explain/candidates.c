// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Candidates for a family, by trying: the family is taken out of the plan,
 * then given to each person in turn, and the rule table judges every try.
 * Nothing here knows a rule; what is said is what the judges say.
 */
#include "candidates.h"

#include <stdlib.h>
#include <string.h>

/** A plan in which one family is moved about. */
struct trial {
    const struct pp_service *service;
    struct pp_plan plan; ///< borrows everything but the placements
    int32_t family;
    struct pp_balance balance;
    int64_t *amounts; ///< by rule, without the family; the arena's
    int64_t soft;     ///< cost of the soft rules, without the family
    struct pp_arena *arena;
};

static int64_t sum_amounts(const struct pp_verdict *verdict, int64_t *amounts)
{
    int64_t soft = 0;
    for (int32_t b = 0; b < verdict->n_breaches; b++) {
        const struct pp_breach *breach = &verdict->breaches[b];
        amounts[breach->rule] += breach->amount;
        soft += pp_rules[breach->rule].hard ? 0 : breach->cost;
    }
    return soft;
}

static void judge(const struct trial *t, struct pp_verdict *verdict)
{
    struct pp_case c = {.service = t->service, .plan = &t->plan};
    pp_judge(&c, 1u << PP_ALLOCATION, verdict);
}

/** Takes the family out, and remembers what the plan is worth without it. */
static void begin(struct trial *t, const struct pp_plan *plan)
{
    struct pp_verdict verdict = {0};
    t->plan = *plan;
    t->plan.placements = pp_arena_copy(t->arena, plan->placements,
                                       (size_t)plan->n_placements * sizeof(plan->placements[0]));
    t->plan.placements[t->family] = (struct pp_placement){.practitioner = PP_NONE, .rule = PP_NONE};
    t->balance = pp_balance_level(t->service, plan);
    t->amounts = PP_NEW(t->arena, int64_t, pp_n_rules);
    judge(t, &verdict);
    t->soft = sum_amounts(&verdict, t->amounts);
    pp_verdict_finish(&verdict);
}

static int32_t workload(const struct trial *t, int32_t practitioner)
{
    return pp_workload_permille(
        &t->balance, pp_plan_caseload(&t->plan, t->service, practitioner),
        pp_capacity_on(t->service, practitioner, t->service->settings.cases_from));
}

/** The hard rule that is broken more than without the family; PP_NONE: none. */
static int32_t broken_rule(const struct trial *t, const int64_t *amounts)
{
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        if (pp_rules[rule].hard && amounts[rule] > t->amounts[rule]) {
            return rule;
        }
    }
    return PP_NONE;
}

/** The words of the breach that names the family or the person. */
static const char *words_of(const struct trial *t, const struct pp_verdict *verdict,
                            const struct candidate *candidate)
{
    struct pp_case c = {.service = t->service, .plan = &t->plan};
    const char *words = NULL;
    for (int32_t b = 0; b < verdict->n_breaches && words == NULL; b++) {
        const struct pp_breach *breach = &verdict->breaches[b];
        if (breach->rule == candidate->rule &&
            (breach->family == t->family || breach->practitioner == candidate->practitioner)) {
            struct pp_buf sentence = {0};
            pp_rules[breach->rule].explain(&c, breach, &sentence);
            words = pp_arena_string(t->arena, pp_buf_text(&sentence));
            pp_buf_finish(&sentence);
        }
    }
    return words == NULL ? pp_rules[candidate->rule].help : words;
}

static struct candidate try_person(struct trial *t, int32_t practitioner)
{
    struct candidate candidate = {.practitioner = practitioner};
    struct pp_verdict verdict = {0};
    candidate.before = workload(t, practitioner);
    t->plan.placements[t->family].practitioner = practitioner;
    candidate.after = workload(t, practitioner);
    judge(t, &verdict);
    int64_t *amounts = PP_NEW(&verdict.arena, int64_t, pp_n_rules);
    candidate.cost = sum_amounts(&verdict, amounts) - t->soft;
    candidate.rule = broken_rule(t, amounts);
    if (candidate.rule != PP_NONE) {
        candidate.sentence = words_of(t, &verdict, &candidate);
    }
    t->plan.placements[t->family].practitioner = PP_NONE;
    pp_verdict_finish(&verdict);
    return candidate;
}

static int compare(const void *a, const void *b, void *user)
{
    const struct candidate *one = a, *two = b;
    const struct pp_service *service = ((const struct trial *)user)->service;
    if (one->rule != two->rule) { // PP_NONE, possible, comes first
        return one->rule < two->rule ? -1 : 1;
    }
    if (one->rule == PP_NONE && one->cost != two->cost) {
        return one->cost < two->cost ? -1 : 1;
    }
    return strcmp(service->practitioners[one->practitioner].practitioner,
                  service->practitioners[two->practitioner].practitioner);
}

struct candidate *candidates_rank(const struct pp_service *service, const struct pp_plan *plan,
                                  int32_t family, struct pp_arena *arena, int32_t *count)
{
    struct trial t = {.service = service, .family = family, .arena = arena};
    struct candidate *list = PP_NEW(arena, struct candidate, service->n_practitioners + 1);
    *count = 0;
    begin(&t, plan);
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        const struct pp_practitioner *person = &service->practitioners[p];
        if (service->roles[person->role].family_cap != PP_UNKNOWN &&
            person->contract != PP_VOLUNTEER) {
            list[(*count)++] = try_person(&t, p);
        }
    }
    qsort_r(list, (size_t)*count, sizeof(list[0]), compare, &t);
    return list;
}
