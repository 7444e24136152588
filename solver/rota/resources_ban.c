// SPDX-License-Identifier: GPL-3.0-or-later
/* What is not open to a person on a date, as resources: one row for each rule. */
#include "resources.h"

#include <podplan/service.h>

/* Who may cover a shift at all may lose its skill, or learn it, in the rota. */
static bool bans_without_skill(const struct rota_problem *problem, int32_t practitioner,
                               int32_t day, const struct rota_option *option)
{
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        int32_t shift = option->part[part];
        if (shift != PP_NONE && problem->service->shifts[shift].skill != PP_NONE &&
            !pp_may_cover_on(problem->service, problem->plan, practitioner, shift,
                             problem_date(problem, day))) {
            return true;
        }
    }
    return false;
}

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

bool resources_near_fixed(const struct rota_problem *problem, int32_t practitioner, int32_t shift,
                          pp_day date)
{
    struct pp_turn turn = {shift, date, practitioner};
    if (pp_missing_after(problem->service, &problem->after, &turn) > 0) {
        return true;
    }
    const struct pp_index *seats = &problem->seats;
    for (int32_t i = seats->start[practitioner]; i < seats->start[practitioner + 1]; i++) {
        int32_t session = problem->plan->seats[seats->item[i]].session;
        if (pp_missing_beside_session(problem->service, session, shift, date) > 0) {
            return true;
        }
    }
    return false;
}

/* The rest before and after courses and before what was published after the rota, and standby that is not over when they begin. */
static bool bans_near_fixed(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                            const struct rota_option *option)
{
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        int32_t shift = option->part[part];
        bool settled = day < problem->n_settled && part == ROTA_DUTY_PART;
        if (shift != PP_NONE && !settled &&
            resources_near_fixed(problem, practitioner, shift, problem_date(problem, day))) {
            return true;
        }
    }
    return false;
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

/* Whether a line may have nights is said once. */
static bool bans_saying_nights(const struct rota_problem *problem, int32_t practitioner,
                               int32_t day, const struct rota_option *option)
{
    (void)problem, (void)practitioner;
    return option->nights && day > 0;
}

const struct resource_ban resource_bans[RESOURCE_BANS] = {
    {"may_cover", bans_without_skill}, {"rota_in_post", bans_out_of_post},
    {"on_leave", bans_leave},          {"on_training", bans_training},
    {"daily_rest", bans_near_fixed},   {"before_court", bans_before_court},
    {"notice_kept", bans_settled},     {"night_average", bans_saying_nights},
};
