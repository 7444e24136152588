// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Diving: the master programme's solution is made whole by fixing days of
 * people, a few at a time, to what most of their lines do on them.
 */
#ifndef LINES_DIVE_H
#define LINES_DIVE_H

#include "generate.h"

#include <podplan/rng.h>

/**
 * Dives from a generation that is closed; true when it reached a roster: its lines are in `lines`
 * ([person * n_days + day]).  Where nothing below `cutoff` (scaled) is left it goes back, at most
 * `backs` times, and gives up then.  When the generation is tired it ends with everybody's largest
 * line, and the roster may be dear.
 * Everything is free again afterwards.
 */
bool dive(struct generation *generation, int64_t cutoff, int32_t backs, struct pp_rng *rng,
          int32_t *lines);

#endif
