// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rotas under test: a solve that is judged at once, rotas tried one by one,
 * and services by chance.
 */
#ifndef PODPLAN_ROTA_CASE_H
#define PODPLAN_ROTA_CASE_H

#include "service_fixture.h"

#include <podplan/rng.h>
#include <podplan/solver.h>

struct rota_case {
    struct pp_service *service;
    struct pp_plan *plan;
    const struct pp_plan *before; ///< borrowed
};

/** What to solve, beside the service; {0}: one week from Monday 3 June 2024, seed 0. */
struct rota_ask {
    const char *from; ///< NULL: 2024-06-03
    int32_t weeks;    ///< 0: one
    uint64_t seed;
    int32_t rounds;  ///< 0: 40
    int32_t threads; ///< 0: two
    double time_limit;
    const atomic_bool *stop;
    const struct pp_plan *before;
    const struct pp_seat *seats; ///< training that is given
    int32_t n_seats;
};

/** The service of settings, one hub, pods north and south, roles fp, lead and desk, and `more`. */
struct pp_service *rota_case_service(const char *more);

/**
 * Solves and judges: hard rules hold but `cover`, the cost is the judge's, the bound is no more,
 * no shift has more people than it needs, and the shortfalls name all that is not covered.
 */
struct rota_case rota_case_solve(struct pp_service *service, struct rota_ask ask);

/** The same for the service of `more`. */
struct rota_case rota_case_of(const char *more, struct rota_ask ask);

/** Frees plan and service. */
void rota_case_finish(struct rota_case *c);

int32_t rota_case_status(const struct rota_case *c);
int64_t rota_case_cost(const struct rota_case *c);

/** People short, by the judge. */
int64_t rota_case_short(const struct rota_case *c);

/** Breaches of a rule, by the judge. */
int32_t rota_case_breaches(const struct rota_case *c, const char *rule);

/** True when both plans have the same turns. */
bool rota_case_same_turns(const struct rota_case *a, const struct rota_case *b);

bool rota_case_has_turn(const struct rota_case *c, const char *practitioner, const char *shift,
                        const char *date);

/** The least cost of any rota of the case, found by trying every set of turns; small ones only. */
int64_t rota_case_brute_force(const struct rota_case *c);

/** A small service by chance, as text for rota_case_service; the caller frees the buffer. */
struct pp_buf rota_case_random(struct pp_rng *rng, int32_t n_people, int32_t n_shifts);

#endif
