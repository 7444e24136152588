// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Stocks and flows of staff, by role and month.
 *
 * Establishment and those in post are averages over the days of the month.
 * What is known (starts, ends, contracts) is taken as it stands.  What is
 * not known is expected from the service's own history:
 *
 *   leave = (n own + k national) / (n + k)      leavers for one in post, a year
 *   join  = likewise                            starters for one in post, a year
 *
 * with n years of history, own = sum of flows / sum of stocks, and the
 * national mean as k years' worth of evidence: flows of single authorities
 * return to their mean, so the shrunken mean is the best simple forecast.
 * Permanent staff without a last day shrink by leave / 12 a month; recruits
 * come at join / 12 of those in post, not before the lead time is over and
 * never above the establishment.  Without history nothing is expected.
 */
#include "workforce.h"

#include <math.h>
#include <string.h>

enum {
    PRIOR_YEARS = 2, ///< k
    LEAD_MONTHS = 3, ///< advertise, interview, vet, give notice: the mobilisation of Project Crewe
};

/*
 * England 2017 to 2023, full-time equivalents: 32,836.2 leavers and 38,213.3 starters for
 * 217,738.8 in post (Department for Education, Children's social work workforce).
 */
static const double NATIONAL_LEAVE = 0.150805;
static const double NATIONAL_JOIN = 0.175500;

/* Thousandths of FTE x days of one role, whose sums do not depend on the order of rows. */
struct days_worked {
    int64_t *stay;  ///< months: staff whose last day is known
    int64_t *leave; ///< cohorts x months: staff who may leave, by the month from which they may
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

/* The average over the month, rounded half up. */
static int32_t average(const struct workforce *w, int32_t month, int64_t fte_days)
{
    int64_t days = month_days(w, month);
    int64_t fte = (2 * fte_days + days) / (2 * days);
    return fte < INT32_MAX ? (int32_t)fte : INT32_MAX;
}

static double shrink(int64_t flow, int64_t stock, int32_t years, double national)
{
    double own = (double)flow / (double)stock;
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
    return years == 0 ? 0.0 : shrink(flow, stock, years, national);
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
            workforce_cell(w, role, m)->establishment =
                average(w, m, fte_days[(int64_t)role * w->months + m]);
        }
    }
}

static bool is_cover(int32_t contract, int32_t *kind)
{
    *kind = contract == PP_BANK ? PP_COVER_BANK : PP_COVER_AGENCY;
    return contract == PP_BANK || contract == PP_AGENCY;
}

static void add_held_cover(struct workforce *w, int64_t *fte_days)
{
    const struct pp_service *service = w->service;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *p = &service->practitioners[i];
        int32_t kind;
        if (!is_cover(p->contract, &kind) || p->fte == PP_UNKNOWN) {
            continue;
        }
        w->used[p->role] = true;
        for (int32_t m = 0; m < w->months; m++) {
            int64_t days = workforce_days(p->start, p->end, w->first[m], w->first[m + 1]);
            fte_days[((int64_t)p->role * PP_COVERS + kind) * w->months + m] += days * p->fte;
        }
    }
    int64_t cells = (int64_t)service->n_roles * PP_COVERS * w->months;
    for (int64_t c = 0; c < cells; c++) {
        w->held[c] = average(w, (int32_t)(c % w->months), fte_days[c]);
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
    return p->contract == PP_PERMANENT && p->end == PP_NO_DAY && p->fte != PP_UNKNOWN;
}

static void add_person(struct workforce *w, const struct pp_practitioner *p,
                       const struct days_worked *worked)
{
    int32_t kind;
    if (p->contract == PP_VOLUNTEER || is_cover(p->contract, &kind) || p->fte == PP_UNKNOWN) {
        return;
    }
    w->used[p->role] = true;
    bool may_leave = stock_may_leave(p);
    int64_t *row =
        may_leave ? &worked->leave[(int64_t)stock_cohort(w, p) * w->months] : worked->stay;
    for (int32_t m = 0; m < w->months; m++) {
        int64_t days = workforce_days(p->start, p->end, w->first[m], w->first[m + 1]);
        row[m] += days * p->fte;
    }
}

/* ---- What is expected ---- */

/* FTE of known staff who are still there, given what is left of each cohort. */
static double known_fte(const struct workforce *w, const struct days_worked *worked, double leave,
                        int32_t month)
{
    double fte_days = (double)worked->stay[month], left = 1.0;
    for (int32_t cohort = month; cohort >= 0; cohort--) {
        fte_days += left * (double)worked->leave[(int64_t)cohort * w->months + month];
        left *= 1.0 - leave;
    }
    return fte_days / month_days(w, month);
}

/* Known staff if nobody of them left. */
static void keep_staff(struct workforce *w, int32_t role, const struct days_worked *worked)
{
    for (int32_t m = 0; m < w->months; m++) {
        int64_t fte_days = worked->stay[m];
        for (int32_t cohort = 0; cohort <= m; cohort++) {
            fte_days += worked->leave[(int64_t)cohort * w->months + m];
        }
        w->staff[(int64_t)role * w->months + m] = average(w, m, fte_days);
    }
}

/* Steps through the months: leavers go, recruits come up to the establishment. */
static void run_role(struct workforce *w, int32_t role, const struct days_worked *worked,
                     const struct flows *flows)
{
    double recruits = 0.0, before = 0.0;
    for (int32_t m = 0; m < w->months; m++) {
        struct pp_month *cell = workforce_cell(w, role, m);
        recruits *= 1.0 - flows->leave;
        double known = known_fte(w, worked, flows->leave, m), staff = known + recruits;
        w->known[(int64_t)role * w->months + m] =
            known < INT32_MAX ? (int32_t)(known + 0.5) : INT32_MAX;
        if (m >= LEAD_MONTHS && staff < cell->establishment) {
            double more = fmin(flows->join * before, cell->establishment - staff);
            recruits += more;
            staff += more;
        }
        before = staff;
        cell->in_post = staff < INT32_MAX ? (int32_t)floor(staff + 0.5) : INT32_MAX;
        int32_t gap = cell->establishment - cell->in_post;
        cell->vacancy = gap > 0 ? gap : 0;
    }
}

/* Practitioners by role: list[start[r]] .. list[start[r + 1] - 1]. */
static struct pp_index staff_by_role(struct workforce *w)
{
    const struct pp_service *service = w->service;
    struct pp_index index = {PP_NEW(&w->arena, int32_t, service->n_roles + 2),
                             PP_NEW(&w->arena, int32_t, service->n_practitioners)};
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        index.start[service->practitioners[i].role + 2]++;
    }
    for (int32_t r = 0; r < service->n_roles; r++) {
        index.start[r + 2] += index.start[r + 1];
    }
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        index.item[index.start[service->practitioners[i].role + 1]++] = i;
    }
    return index;
}

void stock_fill(struct workforce *w)
{
    const struct pp_service *service = w->service;
    size_t months = (size_t)w->months, cells = months * (size_t)service->n_roles;
    add_establishment(w, PP_NEW(&w->arena, int64_t, cells));
    add_held_cover(w, PP_NEW(&w->arena, int64_t, cells * PP_COVERS));

    double leave =
        flow_rate(service, false, NATIONAL_LEAVE) * service->settings.leavers_percent / 100000.0;
    w->flows = (struct flows){fmin(leave, 1.0), flow_rate(service, true, NATIONAL_JOIN)};
    struct days_worked worked = {PP_NEW(&w->arena, int64_t, months),
                                 PP_NEW(&w->arena, int64_t, months * months)};
    struct pp_index staff = staff_by_role(w);
    for (int32_t role = 0; role < service->n_roles; role++) {
        memset(worked.stay, 0, months * sizeof(worked.stay[0]));
        memset(worked.leave, 0, months * months * sizeof(worked.leave[0]));
        for (int32_t i = staff.start[role]; i < staff.start[role + 1]; i++) {
            add_person(w, &service->practitioners[staff.item[i]], &worked);
        }
        for (int32_t m = w->extra.month; role == w->extra_role && m < w->months; m++) {
            worked.stay[m] += (int64_t)w->extra.fte * month_days(w, m);
        }
        keep_staff(w, role, &worked);
        run_role(w, role, &worked, &w->flows);
    }
}
