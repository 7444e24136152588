// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Construction by blocks (blocks.h).
 *
 *   paced    what a counter limits over the horizon is spent as the rows need it; the sum is drawn
 *            towards its share by a price, not forced
 *   open     a block may end in no state, and with no sum, from which the rest can't be reached:
 *            the largest sum that every state can still gather is known from a backward pass
 *   solved   line by line, in an order by chance
 */
#include "blocks.h"

#include "walk.h"

#include <math.h>
#include <string.h>

enum {
    WEEK = 7,
    LONGEST_WHOLE = 100, ///< days that are solved as a whole
    MOST_ROWS = 230,     ///< of a block's programme
    BAND = 1,            ///< choices that the sum may be from its even share for nothing
    SWEEPS = 4,
    SPARE = 1, ///< units beyond the share of a counter
    BISECTIONS = 60,
    MOST_WEEKS = 4, ///< of a block
    MOST_BACK = 4,  ///< blocks that are done anew for somebody without a line
    FORCES = 20,    ///< lines by chance
};

static const double ROOMY = 0.85; ///< of the largest sum that a block has room for
static const double PULL = 0.2;   ///< of the dearest row: each choice more that the sum is away

static const double SAVE = 0.4; ///< of the dearest row: each unit of the tally

struct blocks {
    const struct lines_problem *whole;
    struct pace *pace;
    struct pp_rng *rng;
    int32_t *lines;
    int32_t *state;  ///< of each person on the morning of the block
    int64_t *spent;  ///< [person * LINES_COUNTERS + counter]
    int32_t *starts; ///< first day of each block, and n_days behind the last
    int32_t n_blocks;
    int32_t **ahead; ///< of each person (gather)
    double **shares; ///< of each person: [counter * (n_blocks + 1) + block] spent before a block
    bool *lost;
};

bool blocks_needed(const struct lines_problem *problem)
{
    return problem->n_days > LONGEST_WHOLE;
}

/* ---- What is left ---- */

/* One step of the backward pass: what a day adds to the largest sums of its states and tallies. */
static void gather_day(const struct lines_problem *whole, const struct lines_person *person,
                       int32_t day, int32_t tallies, const int32_t *then, int32_t *now)
{
    const struct lines_machine *machine = &whole->machines[person->machine];
    size_t n = (size_t)machine->n_states, width = (size_t)tallies;
    memset(now, -1, n * width * sizeof(now[0]));
    for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
        const struct lines_class *class = &person->classes[c];
        for (size_t s = 0; s < n; s++) {
            size_t arc = (size_t) class->way * n + s;
            size_t to = (size_t)machine->next[arc];
            for (size_t left = machine->tally[arc]; to < n && left < width; left++) {
                int32_t ahead = then[to * width + left - machine->tally[arc]];
                int32_t sum = ahead < 0 ? -1 : ahead + class->step;
                now[s * width + left] = sum > now[s * width + left] ? sum : now[s * width + left];
            }
        }
    }
}

static int32_t tallies_of(const struct lines_person *person)
{
    int32_t most = person->counters[LINES_TALLY].most;
    return most < LINES_TALLIES ? most + 1 : 1;
}

/*
 * The largest sums, in units, that can come together after a state of the morning of each block
 * with so much of the tally left: [(block * n_states + state) * tallies + left]; -1: no way on.
 */
static int32_t *gather(const struct blocks *blocks, int32_t p, struct pp_arena *arena)
{
    const struct lines_problem *whole = blocks->whole;
    const struct lines_person *person = &whole->people[p];
    int32_t tallies = tallies_of(person), block = blocks->n_blocks;
    size_t size = (size_t)whole->machines[person->machine].n_states * (size_t)tallies;
    struct pp_arena scratch = {0};
    int32_t *all = PP_NEW(arena, int32_t, (size_t)(blocks->n_blocks + 1) * size);
    int32_t *now = PP_NEW(&scratch, int32_t, size), *then = PP_NEW(&scratch, int32_t, size);
    for (int32_t day = whole->n_days; day >= 0; day--) {
        if (day < whole->n_days) {
            gather_day(whole, person, day, tallies, then, now);
        }
        if (day == blocks->starts[block]) {
            memcpy(all + (size_t)block-- * size, now, size * sizeof(now[0]));
        }
        int32_t *swap = now;
        now = then;
        then = swap;
    }
    pp_arena_finish(&scratch);
    return all;
}

/* ---- Shares ---- */

/* What the rows of the blocks need of a person's choices that add to a counter. */
static void count_needs(const struct blocks *blocks, int32_t p, int32_t k, double *needs)
{
    const struct lines_problem *whole = blocks->whole;
    const struct lines_person *person = &whole->people[p];
    for (int32_t b = 0; b < blocks->n_blocks; b++) {
        needs[b] = 1e-6;
        for (int32_t day = blocks->starts[b]; day < blocks->starts[b + 1]; day++) {
            bool tallies = k == LINES_TALLY && lines_tally_of_day(whole, p, day) > 0;
            for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
                const struct lines_choice *choice = &person->choices[c];
                if (choice->n_touch > 0 && (tallies || lines_amount(whole, choice, k) > 0)) {
                    int32_t row = whole->touches[choice->touch].row - whole->row_base;
                    needs[b] += whole->rows[row].need > 0 ? whole->rows[row].need : 0;
                }
            }
        }
    }
}

/* Spends `all` where it is needed, no more in a block than its room: cumulated parts of it. */
static void spread(const double *needs, const double *rooms, int32_t n, double all, double *shares)
{
    double low = 0, high = 1e9;
    for (int32_t i = 0; i < BISECTIONS; i++) {
        double level = (low + high) / 2, sum = 0;
        for (int32_t b = 0; b < n; b++) {
            sum += fmin(level * needs[b], rooms[b]);
        }
        *(sum < all ? &low : &high) = level;
    }
    double sum = 0;
    for (int32_t b = 0; b < n; b++) {
        sum += fmin(high * needs[b], rooms[b]);
        shares[b + 1] = sum;
    }
    for (int32_t b = 1; b <= n; b++) {
        shares[b] = sum > 0 ? shares[b] / sum : (double)b / n;
    }
}

/* The most that anybody in any state gathers from the beginning of a block on, units. */
static double most_ahead(const struct blocks *blocks, int32_t p, int32_t block)
{
    const struct lines_person *person = &blocks->whole->people[p];
    int32_t n = blocks->whole->machines[person->machine].n_states * tallies_of(person), most = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t ahead = blocks->ahead[p][(size_t)block * (size_t)n + (size_t)i];
        most = ahead > most ? ahead : most;
    }
    return most;
}

static void plan_counter(const struct blocks *blocks, int32_t p, int32_t k, double *needs,
                         double *rooms, double *shares)
{
    const struct lines_person *person = &blocks->whole->people[p];
    const struct lines_counter *counter = &person->counters[k];
    double all = counter->most;
    for (int32_t b = 0; b < blocks->n_blocks; b++) {
        int32_t days = blocks->starts[b + 1] - blocks->starts[b];
        rooms[b] = k == LINES_TALLY ? days / WEEK : days;
        if (k == person->sum) {
            rooms[b] = ROOMY * (most_ahead(blocks, p, b) - most_ahead(blocks, p, b + 1));
        }
    }
    if (k == person->sum) {
        all = ((double)counter->least + counter->most) / 2 / person->sum_unit;
    }
    count_needs(blocks, p, k, needs);
    spread(needs, rooms, blocks->n_blocks, all, shares);
}

/* When which part of everybody's limits is to be spent. */
static void plan_shares(struct blocks *blocks, struct pp_arena *arena)
{
    const struct lines_problem *whole = blocks->whole;
    size_t n = (size_t)blocks->n_blocks + 1;
    double *needs = PP_NEW(arena, double, n), *rooms = PP_NEW(arena, double, n);
    blocks->shares = PP_NEW(arena, double *, whole->n_people);
    for (int32_t p = 0; p < whole->n_people; p++) {
        int32_t n_counters = whole->people[p].n_counters;
        blocks->shares[p] = PP_NEW(arena, double, (size_t)n_counters *n);
        for (int32_t k = 0; k < n_counters; k++) {
            if (whole->people[p].counters[k].most < LINES_FREE) {
                plan_counter(blocks, p, k, needs, rooms, blocks->shares[p] + (size_t)k * n);
            }
        }
    }
}

/* ---- One block ---- */

/* The part of a limit that is to be spent by the end of a block. */
static int64_t share_of(const struct blocks *blocks, int32_t p, int32_t k, int64_t limit,
                        int32_t block)
{
    const double *shares = blocks->shares[p] + (size_t)k * (size_t)(blocks->n_blocks + 1);
    return (int64_t)((double)limit * shares[block + 1] + 0.5);
}

/* The most that one choice of the first week adds to the sum. */
static int32_t largest_step(const struct lines_problem *whole, const struct lines_person *person)
{
    int32_t step = 1, days = whole->n_days < WEEK ? whole->n_days : WEEK;
    for (int32_t c = person->class_first[0]; c < person->class_first[days]; c++) {
        step = person->classes[c].step > step ? person->classes[c].step : step;
    }
    return step * person->sum_unit;
}

/* The sum is drawn to its share by a price. */
static void draw_sum(const struct blocks *blocks, int32_t p, int32_t block, int64_t spent,
                     struct lines_counter *counter)
{
    const struct lines_person *person = &blocks->whole->people[p];
    int32_t step = largest_step(blocks->whole, person);
    int64_t pull = (int64_t)(PULL * lines_dearest(blocks->whole)) / step;
    int64_t all = ((int64_t)counter->least + counter->most) / 2;
    int64_t middle = share_of(blocks, p, person->sum, all, block);
    counter->low = (int32_t)(middle - spent) - BAND * step;
    counter->high = (int32_t)(middle - spent) + BAND * step;
    counter->under = counter->over = pull > 0 ? pull : 1;
    counter->least = 0; // end_least says what must be
    counter->most -= (int32_t)spent;
}

static void pace_counter(const struct blocks *blocks, int32_t p, int32_t k, int32_t block,
                         bool paced, struct lines_counter *counter)
{
    const struct lines_problem *whole = blocks->whole;
    const struct lines_person *person = &whole->people[p];
    int64_t spent = blocks->spent[(size_t)p * LINES_COUNTERS + (size_t)k];
    bool last = block + 1 == blocks->n_blocks;
    if (k == person->sum && !last) {
        draw_sum(blocks, p, block, spent, counter);
        return;
    }
    int64_t limit = counter->most;
    if (counter->most < LINES_FREE) {
        int64_t share = share_of(blocks, p, k, limit, block) + SPARE;
        share = last || !paced || share > limit ? limit : share;
        counter->most = share > spent ? (int32_t)(share - spent) : 0;
    }
    counter->high -= counter->high < LINES_FREE ? (int32_t)spent : 0;
    if (k == LINES_TALLY && !last && limit < LINES_FREE) {
        counter->high = 0;
        counter->over = (int64_t)(SAVE * lines_dearest(whole));
    }
    counter->least = last ? counter->least - (int32_t)spent : 0;
    counter->low = last ? counter->low - (int32_t)spent : 0;
}

/* Where the block may end: every state from which there is a way on, with sum enough for it. */
static void open_ends(const struct blocks *blocks, int32_t p, int32_t block, struct pp_arena *arena,
                      struct lines_person *to)
{
    const struct lines_person *person = &blocks->whole->people[p];
    int32_t n = blocks->whole->machines[person->machine].n_states, tallies = tallies_of(person);
    const int32_t *ahead = blocks->ahead[p] + (size_t)(block + 1) * (size_t)n * (size_t)tallies;
    const int64_t *spent = &blocks->spent[(size_t)p * LINES_COUNTERS];
    int64_t *end = PP_NEW(arena, int64_t, n);
    int32_t *least = PP_NEW(arena, int32_t, (size_t)n * LINES_TALLIES);
    for (int32_t s = 0; s < n; s++) {
        end[s] = ahead[s * tallies + tallies - 1] >= 0 ? 0 : LINES_BAN;
        for (int32_t t = 0; t < LINES_TALLIES && person->sum >= 0; t++) {
            int64_t left = tallies == 1 ? 0 : tallies - 1 - spent[LINES_TALLY] - t;
            int32_t gathered = left < 0 ? -1 : ahead[s * tallies + left];
            const struct lines_counter *sum = &person->counters[person->sum];
            least[s * LINES_TALLIES + t] = gathered < 0 ? LINES_FREE
                                                        : sum->least - (int32_t)spent[person->sum] -
                                                              gathered * person->sum_unit;
        }
    }
    to->end = end;
    to->end_tally = NULL;
    to->end_least = person->sum >= 0 ? least : NULL;
}

static void cut_person(const struct blocks *blocks, int32_t p, int32_t block, int32_t from,
                       bool paced, struct pp_arena *arena, struct lines_person *to)
{
    const struct lines_problem *whole = blocks->whole;
    int32_t until = blocks->starts[block + 1];
    *to = whole->people[p];
    to->first += from;
    to->class_first += from;
    to->start = blocks->state[p];
    if (until < whole->n_days) {
        open_ends(blocks, p, block, arena, to);
    }
    to->counters =
        pp_arena_copy(arena, to->counters, (size_t)to->n_counters * sizeof(to->counters[0]));
    for (int32_t k = 0; k < to->n_counters; k++) {
        pace_counter(blocks, p, k, block, paced, &to->counters[k]);
    }
}

/* True when a person has a line in the block, whatever the rows. */
static bool has_line(const struct lines_problem *block, int32_t i)
{
    struct lines_problem alone = *block;
    struct line_pricer pricer;
    int64_t none[LINES_COUNTERS] = {0};
    alone.people = block->people + i;
    alone.n_people = 1;
    line_pricer_init(&pricer, &alone, false);
    int64_t *free = PP_NEW(&pricer.arena, int64_t, alone.n_rows);
    line_load(&pricer, 0, (struct line_worth){free, free}, NULL, NULL);
    bool found = line_relax(&pricer, none) < LINES_BAN;
    line_pricer_finish(&pricer);
    return found;
}

/* The problem of the people who are not lost on days from .. until - 1; returns how many. */
static int32_t cut_block(const struct blocks *blocks, int32_t number, struct pp_arena *arena,
                         struct lines_problem *block, int32_t *people)
{
    const struct lines_problem *whole = blocks->whole;
    int32_t from = blocks->starts[number], until = blocks->starts[number + 1], n = 0;
    *block = lines_days(whole, from, until);
    block->rows = pp_arena_copy(arena, block->rows, (size_t)block->n_rows * sizeof(block->rows[0]));
    for (int32_t r = 0; r < block->n_rows; r++) {
        block->rows[r].day -= from;
    }
    block->constant = 0;
    block->people = PP_NEW(arena, struct lines_person, whole->n_people);
    for (int32_t p = 0; p < whole->n_people; p++) {
        if (!blocks->lost[p]) {
            cut_person(blocks, p, number, from, true, arena, &block->people[n]);
            if (!has_line(block, n)) {
                cut_person(blocks, p, number, from, false, arena, &block->people[n]);
            }
            people[n++] = p;
        }
    }
    block->n_people = n;
    return n;
}

/* Fills `roster` with an answer of a block. */
static void solve_block(const struct blocks *blocks, const struct lines_problem *block,
                        struct lines_roster *roster, struct pp_arena *arena)
{
    struct line_pricer pricer;
    struct walker walker;
    line_pricer_init(&pricer, block, false);
    walker_init(&walker, block, &pricer, blocks->rng, arena);
    walker_fill(&walker, roster);
    walker_sweep(&walker, roster, SWEEPS, blocks->pace);
    line_pricer_finish(&pricer);
}

/* Writes a person's line of a block down. */
static void keep_line(struct blocks *blocks, int32_t p, const int32_t *line, int32_t from,
                      int32_t until)
{
    memcpy(blocks->lines + (size_t)p * (size_t)blocks->whole->n_days + from, line,
           (size_t)(until - from) * sizeof(line[0]));
}

/* Where a person stands on the morning of a day, and what their line has spent by then. */
static void stand(struct blocks *blocks, int32_t p, int32_t until)
{
    const struct lines_problem *whole = blocks->whole;
    const int32_t *line = blocks->lines + (size_t)p * (size_t)whole->n_days;
    int64_t *spent = blocks->spent + (size_t)p * LINES_COUNTERS;
    memset(spent, 0, LINES_COUNTERS * sizeof(spent[0]));
    blocks->state[p] = lines_walk(whole, p, line, whole->people[p].start, 0, until, spent);
}

/*
 * Somebody has no line in a block, because of what they did before: their days since some blocks
 * ago are found anew, for them alone and whatever the rows.
 */
static void rescue(struct blocks *blocks, int32_t p, int32_t number)
{
    const struct lines_problem *whole = blocks->whole;
    blocks->lost[p] = true;
    for (int32_t back = 1; back <= MOST_BACK && blocks->lost[p] && back <= number; back++) {
        struct pp_arena arena = {0};
        struct line_pricer pricer;
        struct lines_person person;
        int32_t from = blocks->starts[number - back], until = blocks->starts[number + 1];
        struct lines_problem alone = lines_days(whole, from, until);
        stand(blocks, p, from);
        cut_person(blocks, p, number, from, false, &arena, &person);
        alone.people = &person;
        alone.n_people = 1;
        line_pricer_init(&pricer, &alone, false);
        int64_t *worth = PP_NEW(&arena, int64_t, alone.n_rows);
        int32_t *line = PP_NEW(&arena, int32_t, alone.n_days);
        for (int32_t i = 0; i < FORCES && blocks->lost[p]; i++) {
            line_load(&pricer, 0, (struct line_worth){worth, worth}, NULL, blocks->rng);
            blocks->lost[p] = line_force(&pricer, blocks->rng, line) >= LINES_BAN;
        }
        if (!blocks->lost[p]) {
            keep_line(blocks, p, line, from, until);
        }
        line_pricer_finish(&pricer);
        pp_arena_finish(&arena);
    }
}

static void take_block(struct blocks *blocks, int32_t number)
{
    struct pp_arena arena = {0};
    struct lines_problem block;
    struct lines_roster roster;
    int32_t from = blocks->starts[number], until = blocks->starts[number + 1];
    int32_t *people = PP_NEW(&arena, int32_t, blocks->whole->n_people);
    int32_t n = cut_block(blocks, number, &arena, &block, people);
    roster_init(&roster, &block, &arena);
    solve_block(blocks, &block, &roster, &arena);
    for (int32_t i = 0; i < n; i++) {
        if (roster.present[i]) {
            keep_line(blocks, people[i], roster_line(&roster, &block, i), from, until);
        } else {
            rescue(blocks, people[i], number);
        }
        if (!blocks->lost[people[i]]) {
            stand(blocks, people[i], until);
        }
    }
    pp_arena_finish(&arena);
}

/* ---- All blocks ---- */

/* Whole weeks, as many as a block's programme may have rows for, and about equally many. */
static void cut_horizon(struct blocks *blocks, struct pp_arena *arena)
{
    const struct lines_problem *whole = blocks->whole;
    int32_t weeks = (whole->n_days + WEEK - 1) / WEEK, rows = whole->n_rows / weeks + 1;
    int32_t most = MOST_ROWS / rows;
    most = most < 1 ? 1 : most > MOST_WEEKS ? MOST_WEEKS : most;
    blocks->n_blocks = (weeks + most - 1) / most;
    blocks->starts = PP_NEW(arena, int32_t, blocks->n_blocks + 1);
    for (int32_t i = 0; i <= blocks->n_blocks; i++) {
        int32_t day = weeks * i / blocks->n_blocks * WEEK;
        blocks->starts[i] = day < whole->n_days ? day : whole->n_days;
    }
}

void blocks_solve(const struct lines_problem *problem, struct pace *pace, struct pp_rng *rng,
                  int32_t *lines)
{
    struct pp_arena arena = {0};
    size_t n = (size_t)problem->n_people;
    struct blocks blocks = {.whole = problem,
                            .pace = pace,
                            .rng = rng,
                            .lines = lines,
                            .state = PP_NEW(&arena, int32_t, n),
                            .spent = PP_NEW(&arena, int64_t, n * LINES_COUNTERS),
                            .ahead = PP_NEW(&arena, int32_t *, n),
                            .lost = PP_NEW(&arena, bool, n)};
    cut_horizon(&blocks, &arena);
    for (int32_t p = 0; p < problem->n_people; p++) {
        blocks.state[p] = problem->people[p].start;
        blocks.ahead[p] = gather(&blocks, p, &arena);
    }
    plan_shares(&blocks, &arena);
    for (int32_t number = 0; number < blocks.n_blocks; number++) {
        take_block(&blocks, number);
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        if (blocks.lost[p]) {
            lines[(size_t)p * (size_t)problem->n_days] = -1;
        }
    }
    pp_arena_finish(&arena);
}
