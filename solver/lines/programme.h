// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The programme of one line: one person's best line against prices.
 *
 *   min  sum_d price(choice_d) + states + counters
 *
 * A dynamic programme backwards over days carries the run state and, exactly,
 * the two counters that have to be met and not only paid for: the *sum* (say
 * minutes between a least and a most) and the *tally* of run states (say
 * weekends).  The other counters are relaxed with multipliers, which a few
 * subgradient steps find; the costs to go then bound a search over labels
 * that carries them too (search.h).  Where nothing binds the first step is
 * the answer.
 *
 * Inside, prices are int32_t without the problem's `coarse` lowest bits; left
 * out bits make prices lower, so bounds stay bounds.
 */
#ifndef LINES_PROGRAMME_H
#define LINES_PROGRAMME_H

#include "lines.h"
#include "spans.h"

#include <podplan/rng.h>

struct search;
struct offer;

/** How hard to look for one line. */
struct line_effort {
    int32_t steps;  ///< of multipliers
    int32_t mends;  ///< times that a line is held to the limits it broke (mend.h); 0: search
    int32_t bucket; ///< labels that a run state, sum and tally keep
    int32_t labels; ///< of the whole search; 0: none
};

/** Scratch of one thread, for one line at a time. */
struct line_pricer {
    const struct lines_problem *problem;
    struct pp_arena arena;
    bool flat; ///< relax the sum and the tally too: quick, for long horizons
    int32_t p; ///< whose prices are loaded
    const struct lines_person *person;
    int64_t *price;                 ///< of each choice of the person, loaded
    int32_t *weighted;              ///< the same, coarse, with multipliers; LINE_BAN: closed
    int32_t *class_price;           ///< of each class: its cheapest choice
    struct offer *offers;           ///< scratch: classes of a day that are not closed
    int32_t *to_go;                 ///< as laid out by the spans
    const struct line_spans *spans; ///< of the person loaded
    struct line_spans *all_spans;   ///< of each person
    int32_t *trace;                 ///< the line of the last relaxed programme
    int64_t grain;                  ///< differences below it are noise
    int64_t *multipliers; ///< [person * LINES_COUNTERS + counter], coarse: where a search begins
    int64_t amounts[LINES_COUNTERS];
    int64_t gains[LINES_COUNTERS]; ///< coarse: the most that a choice pays for a unit
    struct search *search;
};

#define LINE_BAN (1 << 30)

void line_pricer_init(struct line_pricer *pricer, const struct lines_problem *problem, bool flat);

/** Turns to another problem, in the same memory; `{0}` will do for a pricer before. */
void line_pricer_turn(struct line_pricer *pricer, const struct lines_problem *problem);
void line_pricer_finish(struct line_pricer *pricer);

/** What one more, and one less, on a row is worth; LINES_BAN as `up`: the row is closed. */
struct line_worth {
    const int64_t *up, *down; ///< [row - row_base]
};

/**
 * Loads a person's prices, less what their choices are worth to rows.  `fixed` (NULL: none): the
 * choice of each day, -1: free.  With `noise` ties fall by chance, and by chance only: the noise of
 * a whole line is below a quarter of a whole unit.
 */
void line_load(struct line_pricer *pricer, int32_t p, struct line_worth worth, const int32_t *fixed,
               struct pp_rng *noise);

/** A line, what it costs, and what no line of the person can be cheaper than. */
struct line_result {
    int64_t cost;  ///< against the loaded prices; LINES_BAN: none found
    int64_t bound; ///< proved, against the loaded prices; LINES_BAN: there is no line
};

/**
 * The best line found for the loaded prices; writes it to `line`.  Lines that cost `limit` or more
 * are of no interest: the bound may stop there (LINES_BAN: all are).
 */
struct line_result line_solve(struct line_pricer *pricer, struct line_effort effort, int64_t limit,
                              int32_t *line);

/** The relaxed programme at multipliers given (coarse): a bound, and its line in `trace`. */
int64_t line_relax(struct line_pricer *pricer, const int64_t *multipliers);

/**
 * What the relaxed programme proves at multipliers given (coarse), with what relaxed counters cost
 * there; LINES_BAN: there is no line.  `slopes`, length n_counters: how far its line is from where
 * each relaxed counter would rest, in the counter's `unit`.
 */
int64_t line_dual(struct line_pricer *pricer, const int64_t *multipliers, double *slopes);

/** The multiplier of counter k after it was `was` and a unit costs `more`, where it may be so much. */
int64_t line_multiplier(const struct line_pricer *pricer, int32_t k, int64_t was, double more);

/** Cost of a line against the loaded prices. */
int64_t line_loaded_cost(struct line_pricer *pricer, const int32_t *line);

/** Takes the line of the last relaxed programme when it is cheaper. */
void line_keep(struct line_pricer *pricer, int32_t *line, struct line_result *result);

/** The multipliers where searches of the loaded person begin. */
static inline int64_t *line_multipliers(const struct line_pricer *pricer)
{
    return pricer->multipliers + (size_t)pricer->p * LINES_COUNTERS;
}

/** True when counter k of the loaded person is relaxed, and can cost something. */
static inline bool line_relaxes(const struct line_pricer *pricer, int32_t k)
{
    return !(k == pricer->person->sum && pricer->spans->sums) &&
           !(k == LINES_TALLY && pricer->spans->tallies);
}

#endif
