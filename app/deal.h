// SPDX-License-Identifier: GPL-3.0-or-later
/* A swap on its way through a command of podplan rota. */
#ifndef PODPLAN_DEAL_H
#define PODPLAN_DEAL_H

#include "app.h"
#include "tasks.h"

#include <podplan/swap.h>

struct deal {
    struct task task;
    struct pp_swap_list swaps; ///< all there are, followed
    const struct request *request;
    struct answer *answer;
    struct pp_swap swap;     ///< the one that it is about
    struct pp_effect effect; ///< of it, once somebody is named
};

/** Opens the plan in force and lets all swaps follow it. Close the deal. */
bool deal_open(struct deal *deal, const struct request *request, struct answer *answer,
               struct pp_err *err);
void deal_close(struct deal *deal);

/**
 * A turn that a swap may be about: theirs, published, ahead; else PP_E_STATE, PP_E_USAGE for keys.
 * Of standby by the week `*when` becomes the first date ahead that is theirs.
 */
bool deal_check_turn(const struct deal *deal, const char *person, const char *shift, pp_day *when,
                     struct pp_err *err);

/** PP_E_STATE with the rule and its sentence when the swap would break one; fills `effect`. */
bool deal_check_rules(struct deal *deal, struct pp_err *err);

/** Whoever is to take the turn is known and does not give it away. */
bool deal_check_other(const struct deal *deal, const char *other, struct pp_err *err);

/** The other is not on that shift as well. */
bool deal_check_free(const struct deal *deal, struct pp_err *err);

/** Whoever acts for the service (--by) is known, and has no part in the swap if `impartial`. */
bool deal_check_actor(const struct deal *deal, bool impartial, struct pp_err *err);

/** The open swap of the first operand becomes the one that the deal is about. */
bool deal_take(struct deal *deal, struct pp_err *err);

/** Stores the swap as it is, with the step that `who` took. */
bool deal_save(struct deal *deal, const char *who, struct pp_err *err);

/** The turns change hands, in a plan of its own. */
bool deal_approve(struct deal *deal, const char *who, struct pp_err *err);

/** What it is now, what it costs, and what comes next (NULL: nothing), in words and JSON. */
void deal_say(const struct deal *deal, const char *next);

#endif
