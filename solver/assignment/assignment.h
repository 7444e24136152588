// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The assignment problem inside allocation, free of everything a council says:
 *
 *   min   sum cost[j][a] x[j][a]  +  sum curve_a(load of a)  +  price x jobs without an agent
 *   s.t.  each job has at most one agent;  no agent holds more than its room, in any of the
 *         three measures;  no forbidden pair
 *
 * A job is a family, an agent a practitioner; the measures are families, children and points.
 * Costs are whole minutes a week.  Jobs and agents stand in an order that follows from what they
 * are, not from their names or rows (signature.h), so index order is a fair last tie-break.
 * With `size_by_pair` it is the generalised assignment problem of the literature: what a job takes
 * up depends on who does it.
 *
 * `curve` is the price of balance: it falls to a least value and rises after it, and is a function
 * of the one measure `curve_measure`.
 */
#ifndef ASSIGNMENT_H
#define ASSIGNMENT_H

#include <podplan/arena.h>

#include <stdbool.h>
#include <stdint.h>

enum measure {
    FAMILIES,
    CHILDREN,
    POINTS, ///< in thousandths
    MEASURES
};

enum {
    NOBODY = -1,
    FORBIDDEN = INT32_MAX, ///< cost of a pair that must not be
    NEAR = 64              ///< agents a job's moves look at first
};

struct amounts {
    int32_t of[MEASURES];
};

struct assignment {
    int32_t n_jobs, n_agents;
    const int32_t *cost;        ///< [job x n_agents + agent], >= 0 or FORBIDDEN
    const struct amounts *size; ///< of jobs; of pairs, in the order of `cost`, if size_by_pair
    bool size_by_pair;
    const struct amounts *room; ///< of agents
    int64_t price;              ///< of a job without an agent, > 0

    bool flat; ///< all pairs cost 0 and the curve is 0: a move can only help who has no agent

    enum measure curve_measure;
    int64_t (*curve)(const void *user, int32_t agent, int32_t load); ///< >= 0; NULL: always 0
    const void *user;

    /* Made by assignment_prepare. */
    int32_t *near; ///< [job x n_near + k]: cheapest agents first, NOBODY at the end
    int32_t n_near;
};

/**
 * Fills the derived members; `ground`, of the shape of `cost`, ranks agents for `near` (cost
 * without what a change of practitioner costs, so that the neighbours of a family do not depend on
 * who holds it).  About O(jobs x agents).
 */
void assignment_prepare(struct assignment *a, const int32_t *ground, struct pp_arena *arena);

static inline int64_t assignment_pair(const struct assignment *a, int32_t job, int32_t agent)
{
    return (int64_t)job * a->n_agents + agent;
}

static inline int32_t assignment_cost(const struct assignment *a, int32_t job, int32_t agent)
{
    return a->cost[assignment_pair(a, job, agent)];
}

/** What the job takes up at the agent. */
static inline const struct amounts *assignment_size(const struct assignment *a, int32_t job,
                                                    int32_t agent)
{
    return &a->size[a->size_by_pair ? assignment_pair(a, job, agent) : job];
}

static inline int64_t assignment_curve(const struct assignment *a, int32_t agent, int32_t load)
{
    return a->curve == NULL ? 0 : a->curve(a->user, agent, load);
}

#endif
