// SPDX-License-Identifier: GPL-3.0-or-later
/* Sums and words for the shortfalls of allocation. */
#include "gaps.h"

#include "words.h"

enum {
    UNCAPPED = 1 << 30 ///< a room that no caseload fills
};

bool gaps_holds(const struct gaps *gaps, int32_t practitioner)
{
    const struct person *person = &gaps->people.list[practitioner];
    return person->holds_cases && person->trained;
}

static struct amounts size_of(struct pp_load load)
{
    return (struct amounts){{load.families, load.children, load.points}};
}

struct packing gaps_families(struct gaps *gaps, const bool *chosen, int32_t people)
{
    const struct pp_service *service = gaps->service;
    struct packing packing = {
        .size = PP_NEW(&gaps->arena, struct amounts, service->n_families),
        .family = PP_NEW(&gaps->arena, int32_t, service->n_families),
        .with = PP_NEW(&gaps->arena, int32_t, service->n_families),
        .room = PP_NEW(&gaps->arena, struct amounts, people),
        .person = PP_NEW(&gaps->arena, int32_t, people),
    };
    for (int32_t family = 0; family < service->n_families; family++) {
        if (chosen[family] && !gaps->too_large[family]) {
            packing.family[packing.n_jobs] = family;
            packing.size[packing.n_jobs] = size_of(gaps->load[family]);
            packing.with[packing.n_jobs++] = gaps->plan->placements[family].practitioner;
        }
    }
    return packing;
}

static bool is_core_skill(const struct pp_service *service, int32_t role, int32_t skill)
{
    for (int32_t i = 0; i < service->n_core_training; i++) {
        const struct pp_core_training *core = &service->core_training[i];
        if (core->role == role && service->courses[core->course].skill == skill) {
            return true;
        }
    }
    return false;
}

static bool may_take(const void *user, int32_t family, int32_t person)
{
    const struct gaps_rules *rules = user;
    const struct pp_service *service = rules->gaps->service;
    if (person != NOBODY) {
        return people_forbids(&rules->gaps->people, family, person) == PP_NONE;
    }
    const struct pp_index *of = &service->needs_of;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        const struct pp_need *need = &service->needs[of->item[i]];
        if (need->strength == PP_NEEDED && !is_core_skill(service, rules->role, need->skill)) {
            return false;
        }
    }
    return true;
}

void gaps_pack_by_rules(struct packing *packing, const struct gaps_rules *rules)
{
    packing->may = may_take;
    packing->user = rules;
}

int32_t gaps_posts_for(struct gaps *gaps, const bool *chosen, int32_t role)
{
    struct packing packing = gaps_families(gaps, chosen, 0);
    return packing_new_agents(&packing, gaps_room(gaps_full_room(gaps->service, role)));
}

static int32_t least_of(int32_t over, int32_t cap)
{
    return over <= 0 ? 0 : cap <= 0 ? INT32_MAX / 2 : (int32_t)(((int64_t)over + cap - 1) / cap);
}

int32_t gaps_least_posts(const struct gaps *gaps, struct pp_load over, int32_t role)
{
    struct amounts full = gaps_room(gaps_full_room(gaps->service, role));
    const int32_t excess[MEASURES] = {over.families, over.children, over.points};
    int32_t posts = 1;
    for (int r = 0; r < MEASURES; r++) {
        int32_t least = least_of(excess[r], full.of[r]);
        posts = least > posts ? least : posts;
    }
    return posts;
}

void gaps_pack_person(const struct gaps *gaps, struct packing *packing, int32_t practitioner)
{
    packing->person[packing->n_agents] = practitioner;
    packing->room[packing->n_agents++] = gaps_room(gaps->people.list[practitioner].capacity);
}

static int32_t place_of(const struct gaps *gaps, int32_t pod)
{
    return pod == PP_NONE ? gaps->service->n_pods : pod;
}

struct gaps_side *gaps_sides(struct gaps *gaps)
{
    const struct pp_service *service = gaps->service;
    struct gaps_side *sides = PP_NEW(&gaps->arena, struct gaps_side, service->n_pods + 1);
    for (int32_t family = 0; family < service->n_families; family++) {
        if (!gaps->too_large[family]) {
            gaps_add_demand(gaps, &sides[place_of(gaps, gaps->pod[family])], family);
        }
    }
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        if (gaps_holds(gaps, i)) {
            gaps_add_person(gaps, &sides[place_of(gaps, service->practitioners[i].pod)], i);
        }
    }
    return sides;
}

int32_t gaps_role_of_pod(const struct gaps *gaps, int32_t pod)
{
    const struct pp_service *service = gaps->service;
    int32_t best = gaps->largest_role, most = 0;
    for (int32_t i = 0; i < service->n_roles; i++) {
        int32_t role = gaps->order->roles[i], count = 0;
        for (int32_t person = 0; person < service->n_practitioners; person++) {
            const struct pp_practitioner *row = &service->practitioners[person];
            count += row->pod == pod && row->role == role && gaps_holds(gaps, person);
        }
        if (count > most || (count == most && count > 0 && role == gaps->largest_role)) {
            most = count;
            best = role;
        }
    }
    return best;
}

struct amounts gaps_room(struct pp_capacity capacity)
{
    struct amounts room = {{capacity.families, capacity.children, capacity.points}};
    for (int r = 0; r < MEASURES; r++) {
        room.of[r] = room.of[r] < UNCAPPED ? room.of[r] : UNCAPPED;
    }
    return room;
}

void gaps_add_demand(const struct gaps *gaps, struct gaps_side *side, int32_t family)
{
    side->demand.families += gaps->load[family].families;
    side->demand.children += gaps->load[family].children;
    side->demand.points += gaps->load[family].points;
}

void gaps_add_person(const struct gaps *gaps, struct gaps_side *side, int32_t practitioner)
{
    struct pp_capacity capacity = gaps->people.list[practitioner].capacity;
    side->n_people++;
    side->room.families = words_add_room(side->room.families, capacity.families);
    side->room.children = words_add_room(side->room.children, capacity.children);
    side->room.points = words_add_room(side->room.points, capacity.points);
}

struct pp_capacity gaps_full_room(const struct pp_service *service, int32_t role)
{
    const struct pp_role *row = &service->roles[role];
    return (struct pp_capacity){
        .families = row->family_cap == PP_UNKNOWN ? 0 : row->family_cap,
        .children = row->child_cap == PP_UNKNOWN ? INT32_MAX : row->child_cap,
        .points = row->point_cap == PP_UNKNOWN ? INT32_MAX : row->point_cap,
        .percent = 100,
    };
}

static int32_t above(int32_t demand, int32_t room)
{
    return demand > room ? demand - room : 0;
}

bool gaps_over(const struct gaps_side *side, struct pp_load *over)
{
    *over = (struct pp_load){
        .families = above(side->demand.families, side->room.families),
        .children = above(side->demand.children, side->room.children),
        .points = above(side->demand.points, side->room.points),
    };
    return over->families > 0 || over->children > 0 || over->points > 0;
}

/* ---- Words ---- */

static void say_points(struct pp_buf *out, int64_t points)
{
    pp_buf_milli(out, points);
    pp_buf_add(out, points == PP_FTE ? " point" : " points");
}

void gaps_say_load(struct pp_buf *out, struct pp_load load, bool points)
{
    pp_buf_count(out, load.families, "family", "families");
    pp_buf_add(out, points ? ", " : " and ");
    pp_buf_count(out, load.children, "child", "children");
    if (points) {
        pp_buf_add(out, " and ");
        say_points(out, load.points);
    }
}

void gaps_say_room(struct pp_buf *out, struct pp_capacity room, bool points)
{
    pp_buf_count(out, room.families, "place for families", "places for families");
    if (room.children < INT32_MAX) {
        pp_buf_printf(out, "%s%d for children", points ? ", " : " and ", room.children);
    }
    if (points && room.points < INT32_MAX) {
        pp_buf_add(out, " and ");
        say_points(out, room.points);
    }
}

void gaps_say_over(struct pp_buf *out, struct pp_load over)
{
    int parts = (over.families > 0) + (over.children > 0) + (over.points > 0);
    if (over.families > 0) {
        pp_buf_count(out, over.families, "family", "families");
        pp_buf_add(out, --parts == 0 ? "" : parts == 1 ? " and " : ", ");
    }
    if (over.children > 0) {
        pp_buf_count(out, over.children, "child", "children");
        pp_buf_add(out, --parts == 0 ? "" : " and ");
    }
    if (over.points > 0) {
        say_points(out, over.points);
    }
}

void gaps_say_posts(struct pp_buf *out, const struct pp_service *service, int32_t posts,
                    int32_t role)
{
    const struct pp_role *row = &service->roles[role];
    pp_buf_count(out, posts, "more full-time post", "more full-time posts");
    pp_buf_printf(out, " in the role '%s' (each ", words_role(service, role));
    pp_buf_count(out, row->family_cap, "family", "families");
    if (row->child_cap != PP_UNKNOWN) {
        pp_buf_add(out, ", ");
        pp_buf_count(out, row->child_cap, "child", "children");
    }
    if (row->point_cap != PP_UNKNOWN) {
        pp_buf_add(out, ", ");
        say_points(out, row->point_cap);
    }
    pp_buf_add(out, ")");
}

void gaps_add(struct gaps *gaps, int32_t rule, const char *subject, int64_t amount,
              const char *unit, struct pp_buf *sentence, struct pp_buf *remedy)
{
    const char *words = pp_buf_text(remedy);
    pp_plan_add_shortfall(gaps->plan,
                          (struct pp_shortfall){.stage = PP_ALLOCATION,
                                                .rule = pp_rules[rule].name,
                                                .subject = subject,
                                                .from = PP_NO_DAY,
                                                .to = PP_NO_DAY,
                                                .amount = amount,
                                                .unit = unit,
                                                .sentence = pp_buf_text(sentence),
                                                .remedy = words[0] == '\0' ? NULL : words});
    pp_buf_finish(sentence);
    pp_buf_finish(remedy);
}
