// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the dates of somebody's employment come to: where they are on a day,
 * what point of their grade's spine they are paid by, and from when an agency
 * may send them.
 *
 * Increments: pay goes up a point on the first day of `increment_month`; who
 * began less than six months before gets the first one six months after they
 * began (National Joint Council for local government services, Green Book,
 * part 2, 5.4).  The top of the spine is where it ends.
 *
 * Agency rules of 2024 (Department for Education, Agency rules for child and
 * family social workers): so many years after qualifying, and so many months
 * after a permanent post in the region.
 */
#include <podplan/service.h>

enum {
    PROBATION = 6 ///< months in post before the first increment
};

/* The same day so many months later; the last of the month where there is none. */
static pp_day months_later(pp_day day, int32_t months)
{
    pp_day first = pp_month_first(day, months), next = pp_month_first(day, months + 1);
    pp_day later = first + (day - pp_month_first(day, 0));
    return later < next ? later : next - 1;
}

int32_t pp_secondment_on(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    const struct pp_index *away = &service->away_of;
    for (int32_t i = away->start[practitioner]; i < away->start[practitioner + 1]; i++) {
        const struct pp_secondment *one = &service->secondments[away->item[i]];
        if (pp_day_within(day, one->from, one->to)) {
            return away->item[i];
        }
    }
    return PP_NONE;
}

pp_day pp_agency_experienced(const struct pp_service *service, int32_t practitioner)
{
    pp_day qualified = service->practitioners[practitioner].qualified;
    int32_t years = service->settings.agency_experience_years;
    return qualified == PP_NO_DAY ? PP_NO_DAY : months_later(qualified, 12 * years);
}

pp_day pp_agency_cooled_off(const struct pp_service *service, int32_t practitioner)
{
    pp_day until = service->practitioners[practitioner].permanent_until;
    int32_t months = service->settings.agency_cool_off_months;
    return until == PP_NO_DAY ? PP_NO_DAY : months_later(until + 1, months);
}

/* ---- Spine points ---- */

int64_t pp_spine_cost(const struct pp_service *service, int32_t grade, int32_t point, pp_day day)
{
    int32_t year = pp_financial_year(day), latest = INT32_MIN;
    int64_t cost = -1;
    for (int32_t i = 0; i < service->n_spine_points; i++) {
        const struct pp_spine_point *row = &service->spine_points[i];
        if (row->grade == grade && row->point == point && row->financial_year <= year &&
            row->financial_year > latest) {
            latest = row->financial_year;
            cost = row->yearly_cost;
        }
    }
    return cost;
}

/* Increments after planned_on and up to `day` for somebody who began on `start`. */
static int32_t increments_by(const struct pp_settings *settings, pp_day start, pp_day day)
{
    const pp_day today = settings->planned_on, earned = months_later(start, PROBATION);
    int32_t n = 0, year = pp_civil_from_day(start).year;
    bool first = true;
    for (; settings->increment_month > 0; year++) {
        pp_day on = pp_day_from_civil((struct pp_civil){year, settings->increment_month, 1});
        if (on <= start) {
            continue;
        }
        on = first && earned > on ? earned : on;
        first = false;
        if (on > day) {
            break;
        }
        n += on > today;
    }
    return n;
}

int32_t pp_spine_point_on(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    const struct pp_practitioner *p = &service->practitioners[practitioner];
    const int32_t grade = service->roles[p->role].grade;
    if (p->point == PP_UNKNOWN || grade == PP_NONE) {
        return PP_UNKNOWN;
    }
    int32_t point = p->point, up = increments_by(&service->settings, p->start, day);
    while (up-- > 0 && pp_spine_cost(service, grade, point + 1, day) >= 0) {
        point++;
    }
    return point;
}
