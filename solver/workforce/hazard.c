// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who leaves how soon, by length of service and role.
 *
 *   hazard(role, service) = level x shape(service) x factor(role)
 *
 * Nationally 70.4% of those who leave have been in service for less than five
 * years (Department for Education, 2021-22).  The public figures here do not
 * say which part of those in post they are; three in five is assumed, so that
 *
 *   shape under five years : after  =  70.4 / 60 : 29.6 / 40  =  1.59 : 1
 *
 * Own leavers of the last three years who are on file move both ratios towards
 * the service's own: those of a band of service, or of a role, over as many of
 * all leavers as its share in the time worked lets expect, five leavers' worth
 * of doubt against either.  Only ratios are taken from them, because a file
 * seldom has everybody who left; the level comes from the service's published
 * flows (stock.c), such that all in post today leave at that rate on average.
 */
#include "hazard.h"

#include "paths.h"

enum {
    BANDS = 2, ///< of service: under five years, and after
    BAND_YEARS = 5,
    BAND_DAYS = 1826,
    LOOK_BACK = 3 * 365, ///< days
    DOUBT = 5            ///< leavers
};

static const double NATIONAL[BANDS] = {0.704 / 0.60, 0.296 / 0.40};

/* The last three years of one role, or of all; who is in post today. */
struct record {
    int64_t left[BANDS];  ///< people
    int64_t days[BANDS];  ///< worked
    int64_t today[BANDS]; ///< thousandths of FTE who may leave
};

int32_t hazard_tenure(const struct workforce *w, const struct pp_practitioner *p, int32_t month)
{
    int32_t days = w->first[month] - p->start;
    return days > 0 ? days * 12 / 365 : 0;
}

static void add_person(const struct workforce *w, const struct pp_practitioner *p,
                       struct record *record)
{
    const pp_day today = w->service->settings.planned_on, since = today - LOOK_BACK;
    const pp_day turn = p->start + BAND_DAYS;
    pp_day early_end = p->end != PP_NO_DAY && p->end < turn ? p->end : turn - 1;
    record->days[0] += workforce_days(p->start, early_end, since, today);
    record->days[1] += workforce_days(turn, p->end, since, today);
    if (p->end != PP_NO_DAY && p->end < today && p->end >= since) {
        record->left[p->end >= turn]++;
    }
    if (stock_may_leave(p) && (p->end == PP_NO_DAY || p->end >= today)) {
        record->today[hazard_tenure(w, p, 0) / 12 >= BAND_YEARS] += p->fte;
    }
}

/* PP_NONE: all roles. */
static struct record record_of(const struct workforce *w, int32_t role)
{
    struct record record = {{0}, {0}, {0}};
    for (int32_t i = 0; i < w->service->n_practitioners; i++) {
        const struct pp_practitioner *p = &w->service->practitioners[i];
        if (p->contract == PP_PERMANENT && (role == PP_NONE || p->role == role)) {
            add_person(w, p, &record);
        }
    }
    return record;
}

static double weighed(const int64_t amount[BANDS], const double shape[BANDS])
{
    return (double)amount[0] * shape[0] + (double)amount[1] * shape[1];
}

/* Leavers over those expected, shrunk to 1. */
static double ratio(int64_t left, double expected)
{
    return ((double)left + DOUBT) / (expected + DOUBT);
}

static void fit_shape(const struct record *all, double shape[BANDS])
{
    const double whole = weighed(all->days, NATIONAL);
    const double left = (double)(all->left[0] + all->left[1]);
    for (int b = 0; b < BANDS; b++) {
        double share = whole > 0.0 ? (double)all->days[b] * NATIONAL[b] / whole : 0.0;
        shape[b] = NATIONAL[b] * ratio(all->left[b], left * share);
    }
}

static double factor_of(const struct record *all, const struct record *own,
                        const double shape[BANDS])
{
    const double whole = weighed(all->days, shape);
    const double left = (double)(all->left[0] + all->left[1]);
    double share = whole > 0.0 ? weighed(own->days, shape) / whole : 0.0;
    return ratio(own->left[0] + own->left[1], left * share);
}

void hazard_fit(const struct workforce *w, double leave, double *hazard, double *mean)
{
    const struct record all = record_of(w, PP_NONE);
    double shape[BANDS];
    fit_shape(&all, shape);
    const double staff = (double)(all.today[0] + all.today[1]);
    const double level = staff > 0.0 ? leave * staff / weighed(all.today, shape) : leave;
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        const struct record own = record_of(w, role);
        const double rate = level * factor_of(&all, &own, shape);
        const double people = (double)(own.today[0] + own.today[1]);
        mean[role] = people > 0.0 ? rate * weighed(own.today, shape) / people : rate;
        for (int32_t y = 0; y < PATHS_YEARS; y++) {
            hazard[role * PATHS_YEARS + y] = rate * shape[y >= BAND_YEARS];
        }
    }
}
