// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Improving a roster: take two people out, put them back by the line programme
 * against the cover that is left, keep what is no worse.
 */
#ifndef ROTA_REGROUP_H
#define ROTA_REGROUP_H

#include "line.h"
#include "roster.h"
#include "watch.h"

struct improver {
    const struct rota_problem *problem;
    struct line_pricer *pricer;
    struct pp_rng *rng;
    struct rota_roster now, best;
    int32_t *workers; ///< people with a turn to choose
    int32_t n_workers;
    int32_t *kin; ///< [group * n_groups + group]: shifts that both may cover
    double temp;
    int64_t *worth;
    const int64_t *guide;
    int32_t *line;
    int32_t *kept; ///< lines that a move may have to restore
};

void regroup_init(struct improver *improver, const struct rota_problem *problem,
                  struct line_pricer *pricer, struct pp_rng *rng, struct pp_arena *arena);

/**
 * The first roster: the turns in force where they still make legal lines, then everybody else in an
 * order by chance.
 */
void regroup_start(struct improver *improver);

/** One round of moves; `now` and `best` become no worse. */
void regroup_round(struct improver *improver, struct rota_watch *watch);

/** Looks once more at every person alone, with care: afterwards nobody could take a turn that
 *  is short without a rule in the way.  `best` becomes no worse. */
void regroup_finish(struct improver *improver, struct rota_watch *watch);

#endif
