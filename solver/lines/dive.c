// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Diving with undo.  A step fixes the (person, day) pairs whose choice the
 * programme is most certain of; where the programme becomes much dearer the
 * step is undone and a smaller one drawn.  Single days keep more freedom than
 * whole lines: what is left open can still close a gap at the end.
 *
 * Where nothing below the cutoff is left, the later part of what is fixed, by
 * chance how much, is freed, and the dive goes on from there with other days.
 */
#include "dive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEP_PART = 40,  ///< of the undecided days are fixed in one step
    MOST_TRIALS = 4, ///< of one step
    ROUNDS = 8,      ///< of column generation after a step
    KEEP_EIGHTHS = 7 ///< of what is fixed may be kept, at most
};

static const double WHOLE = 1 - 1e-6;
static const double CERTAIN = 0.6;     ///< parts from which on several are fixed at once
static const double REST = 0.15;       ///< days without turns wait
static const double SKIP = 1e-4;       ///< of the dearest row: no new lines for so little
static const double TOLERANCE = 0.012; ///< of the dearest row: dearer steps are undone
static const double MOST_HASTE = 10;   ///< times as many days in a step
static const double GAP_PART = 0.3;    ///< of what is left to the cutoff: the same

/* A day of a person that may be fixed. */
struct cell {
    int32_t person, day, choice;
    double score;
};

struct dive {
    struct generation *generation;
    const struct lines_problem *problem;
    struct pp_rng *rng;
    size_t *base;       ///< of each person's choices in `part`
    double *part;       ///< of each choice
    struct cell *cells; ///< the candidates, best first
    int32_t n_cells;
    int32_t undecided;  ///< days whose choice is not whole
    struct cell *taken; ///< of the step under way
    int32_t n_taken;
    struct cell *path; ///< all that are fixed, the first first
    int32_t n_path;
    double *largest;  ///< part of each person's largest line
    double tolerance; ///< whole units that a step may cost
    struct dive_terms terms;
    double began;  ///< seconds
    int32_t first; ///< undecided days at the beginning
};

/* ---- What the programme thinks ---- */

static int by_score(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    if (x->score != y->score) {
        return x->score > y->score ? -1 : 1;
    }
    if (x->person != y->person) {
        return x->person < y->person ? -1 : 1;
    }
    return x->day < y->day ? -1 : 1;
}

static void list_day(struct dive *dive, int32_t p, int32_t day)
{
    const struct lines_person *person = &dive->problem->people[p];
    const double *part = dive->part + dive->base[p];
    struct cell best = {.person = p, .day = day, .score = -1};
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        double of_choice = part[c - person->first[0]];
        if (of_choice > WHOLE) {
            return;
        }
        double score = of_choice - (person->choices[c].n_touch == 0 ? REST : 0) +
                       1e-3 * pp_rng_unit(dive->rng);
        if (of_choice > 1e-6 && score > best.score) {
            best.score = score;
            best.choice = c;
        }
    }
    dive->undecided++;
    dive->cells[dive->n_cells++] = best;
}

/* The undecided days, those that the programme is most certain of first. */
static void list_cells(struct dive *dive)
{
    columns_choices(&dive->generation->columns, dive->base, dive->part);
    dive->n_cells = dive->undecided = 0;
    for (int32_t p = 0; p < dive->problem->n_people; p++) {
        for (int32_t day = 0; day < dive->problem->n_days; day++) {
            list_day(dive, p, day);
        }
    }
    qsort(dive->cells, (size_t)dive->n_cells, sizeof(dive->cells[0]), by_score);
}

/* ---- Steps ---- */

static int32_t *fixed_of(const struct dive *dive, const struct cell *cell)
{
    return columns_fixed(&dive->generation->columns, cell->person, cell->day);
}

/* Fixes up to `n` cells; a later trial begins somewhere else in the list. */
static void take_cells(struct dive *dive, int32_t n, int32_t trial)
{
    int32_t likely = 0;
    while (likely < dive->n_cells && dive->cells[likely].score >= CERTAIN) {
        likely++;
    }
    likely = likely > 0 ? likely : dive->n_cells < MOST_TRIALS ? dive->n_cells : MOST_TRIALS;
    dive->n_taken = 0;
    for (int32_t i = 0; i < n && i < likely; i++) {
        int32_t at = trial == 0 ? i : pp_rng_below(dive->rng, likely);
        struct cell cell = dive->cells[at];
        int32_t *day = fixed_of(dive, &cell);
        if (*day < 0) {
            *day = cell.choice;
            dive->taken[dive->n_taken++] = cell;
        }
        if (cell.score < CERTAIN) {
            break;
        }
    }
    columns_refix(&dive->generation->columns);
}

static void undo(struct dive *dive)
{
    for (int32_t i = 0; i < dive->n_taken; i++) {
        *fixed_of(dive, &dive->taken[i]) = -1;
    }
    columns_refix(&dive->generation->columns);
}

/* Solves what is fixed now; false when nothing below the cutoff is left, or it was stopped. */
static bool resolve(struct dive *dive, double before, int64_t cutoff, bool *stopped)
{
    struct generation *generation = dive->generation;
    double unit = generation->columns.unit;
    *stopped = !columns_solve(&generation->columns, generation->pace);
    if (*stopped) {
        return false;
    }
    if (generation->columns.objective <= before + SKIP * unit) {
        return true;
    }
    enum generation_end end = generate(generation, cutoff, ROUNDS);
    *stopped = end == GENERATION_STOPPED;
    return end == GENERATION_CLOSED;
}

/* What the step has fixed stays so. */
static void keep_step(struct dive *dive)
{
    size_t bytes = (size_t)dive->n_taken * sizeof(dive->taken[0]);
    memcpy(dive->path + dive->n_path, dive->taken, bytes);
    dive->n_path += dive->n_taken;
    columns_purge(&dive->generation->columns);
}

/* How many times too slow the dive has been so far; at least 1. */
static double haste(const struct dive *dive)
{
    if (dive->terms.by <= 0) {
        return 1;
    }
    double now = pace_seconds(dive->generation->pace);
    double spent = (now - dive->began) / fmax(dive->terms.by - dive->began, 1e-3);
    double done = 1 - (double)dive->undecided / dive->first;
    return fmin(fmax(spent / fmax(done, 1.0 / STEP_PART), 1), MOST_HASTE);
}

/* One step, from a trial on; false when nothing below the cutoff is left, or it was stopped. */
static bool take_step(struct dive *dive, int32_t first)
{
    struct generation *generation = dive->generation;
    double before = generation->columns.objective, times = haste(dive);
    double tolerance = dive->tolerance * times;
    int64_t cutoff = dive->terms.cutoff;
    int32_t n = (int32_t)(dive->undecided * times / STEP_PART);
    bool stopped = false;
    for (int32_t trial = first; trial < MOST_TRIALS; trial++) {
        take_cells(dive, n < 1 ? 1 : n, trial);
        if (dive->n_taken == 0) { // what is open is of somebody who has no line
            return false;
        }
        bool last = trial + 1 == MOST_TRIALS;
        int64_t dear = (int64_t)((before + tolerance) * (double)dive->problem->scale) + 1;
        bool open = resolve(dive, before, last || cutoff < dear ? cutoff : dear, &stopped);
        double rise = generation->columns.objective - before;
        if (stopped) {
            return false;
        }
        if (open && (rise <= tolerance || last)) {
            keep_step(dive);
            return true;
        }
        undo(dive);
        n = trial == 0 ? n / 4 : 1;
    }
    return false;
}

/* Fixes more and more; true when nothing is left open, or no effort for it. */
static bool go_down(struct dive *dive, int32_t first)
{
    const struct columns *columns = &dive->generation->columns;
    for (;; first = 0) {
        double cost = (columns->objective - 1e-6) * (double)dive->problem->scale;
        if (columns->lost || (int64_t)ceil(cost) >= dive->terms.cutoff) {
            return false;
        }
        list_cells(dive);
        dive->first = dive->first > 0 ? dive->first : dive->undecided;
        if (dive->undecided == 0 || columns_tired(columns)) {
            return true;
        }
        if (!take_step(dive, first)) {
            return false;
        }
    }
}

/* Frees the later part of what is fixed; false when nothing below the cutoff is left even so. */
static bool go_back(struct dive *dive)
{
    struct generation *generation = dive->generation;
    int32_t keep = pp_rng_below(dive->rng, dive->n_path * KEEP_EIGHTHS / 8 + 1);
    for (int32_t i = keep; i < dive->n_path; i++) {
        *fixed_of(dive, &dive->path[i]) = -1;
    }
    dive->n_path = keep;
    columns_refix(&generation->columns);
    return !columns_tired(&generation->columns) &&
           generate(generation, dive->terms.cutoff, ROUNDS) == GENERATION_CLOSED;
}

/* ---- The end ---- */

/* Everybody's largest line among those that keep what is fixed. */
static void read_lines(const struct dive *dive, int32_t *lines)
{
    const struct columns *columns = &dive->generation->columns;
    size_t n_days = (size_t)dive->problem->n_days;
    double *largest = dive->largest;
    memset(largest, 0, (size_t)dive->problem->n_people * sizeof(largest[0]));
    for (int32_t c = 0; c < columns->n; c++) {
        const struct column *column = &columns->list[c];
        if (column->part > largest[column->person] && !column->barred) {
            largest[column->person] = column->part;
            memcpy(lines + (size_t)column->person * n_days, column->line,
                   n_days * sizeof(lines[0]));
        }
    }
}

static void free_all(struct dive *dive)
{
    columns_unfix(&dive->generation->columns);
    columns_refix(&dive->generation->columns);
}

static void begin(struct dive *dive, struct pp_arena *arena)
{
    const struct lines_problem *problem = dive->problem;
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    dive->base = PP_NEW(arena, size_t, problem->n_people + 1);
    columns_choice_bases(problem, dive->base);
    dive->part = PP_NEW(arena, double, dive->base[problem->n_people]);
    dive->cells = PP_NEW(arena, struct cell, cells);
    dive->largest = PP_NEW(arena, double, problem->n_people);
    dive->taken = PP_NEW(arena, struct cell, cells);
    dive->path = PP_NEW(arena, struct cell, cells);
}

bool dive(struct generation *generation, struct dive_terms terms, struct pp_rng *rng,
          int32_t *lines)
{
    struct pp_arena scratch = {0};
    struct dive dive = {.generation = generation,
                        .problem = generation->problem,
                        .rng = rng,
                        .terms = terms,
                        .began = pace_seconds(generation->pace)};
    begin(&dive, &scratch);
    double gap = (double)terms.cutoff / (double)dive.problem->scale - generation->columns.objective;
    dive.tolerance = fmin(TOLERANCE * generation->columns.unit, GAP_PART * gap);
    bool reached = go_down(&dive, 0);
    for (int32_t i = 0; i < terms.backs && !reached && go_back(&dive); i++) {
        reached = go_down(&dive, 1);
    }
    if (reached) {
        read_lines(&dive, lines);
    }
    free_all(&dive);
    pp_arena_finish(&scratch);
    return reached;
}
