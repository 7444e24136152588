// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An answer to an assignment problem, complete or not: who holds each job, what each agent holds,
 * and the exact cost, kept up to date move by move.
 *
 * Answers are compared by cost; at equal cost the one that leaves fewer jobs, then fewer children
 * without an agent is better (struct worth).
 */
#ifndef ASSIGNMENT_ANSWER_H
#define ASSIGNMENT_ANSWER_H

#include "assignment.h"

struct worth {
    int64_t cost;
    int64_t left; ///< jobs without an agent x 2^32 + their children
};

struct answer {
    const struct assignment *problem;
    int32_t *agent;       ///< of each job; NOBODY
    struct amounts *load; ///< of each agent
    int32_t *first;       ///< of each agent: a job it holds; NOBODY
    int32_t *next, *prev; ///< of each job: the others of its agent; NOBODY
    struct worth worth;
};

/** Nobody holds anything. Owned by the arena. */
struct answer *answer_create(const struct assignment *problem, struct pp_arena *arena);

/** `to` becomes equal to `from`; both answer the same problem. O(jobs + agents). */
void answer_copy(struct answer *to, const struct answer *from);

/** Gives a job to an agent, or to NOBODY; it must fit. */
void answer_move(struct answer *answer, int32_t job, int32_t agent);

/** What the price of an agent's load changes by when `in` comes and `out` goes (either NOBODY). */
int64_t answer_curve_change(const struct answer *answer, int32_t agent, int32_t in, int32_t out);

/** What moving a job costs. Both ends may be NOBODY; must fit. */
struct worth answer_move_change(const struct answer *answer, int32_t job, int32_t agent);

/** Recomputes the worth from nothing; for asserts and tests. */
struct worth answer_recount(const struct answer *answer);

/** True when the agent has room for `job` once `out` (a job it holds, or NOBODY) has left. */
static inline bool answer_has_room(const struct answer *answer, int32_t job, int32_t agent,
                                   int32_t out)
{
    const struct assignment *problem = answer->problem;
    const struct amounts *comes = assignment_size(problem, job, agent);
    const struct amounts *goes = out == NOBODY ? NULL : assignment_size(problem, out, agent);
    for (int r = 0; r < MEASURES; r++) {
        int64_t held = (int64_t)answer->load[agent].of[r] + comes->of[r];
        held -= goes == NULL ? 0 : goes->of[r];
        if (held > problem->room[agent].of[r]) {
            return false;
        }
    }
    return true;
}

/** Has room, and the pair is not forbidden. */
static inline bool answer_fits(const struct answer *answer, int32_t job, int32_t agent, int32_t out)
{
    return answer_has_room(answer, job, agent, out) &&
           assignment_cost(answer->problem, job, agent) != FORBIDDEN;
}

static inline bool worth_less(struct worth a, struct worth b)
{
    return a.cost != b.cost ? a.cost < b.cost : a.left < b.left;
}

static inline struct worth worth_sum(struct worth a, struct worth b)
{
    return (struct worth){a.cost + b.cost, a.left + b.left};
}

/** What a job adds while it has no agent. */
static inline struct worth worth_left(const struct assignment *problem, int32_t job)
{
    int32_t children = problem->size_by_pair ? 0 : problem->size[job].of[CHILDREN];
    return (struct worth){problem->price, ((int64_t)1 << 32) + children};
}

#endif
