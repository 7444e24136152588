// SPDX-License-Identifier: GPL-3.0-or-later
/* The moves of the limited search, each priced exactly (limit.h). */
#include "limit.h"

enum {
    WANTED = 400,    ///< best shifts beyond the limit that an exchange looks at
    ALL_SWAPS = 1500 ///< jobs; of more, one of the two that swap is not where it was
};

/* ---- Bookkeeping ---- */

int64_t limit_pair(const struct limited *l, int32_t job, int32_t agent)
{
    const struct assignment *problem = &l->model->problem;
    return agent == NOBODY ? problem->price : assignment_cost(problem, job, agent);
}

bool limit_has_room(const struct limited *l, int32_t job, int32_t agent)
{
    const struct assignment *problem = &l->model->problem;
    for (int r = 0; agent != NOBODY && r < MEASURES; r++) {
        int64_t held = (int64_t)l->load[agent].of[r] + problem->size[job].of[r];
        if (held > problem->room[agent].of[r]) {
            return false;
        }
    }
    return true;
}

bool limit_holds(const struct limited *l, int32_t agent)
{
    const struct assignment *problem = &l->model->problem;
    for (int r = 0; agent != NOBODY && r < MEASURES; r++) {
        if (l->load[agent].of[r] > problem->room[agent].of[r]) {
            return false;
        }
    }
    return true;
}

int64_t limit_curve(const struct limited *l, int32_t job, int32_t agent, int32_t sign)
{
    const struct assignment *problem = &l->model->problem;
    if (agent == NOBODY) {
        return 0;
    }
    int32_t load = l->load[agent].of[problem->curve_measure];
    int32_t size = problem->size[job].of[problem->curve_measure];
    return size == 0 ? 0
                     : problem->curve(problem->user, agent, load + sign * size) -
                           problem->curve(problem->user, agent, load);
}

static void add_load(struct limited *l, int32_t job, int32_t agent, int32_t sign)
{
    for (int r = 0; agent != NOBODY && r < MEASURES; r++) {
        l->load[agent].of[r] += sign * l->model->problem.size[job].of[r];
    }
}

void limit_put(struct limited *l, int32_t job, int32_t agent)
{
    int32_t from = l->agent[job];
    if (from == agent) {
        return;
    }
    l->cost += limit_curve(l, job, from, -1) - limit_pair(l, job, from);
    add_load(l, job, from, -1);
    l->cost += limit_curve(l, job, agent, 1) + limit_pair(l, job, agent);
    add_load(l, job, agent, 1);
    l->moved += limit_moved(l, job, agent) - limit_moved(l, job, from);
    l->agent[job] = agent;
}

/* ---- Shifts ---- */

struct shift {
    int64_t gain; ///< minutes saved
    int32_t job, agent;
};

/* The best shift of a job that adds no more than `more` moves. */
static struct shift best_shift(const struct limited *l, int32_t job, int32_t more)
{
    struct shift best = {0, job, l->agent[job]};
    int32_t from = l->agent[job];
    int64_t saved = limit_pair(l, job, from) - limit_curve(l, job, from, -1);
    for (int32_t agent = 0; agent < l->model->problem.n_agents; agent++) {
        int64_t cost = limit_pair(l, job, agent);
        if (agent == from || cost == FORBIDDEN ||
            limit_moved(l, job, agent) - limit_moved(l, job, from) > more ||
            !limit_has_room(l, job, agent)) {
            continue;
        }
        int64_t gain = saved - cost - limit_curve(l, job, agent, 1);
        if (gain > best.gain) {
            best = (struct shift){gain, job, agent};
        }
    }
    return best;
}

/* ---- Swaps ---- */

/* Exchanges the places of two jobs where that pays; true when it did. */
static bool try_swap(struct limited *l, int32_t job, int32_t other)
{
    int32_t a = l->agent[job], b = l->agent[other];
    if (a == b || limit_pair(l, job, b) == FORBIDDEN || limit_pair(l, other, a) == FORBIDDEN ||
        l->moved + limit_moved(l, job, b) + limit_moved(l, other, a) - limit_moved(l, job, a) -
                limit_moved(l, other, b) >
            l->most) {
        return false;
    }
    int64_t before = l->cost;
    limit_put(l, job, NOBODY);
    limit_put(l, other, a);
    limit_put(l, job, b);
    if (l->cost < before && limit_holds(l, a) && limit_holds(l, b)) {
        return true;
    }
    limit_put(l, job, NOBODY);
    limit_put(l, other, b);
    limit_put(l, job, a);
    return false;
}

static bool is_away(const struct limited *l, int32_t job)
{
    return l->home[job] == NOBODY || l->agent[job] != l->home[job];
}

static bool swap_all(struct limited *l, struct pace *pace)
{
    int32_t n = l->model->problem.n_jobs;
    bool found = false;
    for (int32_t job = 0; job < n && !pace_stops(pace); job++) {
        if (n > ALL_SWAPS && !is_away(l, job)) {
            continue;
        }
        for (int32_t other = 0; other < n; other++) {
            if (other < job || (n > ALL_SWAPS && !is_away(l, other))) {
                found = try_swap(l, job, other) || found;
            }
        }
    }
    return found;
}

/* ---- One move given back for another ---- */

static void keep_wanted(struct shift *wanted, int32_t *count, struct shift shift)
{
    if (*count == WANTED && wanted[WANTED - 1].gain >= shift.gain) {
        return;
    }
    int32_t at = *count < WANTED ? (*count)++ : WANTED - 1;
    for (; at > 0 && wanted[at - 1].gain < shift.gain; at--) {
        wanted[at] = wanted[at - 1];
    }
    wanted[at] = shift;
}

static bool try_exchange(struct limited *l, int32_t back, struct shift wanted)
{
    int64_t before = l->cost;
    int32_t was = l->agent[back], from = l->agent[wanted.job];
    limit_put(l, back, l->home[back]);
    limit_put(l, wanted.job, wanted.agent);
    if (l->cost < before && l->moved <= l->most && limit_holds(l, l->home[back]) &&
        limit_holds(l, wanted.agent)) {
        return true;
    }
    limit_put(l, wanted.job, from);
    limit_put(l, back, was);
    return false;
}

static bool exchange(struct limited *l, const struct shift *wanted, int32_t count)
{
    bool found = false;
    for (int32_t back = 0; back < l->model->problem.n_jobs; back++) {
        if (l->home[back] == NOBODY || l->agent[back] == l->home[back]) {
            continue;
        }
        for (int32_t w = 0; w < count; w++) {
            if (wanted[w].job != back && l->agent[back] != l->home[back] &&
                l->agent[wanted[w].job] != wanted[w].agent) {
                found = try_exchange(l, back, wanted[w]) || found;
            }
        }
    }
    return found;
}

/* ---- Chains ---- */

/* The job takes the place of `out`, which goes where that costs least; true when that pays. */
static bool try_eject(struct limited *l, int32_t job, int32_t out)
{
    int64_t before = l->cost;
    int32_t agent = l->agent[out], was = l->agent[job];
    limit_put(l, out, NOBODY);
    if (limit_has_room(l, job, agent)) {
        limit_put(l, job, agent);
        limit_put(l, out, best_shift(l, out, l->most - l->moved).agent);
        if (l->cost < before && l->moved <= l->most) {
            return true;
        }
        limit_put(l, out, NOBODY);
        limit_put(l, job, was);
    }
    limit_put(l, out, agent);
    return false;
}

/* For jobs without anybody: where they would cost least, whoever is in the way. */
static bool eject_all(struct limited *l, struct shift *places, struct pace *pace)
{
    int32_t n = l->model->problem.n_jobs;
    bool found = false;
    for (int32_t job = 0; job < n && !pace_stops(pace); job++) {
        int32_t count = 0;
        for (int32_t out = 0; l->agent[job] == NOBODY && out < n; out++) {
            int32_t agent = l->agent[out];
            int64_t cost = agent == NOBODY ? FORBIDDEN : limit_pair(l, job, agent);
            if (cost != FORBIDDEN) {
                keep_wanted(places, &count, (struct shift){-cost, out, agent});
            }
        }
        for (int32_t i = 0; i < count && l->agent[job] == NOBODY; i++) {
            found = try_eject(l, job, places[i].job) || found;
        }
    }
    return found;
}

/* ---- A pass ---- */

bool limit_pass(struct limited *l, struct pp_arena *scratch, struct pace *pace)
{
    int32_t n = l->model->problem.n_jobs, count = 0;
    struct shift *wanted = PP_NEW(scratch, struct shift, WANTED);
    bool found = false;
    for (int32_t job = 0; job < n && !pace_stops(pace); job++) {
        struct shift best = best_shift(l, job, l->most - l->moved);
        if (best.gain > 0) {
            limit_put(l, job, best.agent);
            found = true;
        } else if (l->moved == l->most) {
            best = best_shift(l, job, 1);
            if (best.gain > 0) {
                keep_wanted(wanted, &count, best);
            }
        }
    }
    found = exchange(l, wanted, count) || found;
    found = eject_all(l, wanted, pace) || found;
    return swap_all(l, pace) || found;
}
