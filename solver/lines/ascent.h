// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Climbing the Lagrangian dual before there is a master programme: good duals
 * soon, and the lines near them as its first columns.
 */
#ifndef LINES_ASCENT_H
#define LINES_ASCENT_H

#include "generate.h"

/**
 * At most `steps` steps towards `target` (scaled, the cost of a roster); the best duals become the
 * generation's centre, and the lines of its last `keep` better steps its columns.
 */
void ascend(struct generation *generation, int64_t target, int32_t steps, int32_t keep);

#endif
