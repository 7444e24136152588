// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns and rows of the staffing plan; staffing.c says what they are. */
#include "staffing.h"

#include "paths.h"

#include <math.h>

static int32_t vacant(const struct workforce *w, int32_t role, int32_t month)
{
    int32_t gap =
        workforce_cell(w, role, month)->establishment - w->known[(int64_t)role * w->months + month];
    return gap > 0 ? gap : 0;
}

/* Without the posts that are kept for those who come back. */
static int32_t free_posts(const struct workforce *w, int32_t role, int32_t month)
{
    int32_t posts = vacant(w, role, month) - w->backfilled[(int64_t)role * w->months + month];
    return posts > 0 ? posts : 0;
}

static int32_t uncovered(const struct workforce *w, int32_t role, int32_t month)
{
    return pieces_standing(w, role, month, w->known[(int64_t)role * w->months + month]).open;
}

/* ---- What each thousandth costs ---- */

static double cover_unit(const struct workforce *w, const struct desk *desk, int32_t kind,
                         int32_t month)
{
    const struct pp_cover_cost *cost = workforce_cover_cost(w->service, desk->role, kind);
    return (double)workforce_cover_price(w, cost, PP_FTE, month) / PP_FTE;
}

double staffing_start_unit(const struct desk *desk, int32_t month, int32_t first, int32_t end)
{
    double pence = month >= first && month < end ? (double)desk->once : 0.0;
    for (int32_t m = month > first ? month : first; m < end; m++) {
        pence += desk->stay[m - month] * (double)desk->newcomer[m];
    }
    return pence / PP_FTE;
}

/* ---- Columns ---- */

bool staffing_may_start(const struct office *o, const struct desk *desk, int32_t month)
{
    return month >= o->w->lead && desk->most > 0;
}

/*
 * Units that may start in a month: by what is vacant only where nobody leaves or is recruited by
 * chance, because on the paths starts wait until half of a post is.
 */
static double most_starts(const struct office *o, const struct desk *desk, int32_t month)
{
    if (!staffing_may_start(o, desk, month)) {
        return 0.0;
    }
    const double most = desk->most == INT32_MAX ? LP_INFINITY : (double)(desk->most / desk->unit);
    const int32_t room = free_posts(o->w, desk->role, month);
    return !ranges_are_known(o->w, desk->role)
               ? most
               : fmin(most, room > 0 ? (room + desk->unit / 2) / desk->unit : 0);
}

/*
 * Thousandths that all who start up to a month come to at most.  The last of them found half of a
 * post vacant and is a whole person; who is there stays when posts go.
 */
static double most_started(const struct office *o, const struct desk *desk, int32_t month)
{
    int32_t room = 0;
    for (int32_t m = o->w->lead; m <= month; m++) {
        const int32_t posts = free_posts(o->w, desk->role, m);
        room = posts > room ? posts : room;
    }
    return room > 0 ? (double)room + desk->unit / 2 : 0.0;
}

static bool add_starts(struct lp *lp, const struct office *o, int32_t d, struct pp_err *err)
{
    struct desk *desk = &o->desks[d];
    const int32_t months = o->w->months;
    desk->column[START] = lp_columns(lp);
    for (int32_t m = 0; m < months; m++) {
        double least = 0.0, most = most_starts(o, desk, m);
        if (o->fixed != NULL) {
            least = most = (double)o->fixed[d * months + m] / desk->unit;
        }
        struct lp_line h = {.cost = staffing_start_unit(desk, m, 0, months) * desk->unit / o->scale,
                            .lower = least,
                            .upper = most};
        if (!lp_add_column(lp, &h, err) ||
            (o->fixed == NULL && !lp_set_whole(lp, desk->column[START] + m, true, err))) {
            return false;
        }
    }
    return true;
}

static bool add_cover(struct lp *lp, const struct office *o, struct desk *desk, int32_t kind,
                      struct pp_err *err)
{
    const struct pp_cover_cost *cost = workforce_cover_cost(o->w->service, desk->role, kind);
    desk->column[kind] = NEVER;
    if (cost == NULL || cover_cap(o->w->service, cost) != NULL) {
        return true;
    }
    desk->column[kind] = lp_columns(lp);
    for (int32_t m = 0; m < o->w->months; m++) {
        int32_t most = cover_room(o->w, desk->role, kind, m);
        struct lp_line x = {.cost = cover_unit(o->w, desk, kind, m) / o->scale,
                            .upper = most == INT32_MAX ? LP_INFINITY : most};
        if (!lp_add_column(lp, &x, err)) {
            return false;
        }
    }
    int32_t y = lp_columns(lp), *gap = PP_NEW(&o->w->arena, int32_t, o->w->months);
    for (int32_t m = 0; m < o->w->months; m++) {
        gap[m] = uncovered(o->w, desk->role, m);
    }
    return desk->spell[kind] <= 1 ||
           (cover_add_begins(lp, gap, o->w->months, err) &&
            cover_add_spells(lp, &o->w->arena, o->w->months, desk->spell[kind], desk->column[kind],
                             y, err));
}

static bool add_unmet(struct lp *lp, const struct office *o, struct desk *desk, struct pp_err *err)
{
    struct lp_line u = {.cost = (1.0 + DEBT) * (double)pp_weight_of(o->w->service, "unmet_cover") /
                                o->scale,
                        .upper = LP_INFINITY};
    desk->column[UNMET] = lp_columns(lp);
    for (int32_t m = 0; m < o->w->months; m++) {
        if (!lp_add_column(lp, &u, err)) {
            return false;
        }
    }
    return true;
}

/*
 * Pence that a thousandth above the establishment costs more than one within it.  Where it costs
 * less it is taken for one within: the programme would otherwise buy surplus.
 */
static double surplus_unit(const struct office *o, const struct desk *desk, int32_t month)
{
    const int64_t more = charges_over(o->w, desk->role, month) - desk->pay[month];
    return more > 0 ? (double)more / PP_FTE : 0.0;
}

static bool add_surplus(struct lp *lp, const struct office *o, struct desk *desk,
                        struct pp_err *err)
{
    bool any = false;
    for (int32_t m = 0; m < o->w->months; m++) {
        any = any || surplus_unit(o, desk, m) > 0.0;
    }
    desk->column[SURPLUS] = any ? lp_columns(lp) : NEVER;
    for (int32_t m = 0; any && m < o->w->months; m++) {
        const struct lp_line over = {.cost = surplus_unit(o, desk, m) / o->scale,
                                     .upper = LP_INFINITY};
        if (!lp_add_column(lp, &over, err)) {
            return false;
        }
    }
    return true;
}

/* ---- Rows ---- */

/* Cover of a month, and starts of which n entries are there already, against what is open. */
static bool add_cover_row(struct lp *lp, const struct desk *desk, int32_t month, double open,
                          int32_t *index, double *value, int32_t n, struct pp_err *err)
{
    for (int32_t part = 0; part < PARTS; part++) {
        if (part != START && part != SURPLUS && desk->column[part] != NEVER) {
            index[n] = desk->column[part] + month;
            value[n++] = 1.0;
        }
    }
    struct lp_line gap = {
        .lower = open, .upper = LP_INFINITY, .n = n, .index = index, .value = value};
    return lp_add_row(lp, &gap, err);
}

static bool is_like_before(const struct workforce *w, int32_t first, int32_t piece)
{
    for (int32_t p = first; p < piece; p++) {
        if (w->pieces[p].open == w->pieces[piece].open) {
            return true;
        }
    }
    return false;
}

/*
 * Those who start are there on days without a gap, too.  What they leave open is convex in how many
 * they are, so a row for each number of days with the largest gaps says it.
 */
static bool add_part_rows(struct lp *lp, const struct office *o, const struct desk *desk,
                          int32_t month, int32_t *index, double *value, struct pp_err *err)
{
    const struct workforce *w = o->w;
    const int64_t at = (int64_t)desk->role * w->months + month;
    const double days = w->first[month + 1] - w->first[month];
    const int32_t first = w->pieces_from[at], end = w->pieces_from[at + 1];
    const int64_t more = w->known[at] - w->staff[at];
    for (int32_t k = first; k < end; k++) {
        double part = 0.0, open = 0.0;
        if (w->pieces[k].open <= more || is_like_before(w, first, k)) {
            continue;
        }
        for (int32_t p = first; p < end; p++) { // with a gap as large as that of k, or larger
            if (w->pieces[p].open >= w->pieces[k].open) {
                part += w->pieces[p].days / days;
                open += w->pieces[p].days / days * (double)(w->pieces[p].open - more);
            }
        }
        int32_t n = 0;
        for (int32_t j = 0; j <= month; j++) {
            index[n] = desk->column[START] + j;
            value[n++] = part * desk->stay[month - j] * desk->unit;
        }
        if (!add_cover_row(lp, desk, month, open, index, value, n, err)) {
            return false;
        }
    }
    return true;
}

static bool add_gap(struct lp *lp, const struct office *o, const struct desk *desk, int32_t month,
                    int32_t *index, double *value, struct pp_err *err)
{
    const int64_t at = (int64_t)desk->role * o->w->months + month;
    int32_t n = 0;
    for (int32_t j = 0; j <= month; j++) {
        index[n] = desk->column[START] + j;
        value[n++] = desk->stay[month - j] * desk->unit;
    }
    struct lp_line posts = {.lower = -LP_INFINITY,
                            .upper = most_started(o, desk, month),
                            .n = n,
                            .index = index,
                            .value = value};
    if (o->fixed == NULL && !lp_add_row(lp, &posts, err)) {
        return false;
    }
    return o->w->pieces_from[at] < o->w->pieces_from[at + 1]
               ? add_part_rows(lp, o, desk, month, index, value, err)
               : add_cover_row(lp, desk, month, uncovered(o->w, desk->role, month), index, value, n,
                               err);
}

/* Those above `room` thousandths on the part of a month are surplus. */
static bool add_surplus_row(struct lp *lp, const struct office *o, const struct desk *desk,
                            int32_t month, double part, double room, struct pp_err *err)
{
    int32_t n = 0, *index = PP_NEW(&o->w->arena, int32_t, month + 2);
    double *value = PP_NEW(&o->w->arena, double, month + 2);
    for (int32_t j = 0; j <= month; j++) {
        index[n] = desk->column[START] + j;
        value[n++] = part * desk->stay[month - j] * desk->unit;
    }
    index[n] = desk->column[SURPLUS] + month;
    value[n++] = -1.0;
    const struct lp_line row = {
        .lower = -LP_INFINITY, .upper = room, .n = n, .index = index, .value = value};
    return lp_add_row(lp, &row, err);
}

/* Convex in how many start, as what they leave open: a row for each number of days with least room. */
static bool add_surplus_rows(struct lp *lp, const struct office *o, const struct desk *desk,
                             int32_t month, struct pp_err *err)
{
    const struct workforce *w = o->w;
    const int64_t at = (int64_t)desk->role * w->months + month;
    const int32_t first = w->pieces_from[at], end = w->pieces_from[at + 1];
    const double days = w->first[month + 1] - w->first[month];
    const int64_t more = w->known[at] - w->staff[at];
    if (first == end) {
        const int32_t posts = workforce_cell(w, desk->role, month)->establishment;
        return add_surplus_row(lp, o, desk, month, 1.0, (double)posts - w->known[at], err);
    }
    for (int32_t k = first; k < end; k++) {
        double part = 0.0, room = 0.0;
        for (int32_t p = first; p < end; p++) {
            if (w->pieces[p].vacant <= w->pieces[k].vacant) {
                part += w->pieces[p].days / days;
                room += w->pieces[p].days / days * (double)(w->pieces[p].vacant - more);
            }
        }
        if (!add_surplus_row(lp, o, desk, month, part, room, err)) {
            return false;
        }
    }
    return true;
}

static double held_pence(const struct workforce *w, int32_t role, int32_t month)
{
    double pence = 0.0;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        const struct pp_cover_cost *cost = workforce_cover_cost(w->service, role, kind);
        int32_t fte = workforce_held(w, role, kind)[month];
        pence += cost == NULL ? 0.0 : (double)workforce_cover_price(w, cost, fte, month);
    }
    return pence;
}

/* Pence of a year that are no choice, less what its streams give. */
static double short_of(const struct workforce *w, int32_t first, int32_t end)
{
    double missing = 0.0;
    for (int32_t m = first; m < end; m++) {
        missing += (double)w->fixed[m];
        for (int32_t r = 0; r < w->service->n_roles; r++) {
            if (w->used[r]) {
                missing +=
                    held_pence(w, r, m) + (double)pay_lent(w, r, m) +
                    (double)recruits_due(w, r, m) +
                    (double)charges_pay(w, r, m) / PP_FTE * w->known[(int64_t)r * w->months + m];
            }
        }
    }
    for (int32_t s = 0; s < w->service->n_streams; s++) {
        const struct pp_stream *stream = &w->service->streams[s];
        if (stream->financial_year == pp_financial_year(w->first[first]) &&
            stream->kind != PP_IN_KIND) {
            missing -= (double)stream->amount;
        }
    }
    return missing;
}

static int32_t year_costs(const struct office *o, int32_t first, int32_t end, int32_t *index,
                          double *value)
{
    int32_t n = 0;
    for (int32_t d = 0; d < o->n_desks; d++) {
        const struct desk *desk = &o->desks[d];
        for (int32_t m = 0; m < end; m++) {
            index[n] = desk->column[START] + m;
            value[n++] = staffing_start_unit(desk, m, first, end) * desk->unit / o->scale;
        }
        for (int32_t m = first; desk->column[SURPLUS] != NEVER && m < end; m++) {
            index[n] = desk->column[SURPLUS] + m;
            value[n++] = surplus_unit(o, desk, m) / o->scale;
        }
        for (int32_t kind = 0; kind < PP_COVERS; kind++) {
            for (int32_t m = first; desk->column[kind] != NEVER && m < end; m++) {
                index[n] = desk->column[kind] + m;
                value[n++] = cover_unit(o->w, desk, kind, m) / o->scale;
            }
        }
    }
    return n;
}

/* One row a financial year: what is spent above its streams is debt. */
static bool add_years(struct lp *lp, const struct office *o, struct pp_err *err)
{
    const struct workforce *w = o->w;
    int64_t most = (int64_t)o->n_desks * w->months * (PP_COVERS + 2) + 1;
    int32_t *index = PP_NEW(&o->w->arena, int32_t, most);
    double *value = PP_NEW(&o->w->arena, double, most);
    for (int32_t m = 0, end; m < w->months; m = end) {
        for (end = m;
             end < w->months && pp_financial_year(w->first[end]) == pp_financial_year(w->first[m]);
             end++) {
        }
        int32_t n = year_costs(o, m, end, index, value);
        struct lp_line debt = {.cost = DEBT, .upper = LP_INFINITY};
        index[n] = lp_columns(lp);
        value[n++] = -1.0;
        double missing = short_of(w, m, end) / o->scale;
        struct lp_line row = {
            .lower = -LP_INFINITY, .upper = -missing, .n = n, .index = index, .value = value};
        if (!lp_add_column(lp, &debt, err) || !lp_add_row(lp, &row, err)) {
            return false;
        }
    }
    return true;
}

bool staffing_build(struct lp *lp, const struct office *o, struct pp_err *err)
{
    int32_t *index = PP_NEW(&o->w->arena, int32_t, o->w->months + PARTS);
    double *value = PP_NEW(&o->w->arena, double, o->w->months + PARTS);
    for (int32_t d = 0; d < o->n_desks; d++) {
        struct desk *desk = &o->desks[d];
        if (!add_starts(lp, o, d, err) || !add_cover(lp, o, desk, BANK, err) ||
            !add_cover(lp, o, desk, AGENCY, err) || !add_cover(lp, o, desk, OVERTIME, err) ||
            !add_unmet(lp, o, desk, err) || !add_surplus(lp, o, desk, err)) {
            return false;
        }
        for (int32_t m = 0; m < o->w->months; m++) {
            if (!add_gap(lp, o, desk, m, index, value, err) ||
                (desk->column[SURPLUS] != NEVER && !add_surplus_rows(lp, o, desk, m, err))) {
                return false;
            }
        }
    }
    return add_years(lp, o, err);
}
