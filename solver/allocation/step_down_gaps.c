// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The shortfalls of the rule social_worker.  A number of posts in a remedy was tried: with so many,
 * all families concerned pack into the caseloads (packing.h), and with one less they did not.
 */
#include "step_down_gaps.h"

#include "words.h"

#include <podplan/schema.h>

struct wants {
    struct pp_arena arena;
    struct pp_case c;
    const struct signature *order;
    struct people people;
    int32_t *family; ///< those concerned
    int32_t n_families;
    int32_t wanting; ///< of them without a social worker
    int32_t children;
};

/* The role of a kind with the largest caseload; ties by the canonical order; PP_NONE. */
static int32_t role_of_kind(const struct wants *w, enum pp_role_kind kind)
{
    const struct pp_service *service = w->c.service;
    int32_t best = PP_NONE;
    for (int32_t i = 0; i < service->n_roles; i++) {
        int32_t role = w->order->roles[i];
        const struct pp_role *row = &service->roles[role];
        if (row->kind == (int32_t)kind && row->family_cap != PP_UNKNOWN &&
            (best == PP_NONE || row->family_cap > service->roles[best].family_cap)) {
            best = role;
        }
    }
    return best;
}

static struct pp_load load_of(const struct wants *w, int32_t i)
{
    return pp_family_load(w->c.service, w->family[i], w->c.service->settings.cases_from);
}

static bool may_be_with(const void *user, int32_t family, int32_t person)
{
    return person == NOBODY || !pp_in_conflict(user, family, person);
}

/* The families concerned, in the caseloads of those who may be beside when `people`, else in none. */
static struct packing pack(struct wants *w, bool people)
{
    const struct pp_service *service = w->c.service;
    int32_t most = service->n_practitioners + w->n_families;
    struct packing packing = {.n_jobs = w->n_families,
                              .size = PP_NEW(&w->arena, struct amounts, w->n_families),
                              .family = PP_NEW(&w->arena, int32_t, w->n_families),
                              .may = may_be_with,
                              .user = w->c.service,
                              .with = PP_NEW(&w->arena, int32_t, w->n_families),
                              .room = PP_NEW(&w->arena, struct amounts, most),
                              .person = PP_NEW(&w->arena, int32_t, most)};
    for (int32_t i = 0; i < w->n_families; i++) {
        struct pp_load load = load_of(w, i);
        packing.size[i] = (struct amounts){{load.families, load.children, load.points}};
        packing.family[i] = w->family[i];
        packing.with[i] = people ? w->c.plan->social_workers[w->family[i]] : NOBODY;
    }
    for (int32_t person = 0; people && person < service->n_practitioners; person++) {
        if (pp_may_be_beside(service, w->c.plan, person)) {
            packing.person[packing.n_agents] = person;
            packing.room[packing.n_agents++] = gaps_room(w->people.list[person].capacity);
        }
    }
    return packing;
}

/* The fewest full-time posts of the role with which all families pack; PP_NONE: none is enough. */
static int32_t posts_needed(struct wants *w, int32_t role, bool people)
{
    struct packing packing = pack(w, people);
    for (int32_t posts = 0; posts <= w->n_families; posts++) {
        if (packing_left(&packing) == 0) {
            return posts;
        }
        packing.person[packing.n_agents] = NOBODY;
        packing.room[packing.n_agents++] = gaps_room(gaps_full_room(w->c.service, role));
    }
    return PP_NONE;
}

static void say_families(const struct wants *w, struct pp_buf *out)
{
    pp_buf_count(out, w->wanting, "escalated family", "escalated families");
    pp_buf_add(out, ", with ");
    pp_buf_count(out, w->children, "child", "children");
    pp_buf_add(out, w->wanting == 1 ? ", has" : ", have");
}

static void say_remedy(struct wants *w, enum pp_role_kind kind, bool people, struct pp_buf *out)
{
    int32_t role = role_of_kind(w, kind);
    if (role == PP_NONE) {
        pp_buf_printf(out, "A role of the kind %s, with a caseload, would be a way; there is none.",
                      pp_word(pp_role_kind_words, kind));
        return;
    }
    int32_t posts = posts_needed(w, role, people);
    if (posts > 0) {
        gaps_say_posts(out, w->c.service, posts, role);
        pp_buf_add(out, people ? " would close it." : " would have room for them.");
    }
}

static void add(struct wants *w, struct pp_plan *plan, const char *what, enum pp_role_kind kind,
                bool people)
{
    if (w->wanting == 0) {
        return;
    }
    struct pp_buf sentence = {0}, remedy = {0};
    say_families(w, &sentence);
    pp_buf_add(&sentence, what);
    say_remedy(w, kind, people, &remedy);
    const char *words = pp_buf_text(&remedy);
    pp_plan_add_shortfall(plan, (struct pp_shortfall){.stage = PP_ALLOCATION,
                                                      .rule = "social_worker",
                                                      .subject = words_service(w->c.service),
                                                      .from = PP_NO_DAY,
                                                      .to = PP_NO_DAY,
                                                      .amount = w->wanting,
                                                      .unit = "families",
                                                      .sentence = pp_buf_text(&sentence),
                                                      .remedy = words[0] == '\0' ? NULL : words});
    pp_buf_finish(&sentence);
    pp_buf_finish(&remedy);
}

static void note(struct wants *w, int32_t family, bool wanting)
{
    w->family[w->n_families++] = family;
    if (wanting) {
        w->wanting++;
        w->children += load_of(w, w->n_families - 1).children;
    }
}

static void name_nobody_beside(struct wants *w, struct pp_plan *plan)
{
    for (int32_t i = 0; i < plan->n_social_workers; i++) {
        int32_t family = w->order->families[i];
        if (w->people.escalation[family].beside) {
            note(w, family, plan->social_workers[family] == PP_NONE);
        }
    }
    add(w, plan, " no social worker beside the practitioner.", PP_STEP_DOWN, true);
}

static void name_not_across(struct wants *w, struct pp_plan *plan)
{
    w->n_families = w->wanting = w->children = 0;
    for (int32_t i = 0; i < plan->n_placements; i++) {
        int32_t family = w->order->families[i], holder = plan->placements[family].practitioner;
        if (w->people.escalation[family].across && holder != PP_NONE &&
            !pp_is_social_worker(w->c.service, holder)) {
            note(w, family, true);
        }
    }
    add(w, plan, " a practitioner who is no social worker, because no social worker has room.",
        PP_SOCIAL_WORK, false);
}

void step_down_name_gaps(const struct pp_case *c, const struct signature *order,
                         struct pp_plan *plan)
{
    struct wants w = {.c = *c, .order = order};
    w.people = people_read(c, &w.arena);
    w.family = PP_NEW(&w.arena, int32_t, c->service->n_families);
    name_nobody_beside(&w, plan);
    name_not_across(&w, plan);
    pp_arena_finish(&w.arena);
}
