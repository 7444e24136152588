// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who goes: a pod has chosen sessions, and each needs one of its members.
 *
 * The session with the fewest who could go comes first.  Of these goes who
 * has the seat in the plan in force, else who has the fewest seats by choice,
 * else the first in the seeded order.
 */
#include "training.h"

#include <stdlib.h>

/* A session that one of a pod is to go to. */
struct call {
    int32_t like;  ///< an option of somebody who could
    int32_t first; ///< place in the list, for ties
    int32_t could; ///< how many could
};

static int compare_calls(const void *left, const void *right)
{
    const struct call *a = left, *b = right;
    if (a->could != b->could) {
        return a->could < b->could ? -1 : 1;
    }
    return (a->first > b->first) - (a->first < b->first);
}

static bool answers(const struct training *t, int32_t o, int32_t like)
{
    const struct option *option = &t->options[o], *call = &t->options[like];
    return option->want == PP_NONE && option->gap == call->gap && option->session == call->session;
}

/* No seat taken by the person overlaps; those of one person lie together. */
static bool is_idle(const struct training *t, int32_t o, const bool *take)
{
    const struct option *options = t->options;
    const struct pp_session *session = &t->service->sessions[options[o].session];
    int32_t i = o;
    while (i > 0 && options[i - 1].practitioner == options[o].practitioner) {
        i--;
    }
    for (; i < t->n_options && options[i].practitioner == options[o].practitioner; i++) {
        const struct pp_session *other = &t->service->sessions[options[i].session];
        if (take[i] && other->date == session->date && other->begin < session->end &&
            session->begin < other->end) {
            return false;
        }
    }
    return true;
}

static bool had_seat(const struct training *t, const struct option *option)
{
    const struct pp_plan *before = t->settings->before;
    for (int32_t i = 0; before != NULL && i < before->n_seats; i++) {
        if (before->seats[i].practitioner == option->practitioner &&
            before->seats[i].session == option->session) {
            return true;
        }
    }
    return false;
}

/* The best who could go; PP_NONE when all of them are busy. */
static int32_t pick(const struct training *t, int32_t like, const bool *take, const int32_t *seats)
{
    int32_t best = PP_NONE, least = INT32_MAX;
    for (int32_t o = 0; o < t->n_options; o++) {
        if (answers(t, o, like) && is_idle(t, o, take)) {
            const struct option *option = &t->options[o];
            int32_t load = had_seat(t, option) ? -1 : seats[option->practitioner];
            if (load < least) {
                best = o;
                least = load;
            }
        }
    }
    return best;
}

bool choice_name(struct training *t, const int32_t *like, int32_t n, bool *take)
{
    struct call *calls = PP_NEW(&t->arena, struct call, n);
    int32_t *seats = PP_NEW(&t->arena, int32_t, t->service->n_practitioners);
    for (int32_t i = 0; i < n; i++) {
        calls[i] = (struct call){.like = like[i], .first = i};
        for (int32_t o = 0; o < t->n_options; o++) {
            calls[i].could += answers(t, o, like[i]);
        }
    }
    if (n > 0) {
        qsort(calls, (size_t)n, sizeof(calls[0]), compare_calls);
    }
    bool all = true;
    for (int32_t i = 0; i < n; i++) {
        int32_t o = pick(t, calls[i].like, take, seats);
        if (o != PP_NONE) {
            take[o] = true;
            seats[t->options[o].practitioner]++;
        }
        all = all && o != PP_NONE;
    }
    return all;
}
