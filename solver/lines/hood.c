// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Large neighbourhood search (Shaw 1998) by column generation (hood.h).
 *
 *   whom    half of a part can fill a row that costs, found by chance; half are anybody
 *   how     lines generated until the bound shows that nothing better is in the part, which is
 *           soon known in most; else a dive
 *   size    grows and shrinks so that parts cost about the same work, counted in steps of the
 *           simplex method and not by the clock
 */
#include "hood.h"

#include "blocks.h"
#include "dive.h"
#include "draw.h"
#include "walk.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_SIZE = 10,     ///< at least
    MOST_ROWS = 350,     ///< of a part's programme at first
    ROWS_PER_PERSON = 3, ///< of a part's programme at first
    LEAST_SIZE = 4,
    SMALL = 6,        ///< people for which a length is seldom worth trying
    ENOUGH_PART = 3,  ///< of all people
    ENOUGH_DRAWN = 2, ///< of those wanted: a half
    SELDOM = 16,
    BACKS = 40, ///< of a dive
    SWEEPS = 4, ///< of single lines after a dive
    LONG = 42,  ///< days of a part at most, over a long horizon
    WEEK = 7,
    EQUAL_PERCENT = 25, ///< of rounds take a roster that is no worse
    ROUNDS = 200        ///< of column generation
};

/* Days of parts; the last is as long as the problem. */
static const int32_t lengths[HOOD_LENGTHS] = {7, 14, 28, 42, 84, INT32_MAX / 2};

static const double MOST_WORK = 4; ///< times what a part should cost: then it is left
static const double STEADY = 0.15, LARGER = 1.08, SMALLER = 0.8;

void hood_init(struct hood *hood, const struct lines_problem *problem, struct crew *crew,
               struct pace *pace, struct pp_rng *rng, double work, struct lines_roster *now,
               struct pp_arena *arena)
{
    *hood = (struct hood){
        .problem = problem, .crew = crew, .pace = pace, .rng = rng, .work = work, .now = now};
    for (int32_t i = 0; i < HOOD_LENGTHS; i++) {
        double days = lengths[i] < problem->n_days ? lengths[i] : problem->n_days;
        double rows = problem->n_rows * days / (problem->n_days + 1);
        double size = rows > MOST_ROWS ? LEAST_SIZE : rows / ROWS_PER_PERSON;
        size = size < FIRST_SIZE && rows <= MOST_ROWS ? FIRST_SIZE : size;
        hood->sizes[i] = size < problem->n_people ? size : problem->n_people;
    }
    hood->drawn = PP_NEW(arena, uint32_t, problem->n_people);
    for (int32_t i = 0; i < HOOD_SIDES; i++) {
        hood->sides[i].lines =
            PP_NEW(arena, int32_t, (size_t)problem->n_people * (size_t)problem->n_days);
    }
}

/* ---- Whom and when ---- */

static bool is_costly(const struct hood *hood, int32_t row)
{
    return lines_row_cost(&hood->problem->rows[row], hood->now->on[row]) > 0;
}

/* A row of the days that costs something, found by chance; any when there is none; -1: no rows. */
static int32_t draw_row(struct hood *hood, int32_t from, int32_t until)
{
    int32_t first = lines_row_of_day(hood->problem, from);
    int32_t n = lines_row_of_day(hood->problem, until) - first;
    if (n == 0) {
        return -1;
    }
    int32_t row = pp_rng_below(hood->rng, n);
    for (int32_t tried = 0; tried < n && !is_costly(hood, first + row); tried++) {
        row = row + 1 < n ? row + 1 : 0;
    }
    return first + row;
}

static int ascending(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

/* Sides before this one with days in common, or hardly a week between: a bit for each. */
static uint32_t rivals(const struct hood *hood, const struct hood_side *side)
{
    uint32_t bits = 1U << (side - hood->sides);
    for (const struct hood_side *other = hood->sides; other < side; other++) {
        if (part_days_meet(&side->days, &other->days, WEEK)) {
            bits |= 1U << (other - hood->sides);
        }
    }
    return bits;
}

/* A row of somebody's among those drawn, whom others can relieve; -1: none. */
static int32_t draw_row_among(struct hood *hood, const struct part_days *days,
                              const int32_t *people, int32_t n)
{
    int32_t p = people[pp_rng_below(hood->rng, n)];
    const struct stretch *in = &days->stretches[pp_rng_below(hood->rng, days->n)];
    return draw_row_of(hood->rng, hood->problem, hood->now, p, in->from, in->until);
}

/* Draws people whom no rival has; returns how many. */
static int32_t draw_people(struct hood *hood, const struct hood_side *side, int32_t row,
                           int32_t want, int32_t *people)
{
    const struct lines_problem *problem = hood->problem;
    const uint32_t bits = rivals(hood, side);
    int32_t n = 0, half = (want + 1) / 2;
    for (int32_t tried = 0; tried < 20 * want && n < want; tried++) {
        int32_t p = pp_rng_below(hood->rng, problem->n_people);
        if (n >= half) {
            row = draw_row_among(hood, &side->days, people, n);
        }
        bool fits = tried > 10 * want || row < 0 || lines_can_touch(problem, p, row);
        if ((hood->drawn[p] & bits) == 0 && fits) {
            hood->drawn[p] |= 1U << (side - hood->sides);
            people[n++] = p;
        }
    }
    qsort(people, (size_t)n, sizeof(people[0]), ascending);
    return n;
}

/* A length of time; seldom one that has room for few people. */
static int32_t draw_length(struct hood *hood)
{
    const double people = hood->problem->n_people;
    const double enough = people / ENOUGH_PART < SMALL ? SMALL : people / ENOUGH_PART;
    for (;;) {
        int32_t i = pp_rng_below(hood->rng, HOOD_LENGTHS);
        bool fits = lengths[i] < hood->problem->n_days || i + 1 == HOOD_LENGTHS;
        fits = fits && (lengths[i] <= LONG || !blocks_needed(hood->problem));
        bool roomy = hood->sizes[i] >= enough || hood->sizes[i] >= people;
        if (fits && (roomy || pp_rng_below(hood->rng, SELDOM) == 0)) {
            return i;
        }
    }
}

/* Some days from a Monday on. */
static struct stretch draw_stretch(struct hood *hood, int32_t length)
{
    int32_t last = hood->problem->n_days - length;
    int32_t from = pp_rng_below(hood->rng, (last + WEEK - 1) / WEEK + 1) * WEEK;
    from = from < last ? from : last;
    return (struct stretch){from, from + length};
}

/* A stretch of days; over a long horizon half of the time two, so that people exchange afar. */
static struct part_days draw_days(struct hood *hood, int32_t length)
{
    bool two = blocks_needed(hood->problem) && length >= 2 * WEEK &&
               pp_rng_below(hood->rng, PART_STRETCHES) > 0;
    int32_t each = two ? length / 2 / WEEK * WEEK : length;
    struct part_days days = {.stretches = {draw_stretch(hood, each)}, .n = 1};
    if (!two) {
        return days;
    }
    struct part_days other = {.stretches = {draw_stretch(hood, each)}, .n = 1};
    return part_days_meet(&days, &other, WEEK) ? days : part_days_join(days, other);
}

/* Opens a part, unless too few people are left for it. */
static void open_side(struct hood *hood, struct hood_side *side)
{
    int32_t n = hood->problem->n_people, n_days = hood->problem->n_days;
    int32_t *people = PP_NEW(&side->arena, int32_t, n);
    int32_t length = lengths[hood->length] < n_days ? lengths[hood->length] : n_days;
    int32_t want = (int32_t)hood->sizes[hood->length];
    want = want < n ? want : n;
    side->days = draw_days(hood, length);
    struct stretch around = side->days.stretches[0];
    int32_t row = draw_row(hood, around.from, around.until);
    int32_t drawn = draw_people(hood, side, row, want, people);
    side->open = drawn > 0 && ENOUGH_DRAWN * drawn >= want;
    side->equal = pp_rng_below(hood->rng, 100) < EQUAL_PERCENT;
    side->seed = pp_rng_next(hood->rng);
    side->pace = *hood->pace;
    if (side->open) {
        part_begin(&side->part, hood->problem, hood->now, people, drawn, side->days, &side->arena);
    }
}

/* ---- One part ---- */

static int64_t cost_now(const struct part *part, const struct lines_problem *whole,
                        const struct lines_roster *now, struct generation *generation)
{
    struct pp_arena scratch = {0};
    struct lines_roster roster;
    size_t cells = (size_t)part->problem.n_people * (size_t)part->problem.n_days;
    int32_t *lines = PP_NEW(&scratch, int32_t, cells);
    part_read(part, whole, now, lines);
    roster_make(&roster, &part->problem, lines, &scratch);
    for (int32_t i = 0; i < part->problem.n_people; i++) {
        columns_add(&generation->columns, i, roster_line(&roster, &part->problem, i));
    }
    pp_arena_finish(&scratch);
    return roster.total;
}

/* Makes what a dive reached better line by line; true when it is below the cutoff. */
static bool polish(struct hood_side *side, struct generation *generation, struct pp_rng *rng,
                   int64_t cutoff)
{
    const struct lines_problem *problem = &side->part.problem;
    struct pp_arena scratch = {0};
    struct lines_roster roster;
    struct walker walker;
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    roster_make(&roster, problem, side->lines, &scratch);
    walker_init(&walker, problem, &generation->pricers[0], rng, &scratch);
    walker_sweep(&walker, &roster, SWEEPS, &side->pace);
    memcpy(side->lines, roster.lines, cells * sizeof(side->lines[0]));
    bool below = roster.total < cutoff;
    pp_arena_finish(&scratch);
    return below;
}

static void solve_side(struct hood *hood, struct hood_side *side)
{
    struct generation generation;
    const struct lines_problem *problem = &side->part.problem;
    struct pp_rng rng = {side->seed};
    generation_begin(&generation, problem, NULL, &side->pace);
    int64_t rows = generation.columns.n_rows + problem->n_people;
    generation.columns.most_steps = (int64_t)(MOST_WORK * hood->work) / (rows + 1) + 1;
    int64_t cost = cost_now(&side->part, hood->problem, hood->now, &generation);
    int64_t cutoff = side->equal ? cost + 1 : cost - problem->scale + 1;
    side->found = generate(&generation, cutoff, ROUNDS) == GENERATION_CLOSED &&
                  dive(&generation, (struct dive_terms){cutoff, BACKS, 0}, &rng, side->lines) &&
                  polish(side, &generation, &rng, cutoff);
    side->work = lp_iterations(generation.columns.lp) * rows;
    generation_finish(&generation);
}

/* The sides of a round, and the first that nobody has taken up. */
struct solving {
    struct hood *hood;
    atomic_int next;
};

static void solve_sides(void *user, int32_t number)
{
    struct solving *solving = user;
    for (int32_t i = atomic_fetch_add(&solving->next, 1); i < HOOD_SIDES;
         i = atomic_fetch_add(&solving->next, 1)) {
        if (solving->hood->sides[i].open) {
            solve_side(solving->hood, &solving->hood->sides[i]);
        }
    }
    if (number > 0) {
        lp_thread_finish();
    }
}

/* Takes what a side found, unless what was taken before makes it dearer. */
static void take_side(struct hood *hood, struct hood_side *side)
{
    struct lines_roster *now = hood->now;
    if (!side->found) {
        return;
    }
    size_t n = (size_t)side->part.problem.n_people, days = (size_t)side->part.problem.n_days;
    int32_t *kept = PP_NEW(&side->arena, int32_t, n * days);
    part_read(&side->part, hood->problem, now, kept);
    int64_t before = now->total;
    part_apply(&side->part, hood->problem, now, side->lines);
    if (now->total > before) {
        part_apply(&side->part, hood->problem, now, kept);
    }
}

/* Parts that cost more than they should become smaller, and the other way round. */
static void resize(struct hood *hood, int64_t work)
{
    double *size = &hood->sizes[hood->length], most = hood->problem->n_people;
    double ratio = pow(hood->work / ((double)work + 1), STEADY);
    ratio = ratio > LARGER ? LARGER : ratio < SMALLER ? SMALLER : ratio;
    *size *= ratio;
    *size = *size < LEAST_SIZE ? LEAST_SIZE : *size > most ? most : *size;
}

/* Two parts at least: where the first leaves no room the second takes no heed of it. */
static void open_sides(struct hood *hood)
{
    const size_t bytes = (size_t)hood->problem->n_people * sizeof(hood->drawn[0]);
    int32_t opened = 0;
    memset(hood->drawn, 0, bytes);
    for (int32_t i = 0; i < HOOD_SIDES; i++) {
        open_side(hood, &hood->sides[i]);
        opened += hood->sides[i].open;
    }
    if (opened == 1) {
        memset(hood->drawn, 0, bytes);
        open_side(hood, &hood->sides[1]);
    }
}

int32_t hood_round(struct hood *hood)
{
    struct solving solving = {.hood = hood};
    int32_t opened = 0;
    hood->length = draw_length(hood);
    open_sides(hood);
    crew_run(hood->crew, solve_sides, &solving);
    for (int32_t i = 0; i < HOOD_SIDES; i++) {
        struct hood_side *side = &hood->sides[i];
        if (side->open) {
            opened++;
            resize(hood, side->work);
            take_side(hood, side);
        }
        pp_arena_finish(&side->arena);
        side->found = side->open = false;
    }
    return opened;
}
