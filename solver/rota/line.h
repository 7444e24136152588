// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The line programme: one person's best line of work against prices.
 *
 *   min  sum_d price(choice_d) + states + counters - sum_d worth(cells of choice_d)
 *
 * Run states are the states of a dynamic programme over days.  Counters are
 * not: they are relaxed with multipliers, which a few subgradient steps find,
 * and the relaxed programme's cost to go then bounds a search over labels
 * that carries them exactly.  Where nothing binds the first step is the
 * answer.
 *
 * A line is an array of n_days indices into the person's choices.
 */
#ifndef ROTA_LINE_H
#define ROTA_LINE_H

#include "problem.h"

#include <podplan/rng.h>

struct line_label;

enum {
    LINE_BUCKET = 32 ///< most labels that one state keeps
};

/** How hard to look for one line. */
struct line_effort {
    int32_t steps;  ///< of multipliers
    int32_t labels; ///< that a state keeps, 1 .. LINE_BUCKET
};

/** Scratch of one solve, for one line at a time. */
struct line_pricer {
    const struct rota_problem *problem;
    struct pp_arena *arena;
    const struct rota_person *person; ///< whose prices are loaded
    int64_t *price;                   ///< of each choice, worth taken off
    int64_t *weighted;                ///< of each choice of one day, with multipliers
    int32_t *ways;                    ///< that the choices of one day lead
    int64_t *way_price;               ///< the least of each; ROTA_BAN between days
    int64_t *to_go;                   ///< [day * (most states + 1) + state]
    int32_t width;                    ///< most states + 1
    int32_t *trace;                   ///< the line of the last relaxed programme
    int64_t grain;                    ///< differences below it are noise
    int32_t bucket_size;              ///< labels that a state keeps in this search
    struct line_label *labels;
    int32_t n_labels, labels_capacity;
    int32_t *bucket, *n_bucket;            ///< labels of each state, today and tomorrow
    int64_t (*multipliers)[ROTA_COUNTERS]; ///< where each person's search begins
};

void line_pricer_init(struct line_pricer *pricer, const struct rota_problem *problem,
                      struct pp_arena *arena);

/**
 * Loads a person's prices, less `worth` of each cell (ROTA_BAN: the cell is closed).  With `noise`
 * ties fall by chance, and by chance only: the noise of a whole line is below a quarter of
 * what one minute costs.
 */
void line_load(struct line_pricer *pricer, const struct rota_person *person, const int64_t *worth,
               struct pp_rng *noise);

/**
 * The programme with counters relaxed: returns min sum of prices + multipliers x amounts, and its
 * line in `pricer->trace`.
 */
int64_t line_relax(struct line_pricer *pricer, const int64_t multipliers[ROTA_COUNTERS]);

/** A line, what it is worth, and what no line of the person can be cheaper than. */
struct line_result {
    int64_t cost;  ///< against the loaded prices
    int64_t bound; ///< proved, against the loaded prices
};

/** The best line found for the loaded prices; writes it to `line`. */
struct line_result line_solve(struct line_pricer *pricer, struct line_effort effort, int32_t *line);

/** What a line costs by the rules: prices, states and counters; ROTA_BAN when it breaks one. */
int64_t line_cost(const struct rota_problem *problem, const struct rota_person *person,
                  const int32_t *line);

/** The same without counters. */
int64_t line_cost_of_days(const struct rota_problem *problem, const struct rota_person *person,
                          const int32_t *line);

/** Units of each counter on a line. */
void line_amounts(const struct rota_problem *problem, const struct rota_person *person,
                  const int32_t *line, int64_t amounts[ROTA_COUNTERS]);

#endif
