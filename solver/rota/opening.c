// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ruin and recreate (Schrimpf and others 2000) on lines of work, before the
 * search by columns (solver/lines) begins.
 *
 * Whoever has no line of turns in force goes in against what is short, three
 * times, at offers that rise: so turns find whoever minds them least.  A move
 * then takes two people out: one where it hurts (a row that is short, a line
 * that costs), and one who could take a turn of theirs.  The first goes back
 * at a small offer, then the second, and the first again, look at all that is
 * still short.  Equal rosters are accepted, so a chain of exchanges is a walk
 * of pairs.  Columns are good at the last minutes of a roster, and bad at
 * beginning with one that is far off.
 */
#include "opening.h"

#include "blocks.h"
#include "inforce.h"
#include "programme.h"
#include "roster.h"

#include <string.h>

enum {
    MOVES = 40,       ///< by round of the pace
    IDLE_MOVES = 300, ///< without a cheaper roster: columns are better now
    TOLERANCES = 7,   ///< what a row pays, halved so many times less one
    TRIES = 20        ///< to find who could take a turn
};

/* What rows pay is offered in such parts while the first roster is made. */
static const int64_t first_parts[] = {64, 8, 1};

static const struct line_effort effort = {.steps = 6, .bucket = 4, .labels = 1 << 16};
static const struct line_effort light = {.steps = 1, .mends = 8}; ///< over a long horizon

struct opening {
    const struct lines_problem *lines;
    struct pace *pace;
    struct pp_rng *rng;
    struct line_pricer pricer;
    struct lines_roster now;
    int32_t *workers; ///< people who have something to choose
    int32_t n_workers;
    int64_t *up, *down; ///< margins of rows
    int32_t *line, *kept;
};

/* ---- One line ---- */

static void make_quiet(const struct lines_problem *lines, int32_t p, int32_t *line)
{
    for (int32_t day = 0; day < lines->n_days; day++) {
        line[day] = lines->people[p].first[day];
    }
}

/* Puts in whoever is out, while rows pay the part of what they would. */
static void put_in(struct opening *opening, int32_t p, int64_t part)
{
    const struct lines_problem *lines = opening->lines;
    roster_margins(&opening->now, lines, opening->up, opening->down);
    for (int32_t row = 0; row < lines->n_rows && part > 1; row++) {
        opening->up[row] /= opening->up[row] > 0 ? part : 1;
        opening->down[row] /= opening->down[row] > 0 ? part : 1;
    }
    line_load(&opening->pricer, p, (struct line_worth){opening->up, opening->down}, NULL,
              opening->rng);
    struct line_effort of = blocks_needed(lines) ? light : effort;
    struct line_result result = line_solve(&opening->pricer, of, LINES_BAN, opening->line);
    if (result.cost >= LINES_BAN) {
        make_quiet(lines, p, opening->line);
    }
    roster_insert(&opening->now, lines, p, opening->line);
}

static void shuffle(struct pp_rng *rng, int32_t *list, int32_t n)
{
    for (int32_t i = n - 1; i > 0; i--) {
        int32_t j = pp_rng_below(rng, i + 1), swap = list[i];
        list[i] = list[j];
        list[j] = swap;
    }
}

static void fill(struct opening *opening, int32_t *order, int32_t n)
{
    for (size_t pass = 0; pass < sizeof(first_parts) / sizeof(first_parts[0]); pass++) {
        shuffle(opening->rng, order, n);
        for (int32_t i = 0; i < n; i++) {
            if (opening->now.present[order[i]]) {
                roster_remove(&opening->now, opening->lines, order[i]);
            }
            put_in(opening, order[i], first_parts[pass]);
        }
    }
}

/* ---- Whom to take out ---- */

static int32_t any_worker(struct opening *opening)
{
    return opening->workers[pp_rng_below(opening->rng, opening->n_workers)];
}

/* Another worker who could be on a row; -1: nobody is drawn. */
static int32_t worker_for(struct opening *opening, int32_t row, int32_t but)
{
    for (int32_t tried = 0; tried < TRIES; tried++) {
        int32_t p = any_worker(opening);
        if (p != but && lines_can_touch(opening->lines, p, row)) {
            return p;
        }
    }
    return -1;
}

/* A row that has too few, found by chance; -1: none. */
static int32_t short_row(struct opening *opening)
{
    const struct lines_problem *lines = opening->lines;
    int32_t row = pp_rng_below(opening->rng, lines->n_rows);
    for (int32_t tried = 0; tried < lines->n_rows; tried++) {
        if (opening->now.on[row] < lines->rows[row].need) {
            return row;
        }
        row = row + 1 < lines->n_rows ? row + 1 : 0;
    }
    return -1;
}

/* The one of two whose line costs more. */
static int32_t costly_worker(struct opening *opening)
{
    int32_t a = any_worker(opening), b = any_worker(opening);
    return opening->now.costs[a] >= opening->now.costs[b] ? a : b;
}

static int32_t whom_it_hurts(struct opening *opening)
{
    int32_t row = pp_rng_below(opening->rng, 2) == 0 ? short_row(opening) : -1;
    int32_t p = row >= 0 ? worker_for(opening, row, -1) : -1;
    return p >= 0 ? p : costly_worker(opening);
}

/* Somebody who could take a turn of `p`; -1: nobody is drawn. */
static int32_t who_could_take(struct opening *opening, int32_t p)
{
    const struct lines_problem *lines = opening->lines;
    const int32_t *line = roster_line(&opening->now, lines, p);
    int32_t day = pp_rng_below(opening->rng, lines->n_days);
    for (int32_t tried = 0; tried < lines->n_days; tried++) {
        const struct lines_choice *choice = &lines->people[p].choices[line[day]];
        if (choice->n_touch > 0) {
            return worker_for(opening, lines->touches[choice->touch].row, p);
        }
        day = day + 1 < lines->n_days ? day + 1 : 0;
    }
    int32_t other = any_worker(opening);
    return other == p ? -1 : other;
}

/* ---- Moves ---- */

static void take_out(struct opening *opening, const int32_t *out, int32_t n)
{
    size_t days = (size_t)opening->lines->n_days;
    for (int32_t i = 0; i < n; i++) {
        roster_remove(&opening->now, opening->lines, out[i]);
        memcpy(opening->kept + (size_t)i * days, roster_line(&opening->now, opening->lines, out[i]),
               days * sizeof(int32_t));
    }
}

static void restore(struct opening *opening, const int32_t *out, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        roster_remove(&opening->now, opening->lines, out[i]);
    }
    for (int32_t i = 0; i < n; i++) {
        roster_insert(&opening->now, opening->lines, out[i],
                      opening->kept + (size_t)i * (size_t)opening->lines->n_days);
    }
}

static void move(struct opening *opening)
{
    int64_t before = opening->now.total;
    int32_t out[2] = {whom_it_hurts(opening)};
    out[1] = who_could_take(opening, out[0]);
    int32_t n = out[1] >= 0 ? 2 : 1;
    take_out(opening, out, n);
    if (n == 2) {
        put_in(opening, out[0], (int64_t)1 << pp_rng_below(opening->rng, TOLERANCES));
        put_in(opening, out[1], 1);
        roster_remove(&opening->now, opening->lines, out[0]);
    }
    put_in(opening, out[0], 1);
    if (opening->now.total > before) {
        restore(opening, out, n);
    }
}

static void improve(struct opening *opening)
{
    int32_t idle = 0;
    int64_t moves = (int64_t)MOVES * opening->pace->rounds;
    for (int64_t i = 0; i < moves && idle < IDLE_MOVES && !pace_stops(opening->pace); i++) {
        int64_t before = opening->now.total;
        move(opening);
        idle = opening->now.total < before ? 0 : idle + 1;
    }
}

/* ---- All ---- */

static void begin(struct opening *opening, struct pp_arena *arena)
{
    const struct lines_problem *lines = opening->lines;
    roster_init(&opening->now, lines, arena);
    line_pricer_init(&opening->pricer, lines, false);
    opening->up = PP_NEW(arena, int64_t, lines->n_rows);
    opening->down = PP_NEW(arena, int64_t, lines->n_rows);
    opening->line = PP_NEW(arena, int32_t, lines->n_days);
    opening->kept = PP_NEW(arena, int32_t, 2 * (size_t)lines->n_days);
    opening->workers = PP_NEW(arena, int32_t, lines->n_people);
    for (int32_t p = 0; p < lines->n_people; p++) {
        if (lines->people[p].first[lines->n_days] > lines->n_days) {
            opening->workers[opening->n_workers++] = p;
        }
    }
}

/* Puts in whoever has a line in force; the others are listed. Returns how many they are. */
static int32_t put_in_force(struct opening *opening, const int32_t *given, int32_t *others)
{
    const struct lines_problem *lines = opening->lines;
    int32_t n = 0;
    for (int32_t p = 0; p < lines->n_people; p++) {
        const int32_t *line = given == NULL ? NULL : given + (size_t)p * (size_t)lines->n_days;
        if (line != NULL && line[0] >= 0) {
            roster_insert(&opening->now, lines, p, line);
        } else {
            others[n++] = p;
        }
    }
    return n;
}

int32_t *opening_lines(const struct rota_problem *problem, struct pace *pace, struct pp_rng *rng,
                       struct pp_arena *arena)
{
    const struct lines_problem *lines = &problem->lines;
    struct opening opening = {.lines = lines, .pace = pace, .rng = rng};
    const int32_t *given = inforce_lines(problem, arena);
    int32_t *order = PP_NEW(arena, int32_t, problem->n_people);
    begin(&opening, arena);
    int32_t n = put_in_force(&opening, given, order);
    if (n < problem->n_people || !blocks_needed(lines)) {
        fill(&opening, order, n);
    } else {
        for (int32_t p = 0; p < n; p++) { // lines_solve builds them block after block
            opening.now.lines[(size_t)p * (size_t)lines->n_days] = -1;
        }
    }
    if (!blocks_needed(lines) && opening.n_workers > 0 && lines->n_rows > 0) {
        improve(&opening);
    }
    line_pricer_finish(&opening.pricer);
    return opening.now.lines;
}
