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
 * ([person * n_days + day]).  It gives up where nothing below `cutoff` (scaled) is left.  When no
 * more than the part `few` of all days is undecided it ends with everybody's largest line, and the
 * roster may be dear: single lines close what is left sooner.  Everything is free again afterwards.
 */
bool dive(struct generation *generation, int64_t cutoff, double few, struct pp_rng *rng,
          int32_t *lines);

#endif
