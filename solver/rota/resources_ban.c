// SPDX-License-Identifier: GPL-3.0-or-later
/* What is not open to a person on a date, as resources: one row for each rule. */
#include "resources.h"

#include <podplan/service.h>

static bool bans_out_of_post(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                             const struct rota_option *option)
{
    return option_is_work(option) &&
           !pp_in_post(problem->service, practitioner, problem_date(problem, day));
}

static bool reaches_next_day(const struct rota_problem *problem, const struct rota_option *option)
{
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        if (option->part[part] != PP_NONE &&
            pp_shift_reaches_next_day(problem->service, option->part[part])) {
            return true;
        }
    }
    return false;
}

/* Nor does a turn that is still ahead reach into leave. */
static bool bans_leave(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                       const struct rota_option *option)
{
    pp_day date = problem_date(problem, day);
    if (!option_is_work(option)) {
        return false;
    }
    if (pp_on_leave(problem->service, practitioner, date)) {
        return true;
    }
    return day >= problem->n_settled && reaches_next_day(problem, option) &&
           pp_on_leave(problem->service, practitioner, date + 1);
}

/* A day with a seat is a day of training, no more and no less. */
static bool bans_training(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                          const struct rota_option *option)
{
    return option->training != problem->course_of[practitioner * problem->n_days + day];
}

static bool bans_before_court(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                              const struct rota_option *option)
{
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        if (option->part[part] != PP_NONE &&
            pp_is_before_court(problem->service, practitioner, option->part[part],
                               problem_date(problem, day))) {
            return true;
        }
    }
    return false;
}

static bool held_frozen(const struct rota_problem *problem, int32_t slot, int32_t shift)
{
    const int32_t *first = problem->frozen.first;
    for (int32_t i = first == NULL ? 0 : first[slot]; first != NULL && i < first[slot + 1]; i++) {
        if (problem->frozen.shift[i] == shift) {
            return true;
        }
    }
    return false;
}

/* What has passed was worked as published: nobody gets more of it. */
static bool bans_settled(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                         const struct rota_option *option)
{
    int32_t slot = practitioner * problem->n_days + day;
    for (int32_t part = 0; day < problem->n_settled && part < ROTA_PARTS; part++) {
        if (option->part[part] != PP_NONE && !held_frozen(problem, slot, option->part[part])) {
            return true;
        }
    }
    return false;
}

const struct resource_ban resource_bans[RESOURCE_BANS] = {
    {"rota_in_post", bans_out_of_post}, {"on_leave", bans_leave},
    {"on_training", bans_training},     {"before_court", bans_before_court},
    {"notice_kept", bans_settled},
};
