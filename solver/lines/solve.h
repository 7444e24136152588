// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The search for a roster (solve.c).
 */
#ifndef LINES_SOLVE_H
#define LINES_SOLVE_H

#include "pace.h"
#include "roster.h"

struct lines_answer {
    struct lines_roster roster;
    int64_t bound; ///< scaled; proved
    int32_t rounds;
    bool complete; ///< false: not everybody has a line, because somebody has none that is legal
};

/** True when no roster is cheaper by a whole unit. */
static inline bool lines_is_proved(const struct lines_problem *problem,
                                   const struct lines_answer *answer)
{
    return answer->bound > answer->roster.total - problem->scale;
}

/**
 * Finds a roster.  `first` (NULL: none) holds lines to begin with, [person * n_days + day], -1 in a
 * person's first place: none.  The answer lives in `arena`.
 */
void lines_solve(const struct lines_problem *problem, uint64_t seed, int32_t threads,
                 const int32_t *first, struct pace *pace, struct pp_arena *arena,
                 struct lines_answer *answer);

#endif
