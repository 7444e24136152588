// SPDX-License-Identifier: GPL-3.0-or-later
/* What of a rota in force changes, whatever is done, and what did. */
#ifndef ROTA_CHANGES_H
#define ROTA_CHANGES_H

#include <podplan/plan.h>
#include <podplan/rules.h>

/** A rota in force, as it would be under a new one's terms. */
struct rota_old {
    struct pp_plan view;      ///< the new plan's seats and past, the old plan's turns
    int32_t n;                ///< turns of the days that both know, those of the past included
    struct pp_turn *turns;    ///< by date, shift key, practitioner key
    struct pp_standing *fate; ///< which of them can stand
};

/**
 * The turns of `before` in `weeks` weeks from `from`, with the seats of `plan`.  Owned by the arena;
 * finish it before the arena goes.
 */
void rota_old_make(struct rota_old *old, const struct pp_service *service,
                   const struct pp_plan *plan, const struct pp_plan *before, pp_day from,
                   int32_t weeks, struct pp_arena *arena);
void rota_old_finish(struct rota_old *old);

/** False with PP_E_USAGE: more turns than `most` have to change, whatever else stays. */
bool changes_allow(const struct pp_service *service, const struct pp_plan *plan,
                   const struct pp_plan *before, pp_day from, int32_t weeks, int32_t most,
                   struct pp_err *err);

#endif
