// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files that name shortfalls share: the plan's people, families by pod, and words. */
#ifndef ALLOCATION_GAPS_H
#define ALLOCATION_GAPS_H

#include "packing.h"
#include "people.h"
#include "signature.h"

struct gaps {
    struct pp_arena arena;
    const struct pp_service *service;
    struct pp_plan *plan;
    const struct signature *order; ///< settles ties
    struct people people;
    struct pp_load *load;  ///< [family]
    int32_t *pod;          ///< [family]: where it lives; PP_NONE
    bool *too_large;       ///< [family]: for every empty caseload
    int32_t largest_role;  ///< of most people who hold cases; PP_NONE: nobody does
    int32_t unplaced_caps; ///< families without a practitioner because of a cap
};

/** A group of families against a group of people. */
struct gaps_side {
    struct pp_load demand; ///< of the families
    struct pp_capacity room;
    int32_t n_people;
};

/** Reads what the files of shortfalls share; end with pp_arena_finish(&gaps->arena). */
void gaps_open(struct gaps *gaps, const struct pp_case *c, const struct signature *order,
               struct pp_plan *plan);

/** family_cap, child_cap or point_cap. */
bool gaps_is_cap(const struct gaps *gaps, int32_t rule);

/** Trained and holding cases: counts in rooms. */
bool gaps_holds(const struct gaps *gaps, int32_t practitioner);

/**
 * A packing without people: the chosen families (by family row), but for those too large for
 * anybody, and room for `people` agents.
 */
struct packing gaps_families(struct gaps *gaps, const bool *chosen, int32_t people);
/** Lets skills and conflicts count; a new person of `role` holds its core skills and no others. */
struct gaps_rules {
    const struct gaps *gaps;
    int32_t role;
};
void gaps_pack_by_rules(struct packing *packing, const struct gaps_rules *rules);
/** Full-time posts of a role, without anybody's help, for these families; 0: one is too large. */
int32_t gaps_posts_for(struct gaps *gaps, const bool *chosen, int32_t role);
/** The least posts that can close these excesses; INT32_MAX / 2: the role holds nothing. */
int32_t gaps_least_posts(const struct gaps *gaps, struct pp_load over, int32_t role);
/** Adds a practitioner with their room. */
void gaps_pack_person(const struct gaps *gaps, struct packing *packing, int32_t practitioner);

/** By pod, and last of those without one; families too large for anybody are left out. */
struct gaps_side *gaps_sides(struct gaps *gaps);
/** The role of most people of a pod who hold cases; that of the service where it has none. */
int32_t gaps_role_of_pod(const struct gaps *gaps, int32_t pod);

void gaps_add_demand(const struct gaps *gaps, struct gaps_side *side, int32_t family);
void gaps_add_person(const struct gaps *gaps, struct gaps_side *side, int32_t practitioner);

struct amounts gaps_room(struct pp_capacity capacity);

/** The room of one full-time practitioner of a role. */
struct pp_capacity gaps_full_room(const struct pp_service *service, int32_t role);

/** True when the demand is more than the room in some measure; `over` gets by how much. */
bool gaps_over(const struct gaps_side *side, struct pp_load *over);

/** Appends "34 families and 100 children", points only when `points`. */
void gaps_say_load(struct pp_buf *out, struct pp_load load, bool points);
/** Appends "30 places for families and 90 for children". */
void gaps_say_room(struct pp_buf *out, struct pp_capacity room, bool points);
/** Appends what is not zero of "4 families, 10 children and 2.5 points". */
void gaps_say_over(struct pp_buf *out, struct pp_load over);
/** Appends "2 more full-time posts in the role 'Family practitioner' (4 families, 12 children)". */
void gaps_say_posts(struct pp_buf *out, const struct pp_service *service, int32_t posts,
                    int32_t role);

/** Hands over the texts and releases them; an empty remedy is NULL. */
void gaps_add(struct gaps *gaps, int32_t rule, const char *subject, int64_t amount,
              const char *unit, struct pp_buf *sentence, struct pp_buf *remedy);

/* shortfall_caps.c, shortfall_people.c, shortfall_skills.c */
bool shortfall_caps(struct gaps *gaps, struct pp_err *err);
void shortfall_people(struct gaps *gaps);
void shortfall_skills(struct gaps *gaps);

#endif
