// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * When to stop, and whom to tell: the caller's settings and the clock.  Work is budgeted in rounds,
 * which are reproducible; the clock and the stop flag only cut short.
 */
#ifndef WORK_PACE_H
#define WORK_PACE_H

#include <podplan/solver.h>

struct pace {
    const struct pp_solver_settings *settings; ///< NULL: never stops, tells nobody
    double began;                              ///< seconds of a clock that only goes forward
    enum pp_stage stage; ///< of the plan, for reports: PP_ALLOCATION until it is set
    int32_t rounds;      ///< all that are planned
    int64_t offset;      ///< in every cost and bound of the problem, and none of the caller's
    bool stopped;        ///< by the clock or the flag
};

struct pace pace_begin(const struct pp_solver_settings *settings, int32_t rounds);

double pace_seconds(const struct pace *pace);

/** True once the work was told to stop. */
bool pace_stops(struct pace *pace);

/** Reports both without the offset. */
void pace_tell(const struct pace *pace, int32_t round, int64_t cost, int64_t bound);

/** True when the settings have a gap, and the answer is proved to be within it. */
bool pace_within(const struct pace *pace, int64_t cost, int64_t bound);

#endif
