// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Bank, agency and overtime at least cost: one linear programme a role.
 *
 *   min   sum  c(k,m) x(k,m) + p u(m)
 *   s.t.  sum_k x(k,m) + u(m)  >=  gap(m)                     what is vacant and not yet covered
 *         x(k,m) - x(k,m-1) - y(k,m)  <=  0                   more cover is a spell that begins
 *         x(k,m)  >=  sum y(k,j), m - spell < j <= m          a spell lasts its notice at least
 *         0 <= x(k,m) <= most(k) - held(k,m)
 *
 * k: kind of cover; x, u thousandths of FTE; y begun spells, 0 in a month without a gap; c pence by the
 * days of the month times the weight of the rule cover_cost; p the price of
 * the rule unmet_cover.  The two spell rows
 * are left out where the notice is within a month.
 *
 * Dropping the spells, each month is filled cheapest first: a bound in whole
 * pence.  No other split of a month's cover can be cheaper by rounding as
 * long as a thousandth of one kind costs at least a penny more than a
 * thousandth of the next; where it does not, the bound is lowered by the
 * pennies that rounding could save.
 *
 * Where people leave and come by chance nobody knows the gap beforehand: cover
 * is then bought on each path of the simulation as its months come, cheapest
 * first, and what is forecast is the mean of all paths.  The expected gap is
 * more than the gap of the expected staff, because a month with too many
 * people makes up for none with too few.
 */
#include "workforce.h"

#include "lp.h"
#include "paths.h"

#include <math.h>
#include <string.h>

enum {
    KINDS = PP_COVERS,
    NEVER = -1 ///< no such column
};

/* What one role needs and can have. */
struct role_cover {
    struct workforce *w;
    int32_t role;
    const struct pp_cover_cost *cost[KINDS]; ///< NULL: no such cover
    int32_t spell[KINDS];                    ///< months at least
    int32_t *gap;                            ///< months
    const int32_t *most[KINDS]; ///< months: of the expected gap what each kind can fill; NULL: no
                                ///< chance, so what there is
    int32_t *have[KINDS];       ///< months: chosen, on top of what is held
    int64_t unmet_price;        ///< of the rule unmet_cover: a thousandth a month
    const int64_t *weight;      ///< months: price of a penny of cover
};

const struct pp_cover_cost *workforce_cover_cost(const struct pp_service *service, int32_t role,
                                                 int32_t kind)
{
    for (int32_t i = 0; i < service->n_cover_costs; i++) {
        const struct pp_cover_cost *cost = &service->cover_costs[i];
        if (cost->role == role && cost->kind == kind) {
            return cost;
        }
    }
    return NULL;
}

int64_t workforce_weekly_price(const struct workforce *w, const struct pp_cover_cost *cost)
{
    int32_t on_cost = cost->kind == PP_COVER_AGENCY ? w->service->settings.on_cost_percent : 0;
    return money_round(cost->weekly_cost, 100 + (on_cost > 0 ? on_cost : 0), 100);
}

int64_t workforce_cover_price(const struct workforce *w, const struct pp_cover_cost *cost,
                              int32_t fte, int32_t month)
{
    int64_t days = w->first[month + 1] - w->first[month];
    return money_round(workforce_weekly_price(w, cost), fte * days, (int64_t)7 * PP_FTE);
}

const struct pp_agency_cap *cover_cap(const struct pp_service *service,
                                      const struct pp_cover_cost *cost)
{
    for (int32_t i = 0; i < service->n_agency_caps; i++) {
        const struct pp_agency_cap *cap = &service->agency_caps[i];
        if (cost->kind == PP_COVER_AGENCY && cap->role == cost->role &&
            cost->weekly_cost > cap->weekly_cap) {
            return cap;
        }
    }
    return NULL;
}

int32_t cover_room(const struct workforce *w, int32_t role, int32_t kind, int32_t month)
{
    const struct pp_cover_cost *cost = workforce_cover_cost(w->service, role, kind);
    if (cost == NULL || cover_cap(w->service, cost) != NULL ||
        (cost->until != PP_NO_DAY && cost->until < w->first[month + 1] - 1)) {
        return 0;
    }
    if (cost->most == PP_UNKNOWN) {
        return INT32_MAX;
    }
    int32_t left = cost->most - workforce_held(w, role, kind)[month];
    return left > 0 ? left : 0;
}

static int32_t room(const struct role_cover *c, int32_t kind, int32_t month)
{
    return c->most[kind] != NULL ? c->most[kind][month] : cover_room(c->w, c->role, kind, month);
}

/* Weighted price of one thousandth for a month, not rounded. */
static double unit_price(const struct role_cover *c, int32_t kind, int32_t month)
{
    double days = c->w->first[month + 1] - c->w->first[month];
    double weekly = (double)workforce_weekly_price(c->w, c->cost[kind]);
    return (double)c->weight[month] * weekly * days / (7.0 * PP_FTE);
}

/* Pence that the month costs with these thousandths of each kind on top of what is held. */
static int64_t month_pence(const struct role_cover *c, int32_t month, const int32_t have[KINDS])
{
    int64_t pence = 0;
    for (int32_t kind = 0; kind < KINDS; kind++) {
        if (c->cost[kind] != NULL) {
            int32_t fte = workforce_held(c->w, c->role, kind)[month] + have[kind];
            pence = money_add(pence, workforce_cover_price(c->w, c->cost[kind], fte, month));
        }
    }
    return pence;
}

/* The same weighted, with the price of what stays unmet. */
static int64_t month_price(const struct role_cover *c, int32_t month, const int32_t have[KINDS])
{
    int64_t unmet = c->gap[month];
    for (int32_t kind = 0; kind < KINDS; kind++) {
        unmet -= have[kind];
    }
    int64_t price = money_share(month_pence(c, month, have), c->weight[month], 1);
    return money_add(price, unmet > 0 ? unmet * c->unmet_price : 0);
}

/* ---- Cheapest first ---- */

/* The kinds by price; bank before agency before overtime when they cost the same. */
static int32_t merit_order(const struct role_cover *c, int32_t order[KINDS])
{
    int32_t n = 0;
    for (int32_t kind = 0; kind < KINDS; kind++) {
        if (c->cost[kind] == NULL) {
            continue;
        }
        int32_t at = n++;
        while (at > 0 && workforce_weekly_price(c->w, c->cost[order[at - 1]]) >
                             workforce_weekly_price(c->w, c->cost[kind])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = kind;
    }
    return n;
}

/* Fills a month without regard to spells; returns what no other choice for it can undercut. */
static int64_t fill_cheapest(const struct role_cover *c, int32_t month, int32_t have[KINDS])
{
    int32_t order[KINDS], left = c->gap[month];
    int32_t n = merit_order(c, order);
    double before = 0.0, penny = (double)c->weight[month];
    bool apart = true; // prices a penny or more apart
    for (int32_t i = 0; i < n; i++) {
        double price = unit_price(c, order[i], month);
        int32_t most = price < (double)c->unmet_price ? room(c, order[i], month) : 0;
        apart = apart && (i == 0 || price >= before + penny) &&
                fabs((double)c->unmet_price - price) >= penny;
        before = price;
        have[order[i]] = left < most ? left : most;
        left -= have[order[i]];
    }
    int64_t price = month_price(c, month, have);
    return apart || c->gap[month] == 0 ? price : price - KINDS * c->weight[month];
}

static int64_t fill_all_cheapest(const struct role_cover *c)
{
    int64_t bound = 0;
    for (int32_t m = 0; m < c->w->months; m++) {
        int32_t have[KINDS] = {0};
        bound = money_add(bound, fill_cheapest(c, m, have));
        for (int32_t kind = 0; kind < KINDS; kind++) {
            c->have[kind][m] = have[kind];
        }
    }
    return bound;
}

/* ---- The linear programme ---- */

/* Columns of x and y of a kind; NEVER where there is none. */
struct columns {
    int32_t x[KINDS], y[KINDS], u; ///< of month 0; later months follow
};

static bool add_columns(struct lp *lp, int32_t n, const struct lp_line *like, int32_t *first,
                        struct pp_err *err)
{
    *first = lp_columns(lp);
    for (int32_t i = 0; i < n; i++) {
        if (!lp_add_column(lp, like, err)) {
            return false;
        }
    }
    return true;
}

static bool add_kind(struct lp *lp, const struct role_cover *c, int32_t kind, double scale,
                     struct columns *at, struct pp_err *err)
{
    at->x[kind] = at->y[kind] = NEVER;
    if (c->cost[kind] == NULL) {
        return true;
    }
    at->x[kind] = lp_columns(lp);
    for (int32_t m = 0; m < c->w->months; m++) {
        int32_t most = room(c, kind, m);
        struct lp_line x = {.cost = unit_price(c, kind, m) / scale,
                            .upper = most == INT32_MAX ? LP_INFINITY : most};
        if (!lp_add_column(lp, &x, err)) {
            return false;
        }
    }
    at->y[kind] = c->spell[kind] <= 1 ? NEVER : lp_columns(lp);
    return c->spell[kind] <= 1 || cover_add_begins(lp, c->gap, c->w->months, err);
}

static bool add_gaps(struct lp *lp, const struct role_cover *c, const struct columns *at,
                     struct pp_err *err)
{
    for (int32_t m = 0; m < c->w->months; m++) {
        int32_t index[KINDS + 1] = {at->u + m}, n = 1;
        double value[KINDS + 1] = {1.0};
        for (int32_t kind = 0; kind < KINDS; kind++) {
            if (at->x[kind] != NEVER) {
                value[n] = 1.0;
                index[n++] = at->x[kind] + m;
            }
        }
        struct lp_line row = {
            .lower = c->gap[m], .upper = LP_INFINITY, .n = n, .index = index, .value = value};
        if (!lp_add_row(lp, &row, err)) {
            return false;
        }
    }
    return true;
}

bool cover_add_begins(struct lp *lp, const int32_t *gap, int32_t months, struct pp_err *err)
{
    for (int32_t m = 0; m < months; m++) {
        struct lp_line y = {.upper = gap[m] > 0 ? LP_INFINITY : 0.0};
        if (!lp_add_column(lp, &y, err)) {
            return false;
        }
    }
    return true;
}

bool cover_add_spells(struct lp *lp, struct pp_arena *arena, int32_t months, int32_t spell,
                      int32_t x, int32_t y, struct pp_err *err)
{
    int32_t *index = PP_NEW(arena, int32_t, months + 1);
    double *value = PP_NEW(arena, double, months + 1);
    for (int32_t m = 0; m < months; m++) {
        int32_t begin[] = {x + m, y + m, x + m - 1};
        double step[] = {1.0, -1.0, -1.0};
        struct lp_line more = {
            .lower = -LP_INFINITY, .n = m > 0 ? 3 : 2, .index = begin, .value = step};
        int32_t n = 1;
        index[0] = x + m;
        value[0] = 1.0;
        for (int32_t j = m; j >= 0 && j > m - spell; j--) {
            index[n] = y + j;
            value[n++] = -1.0;
        }
        struct lp_line last = {.upper = LP_INFINITY, .n = n, .index = index, .value = value};
        if (!lp_add_row(lp, &more, err) || !lp_add_row(lp, &last, err)) {
            return false;
        }
    }
    return true;
}

/* Prices are divided by the largest, so that pence of any size stay within GLPK's tolerances. */
static double price_scale(const struct role_cover *c)
{
    double scale = (double)c->unmet_price;
    for (int32_t kind = 0; kind < KINDS; kind++) {
        if (c->cost[kind] != NULL) {
            scale = fmax(scale, unit_price(c, kind, 0) * 31.0 / 28.0);
        }
    }
    return fmax(scale, 1.0);
}

static bool build(struct lp *lp, const struct role_cover *c, double scale, struct columns *at,
                  struct pp_err *err)
{
    struct lp_line unmet = {.cost = (double)c->unmet_price / scale, .upper = LP_INFINITY};
    bool good = add_columns(lp, c->w->months, &unmet, &at->u, err);
    for (int32_t kind = 0; good && kind < KINDS; kind++) {
        good = add_kind(lp, c, kind, scale, at, err);
    }
    good = good && add_gaps(lp, c, at, err);
    for (int32_t kind = 0; good && kind < KINDS; kind++) {
        good =
            at->y[kind] == NEVER || cover_add_spells(lp, &c->w->arena, c->w->months, c->spell[kind],
                                                     at->x[kind], at->y[kind], err);
    }
    return good;
}

static void read_columns(const struct role_cover *c, const double *primal, const struct columns *at)
{
    for (int32_t kind = 0; kind < KINDS; kind++) {
        for (int32_t m = 0; at->x[kind] != NEVER && m < c->w->months; m++) {
            double fte = floor(primal[at->x[kind] + m] + 0.5);
            c->have[kind][m] = fte > 0.0 ? (int32_t)fmin(fte, INT32_MAX / 4) : 0;
        }
    }
}

/* Writes what the programme chooses; `*objective` in pence, or unchanged when it was stopped. */
static bool solve_programme(const struct role_cover *c, double *objective, bool *stopped,
                            struct pp_err *err)
{
    struct lp *lp = lp_create(err);
    struct columns at;
    double scale = price_scale(c);
    enum lp_status status = LP_LIMIT;
    struct lp_effort effort = {.stop = c->w->settings->stop};
    bool good = lp != NULL && build(lp, c, scale, &at, err) &&
                lp_solve(lp, LP_PRIMAL, &effort, &status, err);
    if (good && status == LP_OPTIMAL) {
        read_columns(c, lp_primal(lp), &at);
        *objective = lp_objective(lp) * scale;
    } else if (good) {
        *stopped = true;
    }
    lp_destroy(lp);
    return good;
}

/* ---- Role by role ---- */

int32_t cover_spell(const struct pp_cover_cost *cost)
{
    int32_t months = cost == NULL ? 1 : (cost->notice_weeks * 12 + 51) / 52;
    return months > 1 ? months : 1;
}

static void measure_gap(struct role_cover *c)
{
    for (int32_t m = 0; m < c->w->months; m++) {
        const int32_t in_post = workforce_cell(c->w, c->role, m)->in_post;
        c->gap[m] = pieces_standing(c->w, c->role, m, in_post).open;
    }
}

/* What is expected of all paths: the gap, and what of it each kind can fill. */
static void expect_gap(struct role_cover *c)
{
    for (int32_t kind = 0; kind < KINDS; kind++) {
        int32_t *most = PP_NEW(&c->w->arena, int32_t, c->w->months);
        for (int32_t m = 0; m < c->w->months; m++) {
            most[m] = (int32_t)ranges_mean(c->w, c->role, m)->wanted[kind];
        }
        c->most[kind] = most;
    }
    for (int32_t m = 0; m < c->w->months; m++) {
        c->gap[m] = (int32_t)ranges_mean(c->w, c->role, m)->open;
    }
}

static bool any_gap(const struct role_cover *c)
{
    for (int32_t m = 0; m < c->w->months; m++) {
        if (c->gap[m] > 0) {
            return true;
        }
    }
    return false;
}

static void chosen(const struct role_cover *c, int32_t month, int32_t have[KINDS])
{
    for (int32_t kind = 0; kind < KINDS; kind++) {
        have[kind] = c->have[kind][month];
    }
}

static int64_t price_of(const struct role_cover *c)
{
    int64_t price = 0;
    for (int32_t m = 0; m < c->w->months; m++) {
        int32_t have[KINDS];
        chosen(c, m, have);
        price = money_add(price, month_price(c, m, have));
    }
    return price;
}

/* The programme's objective leaves out contracts in place, and each line is rounded to a penny. */
static int64_t programme_bound(const struct role_cover *c, double objective)
{
    int64_t held = 0;
    double slack = 1e-6 * objective;
    for (int32_t m = 0; m < c->w->months; m++) {
        int64_t pence = month_pence(c, m, (int32_t[KINDS]){0});
        held = money_add(held, money_share(pence, c->weight[m], 1));
        slack += KINDS * (double)c->weight[m];
    }
    double least = floor(fmin(objective - slack, 1e18));
    return money_add(held, least > 0.0 ? (int64_t)least : 0);
}

/* Chooses for one role; `*bound`: no choice has a lower price. */
static bool choose(struct role_cover *c, int64_t *bound, struct pp_err *err)
{
    measure_gap(c);
    *bound = fill_all_cheapest(c);
    if (any_gap(c)) {
        double objective = 0.0;
        if (!solve_programme(c, &objective, &c->w->stopped, err)) {
            return false;
        }
        int64_t proved = programme_bound(c, objective);
        *bound = proved > *bound ? proved : *bound;
    }
    int64_t price = price_of(c);
    *bound = *bound < price ? *bound : price;
    return true;
}

static int32_t no_less_than_none(int64_t fte)
{
    return fte > 0 ? (int32_t)fte : 0;
}

static void write_cells(const struct role_cover *c)
{
    for (int32_t m = 0; m < c->w->months; m++) {
        const int64_t at = (int64_t)c->role * c->w->months + m;
        struct pp_month *cell = workforce_cell(c->w, c->role, m);
        cell->bank = workforce_held(c->w, c->role, PP_COVER_BANK)[m] + c->have[PP_COVER_BANK][m];
        cell->agency =
            workforce_held(c->w, c->role, PP_COVER_AGENCY)[m] + c->have[PP_COVER_AGENCY][m];
        cell->overtime = c->have[PP_COVER_OVERTIME][m]; // nobody has a contract for it
        cell->unmet =
            no_less_than_none((int64_t)c->gap[m] - c->have[PP_COVER_BANK][m] -
                              c->have[PP_COVER_AGENCY][m] - c->have[PP_COVER_OVERTIME][m]);
        c->w->over[at] =
            no_less_than_none((int64_t)cell->vacancy - cell->establishment + cell->in_post);
    }
}

static int64_t covered(const struct pp_month *cell)
{
    return (int64_t)cell->bank + cell->agency + cell->overtime;
}

/*
 * People above the establishment on one path make up for no vacancy on another, nor spare cover.  So
 * that rounding leaves no post of a thousandth uncovered, the largest kind of cover is what is left.
 */
void cover_expected(const struct paths_mean *mean, struct pp_month *cell)
{
    const int64_t vacancy = no_less_than_none(cell->establishment - mean->in_post);
    cell->in_post = (int32_t)mean->in_post;
    cell->vacancy = (int32_t)(mean->vacancy > vacancy ? mean->vacancy : vacancy);
    cell->bank = (int32_t)mean->paid[PP_COVER_BANK];
    cell->agency = (int32_t)mean->paid[PP_COVER_AGENCY];
    cell->overtime = (int32_t)mean->paid[PP_COVER_OVERTIME];
    int32_t *largest = cell->bank > cell->agency ? &cell->bank : &cell->agency;
    largest = cell->overtime > *largest ? &cell->overtime : largest;
    int64_t off = cell->vacancy - mean->unmet + mean->spare - covered(cell);
    *largest = no_less_than_none(*largest + off);
    int64_t unmet = cell->vacancy - covered(cell);
    cell->unmet = no_less_than_none(mean->unmet > unmet ? mean->unmet : unmet);
}

static void write_expected(const struct role_cover *c)
{
    for (int32_t m = 0; m < c->w->months; m++) {
        struct pp_month *cell = workforce_cell(c->w, c->role, m);
        const struct paths_mean *mean = ranges_mean(c->w, c->role, m);
        cover_expected(mean, cell);
        const int64_t at = (int64_t)c->role * c->w->months + m;
        const int32_t begun = flows_fte(c->w->comings[at].begun);
        flows_write(c->w, c->role, m,
                    (struct flow){mean->joined, mean->joined - begun, mean->moved});
        c->w->over[at] = cell->vacancy - cell->establishment + cell->in_post;
    }
}

/* What the paths bought, notice included, against their gaps filled cheapest first. */
static int64_t expect(struct role_cover *c)
{
    expect_gap(c);
    int64_t bound = fill_all_cheapest(c);
    for (int32_t m = 0; m < c->w->months; m++) {
        const struct pp_month *cell = workforce_cell(c->w, c->role, m);
        for (int32_t kind = 0; kind < KINDS; kind++) {
            c->have[kind][m] = pp_month_cover(cell, kind) - workforce_held(c->w, c->role, kind)[m];
        }
    }
    int64_t price = price_of(c);
    return bound < price ? bound : price;
}

static struct role_cover cover_of(struct workforce *w, int32_t role, const int64_t *weight)
{
    struct role_cover c = {.w = w,
                           .role = role,
                           .unmet_price = pp_weight_of(w->service, "unmet_cover"),
                           .weight = weight};
    c.gap = PP_NEW(&w->arena, int32_t, w->months);
    for (int32_t kind = 0; kind < KINDS; kind++) {
        c.have[kind] = PP_NEW(&w->arena, int32_t, w->months);
        c.cost[kind] = workforce_cover_cost(w->service, role, kind);
        c.spell[kind] = cover_spell(c.cost[kind]);
    }
    return c;
}

static int64_t *weights_of(struct workforce *w)
{
    int64_t *weight = PP_NEW(&w->arena, int64_t, w->months);
    for (int32_t m = 0; m < w->months; m++) {
        weight[m] = pp_weight_of(w->service, "cover_cost");
    }
    return weight;
}

int32_t cover_order(struct workforce *w, int32_t role, int32_t month, int32_t order[PP_COVERS])
{
    struct role_cover c = cover_of(w, role, weights_of(w));
    int32_t n = merit_order(&c, order), kept = 0;
    while (kept < n && unit_price(&c, order[kept], month) < (double)c.unmet_price) {
        kept++;
    }
    return kept;
}

/* Of all roles, or of the one that differs from another forecast. */
static bool is_open(const struct workforce *w, int32_t role)
{
    return w->used[role] && (w->like == NULL || role == w->extra_role);
}

static bool solve_certain(struct workforce *w, int32_t role, struct pp_err *err)
{
    struct role_cover c = cover_of(w, role, weights_of(w));
    int64_t bound;
    if (!choose(&c, &bound, err)) {
        return false;
    }
    w->cover_slack = money_add(w->cover_slack, price_of(&c) - bound);
    write_cells(&c);
    return true;
}

static void expect_role(struct workforce *w, int32_t role)
{
    struct role_cover c = cover_of(w, role, weights_of(w));
    write_expected(&c);
    int64_t bound = expect(&c);
    w->cover_slack = money_add(w->cover_slack, price_of(&c) - bound);
}

/* The roles that are not looked at are as in the other forecast. */
static void take_others(struct workforce *w)
{
    for (int32_t role = 0; w->like != NULL && role < w->service->n_roles; role++) {
        const int64_t at = (int64_t)role * w->months;
        if (role != w->extra_role) {
            memcpy(&w->cells[at], &w->like->cells[at], (size_t)w->months * sizeof(w->cells[0]));
            memcpy(&w->over[at], &w->like->over[at], (size_t)w->months * sizeof(w->over[0]));
        }
    }
}

bool cover_solve(struct workforce *w, struct pp_err *err)
{
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        if (is_open(w, role) && ranges_are_certain(w, role) && !solve_certain(w, role, err)) {
            return false;
        }
    }
    if (w->like == NULL || !ranges_are_certain(w, w->extra_role)) {
        ranges_simulate(w);
    }
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        if (is_open(w, role) && !ranges_are_certain(w, role)) {
            expect_role(w, role);
        }
    }
    take_others(w);
    return true;
}

int64_t cover_bound(struct workforce *w, const int64_t *weight)
{
    int64_t bound = 0;
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        if (w->used[role]) {
            struct role_cover c = cover_of(w, role, weight);
            if (ranges_are_certain(w, role)) {
                measure_gap(&c);
            } else {
                expect_gap(&c);
            }
            bound = money_add(bound, fill_all_cheapest(&c));
        }
    }
    return bound;
}

int64_t cover_pence(const struct workforce *w, int32_t role, int32_t month)
{
    const struct pp_month *cell = workforce_cell(w, role, month);
    int64_t pence = 0;
    for (int32_t kind = 0; kind < KINDS; kind++) {
        const struct pp_cover_cost *cost = workforce_cover_cost(w->service, role, kind);
        const int32_t fte = pp_month_cover(cell, kind);
        pence = money_add(pence, cost == NULL ? 0 : workforce_cover_price(w, cost, fte, month));
    }
    return pence;
}
