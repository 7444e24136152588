// SPDX-License-Identifier: GPL-3.0-or-later
/* What is kept, what is taken over, and ruin and recreate within the limit (limit.h). */
#include "limit.h"

#include <stdlib.h>

enum {
    KEEP_NODES = 200000, ///< of the search for the fewest that must leave a crowded caseload
    MOST_PASSES = 30,
    ATTEMPTS = 32, ///< of ruin and recreate in one round
    RUINED = 3,    ///< caseloads
    MOST_RUINED = 40,
    MIX_CELLS = 4000000 ///< of the knapsack over parts
};

/* ---- Beginning ---- */

static int32_t home_of(const struct model *model, int32_t job)
{
    int32_t before = pp_holder_before(&model->c, model->family[job]);
    int32_t agent = before == PP_NONE ? NOBODY : model->agent_of[before];
    return agent != NOBODY && assignment_cost(&model->problem, job, agent) != FORBIDDEN ? agent
                                                                                        : NOBODY;
}

static int32_t count_fixed_moves(const struct model *model)
{
    int32_t moved = 0;
    for (int32_t i = model->problem.n_jobs; i < model->problem.n_jobs + model->n_fixed; i++) {
        int32_t family = model->family[i], before = pp_holder_before(&model->c, family);
        moved += before != PP_NONE && before != model->fixed[family];
    }
    return moved;
}

struct limited *limit_create(const struct model *model, struct pp_arena *arena)
{
    const struct assignment *problem = &model->problem;
    struct limited *l = PP_NEW(arena, struct limited, 1);
    *l = (struct limited){.model = model,
                          .home = PP_NEW(arena, int32_t, problem->n_jobs),
                          .counted = PP_NEW(arena, bool, problem->n_jobs),
                          .crowded = PP_NEW(arena, bool, problem->n_agents),
                          .agent = PP_NEW(arena, int32_t, problem->n_jobs),
                          .load = PP_NEW(arena, struct amounts, problem->n_agents),
                          .moved = count_fixed_moves(model),
                          .cost = (int64_t)problem->n_jobs * problem->price};
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        l->home[job] = home_of(model, job);
        l->counted[job] = pp_holder_before(&model->c, model->family[job]) != PP_NONE;
        l->agent[job] = NOBODY;
        l->moved += l->counted[job];
    }
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        l->cost += problem->curve(problem->user, agent, 0);
    }
    return l;
}

/* ---- What is kept ---- */

struct crowd {
    struct limited *l;
    int32_t *job, n;
    int32_t agent, nodes;
};

/* Whether the caseload fits once `leave` more of the jobs from `first` on have left. */
static bool relieve(struct crowd *crowd, int32_t first, int32_t leave)
{
    if (limit_holds(crowd->l, crowd->agent)) {
        return true;
    }
    for (int32_t i = first; leave > 0 && i < crowd->n && crowd->nodes < KEEP_NODES; i++) {
        crowd->nodes++;
        limit_put(crowd->l, crowd->job[i], NOBODY);
        if (relieve(crowd, i + 1, leave - 1)) {
            return true;
        }
        limit_put(crowd->l, crowd->job[i], crowd->agent);
    }
    return false;
}

/* The measure that is furthest over the room, by its share. */
static int worst_measure(const struct limited *l, int32_t agent)
{
    const struct amounts *room = &l->model->problem.room[agent];
    int worst = 0;
    for (int r = 1; r < MEASURES; r++) {
        int64_t over = (int64_t)l->load[agent].of[r] * (room->of[worst] + 1);
        worst = over > (int64_t)l->load[agent].of[worst] * (room->of[r] + 1) ? r : worst;
    }
    return worst;
}

/* The largest leave: the fewest for one measure, nearly the fewest for three. */
static void relieve_largest(struct crowd *crowd)
{
    struct limited *l = crowd->l;
    while (!limit_holds(l, crowd->agent)) {
        int r = worst_measure(l, crowd->agent);
        int32_t largest = NOBODY;
        for (int32_t i = 0; i < crowd->n; i++) {
            int32_t job = crowd->job[i];
            const struct amounts *size = l->model->problem.size;
            if (l->agent[job] == crowd->agent &&
                (largest == NOBODY || size[job].of[r] > size[largest].of[r])) {
                largest = job;
            }
        }
        limit_put(l, largest, NOBODY);
    }
}

static void relieve_crowd(struct crowd *crowd)
{
    for (int32_t leave = 1; leave <= crowd->n && crowd->nodes < KEEP_NODES; leave++) {
        if (relieve(crowd, 0, leave)) {
            return;
        }
    }
    relieve_largest(crowd);
}

void limit_keep(struct limited *l)
{
    const struct assignment *problem = &l->model->problem;
    struct pp_arena scratch = {0};
    struct crowd crowd = {.l = l, .job = PP_NEW(&scratch, int32_t, problem->n_jobs)};
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        limit_put(l, job, l->home[job]);
    }
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        l->crowded[agent] = !limit_holds(l, agent);
        if (!l->crowded[agent]) {
            continue;
        }
        crowd.n = crowd.nodes = 0;
        crowd.agent = agent;
        for (int32_t job = 0; job < problem->n_jobs; job++) {
            if (l->home[job] == agent) {
                crowd.job[crowd.n++] = job;
            }
        }
        relieve_crowd(&crowd);
    }
    pp_arena_finish(&scratch);
}

/* The cheapest agent with room who adds no move too many; NOBODY. */
static int32_t cheapest(const struct limited *l, int32_t job, int64_t *cost)
{
    int32_t best = NOBODY;
    int32_t now = limit_moved(l, job, NOBODY);
    for (int32_t agent = 0; agent < l->model->problem.n_agents; agent++) {
        int64_t pair = limit_pair(l, job, agent);
        if (pair == FORBIDDEN || !limit_has_room(l, job, agent) ||
            l->moved + limit_moved(l, job, agent) - now > l->most) {
            continue;
        }
        pair += limit_curve(l, job, agent, 1);
        if (best == NOBODY || pair < *cost) {
            best = agent;
            *cost = pair;
        }
    }
    return best;
}

void limit_fill(struct limited *l)
{
    int32_t n = l->model->problem.n_jobs;
    for (int32_t job = 0; job < n; job++) {
        int64_t cost = 0;
        int32_t agent = l->agent[job] == NOBODY ? cheapest(l, job, &cost) : NOBODY;
        if (agent != NOBODY && cost < l->model->problem.price) {
            limit_put(l, job, agent);
        }
    }
}

/* ---- What is taken over ---- */

/* Jobs that differ, in parts that share no agent. */
struct part {
    int32_t first; ///< job; the others by next
    int64_t gain;
    int32_t moves;
};

struct mix {
    struct limited *l;
    int32_t *root; ///< [agent]: union-find
    int32_t *to;   ///< [job]: agent by the other allocation
    int32_t *next; ///< [job]: in its part; NOBODY
    struct part *parts;
    int32_t n_parts;
};

static int32_t find_root(int32_t *root, int32_t agent)
{
    while (root[agent] != agent) {
        root[agent] = root[root[agent]];
        agent = root[agent];
    }
    return agent;
}

/* Any caseload that the job's two places share a part with. */
static int32_t place_of(const struct mix *m, int32_t job)
{
    int32_t from = m->l->agent[job];
    return find_root(m->root, from == NOBODY ? m->to[job] : from);
}

static void part_jobs(struct mix *m, struct pp_arena *arena)
{
    const struct assignment *problem = &m->l->model->problem;
    int32_t *part_of = PP_NEW(arena, int32_t, problem->n_agents);
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        m->root[agent] = agent;
        part_of[agent] = NOBODY;
    }
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        int32_t from = m->l->agent[job], to = m->to[job];
        if (from != to && from != NOBODY && to != NOBODY) {
            m->root[find_root(m->root, from)] = find_root(m->root, to);
        }
    }
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        if (m->l->agent[job] == m->to[job]) {
            continue;
        }
        int32_t *part = &part_of[place_of(m, job)];
        if (*part == NOBODY) {
            *part = m->n_parts++;
            m->parts[*part] = (struct part){.first = NOBODY};
        }
        m->next[job] = m->parts[*part].first;
        m->parts[*part].first = job;
    }
}

/* Exchanges what the two allocations say of the part's jobs. */
static void swap_part(struct mix *m, const struct part *part)
{
    for (int32_t job = part->first; job != NOBODY; job = m->next[job]) {
        int32_t was = m->l->agent[job];
        limit_put(m->l, job, m->to[job]);
        m->to[job] = was;
    }
}

static void price_parts(struct mix *m)
{
    struct limited *l = m->l;
    for (int32_t i = 0; i < m->n_parts; i++) {
        struct part *part = &m->parts[i];
        int64_t cost = l->cost;
        int32_t moved = l->moved;
        swap_part(m, part);
        part->gain = cost - l->cost;
        part->moves = l->moved - moved;
        if (part->gain <= 0 || part->moves > 0) {
            swap_part(m, part);
        } else {
            part->gain = 0; // taken: it pays and needs no move
        }
    }
}

/* The 0/1 knapsack over what is left: parts that pay and need moves. */
static void choose_parts(struct mix *m, struct pp_arena *arena)
{
    int32_t room = m->l->most - m->l->moved;
    if (room <= 0 || (int64_t)m->n_parts * (room + 1) > MIX_CELLS) {
        return;
    }
    int64_t *best = PP_NEW(arena, int64_t, room + 1);
    bool *taken = PP_NEW(arena, bool, (size_t)m->n_parts *(size_t)(room + 1));
    for (int32_t i = 0; i < m->n_parts; i++) {
        const struct part *part = &m->parts[i];
        for (int32_t r = room; part->gain > 0 && r >= part->moves; r--) {
            if (best[r - part->moves] + part->gain > best[r]) {
                best[r] = best[r - part->moves] + part->gain;
                taken[(int64_t)i * (room + 1) + r] = true;
            }
        }
    }
    for (int32_t i = m->n_parts - 1, r = room; i >= 0; i--) {
        if (taken[(int64_t)i * (room + 1) + r]) {
            swap_part(m, &m->parts[i]);
            r -= m->parts[i].moves;
        }
    }
}

void limit_mix(struct limited *l, const int32_t *holder)
{
    const struct assignment *problem = &l->model->problem;
    struct pp_arena scratch = {0};
    struct mix m = {.l = l,
                    .root = PP_NEW(&scratch, int32_t, problem->n_agents),
                    .to = PP_NEW(&scratch, int32_t, problem->n_jobs),
                    .next = PP_NEW(&scratch, int32_t, problem->n_jobs),
                    .parts = PP_NEW(&scratch, struct part, problem->n_jobs)};
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        int32_t person = holder[l->model->family[job]];
        m.to[job] = person == PP_NONE ? NOBODY : l->model->agent_of[person];
    }
    part_jobs(&m, &scratch);
    price_parts(&m);
    choose_parts(&m, &scratch);
    pp_arena_finish(&scratch);
}

/* ---- Ruin and recreate ---- */

struct ruin {
    int32_t agent[RUINED + 1], n_agents;
    int32_t job[MOST_RUINED], was[MOST_RUINED], n_jobs;
};

static bool is_ruined(const struct ruin *ruin, int32_t agent)
{
    for (int32_t i = 0; i < ruin->n_agents; i++) {
        if (ruin->agent[i] == agent) {
            return true;
        }
    }
    return false;
}

static void add_agent(struct ruin *ruin, int32_t agent)
{
    if (agent != NOBODY && ruin->n_agents <= RUINED && !is_ruined(ruin, agent)) {
        ruin->agent[ruin->n_agents++] = agent;
    }
}

/* Where a job is, where it was, and others that would suit it, better ones more often. */
static void choose_ruin(const struct limited *l, struct ruin *ruin, struct pp_rng *rng)
{
    int32_t n_agents = l->model->problem.n_agents;
    int32_t job = pp_rng_below(rng, l->model->problem.n_jobs);
    add_agent(ruin, l->agent[job]);
    add_agent(ruin, l->home[job]);
    for (int32_t tries = 0; tries < 2 * RUINED && ruin->n_agents < RUINED; tries++) {
        int32_t a = pp_rng_below(rng, n_agents), b = pp_rng_below(rng, n_agents);
        add_agent(ruin, limit_pair(l, job, a) <= limit_pair(l, job, b) ? a : b);
    }
}

static void empty_caseloads(struct limited *l, struct ruin *ruin, struct pp_rng *rng)
{
    int32_t n = l->model->problem.n_jobs, first = pp_rng_below(rng, n);
    for (int32_t i = 0; i < n && ruin->n_jobs < MOST_RUINED; i++) {
        int32_t job = first + i < n ? first + i : first + i - n;
        if (l->agent[job] == NOBODY || is_ruined(ruin, l->agent[job])) {
            ruin->was[ruin->n_jobs] = l->agent[job];
            ruin->job[ruin->n_jobs++] = job;
        }
    }
    for (int32_t i = 0; i < ruin->n_jobs; i++) {
        int32_t j = i + pp_rng_below(rng, ruin->n_jobs - i);
        int32_t job = ruin->job[i], was = ruin->was[i];
        ruin->job[i] = ruin->job[j];
        ruin->was[i] = ruin->was[j];
        ruin->job[j] = job;
        ruin->was[j] = was;
        limit_put(l, ruin->job[i], NOBODY);
    }
}

static void deal_out(struct limited *l, const struct ruin *ruin, int64_t price)
{
    for (int32_t i = 0; i < ruin->n_jobs; i++) {
        int32_t job = ruin->job[i], best = NOBODY;
        int64_t least = l->model->problem.price + price * limit_moved(l, job, NOBODY);
        for (int32_t k = 0; k < ruin->n_agents; k++) {
            int32_t agent = ruin->agent[k];
            int64_t cost = limit_pair(l, job, agent);
            if (cost == FORBIDDEN || !limit_has_room(l, job, agent)) {
                continue;
            }
            cost += limit_curve(l, job, agent, 1) + price * limit_moved(l, job, agent);
            if (cost < least) {
                least = cost;
                best = agent;
            }
        }
        limit_put(l, job, best);
    }
}

static void try_ruin(struct limited *l, int64_t price, struct pp_rng *rng)
{
    struct ruin ruin = {.n_agents = 0};
    int64_t cost = l->cost;
    choose_ruin(l, &ruin, rng);
    empty_caseloads(l, &ruin, rng);
    deal_out(l, &ruin, price * pp_rng_below(rng, 3));
    if (l->cost <= cost && l->moved <= l->most) {
        return;
    }
    for (int32_t i = 0; i < ruin.n_jobs; i++) {
        limit_put(l, ruin.job[i], NOBODY);
    }
    for (int32_t i = 0; i < ruin.n_jobs; i++) {
        limit_put(l, ruin.job[i], ruin.was[i]);
    }
}

static void descend(struct limited *l, struct pp_arena *scratch, struct pace *pace)
{
    for (int32_t pass = 0; pass < MOST_PASSES && limit_pass(l, scratch, pace); pass++) {
    }
}

void limit_search(struct limited *l, int64_t price, int32_t rounds, uint64_t seed,
                  struct pace *pace)
{
    if (l->model->problem.n_jobs == 0 || l->model->problem.n_agents == 0) {
        return;
    }
    struct pp_arena scratch = {0};
    struct pp_rng rng = {seed};
    descend(l, &scratch, pace);
    for (int32_t round = 0; round < rounds && !pace_stops(pace); round++) {
        for (int32_t i = 0; i < ATTEMPTS; i++) {
            try_ruin(l, price, &rng);
        }
    }
    descend(l, &scratch, pace);
    pp_arena_finish(&scratch);
}

/* ---- The end ---- */

int64_t limit_floor(const struct limited *l)
{
    const struct assignment *problem = &l->model->problem;
    int64_t floor = -l->model->offset;
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        int64_t least = problem->price;
        for (int32_t agent = 0; agent < problem->n_agents; agent++) {
            int64_t cost = limit_pair(l, job, agent);
            least = cost < least ? cost : least;
        }
        floor += least;
    }
    return floor;
}

void limit_write(const struct limited *l, struct outcome *outcome)
{
    const struct model *model = l->model;
    int32_t n = model->problem.n_jobs + model->n_fixed;
    outcome->left = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t family = model->family[i], job_agent = i < model->problem.n_jobs ? l->agent[i] : 0;
        int32_t person = i >= model->problem.n_jobs ? model->fixed[family]
                         : job_agent == NOBODY      ? PP_NONE
                                                    : model->practitioner[job_agent];
        outcome->holder[family] = person;
        outcome->left += person == PP_NONE;
    }
    outcome->moved = l->moved;
    outcome->cost = l->cost - model->offset;
}
