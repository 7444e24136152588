// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The search for a roster.
 *
 *   1. A first roster: lines that are given, and for everybody else the best line against what is
 *      still open, in an order by chance (walk.c); over a long horizon block after block (blocks.c).
 *   2. The root: column generation to the end (generate.c) gives a bound that is proved and the
 *      programme's opinion, which a dive makes whole (dive.c).  Cases of the root raise the bound
 *      (tree.c).  Not over a long horizon, and with a part of the time only, where that is limited.
 *   3. Over a long horizon strolls of single lines (stroll.c).  What run states tally (say
 *      weekends) has a price at first, so that it is left for where it is needed.
 *      Then the dual with all counters relaxed (horizon.c) gives a bound.
 *   4. Rounds of neighbourhoods (hood.c): parts of the roster are freed and solved the same way.
 *      Where they bring nothing for long, more cases are looked at and another dive begins
 *      somewhere else; over a long horizon cold strolls do, as soon as they bring little.
 *
 * There is a roster from step 1 on, and it never becomes dearer.
 */
#include "solve.h"

#include "blocks.h"
#include "crew.h"
#include "dive.h"
#include "hood.h"
#include "horizon.h"
#include "stroll.h"
#include "tree.h"
#include "walk.h"

#include <math.h>
#include <string.h>

enum {
    MOST_ROWS = 1500,    ///< and people, of a programme that is solved at the root
    ROOT_ROUNDS = 10000, ///< of column generation
    DUAL_STEPS = 2000,   ///< of the bound over a long horizon
    SWEEPS = 10,
    LED_TIMES = 2,        ///< as many steps of a led dive as of the last that was not
    PATIENCE = 120,       ///< neighbourhoods that bring nothing: time for another dive
    PARTS_LOOKED_AT = 16, ///< neighbourhoods over a long horizon, at first
    MOST_PARTS = 4096,    ///< the same, later
    STROLLS_AGAIN = 40,   ///< rounds of cold strolls between neighbourhoods
    STROLL_PATIENCE = 30, ///< rounds that bring little, one after the other
    SLOW_SWEEPS = 40,     ///< moves for everybody's every week, for which there has to be time
    WEEK = 7,
    TELL_EVERY = 4 ///< rounds between two reports of progress
};

static const struct line_effort plain = {.steps = 8};

static const double PART_WORK = 1.0e6;      ///< of a neighbourhood
static const double LONG_PART_WORK = 1.6e6; ///< the same, over a long horizon

static const double FIRST_TREE_WORK = 3.0e6; ///< of the tree of cases, after the first dive
static const double TREE_WORK = 1.0e7;       ///< the same, where neighbourhoods bring nothing

static const double ROOT_PART = 0.35; ///< of the time for the bound, where it is limited
static const double DIVE_PART = 0.2;  ///< of the time for one dive, where it is limited
static const double DUAL_PART = 0.05; ///< of the time for the bound over a long horizon

static const double FAR = 1.1; ///< times the cost known: a dive that costs more is given up

/* Strolls over a long horizon at one price of the tally. */
struct stage {
    double price; ///< of a unit of the tally, in parts of the dearest row
    double until; ///< part of the rounds and of the time, if that is limited, by which it is over
    double moves; ///< for everybody's every week, after which it is over even before that
};

/* At first a unit (say a weekend) has to be worth more than one row (say both its days). */
static const struct stage stages[] = {{1.05, 0.25, 2000}, {0.05, 0.65, 3000}};
enum {
    STAGES = sizeof(stages) / sizeof(stages[0]),
    LAST_STAGE = STAGES - 1
};

/* Strolls cool down slowly, or have no time for that: then they begin cold and stay near. */
static const struct stroll_terms slow = {.weeks = 9, .warmth = 0.2};
static const struct stroll_terms hasty = {.weeks = 4, .warmth = 0.02};
static const struct stroll_terms again = {.weeks = 9, .warmth = 0.012};
static const double LITTLE = 0.0001;     ///< of the cost
static const double MUCH = 0.001;        ///< of the cost, for neighbourhoods
static const double COLD = 0.1;          ///< of the first warmth, from where patience counts
static const double AGAIN_COLDEST = 0.2; ///< of the first warmth of cold strolls
static const double COLDEST = 0.01;      ///< of the first warmth, when a stage is over

/* Where a stage began. */
struct mark {
    double seconds;
    int32_t rounds;
};

struct solve {
    const struct lines_problem *problem;
    struct pp_rng rng;
    struct crew *crew;
    struct pace *pace;
    struct pp_arena *arena;
    struct lines_answer *answer;
    struct generation *root; ///< the programme of the root, solved to the end; NULL: there is none
    struct tree *tree;       ///< of its cases; NULL: not begun
    int32_t n_dives;
    int64_t dive_steps; ///< of the simplex method, in the last dive that was not led
};

static void tell(const struct solve *solve)
{
    pace_tell(solve->pace, solve->answer->rounds,
              lines_units(solve->problem, solve->answer->roster.total),
              lines_units(solve->problem, solve->answer->bound));
}

static bool goes_on(const struct solve *solve)
{
    const struct lines_answer *answer = solve->answer;
    return answer->rounds < solve->pace->rounds &&
           !lines_is_proved(solve->problem, solve->answer) &&
           !pace_within(solve->pace, lines_units(solve->problem, answer->roster.total),
                        lines_units(solve->problem, answer->bound)) &&
           !pace_stops(solve->pace);
}

/* The next round is over. */
static void count_round(struct solve *solve)
{
    solve->answer->rounds++;
    if (solve->answer->rounds % TELL_EVERY == 0) {
        tell(solve);
    }
}

/* ---- The first roster ---- */

static void put_in_lines(struct solve *solve, const int32_t *lines)
{
    const struct lines_problem *problem = solve->problem;
    struct lines_roster *roster = &solve->answer->roster;
    for (int32_t p = 0; p < problem->n_people; p++) {
        const int32_t *line = lines + (size_t)p * (size_t)problem->n_days;
        if (!roster->present[p] && line[0] >= 0 && lines_cost(problem, p, line) < LINES_BAN) {
            roster_insert(roster, problem, p, line);
        }
    }
}

static bool is_complete(const struct lines_roster *roster, int32_t n_people)
{
    for (int32_t p = 0; p < n_people; p++) {
        if (!roster->present[p]) {
            return false;
        }
    }
    return true;
}

/* Everybody's best line, again and again. */
static void sweep(struct solve *solve, struct lines_roster *roster)
{
    struct line_pricer pricer;
    struct walker walker;
    struct pp_arena scratch = {0};
    line_pricer_init(&pricer, solve->problem, false);
    walker_init(&walker, solve->problem, &pricer, &solve->rng, &scratch);
    walker_fill(&walker, roster);
    walker_sweep(&walker, roster, SWEEPS, solve->pace);
    line_pricer_finish(&pricer);
    pp_arena_finish(&scratch);
}

static void start(struct solve *solve, const int32_t *first)
{
    const struct lines_problem *problem = solve->problem;
    struct lines_roster *roster = &solve->answer->roster;
    roster_init(roster, problem, solve->arena);
    if (first != NULL) {
        put_in_lines(solve, first);
    }
    if (is_complete(roster, problem->n_people) && blocks_needed(problem)) {
        solve->answer->complete = true;
        return;
    }
    if (blocks_needed(problem)) {
        size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
        int32_t *lines = PP_NEW(solve->arena, int32_t, cells);
        blocks_solve(problem, solve->pace, &solve->rng, lines);
        put_in_lines(solve, lines);
    } else {
        sweep(solve, roster);
    }
    solve->answer->complete = is_complete(roster, problem->n_people);
    tell(solve);
}

/* What everybody's line costs at least when nobody is needed, sums and tallies left out: proved. */
static void find_plain_bound(struct solve *solve)
{
    const struct lines_problem *problem = solve->problem;
    struct pp_arena scratch = {0};
    struct line_pricer pricer;
    int64_t *worth = PP_NEW(&scratch, int64_t, problem->n_rows), bound = problem->constant;
    int32_t *line = PP_NEW(&scratch, int32_t, problem->n_days);
    line_pricer_init(&pricer, problem, true);
    for (int32_t p = 0; p < problem->n_people; p++) {
        line_load(&pricer, p, (struct line_worth){worth, worth}, NULL, NULL);
        struct line_result result = line_solve(&pricer, plain, LINES_BAN, line);
        bound += result.bound < LINES_BAN ? result.bound : 0;
    }
    solve->answer->bound = bound;
    line_pricer_finish(&pricer);
    pp_arena_finish(&scratch);
}

/* ---- The root ---- */

static bool root_fits(const struct lines_problem *problem)
{
    return !blocks_needed(problem) && problem->n_rows + problem->n_people <= MOST_ROWS;
}

/* A pace that stops after a part of the time, counted from now, where it is limited. */
static struct pace pace_of_part(const struct solve *solve, double part,
                                struct pp_solver_settings *settings)
{
    struct pace pace = *solve->pace;
    if (pace.settings != NULL && pace.settings->time_limit > 0) {
        *settings = *pace.settings;
        double until = pace_seconds(&pace) + part * settings->time_limit;
        settings->time_limit = fmin(settings->time_limit, until);
        pace.settings = settings;
    }
    return pace;
}

static void solve_root(struct solve *solve)
{
    struct generation *root = PP_NEW(solve->arena, struct generation, 1);
    struct pp_solver_settings settings;
    struct pace pace = pace_of_part(solve, ROOT_PART, &settings);
    generation_begin(root, solve->problem, solve->crew, &pace);
    root->thorough = true;
    columns_add_roster(&root->columns, &solve->answer->roster);
    enum generation_end end = generate(root, LINES_BAN, ROOT_ROUNDS);
    if (root->bound > solve->answer->bound) {
        solve->answer->bound = root->bound;
    }
    tell(solve);
    root->thorough = false;
    root->pace = solve->pace;
    if (end == GENERATION_CLOSED) {
        solve->root = root;
    } else {
        generation_finish(root);
    }
}

/* By when a dive should be over, in seconds; 0: the time is not limited. */
static double end_of_dive(const struct solve *solve)
{
    double limit = solve->pace->settings == NULL ? 0 : solve->pace->settings->time_limit;
    return limit > 0 ? pace_seconds(solve->pace) + DIVE_PART * limit : 0;
}

/* A dive from the root into `now`, made better line by line; false when it came to nothing. */
static bool dive_from_root(struct solve *solve, int64_t cutoff, struct lines_roster *now)
{
    const struct lines_problem *problem = solve->problem;
    struct pp_arena scratch = {0};
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    int32_t *lines = PP_NEW(&scratch, int32_t, cells);
    struct dive_terms terms = {.cutoff = cutoff, .by = end_of_dive(solve)};
    bool reached = generate(solve->root, LINES_BAN, ROOT_ROUNDS) == GENERATION_CLOSED &&
                   dive(solve->root, terms, &solve->rng, lines);
    if (reached) {
        struct lines_roster other;
        roster_make(&other, problem, lines, &scratch);
        sweep(solve, &other);
        roster_copy(now, &other, problem);
    }
    pp_arena_finish(&scratch);
    return reached;
}

/*
 * Every second dive is led: it keeps near the totals of the most promising case.  That can make the
 * programme hard, so its steps are limited.
 */
static void dive_again(struct solve *solve, int64_t cutoff, struct lines_roster *now)
{
    struct columns *columns = &solve->root->columns;
    int64_t before = lp_iterations(columns->lp);
    bool led = solve->tree != NULL && solve->n_dives % 2 == 1;
    if (led) {
        tree_lead(solve->tree);
        columns->most_steps = before + LED_TIMES * solve->dive_steps;
    }
    dive_from_root(solve, cutoff, now);
    if (led) {
        tree_free(solve->tree);
        columns->most_steps = 0;
    } else {
        solve->dive_steps = lp_iterations(columns->lp) - before;
    }
    solve->n_dives++;
}

/* Looks at some cases, which raises the bound and may find a better roster. */
static void search_tree(struct solve *solve, double work)
{
    struct lines_answer *answer = solve->answer;
    double rows = solve->problem->n_rows + solve->problem->n_people;
    if (solve->tree == NULL) {
        solve->tree = PP_NEW(solve->arena, struct tree, 1);
        tree_begin(solve->tree, solve->root, answer->bound);
    }
    tree_search(solve->tree, (int64_t)(work / rows), &answer->roster);
    int64_t bound = tree_bound(solve->tree);
    bound = bound < answer->roster.total ? bound : answer->roster.total;
    answer->bound = bound > answer->bound ? bound : answer->bound;
}

static void raise_long_bound(struct solve *solve)
{
    struct pp_solver_settings settings;
    struct pace pace = pace_of_part(solve, DUAL_PART, &settings);
    int64_t bound =
        horizon_bound(solve->problem, solve->crew, &pace, &solve->answer->roster, DUAL_STEPS);
    solve->answer->bound = bound > solve->answer->bound ? bound : solve->answer->bound;
    tell(solve);
}

/* ---- Strolls and neighbourhoods ---- */

/* Whether run states tally anything: else no price can tell. */
static bool has_tally(const struct lines_problem *problem)
{
    for (int32_t p = 0; p < problem->n_people; p++) {
        const struct lines_machine *machine = &problem->machines[problem->people[p].machine];
        for (size_t arc = 0; arc < (size_t)machine->n_ways * (size_t)machine->n_states; arc++) {
            if (machine->tally[arc] > 0) {
                return true;
            }
        }
    }
    return false;
}

/* The problem with a price on each unit of the tally, which is scarce and best left for others. */
static void price_tally(const struct lines_problem *problem, double part, struct pp_arena *arena,
                        struct lines_problem *priced)
{
    int64_t price = (int64_t)(part * lines_dearest(problem));
    *priced = *problem;
    int32_t n_machines = 0;
    for (int32_t p = 0; p < problem->n_people; p++) {
        int32_t machine = problem->people[p].machine;
        n_machines = machine < n_machines ? n_machines : machine + 1;
    }
    struct lines_machine *machines =
        pp_arena_copy(arena, problem->machines, (size_t)n_machines * sizeof(problem->machines[0]));
    for (int32_t m = 0; m < n_machines; m++) {
        size_t n = (size_t)machines[m].n_ways * (size_t)machines[m].n_states;
        machines[m].price = pp_arena_copy(arena, machines[m].price, n * sizeof(int64_t));
        for (size_t arc = 0; arc < n; arc++) {
            machines[m].price[arc] += price * machines[m].tally[arc];
        }
    }
    priced->machines = machines;
}

/* The weeks of everybody together. */
static double weeks_of_all(const struct lines_problem *problem)
{
    return (double)problem->n_people * problem->n_days / WEEK;
}

/* What is over of a budget when a stage that began at `began` ends with a part of it, 0..1. */
static double part_over(double now, double began, double end)
{
    return now >= end ? 1 : (now - began) / (end - began);
}

/* How much of a stage is over, 0..1: by the clock where the time is limited, by rounds or moves. */
static double elapsed(const struct solve *solve, const struct stage *stage,
                      const struct mark *began)
{
    const struct pace *pace = solve->pace;
    double limit = pace->settings == NULL ? 0 : pace->settings->time_limit;
    int32_t rounds = solve->answer->rounds - began->rounds;
    double of_rounds = part_over(solve->answer->rounds, began->rounds, stage->until * pace->rounds);
    double of_moves = rounds * STROLL_MOVES / (stage->moves * weeks_of_all(solve->problem));
    double of_time =
        limit > 0 ? part_over(pace_seconds(pace), began->seconds, stage->until * limit) : 0;
    return fmin(1, fmax(of_time, fmax(of_rounds, of_moves)));
}

/*
 * Strolls are slow where the rest of the stage has time for many, `part` of it being a round's, and
 * where something is tallied: else nothing is scarce enough to be worth a detour.
 */
static struct stroll_terms choose_terms(const struct lines_problem *problem, double part)
{
    bool in_time = part * SLOW_SWEEPS * weeks_of_all(problem) <= STROLL_MOVES;
    return in_time && has_tally(problem) ? slow : hasty;
}

/* Strolls, cooler and cooler, while they bring something. */
static void stroll(struct solve *solve, const struct stage *stage)
{
    struct pp_arena arena = {0};
    struct lines_problem priced;
    struct lines_roster now;
    struct stroll_terms first = hasty;
    struct mark began = {pace_seconds(solve->pace), solve->answer->rounds};
    double over = elapsed(solve, stage, &began);
    price_tally(solve->problem, stage->price, &arena, &priced);
    roster_make(&now, &priced, solve->answer->roster.lines, &arena);
    for (int32_t round = 0, idle = 0; goes_on(solve) && over < 1 && idle < STROLL_PATIENCE;
         round++) {
        struct stroll_terms terms = first;
        int64_t before = now.total;
        terms.warmth *= pow(COLDEST, over);
        stroll_round(&priced, solve->crew, solve->pace, &solve->rng, terms, &now);
        roster_take(&solve->answer->roster, solve->problem, now.lines); // at the true prices
        bool little = (double)(before - now.total) < LITTLE * (double)now.total;
        idle = little && terms.warmth < COLD * first.warmth ? idle + 1 : 0;
        count_round(solve);
        over = elapsed(solve, stage, &began);
        first = round == 0 ? choose_terms(solve->problem, over) : first;
    }
    pp_arena_finish(&arena);
}

/* Cold strolls from a roster that is the best of its neighbourhood: they end a little beside it. */
static void stroll_again(struct solve *solve, struct lines_roster *now)
{
    struct pp_arena arena = {0};
    struct lines_problem priced;
    struct lines_roster roster, unpriced;
    price_tally(solve->problem, stages[LAST_STAGE].price, &arena, &priced);
    roster_make(&roster, &priced, now->lines, &arena);
    for (int32_t round = 0; round < STROLLS_AGAIN && goes_on(solve); round++) {
        struct stroll_terms terms = again;
        terms.warmth *= pow(AGAIN_COLDEST, (double)round / STROLLS_AGAIN);
        stroll_round(&priced, solve->crew, solve->pace, &solve->rng, terms, &roster);
        count_round(solve);
    }
    roster_make(&unpriced, solve->problem, roster.lines, &arena);
    roster_copy(now, &unpriced, solve->problem);
    pp_arena_finish(&arena);
}

/* Neighbourhoods, and what they have brought. */
struct parts {
    struct hood hood;
    struct lines_roster now;
    int32_t idle; ///< parts since the last that brought something
    int32_t n;    ///< since the cost was `mark`
    int32_t most; ///< parts over a long horizon that are looked at together
    int64_t mark;
    int64_t best; ///< the best roster's cost when cold strolls were last begun
};

/* True when the last parts, as many as are looked at together, brought little. */
static bool brought_little(struct parts *parts)
{
    if (parts->n < parts->most) {
        return false;
    }
    int64_t gain = parts->mark - parts->now.total;
    parts->n = 0;
    parts->mark = parts->now.total;
    return (double)gain < MUCH * (double)parts->now.total;
}

/* Goes on from somewhere else, where neighbourhoods bring nothing or little; false: not yet. */
static bool leave(struct solve *solve, struct parts *parts)
{
    struct lines_roster *best = &solve->answer->roster;
    if (solve->root != NULL && solve->n_dives == 1 && solve->tree == NULL) {
        search_tree(solve, FIRST_TREE_WORK);
        return true;
    }
    if (solve->root != NULL && parts->idle >= PATIENCE) {
        if (solve->tree != NULL) {
            search_tree(solve, TREE_WORK);
        }
        dive_again(solve, (int64_t)((double)best->total * FAR), &parts->now);
        parts->idle = 0;
        return true;
    }
    if (blocks_needed(solve->problem) && brought_little(parts)) {
        if (best->total == parts->best && parts->most < MOST_PARTS) { // they were left too soon
            parts->most *= 2;
        }
        parts->best = best->total;
        roster_copy(&parts->now, best, solve->problem);
        stroll_again(solve, &parts->now);
        parts->mark = parts->now.total;
        return true;
    }
    return false;
}

/* A round of neighbourhoods. */
static void search_some(struct parts *parts)
{
    int64_t before = parts->now.total;
    int32_t n = hood_round(&parts->hood);
    parts->idle = parts->now.total < before ? 0 : parts->idle + n;
    parts->n += n;
}

/* Neighbourhoods, from one start after the other. */
static void search_parts(struct solve *solve)
{
    const struct lines_problem *problem = solve->problem;
    struct lines_roster *best = &solve->answer->roster;
    struct pp_arena arena = {0};
    struct parts parts = {.idle = solve->root != NULL ? PATIENCE : 0,
                          .most = PARTS_LOOKED_AT,
                          .mark = INT64_MAX / 2,
                          .best = INT64_MAX};
    roster_make(&parts.now, problem, best->lines, &arena);
    hood_init(&parts.hood, problem, solve->crew, solve->pace, &solve->rng,
              blocks_needed(problem) ? LONG_PART_WORK : PART_WORK, &parts.now, &arena);
    while (goes_on(solve)) {
        if (!leave(solve, &parts)) {
            search_some(&parts);
        }
        if (parts.now.total < best->total) {
            roster_copy(best, &parts.now, problem);
        }
        count_round(solve);
    }
    pp_arena_finish(&arena);
}

/* From a roster to a better one. */
static void improve(struct solve *solve)
{
    if (root_fits(solve->problem)) {
        solve_root(solve);
    }
    if (blocks_needed(solve->problem)) {
        for (int32_t i = has_tally(solve->problem) ? 0 : LAST_STAGE; i < STAGES; i++) {
            stroll(solve, &stages[i]);
        }
        raise_long_bound(solve);
    }
    search_parts(solve);
    if (solve->tree != NULL) {
        tree_finish(solve->tree);
    }
    if (solve->root != NULL) {
        generation_finish(solve->root);
    }
}

/* ---- All ---- */

void lines_solve(const struct lines_problem *problem, uint64_t seed, int32_t threads,
                 const int32_t *first, struct pace *pace, struct pp_arena *arena,
                 struct lines_answer *answer)
{
    struct solve solve = {.problem = problem,
                          .rng = {seed},
                          .crew = crew_begin(threads),
                          .pace = pace,
                          .arena = arena,
                          .answer = answer};
    *answer = (struct lines_answer){0};
    start(&solve, first);
    find_plain_bound(&solve);
    if (answer->complete) {
        improve(&solve);
    }
    crew_finish(solve.crew);
}
