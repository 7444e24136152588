// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who could take a family, everybody else's placement as it is: each practitioner with the rule
 * that forbids it or with what it costs.  The same definitions as the search (people.h, prices.h).
 */
#include "candidates.h"

#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static struct pp_load sum(struct pp_load a, struct pp_load b, int32_t sign)
{
    return (struct pp_load){a.families + sign * b.families, a.children + sign * b.children,
                            a.points + sign * b.points, a.unassessed + sign * b.unassessed};
}

/* ---- Words ---- */

static void say_cap(const struct trial *t, const struct person *person, struct pp_load others,
                    int32_t rule, struct pp_buf *out)
{
    pp_buf_add(out, "holds ");
    words_amount(out, t->people, rule, words_load(t->people, rule, others));
    pp_buf_add(out, " of ");
    words_number(out, t->people, rule, words_room(t->people, rule, person->capacity));
    pp_buf_add(out, " and the family brings ");
    words_number(out, t->people, rule, words_load(t->people, rule, t->load));
    pp_buf_add(out, ".");
}

static void say_lacking(const struct trial *t, int32_t practitioner, struct pp_buf *out)
{
    const struct pp_service *service = t->people->service;
    const struct pp_index *of = &service->needs_of;
    const char *before = "does not hold ";
    for (int32_t i = of->start[t->family]; i < of->start[t->family + 1]; i++) {
        const struct pp_need *need = &service->needs[of->item[i]];
        if (need->strength == PP_NEEDED && !people_holds(t->people, practitioner, need->skill)) {
            pp_buf_printf(out, "%s'%s'", before, words_skill(service, need->skill));
            before = " or ";
        }
    }
    pp_buf_add(out, ", which the family needs.");
}

void trial_say_obstacle(const struct trial *t, int32_t practitioner, struct pp_load others,
                        int32_t rule, struct pp_buf *out)
{
    char day[PP_STAMP_TEXT];
    pp_day_words(t->people->service->settings.cases_from, day);
    if (rule == t->people->holder_in_post) {
        pp_buf_printf(out, "is not in post on %s in a role that holds cases.", day);
    } else if (rule == t->people->holder_trained) {
        pp_buf_printf(out, "has not done all core courses by %s.", day);
    } else if (rule == t->people->needed_skill) {
        say_lacking(t, practitioner, out);
    } else if (rule == t->people->conflict) {
        pp_buf_add(out, "has a conflict with the family.");
    } else if (rule == t->people->threshold) {
        pp_buf_add(out, "works in early help, and the family has children above that.");
    } else if (rule == t->people->step_down) {
        int32_t keeps = t->people->escalation[t->family].keeps;
        pp_buf_printf(out, "would take an escalated family from %s, who can keep it.",
                      t->people->service->practitioners[keeps].practitioner);
    } else if (rule == t->people->destination) {
        pp_buf_add(out, "starts only after the pod that the family has to leave closes.");
    } else if (rule == t->people->social_worker) {
        pp_buf_add(out, "is no social worker, and the family has escalated.");
    } else {
        say_cap(t, &t->people->list[practitioner], others, rule, out);
    }
}

void trial_say_parts(const struct pp_candidate *found, struct pp_buf *out)
{
    const struct {
        const char *word;
        int64_t cost;
    } parts[] = {
        {"hand-over", found->continuity},
        {"travel", found->travel},
        {"preferred skills", found->preferred_skill},
        {"language", found->language},
        {"balance", found->balance},
    };
    const char *before = "";
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (parts[i].cost != 0) {
            pp_buf_printf(out, "%s%s %+" PRId64, before, parts[i].word, parts[i].cost);
            before = ", ";
        }
    }
    pp_buf_add(out, before[0] == '\0' ? "nothing" : "");
}

static void say_cost(const struct pp_candidate *found, struct pp_buf *out)
{
    pp_buf_printf(out, "would go from %d%% to %d%% of capacity; ",
                  (int)(found->permille_before + 5) / 10, (int)(found->permille_after + 5) / 10);
    if (found->cost == 0) {
        pp_buf_add(out, "no cost.");
        return;
    }
    pp_buf_printf(out, "%" PRId64 " minutes a week (", found->cost);
    trial_say_parts(found, out);
    pp_buf_add(out, ").");
}

/* ---- One practitioner ---- */

struct trial trial_begin(const struct pp_case *c, const struct people *people, int32_t family,
                         struct pp_arena *arena)
{
    return (struct trial){.prices = prices_read(c, people),
                          .people = people,
                          .family = family,
                          .load =
                              pp_family_load(c->service, family, c->service->settings.cases_from),
                          .arena = arena};
}

struct pp_load trial_others(const struct trial *t, int32_t practitioner)
{
    const struct person *person = &t->people->list[practitioner];
    bool holds = pp_plan_holder(t->people->plan, t->people->service, t->family) == practitioner;
    return holds ? sum(person->load, t->load, -1) : person->load;
}

struct pp_candidate trial_person(const struct trial *t, int32_t practitioner)
{
    const struct person *person = &t->people->list[practitioner];
    struct pp_load others = trial_others(t, practitioner), all = sum(others, t->load, 1);
    struct pp_candidate found = {
        .practitioner = practitioner,
        .rule = people_obstacle(t->people, t->family, t->load, practitioner, others),
        .continuity = prices_handover(&t->prices, t->family, practitioner),
        .travel = prices_travel(&t->prices, t->family, practitioner),
        .preferred_skill = prices_preferred(&t->prices, t->family, practitioner),
        .language = prices_language(&t->prices, t->family, practitioner),
        .balance = prices_balance(&t->prices, all, person->capacity) -
                   prices_balance(&t->prices, others, person->capacity),
        .permille_before = pp_workload_permille(&t->prices.balance, others, person->capacity),
        .permille_after = pp_workload_permille(&t->prices.balance, all, person->capacity),
    };
    if (found.rule == PP_NONE && prices_across(&t->prices, t->family, practitioner) > 0) {
        found.rule = t->people->social_worker;
    }
    found.cost =
        found.continuity + found.travel + found.preferred_skill + found.language + found.balance;
    return found;
}

static struct pp_candidate try_person(const struct trial *t, int32_t practitioner)
{
    struct pp_candidate found = trial_person(t, practitioner);
    struct pp_buf out = {0};
    pp_buf_printf(&out, "%s ", t->people->service->practitioners[practitioner].practitioner);
    if (found.rule != PP_NONE) {
        trial_say_obstacle(t, practitioner, trial_others(t, practitioner), found.rule, &out);
    } else {
        say_cost(&found, &out);
    }
    found.sentence = pp_arena_string(t->arena, pp_buf_text(&out));
    pp_buf_finish(&out);
    return found;
}

struct ranked {
    struct pp_candidate candidate;
    const char *key;
};

/* Possible ones by cost; then the others, the lower the rule in the table the closer to possible. */
static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    bool x = a->candidate.rule != PP_NONE, y = b->candidate.rule != PP_NONE;
    if (x != y) {
        return x ? 1 : -1;
    }
    if (a->candidate.rule != b->candidate.rule) {
        return a->candidate.rule > b->candidate.rule ? -1 : 1;
    }
    if (a->candidate.cost != b->candidate.cost) {
        return a->candidate.cost < b->candidate.cost ? -1 : 1;
    }
    if (a->candidate.permille_after != b->candidate.permille_after) {
        return a->candidate.permille_after < b->candidate.permille_after ? -1 : 1;
    }
    return strcmp(a->key, b->key);
}

int32_t pp_allocation_candidates(const struct pp_service *service, const struct pp_plan *plan,
                                 const struct pp_plan *before, int32_t family,
                                 struct pp_arena *arena, struct pp_candidate **out)
{
    struct pp_arena scratch = {0};
    struct pp_case c = {service, plan, before};
    struct people people = people_read(&c, &scratch);
    struct trial t = trial_begin(&c, &people, family, arena);
    int32_t n = service->n_practitioners;
    struct ranked *ranked = PP_NEW(&scratch, struct ranked, n);
    for (int32_t i = 0; i < n; i++) {
        ranked[i] = (struct ranked){try_person(&t, i), service->practitioners[i].practitioner};
    }
    if (n > 0) {
        qsort(ranked, (size_t)n, sizeof(ranked[0]), compare_ranked);
    }
    *out = PP_NEW(arena, struct pp_candidate, n);
    for (int32_t i = 0; i < n; i++) {
        (*out)[i] = ranked[i].candidate;
    }
    pp_arena_finish(&scratch);
    return n;
}
