// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Group re-dives: the jobs of a few neighbouring agents are taken back and dealt out anew by a dive
 * over this group alone.  Most groups are proved hopeless by their own bound within a few sweeps,
 * which makes looking at many of them cheap.
 *
 * This is a large neighbourhood search (Shaw 1998) whose sub-problems are solved by the method of the
 * whole problem.
 */
#ifndef ASSIGNMENT_REGROUP_H
#define ASSIGNMENT_REGROUP_H

#include "dive.h"

/** What is known of the whole problem; the same for everybody who searches. */
struct ground {
    const struct bound *bound; ///< of all jobs and agents, with the pairs that are alive
    const uint8_t *alive;      ///< [pair of the whole]: may be in a better answer
    const int64_t *value;      ///< [agent]: of its best set at the best prices, scaled
    const int32_t *liked;      ///< [job x LIKED]: agents of least reduced cost; NOBODY
};

enum {
    LIKED = 5
};

struct regroup_settings {
    int32_t agents;            ///< in the group
    bool sideways;             ///< an answer of the same cost will do
    int32_t sweeps;            ///< that may prove a group hopeless
    struct dive_settings dive; ///< but for `most`
};

/** One group around a random job or agent; what the answer costs less by, never below 0. */
int64_t regroup_try(struct answer *answer, const struct ground *ground,
                    const struct regroup_settings *settings, struct knapsack *knapsack,
                    struct pp_rng *rng, struct pace *pace);

#endif
