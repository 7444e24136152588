// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Skills that too few hold: for each needed skill, its families against the caseloads of those who
 * hold it, and how many more would have to be trained.
 */
#include "gaps.h"
#include "packing.h"
#include "words.h"

enum {
    MOST_NAMES = 5 ///< in one sentence
};

struct skill_scope {
    int32_t skill;
    struct gaps_side side;
    bool *needs; ///< [family]
    int32_t unplaced;
    struct packing packing; ///< the families, and those who hold the skill
    int32_t *others;        ///< practitioners who hold cases but not the skill
    int32_t n_others;
};

/* Somebody with the skill could help it, or somebody with the skill and room. */
static bool lacks_skill_or_room(const struct gaps *gaps, int32_t family)
{
    const struct pp_placement *placement = &gaps->plan->placements[family];
    return placement->practitioner == PP_NONE && !gaps->too_large[family] &&
           (placement->rule == gaps->people.needed_skill || gaps_is_cap(gaps, placement->rule));
}

static void read_needs(struct gaps *gaps, struct skill_scope *scope)
{
    const struct pp_service *service = gaps->service;
    scope->needs = PP_NEW(&gaps->arena, bool, service->n_families);
    for (int32_t i = 0; i < service->n_needs; i++) {
        const struct pp_need *need = &service->needs[i];
        if (need->skill == scope->skill && need->strength == PP_NEEDED &&
            !scope->needs[need->family]) {
            scope->needs[need->family] = true;
            gaps_add_demand(gaps, &scope->side, need->family);
            scope->unplaced += lacks_skill_or_room(gaps, need->family);
        }
    }
}

static void read_people(struct gaps *gaps, struct skill_scope *scope)
{
    const struct pp_service *service = gaps->service;
    scope->others = PP_NEW(&gaps->arena, int32_t, service->n_practitioners);
    scope->packing = gaps_families(gaps, scope->needs, service->n_practitioners);
    for (int32_t place = 0; place < service->n_practitioners; place++) {
        int32_t i = gaps->order->practitioners[place];
        if (!gaps_holds(gaps, i)) {
            continue;
        }
        if (people_holds(&gaps->people, i, scope->skill)) {
            gaps_add_person(gaps, &scope->side, i);
            gaps_pack_person(gaps, &scope->packing, i);
        } else {
            scope->others[scope->n_others++] = i;
        }
    }
}

/* Who would be trained first: larger caseloads. */
static bool comes_before(const struct gaps *gaps, int32_t a, int32_t b)
{
    struct pp_capacity x = gaps->people.list[a].capacity, y = gaps->people.list[b].capacity;
    if (x.families != y.families) {
        return x.families > y.families;
    }
    return x.children > y.children;
}

static int32_t take_first(const struct gaps *gaps, struct skill_scope *scope)
{
    int32_t best = 0;
    for (int32_t i = 1; i < scope->n_others; i++) {
        best = comes_before(gaps, scope->others[i], scope->others[best]) ? i : best;
    }
    int32_t person = scope->others[best];
    scope->n_others--;
    for (int32_t i = best; i < scope->n_others; i++) { // the others stay in canonical order
        scope->others[i] = scope->others[i + 1];
    }
    return person;
}

static bool is_taught(const struct pp_service *service, int32_t skill)
{
    for (int32_t i = 0; i < service->n_courses; i++) {
        if (service->courses[i].skill == skill) {
            return true;
        }
    }
    return false;
}

/* Trains one after another until the families of the skill pack; how many are left over. */
static int32_t train_until_closed(struct gaps *gaps, struct skill_scope *scope, int32_t *trained,
                                  struct pp_buf *names)
{
    struct gaps_side side = scope->side;
    struct pp_load over;
    int32_t left = scope->packing.n_jobs;
    while (left > 0 && scope->n_others > 0) {
        int32_t person = take_first(gaps, scope);
        gaps_add_person(gaps, &side, person);
        gaps_pack_person(gaps, &scope->packing, person);
        if (++*trained <= MOST_NAMES) {
            pp_buf_printf(names, "%s%s", *trained > 1 ? ", " : "",
                          gaps->service->practitioners[person].practitioner);
        }
        bool hopeless = gaps_over(&side, &over) && scope->n_others > 0;
        left = hopeless ? left : packing_left(&scope->packing);
    }
    if (*trained > MOST_NAMES) {
        pp_buf_printf(names, " and %d more", *trained - MOST_NAMES);
    }
    return left;
}

static void say_remedy(struct gaps *gaps, struct skill_scope *scope, struct pp_buf *out)
{
    const struct pp_service *service = gaps->service;
    struct pp_buf names = {0};
    int32_t trained = 0, left = train_until_closed(gaps, scope, &trained, &names);
    if (left == 0) {
        pp_buf_printf(out, "Train %d more in '%s', say %s%s.", trained,
                      words_skill(service, scope->skill), pp_buf_text(&names),
                      is_taught(service, scope->skill) ? "" : "; no course of the data teaches it");
    } else {
        pp_buf_printf(out, "Even with everybody trained in '%s' the caps leave ",
                      words_skill(service, scope->skill));
        pp_buf_count(out, left, "family", "families");
        pp_buf_add(out, " over; more posts are needed.");
    }
    pp_buf_finish(&names);
}

static void name_skill(struct gaps *gaps, struct skill_scope *scope, int32_t left)
{
    const struct pp_service *service = gaps->service;
    struct pp_buf sentence = {0}, remedy = {0};
    pp_buf_printf(&sentence, "'%s' is needed by ", words_skill(service, scope->skill));
    gaps_say_load(&sentence, scope->side.demand, false);
    if (scope->packing.n_agents == 0) {
        pp_buf_add(&sentence, ", and nobody who holds cases holds it.");
    } else {
        pp_buf_add(&sentence, "; ");
        pp_buf_count(&sentence, scope->packing.n_agents, "person who holds it has ",
                     "people who hold it have ");
        gaps_say_room(&sentence, scope->side.room, false);
        pp_buf_add(&sentence, ".");
    }
    say_remedy(gaps, scope, &remedy);
    gaps_add(gaps, gaps->people.needed_skill, service->skills[scope->skill].skill, left, "families",
             &sentence, &remedy);
}

void shortfall_skills(struct gaps *gaps)
{
    for (int32_t skill = 0; skill < gaps->service->n_skills; skill++) {
        struct skill_scope scope = {.skill = skill};
        read_needs(gaps, &scope);
        if (scope.unplaced == 0) {
            continue;
        }
        read_people(gaps, &scope);
        int32_t left = packing_left(&scope.packing);
        if (left > 0) {
            name_skill(gaps, &scope, left);
        }
    }
}
