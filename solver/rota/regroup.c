// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ruin and recreate (Schrimpf and others 2000) on lines of work.
 *
 * A move takes two people out: one where it hurts (a cell that is short, a
 * line that costs), and one who shares shifts with them.  The first goes back
 * with a tolerance: only cells that cost less than it, or than they are worth
 * at the bound, are taken, so that a turn finds whoever minds it least.  Then
 * the second, and the first again, look at all that is still short.  Pairs do
 * better than larger groups: a chain of exchanges is a walk of pairs, because
 * equal rosters are accepted.  Chance comes from the seed alone.
 */
#include "regroup.h"

#include "ties.h"

#include <string.h>

enum {
    MOVES = 160,         ///< in one round
    MOVE_WORK = 1 << 25, ///< transitions of one line each that they may look at, all together
    KINDRED = 4,         ///< people drawn, of whom the nearest is taken
    TOLERANCES = 7,      ///< the price of being short, halved so many times less one
    GUIDED_PERCENT = 75, ///< of the moves use what cells are worth at the bound
    GUIDED_PART = 64     ///< and then a smaller tolerance
};

/* The price of being short is offered in such parts while the first roster is made. */
static const int64_t first_parts[] = {64, 8, 1};

static const struct line_effort quick = {.steps = 6, .labels = 4};
static const struct line_effort careful = {.steps = 30, .labels = LINE_BUCKET};

static bool has_turns_to_choose(const struct rota_problem *problem, int32_t person)
{
    return problem->people[person].first[problem->n_days] > problem->n_days;
}

static int32_t shared_shifts(const struct rota_group *a, const struct rota_group *b)
{
    int32_t shared = 0;
    for (int32_t i = 0; i < a->n_shifts; i++) {
        for (int32_t j = 0; j < b->n_shifts; j++) {
            shared += a->shifts[i] == b->shifts[j];
        }
    }
    return shared;
}

void regroup_init(struct improver *improver, const struct rota_problem *problem,
                  struct line_pricer *pricer, struct pp_rng *rng, struct pp_arena *arena)
{
    *improver = (struct improver){.problem = problem, .pricer = pricer, .rng = rng};
    roster_init(&improver->now, problem, arena);
    roster_init(&improver->best, problem, arena);
    improver->workers = PP_NEW(arena, int32_t, problem->n_people);
    for (int32_t person = 0; person < problem->n_people; person++) {
        if (has_turns_to_choose(problem, person)) {
            improver->workers[improver->n_workers++] = person;
        }
    }
    int32_t n = problem->n_groups;
    improver->kin = PP_NEW(arena, int32_t, (size_t)n * (size_t)n);
    for (int32_t pair = 0; pair < n * n; pair++) {
        improver->kin[pair] = shared_shifts(&problem->groups[pair / n], &problem->groups[pair % n]);
    }
    improver->worth = PP_NEW(arena, int64_t, problem->n_cells);
    improver->line = PP_NEW(arena, int32_t, problem->n_days);
    improver->kept = PP_NEW(arena, int32_t, 2 * (size_t)problem->n_days);
}

/* ---- One line ---- */

/* What a cell that is short is worth to whom; full ones are closed. */
struct offer {
    int64_t price;        ///< at least this
    const int64_t *guide; ///< or this, where it is more; NULL: nothing more
};

static void put_in(struct improver *improver, int32_t person, struct offer offer,
                   struct line_effort effort)
{
    const struct rota_problem *problem = improver->problem;
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        int64_t worth = offer.price;
        if (offer.guide != NULL && offer.guide[cell] > worth) {
            worth = offer.guide[cell];
        }
        bool is_short = improver->now.cover[cell] < problem->cells[cell].need;
        int64_t margin =
            ties_margin(problem, improver->now.tied, cell, problem->people[person].practitioner);
        improver->worth[cell] = is_short && margin < ROTA_BAN ? worth - margin : ROTA_BAN;
    }
    line_load(improver->pricer, &problem->people[person], improver->worth, improver->rng);
    line_solve(improver->pricer, effort, improver->line);
    roster_insert(&improver->now, problem, person, improver->line);
}

static void put_in_for_all(struct improver *improver, int32_t person)
{
    put_in(improver, person, (struct offer){improver->problem->short_price, NULL}, quick);
}

/* ---- The first roster ---- */

static void shuffle(struct pp_rng *rng, int32_t *list, int32_t n)
{
    for (int32_t i = n - 1; i > 0; i--) {
        int32_t j = pp_rng_below(rng, i + 1), swap = list[i];
        list[i] = list[j];
        list[j] = swap;
    }
}

static int32_t turns_of(const struct rota_option *option)
{
    int32_t turns = 0;
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        turns += option->part[part] != PP_NONE;
    }
    return turns;
}

/* The choice of a day that is just the turns in force; -1: there is none. */
static int32_t choice_in_force(const struct rota_problem *problem, const struct rota_person *person,
                               int32_t day)
{
    int32_t slot = person->practitioner * problem->n_days + day;
    const int32_t *was = problem->was.shift + problem->was.first[slot];
    int32_t n = problem->was.first[slot + 1] - problem->was.first[slot];
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        const struct rota_option *option =
            &problem->groups[person->group].options[person->choices[c].option];
        int32_t kept = 0;
        for (int32_t i = 0; i < n; i++) {
            kept +=
                option->part[0] == was[i] || option->part[1] == was[i] || option->part[2] == was[i];
        }
        if (kept == n && turns_of(option) == n) {
            return c;
        }
    }
    return -1;
}

/* True when the line in force is legal and nobody stands where enough stand already. */
static bool line_in_force(struct improver *improver, int32_t p)
{
    const struct rota_problem *problem = improver->problem;
    const struct rota_person *person = &problem->people[p];
    for (int32_t day = 0; day < problem->n_days; day++) {
        int32_t c = choice_in_force(problem, person, day);
        for (int32_t part = 0; c >= 0 && part < ROTA_PARTS; part++) {
            int32_t cell = person->choices[c].cell[part];
            if (cell != PP_NONE && (improver->now.cover[cell] >= problem->cells[cell].need ||
                                    ties_margin(problem, improver->now.tied, cell,
                                                person->practitioner) >= ROTA_BAN)) {
                c = -1;
            }
        }
        if (c < 0) {
            return false;
        }
        improver->line[day] = c;
    }
    return line_cost(problem, person, improver->line) < ROTA_BAN;
}

/* Everybody who has no line in force goes in, and again while the offers rise. */
static void put_in_rest(struct improver *improver, int32_t *order, int32_t n)
{
    for (size_t pass = 0; pass < sizeof(first_parts) / sizeof(first_parts[0]); pass++) {
        shuffle(improver->rng, order, n);
        struct offer offer = {improver->problem->short_price / first_parts[pass], NULL};
        for (int32_t i = 0; i < n; i++) {
            if (improver->now.present[order[i]]) {
                roster_remove(&improver->now, improver->problem, order[i]);
            }
            put_in(improver, order[i], offer, quick);
        }
    }
}

void regroup_start(struct improver *improver)
{
    struct pp_arena scratch = {0};
    const struct rota_problem *problem = improver->problem;
    int32_t *order = PP_NEW(&scratch, int32_t, problem->n_people), n = 0;
    for (int32_t person = 0; person < problem->n_people; person++) {
        if (problem->before != NULL && line_in_force(improver, person)) {
            roster_insert(&improver->now, problem, person, improver->line);
        } else {
            order[n++] = person;
        }
    }
    put_in_rest(improver, order, n);
    roster_copy(&improver->best, &improver->now, problem);
    pp_arena_finish(&scratch);
}

/* ---- Whom to take out ---- */

/* A person who could stand on a cell that is short, found by chance; -1: none. */
static int32_t person_for_short_cell(struct improver *improver)
{
    const struct rota_problem *problem = improver->problem;
    int32_t cell = pp_rng_below(improver->rng, problem->n_cells);
    for (int32_t tried = 0; tried < problem->n_cells; tried++) {
        if (improver->now.cover[cell] < problem->cells[cell].need) {
            break;
        }
        cell = cell + 1 < problem->n_cells ? cell + 1 : 0;
    }
    int32_t day = problem->cells[cell].day, found = -1, n = 0;
    for (int32_t i = 0; i < improver->n_workers; i++) {
        const struct rota_person *person = &problem->people[improver->workers[i]];
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            const int32_t *cells = person->choices[c].cell;
            if (cells[0] == cell || cells[1] == cell || cells[2] == cell) {
                n++;
                found = pp_rng_below(improver->rng, n) == 0 ? improver->workers[i] : found;
                break;
            }
        }
    }
    return found;
}

static int32_t any_worker(struct improver *improver)
{
    return improver->workers[pp_rng_below(improver->rng, improver->n_workers)];
}

/* The one of two whose line costs more. */
static int32_t costly_person(struct improver *improver)
{
    int32_t a = any_worker(improver), b = any_worker(improver);
    return improver->now.costs[a] >= improver->now.costs[b] ? a : b;
}

/* The one of a few who shares most shifts with `person`, and is another; -1: nobody is drawn. */
static int32_t kindred_person(struct improver *improver, int32_t person)
{
    const struct rota_problem *problem = improver->problem;
    const int32_t *kin =
        improver->kin + (size_t)problem->people[person].group * (size_t)problem->n_groups;
    int32_t best = -1;
    for (int32_t i = 0; i < KINDRED; i++) {
        int32_t other = any_worker(improver);
        if (other != person &&
            (best < 0 || kin[problem->people[other].group] > kin[problem->people[best].group])) {
            best = other;
        }
    }
    return best;
}

/* ---- Moves ---- */

static void take_out(struct improver *improver, const int32_t *out, int32_t n)
{
    size_t days = (size_t)improver->problem->n_days;
    for (int32_t i = 0; i < n; i++) {
        roster_remove(&improver->now, improver->problem, out[i]);
        memcpy(improver->kept + (size_t)i * days,
               roster_line(&improver->now, improver->problem, out[i]), days * sizeof(int32_t));
    }
}

static void restore(struct improver *improver, const int32_t *out, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        roster_remove(&improver->now, improver->problem, out[i]);
    }
    for (int32_t i = 0; i < n; i++) {
        roster_insert(&improver->now, improver->problem, out[i],
                      improver->kept + (size_t)i * (size_t)improver->problem->n_days);
    }
}

static struct offer tolerant_offer(struct improver *improver)
{
    struct offer offer = {improver->problem->short_price >> pp_rng_below(improver->rng, TOLERANCES),
                          NULL};
    if (pp_rng_below(improver->rng, 100) < GUIDED_PERCENT) {
        offer.price /= GUIDED_PART;
        offer.guide = improver->guide;
    }
    return offer;
}

static void move(struct improver *improver)
{
    int64_t before = improver->now.total;
    int32_t hurt = pp_rng_below(improver->rng, 2) == 0 ? person_for_short_cell(improver) : -1;
    int32_t out[2] = {hurt >= 0 ? hurt : costly_person(improver)};
    out[1] = kindred_person(improver, out[0]);
    int32_t n = out[1] >= 0 ? 2 : 1;
    take_out(improver, out, n);
    if (n == 2) {
        put_in(improver, out[0], tolerant_offer(improver), quick);
        put_in_for_all(improver, out[1]);
        roster_remove(&improver->now, improver->problem, out[0]);
    }
    put_in_for_all(improver, out[0]);
    if (improver->now.total > before) {
        restore(improver, out, n);
    }
}

static void keep_best(struct improver *improver)
{
    if (improver->now.total < improver->best.total) {
        roster_copy(&improver->best, &improver->now, improver->problem);
    }
}

/* Fewer where lines are long or have many choices, so that a round stays short. */
static int32_t moves_in_round(const struct improver *improver)
{
    int64_t moves = (int64_t)MOVE_WORK * improver->n_workers / (improver->problem->work + 1);
    return moves < 1 ? 1 : moves < MOVES ? (int32_t)moves : MOVES;
}

void regroup_round(struct improver *improver, struct rota_watch *watch)
{
    if (improver->n_workers == 0 || improver->problem->n_cells == 0) {
        return;
    }
    int32_t moves = moves_in_round(improver);
    for (int32_t i = 0; i < moves && !watch_stops(watch); i++) {
        move(improver);
        keep_best(improver);
    }
}

void regroup_finish(struct improver *improver, struct rota_watch *watch)
{
    roster_copy(&improver->now, &improver->best, improver->problem);
    for (int32_t i = 0; i < improver->n_workers && !watch_stops(watch); i++) {
        int32_t person = improver->workers[i];
        int64_t before = improver->now.total;
        take_out(improver, &person, 1);
        put_in(improver, person, (struct offer){improver->problem->short_price, NULL}, careful);
        if (improver->now.total >= before) {
            restore(improver, &person, 1);
        }
        keep_best(improver);
    }
}
