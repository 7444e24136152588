// SPDX-License-Identifier: GPL-3.0-or-later
#include "solve.h"
#include "crew.h"
#include "dive.h"
#include "hood.h"
#include "walk.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lines_solve(const struct lines_problem *problem, uint64_t seed, int32_t threads,
                 const int32_t *first, struct pace *pace, struct pp_arena *arena,
                 struct lines_answer *answer)
{
    (void)first;
    struct pp_rng rng = {seed};
    struct crew *crew = crew_begin(threads);
    struct generation generation;
    generation_begin(&generation, problem, crew, pace);
    generation.thorough = true;
    struct walker walker;
    struct lines_roster *roster = &answer->roster;
    roster_init(roster, problem, arena);
    walker_init(&walker, problem, &generation.pricers[0], &rng, arena);
    answer->complete = walker_fill(&walker, roster);
    double sc = (double)problem->scale;
    fprintf(stderr, "%.2f start %.1f\n", pace_seconds(pace), (double)roster->total / sc);
    for (int i = 0; i < 10 && walker_sweep(&walker, roster); i++) {
    }
    fprintf(stderr, "%.2f sweep %.1f\n", pace_seconds(pace), (double)roster->total / sc);
    for (int32_t p = 0; p < problem->n_people; p++) {
        columns_add(&generation.columns, p, roster_line(roster, problem, p));
    }
    enum generation_end end =
        getenv("NOROOT") ? GENERATION_STOPPED : generate(&generation, INT64_MAX, 10000);
    answer->bound = generation.bound;
    generation.thorough = false;
    fprintf(stderr, "%.2f root %.3f bound %.3f cols %d end %d\n", pace_seconds(pace),
            generation.columns.objective, (double)generation.bound / sc, generation.columns.n, end);
    if (getenv("ROOTONLY"))
        return;
    int32_t *lines = PP_NEW(arena, int32_t, (size_t)problem->n_people * (size_t)problem->n_days);
    if (end == GENERATION_CLOSED &&
        dive(&generation, roster->total - problem->scale + 1, true, &rng, lines)) {
        for (int32_t p = 0; p < problem->n_people; p++) {
            roster_remove(roster, problem, p);
            roster_insert(roster, problem, p, lines + (size_t)p * (size_t)problem->n_days);
        }
    }
    fprintf(stderr, "%.2f dive %.1f\n", pace_seconds(pace), (double)roster->total / sc);
    for (int i = 0; i < 10 && walker_sweep(&walker, roster); i++) {
    }
    fprintf(stderr, "%.2f sweep %.1f\n", pace_seconds(pace), (double)roster->total / sc);
    struct hood hood;
    hood_init(&hood, problem, crew, pace, &rng, roster, arena);
    while (!pace_stops(pace) && answer->bound <= roster->total - problem->scale) {
        if (hood_round(&hood) || hood.round % 50 == 0)
            fprintf(stderr, "  %.2f hood %d: %.1f sizes %.1f %.1f %.1f %.1f\n", pace_seconds(pace),
                    hood.round, (double)roster->total / sc, hood.sizes[0], hood.sizes[1],
                    hood.sizes[2], hood.sizes[3]);
    }
    generation_finish(&generation);
    crew_finish(crew);
}
