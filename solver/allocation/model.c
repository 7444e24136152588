// SPDX-License-Identifier: GPL-3.0-or-later
/* The numbers of the assignment problem, rule by rule. */
#include "model.h"

#include "signature.h"

#include <assert.h>

enum {
    MOST_ROOM = 1 << 30 ///< "not capped" as a room, safe to add to
};

static int64_t curve(const void *user, int32_t agent, int32_t load)
{
    const struct model *model = user;
    load += model->held[agent].of[model->problem.curve_measure];
    struct pp_load held = {.children = load, .points = load};
    return prices_balance(&model->prices, held, model->capacity[agent]);
}

/* ---- People and families ---- */

/* Fixed ones behind all others, in the same order; closed ones nowhere. */
static void part_fixed(struct model *model)
{
    const struct pp_service *service = model->c.service;
    int32_t n = service->n_families, free = 0, fixed = 0;
    int32_t *tail = PP_NEW(&model->arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        int32_t family = model->family[i];
        if (!pp_is_open(service, family, service->settings.cases_from)) {
            continue;
        }
        if (model->fixed != NULL && model->fixed[family] != PP_NONE) {
            tail[fixed++] = family;
        } else {
            model->family[free++] = family;
        }
    }
    for (int32_t i = 0; i < fixed; i++) {
        model->family[free + i] = tail[i];
    }
    model->problem.n_jobs = free;
    model->n_fixed = fixed;
}

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
        int32_t person = model->order[i];
        model->agent_of[person] = NOBODY;
        const struct person *known = &model->people.list[person];
        if (!known->holds_cases || !known->trained) {
            continue;
        }
        struct pp_capacity capacity = known->capacity;
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

static struct amounts size_of(const struct pp_service *service, int32_t family)
{
    struct pp_load load = pp_family_load(service, family, service->settings.cases_from);
    return (struct amounts){{load.families, load.children, load.points}};
}

static void weigh_families(struct model *model)
{
    const struct pp_service *service = model->c.service;
    int32_t jobs = model->problem.n_jobs;
    struct amounts *size = PP_NEW(&model->arena, struct amounts, jobs);
    model->start = PP_NEW(&model->arena, int32_t, jobs);
    for (int32_t job = 0; job < jobs; job++) {
        int32_t family = model->family[job];
        size[job] = size_of(service, family);
        int32_t holder = service->families[family].practitioner;
        if (model->c.before != NULL && model->c.before->placements != NULL) {
            holder = model->c.before->placements[family].practitioner;
        }
        model->start[job] = holder == PP_NONE ? NOBODY : model->agent_of[holder];
    }
    model->problem.size = size;
}

static void seat_fixed(struct model *model)
{
    const struct pp_service *service = model->c.service;
    struct amounts *room = (struct amounts *)model->problem.room; // choose_agents made it here
    model->held = PP_NEW(&model->arena, struct amounts, model->problem.n_agents);
    for (int32_t i = model->problem.n_jobs; i < model->problem.n_jobs + model->n_fixed; i++) {
        int32_t family = model->family[i], person = model->fixed[family];
        if (person == LEFT_OUT) {
            bool had = pp_holder_before(&model->c, family) != PP_NONE;
            model->offset -= model->prices.weight_placement;
            model->offset -= had ? model->prices.weight_continuity : 0;
            continue;
        }
        int32_t agent = model->agent_of[person];
        assert(agent != NOBODY);
        struct amounts size = size_of(service, family);
        for (int r = 0; r < MEASURES; r++) {
            model->held[agent].of[r] += size.of[r];
            room[agent].of[r] -= size.of[r];
            assert(room[agent].of[r] >= 0);
        }
        model->offset -= prices_ground(&model->prices, family, person) +
                         prices_across(&model->prices, family, person) +
                         prices_handover(&model->prices, family, person);
    }
}

/* ---- Pairs ---- */

static bool price_pair(struct model *model, int32_t job, int32_t agent, int32_t *cost,
                       int32_t *ground, struct pp_err *err)
{
    const struct pp_service *service = model->c.service;
    int32_t family = model->family[job], person = model->practitioner[agent];
    *cost = *ground = FORBIDDEN;
    if (people_forbids(&model->people, family, person) != PP_NONE) {
        return true;
    }
    int64_t without = prices_ground(&model->prices, family, person);
    int64_t all = without + prices_across(&model->prices, family, person) +
                  (pp_holder_before(&model->c, family) == PP_NONE
                       ? model->prices.weight_continuity
                       : prices_handover(&model->prices, family, person));
    if (all >= FORBIDDEN) {
        return pp_fail(err, PP_E_INPUT,
                       "family %s with practitioner %s would cost %lld minutes a week; the most "
                       "that can be counted is %d: a weight in rule_weights.csv is too large",
                       service->families[family].family,
                       service->practitioners[person].practitioner, (long long)all, FORBIDDEN - 1);
    }
    *cost = (int32_t)all;
    *ground = (int32_t)without;
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

bool model_build(struct model *model, const struct pp_case *c, uint64_t seed,
                 const struct terms *terms, struct pp_err *err)
{
    *model = (struct model){.c = *c, .fixed = terms->fixed};
    struct signature signature = signature_read(c, seed, &model->arena);
    model->order = signature.practitioners;
    model->family = signature.families;
    part_fixed(model);
    model->people = people_read(c, &model->arena);
    model->prices = prices_read(c, &model->people);
    model->prices.weight_continuity += terms->extra;
    model->problem.price =
        (int64_t)model->prices.weight_placement + model->prices.weight_continuity;
    model->problem.curve_measure = model->prices.balance.in_points ? POINTS : CHILDREN;
    model->problem.curve = curve;
    model->problem.user = model;
    choose_agents(model);
    weigh_families(model);
    seat_fixed(model);
    for (int32_t job = 0; job < model->problem.n_jobs; job++) {
        bool unknown = pp_holder_before(c, model->family[job]) == PP_NONE;
        model->offset += unknown ? model->prices.weight_continuity : 0;
    }
    return price_pairs(model, err);
}

void model_finish(struct model *model)
{
    pp_arena_finish(&model->arena);
    *model = (struct model){.family = NULL};
}
