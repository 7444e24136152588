// SPDX-License-Identifier: GPL-3.0-or-later
/* Caseloads that are emptied for want of consultants (oversight.h). */
#include "oversight.h"

#include "consultants.h"
#include "limit.h"

#include <stdlib.h>

enum {
    TRIES = 3 ///< all who are too many, half of them, a quarter
};

struct easing {
    struct pp_arena arena;
    struct engine *engine;
    struct model model;
    struct amounts *whole; ///< [agent]: rooms
    struct amounts *room;  ///< [agent]: the model's, nothing for those who shall hold nothing
    bool *waits;           ///< [practitioner row]: takes a place once a family is there
    int64_t places, price;
    int32_t most;
    struct outcome best;
    int64_t total; ///< of `best`, with consultant_span
    int32_t *job;  ///< of one caseload
};

/* ---- What it costs ---- */

static int64_t count_over(const struct easing *e, const int32_t *holder)
{
    struct pp_arena scratch = {0};
    const struct pp_service *service = e->engine->c.service;
    bool *holds = PP_NEW(&scratch, bool, service->n_practitioners);
    int64_t over = -e->places;
    for (int32_t family = 0; family < service->n_families; family++) {
        int32_t person = holder[family];
        over += person != PP_NONE && e->waits[person] && !holds[person];
        if (person != PP_NONE) {
            holds[person] = true;
        }
    }
    pp_arena_finish(&scratch);
    return over > 0 ? over : 0;
}

static void note(struct easing *e, const struct limited *l)
{
    struct outcome found = run_outcome(e->engine);
    limit_write(l, &found);
    int64_t total = found.cost + e->price * count_over(e, found.holder);
    if (total < e->total && found.moved <= e->most) {
        e->best.holder = found.holder;
        e->best.cost = found.cost;
        e->best.left = found.left;
        e->best.moved = found.moved;
        e->total = total;
    }
}

/* ---- Emptying a caseload ---- */

static bool holds(const struct easing *e, const struct limited *l, int32_t agent)
{
    return l->load[agent].of[FAMILIES] + e->model.held[agent].of[FAMILIES] > 0;
}

static bool waits(const struct easing *e, int32_t agent)
{
    return e->waits[e->model.practitioner[agent]];
}

/* To whoever is overseen anyway, at least cost. */
static void deal(const struct easing *e, struct limited *l, int32_t job, int32_t from)
{
    int32_t best = NOBODY;
    int64_t least = limit_pair(l, job, NOBODY);
    for (int32_t agent = 0; agent < e->model.problem.n_agents; agent++) {
        int64_t cost = limit_pair(l, job, agent);
        if (agent == from || cost >= least || (waits(e, agent) && !holds(e, l, agent)) ||
            !limit_has_room(l, job, agent)) {
            continue;
        }
        cost += limit_curve(l, job, agent, 1);
        if (cost < least) {
            least = cost;
            best = agent;
        }
    }
    limit_put(l, job, best);
}

/* The jobs of the caseload, those with most children first. */
static int32_t list_jobs(const struct easing *e, const struct limited *l, int32_t agent)
{
    const struct amounts *size = e->model.problem.size;
    int32_t n = 0;
    for (int32_t job = 0; job < e->model.problem.n_jobs; job++) {
        if (l->agent[job] != agent) {
            continue;
        }
        int32_t at = n++;
        for (; at > 0 && size[e->job[at - 1]].of[CHILDREN] < size[job].of[CHILDREN]; at--) {
            e->job[at] = e->job[at - 1];
        }
        e->job[at] = job;
    }
    return n;
}

/* Deals the caseload out; undone again when it is only asked what it costs, or moves too many. */
static bool empty(const struct easing *e, struct limited *l, int32_t agent, bool asked,
                  int64_t *cost)
{
    int64_t before = l->cost;
    int32_t n = list_jobs(e, l, agent);
    for (int32_t i = 0; i < n; i++) {
        limit_put(l, e->job[i], NOBODY);
    }
    for (int32_t i = 0; i < n; i++) {
        deal(e, l, e->job[i], agent);
    }
    *cost = l->cost - before;
    bool within = l->moved <= e->most;
    for (int32_t i = 0; i < n && (asked || !within); i++) {
        limit_put(l, e->job[i], agent);
    }
    return within;
}

/* ---- Whom ---- */

struct candidate {
    int64_t cost;
    int32_t agent;
};

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->cost != b->cost) {
        return a->cost < b->cost ? -1 : 1;
    }
    return a->agent < b->agent ? -1 : a->agent > b->agent;
}

/* Everybody whose caseload may be emptied and takes a place, cheapest first. */
static int32_t list_candidates(const struct easing *e, struct limited *l, struct candidate *list)
{
    int32_t n = 0;
    for (int32_t agent = 0; agent < e->model.problem.n_agents; agent++) {
        bool may = waits(e, agent) && holds(e, l, agent) && e->model.held[agent].of[FAMILIES] == 0;
        if (may && empty(e, l, agent, true, &list[n].cost)) {
            list[n++].agent = agent;
        }
    }
    if (n > 0) {
        qsort(list, (size_t)n, sizeof(list[0]), compare_candidates);
    }
    return n;
}

/* Half of the wanted at a time, because each changes what the next would cost. */
static bool empty_cheapest(const struct easing *e, struct limited *l, int64_t wanted)
{
    struct pp_arena scratch = {0};
    struct candidate *list = PP_NEW(&scratch, struct candidate, e->model.problem.n_agents);
    bool pays = true, goes_on = true;
    while (wanted > 0 && goes_on) {
        int32_t n = list_candidates(e, l, list);
        int64_t now = (wanted + 1) / 2;
        goes_on = false;
        for (int32_t i = 0; i < n && now > 0; i++) {
            int64_t cost;
            if (empty(e, l, list[i].agent, false, &cost)) {
                pays = pays && cost < e->price;
                goes_on = true;
                wanted--;
                now--;
            }
        }
    }
    pp_arena_finish(&scratch);
    return pays && wanted == 0;
}

/* ---- One try ---- */

static struct limited *begin(struct easing *e, struct pp_arena *scratch)
{
    for (int32_t agent = 0; agent < e->model.problem.n_agents; agent++) {
        e->room[agent] = e->whole[agent];
    }
    struct limited *l = limit_create(&e->model, scratch);
    l->most = e->most;
    return l;
}

/* Who holds nothing and would take a place has no room. */
static void close_idle(struct easing *e, const struct limited *l)
{
    for (int32_t agent = 0; agent < e->model.problem.n_agents; agent++) {
        if (waits(e, agent) && !holds(e, l, agent)) {
            e->room[agent] = (struct amounts){{0}};
        }
    }
}

/* What is in force may have been made for the same want: then it stays, as far as it can. */
static void try_kept(struct easing *e)
{
    struct pp_arena scratch = {0};
    struct limited *l = begin(e, &scratch);
    limit_keep(l);
    close_idle(e, l);
    limit_fill(l);
    limit_search(l, 0, 0, e->engine->settings->seed, &e->engine->pace);
    note(e, l);
    pp_arena_finish(&scratch);
}

/* True when every caseload that was emptied paid at once: emptying fewer can't help. */
static bool try_emptied(struct easing *e, const int32_t *holder, int64_t wanted)
{
    struct pp_arena scratch = {0};
    struct limited *l = begin(e, &scratch);
    for (int32_t job = 0; job < e->model.problem.n_jobs; job++) {
        int32_t person = holder[e->model.family[job]];
        limit_put(l, job, person == PP_NONE ? NOBODY : e->model.agent_of[person]);
    }
    bool pays = empty_cheapest(e, l, wanted);
    close_idle(e, l);
    note(e, l);
    limit_search(l, 0, e->engine->pace.rounds, e->engine->settings->seed, &e->engine->pace);
    note(e, l);
    pp_arena_finish(&scratch);
    return pays;
}

/* ---- The whole ---- */

static bool build(struct easing *e, const struct terms *terms, struct pp_err *err)
{
    const struct terms plain = {.fixed = terms->fixed};
    if (!model_build(&e->model, &e->engine->c, e->engine->settings->seed, &plain, err)) {
        return false;
    }
    size_t bytes = (size_t)e->model.problem.n_agents * sizeof(*e->room);
    e->whole = pp_arena_copy(&e->arena, e->model.problem.room, bytes);
    e->room = pp_arena_copy(&e->arena, e->model.problem.room, bytes);
    e->model.problem.room = e->room;
    e->job = PP_NEW(&e->arena, int32_t, e->model.problem.n_jobs);
    return true;
}

bool oversight_ease(struct engine *engine, const struct terms *terms, int32_t most,
                    struct outcome *outcome, struct pp_err *err)
{
    int32_t n = engine->c.service->n_practitioners;
    struct easing e = {.engine = engine,
                       .price = pp_weight_of(engine->c.service, "consultant_span"),
                       .most = most < 0 ? engine->c.service->n_families : most,
                       .best = *outcome};
    e.waits = PP_NEW(&e.arena, bool, n);
    e.places = consultants_places(&engine->c, e.waits);
    int64_t over = count_over(&e, outcome->holder);
    e.total = outcome->cost + e.price * over;
    bool works = over == 0 || e.price == 0 || build(&e, terms, err);
    if (works && over > 0 && e.price > 0) {
        try_kept(&e);
        int64_t wanted = over;
        for (int32_t k = 0; k < TRIES && wanted > 0; k++) {
            bool done = try_emptied(&e, outcome->holder, wanted);
            wanted = done ? 0 : wanted / 2;
        }
        *outcome = e.best;
    }
    model_finish(&e.model);
    pp_arena_finish(&e.arena);
    return works;
}
