// SPDX-License-Identifier: GPL-3.0-or-later
/* The knapsack with one measure and no curve: a break ratio, a core, a dynamic programme. */
#ifndef ASSIGNMENT_KNAPSACK_LINE_H
#define ASSIGNMENT_KNAPSACK_LINE_H

#include "knapsack.h"

struct knapsack_line *knapsack_line_create(int32_t most_pairs, struct pp_arena *arena);

/** As knapsack_solve, for cores that are `single`. About O(pairs + core x room left). */
void knapsack_line_solve(struct knapsack *k, const int32_t *lambda, struct knapsack_prices *prices);

#endif
