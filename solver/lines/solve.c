// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The search for a roster.
 *
 *   1. A first roster: lines that are given, and for everybody else the best line against what is
 *      still open, in an order by chance (walk.c); over a long horizon block after block (blocks.c).
 *   2. The root: column generation to the end (generate.c) gives a bound that is proved and the
 *      programme's opinion, which a dive makes whole (dive.c).  Not over a long horizon.
 *   3. Rounds of neighbourhoods (hood.c): parts of the roster are freed and solved the same way.
 *
 * There is a roster from step 1 on, and it never becomes dearer.
 */
#include "solve.h"

#include "blocks.h"
#include "crew.h"
#include "dive.h"
#include "hood.h"
#include "walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SWEEPS = 10,
    ROOT_ROUNDS = 10000,
    TELL_EVERY = 4 ///< rounds between two reports of progress
};

static const double ROOT_FEW = 0.03; ///< of all days are left to single lines by a dive

struct solve {
    const struct lines_problem *problem;
    struct pp_rng rng;
    struct crew *crew;
    struct pace *pace;
    struct pp_arena *arena;
    struct lines_answer *answer;
};

static void tell(const struct solve *solve, const char *what)
{
    if (getenv("TELL")) fprintf(stderr, "%.2f %s %.1f bound %.1f\n", pace_seconds(solve->pace), what, (double)solve->answer->roster.total/solve->problem->scale, (double)solve->answer->bound/solve->problem->scale);
}

/* ---- The first roster ---- */

static void put_in_lines(struct solve *solve, const int32_t *lines)
{
    const struct lines_problem *problem = solve->problem;
    struct lines_roster *roster = &solve->answer->roster;
    for (int32_t p = 0; p < problem->n_people; p++) {
        const int32_t *line = lines + (size_t)p * (size_t)problem->n_days;
        if (!roster->present[p] && line[0] >= 0 && lines_cost(problem, p, line) < LINES_BAN) {
            roster_insert(roster, problem, p, line);
        }
    }
}

static void start(struct solve *solve, const int32_t *first)
{
    const struct lines_problem *problem = solve->problem;
    struct lines_roster *roster = &solve->answer->roster;
    struct line_pricer pricer;
    struct walker walker;
    roster_init(roster, problem, solve->arena);
    if (first != NULL) {
        put_in_lines(solve, first);
    }
    if (blocks_needed(problem)) {
        size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
        int32_t *lines = PP_NEW(solve->arena, int32_t, cells);
        blocks_solve(problem, solve->crew, solve->pace, &solve->rng, lines);
        put_in_lines(solve, lines);
        solve->answer->complete = true;
        for (int32_t p = 0; p < problem->n_people; p++) {
            solve->answer->complete = solve->answer->complete && roster->present[p];
        }
        return;
    }
    line_pricer_init(&pricer, problem, false);
    walker_init(&walker, problem, &pricer, &solve->rng, solve->arena);
    solve->answer->complete = walker_fill(&walker, roster);
    for (int32_t i = 0; i < SWEEPS && !pace_stops(solve->pace) && walker_sweep(&walker, roster);
         i++) {
    }
    line_pricer_finish(&pricer);
}

/* ---- The root ---- */

static void take_lines(struct solve *solve, const int32_t *lines)
{
    const struct lines_problem *problem = solve->problem;
    struct lines_roster *roster = &solve->answer->roster, other;
    struct line_pricer pricer;
    struct walker walker;
    roster_init(&other, problem, solve->arena);
    for (int32_t p = 0; p < problem->n_people; p++) {
        roster_insert(&other, problem, p, lines + (size_t)p * (size_t)problem->n_days);
    }
    line_pricer_init(&pricer, problem, false);
    walker_init(&walker, problem, &pricer, &solve->rng, solve->arena);
    for (int32_t i = 0; i < SWEEPS && walker_sweep(&walker, &other); i++) {
    }
    line_pricer_finish(&pricer);
    if (other.total < roster->total) {
        roster_copy(roster, &other, problem);
    }
}

static bool is_proved(const struct solve *solve)
{
    return solve->answer->bound > solve->answer->roster.total - solve->problem->scale;
}

static void solve_root(struct solve *solve)
{
    const struct lines_problem *problem = solve->problem;
    struct lines_roster *roster = &solve->answer->roster;
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    int32_t *lines = PP_NEW(solve->arena, int32_t, cells);
    struct generation generation;
    generation_begin(&generation, problem, solve->crew, solve->pace);
    generation.thorough = true;
    for (int32_t p = 0; p < problem->n_people; p++) {
        columns_add(&generation.columns, p, roster_line(roster, problem, p));
    }
    enum generation_end end = generate(&generation, LINES_BAN, ROOT_ROUNDS);
    solve->answer->bound = generation.bound;
    tell(solve, "root");
    generation.thorough = false;
    if (end == GENERATION_CLOSED && !is_proved(solve) &&
        dive(&generation, roster->total - problem->scale + 1, ROOT_FEW, &solve->rng, lines)) {
        take_lines(solve, lines);
    }
    generation_finish(&generation);
}

/* ---- All ---- */

void lines_solve(const struct lines_problem *problem, uint64_t seed, int32_t threads,
                 const int32_t *first, struct pace *pace, struct pp_arena *arena,
                 struct lines_answer *answer)
{
    struct solve solve = {problem, {seed}, crew_begin(threads), pace, arena, answer};
    *answer = (struct lines_answer){.bound = INT64_MIN};
    start(&solve, first);
    tell(&solve, "start");
    if (answer->complete && !blocks_needed(problem)) {
        solve_root(&solve);
    }
    tell(&solve, "dive");
    struct hood hood;
    hood_init(&hood, problem, solve.crew, pace, &solve.rng, &answer->roster, arena);
    while (answer->complete && answer->rounds < pace->rounds && !is_proved(&solve) &&
           !pace_stops(pace)) {
        if (hood_round(&hood) && getenv("TELL")) fprintf(stderr, "  %.2f hood %d: %.1f sizes %.0f %.0f %.0f %.0f %.0f %.0f\n", pace_seconds(pace), hood.round, (double)answer->roster.total / problem->scale, hood.sizes[0], hood.sizes[1], hood.sizes[2], hood.sizes[3], hood.sizes[4], hood.sizes[5]);
        answer->rounds++;
    }
    crew_finish(solve.crew);
}
