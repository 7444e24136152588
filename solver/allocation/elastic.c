// SPDX-License-Identifier: GPL-3.0-or-later
/* The elastic programme on GLPK; the formulas stand in shortfalls.h. */
#include "elastic.h"

#include "lp.h"

enum {
    FAR = 500 ///< minutes between pods when nobody said, and at most
};

struct programme {
    struct lp *lp;
    const struct gaps *gaps;
    const struct gaps_side *sides;
    int32_t n_places;
    double travel; ///< minutes a week that one minute of way costs
    double unplaced;
};

/* The pods stand in canonical order, so that no name decides between answers that are equal. */
static int32_t place_at(const struct programme *p, int32_t i)
{
    return i < p->n_places - 1 ? p->gaps->order->pods[i] : i;
}

/* Rows: pods (their families), then pods x measures (their rooms). */
static int32_t room_row(const struct programme *p, int32_t place, int r)
{
    return p->n_places + place * MEASURES + r;
}

static bool add_rows(const struct programme *p, struct pp_err *err)
{
    for (int32_t i = 0; i < p->n_places; i++) {
        double families = p->sides[place_at(p, i)].demand.families;
        if (!lp_add_row(p->lp, &(struct lp_line){.lower = families, .upper = families}, err)) {
            return false;
        }
    }
    for (int32_t i = 0; i < p->n_places; i++) {
        struct amounts room = gaps_room(p->sides[place_at(p, i)].room);
        for (int r = 0; r < MEASURES; r++) {
            struct lp_line row = {.lower = -LP_INFINITY, .upper = room.of[r]};
            if (!lp_add_row(p->lp, &row, err)) {
                return false;
            }
        }
    }
    return true;
}

/* Minutes a week for one family of a pod with somebody of another one. */
static double road(const struct programme *p, int32_t from, int32_t to)
{
    const struct pp_service *service = p->gaps->service;
    if (from == to) {
        return 0;
    }
    int32_t minutes = PP_UNKNOWN;
    if (from < service->n_pods && to < service->n_pods) {
        minutes = pp_travel_minutes(service, service->pods[from].patch, service->pods[to].patch);
    }
    return 1 + p->travel * (minutes == PP_UNKNOWN || minutes > FAR ? FAR : minutes);
}

/* y(h,g): one family of pod h with somebody of pod g, with the children it has on average. */
static bool add_moves(const struct programme *p, struct pp_err *err)
{
    for (int32_t i = 0; i < p->n_places; i++) {
        int32_t from = place_at(p, i);
        const struct pp_load *demand = &p->sides[from].demand;
        double families = demand->families > 0 ? demand->families : 1;
        const double value[] = {1, 1, demand->children / families, demand->points / families};
        for (int32_t j = 0; j < p->n_places; j++) {
            const int32_t index[] = {i, room_row(p, j, FAMILIES), room_row(p, j, CHILDREN),
                                     room_row(p, j, POINTS)};
            double cost = road(p, from, place_at(p, j));
            struct lp_line column = {cost, 0, LP_INFINITY, 4, index, value};
            if (!lp_add_column(p->lp, &column, err)) {
                return false;
            }
        }
    }
    return true;
}

/* u(h): the relaxation; dearer than any way. */
static bool add_unplaced(const struct programme *p, struct pp_err *err)
{
    for (int32_t i = 0; i < p->n_places; i++) {
        struct lp_line column = {p->unplaced, 0, LP_INFINITY, 1, &i, (double[]){1}};
        if (!lp_add_column(p->lp, &column, err)) {
            return false;
        }
    }
    return true;
}

static void read_answer(const struct programme *p, struct elastic *elastic)
{
    const double *x = lp_primal(p->lp), *dual = lp_duals(p->lp);
    for (int32_t i = 0; i < p->n_places; i++) {
        int32_t from = place_at(p, i);
        for (int32_t j = 0; j < p->n_places; j++) {
            elastic->moved[from * p->n_places + place_at(p, j)] = x[i * p->n_places + j];
        }
        for (int r = 0; r < MEASURES; r++) {
            elastic->price[from * MEASURES + r] = -dual[room_row(p, i, r)];
        }
    }
}

bool elastic_solve(struct gaps *gaps, const struct gaps_side *sides, struct elastic *elastic,
                   struct pp_err *err)
{
    const struct pp_service *service = gaps->service;
    enum lp_status status = LP_INFEASIBLE;
    struct programme p = {.lp = lp_create(err),
                          .gaps = gaps,
                          .sides = sides,
                          .n_places = service->n_pods + 1,
                          .travel = 2.0 * pp_weight_of(service, "travel") *
                                    service->settings.visits_per_week / PP_FTE};
    p.unplaced = 2 + FAR * p.travel + pp_weight_of(service, "placement");
    *elastic = (struct elastic){.n_places = p.n_places};
    elastic->moved = PP_NEW(&gaps->arena, double, (size_t)p.n_places *(size_t)p.n_places);
    elastic->price = PP_NEW(&gaps->arena, double, (size_t)p.n_places *MEASURES);
    bool solved = p.lp != NULL && add_rows(&p, err) && add_moves(&p, err) &&
                  add_unplaced(&p, err) && lp_solve(p.lp, LP_PRIMAL, NULL, &status, err);
    if (solved && status == LP_OPTIMAL) {
        read_answer(&p, elastic);
    }
    lp_destroy(p.lp);
    return solved;
}

double elastic_worth(const struct elastic *elastic, int32_t pod, struct amounts room)
{
    double worth = 0;
    for (int r = 0; r < MEASURES; r++) {
        worth += elastic->price[pod * MEASURES + r] * room.of[r];
    }
    return worth;
}
