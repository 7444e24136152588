// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ruin and recreate on windows of lines (Schrimpf and others 2000), with the
 * acceptance of simulated annealing and lines that overlook some rows ("blinks",
 * Christiaens and Vanden Berghe 2020).
 *
 * A move begins where it costs: at a row that is short, or on somebody's line.
 * Of two people the first goes back at a small offer there, and at the end once
 * more: who is put in first would else take all the turns that both have left.
 * Moves are found a handful at a time, each from the roster as it stands, by as
 * many threads as there are; then they are tried one after the other, at what
 * they cost by then.
 */
#include "stroll.h"

#include "draw.h"
#include "walk.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum {
    HANDFUL = 16,     ///< moves that are found from one roster
    MOST_OUT = 2,     ///< people in a move
    TWO_PERCENT = 75, ///< of moves have two stretches of days
    WEEK = 7
};

static const struct line_effort light = {.steps = 1, .mends = 4};

static const double BLINKS = 0.1; ///< of the rows are worth half to a line

struct move {
    struct pp_arena arena;
    int32_t people[MOST_OUT], n_people;
    struct part_days days;
    struct part part;
    int64_t more; ///< that the part costs with the lines
    struct pp_rng rng;
    int32_t *lines; ///< of the part, when found
    bool at_row;    ///< where one is short, and nothing has to be left to others
    bool found, made;
};

struct stroll {
    const struct lines_problem *problem;
    struct pp_rng *rng;
    struct lines_roster *now;
    int32_t weeks;
    double warmth;                         ///< scaled
    int32_t halvings;                      ///< that leave hardly anything of the dearest row
    struct line_pricer pricers[CREW_MOST]; ///< one for each thread
    struct move moves[HANDFUL];
    atomic_int next; ///< move that no thread has taken up
};

/* ---- Where and whom ---- */

/* The next row that is short after one drawn by chance, wherever most of them are; -1: none. */
static int32_t draw_short(struct stroll *stroll)
{
    const struct lines_problem *problem = stroll->problem;
    int32_t row = pp_rng_below(stroll->rng, problem->n_rows);
    for (int32_t tried = 0; tried < problem->n_rows; tried++) {
        row = row + 1 < problem->n_rows ? row + 1 : 0;
        if (lines_row_cost(&problem->rows[row], stroll->now->on[row]) >= problem->rows[row].under &&
            problem->rows[row].under > 0) {
            return row;
        }
    }
    return -1;
}

/* Some weeks around a day. */
static struct stretch draw_stretch(struct stroll *stroll, int32_t weeks, int32_t day)
{
    int32_t length = WEEK * (1 + pp_rng_below(stroll->rng, weeks)), n = stroll->problem->n_days;
    length = length < n ? length : n;
    int32_t from = day - pp_rng_below(stroll->rng, length);
    from = from < 0 ? 0 : from > n - length ? n - length : from;
    return (struct stretch){from, from + length};
}

/* Days around a day, and most often others far away. */
static struct part_days draw_days(struct stroll *stroll, int32_t day)
{
    int32_t n = stroll->problem->n_days;
    bool two = pp_rng_below(stroll->rng, 100) < TWO_PERCENT;
    int32_t weeks = two ? (stroll->weeks + 1) / 2 : stroll->weeks;
    struct part_days days = {.stretches = {draw_stretch(stroll, weeks, day)}, .n = 1};
    struct part_days other = {
        .stretches = {draw_stretch(stroll, weeks, pp_rng_below(stroll->rng, n))}, .n = 1};
    return two && !part_days_meet(&days, &other, WEEK) ? part_days_join(days, other) : days;
}

/* Somebody who could take a turn that a person has on the days; -1: nobody. */
static int32_t draw_partner(struct stroll *stroll, int32_t p, const struct part_days *days)
{
    const struct stretch *in = &days->stretches[pp_rng_below(stroll->rng, days->n)];
    int32_t row = draw_row_of(stroll->rng, stroll->problem, stroll->now, p, in->from, in->until);
    return row < 0 ? -1 : draw_for_row(stroll->rng, stroll->problem, row, p);
}

static void put_people(struct move *move, int32_t p, int32_t other)
{
    bool before = other >= 0 && other < p;
    move->people[0] = before ? other : p;
    move->people[1] = before ? p : other;
    move->n_people = other < 0 ? 1 : 2;
}

/* What everybody's line costs together. */
static int64_t cost_of_lines(const struct stroll *stroll)
{
    int64_t cost = 0;
    for (int32_t p = 0; p < stroll->problem->n_people; p++) {
        cost += stroll->now->costs[p];
    }
    return cost;
}

/* Somebody by what their line costs: half of the time in proportion, else the dearer of two. */
static int32_t draw_payer(struct stroll *stroll, int64_t cost)
{
    const struct lines_roster *now = stroll->now;
    if (cost <= 0 || pp_rng_below(stroll->rng, 2) == 0) {
        return draw_costly(stroll->rng, stroll->problem, now);
    }
    double at = pp_rng_unit(stroll->rng) * (double)cost;
    int32_t p = 0;
    for (; p + 1 < stroll->problem->n_people && at >= (double)now->costs[p]; p++) {
        at -= (double)now->costs[p];
    }
    return p;
}

/* Where it hurts, as much as it does: at a row that is short, or on somebody's line. */
static void draw_move(struct stroll *stroll, struct move *move)
{
    const struct lines_problem *problem = stroll->problem;
    struct pp_rng *rng = stroll->rng;
    int64_t of_lines = cost_of_lines(stroll), of_all = stroll->now->total - problem->constant;
    move->at_row = pp_rng_unit(rng) * (double)of_all >= (double)of_lines;
    int32_t row = move->at_row ? draw_short(stroll) : -1,
            day = row < 0 ? -1 : problem->rows[row].day;
    int32_t p = row < 0 ? -1 : draw_for_row(rng, problem, row, -1);
    if (p < 0) {
        bool any = pp_rng_below(rng, 2) == 0;
        p = draw_payer(stroll, of_lines);
        day = any ? pp_rng_below(rng, problem->n_days)
                  : draw_costly_day(rng, problem, stroll->now, p);
    }
    move->days = draw_days(stroll, day);
    bool alone = pp_rng_below(rng, MOST_OUT) == 0;
    put_people(move, p, alone ? -1 : draw_partner(stroll, p, &move->days));
    move->rng = (struct pp_rng){pp_rng_next(rng)};
}

/* ---- A handful ---- */

/* What the part costs with the lines that it has today. */
static int64_t cost_today(const struct stroll *stroll, struct move *move)
{
    const struct lines_problem *problem = &move->part.problem;
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    int32_t *lines = PP_NEW(&move->arena, int32_t, cells);
    struct lines_roster roster;
    part_read(&move->part, stroll->problem, stroll->now, lines);
    roster_make(&roster, problem, lines, &move->arena);
    return roster.total;
}

/* Takes everybody of the part out and puts them back. */
static void find_move(const struct stroll *stroll, struct move *move, struct line_pricer *pricer)
{
    const struct lines_problem *problem = &move->part.problem;
    struct walker walker;
    struct lines_roster roster;
    pp_arena_clear(&move->arena);
    part_begin(&move->part, stroll->problem, stroll->now, move->people, move->n_people, move->days,
               &move->arena);
    line_pricer_turn(pricer, problem);
    walker_init(&walker, problem, pricer, &move->rng, &move->arena);
    walker.effort = light;
    walker.blinks = BLINKS;
    walker.gives_up = true;
    walker.halvings = move->at_row ? 0 : stroll->halvings;
    roster_init(&roster, problem, &move->arena);
    move->found = walker_fill(&walker, &roster);
    move->lines = roster.lines;
    move->more = move->found ? roster.total - cost_today(stroll, move) : 0;
}

static void find_moves(void *user, int32_t number)
{
    struct stroll *stroll = user;
    for (int32_t i = atomic_fetch_add(&stroll->next, 1); i < HANDFUL;
         i = atomic_fetch_add(&stroll->next, 1)) {
        find_move(stroll, &stroll->moves[i], &stroll->pricers[number]);
    }
}

static bool is_accepted(struct stroll *stroll, int64_t more)
{
    return more <= 0 || (double)more < -stroll->warmth * log(pp_rng_unit(stroll->rng) + 1e-12);
}

static bool shares_person(const struct move *one, const struct move *other)
{
    for (int32_t i = 0; i < one->n_people; i++) {
        for (int32_t j = 0; j < other->n_people; j++) {
            if (one->people[i] == other->people[j]) {
                return true;
            }
        }
    }
    return false;
}

/* True when moves of this handful that were made change what this one brings. */
static bool is_stale(const struct stroll *stroll, const struct move *move)
{
    for (const struct move *made = stroll->moves; made < move; made++) {
        bool overlaps = part_days_meet(&made->days, &move->days, 0);
        if (made->made && (overlaps || shares_person(made, move))) {
            return true;
        }
    }
    return false;
}

/* Makes a move to see what it costs by now, and takes it back when that is too much. */
static bool try_stale(struct stroll *stroll, struct move *move)
{
    const struct lines_problem *problem = stroll->problem;
    const struct part *part = &move->part;
    size_t cells = (size_t)part->problem.n_people * (size_t)part->problem.n_days;
    int32_t *kept = PP_NEW(&move->arena, int32_t, cells);
    int64_t before = stroll->now->total;
    part_read(part, problem, stroll->now, kept);
    part_apply(part, problem, stroll->now, move->lines);
    if (is_accepted(stroll, stroll->now->total - before)) {
        return true;
    }
    part_apply(part, problem, stroll->now, kept);
    return false;
}

static void try_move(struct stroll *stroll, struct move *move)
{
    move->made = false;
    if (!move->found) {
        return;
    }
    if (is_stale(stroll, move)) {
        move->made = try_stale(stroll, move);
    } else if (is_accepted(stroll, move->more)) {
        part_apply(&move->part, stroll->problem, stroll->now, move->lines);
        move->made = true;
    }
}

void stroll_round(const struct lines_problem *problem, struct crew *crew, struct pace *pace,
                  struct pp_rng *rng, struct stroll_terms terms, struct lines_roster *now)
{
    struct stroll stroll = {.problem = problem,
                            .rng = rng,
                            .now = now,
                            .weeks = terms.weeks,
                            .warmth = terms.warmth * lines_dearest(problem),
                            .halvings = ilogb(lines_dearest(problem) / (double)problem->scale)};
    for (int32_t i = 0; i < STROLL_MOVES / HANDFUL && !pace_stops(pace); i++) {
        for (int32_t m = 0; m < HANDFUL; m++) {
            draw_move(&stroll, &stroll.moves[m]);
        }
        atomic_store(&stroll.next, 0);
        crew_run(crew, find_moves, &stroll);
        for (int32_t m = 0; m < HANDFUL; m++) {
            try_move(&stroll, &stroll.moves[m]);
        }
    }
    for (int32_t m = 0; m < HANDFUL; m++) {
        pp_arena_finish(&stroll.moves[m].arena);
    }
    for (int32_t t = 0; t < CREW_MOST; t++) {
        line_pricer_finish(&stroll.pricers[t]);
    }
}
