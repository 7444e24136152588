// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Practitioners who should hold no family, because nobody would oversee them.
 *
 * The search does not know the rule consultant_span.  Anybody may oversee anybody, so its price is
 * that of one number: holders whom the data gives no consultant, less the places that the data
 * leaves.  When an allocation has more holders than places, the caseloads that are cheapest to deal
 * out to other holders are emptied, half of what is wanted at a time, and the search of limit.h
 * goes on from there with everybody who holds nothing without room.
 */
#ifndef ALLOCATION_OVERSIGHT_H
#define ALLOCATION_OVERSIGHT_H

#include "run.h"

/**
 * Makes the outcome cheaper by its own rules and consultant_span together, or leaves it alone.
 * Families fixed by the terms stay, and no more than `most` move (below 0: any number).  At most
 * four tries, each O(holders x families + families x practitioners) and a limited search.
 */
bool oversight_ease(struct engine *engine, const struct terms *terms, int32_t most,
                    struct outcome *outcome, struct pp_err *err);

#endif
