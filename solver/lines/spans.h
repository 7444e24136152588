// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the programme of one line holds for a person, and where: the sums and tallies that can
 * occur on a morning and still lead to a legal end.
 *
 * The values of a day are blocks, one for each run state and one for what is forbidden; a block is
 * rows, one for each tally; a row is sums, with a margin behind them as wide as sums and spans move
 * from a day to the next, and there is one before the first row, too.  All rows of a person are as
 * long, so an arc from one day to the next is one loop over all tallies and sums: what it reads
 * beside a row is a margin, which is banned.
 */
#ifndef LINES_SPANS_H
#define LINES_SPANS_H

#include "lines.h"

enum {
    SPAN_LANES = 8 ///< values that loops take at once, and may write past a block's last row
};

/** The morning of a day. */
struct line_span {
    int32_t low, high; ///< the sum, in its units
    int32_t tally_low, tally_high;
    size_t at;    ///< of the first row of the day's first block
    size_t block; ///< from a block to the next
};

struct line_spans {
    bool sums, tallies;     ///< carried exactly
    struct line_span *days; ///< n_days + 1
    int32_t *low, *high;    ///< sums of each state: [day * n_states + state]; NULL: none carried
    int16_t *open;          ///< states that days can begin in, as long as `low`; ...
    int32_t *n_open;        ///< ... and how many of a day: open[day * n_states + i]
    int32_t row, margin;    ///< from a row to the next; of which the margin
    size_t values;          ///< of all days
};

/** A person's spans; `flat`: neither sums nor tallies are carried. */
void line_spans_of(struct line_spans *spans, const struct lines_problem *problem, int32_t p,
                   bool flat, struct pp_arena *arena);

/** The most that a person's choices of a day add to the tally. */
int32_t lines_tally_of_day(const struct lines_problem *problem, int32_t p, int32_t day);

/** True when a day can begin in a state; `at` is day * n_states + state. */
static inline bool line_is_open(const struct line_spans *spans, int32_t at)
{
    return spans->low == NULL || spans->low[at] <= spans->high[at];
}

/** Rows of a day: its tallies. */
static inline int32_t line_span_rows(const struct line_span *span)
{
    return span->tally_high - span->tally_low + 1;
}

#endif
