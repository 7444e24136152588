// SPDX-License-Identifier: GPL-3.0-or-later
/* A rota that changes no more turns of the rota in force than it may. */
#ifndef ROTA_LIMIT_H
#define ROTA_LIMIT_H

#include <podplan/solver.h>

/** What a rota is asked for. */
struct rota_terms {
    const struct pp_service *service;
    const struct pp_solver_settings *settings;
    pp_day from;
    int32_t weeks;
    int64_t extra; ///< minutes that each changed turn costs besides the rule `rota_change`
};

/** One search, without a limit (rota.c); cost and bound of the plan count `extra`. */
bool rota_solve(const struct rota_terms *terms, struct pp_plan *plan, struct pp_err *err);

/** Searches with the limit of settings->turn_changes; the settings have a plan in force. */
bool limit_solve(const struct rota_terms *terms, struct pp_plan *plan, struct pp_err *err);

#endif
