// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The search over labels that carries relaxed counters exactly (programme.h).
 */
#ifndef LINES_SEARCH_H
#define LINES_SEARCH_H

#include "programme.h"

enum {
    SEARCH_COUNTERS = 12 ///< most relaxed counters that one search carries
};

struct search *search_create(struct line_pricer *pricer);
void search_destroy(struct search *search); ///< NULL: nothing

/**
 * Improves `line` and `result`, from the costs to go of the person's multipliers.  Lines that cost `limit` or more are of no interest.
 */
void search_lines(struct line_pricer *pricer, struct line_effort effort, int64_t limit,
                  int32_t *line, struct line_result *result);

/**
 * The cost to go (coarse) of a state with a tally and a sum; raises the tally to the least that can
 * still make a difference.  LINE_BAN: there is no way on.
 */
int32_t line_to_go(const struct line_pricer *pricer, int32_t day, int32_t state, int32_t *tally,
                   int32_t sum);

#endif
