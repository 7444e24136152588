// SPDX-License-Identifier: GPL-3.0-or-later
/* Swaps of turns: out of the file, along with the rota, into words and JSON. */
#ifndef PODPLAN_SWAPS_H
#define PODPLAN_SWAPS_H

#include "app.h"
#include "tasks.h"

#include <podplan/swap.h>

/**
 * Loads all swaps, and closes or opens again in the file those that the plan in force has overtaken;
 * says so in words and in the JSON member "followed".  Finish the arena of the list.
 */
bool swaps_follow(struct task *task, const struct pp_plan *plan, struct pp_swap_list *swaps,
                  struct answer *answer, struct pp_err *err);

/** The same for a command that has a new plan and no other use for swaps. */
bool swaps_follow_plan(struct task *task, const struct pp_plan *plan, struct answer *answer,
                       struct pp_err *err);

/** "FP1 asks FP2 to take late on Mon 9 Feb 2026 for early on Tue 10 Feb 2026". */
void swaps_words(const struct pp_swap *swap, struct pp_buf *out);

/** A swap with its steps. */
json_t *swaps_json(const struct pp_swap_list *swaps, const struct pp_swap *swap);

#endif
