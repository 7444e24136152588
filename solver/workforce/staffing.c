// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The staffing plan: whom to start and which cover to buy, by month and role,
 * at least cost.  One linear programme for all roles, because they share the
 * money of a year:
 *
 *   min   sum  pay, recruitment and training of starts  +  g v  +  bank, agency, overtime
 *              +  p u  +  f d
 *   s.t.  sum_j s(m-j) h(r,j) + b + a + o + u  >=  gap(r,m)     posts less known staff, contracts
 *         sum_j s(m-j) h(r,j)                  <=  the most vacant so far + half a unit
 *         sum_j s(m-j) h(r,j) - v(r,m)         <=  posts less known staff
 *         h(r,m)  <=  most starts in a month, 0 before the lead time is over
 *         b, a, o <=  what is to be had; spells last their notice
 *         costs of year y - d(y)               <=  streams of y - costs that are no choice
 *
 * h starts, of whom the part s(k) is still there k months later; u posts
 * neither filled nor covered, at p, (1 + f) times the price of the rule
 * unmet_cover; d money that no stream gives, f = 1: a penny counts twice, and
 * yet no post is left empty to save it; v who is above the establishment, at g, by which the
 * role's grade is dearer than its posts.  A stream pays in its own year only;
 * what is in kind pays for nothing here.  Agency above its price
 * cap is not engaged, and none for less than the notice of the 2024 rules.
 *
 * Starts are whole people, or whole parts as the posts are cut.  Where people
 * leave by chance, the paths have the last word (starts.c).
 *
 * What an earlier start is worth is no dual price: with every start fixed, one
 * of them at one day and at another, the programme is solved twice, or the
 * paths are taken twice.
 */
#include "staffing.h"

#include "paths.h"

#include <podplan/rng.h>

#include <math.h>
#include <string.h>

enum {
    NODES = 60,    ///< of the search for whole starts
    BRANCHED = 400 ///< roles x months up to which they are searched for
};

/* ---- The answer ---- */

static void read_answer(const struct office *o, const double *primal)
{
    for (int32_t d = 0; d < o->n_desks; d++) {
        struct desk *desk = &o->desks[d];
        for (int32_t part = 0; part < PARTS; part++) {
            const double unit = part == START ? desk->unit : 1.0;
            for (int32_t m = 0; m < o->w->months; m++) {
                double fte = desk->column[part] == NEVER
                                 ? 0.0
                                 : floor(primal[desk->column[part] + m] * unit + 0.5);
                desk->have[part][m] = fte > 0.0 ? (int32_t)fmin(fte, INT32_MAX / 4) : 0;
            }
        }
    }
}

static bool solve(struct office *o, bool *solved, struct pp_err *err)
{
    struct lp *lp = lp_create(err);
    enum lp_status status = LP_LIMIT;
    struct lp_effort effort = {.stop = o->w->settings->stop};
    bool good =
        lp != NULL && staffing_build(lp, o, err) && lp_solve(lp, LP_PRIMAL, &effort, &status, err);
    if (good && o->whole && status == LP_OPTIMAL) {
        effort.nodes = NODES;
        effort.gap = 0.0002;
        good = lp_solve_whole(lp, &effort, &status, err);
    }
    *solved = good && (status == LP_OPTIMAL || status == LP_FEASIBLE);
    if (*solved) {
        read_answer(o, lp_primal(lp));
        o->objective = lp_objective(lp) * o->scale;
    }
    lp_destroy(lp);
    return good;
}

/* Thousandths of all starts so far that are still there. */
static double started(const struct desk *desk, int32_t month)
{
    double fte = 0.0;
    for (int32_t j = 0; j <= month; j++) {
        fte += desk->stay[month - j] * desk->have[START][j];
    }
    return fte;
}

/* Pence of cover that a role's answer buys in a month, contracts in place included. */
static int64_t cover_of_month(const struct workforce *w, const struct desk *desk, int32_t month)
{
    int64_t pence = 0;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        const struct pp_cover_cost *cost = workforce_cover_cost(w->service, desk->role, kind);
        int32_t fte = desk->have[kind][month] + workforce_held(w, desk->role, kind)[month];
        pence = money_add(pence, cost == NULL ? 0 : workforce_cover_price(w, cost, fte, month));
    }
    return pence;
}

static struct pp_staffing staffing_of(const struct workforce *w, const struct desk *desk, int32_t m)
{
    double staff = started(desk, m) + w->known[(int64_t)desk->role * w->months + m];
    int32_t in_post = (int32_t)fmin(floor(staff + 0.5), INT32_MAX);
    const int32_t surplus = pieces_standing(w, desk->role, m, in_post).over;
    int32_t started_here = (int32_t)fmin(floor(started(desk, m) + 0.5), in_post);
    int64_t less = desk->pay[m] - desk->newcomer[m];
    int64_t cost =
        money_add(money_round(desk->pay[m], in_post, PP_FTE), cover_of_month(w, desk, m));
    cost = money_add(cost, -money_round(less, started_here, PP_FTE));
    cost = money_add(cost, charges_above(w, desk->role, m, surplus));
    cost = money_add(cost, money_round(desk->once, desk->have[START][m], PP_FTE));
    return (struct pp_staffing){
        .month = w->first[m],
        .role = desk->role,
        .starts = desk->have[START][m],
        .in_post = in_post,
        .bank = desk->have[BANK][m] + workforce_held(w, desk->role, PP_COVER_BANK)[m],
        .agency = desk->have[AGENCY][m] + workforce_held(w, desk->role, PP_COVER_AGENCY)[m],
        .overtime = desk->have[OVERTIME][m],
        .unmet = desk->have[UNMET][m],
        .surplus = surplus,
        .cost = cost};
}

/* Pence of the whole answer: all that a choice of starts and cover costs. */
static int64_t pence_of(const struct office *o, int64_t *cover)
{
    int64_t all = 0;
    *cover = 0;
    for (int32_t d = 0; d < o->n_desks; d++) {
        for (int32_t m = 0; m < o->w->months; m++) {
            all = money_add(all, staffing_of(o->w, &o->desks[d], m).cost);
            *cover = money_add(*cover, cover_of_month(o->w, &o->desks[d], m));
        }
    }
    return all;
}

/* Thousandths x months that the whole answer neither fills nor covers. */
static int64_t unmet_of(const struct office *o)
{
    int64_t unmet = 0;
    for (int32_t d = 0; d < o->n_desks; d++) {
        for (int32_t m = 0; m < o->w->months; m++) {
            unmet += o->desks[d].have[UNMET][m];
        }
    }
    return unmet;
}

/* ---- What an earlier start is worth ---- */

/* Solves twice with all starts fixed, up to one FTE of the role's first ones at either month. */
static bool weigh(struct office *o, int32_t d, const int32_t *chosen, struct pp_err *err)
{
    const int32_t months = o->w->months;
    int32_t fte, *starts = PP_NEW(&o->w->arena, int32_t, (int64_t)o->n_desks * months);
    const int32_t month = starts_first(o->w, &chosen[d * months], &fte);
    if (month == PP_NONE) {
        return true;
    }
    for (int32_t i = 0; i < o->n_desks * months; i++) {
        starts[i] = chosen[i];
    }
    int64_t early, late, early_cover, late_cover, unmet;
    bool solved[2];
    o->fixed = starts;
    if (!solve(o, &solved[0], err)) {
        return false;
    }
    early = pence_of(o, &early_cover);
    unmet = unmet_of(o);
    starts[d * months + month] -= fte;
    starts[d * months + month + STARTS_LATER] += fte;
    if (!solve(o, &solved[1], err)) {
        return false;
    }
    late = pence_of(o, &late_cover);
    if (solved[0] && solved[1]) {
        starts_say_earlier(o->w, o->desks[d].role, month, fte, late - early,
                           late_cover - early_cover, unmet_of(o) - unmet);
    }
    return true;
}

/* ---- All roles ---- */

static void open_desk(struct workforce *w, struct desk *desk, int32_t role)
{
    const struct pp_recruitment *recruitment = staffing_recruitment(w, role);
    *desk =
        (struct desk){.role = role, .unit = staffing_unit(w, role), .once = staffing_once(w, role)};
    desk->stay = staffing_stay(w, role);
    desk->pay = PP_NEW(&w->arena, int64_t, w->months);
    desk->newcomer = PP_NEW(&w->arena, int64_t, w->months);
    for (int32_t m = 0; m < w->months; m++) {
        desk->pay[m] = charges_pay(w, role, m);
        desk->newcomer[m] = charges_newcomer(w, role, m);
    }
    for (int32_t part = 0; part < PARTS; part++) {
        desk->have[part] = PP_NEW(&w->arena, int32_t, w->months);
    }
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        desk->spell[kind] = cover_spell(workforce_cover_cost(w->service, role, kind));
    }
    int32_t notice = (w->service->settings.agency_notice_weeks * 12 + 51) / 52;
    desk->spell[AGENCY] = notice > desk->spell[AGENCY] ? notice : desk->spell[AGENCY];
    if (recruitment != NULL) {
        desk->most = recruitment->most == PP_UNKNOWN ? INT32_MAX : recruitment->most;
    }
}

/* Prices are divided by the largest, as in cover.c. */
static double price_scale(const struct office *o)
{
    double scale = fmax(1.0, (double)pp_weight_of(o->w->service, "unmet_cover"));
    for (int32_t d = 0; d < o->n_desks; d++) {
        for (int32_t m = 0; m < o->w->months; m++) {
            scale = fmax(scale, staffing_start_unit(&o->desks[d], m, 0, o->w->months));
        }
    }
    return scale;
}

/* The starts of the answer, by role. */
static int32_t *starts_of(const struct office *o)
{
    int32_t *starts = PP_NEW(&o->w->arena, int32_t, (int64_t)o->w->service->n_roles * o->w->months);
    for (int32_t d = 0; d < o->n_desks; d++) {
        const struct desk *desk = &o->desks[d];
        memcpy(&starts[(int64_t)desk->role * o->w->months], desk->have[START],
               (size_t)o->w->months * sizeof(starts[0]));
    }
    return starts;
}

/* Starts in parts of people, made whole: as soon as so much of the next is wanted in all. */
static int32_t *made_whole(const struct office *o, const int32_t *parts, double from)
{
    const int32_t months = o->w->months;
    int32_t *starts = PP_NEW(&o->w->arena, int32_t, (int64_t)o->w->service->n_roles * months);
    for (int32_t d = 0; d < o->n_desks; d++) {
        const struct desk *desk = &o->desks[d];
        const int64_t at = (int64_t)desk->role * months;
        double wanted = 0.0;
        int64_t begun = 0;
        for (int32_t m = 0; m < months; m++) {
            wanted += (double)parts[at + m] / desk->unit;
            int64_t more = (int64_t)floor(wanted + 1.0 - from) - begun;
            int64_t most = staffing_may_start(o, desk, m) ? desk->most / desk->unit : 0;
            more = more < most ? more : most;
            starts[at + m] = (int32_t)(more * desk->unit);
            begun += more;
        }
    }
    return starts;
}

/* A role's month by the paths with its starts; of one without chance by the programme. */
static void write_role(const struct office *o, const struct desk *desk, const struct way *way)
{
    const struct workforce *w = o->w;
    for (int32_t m = 0; m < w->months; m++) {
        const int64_t at = (int64_t)desk->role * w->months + m;
        if (way == NULL) {
            pp_plan_add_staffing(w->plan, staffing_of(w, desk, m));
            continue;
        }
        struct pp_month cell = {.establishment = workforce_cell(w, desk->role, m)->establishment};
        cover_expected(&way->means[at], &cell);
        const int32_t surplus = cell.vacancy - cell.establishment + cell.in_post;
        const struct paths_mean shown = {
            .in_post = cell.in_post,
            .over = surplus,
            .paid = {cell.bank, cell.agency, cell.overtime}}; // by kind
        pp_plan_add_staffing(
            w->plan,
            (struct pp_staffing){.month = w->first[m],
                                 .role = desk->role,
                                 .starts = way->starts[at],
                                 .in_post = cell.in_post,
                                 .bank = cell.bank,
                                 .agency = cell.agency,
                                 .overtime = cell.overtime,
                                 .unmet = cell.unmet,
                                 .surplus = surplus,
                                 .cost = starts_pence(w, desk->role, m, &shown, way->starts[at])});
    }
}

/* Those without chance, or the others. */
static void write_roles(const struct office *o, bool certain, const struct way *plan)
{
    for (int32_t d = 0; d < o->n_desks; d++) {
        if (ranges_are_certain(o->w, o->desks[d].role) == certain) {
            write_role(o, &o->desks[d], plan);
        }
    }
}

/* Starts by role as starts by desk. */
static int32_t *by_desk(const struct office *o, const int32_t *starts)
{
    const int32_t months = o->w->months;
    int32_t *chosen = PP_NEW(&o->w->arena, int32_t, (int64_t)o->n_desks * months);
    for (int32_t d = 0; d < o->n_desks; d++) {
        memcpy(&chosen[(int64_t)d * months], &starts[(int64_t)o->desks[d].role * months],
               (size_t)months * sizeof(chosen[0]));
    }
    return chosen;
}

/* What each first start is worth, all starts being as they are in the plan. */
static bool write_advice(struct office *o, const int32_t *starts, struct pp_err *err)
{
    const int32_t *chosen = by_desk(o, starts);
    for (int32_t d = 0; d < o->n_desks; d++) {
        if (ranges_are_certain(o->w, o->desks[d].role) && !weigh(o, d, chosen, err)) {
            return false;
        }
    }
    return true;
}

enum {
    WHOLE, ///< ways: the programme's whole starts
    ROUNDED,
    NOBODY,
    WAYS
};

/* Of whole starts, those in parts rounded up, and none: by role what is cheapest on the paths. */
static void choose_on_paths(struct office *o, struct way ways[WAYS])
{
    struct workforce *w = o->w;
    int32_t *pick = PP_NEW(&w->arena, int32_t, w->service->n_roles);
    starts_choose(w, ways, WAYS, pick);
    for (int32_t d = 0; d < o->n_desks; d++) {
        const int64_t at = (int64_t)o->desks[d].role * w->months;
        const struct way *way = &ways[pick[o->desks[d].role]];
        memcpy(&w->starts[at], &way->starts[at], (size_t)w->months * sizeof(w->starts[0]));
    }
    write_roles(o, true, NULL);
    w->planned = PP_NEW(&w->arena, struct paths_answer, 1);
    ranges_try(w, w->starts, false, w->planned);
    const struct way plan = {w->starts, w->planned->means};
    write_roles(o, false, &plan);
    starts_say(w, ways, NOBODY, pick, &plan);
    starts_weigh(w, ways, pick);
}

/* Whole starts by branch and cut; where it finds none in time, those in parts rounded down. */
static bool solve_whole(struct office *o, const int32_t *parts, bool *solved, struct pp_err *err)
{
    bool found = false;
    if ((int64_t)o->n_desks * o->w->months <= BRANCHED) {
        o->whole = true;
        bool good = solve(o, &found, err);
        o->whole = false;
        if (!good || found) {
            return good;
        }
    }
    o->fixed = by_desk(o, made_whole(o, parts, 0.95));
    bool good = solve(o, solved, err);
    o->fixed = NULL;
    return good;
}

/* The programme in parts of people, then in whole ones; not solved: it was stopped. */
static bool solve_ways(struct office *o, struct way ways[WAYS], bool *solved, struct pp_err *err)
{
    bool good = solve(o, solved, err);
    if (!good || !*solved) {
        return good;
    }
    const int32_t *parts = starts_of(o);
    ways[ROUNDED].starts = made_whole(o, parts, 0.05);
    ways[NOBODY].starts =
        PP_NEW(&o->w->arena, int32_t, (int64_t)o->w->service->n_roles * o->w->months);
    if (!solve_whole(o, parts, solved, err)) {
        return false;
    }
    ways[WHOLE].starts = starts_of(o);
    for (int32_t role = 0; role < o->w->service->n_roles; role++) {
        const int64_t at = (int64_t)role * o->w->months;
        if (ranges_are_known(o->w, role)) { // what is vacant is no mean that could be more
            memcpy(&ways[ROUNDED].starts[at], &ways[WHOLE].starts[at],
                   (size_t)o->w->months * sizeof(ways[WHOLE].starts[0]));
        }
    }
    return true;
}

static uint64_t tie_of(const struct workforce *w, int32_t role)
{
    const char *key = w->service->roles[role].role;
    return pp_hash(w->settings->seed, key, strlen(key));
}

bool staffing_solve(struct workforce *w, struct pp_err *err)
{
    struct office o = {.w = w, .desks = PP_NEW(&w->arena, struct desk, w->service->n_roles)};
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        if (w->used[role]) {
            int32_t at = o.n_desks++; // by a seeded hash, so that no row order breaks a tie
            for (; at > 0 && tie_of(w, o.desks[at - 1].role) > tie_of(w, role); at--) {
                o.desks[at] = o.desks[at - 1];
            }
            open_desk(w, &o.desks[at], role);
        }
    }
    if (w->service->n_recruitment == 0 || o.n_desks == 0 || w->months == 0) {
        return true;
    }
    o.scale = price_scale(&o);
    struct way ways[WAYS];
    bool solved = false, good = solve_ways(&o, ways, &solved, err);
    if (!good || !solved) {
        return good;
    }
    w->starts = starts_of(&o);
    if (w->simulation != NULL) {
        choose_on_paths(&o, ways);
    } else {
        write_roles(&o, true, NULL);
    }
    return write_advice(&o, w->starts, err);
}
