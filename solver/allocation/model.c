// SPDX-License-Identifier: GPL-3.0-or-later
/* The numbers of the assignment problem, rule by rule. */
#include "model.h"

#include "people.h"
#include "signature.h"

#include <assert.h>

enum {
    MOST_ROOM = 1 << 30 ///< "not capped" as a room, safe to add to
};

static int64_t curve(const void *user, int32_t agent, int32_t load)
{
    const struct model *model = user;
    struct pp_load held = {.children = load, .points = load};
    return model->weight_balance * pp_balance_units(&model->balance, held, model->capacity[agent]);
}

/* ---- People and families ---- */

static void choose_agents(struct model *model)
{
    const struct pp_service *service = model->c.service;
    int32_t n = service->n_practitioners;
    model->practitioner = PP_NEW(&model->arena, int32_t, n);
    model->agent_of = PP_NEW(&model->arena, int32_t, n);
    model->capacity = PP_NEW(&model->arena, struct pp_capacity, n);
    struct amounts *room = PP_NEW(&model->arena, struct amounts, n);
    int32_t agents = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t person = model->people[i];
        model->agent_of[person] = NOBODY;
        if (!pp_may_hold_cases(service, model->c.plan, person)) {
            continue;
        }
        struct pp_capacity capacity = pp_capacity_on(service, person, service->settings.cases_from);
        model->agent_of[person] = agents;
        model->practitioner[agents] = person;
        model->capacity[agents] = capacity;
        room[agents++] = (struct amounts){{capacity.families, capacity.children, capacity.points}};
    }
    for (int32_t agent = 0; agent < agents; agent++) {
        for (int r = 0; r < MEASURES; r++) {
            room[agent].of[r] = room[agent].of[r] < MOST_ROOM ? room[agent].of[r] : MOST_ROOM;
        }
    }
    model->problem.n_agents = agents;
    model->problem.room = room;
}

static void weigh_families(struct model *model)
{
    const struct pp_service *service = model->c.service;
    struct amounts *size = PP_NEW(&model->arena, struct amounts, service->n_families);
    model->start = PP_NEW(&model->arena, int32_t, service->n_families);
    for (int32_t job = 0; job < service->n_families; job++) {
        int32_t family = model->family[job];
        struct pp_load load = pp_family_load(service, family, service->settings.cases_from);
        size[job] = (struct amounts){{load.families, load.children, load.points}};
        int32_t holder = service->families[family].practitioner;
        if (model->c.before != NULL && model->c.before->placements != NULL) {
            holder = model->c.before->placements[family].practitioner;
        }
        model->start[job] = holder == PP_NONE ? NOBODY : model->agent_of[holder];
    }
    model->problem.n_jobs = service->n_families;
    model->problem.size = size;
}

static void note_skills(struct model *model)
{
    const struct pp_service *service = model->c.service;
    int32_t n_skills = service->n_skills;
    model->holds = pp_arena_alloc(&model->arena, (size_t)model->problem.n_agents,
                                  (size_t)n_skills * sizeof(bool));
    for (int32_t agent = 0; agent < model->problem.n_agents; agent++) {
        for (int32_t skill = 0; skill < n_skills; skill++) {
            model->holds[(int64_t)agent * n_skills + skill] =
                pp_plan_holds_skill(model->c.plan, service, model->practitioner[agent], skill,
                                    service->settings.cases_from);
        }
    }
}

/* ---- Pairs ---- */

static int32_t lacking(const struct model *model, int32_t family, int32_t agent,
                       enum pp_strength strength)
{
    const struct pp_service *service = model->c.service;
    const struct pp_index *of = &service->needs_of;
    int32_t count = 0;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        const struct pp_need *need = &service->needs[of->item[i]];
        count += need->strength == (int32_t)strength && !model_holds(model, agent, need->skill);
    }
    return count;
}

int64_t model_pair_cost(const struct model *model, int32_t job, int32_t agent, bool handover)
{
    const struct pp_service *service = model->c.service;
    int32_t family = model->family[job], person = model->practitioner[agent];
    int32_t language = service->families[family].language;
    int64_t cost = 0;
    if (handover) {
        int32_t before = pp_holder_before(&model->c, family);
        cost += before != PP_NONE && before != person ? model->weight_continuity : 0;
    }
    cost += (int64_t)model->weight_travel * pp_travel_load(service, family, person);
    cost += (int64_t)model->weight_preferred * lacking(model, family, agent, PP_PREFERRED);
    if (language != PP_NONE && !model_holds(model, agent, language)) {
        cost += model->weight_language;
    }
    return cost;
}

static bool price_pair(struct model *model, int32_t job, int32_t agent, int32_t *cost,
                       int32_t *ground, struct pp_err *err)
{
    const struct pp_service *service = model->c.service;
    int32_t family = model->family[job], person = model->practitioner[agent];
    *cost = *ground = FORBIDDEN;
    if (lacking(model, family, agent, PP_NEEDED) > 0 ||
        people_in_conflict(service, family, person)) {
        return true;
    }
    int64_t all = model_pair_cost(model, job, agent, true);
    if (all >= FORBIDDEN) {
        return pp_fail(err, PP_E_INPUT,
                       "family %s with practitioner %s would cost %lld minutes a week; the most "
                       "that can be counted is %d: a weight in rule_weights.csv is too large",
                       service->families[family].family,
                       service->practitioners[person].practitioner, (long long)all, FORBIDDEN - 1);
    }
    *cost = (int32_t)all;
    *ground = (int32_t)model_pair_cost(model, job, agent, false);
    return true;
}

static bool price_pairs(struct model *model, struct pp_err *err)
{
    int32_t n_jobs = model->problem.n_jobs, n_agents = model->problem.n_agents;
    size_t pairs = (size_t)n_jobs * (size_t)n_agents;
    if (pairs > MODEL_MOST_PAIRS) {
        return pp_fail(err, PP_E_INPUT,
                       "%d families for %d practitioners are %zu pairs to compare; the most is %d",
                       n_jobs, n_agents, pairs, MODEL_MOST_PAIRS);
    }
    struct pp_arena scratch = {0};
    int32_t *cost = pp_arena_alloc(&model->arena, pairs, sizeof(*cost));
    int32_t *ground = pp_arena_alloc(&scratch, pairs, sizeof(*ground));
    bool priced = true;
    for (int32_t job = 0; job < n_jobs && priced; job++) {
        for (int32_t agent = 0; agent < n_agents && priced; agent++) {
            size_t pair = (size_t)job * (size_t)n_agents + (size_t)agent;
            priced = price_pair(model, job, agent, &cost[pair], &ground[pair], err);
        }
    }
    model->problem.cost = cost;
    if (priced) {
        assignment_prepare(&model->problem, ground, &model->arena);
    }
    pp_arena_finish(&scratch);
    return priced;
}

static void read_weights(struct model *model)
{
    const struct pp_service *service = model->c.service;
    model->weight_continuity = pp_weight_of(service, "continuity");
    model->weight_travel = pp_weight_of(service, "travel");
    model->weight_preferred = pp_weight_of(service, "preferred_skill");
    model->weight_language = pp_weight_of(service, "language");
    model->weight_balance = pp_weight_of(service, "balance");
    model->problem.price = pp_weight_of(service, "placement");
}

bool model_build(struct model *model, const struct pp_case *c, uint64_t seed, struct pp_err *err)
{
    const struct pp_service *service = c->service;
    *model = (struct model){.c = *c};
    model->people = PP_NEW(&model->arena, int32_t, service->n_practitioners);
    model->family = PP_NEW(&model->arena, int32_t, service->n_families);
    signature_order(c, seed, model->family, model->people);
    read_weights(model);
    model->balance = pp_balance_level(service, c->plan);
    model->problem.curve_measure = model->balance.in_points ? POINTS : CHILDREN;
    model->problem.curve = curve;
    model->problem.user = model;
    choose_agents(model);
    weigh_families(model);
    note_skills(model);
    return price_pairs(model, err);
}

void model_finish(struct model *model)
{
    pp_arena_finish(&model->arena);
    *model = (struct model){.family = NULL};
}
