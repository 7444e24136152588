// SPDX-License-Identifier: GPL-3.0-or-later
/* State resources that count by weeks; see resources.h for what they return. */
#ifndef ROTA_RESOURCES_WEEK_H
#define ROTA_RESOURCES_WEEK_H

#include "resources.h"

int32_t resources_first_rest(const struct rota_problem *problem, int32_t practitioner);
int32_t resources_next_rest(const struct rota_problem *problem, int32_t value, int32_t day,
                            const struct rota_option *option, int64_t *units);
int32_t resources_first_block(const struct rota_problem *problem, int32_t practitioner);
int32_t resources_next_block(const struct rota_problem *problem, int32_t value, int32_t day,
                             const struct rota_option *option, int64_t *units);
int32_t resources_first_evening(const struct rota_problem *problem, int32_t practitioner);
int32_t resources_next_evening(const struct rota_problem *problem, int32_t value, int32_t day,
                               const struct rota_option *option, int64_t *units);
int32_t resources_first_weekend(const struct rota_problem *problem, int32_t practitioner);
int32_t resources_next_weekend(const struct rota_problem *problem, int32_t value, int32_t day,
                               const struct rota_option *option, int64_t *units);

/** Whether these rules see no difference between two days of the rota, clock changes aside. */
bool resources_look_alike(const struct rota_problem *problem, int32_t one, int32_t other);

#endif
