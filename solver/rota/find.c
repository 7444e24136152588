// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The search for a roster of a service, with the tools of solver/lines.
 *
 *   1. The opening (opening.c): a roster that is seldom far from the best.
 *   2. A first bound: what single days lack (daily.c), a few steps of the dual,
 *      a few rounds of column generation.  Where they close, a dive.
 *   3. Neighbourhoods (hood.h), until the roster is proved or the rounds are over.
 *   4. A better bound, with the lines of the roster found.  Where it closes, a dive.
 *
 * A service differs from the published benchmarks: there is room for everybody
 * on most days, turns that are fair cost nothing, and so a roster is soon good
 * while the duals, all but 0, are hard to find from afar.  Long horizons are
 * left to lines_solve as a whole.
 */
#include "find.h"

#include "ascent.h"
#include "blocks.h"
#include "crew.h"
#include "daily.h"
#include "dive.h"
#include "hood.h"
#include "opening.h"

#include <string.h>

enum {
    FIRST_STEPS = 20,  ///< of the dual
    FIRST_ROUNDS = 30, ///< of column generation
    LAST_STEPS = 120,
    DIVE_WORK = 8,  ///< simplex iterations a row of a dive
    LAST_WORK = 20, ///< simplex iterations a row: duals that are all but 0 may take for ever
    LAST_LINES = 3, ///< of everybody, from the last steps
    /* Neighbourhoods that bring nothing: the search is over, unless it has time. */
    IDLE_PARTS = 48,
    IDLE_PARTS_PERSON = 2, ///< the same, for each
    TELL_EVERY = 4         ///< rounds between two reports of progress
};

static const double SEARCH_PART =
    0.75; ///< of the time, when that is limited; the rest is the bound's

/* Small parts: a service's lines have many rules, and cost more to price than the simplex method. */
static const double PART_WORK = 0.3e6;

struct find {
    const struct rota_problem *rota;
    const struct lines_problem *problem;
    struct pp_rng rng;
    struct crew *crew;
    struct pace *pace;
    struct pp_arena *arena;
    struct lines_answer *answer;
    struct generation generation;
};

static int64_t in_minutes(const struct find *find, int64_t price)
{
    return price <= 0 ? 0 : lines_units(find->problem, price);
}

static bool is_enough(const struct find *find)
{
    return lines_is_proved(find->problem, find->answer) ||
           pace_within(find->pace, in_minutes(find, find->answer->roster.total),
                       in_minutes(find, find->answer->bound));
}

static void tell(const struct find *find)
{
    pace_tell(find->pace, find->answer->rounds, in_minutes(find, find->answer->roster.total),
              in_minutes(find, find->answer->bound));
}

/* ---- Bounds ---- */

static void raise_bound(struct find *find)
{
    int64_t bound = find->generation.bound;
    find->answer->bound = bound > find->answer->bound ? bound : find->answer->bound;
}

/* Steps of the dual from the best that is known, then rounds of column generation. */
static enum generation_end climb(struct find *find, int32_t steps, int32_t rounds)
{
    struct generation *generation = &find->generation;
    int64_t cutoff = find->answer->roster.total - find->problem->scale + 1;
    columns_add_roster(&generation->columns, &find->answer->roster);
    ascend(generation, find->answer->roster.total, steps, LAST_LINES);
    raise_bound(find);
    if (is_enough(find) || pace_stops(find->pace)) {
        return GENERATION_CUT;
    }
    generation->begun = true;
    enum generation_end end = generate(generation, cutoff, rounds);
    raise_bound(find);
    return end;
}

/* What the duals are before anything is known: no rule pays back. */
static void begin_bound(struct find *find)
{
    struct generation *generation = &find->generation;
    const int64_t *worth = daily_worth(find->rota, find->arena);
    memcpy(generation->centre, worth, (size_t)find->problem->n_rows * sizeof(worth[0]));
    find->answer->bound = 0;
}

/* A dive from the first bound: worth a while, and no more where the simplex method is slow. */
static void dive_for_roster(struct find *find)
{
    const struct lines_problem *problem = find->problem;
    struct columns *columns = &find->generation.columns;
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    int32_t *lines = PP_NEW(find->arena, int32_t, cells);
    struct dive_terms terms = {.cutoff = find->answer->roster.total - problem->scale + 1};
    int64_t kept = columns->most_steps, rows = problem->n_rows + problem->n_people;
    columns->most_steps = lp_iterations(columns->lp) + DIVE_WORK * rows;
    if (dive(&find->generation, terms, &find->rng, lines)) {
        roster_take(&find->answer->roster, problem, lines);
    }
    columns->most_steps = kept;
}

static void find_first_bound(struct find *find)
{
    if (is_enough(find) || pace_stops(find->pace)) {
        return;
    }
    if (climb(find, FIRST_STEPS, FIRST_ROUNDS) == GENERATION_CLOSED && !is_enough(find)) {
        dive_for_roster(find);
    }
}

/* Without a limit of its own, a service of 40 people can keep the simplex busy for many minutes. */
static void find_last_bound(struct find *find)
{
    struct generation *generation = &find->generation;
    int64_t rows = find->problem->n_rows + find->problem->n_people;
    generation->thorough = true;
    generation->columns.most_steps = lp_iterations(generation->columns.lp) + LAST_WORK * rows;
    enum generation_end end = climb(find, LAST_STEPS, find->pace->rounds);
    generation->thorough = false;
    if (end == GENERATION_CLOSED && !is_enough(find)) {
        dive_for_roster(find);
    }
}

/* ---- Rounds ---- */

/* Whether rounds still pay: by the clock when there is a limit of time, else by what they bring. */
static bool goes_on(const struct find *find, int32_t idle)
{
    double limit = find->pace->settings == NULL ? 0 : find->pace->settings->time_limit;
    return limit > 0 ? pace_seconds(find->pace) < SEARCH_PART * limit
                     : idle < IDLE_PARTS + IDLE_PARTS_PERSON * find->problem->n_people;
}

static void improve(struct find *find)
{
    struct lines_answer *answer = find->answer;
    struct hood hood;
    hood_init(&hood, find->problem, find->crew, find->pace, &find->rng, PART_WORK, &answer->roster,
              find->arena);
    for (int32_t idle = 0; answer->rounds < find->pace->rounds && goes_on(find, idle) &&
                           !is_enough(find) && !pace_stops(find->pace);) {
        int64_t before = answer->roster.total;
        int32_t parts = hood_round(&hood);
        idle = answer->roster.total < before ? 0 : idle + parts;
        answer->rounds++;
        if (answer->rounds % TELL_EVERY == 0 || answer->rounds == find->pace->rounds) {
            tell(find);
        }
    }
}

/* ---- All ---- */

static void search(struct find *find)
{
    generation_begin(&find->generation, find->problem, find->crew, find->pace);
    begin_bound(find);
    tell(find);
    find_first_bound(find);
    improve(find);
    if (!is_enough(find) && !pace_stops(find->pace)) {
        find_last_bound(find);
    }
    tell(find);
    generation_finish(&find->generation);
}

void find_roster(const struct rota_problem *problem, uint64_t seed, int32_t threads,
                 struct pace *pace, struct pp_arena *arena, struct lines_answer *answer)
{
    struct find find = {.rota = problem,
                        .problem = &problem->lines,
                        .rng = {seed},
                        .pace = pace,
                        .arena = arena,
                        .answer = answer};
    const int32_t *lines = opening_lines(problem, pace, &find.rng, arena);
    if (problem->n_people > 0 && blocks_needed(&problem->lines)) {
        lines_solve(&problem->lines, seed, threads, lines, pace, arena, answer);
        return;
    }
    *answer = (struct lines_answer){.bound = INT64_MIN, .complete = true};
    roster_make(&answer->roster, find.problem, lines, arena);
    find.crew = crew_begin(threads);
    search(&find);
    crew_finish(find.crew);
}
