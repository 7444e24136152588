// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The Lagrangian dual: what each cell is worth, and the bound that follows.
 *
 * For any worth pi_i <= the price of being short, and multipliers
 * 0 <= lambda <= price of the counters,
 *
 *   L = constant + sum_i need_i pi_i
 *     + sum_p ( min over lines of p: cost - pi . cells + lambda . (amounts - free) )
 *
 * is at most the cost of any roster that puts no more people on a cell than
 * it needs.  All of it is whole numbers of 1 / scale minutes: L is proved.
 */
#ifndef ROTA_DUAL_H
#define ROTA_DUAL_H

#include "line.h"

struct rota_dual {
    int64_t *worth;                        ///< of each cell, <= short_price
    int64_t (*multipliers)[ROTA_COUNTERS]; ///< of each person
};

void dual_init(struct rota_dual *dual, const struct rota_problem *problem, struct pp_arena *arena);
void dual_copy(struct rota_dual *to, const struct rota_dual *from,
               const struct rota_problem *problem);

/** L, and the lines that attain it ([person * n_days + day]). */
int64_t dual_value(const struct rota_problem *problem, struct line_pricer *pricer,
                   const struct rota_dual *dual, int32_t *lines);

/**
 * The same with the line programmes solved with their counters; at least as high.  The
 * dual's multipliers become better ones.
 */
int64_t dual_value_exact(const struct rota_problem *problem, struct line_pricer *pricer,
                         struct rota_dual *dual);

#endif
