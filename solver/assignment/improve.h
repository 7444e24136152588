// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Better answers by small moves.
 *
 *   shift   a job goes to another agent (or gets one)
 *   swap    two jobs change places; one of them may have been without an agent
 *   chain   a job pushes another one out, which goes to a third agent (an ejection chain)
 *
 * improve_descend repeats the best of them until none helps: its result is a local optimum of all
 * three kinds.  improve_round empties a few neighbouring caseloads, deals their jobs out anew in a
 * random order, descends, and takes back what is not at least as good.
 *
 * Every move is priced exactly, curves included, and keeps every room and every forbidden pair.
 */
#ifndef ASSIGNMENT_IMPROVE_H
#define ASSIGNMENT_IMPROVE_H

#include "answer.h"
#include "pace.h"

#include <podplan/rng.h>

struct improver;

/** Works on `answer`, which it changes in place; owned by the arena. */
struct improver *improve_create(struct answer *answer, struct pp_arena *arena);

/**
 * To a local optimum, from wherever the answer stands.  One pass is O(jobs x (agents + NEAR^2 x
 * jobs of an agent)); a pass that finds nothing is the last.
 */
void improve_descend(struct improver *improver, struct pace *pace);

/** One attempt of ruin and recreate; never makes the answer worse. True when it became better. */
bool improve_round(struct improver *improver, struct pp_rng *rng, struct pace *pace);

/** Gives agents to jobs without one, those with most to lose first. O(jobs x agents). */
void improve_fill(struct improver *improver);

#endif
