// SPDX-License-Identifier: GPL-3.0-or-later
/* The exact half of the line programme: labels that carry the counters. */
#ifndef ROTA_LINE_SEARCH_H
#define ROTA_LINE_SEARCH_H

#include "line.h"

/**
 * Looks for a line cheaper than `result->cost` by the pricer's grain or more, with the costs to go
 * of the person's multipliers in place.  Improves line and result; the bound only when the search
 * was complete.
 */
void line_search(struct line_pricer *pricer, int32_t *line, struct line_result *result);

#endif
