// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ruin and recreate on windows of lines (Schrimpf and others 2000), with the
 * acceptance of simulated annealing.  A side's stretch is a part of the roster
 * with everybody in it, and each move a part of that; what a person's counters
 * have left goes to one of the sides.
 */
#include "stroll.h"

#include "walk.h"

#include <math.h>
#include <string.h>

enum {
    SIDES = 2,
    MOVES = 400,    ///< of a side in one round
    MOST_OUT = 4,   ///< people in a move
    MOST_WEEKS = 4, ///< in a move
    WEEK = 7
};

static const struct line_effort light = {.steps = 4, .bucket = 2, .labels = 300};

/* One side's stretch of time. */
struct stretch {
    struct part part;
    struct lines_roster roster; ///< of the part
    struct pp_arena arena;
    struct pp_rng rng;
    struct pace pace;
    double warmth; ///< scaled
};

struct stroll {
    struct crew *crew;
    struct stretch stretches[SIDES];
};

/* A row that is short, found by chance; -1: none of a few. */
static int32_t draw_short(struct stretch *stretch)
{
    const struct lines_problem *problem = &stretch->part.problem;
    for (int32_t tried = 0; tried < problem->n_rows; tried++) {
        int32_t row = pp_rng_below(&stretch->rng, problem->n_rows);
        if (lines_row_cost(&problem->rows[row], stretch->roster.on[row]) >=
                problem->rows[row].under &&
            problem->rows[row].under > 0) {
            return row;
        }
    }
    return -1;
}

static int32_t draw_people(struct stretch *stretch, int32_t *people)
{
    int32_t n = stretch->part.problem.n_people, want = 1 + pp_rng_below(&stretch->rng, MOST_OUT);
    int32_t drawn = 0;
    for (int32_t i = 0; i < want; i++) {
        int32_t p = pp_rng_below(&stretch->rng, n), at = 0;
        while (at < drawn && people[at] < p) {
            at++;
        }
        if (at == drawn || people[at] != p) {
            memmove(people + at + 1, people + at, (size_t)(drawn - at) * sizeof(people[0]));
            people[at] = p;
            drawn++;
        }
    }
    return drawn;
}

/* Days of a move: some weeks, around a row that is short if there is one. */
static void draw_days(struct stretch *stretch, int32_t *from, int32_t *until)
{
    const struct lines_problem *problem = &stretch->part.problem;
    int32_t length = WEEK * (1 + pp_rng_below(&stretch->rng, MOST_WEEKS)), n = problem->n_days;
    int32_t row = draw_short(stretch);
    int32_t day = row >= 0 ? problem->rows[row].day : pp_rng_below(&stretch->rng, n);
    length = length < n ? length : n;
    *from = day - pp_rng_below(&stretch->rng, length);
    *from = *from < 0 ? 0 : *from > n - length ? n - length : *from;
    *until = *from + length;
}

/* Takes everybody of a part out and puts them back; its roster is then in `lines`. */
static bool recreate(struct stretch *stretch, const struct part *part, int32_t *lines)
{
    struct pp_arena scratch = {0};
    struct line_pricer pricer;
    struct walker walker;
    struct lines_roster roster;
    line_pricer_init(&pricer, &part->problem, false);
    walker_init(&walker, &part->problem, &pricer, &stretch->rng, &scratch);
    walker.effort = light;
    roster_init(&roster, &part->problem, &scratch);
    bool all = walker_fill(&walker, &roster);
    memcpy(lines, roster.lines,
           (size_t)part->problem.n_people * (size_t)part->problem.n_days * sizeof(lines[0]));
    line_pricer_finish(&pricer);
    pp_arena_finish(&scratch);
    return all;
}

static void move(struct stretch *stretch, int32_t *lines, int32_t *kept)
{
    const struct lines_problem *problem = &stretch->part.problem;
    int32_t people[MOST_OUT], from, until;
    int32_t n = draw_people(stretch, people);
    struct part part;
    draw_days(stretch, &from, &until);
    part_begin(&part, problem, &stretch->roster, people, n, from, until);
    part_read(&part, problem, &stretch->roster, kept);
    if (recreate(stretch, &part, lines)) {
        int64_t before = stretch->roster.total;
        part_apply(&part, problem, &stretch->roster, lines);
        double more = (double)(stretch->roster.total - before);
        if (more > 0 && more > -stretch->warmth * log(pp_rng_unit(&stretch->rng) + 1e-12)) {
            part_apply(&part, problem, &stretch->roster, kept);
        }
    }
    part_finish(&part);
}

static void walk_stretch(struct stretch *stretch)
{
    size_t room = (size_t)MOST_OUT * (size_t)stretch->part.problem.n_days;
    int32_t *lines = PP_NEW(&stretch->arena, int32_t, room);
    int32_t *kept = PP_NEW(&stretch->arena, int32_t, room);
    for (int32_t i = 0; i < MOVES && !pace_stops(&stretch->pace); i++) {
        move(stretch, lines, kept);
    }
}

static void walk_stretches(void *user, int32_t number)
{
    struct stroll *stroll = user;
    for (int32_t i = number; i < SIDES; i += crew_size(stroll->crew)) {
        walk_stretch(&stroll->stretches[i]);
    }
}

static void open_stretch(struct stretch *stretch, const struct lines_problem *problem,
                         const struct lines_roster *now, const int32_t *people, int32_t side,
                         int32_t from, int32_t until)
{
    part_begin(&stretch->part, problem, now, people, problem->n_people, from, until);
    for (int32_t p = 0; p < problem->n_people; p++) {
        if (p % SIDES != side) {
            part_hold(&stretch->part, problem, now, p);
        }
    }
    roster_init(&stretch->roster, &stretch->part.problem, &stretch->arena);
    for (int32_t p = 0; p < problem->n_people; p++) {
        roster_insert(&stretch->roster, &stretch->part.problem, p,
                      part_line(&stretch->part, problem, now, p));
    }
}

void stroll_round(const struct lines_problem *problem, struct crew *crew, struct pace *pace,
                  struct pp_rng *rng, double warmth, struct lines_roster *now)
{
    struct stroll stroll = {.crew = crew};
    int32_t n = problem->n_days,
            *people = PP_NEW(&stroll.stretches[0].arena, int32_t, problem->n_people);
    int32_t cut = n / 3 + pp_rng_below(rng, n / 3 + 1), flip = pp_rng_below(rng, SIDES);
    for (int32_t p = 0; p < problem->n_people; p++) {
        people[p] = p;
    }
    for (int32_t i = 0; i < SIDES; i++) {
        struct stretch *stretch = &stroll.stretches[i];
        stretch->rng = (struct pp_rng){pp_rng_next(rng)};
        stretch->pace = *pace;
        stretch->warmth = warmth * lines_dearest(problem);
        open_stretch(stretch, problem, now, people, (i + flip) % SIDES, i == 0 ? 0 : cut,
                     i == 0 ? cut : n);
    }
    crew_run(crew, walk_stretches, &stroll);
    for (int32_t i = 0; i < SIDES; i++) {
        struct stretch *stretch = &stroll.stretches[i];
        part_apply(&stretch->part, problem, now, stretch->roster.lines);
        part_finish(&stretch->part);
    }
    for (int32_t i = 0; i < SIDES; i++) {
        pp_arena_finish(&stroll.stretches[i].arena);
    }
}
