// SPDX-License-Identifier: GPL-3.0-or-later
/* A forecast under test: a solve that is judged at once. */
#ifndef PODPLAN_FORECAST_FIXTURE_H
#define PODPLAN_FORECAST_FIXTURE_H

#include "service_fixture.h"

#include <podplan/solver.h>

struct outcome {
    struct pp_service *service;
    struct pp_plan *plan;
};

/**
 * The forecast of the service of `base` and `more`, texts of fixture_service, from seed 1.  Fails
 * unless the judge finds its cost and no fault of arithmetic.
 */
struct outcome outcome_of(const char *base, const char *more, int32_t months, int32_t paths);

/** Frees plan and service. */
void outcome_finish(struct outcome *o);

#endif
