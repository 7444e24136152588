// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Demand: how many full-time equivalents the caseload asks for at the caps.
 *
 *   n(s, m)   children of status s in month m; today's caseload at m = 0
 *   n(m+1) = n(m) T + k R(m) e         T monthly transitions, R referrals, e enters as CIN
 *
 * Nobody says which share k of an authority's referrals becomes a case of
 * this service, so it is the share that keeps today's caseload level: as many
 * come at the first month's referrals as leave for `closed`.  Later referrals
 * move the caseload up or down from there.  Without referrals or
 * transitions the caseload stays as it is.
 *
 * Repeat referrals are a share p of all, as in the national statistics: of those
 * who were referred in the 12 months before.  In months with a row the
 * referrals are what it says, repeats among them.  After the last row nobody
 * has counted them yet: children who are new come as in it, and those who come
 * back are drawn from who closed,
 *
 *   R k  =  (1 - p) R k  +  p / 12  sum of 12 months before of closed(j)
 *
 * so that p of those who close are back within 12 months, and a caseload that
 * is level stays so.  Before the first month as many closed as in it.
 *
 * A child weighs the mean points of its status today; families grow with the
 * children.  The establishment of the roles that hold cases gives a capacity
 * in families, children and points, less the reductions of their staff; the
 * fullest of the three says by which factor every such role would have to be
 * larger, or could be smaller.  Before cases_from the caseload is measured
 * against the establishment of cases_from.
 */
#include "workforce.h"

#include <podplan/rng.h>

#include <math.h>
#include <string.h>

enum {
    REPEAT_MONTHS = 12 ///< within which a further referral is a repeat
};

/* What a caseload is counted in. */
enum measure {
    FAMILIES,
    CHILDREN,
    POINTS,
    MEASURES
};

struct caseload {
    double children[PP_STATUSES];
    double points[PP_STATUSES]; ///< of one child, thousandths
    double family_size;         ///< children to a family
};

static bool holds_cases(const struct pp_role *role)
{
    return role->family_cap != PP_UNKNOWN && role->child_cap != PP_UNKNOWN &&
           role->kind != PP_STEP_DOWN;
}

/* An unassessed child is taken for what a referral begins as; its points are the cautious ones. */
static int32_t status_of(const struct pp_child *child)
{
    return child->status == PP_UNKNOWN ? PP_CIN : child->status;
}

static struct caseload caseload_today(const struct pp_service *service)
{
    int64_t count[PP_STATUSES] = {0}, points[PP_STATUSES] = {0}, all = 0, all_points = 0;
    for (int32_t i = 0; i < service->n_children; i++) {
        int32_t status = status_of(&service->children[i]);
        int32_t weight = pp_child_points(service, i, service->settings.cases_from);
        count[status]++;
        points[status] += weight;
        if (status != PP_CLOSED) {
            all++;
            all_points += weight;
        }
    }
    struct caseload load = {.family_size = 1.0};
    for (int32_t s = 0; s < PP_STATUSES; s++) {
        load.children[s] = (double)count[s];
        load.points[s] = count[s] > 0 ? (double)points[s] / (double)count[s]
                         : all > 0    ? (double)all_points / (double)all
                                      : 0.0;
    }
    if (service->n_families > 0 && all > 0) {
        load.family_size = (double)all / service->n_families;
    }
    return load;
}

/* rate[from][to]: share of the children who move within a month; rows over one are scaled. */
static void transition_rates(const struct pp_service *service,
                             double rate[PP_STATUSES][PP_STATUSES])
{
    int64_t millionths[PP_STATUSES][PP_STATUSES] = {{0}}, sum[PP_STATUSES] = {0};
    for (int32_t i = 0; i < service->n_transitions; i++) {
        const struct pp_transition *t = &service->transitions[i];
        if (t->from_status != t->to_status && t->from_status != PP_CLOSED) {
            millionths[t->from_status][t->to_status] += t->monthly_rate;
            sum[t->from_status] += t->monthly_rate;
        }
    }
    for (int32_t from = 0; from < PP_STATUSES; from++) {
        for (int32_t to = 0; to < PP_STATUSES; to++) {
            rate[from][to] = (double)millionths[from][to] / fmax(1e6, (double)sum[from]);
        }
    }
}

/* The row of a month: its own, else the latest before it, else the earliest; NULL: there is none. */
static const struct pp_demand *demand_in(const struct pp_service *service, pp_day month)
{
    const struct pp_demand *best = NULL;
    for (int32_t i = 0; i < service->n_demand; i++) {
        const struct pp_demand *row = &service->demand[i];
        bool before = row->month <= month, best_before = best != NULL && best->month <= month;
        if (best == NULL || (before && !best_before) ||
            (before == best_before &&
             (before ? row->month > best->month : row->month < best->month))) {
            best = row;
        }
    }
    return best;
}

static double leaving(const struct caseload *load, double rate[PP_STATUSES][PP_STATUSES])
{
    double out = 0.0;
    for (int32_t s = 0; s < PP_CLOSED; s++) {
        out += load->children[s] * rate[s][PP_CLOSED];
    }
    return out;
}

static void next_month(struct caseload *load, double rate[PP_STATUSES][PP_STATUSES], double come)
{
    double next[PP_STATUSES];
    for (int32_t s = 0; s < PP_STATUSES; s++) {
        next[s] = load->children[s];
    }
    for (int32_t from = 0; from < PP_STATUSES; from++) {
        for (int32_t to = 0; to < PP_STATUSES; to++) {
            double move = load->children[from] * rate[from][to];
            next[from] -= move;
            next[to] += move;
        }
    }
    next[PP_CIN] += come;
    for (int32_t s = 0; s < PP_STATUSES; s++) {
        load->children[s] = fmax(0.0, next[s]);
    }
}

static void measure_load(const struct caseload *load, double amount[MEASURES])
{
    amount[CHILDREN] = amount[POINTS] = 0.0;
    for (int32_t s = 0; s < PP_CLOSED; s++) {
        amount[CHILDREN] += load->children[s];
        amount[POINTS] += load->children[s] * load->points[s] / PP_FTE;
    }
    amount[FAMILIES] = amount[CHILDREN] / load->family_size;
}

/* ---- Against the establishment ---- */

/* Sums over roles are made in integers, thousandths of FTE times a cap. */
struct establishment {
    int64_t *fte;           ///< length n_roles: of the roles that hold cases, thousandths
    int64_t *people, *left; ///< length n_roles: staff in post, and what reductions leave of them
    int64_t capacity[MEASURES];
};

static int32_t percent_left(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    int64_t lost = 0;
    const struct pp_index *index = &service->reductions_of;
    for (int32_t i = index->start[practitioner]; i < index->start[practitioner + 1]; i++) {
        const struct pp_reduction *r = &service->reductions[index->item[i]];
        lost += pp_day_within(day, r->from, r->to) ? r->percent : 0;
    }
    return lost < 100 ? 100 - (int32_t)lost : 0;
}

static void count_reductions(const struct pp_service *service, pp_day day,
                             struct establishment *est)
{
    for (int32_t role = 0; role < service->n_roles; role++) {
        est->people[role] = est->left[role] = 0;
    }
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *p = &service->practitioners[i];
        if (p->contract != PP_VOLUNTEER && p->fte != PP_UNKNOWN && pp_in_post(service, i, day)) {
            est->people[p->role] += p->fte;
            est->left[p->role] += (int64_t)p->fte * percent_left(service, i, day);
        }
    }
}

/* The month in which allocations take effect, within the forecast. */
static int32_t opening_month(const struct workforce *w)
{
    int32_t m = 0;
    while (m < w->months - 1 && w->service->settings.cases_from >= w->first[m + 1]) {
        m++;
    }
    return m;
}

/* The establishment of a month; where it is empty, the largest of the forecast. */
static void count_posts(const struct workforce *w, int32_t month, struct establishment *est)
{
    int64_t all = 0;
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        bool holds = holds_cases(&w->service->roles[role]);
        est->fte[role] = holds ? workforce_cell(w, role, month)->establishment : 0;
        all += est->fte[role];
    }
    for (int32_t role = 0; all == 0 && role < w->service->n_roles; role++) {
        for (int32_t m = 0; holds_cases(&w->service->roles[role]) && m < w->months; m++) {
            int64_t fte = workforce_cell(w, role, m)->establishment;
            est->fte[role] = fte > est->fte[role] ? fte : est->fte[role];
        }
    }
}

static int64_t add_capped(int64_t sum, int64_t more)
{
    return sum > INT64_MAX - more ? INT64_MAX : sum + more;
}

/* Thousandths of FTE of a role that its reductions leave. */
static int64_t able_fte(const struct establishment *est, int32_t role)
{
    int64_t staff = est->people[role];
    int64_t left = staff > 0 ? est->left[role] * 100 / staff : 10000; // of 10,000
    return est->fte[role] * left / 10000;
}

static int64_t cap_of(const struct pp_role *role, int32_t measure)
{
    return measure == FAMILIES   ? (int64_t)role->family_cap * 1000
           : measure == CHILDREN ? (int64_t)role->child_cap * 1000
                                 : role->point_cap;
}

/* Capacity of the posts in each measure; points only where every role is capped so. */
static void measure_posts(const struct pp_service *service, struct establishment *est)
{
    bool in_points = true;
    for (int32_t k = 0; k < MEASURES; k++) {
        est->capacity[k] = 0;
    }
    for (int32_t role = 0; role < service->n_roles; role++) {
        const struct pp_role *r = &service->roles[role];
        if (est->fte[role] > 0) {
            in_points = in_points && r->point_cap != PP_UNKNOWN;
            for (int32_t k = 0; k < (in_points ? MEASURES : POINTS); k++) {
                int64_t more = able_fte(est, role) * cap_of(r, k) / PP_FTE;
                est->capacity[k] = add_capped(est->capacity[k], more);
            }
        }
    }
    est->capacity[POINTS] = in_points ? est->capacity[POINTS] : 0;
}

/* How full the establishment is, in the fullest measure; 0 without any. */
static double fullest(const double amount[MEASURES], const struct establishment *est,
                      int32_t *measure)
{
    double factor = 0.0;
    *measure = CHILDREN;
    for (int32_t k = 0; k < MEASURES; k++) {
        double full = est->capacity[k] > 0 ? 1000.0 * amount[k] / (double)est->capacity[k] : 0.0;
        if (full > factor) {
            factor = full;
            *measure = k;
        }
    }
    return factor;
}

static int32_t to_fte(double thousandths)
{
    double whole = floor(thousandths + 0.5);
    return whole < INT32_MAX ? (int32_t)whole : INT32_MAX;
}

static const char *const units[MEASURES] = {"families", "children", "points"};

static int64_t to_milli(double value)
{
    return (int64_t)fmin(floor(1000.0 * value + 0.5), 1e18);
}

/* ---- When it does not fit ---- */

/* The role with the largest part in what can be held; ties by a seeded hash of the key. */
static int32_t largest_role(const struct workforce *w, const struct establishment *est)
{
    int32_t best = PP_NONE;
    int64_t most = 0;
    uint64_t least_tie = 0;
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        const struct pp_role *r = &w->service->roles[role];
        int64_t part = est->fte[role] > 0 ? able_fte(est, role) * r->child_cap : 0;
        uint64_t tie = pp_hash(w->settings->seed, r->role, strlen(r->role));
        if (part > most || (part == most && part > 0 && tie < least_tie)) {
            best = role;
            most = part;
            least_tie = tie;
        }
    }
    return best;
}

/* Thousandths of FTE of the role that close every measure, rounded up to a tenth of a person. */
static int32_t more_fte(const struct pp_role *role, const double amount[MEASURES],
                        const struct establishment *est)
{
    double more = 0.0;
    for (int32_t k = 0; k < MEASURES; k++) {
        double missing = 1000.0 * amount[k] - (double)est->capacity[k];
        if (est->capacity[k] > 0 && missing > 0.0 && cap_of(role, k) > 0) {
            more = fmax(more, missing / (double)cap_of(role, k));
        }
    }
    return to_fte(100.0 * ceil(10.0 * more - 1e-6));
}

static void note_strain(struct workforce *w, int32_t month, const double amount[MEASURES],
                        const struct establishment *est)
{
    static const char *const caps[MEASURES] = {"family_cap", "child_cap", "point_cap"};
    struct strain *strain = &w->strain;
    int32_t measure, role = largest_role(w, est);
    double factor = fullest(amount, est, &measure), all = 0.0;
    if (factor <= 1.0 + 1e-9 || role == PP_NONE) {
        return;
    }
    strain->first = strain->rule == NULL ? month : strain->first;
    strain->last = month;
    if (factor <= strain->factor) {
        return;
    }
    for (int32_t r = 0; r < w->service->n_roles; r++) {
        all += (double)est->fte[r];
    }
    strain->rule = caps[measure];
    strain->unit = units[measure];
    strain->factor = factor;
    strain->worst = month;
    strain->amount = to_milli(amount[measure]);
    strain->capacity = est->capacity[measure];
    strain->establishment = to_fte(all);
    strain->needed = to_fte(all * factor);
    strain->role = role;
    strain->more = more_fte(&w->service->roles[role], amount, est);
}

/* ---- Month by month ---- */

static void fill_month(struct workforce *w, int32_t month, const struct caseload *load,
                       struct establishment *est)
{
    const struct pp_service *service = w->service;
    int32_t opening = opening_month(w), measure;
    double amount[MEASURES];
    count_posts(w, month > opening ? month : opening, est);
    pp_day day = service->settings.cases_from;
    count_reductions(service, w->first[month] > day ? w->first[month] : day, est);
    measure_posts(service, est);
    measure_load(load, amount);
    double factor = fullest(amount, est, &measure);
    struct pp_demand_month *here = &w->demand[month];
    for (int32_t role = 0; role < service->n_roles; role++) {
        workforce_cell(w, role, month)->needed = holds_cases(&service->roles[role])
                                                     ? to_fte((double)est->fte[role] * factor)
                                                     : PP_UNKNOWN;
        here->needed +=
            holds_cases(&service->roles[role]) ? workforce_cell(w, role, month)->needed : 0;
    }
    for (int32_t s = 0; s < PP_CLOSED; s++) {
        here->children[s] = to_milli(load->children[s]);
    }
    here->families = to_milli(amount[FAMILIES]);
    here->points = to_milli(amount[POINTS]);
    here->measure = est->capacity[measure] > 0 ? units[measure] : NULL;
    here->amount = to_milli(amount[measure]);
    here->capacity = est->capacity[measure];
    if (month >= opening) {
        note_strain(w, month, amount, est);
    }
}

static double open_children(const struct caseload *load)
{
    double all = 0.0;
    for (int32_t s = 0; s < PP_CLOSED; s++) {
        all += load->children[s];
    }
    return all;
}

/* Part of those who close that is referred again within the months that follow. */
static double repeats_in(const struct pp_service *service, pp_day month)
{
    const struct pp_demand *row = demand_in(service, month);
    return row == NULL || row->repeat_rate == PP_UNKNOWN ? 0.0 : row->repeat_rate / 1e6;
}

/* Who comes back in a month of those who closed in the months before; `before`: in each, earlier. */
static double come_back(const double *closed, int32_t month, double before, double repeats)
{
    double sum = 0.0;
    for (int32_t m = month - REPEAT_MONTHS; m < month; m++) {
        sum += m >= 0 ? closed[m] : before;
    }
    return repeats / REPEAT_MONTHS * sum;
}

/* Who comes in a month: as its row says; after the last one who is new, and who comes back. */
static double come_in(const struct workforce *w, int32_t month, double share, const double *closed)
{
    const pp_day day = w->first[month];
    const struct pp_demand *row = demand_in(w->service, day);
    const double repeats = repeats_in(w->service, day), all = share * row->referrals;
    const bool given = row->month >= day;
    const double back = given ? repeats * all : come_back(closed, month, closed[0], repeats);
    const double come = given ? all : all * (1.0 - repeats) + back;
    struct pp_demand_month *here = &w->demand[month];
    here->closing = to_milli(closed[month]);
    here->come = to_milli(come);
    here->back = to_milli(back);
    here->referrals = to_milli(share > 0.0 ? come / share : row->referrals);
    here->repeats = to_milli(share > 0.0 ? back / share : repeats * row->referrals);
    return come;
}

/* What is left of one child who comes, month after month, those months in which they are back too. */
static void fill_gain(struct workforce *w, double rate[PP_STATUSES][PP_STATUSES])
{
    struct caseload one = {.family_size = 1.0};
    one.children[PP_CIN] = 1.0;
    w->gain = PP_NEW(&w->arena, double, w->months);
    double *closed = PP_NEW(&w->arena, double, w->months);
    const double repeats = w->months > 0 ? repeats_in(w->service, w->first[w->months - 1]) : 0.0;
    for (int32_t m = 0; m < w->months; m++) {
        w->gain[m] = open_children(&one);
        closed[m] = leaving(&one, rate);
        next_month(&one, rate, come_back(closed, m, 0.0, repeats));
    }
}

void demand_fill(struct workforce *w)
{
    const struct pp_service *service = w->service;
    double rate[PP_STATUSES][PP_STATUSES];
    struct caseload load = caseload_today(service);
    transition_rates(service, rate);
    const struct pp_demand *row = w->months > 0 ? demand_in(service, w->first[0]) : NULL;
    double first = row == NULL ? 0.0 : row->referrals;
    double share = first > 0.0 ? fmin(1.0, leaving(&load, rate) / first) : 0.0;
    bool moves = first > 0.0 && service->n_transitions > 0;
    size_t roles = (size_t)service->n_roles;
    struct establishment est = {.fte = PP_NEW(&w->arena, int64_t, roles),
                                .people = PP_NEW(&w->arena, int64_t, roles),
                                .left = PP_NEW(&w->arena, int64_t, roles)};
    double *closed = PP_NEW(&w->arena, double, w->months);
    w->children = PP_NEW(&w->arena, double, w->months);
    w->come = moves ? PP_NEW(&w->arena, double, w->months) : NULL;
    w->demand = PP_NEW(&w->arena, struct pp_demand_month, w->months);
    fill_gain(w, rate);
    for (int32_t m = 0; m < w->months; m++) {
        fill_month(w, m, &load, &est);
        w->children[m] = open_children(&load);
        if (moves) {
            closed[m] = leaving(&load, rate);
            w->come[m] = come_in(w, m, share, closed);
            next_month(&load, rate, w->come[m]);
        }
    }
}
