// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Strolling: over a long horizon, a few people at a time are taken out of a
 * few weeks and put back line by line, very often.  Each side works on a
 * stretch of time of its own.
 */
#ifndef LINES_STROLL_H
#define LINES_STROLL_H

#include "crew.h"
#include "pace.h"
#include "part.h"

#include <podplan/rng.h>

/**
 * One round: so many moves a side; `now` may become a little dearer.  `warmth`, in parts of the
 * dearest row, is what a move may cost now and then.
 */
void stroll_round(const struct lines_problem *problem, struct crew *crew, struct pace *pace,
                  struct pp_rng *rng, double warmth, struct lines_roster *now);

#endif
