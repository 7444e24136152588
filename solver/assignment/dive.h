// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Diving with the Lagrangian: the pairs that the sweeps take most often are decided, what no answer
 * cheap enough can have is ruled out, the rest is priced again, and so on down.  A dive ends when
 * its bound passes the cost it must stay within; then it goes back to a random level, forbids what
 * was decided first there, and tries once more (limited discrepancies).
 *
 * Diving on Lagrangian or column-generation information is the strongest simple heuristic for this
 * problem (Sadykov, Vanderbeck, Pessoa, Tahiri, Uchoa 2019).
 */
#ifndef ASSIGNMENT_DIVE_H
#define ASSIGNMENT_DIVE_H

#include "bound.h"

#include <podplan/rng.h>

struct dive_settings {
    int64_t most;   ///< scaled: cost of the core that the answer may have
    int32_t sweeps; ///< that price a level
    float part;     ///< of the open jobs that a level decides
    float noise;    ///< on the shares, 0 .. 1
    int32_t backs;  ///< most returns to a higher level
};

/**
 * Dives from a core and its bound.  True: `agent` [job of the core] holds agents of the whole, or
 * NOBODY, and they fit.
 */
bool dive_run(const struct core *core, const struct bound *root, struct knapsack *knapsack,
              const struct dive_settings *settings, struct pp_rng *rng, struct pace *pace,
              int32_t *agent);

#endif
