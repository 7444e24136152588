// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A tree of cases over the root's programme (branch and price; Barnhart and others 1998), the case
 * of the least bound first, so that the bound of all rises towards the best roster.
 *
 * A case that is still fractional is split by a total of the rows that is not whole (totals.h), the
 * largest first: it bears on everybody at once.  Where all are whole, by what one person does on
 * one day.
 */
#ifndef LINES_TREE_H
#define LINES_TREE_H

#include "generate.h"

/* What a case adds to the one that it was split from. */
struct tree_case {
    int64_t bound; ///< proved, scaled
    int32_t from;  ///< case; -1: it is the root
    int32_t depth;
    int32_t person, day, choice; ///< person -1: a total is limited
    int32_t total, least, most;
};

struct tree {
    const struct lines_problem *problem;
    struct generation *generation; ///< the root's
    struct pp_arena arena;
    struct totals totals;
    struct tree_case *cases;
    int32_t n_cases, cases_capacity;
    int32_t *open; ///< a heap of cases
    int32_t n_open, open_capacity;
    size_t *base; ///< of each person's choices in `part`
    double *part;
    int32_t *lines; ///< of a programme that is whole
};

/** `root` is solved to the end, with a bound that is proved. */
void tree_begin(struct tree *tree, struct generation *root, int64_t bound);
void tree_finish(struct tree *tree);

/**
 * Looks at cases until the simplex method has had about `steps`, or none below `best` is left;
 * the root is then as it was.  A cheaper roster goes into `best`.
 */
void tree_search(struct tree *tree, int64_t steps, struct lines_roster *best);

/** Limits the root's totals as the most promising case does, until tree_free. */
void tree_lead(struct tree *tree);

/** Frees all that cases have fixed and limited. */
void tree_free(struct tree *tree);

/** No roster costs less than this, or than the best roster. */
int64_t tree_bound(const struct tree *tree);

#endif
