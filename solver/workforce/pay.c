// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Pay by spine points.  A post is budgeted at its grade's cost; those who fill
 * it cost what their points do:
 *
 *   known staff   sum of fte x days x cost at their point, over the same at the grade's cost
 *   recruits      the lowest point over the grade's cost
 *
 * Increments are in the points of the month (pp_spine_point_on).  People
 * without a point, or who have moved to a role of another grade, count at the
 * grade's cost; without spine points nothing differs.
 */
#include "workforce.h"

/* What a person costs in a year at their point, and at the grade's cost; false: nobody said. */
static bool yearly_of(const struct workforce *w, const struct spell *spell, pp_day day,
                      int64_t *paid, int64_t *graded)
{
    const struct pp_service *service = w->service;
    const struct pp_practitioner *p = &service->practitioners[spell->person];
    const int32_t grade = service->roles[spell->role].grade;
    *graded = grade == PP_NONE ? -1 : pp_grade_cost(service, grade, day);
    *paid = *graded;
    int32_t point = pp_spine_point_on(service, spell->person, day);
    if (point != PP_UNKNOWN && grade == service->roles[p->role].grade) {
        int64_t cost = pp_spine_cost(service, grade, point, day);
        *paid = cost >= 0 ? cost : *paid;
    }
    return *graded > 0;
}

/* Yearly cost of the lowest point of a grade; -1: it has none. */
static int64_t lowest(const struct pp_service *service, int32_t grade, pp_day day)
{
    int32_t point = PP_UNKNOWN;
    for (int32_t i = 0; i < service->n_spine_points; i++) {
        const struct pp_spine_point *row = &service->spine_points[i];
        if (row->grade == grade && row->financial_year <= pp_financial_year(day) &&
            (point == PP_UNKNOWN || row->point < point)) {
            point = row->point;
        }
    }
    return point == PP_UNKNOWN ? -1 : pp_spine_cost(service, grade, point, day);
}

struct pay_points pay_points_of(const struct workforce *w, int32_t role, int32_t month)
{
    const pp_day day = w->first[month];
    const int32_t grade = w->service->roles[role].grade;
    struct pay_points points = {.newcomer = -1, .grade = -1};
    if (w->service->n_spine_points == 0) {
        return points;
    }
    for (int32_t s = w->spells_from[role]; s < w->spells_from[role + 1]; s++) {
        const struct spell *spell = &w->spells[s];
        int64_t at_point, at_grade;
        int64_t fte_days =
            (int64_t)w->service->practitioners[spell->person].fte * spells_days(w, spell, month);
        if (fte_days > 0 && yearly_of(w, spell, day, &at_point, &at_grade)) {
            points.paid = money_add(points.paid, money_share(at_point, fte_days, 1));
            points.graded = money_add(points.graded, money_share(at_grade, fte_days, 1));
        }
    }
    points.grade = grade == PP_NONE ? -1 : pp_grade_cost(w->service, grade, day);
    points.newcomer = grade == PP_NONE ? -1 : lowest(w->service, grade, day);
    return points;
}

int64_t pay_by_points(const struct workforce *w, int32_t role, int32_t month, int64_t amount)
{
    if (w->service->n_spine_points == 0 || amount <= 0) {
        return amount;
    }
    const int64_t at = (int64_t)role * w->months + month;
    const int32_t in_post = w->manned[at], known = w->known[at];
    const struct pay_points points = pay_points_of(w, role, month);
    int64_t staff = known < in_post ? money_round(amount, known, in_post) : amount;
    int64_t recruits = amount - staff;
    if (points.grade > 0 && points.newcomer >= 0) {
        recruits = money_round(recruits, points.newcomer, points.grade);
    }
    return recruits + (points.graded > 0 ? money_round(staff, points.paid, points.graded) : staff);
}
