// SPDX-License-Identifier: GPL-3.0-or-later
/* The assignment problem of step_down.h, and its answer in the plan. */
#include "step_down.h"

#include "search.h"
#include "step_down_gaps.h"

struct escort {
    struct pp_arena arena;
    const struct pp_service *service;
    struct pp_case c;
    struct people people;
    struct prices prices;
    struct assignment problem;
    int32_t *family;              ///< [job]
    int32_t *person;              ///< [agent]
    int32_t *agent_of;            ///< [practitioner]
    struct pp_capacity *capacity; ///< [agent]
    int32_t *start;               ///< [job]
    int64_t offset;               ///< of families that nobody was beside
};

static int64_t curve(const void *user, int32_t agent, int32_t load)
{
    const struct escort *e = user;
    struct pp_load held = {.children = load, .points = load};
    return prices_balance(&e->prices, held, e->capacity[agent]);
}

static void choose_social_workers(struct escort *e, const struct signature *order)
{
    int32_t n = e->service->n_practitioners, agents = 0;
    struct amounts *room = PP_NEW(&e->arena, struct amounts, n);
    e->person = PP_NEW(&e->arena, int32_t, n);
    e->agent_of = PP_NEW(&e->arena, int32_t, n);
    e->capacity = PP_NEW(&e->arena, struct pp_capacity, n);
    for (int32_t i = 0; i < n; i++) {
        int32_t person = order->practitioners[i];
        e->agent_of[person] = NOBODY;
        if (pp_may_be_beside(e->service, e->c.plan, person)) {
            e->agent_of[person] = agents;
            e->person[agents] = person;
            e->capacity[agents] = e->people.list[person].capacity;
            room[agents] = gaps_room(e->capacity[agents]);
            agents++;
        }
    }
    e->problem.n_agents = agents;
    e->problem.room = room;
}

static void choose_families(struct escort *e, const struct signature *order)
{
    const struct pp_service *service = e->service;
    int32_t jobs = 0;
    struct amounts *size = PP_NEW(&e->arena, struct amounts, service->n_families);
    e->family = PP_NEW(&e->arena, int32_t, service->n_families);
    e->start = PP_NEW(&e->arena, int32_t, service->n_families);
    for (int32_t i = 0; i < service->n_families; i++) {
        int32_t family = order->families[i];
        if (!e->people.escalation[family].beside) {
            continue;
        }
        struct pp_load load = pp_family_load(service, family, service->settings.cases_from);
        int32_t before = pp_social_worker_before(&e->c, family);
        e->family[jobs] = family;
        e->start[jobs] = before == PP_NONE ? NOBODY : e->agent_of[before];
        e->offset += before == PP_NONE ? e->prices.weight_continuity : 0;
        size[jobs++] = (struct amounts){{load.families, load.children, load.points}};
    }
    e->problem.n_jobs = jobs;
    e->problem.size = size;
}

/* Where nobody was beside, everybody pays the continuity, and `offset` takes it off again. */
static bool price_pair(struct escort *e, int32_t job, int32_t agent, int32_t *cost, int32_t *ground,
                       struct pp_err *err)
{
    int32_t family = e->family[job], person = e->person[agent];
    *cost = *ground = FORBIDDEN;
    if (pp_in_conflict(e->service, family, person)) {
        return true;
    }
    int64_t road = prices_travel(&e->prices, family, person);
    bool stays = pp_social_worker_before(&e->c, family) == person;
    int64_t all = road + (stays ? 0 : e->prices.weight_continuity);
    if (all >= FORBIDDEN) {
        return pp_fail(err, PP_E_INPUT,
                       "%s beside family %s would cost %lld minutes a week; the most that can be "
                       "counted is %d: a weight in rule_weights.csv is too large",
                       e->service->practitioners[person].practitioner,
                       e->service->families[family].family, (long long)all, FORBIDDEN - 1);
    }
    *cost = (int32_t)all;
    *ground = (int32_t)road;
    return true;
}

static bool price_pairs(struct escort *e, struct pp_err *err)
{
    int32_t jobs = e->problem.n_jobs, agents = e->problem.n_agents;
    size_t pairs = (size_t)jobs * (size_t)agents;
    int32_t *cost = pp_arena_alloc(&e->arena, pairs, sizeof(*cost));
    int32_t *ground = pp_arena_alloc(&e->arena, pairs, sizeof(*ground));
    for (size_t pair = 0; pair < pairs; pair++) {
        int32_t job = (int32_t)(pair / (size_t)agents), agent = (int32_t)(pair % (size_t)agents);
        if (!price_pair(e, job, agent, &cost[pair], &ground[pair], err)) {
            return false;
        }
    }
    e->problem.cost = cost;
    assignment_prepare(&e->problem, ground, &e->arena);
    return true;
}

static bool build(struct escort *e, const struct signature *order, struct pp_err *err)
{
    e->people = people_read(&e->c, &e->arena);
    e->prices = prices_read(&e->c, &e->people);
    e->problem.price = (int64_t)e->prices.weight_social_worker + e->prices.weight_continuity;
    e->problem.curve_measure = e->prices.balance.in_points ? POINTS : CHILDREN;
    e->problem.curve = curve;
    e->problem.user = e;
    choose_social_workers(e, order);
    choose_families(e, order);
    return price_pairs(e, err);
}

/* Without a pair there is nothing to search. */
static void leave_all(const struct escort *e, struct step_down_cost *cost)
{
    cost->cost = e->problem.n_jobs * e->problem.price - e->offset;
    for (int32_t agent = 0; agent < e->problem.n_agents; agent++) {
        cost->cost += curve(e, agent, 0);
    }
    cost->bound = cost->cost;
    cost->wanting = e->problem.n_jobs;
}

static bool search(struct engine *engine, struct escort *e, struct pp_plan *plan,
                   struct step_down_cost *cost, struct pp_err *err)
{
    const struct pp_plan *before = e->c.before;
    bool settled = before != NULL && before->social_workers != NULL;
    struct pace pace = engine->pace;
    pace.offset = e->offset;
    struct search_result found;
    if (!search_run(&e->problem, e->start, settled, engine->settings->seed, &pace, &e->arena,
                    &found, err)) {
        return false;
    }
    for (int32_t job = 0; job < e->problem.n_jobs; job++) {
        int32_t agent = found.answer->agent[job];
        plan->social_workers[e->family[job]] = agent == NOBODY ? PP_NONE : e->person[agent];
        cost->wanting += agent == NOBODY;
    }
    cost->cost = found.answer->worth.cost - e->offset;
    cost->bound = found.bound - e->offset;
    engine->pace.stopped = pace.stopped;
    return true;
}

/* Families that should be with a social worker altogether; the model of the families paid for it. */
static int32_t count_not_across(const struct escort *e)
{
    int32_t count = 0;
    for (int32_t family = 0; family < e->service->n_families; family++) {
        int32_t holder = e->c.plan->placements[family].practitioner;
        count += holder != PP_NONE && prices_across(&e->prices, family, holder) > 0;
    }
    return count;
}

bool step_down_solve(struct engine *engine, const struct signature *order, struct pp_plan *plan,
                     struct step_down_cost *cost, struct pp_err *err)
{
    struct escort e = {.service = engine->c.service, .c = engine->c};
    *cost = (struct step_down_cost){0};
    plan->n_social_workers = e.service->n_families;
    plan->social_workers = PP_NEW(&plan->arena, int32_t, plan->n_social_workers);
    for (int32_t family = 0; family < plan->n_social_workers; family++) {
        plan->social_workers[family] = PP_NONE;
    }
    bool works = build(&e, order, err);
    if (works && (e.problem.n_jobs == 0 || e.problem.n_agents == 0)) {
        leave_all(&e, cost);
    } else if (works) {
        works = search(engine, &e, plan, cost, err);
    }
    if (works) {
        cost->wanting += count_not_across(&e);
        step_down_name_gaps(&e.c, order, plan);
    }
    pp_arena_finish(&e.arena);
    return works;
}
