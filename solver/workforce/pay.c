// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Pay by spine points.  A post is budgeted at its grade's cost; those who fill
 * it cost what their points do, whatever the grade of the post:
 *
 *   known staff   sum of fte x days x cost at their point, over the same at what posts cost
 *   recruits      the lowest points of the posts' grades over what the posts cost
 *
 * so that posts x either of them is the pay.  What posts cost is the yearly
 * cost of one full-time equivalent of a role's posts in the month; of its
 * grade where it has no posts, and for those in post above the establishment.
 * A point is of the grade of the role in practitioners.csv.  People without
 * one, or who have moved to a role of another grade, count at what posts cost;
 * without spine points nothing differs.
 */
#include "workforce.h"

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

/* ---- What posts cost ---- */

/* Yearly pence of one full-time equivalent at its grade, and of a newcomer to it; -1: not known. */
struct base {
    int64_t grade, newcomer;
};

static struct base base_of_grade(const struct pp_service *service, int32_t grade, pp_day day)
{
    struct base base = {-1, -1};
    if (grade != PP_NONE) {
        base.grade = pp_grade_cost(service, grade, day);
        base.newcomer = lowest(service, grade, day);
    }
    return base;
}

static struct base base_of_posts(const struct workforce *w, int32_t role, int32_t month)
{
    const struct pp_service *service = w->service;
    const int32_t own = service->roles[role].grade;
    const pp_day day = w->first[month];
    __int128 grades = 0, newcomers = 0;
    int64_t all = 0;
    bool spine = false;
    for (int32_t i = 0; i < service->n_posts; i++) {
        const struct pp_post *post = &service->posts[i];
        int64_t days = post->role != role ? 0
                                          : workforce_days(post->start, post->end, w->first[month],
                                                           w->first[month + 1]);
        if (days * post->fte > 0) {
            struct base one =
                base_of_grade(service, post->grade != PP_NONE ? post->grade : own, day);
            spine = spine || one.newcomer >= 0;
            one.grade = one.grade > 0 ? one.grade : 0;
            grades += (__int128)one.grade * days * post->fte;
            newcomers +=
                (__int128)(one.newcomer >= 0 ? one.newcomer : one.grade) * days * post->fte;
            all += days * post->fte;
        }
    }
    return all == 0 ? base_of_grade(service, own, day)
                    : (struct base){(int64_t)((grades + all / 2) / all),
                                    spine ? (int64_t)((newcomers + all / 2) / all) : -1};
}

/* ---- What people cost ---- */

/* What a person costs in a year at a point; without one, `base`. */
static int64_t yearly_of(const struct workforce *w, const struct spell *spell, int32_t point,
                         pp_day day, int64_t base)
{
    const struct pp_service *service = w->service;
    const struct pp_practitioner *p = &service->practitioners[spell->person];
    const int32_t grade = service->roles[spell->role].grade;
    int64_t cost = point != PP_UNKNOWN && grade == service->roles[p->role].grade
                       ? pp_spine_cost(service, grade, point, day)
                       : -1;
    return cost >= 0 ? cost : base;
}

/* Days [from, to) of a month on which a person's yearly cost is one. */
struct piece {
    pp_day from, to;
    int64_t yearly;
};

/* The piece that begins where the last ended; false: the month is over. */
static bool next_piece(const struct workforce *w, const struct spell *spell, pp_day end,
                       int64_t base, struct piece *piece)
{
    const pp_day day = piece->from = piece->to;
    if (day >= end) {
        return false;
    }
    int32_t point = pp_spine_point_on(w->service, spell->person, day);
    piece->yearly = yearly_of(w, spell, point, day, base);
    piece->to = end;
    if (point != PP_UNKNOWN && pp_spine_point_on(w->service, spell->person, end - 1) != point) {
        for (piece->to = day + 1; pp_spine_point_on(w->service, spell->person, piece->to) == point;
             piece->to++) {
        }
    }
    return true;
}

/* Yearly pence x days of somebody at work in a month. */
static int64_t pence_days(const struct workforce *w, const struct spell *spell, int32_t month,
                          int64_t base)
{
    struct piece piece = {.to = w->first[month]};
    int64_t sum = 0;
    while (next_piece(w, spell, w->first[month + 1], base, &piece)) {
        int32_t days = spells_days_between(w, spell, piece.from, piece.to);
        sum = money_add(sum, money_share(piece.yearly, days, 1));
    }
    return sum;
}

static struct pay_points points_at(const struct workforce *w, int32_t role, int32_t month,
                                   struct base base)
{
    struct pay_points points = {.newcomer = -1, .grade = -1};
    if (w->service->n_spine_points == 0) {
        return points;
    }
    for (int32_t s = w->spells_from[role]; base.grade > 0 && s < w->spells_from[role + 1]; s++) {
        const struct spell *spell = &w->spells[s];
        const int64_t fte = w->service->practitioners[spell->person].fte;
        const int64_t days = spells_days(w, spell, month);
        if (fte * days > 0) {
            points.paid = money_add(points.paid,
                                    money_share(pence_days(w, spell, month, base.grade), fte, 1));
            points.graded = money_add(points.graded, money_share(base.grade, fte * days, 1));
        }
    }
    points.grade = base.grade;
    points.newcomer = base.newcomer;
    return points;
}

struct pay_points pay_points_of(const struct workforce *w, int32_t role, int32_t month,
                                enum pay_base base)
{
    const int64_t at = (int64_t)role * w->months + month;
    struct pay_points *points = &w->points[at * PAY_BASES + base];
    if (!points->known) {
        const int32_t grade = w->service->roles[role].grade;
        *points =
            points_at(w, role, month,
                      base == PAY_OF_POSTS ? base_of_posts(w, role, month)
                                           : base_of_grade(w->service, grade, w->first[month]));
        points->known = true;
    }
    return *points;
}

int64_t pay_by_points(const struct workforce *w, int32_t role, int32_t month, int64_t amount,
                      enum pay_base base)
{
    if (w->service->n_spine_points == 0 || amount <= 0) {
        return amount;
    }
    const int64_t at = (int64_t)role * w->months + month;
    const int32_t in_post = w->manned[at], known = w->known[at];
    const struct pay_points points = pay_points_of(w, role, month, base);
    int64_t staff = known < in_post ? money_round(amount, known, in_post) : amount;
    int64_t recruits = amount - staff;
    if (points.grade > 0 && points.newcomer >= 0) {
        recruits = money_round(recruits, points.newcomer, points.grade);
    }
    return recruits + (points.graded > 0 ? money_round(staff, points.paid, points.graded) : staff);
}

/* ---- Lent to others ---- */

/* Yearly pence x thousandths of FTE x days of those of a role who are lent and paid here. */
static int64_t lent_in(const struct workforce *w, int32_t role, int32_t month)
{
    const struct pp_service *service = w->service;
    const struct pp_index *away = &service->away_of;
    int64_t base = -1, sum = 0;
    for (int32_t s = w->spells_from[role]; s < w->spells_from[role + 1]; s++) {
        const struct spell *spell = &w->spells[s];
        for (int32_t i = away->start[spell->person]; i < away->start[spell->person + 1]; i++) {
            const struct pp_secondment *one = &service->secondments[away->item[i]];
            pp_day end = w->first[month + 1];
            if (one->paid_by == PP_PAID_BY_HOST || one->from >= end ||
                spells_days_away(w, spell, one, one->to, month) == 0) {
                continue;
            }
            base = base >= 0 ? base : base_of_posts(w, role, month).grade;
            base = base > 0 ? base : 0;
            struct piece piece = {.to = w->first[month]};
            while (next_piece(w, spell, end, base, &piece)) {
                int64_t days = spells_away_between(spell, one, one->to, piece.from, piece.to);
                days *= service->practitioners[spell->person].fte;
                sum = money_add(sum, money_share(piece.yearly, days, 1));
            }
        }
    }
    return sum;
}

/* Worked out once. */
static int64_t lent_of(const struct workforce *w, int32_t role, int32_t month)
{
    struct known_days *days = &w->known_days[(int64_t)role * w->months + month];
    if (!days->lent_known) {
        days->lent = lent_in(w, role, month);
        days->lent_known = true;
    }
    return days->lent;
}

struct pay_lent pay_lent_of(const struct workforce *w, int32_t role, int32_t month)
{
    const int32_t year = pp_financial_year(w->first[month]);
    const pp_day april = pp_day_from_civil((struct pp_civil){year, 4, 1});
    struct pay_lent lent = {
        .of = PP_FTE * (pp_day_from_civil((struct pp_civil){year + 1, 4, 1}) - (int64_t)april)};
    for (int32_t m = month - 1; m >= 0 && w->first[m] >= april; m--) {
        lent.before = money_add(lent.before, lent_of(w, role, m));
    }
    lent.so_far = money_add(lent.before, lent_of(w, role, month));
    return lent;
}

int64_t pay_lent(const struct workforce *w, int32_t role, int32_t month)
{
    if (w->service->n_secondments == 0) {
        return 0;
    }
    const struct pay_lent lent = pay_lent_of(w, role, month);
    return money_round(lent.so_far, 1, lent.of) - money_round(lent.before, 1, lent.of);
}
