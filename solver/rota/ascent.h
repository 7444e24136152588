// SPDX-License-Identifier: GPL-3.0-or-later
/* Climbing the Lagrangian dual without a linear programme: quick, for any size. */
#ifndef ROTA_ASCENT_H
#define ROTA_ASCENT_H

#include "dual.h"
#include "watch.h"

/** Lines met on the way, for the master's first columns. */
struct ascent_lines {
    void *user;
    void (*take)(void *user, int32_t person, const int32_t *line);
};

/**
 * At most `steps` steps from `dual`, which becomes the best met; returns its value.  `target` is
 * the total of a roster, which no value can exceed.  `lines` may be NULL.
 */
int64_t ascent_climb(const struct rota_problem *problem, struct line_pricer *pricer,
                     struct rota_dual *dual, int64_t target, int32_t steps,
                     const struct ascent_lines *lines, struct rota_watch *watch);

#endif
