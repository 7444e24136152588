// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two stretches of days joined to one problem, with the bridge between them
 * (part.h): choices, rows and machines are made anew where those of the whole
 * count its days.
 */
#ifndef LINES_JOINT_H
#define LINES_JOINT_H

#include "part.h"

/** How a part's numbers follow from the whole's. */
struct joint_shift {
    int32_t choice, row; ///< to add to the whole's, on days of one stretch
};

/** The shift of a person's choices and of rows in one stretch of a part. */
struct joint_shift joint_shift_of(const struct part *part, const struct lines_problem *whole,
                                  int32_t p, int32_t stretch);

/** The problem of two stretches, without rows, people and what belongs to them. */
struct lines_problem joint_days(const struct lines_problem *whole, const struct part_days *days,
                                struct pp_arena *arena);

/** Joins the people of a part of two stretches, who are cut to them but for their choices. */
void joint_people(struct part *part, const struct lines_problem *whole,
                  const struct lines_roster *roster);

#endif
