// SPDX-License-Identifier: GPL-3.0-or-later
/* Who may be recruited: in which parts, how many, at what cost, and how long they stay. */
#include "paths.h"
#include "workforce.h"

#include <math.h>

const struct pp_recruitment *staffing_recruitment(const struct workforce *w, int32_t role)
{
    for (int32_t i = 0; i < w->service->n_recruitment; i++) {
        if (w->service->recruitment[i].role == role) {
            return &w->service->recruitment[i];
        }
    }
    return NULL;
}

int64_t staffing_once(const struct workforce *w, int32_t role)
{
    const struct pp_recruitment *recruitment = staffing_recruitment(w, role);
    return recruitment == NULL ? 0
                               : money_add(recruitment->recruit_cost, recruitment->training_cost);
}

int64_t recruits_pence(const struct workforce *w, int32_t role, int32_t month)
{
    return money_round(staffing_once(w, role), workforce_cell(w, role, month)->recruits, PP_FTE);
}

int64_t recruits_due(const struct workforce *w, int32_t role, int32_t month)
{
    const int64_t due = w->comings[(int64_t)role * w->months + month].due;
    return money_round(staffing_once(w, role), flows_fte(due), PP_FTE);
}

/* Posts are cut into whole people, halves or tenths; nobody starts for less than that. */
int32_t staffing_unit(const struct workforce *w, int32_t role)
{
    static const int32_t units[] = {PP_FTE, PP_FTE / 2, PP_FTE / 10};
    int32_t u = 0;
    for (int32_t i = 0; i < w->service->n_posts; i++) {
        const struct pp_post *post = &w->service->posts[i];
        while (post->role == role && u < 2 && post->fte % units[u] != 0) {
            u++;
        }
    }
    return units[u];
}

int32_t staffing_most(const struct workforce *w, int32_t role)
{
    const struct pp_recruitment *recruitment = staffing_recruitment(w, role);
    const int32_t unit = staffing_unit(w, role);
    return recruitment == NULL || recruitment->most == PP_UNKNOWN ? INT32_MAX
                                                                  : recruitment->most / unit * unit;
}

double *staffing_stay(struct workforce *w, int32_t role)
{
    const double *hazard = &w->hazard[(int64_t)role * PATHS_YEARS];
    double *stay = PP_NEW(&w->arena, double, w->months);
    for (int32_t k = 0; k < w->months; k++) {
        stay[k] = k == 0 ? 1.0 : stay[k - 1] * (1.0 - fmin(hazard[(k - 1) / 12], 1.0));
    }
    return stay;
}
