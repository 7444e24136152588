// SPDX-License-Identifier: GPL-3.0-or-later
/* When to stop, and whom to tell.  Rounds are the budget; the clock and the flag only cut short. */
#ifndef ROTA_WATCH_H
#define ROTA_WATCH_H

#include <podplan/solver.h>

struct rota_watch {
    const struct pp_solver_settings *settings; ///< borrowed
    double began;                              ///< seconds of a clock that only goes forward
    int32_t rounds;
    bool stopped; ///< by the clock or the flag
};

void watch_begin(struct rota_watch *watch, const struct pp_solver_settings *settings,
                 int32_t rounds);
double watch_seconds(const struct rota_watch *watch);
/** True once the work was told to stop. */
bool watch_stops(struct rota_watch *watch);
/** True once 1 / `part` of the time has gone, when that is limited. */
bool watch_passed(const struct rota_watch *watch, int32_t part);
/** Whole minutes; cost INT64_MAX before the first answer. */
void watch_tell(const struct rota_watch *watch, int32_t round, int64_t cost, int64_t bound);

#endif
