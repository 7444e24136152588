// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who leaves how soon.  Nationally 70.4% of those who leave have been in
 * service for less than five years (Department for Education, 2021-22).  The
 * public figures here do not say which part of those in post they are; three
 * in five is assumed, so that
 *
 *   hazard under five years : after  =  70.4 / 60 : 29.6 / 40  =  1.59 : 1
 *
 * The level comes from the service's own history (stock.c); only the shape is
 * national.  A role of which people are on file who left in the last three
 * years moves towards its own rate, five leavers' worth of doubt against it.
 */
#include "hazard.h"

#include "paths.h"

static const double EARLY = 0.704 / 0.60, LATE = 0.296 / 0.40;

enum {
    EARLY_YEARS = 5,
    LOOK_BACK = 3 * 365, ///< days
    DOUBT = 5            ///< leavers
};

static double shape(int32_t years)
{
    return years < EARLY_YEARS ? EARLY : LATE;
}

int32_t hazard_tenure(const struct workforce *w, const struct pp_practitioner *p, int32_t month)
{
    int32_t days = w->first[month] - p->start;
    return days > 0 ? days * 12 / 365 : 0;
}

/* How much sooner people of this role leave than all, by those on file. */
static double role_factor(const struct workforce *w, int32_t role, double leave)
{
    const struct pp_service *service = w->service;
    const pp_day today = service->settings.planned_on;
    int64_t left = 0, days = 0, all_left = 0;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *p = &service->practitioners[i];
        bool gone = p->end != PP_NO_DAY && p->end < today && p->end >= today - LOOK_BACK;
        if (p->contract != PP_PERMANENT) {
            continue;
        }
        all_left += gone;
        left += gone && p->role == role;
        if (p->role == role) {
            days += workforce_days(p->start, p->end, today - LOOK_BACK, today);
        }
    }
    double expected = (double)days / 365.0 * 12.0 * leave;
    return all_left == 0 ? 1.0 : ((double)left + DOUBT) / (expected + DOUBT);
}

double hazard_by_service(const struct workforce *w, int32_t role, double leave, double *hazard)
{
    const struct pp_service *service = w->service;
    double weight = 0.0, sum = 0.0;
    int64_t fte[2] = {0};
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *p = &service->practitioners[i];
        if (p->role == role && stock_may_leave(p)) {
            fte[hazard_tenure(w, p, 0) / 12 >= EARLY_YEARS] += p->fte;
        }
    }
    weight = (double)(fte[0] + fte[1]);
    sum = (double)fte[0] * EARLY + (double)fte[1] * LATE;
    double mean = leave * role_factor(w, role, leave);
    double level = mean * (sum > 0.0 ? weight / sum : 1.0);
    for (int32_t y = 0; y < PATHS_YEARS; y++) {
        hazard[y] = level * shape(y);
    }
    return mean;
}
