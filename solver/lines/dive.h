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
 * Dives from a generation that is closed; true when a roster below `cutoff` (scaled) was reached:
 * its lines are in `lines` ([person * n_days + day]).  Everything is free again afterwards.
 */
bool dive(struct generation *generation, int64_t cutoff, struct pp_rng *rng, int32_t *lines);

#endif
