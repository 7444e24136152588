// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands between a family and a practitioner: the hard rules, one pair at a time, in the order
 * of the rule table.  Reasons of unplaced families and candidates of a family both ask here.
 */
#ifndef ALLOCATION_PEOPLE_H
#define ALLOCATION_PEOPLE_H

#include <podplan/rules.h>

/** What is known of a practitioner on cases_from. */
struct person {
    bool holds_cases; ///< families of their own: pp_holds_cases
    bool trained;     ///< in all core courses
    struct pp_capacity capacity;
    struct pp_load load; ///< by the plan, with families that the person is beside
};

struct people {
    const struct pp_service *service;
    const struct pp_plan *plan;
    struct person *list;                      ///< [practitioner]
    bool *holds;                              ///< [practitioner x n_skills + skill], on cases_from
    int32_t family_cap, child_cap, point_cap; ///< rules, and so on
    int32_t holder_in_post, holder_trained, needed_skill, conflict, threshold, step_down,
        social_worker, destination;
    const struct pp_escalation *escalation; ///< [family]
};

/** Reads everybody; the lists are owned by the arena. O(practitioners x skills + families). */
struct people people_read(const struct pp_case *c, struct pp_arena *arena);

/** The first hard rule that forbids the pair whatever else the person holds, or PP_NONE. */
int32_t people_forbids(const struct people *people, int32_t family, int32_t practitioner);

/**
 * The first hard rule that forbids the pair when `others` is what the person holds besides, or
 * PP_NONE.  O(needs and conflicts of the family).
 */
int32_t people_obstacle(const struct people *people, int32_t family, struct pp_load family_load,
                        int32_t practitioner, struct pp_load others);

/** The cap that a family of this load breaks on top of `others`; PP_NONE: none. */
int32_t people_broken_cap(const struct people *people, const struct person *person,
                          struct pp_load family_load, struct pp_load others);

/** How many skills of this strength the family asks for and the practitioner does not hold. */
int32_t people_lacks(const struct people *people, int32_t family, int32_t practitioner,
                     enum pp_strength strength);

/** Holds the skill on cases_from, by the records or by a session of the plan. */
static inline bool people_holds(const struct people *people, int32_t practitioner, int32_t skill)
{
    return people->holds[(int64_t)practitioner * people->service->n_skills + skill];
}

#endif
