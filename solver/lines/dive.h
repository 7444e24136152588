// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Diving: the master programme's solution is made whole by fixing days of
 * people, a few at a time, to what most of their lines do on them.
 */
#ifndef LINES_DIVE_H
#define LINES_DIVE_H

#include "generate.h"

#include <podplan/rng.h>

/** How far a dive goes. */
struct dive_terms {
    int64_t cutoff; ///< scaled: a roster that costs as much is of no use
    int32_t backs;  ///< times that it goes back
    double by; ///< seconds of the generation's pace; steps are larger when it is late; 0: never
};

/**
 * Dives from a generation that is closed; true when it reached a roster: its lines are in `lines`
 * ([person * n_days + day]).  Where nothing below the cutoff is left it goes back, and gives up when
 * it may not.  When the generation is tired it ends with everybody's largest
 * line, and the roster may be dear.
 * Everything is free again afterwards.
 */
bool dive(struct generation *generation, struct dive_terms terms, struct pp_rng *rng,
          int32_t *lines);

#endif
