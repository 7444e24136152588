// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Random services for tests of the allocation, and a solve that is judged.
 *
 * The same recipe gives the same families and people whatever they are called and in whatever order
 * their rows stand, so that a test can compare.
 */
#ifndef PODPLAN_ALLOCATION_FIXTURE_H
#define PODPLAN_ALLOCATION_FIXTURE_H

#include <podplan/buf.h>
#include <podplan/solver.h>

struct recipe {
    uint64_t seed;
    int32_t families, practitioners, pods, consultants;
    int32_t most_children;         ///< in one family
    int32_t family_cap, child_cap; ///< of the role fp
    int32_t point_cap;             ///< whole points; 0: not capped
    int32_t skills;                ///< besides one language
    int32_t needed_percent;        ///< of the families need a skill; as many prefer one
    int32_t holder_percent;        ///< of the families have a practitioner in the data
    int32_t conflict_percent;      ///< of the families have a conflict
    int32_t raised;          ///< 1 + number of a practitioner with caps of their own; 0: nobody
    int32_t raised_families; ///< these caps
    int32_t raised_children;
    int32_t raised_points; ///< thousandths
    bool renamed;          ///< other keys, in another order of the alphabet
    bool shuffled;         ///< other order of rows
};

/** The service of a recipe, and `more` after it (NULL: nothing). Destroy it. */
struct pp_service *recipe_service(const struct recipe *recipe, const char *more);

/** Key of family or practitioner number i as the recipe calls it. */
const char *recipe_family(const struct recipe *recipe, int32_t i, char key[32]);
const char *recipe_person(const struct recipe *recipe, int32_t i, char key[32]);

/**
 * Solves and judges: no hard rule is broken but placement, social_worker, destination and
 * consultant_span, the judge's cost is the plan's, the bound is no more, and every open family
 * without a practitioner has a reason.  Destroy the plan.
 */
struct pp_plan *allocation_solved(const struct pp_service *service, const struct pp_plan *before,
                                  int32_t rounds, uint64_t seed);

/** The same from nothing, the search told to stop after so many seconds. */
struct pp_plan *allocation_solved_within(const struct pp_service *service, double seconds);

/** Families without a practitioner; those of one rule unless `rule` is NULL. */
int32_t allocation_unplaced(const struct pp_plan *plan, const char *rule);

/** The shortfall of a rule and subject; NULL: none. */
const struct pp_shortfall *allocation_shortfall(const struct pp_plan *plan, const char *rule,
                                                const char *subject);

#endif
