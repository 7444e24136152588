// SPDX-License-Identifier: GPL-3.0-or-later
/* The bookkeeping of an answer: lists of jobs by agent, loads, and the exact cost. */
#include "answer.h"

#include <assert.h>
#include <string.h>

struct answer *answer_create(const struct assignment *problem, struct pp_arena *arena)
{
    struct answer *answer = PP_NEW(arena, struct answer, 1);
    answer->problem = problem;
    answer->agent = PP_NEW(arena, int32_t, problem->n_jobs);
    answer->next = PP_NEW(arena, int32_t, problem->n_jobs);
    answer->prev = PP_NEW(arena, int32_t, problem->n_jobs);
    answer->load = PP_NEW(arena, struct amounts, problem->n_agents);
    answer->first = PP_NEW(arena, int32_t, problem->n_agents);
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        answer->agent[job] = answer->next[job] = answer->prev[job] = NOBODY;
    }
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        answer->first[agent] = NOBODY;
    }
    answer->worth = answer_recount(answer);
    return answer;
}

void answer_copy(struct answer *to, const struct answer *from)
{
    const struct assignment *problem = from->problem;
    assert(to->problem == problem);
    size_t jobs = (size_t)problem->n_jobs, agents = (size_t)problem->n_agents;
    memcpy(to->agent, from->agent, jobs * sizeof(to->agent[0]));
    memcpy(to->next, from->next, jobs * sizeof(to->next[0]));
    memcpy(to->prev, from->prev, jobs * sizeof(to->prev[0]));
    memcpy(to->load, from->load, agents * sizeof(to->load[0]));
    memcpy(to->first, from->first, agents * sizeof(to->first[0]));
    to->worth = from->worth;
}

int64_t answer_curve_change(const struct answer *answer, int32_t agent, int32_t in, int32_t out)
{
    const struct assignment *problem = answer->problem;
    enum measure r = problem->curve_measure;
    int32_t load = answer->load[agent].of[r];
    int32_t changed = load;
    if (problem->curve == NULL) {
        return 0;
    }
    changed += in == NOBODY ? 0 : assignment_size(problem, in, agent)->of[r];
    changed -= out == NOBODY ? 0 : assignment_size(problem, out, agent)->of[r];
    if (changed == load) {
        return 0;
    }
    return assignment_curve(problem, agent, changed) - assignment_curve(problem, agent, load);
}

struct worth answer_move_change(const struct answer *answer, int32_t job, int32_t agent)
{
    const struct assignment *problem = answer->problem;
    int32_t from = answer->agent[job];
    struct worth change = {0, 0};
    if (from == agent) {
        return change;
    }
    struct worth left = worth_left(problem, job);
    if (from != NOBODY) {
        change.cost += answer_curve_change(answer, from, NOBODY, job);
        change.cost -= assignment_cost(problem, job, from);
    } else {
        change = (struct worth){-left.cost, -left.left};
    }
    if (agent != NOBODY) {
        change.cost += answer_curve_change(answer, agent, job, NOBODY);
        change.cost += assignment_cost(problem, job, agent);
    } else {
        change = worth_sum(change, left);
    }
    return change;
}

static void detach(struct answer *answer, int32_t job)
{
    int32_t from = answer->agent[job], next = answer->next[job], prev = answer->prev[job];
    if (prev == NOBODY) {
        answer->first[from] = next;
    } else {
        answer->next[prev] = next;
    }
    if (next != NOBODY) {
        answer->prev[next] = prev;
    }
    for (int r = 0; r < MEASURES; r++) {
        answer->load[from].of[r] -= assignment_size(answer->problem, job, from)->of[r];
    }
}

static void attach(struct answer *answer, int32_t job, int32_t agent)
{
    int32_t first = answer->first[agent];
    answer->prev[job] = NOBODY;
    answer->next[job] = first;
    answer->first[agent] = job;
    if (first != NOBODY) {
        answer->prev[first] = job;
    }
    for (int r = 0; r < MEASURES; r++) {
        answer->load[agent].of[r] += assignment_size(answer->problem, job, agent)->of[r];
    }
}

void answer_move(struct answer *answer, int32_t job, int32_t agent)
{
    answer->worth = worth_sum(answer->worth, answer_move_change(answer, job, agent));
    if (answer->agent[job] == agent) {
        return;
    }
    if (answer->agent[job] != NOBODY) {
        detach(answer, job);
    }
    if (agent != NOBODY) {
        assert(answer_fits(answer, job, agent, NOBODY));
        attach(answer, job, agent);
    }
    answer->agent[job] = agent;
}

struct worth answer_recount(const struct answer *answer)
{
    const struct assignment *problem = answer->problem;
    struct worth worth = {0, 0};
    for (int32_t job = 0; job < problem->n_jobs; job++) {
        int32_t agent = answer->agent[job];
        if (agent == NOBODY) {
            worth = worth_sum(worth, worth_left(problem, job));
        } else {
            worth.cost += assignment_cost(problem, job, agent);
        }
    }
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        int32_t load = answer->load[agent].of[problem->curve_measure];
        worth.cost += assignment_curve(problem, agent, load);
    }
    return worth;
}
