// SPDX-License-Identifier: GPL-3.0-or-later
/* Moves of single lines (walk.h). */
#include "walk.h"

#include "mend.h"

#include <string.h>

enum {
    FORCES = 8 ///< lines by chance before the long search
};

static const struct line_effort quick = {.steps = 6, .bucket = 4, .labels = 1 << 12};
static const struct line_effort careful = {.steps = 40, .bucket = 64, .labels = 1 << 17};

void walker_init(struct walker *walker, const struct lines_problem *problem,
                 struct line_pricer *pricer, struct pp_rng *rng, struct pp_arena *arena)
{
    *walker = (struct walker){
        .problem = problem, .pricer = pricer, .rng = rng, .effort = quick, .part = 1};
    walker->up = PP_NEW(arena, int64_t, problem->n_rows);
    walker->down = PP_NEW(arena, int64_t, problem->n_rows);
    walker->line = PP_NEW(arena, int32_t, problem->n_days);
}

/* Loads a person's prices against the margins. */
static void load(struct walker *walker, int32_t person)
{
    line_load(walker->pricer, person, (struct line_worth){walker->up, walker->down}, NULL,
              walker->rng);
}

static void blink(struct walker *walker)
{
    for (int32_t r = 0; walker->blinks > 0 && r < walker->problem->n_rows; r++) {
        if (pp_rng_unit(walker->rng) < walker->blinks) {
            walker->up[r] /= 2;
        }
    }
}

/* Rows pay a part of what they are worth. */
static void lower(struct walker *walker)
{
    for (int32_t r = 0; walker->part > 1 && r < walker->problem->n_rows; r++) {
        walker->up[r] /= walker->up[r] > 0 ? walker->part : 1;
        walker->down[r] /= walker->down[r] > 0 ? walker->part : 1;
    }
}

/* One of as many parts as a power of two says, by chance, where others come after the first. */
static int64_t draw_part(struct walker *walker)
{
    bool lowers = walker->halvings > 0 && walker->problem->n_people > 1;
    return lowers ? (int64_t)1 << pp_rng_below(walker->rng, walker->halvings + 1) : 1;
}

/* Puts a person who is not present on their best line; false when they have none. */
static bool insert(struct walker *walker, struct lines_roster *roster, int32_t person)
{
    roster_margins(roster, walker->problem, walker->up, walker->down);
    blink(walker);
    lower(walker);
    load(walker, person);
    struct line_result result = line_solve(walker->pricer, walker->effort, LINES_BAN, walker->line);
    if (walker->gives_up && result.cost >= LINES_BAN) {
        return false;
    }
    for (int32_t attempt = 0; attempt < FORCES && result.cost >= LINES_BAN; attempt++) {
        load(walker, person);
        result.cost = line_force(walker->pricer, walker->rng, walker->line);
    }
    if (result.cost >= LINES_BAN) {
        load(walker, person);
        result = line_solve(walker->pricer, careful, LINES_BAN, walker->line);
    }
    if (result.cost < LINES_BAN) {
        roster_insert(roster, walker->problem, person, walker->line);
    }
    return result.cost < LINES_BAN;
}

static int32_t *shuffled(struct walker *walker, struct pp_arena *arena)
{
    int32_t n = walker->problem->n_people, *order = PP_NEW(arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        int32_t j = pp_rng_below(walker->rng, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    return order;
}

bool walker_fill(struct walker *walker, struct lines_roster *roster)
{
    struct pp_arena scratch = {0};
    int32_t *order = shuffled(walker, &scratch), first = -1;
    bool all = true;
    walker->part = draw_part(walker);
    for (int32_t i = 0; i < walker->problem->n_people; i++) {
        if (!roster->present[order[i]]) {
            all = insert(walker, roster, order[i]) && all;
            first = walker->part > 1 ? order[i] : first;
            walker->part = 1;
        }
    }
    if (first >= 0 && roster->present[first]) {
        roster_remove(roster, walker->problem, first);
        all = insert(walker, roster, first) && all;
    }
    pp_arena_finish(&scratch);
    return all;
}

/* Everybody once more, one at a time, in an order by chance; true when it became cheaper. */
static bool sweep(struct walker *walker, struct lines_roster *roster)
{
    struct pp_arena scratch = {0};
    int32_t *order = shuffled(walker, &scratch);
    size_t days = (size_t)walker->problem->n_days;
    int32_t *kept = PP_NEW(&scratch, int32_t, days);
    int64_t before = roster->total;
    for (int32_t i = 0; i < walker->problem->n_people; i++) {
        int32_t p = order[i];
        int64_t total = roster->total;
        if (!roster->present[p]) {
            continue;
        }
        memcpy(kept, roster_line(roster, walker->problem, p), days * sizeof(kept[0]));
        roster_remove(roster, walker->problem, p);
        if (!insert(walker, roster, p)) {
            roster_insert(roster, walker->problem, p, kept);
        } else if (roster->total > total) {
            roster_remove(roster, walker->problem, p);
            roster_insert(roster, walker->problem, p, kept);
        }
    }
    pp_arena_finish(&scratch);
    return roster->total < before;
}

void walker_sweep(struct walker *walker, struct lines_roster *roster, int32_t times,
                  struct pace *pace)
{
    for (int32_t i = 0; i < times && !pace_stops(pace) && sweep(walker, roster); i++) {
    }
}
