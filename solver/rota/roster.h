// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A roster: one line for each person, whom each cell has, and what it costs.
 * It is kept exact, line by line, and never breaks a hard rule but `cover`.
 */
#ifndef ROTA_ROSTER_H
#define ROTA_ROSTER_H

#include "problem.h"

struct rota_roster {
    int32_t *lines; ///< [person * n_days + day], choices
    int64_t *costs; ///< of each person's line
    bool *present;  ///< false: the line is taken out
    int32_t *cover; ///< people on each cell
    int32_t *tied;  ///< what the row of each tie counts
    int64_t total;  ///< lines, people short, ties, and what no roster can change
};

/** Nobody present, every cell short. */
void roster_init(struct rota_roster *roster, const struct rota_problem *problem,
                 struct pp_arena *arena);

void roster_copy(struct rota_roster *to, const struct rota_roster *from,
                 const struct rota_problem *problem);

/** Puts a line in for a person who is not present; its cost is worked out anew. */
void roster_insert(struct rota_roster *roster, const struct rota_problem *problem, int32_t person,
                   const int32_t *line);

/** Takes a person's line out; it stays readable in `lines`. */
void roster_remove(struct rota_roster *roster, const struct rota_problem *problem, int32_t person);

static inline int32_t *roster_line(const struct rota_roster *roster,
                                   const struct rota_problem *problem, int32_t person)
{
    return roster->lines + (size_t)person * (size_t)problem->n_days;
}

#endif
