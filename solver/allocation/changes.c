// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Pins and the most families that may move (changes.h): Lagrangian relaxation of one budget row
 * (Everett 1963; Fisher 1981), the multiplier by bisection.
 */
#include "changes.h"

#include "limit.h"
#include "oversight.h"
#include "pins.h"

#include <stdlib.h>

enum {
    RUNS = 8,         ///< of the search, in a bisection
    PART = 6,         ///< each with this part of the rounds
    FIRST_PRICE = 60, ///< minutes of the first multiplier that is not 0
    FIRST_REACH = 8,  ///< caseloads of each kind that make room for one family
    LAST_REACH = 64,
    MOST_SEEKING = 64, ///< families for which caseloads are opened in one run
    ROOM_ROUNDS = 5,
    FORCED_ROUNDS = 20
};

/* One allocation with a limit, on its way. */
struct work {
    struct engine *engine;
    const struct model *model; ///< with the pins, no extra minutes
    const int32_t *pinned;     ///< [family row]
    struct limited *best;
    int64_t bound;
    int32_t rounds;
    bool newcomers; ///< room is made for families that had nobody, too
};

/* A family that is left with nobody is worth this part of its price in further moves. */
static int32_t dear_move(const struct work *work)
{
    return (int32_t)(work->model->problem.price / 8);
}

static void note_run(struct work *work, const struct outcome *found, int32_t extra)
{
    int64_t bound = found->bound - (int64_t)extra * work->best->most;
    work->bound = bound > work->bound ? bound : work->bound;
    work->rounds += found->rounds;
    limit_mix(work->best, found->holder);
}

/* ---- What nothing can avoid ---- */

/* The rule by which a job that has moved can't stay; PP_NONE: the caps of a crowded caseload. */
static int32_t forced_by(const struct work *work, int32_t job)
{
    const struct model *model = work->model;
    int32_t family = model->family[job], before = pp_holder_before(&model->c, family);
    if (work->best->home[job] != NOBODY) {
        return PP_NONE;
    }
    struct pp_load load =
        pp_family_load(model->c.service, family, model->c.service->settings.cases_from);
    return people_obstacle(&model->people, family, load, before, (struct pp_load){0});
}

/* "3 by the rule holder_in_post, 1 by a pin" */
static void say_forced(const struct work *work, struct pp_buf *out)
{
    const struct limited *kept = work->best;
    struct pp_arena scratch = {0};
    int32_t *count = PP_NEW(&scratch, int32_t, pp_n_rules), caps = 0, pins = kept->moved;
    for (int32_t job = 0; job < work->model->problem.n_jobs; job++) {
        if (limit_moved(kept, job, kept->agent[job])) {
            int32_t rule = forced_by(work, job);
            *(rule == PP_NONE ? &caps : &count[rule]) += 1;
            pins--;
        }
    }
    const char *comma = "";
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        if (count[rule] > 0) {
            pp_buf_printf(out, "%s%d by the rule %s", comma, count[rule], pp_rules[rule].name);
            comma = ", ";
        }
    }
    if (caps > 0) {
        pp_buf_printf(out, "%s%d by the caps", comma, caps);
        comma = ", ";
    }
    if (pins > 0) {
        pp_buf_printf(out, "%s%d by a pin", comma, pins);
    }
    pp_arena_finish(&scratch);
}

static bool refuse(const struct work *work, int32_t most, struct pp_err *err)
{
    struct pp_buf why = {0}, count = {0};
    say_forced(work, &why);
    pp_buf_count(&count, work->best->moved, "family has", "families have");
    pp_fail(err, PP_E_USAGE,
            "%s to move whatever else stays (%s), and at most %d may; a limit of %d would do",
            pp_buf_text(&count), pp_buf_text(&why), most, work->best->moved);
    pp_buf_finish(&count);
    pp_buf_finish(&why);
    return false;
}

/* ---- Nothing but that ---- */

/* Everybody who keeps whom they have is fixed, but in caseloads of which some must leave. */
static bool fix_kept(struct work *work, int32_t *fixed)
{
    const struct model *model = work->model;
    bool choice = false;
    for (int32_t i = 0; i < model->problem.n_jobs + model->n_fixed; i++) {
        int32_t family = model->family[i];
        int32_t agent = i < model->problem.n_jobs ? work->best->agent[i] : NOBODY;
        int32_t home = i < model->problem.n_jobs ? work->best->home[i] : NOBODY;
        bool crowded = home != NOBODY && work->best->crowded[home];
        choice = choice || crowded;
        fixed[family] =
            agent == NOBODY || crowded ? work->pinned[family] : model->practitioner[agent];
    }
    return choice;
}

static bool solve_forced(struct work *work, struct pp_err *err)
{
    int32_t n = work->model->c.service->n_families;
    int32_t *fixed = pp_arena_copy(&work->engine->arena, work->pinned, (size_t)n * sizeof(*fixed));
    bool choice = fix_kept(work, fixed);
    struct terms terms = {.extra = choice ? dear_move(work) : 0, .fixed = fixed};
    struct outcome found;
    if (!run_within(work->engine, &terms, (struct run_effort){FORCED_ROUNDS, 2, false}, &found,
                    err)) {
        return false;
    }
    note_run(work, &found, terms.extra);
    return true;
}

/* ---- Some more ---- */

/* The multiplier on its way between one that is too low and one that is high enough. */
struct bisection {
    int32_t low, high, extra; ///< high: INT32_MAX while none is known
};

/* Where to look next; false: near enough.  At 0 a second, longer run tells whether the limit binds. */
static bool look_next(struct bisection *b, bool within, bool exact, int32_t dearest)
{
    if (within) {
        bool again = b->high == 0;
        b->high = b->extra;
        if (b->extra == 0) {
            return !again;
        }
    } else {
        b->low = b->extra;
        b->high = b->high <= b->low ? INT32_MAX : b->high;
    }
    if (exact || b->high - b->low <= 1 + b->low / 16 || b->extra == dearest) {
        return false;
    }
    int32_t next = b->high < INT32_MAX ? b->low + (b->high - b->low) / 2 : 4 * b->low;
    b->extra = next == 0 ? FIRST_PRICE : next < dearest ? next : dearest;
    return true;
}

static bool solve_limit(struct work *work, int64_t *price, struct pp_err *err)
{
    struct bisection b = {.high = INT32_MAX};
    int32_t most = work->best->most;
    for (int32_t run = 0; run < RUNS; run++) {
        struct terms terms = {.extra = b.extra, .fixed = work->pinned};
        struct run_effort effort = {1 + work->engine->pace.rounds / PART, RUNS - run, false};
        if (b.high == 0) {
            effort = (struct run_effort){INT32_MAX, 2, false};
        }
        struct outcome found;
        if (!run_within(work->engine, &terms, effort, &found, err)) {
            return false;
        }
        note_run(work, &found, b.extra);
        *price = b.extra;
        bool exact = b.extra > 0 && found.moved == most;
        if (!look_next(&b, found.moved <= most, exact, dear_move(work)) ||
            work->engine->pace.stopped) {
            break;
        }
    }
    return true;
}

/* ---- Room for those who must move ---- */

struct near {
    int64_t cost;
    int32_t agent;
};

static int compare_near(const void *left, const void *right)
{
    const struct near *a = left, *b = right;
    if (a->cost != b->cost) {
        return a->cost < b->cost ? -1 : 1;
    }
    return a->agent < b->agent ? -1 : a->agent > b->agent;
}

/*
 * Opens the caseloads that suit a family best: as many of those that might take it as of those that
 * have a place free.
 */
static void open_near(const struct work *work, int32_t job, const int32_t *free_places,
                      int32_t reach, bool *open, struct pp_arena *scratch)
{
    int32_t n = work->model->problem.n_agents, might = 0, has = 0;
    struct near *near = PP_NEW(scratch, struct near, n);
    for (int32_t agent = 0; agent < n; agent++) {
        near[agent] = (struct near){limit_pair(work->best, job, agent), agent};
    }
    if (n > 0) {
        qsort(near, (size_t)n, sizeof(near[0]), compare_near);
    }
    for (int32_t i = 0; i < n; i++) {
        bool may = near[i].cost != FORBIDDEN, place = free_places[near[i].agent] > 0;
        if ((may && might < reach) || (place && has < reach)) {
            open[near[i].agent] = true;
            might += may;
            has += place;
        }
    }
}

/* Has nobody, and is to be made room for. */
static bool is_seeking(const struct work *work, const struct outcome *outcome, int32_t job)
{
    return outcome->holder[work->model->family[job]] == PP_NONE &&
           (work->newcomers || work->best->counted[job]);
}

/*
 * Fixes all families but those in opened caseloads and those that seek somebody; others without
 * anybody go on waiting.  True: all caseloads are open.
 */
static bool fix_distant(const struct work *work, const struct outcome *outcome, int32_t reach,
                        int32_t *fixed)
{
    const struct model *model = work->model;
    struct pp_arena scratch = {0};
    bool *open = PP_NEW(&scratch, bool, model->problem.n_agents), all = true;
    int32_t seeking = 0;
    int32_t *places = PP_NEW(&scratch, int32_t, model->problem.n_agents);
    for (int32_t agent = 0; agent < model->problem.n_agents; agent++) {
        places[agent] = model->problem.room[agent].of[FAMILIES];
    }
    for (int32_t job = 0; job < model->problem.n_jobs; job++) {
        int32_t person = outcome->holder[model->family[job]];
        if (person != PP_NONE) {
            places[model->agent_of[person]]--;
        }
    }
    for (int32_t job = 0; job < model->problem.n_jobs; job++) {
        if (is_seeking(work, outcome, job) && seeking++ < MOST_SEEKING) {
            open_near(work, job, places, reach, open, &scratch);
        }
    }
    for (int32_t i = 0; i < model->c.service->n_families; i++) {
        int32_t family = model->family[i], person = outcome->holder[family];
        bool pinned = i >= model->problem.n_jobs;
        bool stays = pinned || (person != PP_NONE && !open[model->agent_of[person]]);
        bool waits = !pinned && person == PP_NONE && !is_seeking(work, outcome, i);
        fixed[family] = waits ? LEFT_OUT : stays ? person : PP_NONE;
        all = all && (pinned || !stays);
    }
    pp_arena_finish(&scratch);
    return all;
}

static bool is_anybody_seeking(const struct work *work, const struct outcome *outcome)
{
    for (int32_t job = 0; job < work->model->problem.n_jobs; job++) {
        if (is_seeking(work, outcome, job)) {
            return true;
        }
    }
    return false;
}

/* One run in which families near those who seek somebody may move, each of them dear. */
static bool run_near(struct work *work, const struct outcome *now, int32_t reach, bool *all,
                     struct outcome *found, struct pp_err *err)
{
    int32_t *fixed = PP_NEW(&work->engine->arena, int32_t, work->model->c.service->n_families);
    *all = fix_distant(work, now, reach, fixed);
    struct terms terms = {.extra = dear_move(work), .fixed = fixed};
    return run_within(work->engine, &terms, (struct run_effort){ROOM_ROUNDS, 2, true}, found, err);
}

/*
 * When a family that must move finds no room, others make it, each of them dear: first the nearest
 * caseloads, then more of them.
 */
static bool make_room(struct work *work, struct outcome *outcome, struct pp_err *err)
{
    bool all = false;
    for (int32_t reach = FIRST_REACH; reach <= LAST_REACH && !all; reach *= 2) {
        struct outcome found;
        if (!is_anybody_seeking(work, outcome) || work->engine->pace.stopped) {
            break;
        }
        if (!run_near(work, outcome, reach, &all, &found, err)) {
            return false;
        }
        if (found.left < outcome->left) {
            *outcome = found;
            outcome->bound = limit_floor(work->best);
        }
    }
    return true;
}

/* Moves that are left go first to families without anybody, as far as they reach. */
static bool spend_moves(struct work *work, struct pp_err *err)
{
    bool all = false;
    work->newcomers = true;
    for (int32_t reach = FIRST_REACH; reach <= LAST_REACH && !all; reach *= 2) {
        struct outcome now = run_outcome(work->engine), found;
        limit_write(work->best, &now);
        if (!is_anybody_seeking(work, &now) || work->best->moved >= work->best->most ||
            work->engine->pace.stopped) {
            break;
        }
        if (!run_near(work, &now, reach, &all, &found, err)) {
            return false;
        }
        limit_mix(work->best, found.holder);
    }
    return true;
}

/* ---- The whole ---- */

static bool solve_within(struct work *work, int32_t most, struct outcome *outcome,
                         struct pp_err *err)
{
    struct limited *best = work->best;
    limit_keep(best);
    if (most >= 0 && most < best->moved) {
        return refuse(work, most, err);
    }
    int64_t price = 0;
    bool forced = most == PP_FORCED_CHANGES || most == best->moved;
    best->most = forced ? best->moved : most;
    if (!(forced ? solve_forced(work, err) : solve_limit(work, &price, err))) {
        return false;
    }
    limit_fill(best);
    if (!forced && !spend_moves(work, err)) {
        return false;
    }
    limit_search(best, price, work->engine->pace.rounds, work->engine->settings->seed,
                 &work->engine->pace);
    *outcome = run_outcome(work->engine);
    limit_write(best, outcome);
    outcome->bound = work->bound;
    outcome->rounds = work->rounds;
    return most != PP_FORCED_CHANGES || make_room(work, outcome, err);
}

static const int32_t *read_pins(struct engine *engine, const struct pp_changes *changes,
                                struct pp_err *err)
{
    int32_t n = engine->c.service->n_families;
    int32_t *fixed = PP_NEW(&engine->arena, int32_t, n);
    for (int32_t family = 0; family < n; family++) {
        fixed[family] = PP_NONE;
    }
    return pins_fix(&engine->c, changes, fixed, err) ? fixed : NULL;
}

bool changes_solve(struct engine *engine, struct outcome *outcome, struct pp_err *err)
{
    const struct pp_changes *changes = engine->settings->changes;
    struct terms terms = {.extra = 0};
    if (changes != NULL) {
        terms.fixed = read_pins(engine, changes, err);
        if (terms.fixed == NULL) {
            return false;
        }
    }
    if (changes == NULL || changes->most == PP_ANY_CHANGES) {
        return run_search(engine, &terms, 1, outcome, err) &&
               oversight_ease(engine, &terms, PP_ANY_CHANGES, outcome, err);
    }
    struct model model;
    struct pp_arena scratch = {0};
    bool works = model_build(&model, &engine->c, engine->settings->seed, &terms, err);
    if (works) {
        struct work work = {.engine = engine,
                            .model = &model,
                            .pinned = terms.fixed,
                            .best = limit_create(&model, &scratch),
                            .bound = INT64_MIN};
        works = solve_within(&work, changes->most, outcome, err);
    }
    pp_arena_finish(&scratch);
    model_finish(&model);
    bool may_ease = works && changes->most >= 0; // what the rules force is no more than that
    return may_ease ? oversight_ease(engine, &terms, changes->most, outcome, err) : works;
}
