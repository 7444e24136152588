// SPDX-License-Identifier: GPL-3.0-or-later
/* The elastic programme on GLPK; the formulas stand in shortfalls.h. */
#include "elastic.h"

#include "lp.h"

enum {
    FAR = 500,     ///< minutes between pods when nobody said, and at most
    POST = 1000000 ///< price of one more post: no road is so long
};

struct programme {
    struct lp *lp;
    const struct pp_service *service;
    const struct gaps_side *sides;
    int32_t n_places;    ///< pods, and one for those who have none
    struct amounts post; ///< room of one more post
};

/* Rows: pods (their families), then pods x measures (their rooms). */
static int32_t room_row(const struct programme *p, int32_t pod, int r)
{
    return p->n_places + pod * MEASURES + r;
}

static bool add_rows(const struct programme *p, struct pp_err *err)
{
    for (int32_t pod = 0; pod < p->n_places; pod++) {
        double families = p->sides[pod].demand.families;
        if (!lp_add_row(p->lp, &(struct lp_line){.lower = families, .upper = families}, err)) {
            return false;
        }
    }
    for (int32_t pod = 0; pod < p->n_places; pod++) {
        struct amounts room = gaps_room(p->sides[pod].room);
        for (int r = 0; r < MEASURES; r++) {
            struct lp_line row = {.lower = -LP_INFINITY, .upper = room.of[r]};
            if (!lp_add_row(p->lp, &row, err)) {
                return false;
            }
        }
    }
    return true;
}

static double road(const struct pp_service *service, int32_t from, int32_t to)
{
    if (from == to) {
        return 0;
    }
    int32_t minutes = PP_UNKNOWN;
    if (from < service->n_pods && to < service->n_pods) {
        minutes = pp_travel_minutes(service, service->pods[from].patch, service->pods[to].patch);
    }
    return 1 + (minutes == PP_UNKNOWN || minutes > FAR ? FAR : minutes);
}

/* y(h,g): one family of pod h with somebody of pod g, with the children it has on average. */
static bool add_moves(const struct programme *p, struct pp_err *err)
{
    for (int32_t from = 0; from < p->n_places; from++) {
        const struct pp_load *demand = &p->sides[from].demand;
        double families = demand->families > 0 ? demand->families : 1;
        const double value[] = {1, 1, demand->children / families, demand->points / families};
        for (int32_t to = 0; to < p->n_places; to++) {
            const int32_t index[] = {from, room_row(p, to, FAMILIES), room_row(p, to, CHILDREN),
                                     room_row(p, to, POINTS)};
            struct lp_line column = {road(p->service, from, to), 0, LP_INFINITY, 4, index, value};
            if (!lp_add_column(p->lp, &column, err)) {
                return false;
            }
        }
    }
    return true;
}

static bool add_posts(const struct programme *p, struct pp_err *err)
{
    for (int32_t pod = 0; pod < p->n_places; pod++) {
        int32_t index[MEASURES];
        double value[MEASURES];
        for (int r = 0; r < MEASURES; r++) {
            index[r] = room_row(p, pod, r);
            value[r] = -(double)p->post.of[r];
        }
        struct lp_line column = {POST, 0, LP_INFINITY, MEASURES, index, value};
        if (!lp_add_column(p->lp, &column, err)) {
            return false;
        }
    }
    return true;
}

static void read_answer(const struct programme *p, struct elastic *elastic, struct pp_arena *arena)
{
    int32_t pods = p->n_places;
    const double *x = lp_primal(p->lp);
    elastic->moved =
        pp_arena_copy(arena, x, (size_t)pods * (size_t)pods * sizeof(elastic->moved[0]));
}

bool elastic_solve(struct gaps *gaps, const struct gaps_side *sides, struct elastic *elastic,
                   struct pp_err *err)
{
    enum lp_status status = LP_INFEASIBLE;
    int32_t n_places = gaps->service->n_pods + 1;
    struct programme p = {
        .lp = lp_create(err), .service = gaps->service, .sides = sides, .n_places = n_places};
    *elastic = (struct elastic){.moved = NULL};
    elastic->moved =
        PP_NEW(&gaps->arena, double, (size_t)gaps->service->n_pods *(size_t)gaps->service->n_pods);
    p.post = gaps_room(gaps_full_room(gaps->service, gaps->largest_role));
    bool solved = p.lp != NULL && add_rows(&p, err) && add_moves(&p, err) && add_posts(&p, err) &&
                  lp_solve(p.lp, LP_PRIMAL, NULL, &status, err);
    if (solved && status == LP_OPTIMAL) { // a role whose cap is 0 closes nothing
        read_answer(&p, elastic, &gaps->arena);
    }
    lp_destroy(p.lp);
    return solved;
}
