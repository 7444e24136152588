// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ties between people beside cover: rows that count who is on a cell.
 *
 * A skill that somebody on a shift must hold is a row of its holders; a pair
 * to be apart a row of the two, at most 1; a pair to be together the one less
 * the other, 0.  Each one below `need` and above `most` has its price.
 */
#ifndef ROTA_TIES_H
#define ROTA_TIES_H

#include "problem.h"

/** The price of what no rota does. */
#define TIES_NEVER INT64_MAX

struct rota_tie {
    int32_t cell;
    int32_t pair;        ///< PP_NONE: a skill
    const bool *holders; ///< of the skill, by practitioner; NULL: a pair
    int32_t need, most;
    int64_t under, over; ///< minutes; over: TIES_NEVER
};

/** Lists the ties of a problem whose cells are known, by cell. */
void ties_list(struct rota_problem *problem, struct pp_arena *arena);

/** What a person on the tie's cell adds to its row: 1, -1 or 0. */
int32_t ties_sign(const struct rota_problem *problem, const struct rota_tie *tie,
                  int32_t practitioner);

#endif
