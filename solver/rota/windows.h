// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Windows of the average week as limits on minutes of duty (model/rules/average.c).
 *
 * Courses are given, so they are taken off the limit.  Windows that the duties of their days can't
 * fill are left out.  A long rota has more windows than a line carries; then a run of them becomes
 * one that lasts from the first to the end of the last, with the least of their limits: who keeps
 * that keeps each of them.
 *
 * Whoever has night duties has less in a window where night_average is the stricter limit.  A line
 * counts that once, with the choice of its first day: that says whether there may be nights later
 * (resources.c).  Long horizons, which are made block after block, keep everybody who may have nights
 * to the limit of those who have some.
 */
#ifndef ROTA_WINDOWS_H
#define ROTA_WINDOWS_H

#include "problem.h"

/** Fills a person's windows; adds to the problem's constant what courses alone exceed. */
void windows_list(struct rota_problem *problem, struct rota_person *person);

/** What an option on a day amounts to in window `w` of a person. */
int32_t windows_amount(const struct rota_problem *problem, const struct rota_person *person,
                       int32_t w, int32_t day, const struct rota_option *option);

/** Whether lines say on their first day if they have nights; the horizon is known. */
bool windows_by_nights(const struct rota_problem *problem);

/** Whether a shift of the group is a night duty. */
bool windows_have_nights(const struct rota_problem *problem, const struct rota_group *group);

#endif
