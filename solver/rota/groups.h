// SPDX-License-Identifier: GPL-3.0-or-later
/* Who may cover the same shifts, what they may do on one date, and what a day leaves to the next. */
#ifndef ROTA_GROUPS_H
#define ROTA_GROUPS_H

#include "problem.h"

/**
 * Lists groups, options, kinds of days and machines of a problem whose cells, courses, blocks and
 * people are known; `shifts` are in canonical order.  Fails when a group's shifts make more run
 * states than can be held.
 */
bool groups_build(struct rota_problem *problem, const int32_t *shifts, struct pp_arena *arena,
                  struct pp_err *err);

#endif
