// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Stocks and flows of staff, by role and month.
 *
 * Establishment and those in post are averages over the days of the month, and
 * so is what is vacant on some of them while too many are there on others (pieces.c).
 * What is known (starts, ends, retirements, moves, secondments, contracts) is
 * taken as it stands.  What is not known is expected from the service's own
 * history:
 *
 *   leave = (n own + k national) / (n + k)      leavers for one in post, a year
 *   join  = likewise                            starters for one in post, a year
 *
 * with n years of history, own = sum of flows / sum of stocks, and the
 * national mean as k years' worth of evidence: flows of single authorities
 * return to their mean, so the shrunken mean is the best simple forecast.
 * Permanent staff leave by the hazard of their role and years of service that
 * this comes to (hazard.c), on their last day at the latest, the same as on
 * the paths of the simulation.  Candidates start when their stages are expected to be
 * over; later recruits come at join / 12 of those in post, not before the
 * expected lead time is over, and never above the posts that nobody holds.  Without history
 * nobody is expected to leave or to be recruited; a history without a single
 * usable year is worth the national mean.
 */
#include "hazard.h"
#include "paths.h"
#include "ranges.h"

#include <math.h>
#include <string.h>

enum {
    PRIOR_YEARS = 2 ///< k
};

/*
 * England 2017 to 2023, full-time equivalents: 32,836.2 leavers and 38,213.3 starters for
 * 217,738.8 in post (Department for Education, Children's social work workforce).
 */
static const double NATIONAL_LEAVE = 0.150805;
static const double NATIONAL_JOIN = 0.175500;

/* Thousandths of FTE x days of one role, whose sums do not depend on the order of rows. */
struct days_worked {
    int64_t *all;      ///< months: if nobody left
    int64_t *expected; ///< months: times the chance that they are still there, millionths
};

enum {
    CERTAIN = 1000000 ///< chances are millionths
};

int32_t workforce_days(pp_day from, pp_day to, pp_day begin, pp_day end)
{
    pp_day low = from != PP_NO_DAY && from > begin ? from : begin;
    pp_day high = to != PP_NO_DAY && to < end - 1 ? to + 1 : end;
    return high > low ? high - low : 0;
}

const char *workforce_role_name(const struct pp_service *service, int32_t role)
{
    const struct pp_role *r = &service->roles[role];
    return r->name != NULL && r->name[0] != '\0' ? r->name : r->role;
}

static int32_t month_days(const struct workforce *w, int32_t month)
{
    return w->first[month + 1] - w->first[month];
}

int32_t workforce_average(const struct workforce *w, int32_t month, int64_t fte_days)
{
    int64_t days = month_days(w, month);
    int64_t fte = (2 * fte_days + days) / (2 * days);
    return fte < INT32_MAX ? (int32_t)fte : INT32_MAX;
}

static double shrink(int64_t flow, int64_t stock, int32_t years, double national)
{
    double own = stock > 0 ? (double)flow / (double)stock : 0.0;
    double rate = (years * own + PRIOR_YEARS * national) / (years + PRIOR_YEARS);
    return fmin(rate, 12.0) / 12.0;
}

/* One flow over the years in which both it and the stock were reported. */
static double flow_rate(const struct pp_service *service, bool starters, double national)
{
    int64_t flow = 0, stock = 0;
    int32_t years = 0;
    for (int32_t i = 0; i < service->n_workforce_history; i++) {
        const struct pp_history *year = &service->workforce_history[i];
        int32_t moved = starters ? year->starters : year->leavers;
        if (moved != PP_UNKNOWN && year->in_post != PP_UNKNOWN && year->in_post > 0) {
            flow += moved;
            stock += year->in_post;
            years++;
        }
    }
    return service->n_workforce_history == 0 ? 0.0 : shrink(flow, stock, years, national);
}

/* ---- What is known ---- */

static void add_establishment(struct workforce *w, int64_t *fte_days)
{
    const struct pp_service *service = w->service;
    for (int32_t i = 0; i < service->n_posts; i++) {
        const struct pp_post *post = &service->posts[i];
        w->used[post->role] = true;
        for (int32_t m = 0; m < w->months; m++) {
            int64_t days = workforce_days(post->start, post->end, w->first[m], w->first[m + 1]);
            fte_days[(int64_t)post->role * w->months + m] += days * post->fte;
        }
    }
    for (int32_t role = 0; role < service->n_roles; role++) {
        for (int32_t m = 0; m < w->months; m++) {
            int64_t at = (int64_t)role * w->months + m;
            w->posts[at] = workforce_average(w, m, fte_days[at]);
            int32_t left = w->posts[at] - w->empty[at];
            workforce_cell(w, role, m)->establishment = left > 0 ? left : 0;
        }
    }
}

bool stock_is_cover(const struct pp_practitioner *p, int32_t *kind)
{
    *kind = p->contract == PP_BANK ? PP_COVER_BANK : PP_COVER_AGENCY;
    return p->contract == PP_BANK || p->contract == PP_AGENCY;
}

pp_day stock_engaged_from(const struct pp_service *service, int32_t person)
{
    const struct pp_practitioner *p = &service->practitioners[person];
    if (p->contract != PP_AGENCY || p->start <= service->settings.planned_on) {
        return p->start;
    }
    pp_day able = pp_agency_experienced(service, person);
    pp_day cool = pp_agency_cooled_off(service, person);
    pp_day from = able > cool ? able : cool;
    return from > p->start ? from : p->start;
}

static void add_held_cover(struct workforce *w, int64_t *fte_days)
{
    const struct pp_service *service = w->service;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *p = &service->practitioners[i];
        int32_t kind;
        if (!stock_is_cover(p, &kind) || p->fte == PP_UNKNOWN) {
            continue;
        }
        w->used[p->role] = true;
        pp_day from = stock_engaged_from(service, i);
        for (int32_t m = 0; m < w->months; m++) {
            int64_t days = workforce_days(from, p->end, w->first[m], w->first[m + 1]);
            fte_days[((int64_t)p->role * PP_COVERS + kind) * w->months + m] += days * p->fte;
        }
    }
    int64_t cells = (int64_t)service->n_roles * PP_COVERS * w->months;
    for (int64_t c = 0; c < cells; c++) {
        w->held[c] = workforce_average(w, (int32_t)(c % w->months), fte_days[c]);
    }
}

/* The month from which somebody may leave: the one after planned_on, or after they start. */
int32_t stock_cohort(const struct workforce *w, const struct pp_practitioner *p)
{
    int32_t m = 0;
    while (m < w->months - 1 && p->start >= w->first[m + 1]) {
        m++;
    }
    return m;
}

bool stock_may_leave(const struct pp_practitioner *p)
{
    return p->contract == PP_PERMANENT && p->fte != PP_UNKNOWN;
}

/* ---- What is expected ---- */

/* The chance of being still there `months` after that many months of service. */
static int64_t stays(const double *lived, int32_t service, int32_t months)
{
    return (int64_t)(CERTAIN * exp(lived[service] - lived[service + months]) + 0.5);
}

/* The hazard lived through after so many months of service, for a role. */
static const double *lived_of(struct workforce *w, int32_t role)
{
    int32_t n = PATHS_YEARS * 12 + w->months;
    double *lived = PP_NEW(&w->arena, double, n);
    paths_lived(&w->hazard[(int64_t)role * PATHS_YEARS], n, lived);
    return lived;
}

/* Each spell's chances by month, and what it brings to and takes from each. */
static void add_spell(struct workforce *w, const struct spell *spell, const double *const *lived,
                      const struct days_worked *worked)
{
    const struct pp_practitioner *p = &w->service->practitioners[spell->person];
    const bool may_leave = stock_may_leave(p);
    const int32_t cohort = stock_cohort(w, p);
    const int32_t most = PATHS_YEARS * 12 - 1, tenure = hazard_tenure(w, p, cohort);
    int64_t chance[PP_MAX_MONTHS];
    for (int32_t m = 0; m < w->months; m++) {
        int64_t fte_days = (int64_t)spells_days(w, spell, m) * p->fte;
        chance[m] = may_leave && m > cohort
                        ? stays(lived[p->role], tenure < most ? tenure : most, m - cohort)
                        : CERTAIN;
        worked->all[m] += fte_days;
        worked->expected[m] += fte_days * chance[m];
    }
    flows_add_spell(w, spell, chance);
}

/* Whoever is on the way starts in the month in which their stages are expected to be over. */
static void add_candidates(struct workforce *w, int32_t role, const double *lived,
                           const struct days_worked *worked)
{
    const struct pp_service *service = w->service;
    struct paths_lead lead[PATHS_STAGES];
    ranges_leads(w, lead);
    for (int32_t i = 0; i < service->n_pipeline; i++) {
        const struct pp_candidate_row *c = &service->pipeline[i];
        if (c->role != role) {
            continue;
        }
        struct paths_candidate candidate = ranges_candidate(w, c);
        int32_t start = paths_expected_start(&candidate, lead);
        if (start < w->months) {
            flows_add_candidate(w, role, start, c->fte);
        }
        for (int32_t m = start; m < w->months; m++) {
            int64_t fte_days = (int64_t)c->fte * month_days(w, m);
            worked->expected[m] += fte_days * stays(lived, 0, m - start);
        }
    }
}

/* Those of all recruits so far who are still there. */
static double still_there(const double *recruits, const double *lived, int32_t month)
{
    double fte = 0.0;
    for (int32_t j = 0; j < month; j++) {
        fte += recruits[j] * exp(-lived[month - j]);
    }
    return fte;
}

/* What if some came, all of them so far: the next starts as on the paths; returns who does. */
static int32_t extra_start(const struct workforce *w, int32_t month, double room, int32_t *waiting)
{
    int32_t started = 0;
    *waiting += w->extra[month];
    for (int32_t fte; (fte = paths_next_start(*waiting, llround(room) - started)) > 0;) {
        *waiting -= fte;
        started += fte;
    }
    return started;
}

/* Steps through the months: leavers go, recruits come up to the posts that nobody holds. */
static void run_role(struct workforce *w, int32_t role, const double *lived,
                     const struct days_worked *worked)
{
    const bool extra = // else they come on the paths
        w->extra != NULL && role == w->extra_role && ranges_are_certain(w, role);
    double recruits[PP_MAX_MONTHS] = {0.0}, before = 0.0;
    int32_t waiting = 0;
    for (int32_t m = 0; m < w->months; m++) {
        struct pp_month *cell = workforce_cell(w, role, m);
        const int64_t at = (int64_t)role * w->months + m;
        double known = (double)worked->expected[m] / CERTAIN / month_days(w, m);
        double staff = known + still_there(recruits, lived, m);
        double room = (double)cell->establishment - w->backfilled[at];
        w->staff[at] = workforce_average(w, m, worked->all[m]);
        w->known[at] = known < INT32_MAX ? (int32_t)(known + 0.5) : INT32_MAX;
        recruits[m] = extra ? extra_start(w, m, room - staff, &waiting) : 0.0;
        staff += recruits[m];
        if (m >= w->lead && staff < room) {
            const double more = fmin(w->flows.join * before, room - staff);
            recruits[m] += more;
            staff += more;
        }
        before = staff;
        cell->in_post = staff < INT32_MAX ? (int32_t)floor(staff + 0.5) : INT32_MAX;
        w->manned[at] = cell->in_post;
        cell->vacancy = pieces_standing(w, role, m, cell->in_post).vacant;
        flows_expect(w, role, m, llround(recruits[m]));
    }
}

static void fill_hazards(struct workforce *w)
{
    const int32_t roles = w->service->n_roles;
    w->hazard = PP_NEW(&w->arena, double, (int64_t)roles *PATHS_YEARS);
    w->leave = PP_NEW(&w->arena, double, roles);
    hazard_fit(w, w->flows.leave, w->hazard, w->leave);
}

void stock_fill(struct workforce *w)
{
    const struct pp_service *service = w->service;
    const size_t months = (size_t)w->months, cells = months * (size_t)service->n_roles;
    w->lead = ranges_soonest(w);
    spells_fill(w);
    add_establishment(w, PP_NEW(&w->arena, int64_t, cells));
    add_held_cover(w, PP_NEW(&w->arena, int64_t, cells * PP_COVERS));
    pieces_fill(w);

    double leave =
        flow_rate(service, false, NATIONAL_LEAVE) * service->settings.leavers_percent / 100000.0;
    w->flows = (struct flows){fmin(leave, 1.0), flow_rate(service, true, NATIONAL_JOIN)};
    fill_hazards(w);
    const double **lived = PP_NEW(&w->arena, const double *, service->n_roles);
    for (int32_t role = 0; role < service->n_roles; role++) {
        lived[role] = lived_of(w, role);
    }
    struct days_worked worked = {PP_NEW(&w->arena, int64_t, months),
                                 PP_NEW(&w->arena, int64_t, months)};
    for (int32_t role = 0; role < service->n_roles; role++) {
        memset(worked.all, 0, months * sizeof(worked.all[0]));
        memset(worked.expected, 0, months * sizeof(worked.expected[0]));
        for (int32_t s = w->spells_from[role]; s < w->spells_from[role + 1]; s++) {
            add_spell(w, &w->spells[s], lived, &worked);
        }
        add_candidates(w, role, lived[role], &worked);
        run_role(w, role, lived[role], &worked);
    }
}
