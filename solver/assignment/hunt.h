// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The search after the first bound: hunters, each with its own answer, random numbers and scratch,
 * hunt for a round of fixed work on common ground; between rounds they share the best answer, and
 * what it rules out leaves the ground.
 *
 * What a hunter does in a round depends on nothing but its state and the ground, so that the result
 * is the same however many threads the hunters run on.
 */
#ifndef ASSIGNMENT_HUNT_H
#define ASSIGNMENT_HUNT_H

#include "regroup.h"

enum {
    GROUP_SIZES = 10
};

/** What groups of one size have brought of late. */
struct size_record {
    double gained; ///< minutes
    double spent;  ///< millions of elementary steps
};

struct hunter {
    struct answer *answer; ///< where it stands
    struct knapsack *knapsack;
    struct pp_rng rng;
    struct pace pace;
    int64_t dived, grouped; ///< elementary steps so far
    int32_t in_vain;        ///< dives since the last that found something
    struct size_record sizes[GROUP_SIZES];
    struct pp_arena arena;
};

/** A hunter that begins from a copy of `answer`. */
void hunter_begin(struct hunter *hunter, const struct answer *answer, const struct core *core,
                  uint64_t seed, const struct pace *pace);
void hunter_finish(struct hunter *hunter);

/** One round of about `work` elementary steps. The hunter's answer never becomes worse. */
void hunter_round(struct hunter *hunter, const struct ground *ground, int64_t work);

#endif
