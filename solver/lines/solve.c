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
#include "stroll.h"
#include "walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SWEEPS = 10,
    STROLL_PATIENCE = 6, ///< rounds that bring little
    PATIENCE = 40, ///< rounds between two looks at what they bring
    ROOT_ROUNDS = 10000,
    TELL_EVERY = 4 ///< rounds between two reports of progress
};

static const double ROOT_FEW = 0.03; ///< of all days are left to single lines by a dive

/* Prices of the tally over a long horizon, in parts of the dearest row. */
static const double tally_parts[] = {0.2, 0.08, 0.02, 0};

static const double WARM = 0.02, COOLING = 0.97; ///< of strolls
static const double STROLL_LITTLE = 0.001;
static const double LITTLE = 0.01; ///< of the cost: rounds that bring less are enough at a price

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
        blocks_solve(problem, solve->pace, &solve->rng, lines);
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

/* ---- Neighbourhoods ---- */

/* The problem with a price on each unit of the tally, which is scarce and best left for others. */
static void price_tally(const struct lines_problem *problem, double part, struct pp_arena *arena,
                        struct lines_problem *priced)
{
    int64_t price = (int64_t)(part * lines_dearest(problem));
    *priced = *problem;
    int32_t n_machines = 0;
    for (int32_t p = 0; p < problem->n_people; p++) {
        int32_t machine = problem->people[p].machine;
        n_machines = machine < n_machines ? n_machines : machine + 1;
    }
    struct lines_machine *machines = pp_arena_copy(
        arena, problem->machines, (size_t)n_machines * sizeof(problem->machines[0]));
    for (int32_t m = 0; m < n_machines; m++) {
        size_t n = (size_t)machines[m].n_ways * (size_t)machines[m].n_states;
        machines[m].price = pp_arena_copy(arena, machines[m].price, n * sizeof(int64_t));
        for (size_t arc = 0; arc < n; arc++) {
            machines[m].price[arc] += price * machines[m].tally[arc];
        }
    }
    priced->machines = machines;
}

/* The same lines at the prices of another problem. */
static void reprice(struct lines_roster *to, const struct lines_roster *from,
                    const struct lines_problem *problem, struct pp_arena *arena)
{
    roster_init(to, problem, arena);
    for (int32_t p = 0; p < problem->n_people; p++) {
        roster_insert(to, problem, p, roster_line(from, problem, p));
    }
}

static bool goes_on(const struct solve *solve)
{
    return solve->answer->rounds < solve->pace->rounds && !is_proved(solve) &&
           !pace_stops(solve->pace);
}

/* Keeps the roster of a priced problem when it is better at the true prices. */
static void keep_true(struct solve *solve, const struct lines_roster *now)
{
    struct pp_arena scratch = {0};
    struct lines_roster plain;
    reprice(&plain, now, solve->problem, &scratch);
    if (plain.total < solve->answer->roster.total) {
        roster_copy(&solve->answer->roster, &plain, solve->problem);
    }
    pp_arena_finish(&scratch);
}

/* Strolls, cooler and cooler, while they bring something. */
static void stroll(struct solve *solve, const struct lines_problem *priced,
                   struct lines_roster *now)
{
    double warmth = WARM;
    int32_t idle = 0;
    while (goes_on(solve) && idle < STROLL_PATIENCE) {
        int64_t before = now->total;
        stroll_round(priced, solve->crew, solve->pace, &solve->rng, warmth, now);
        keep_true(solve, now);
        solve->answer->rounds++;
        idle = (double)(before - now->total) < STROLL_LITTLE * (double)now->total ? idle + 1 : 0;
        warmth *= COOLING;
        tell(solve, "stroll");
    }
}

/* Rounds on a problem whose tally has a price, until they bring little. */
static void search_priced(struct solve *solve, double part, int32_t patience)
{
    struct pp_arena arena = {0};
    struct lines_problem priced;
    struct lines_roster now;
    struct hood hood;
    price_tally(solve->problem, part, &arena, &priced);
    reprice(&now, &solve->answer->roster, &priced, &arena);
    hood_init(&hood, &priced, solve->crew, solve->pace, &solve->rng, &now, &arena);
    int64_t mark = now.total;
    if (blocks_needed(solve->problem)) {
        stroll(solve, &priced, &now);
        mark = now.total;
    }
    for (int32_t round = 1; goes_on(solve); round++) {
        bool better = hood_round(&hood);
        solve->answer->rounds++;
        if (better) {
            keep_true(solve, &now);
            tell(solve, "hood");
        }
        if (part > 0 && round % patience == 0) {
            if ((double)(mark - now.total) < LITTLE * (double)now.total) {
                break;
            }
            mark = now.total;
        }
    }
    pp_arena_finish(&arena);
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
    for (size_t i = 0; i < sizeof(tally_parts) / sizeof(tally_parts[0]) && answer->complete; i++) {
        if (tally_parts[i] == 0 || blocks_needed(problem)) {
            search_priced(&solve, tally_parts[i], PATIENCE);
        }
    }
    crew_finish(solve.crew);
}
