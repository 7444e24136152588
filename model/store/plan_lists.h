// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The lists of a plan as tables: what rows.h needs to know about each.
 *
 * Most lists are kept as they stand in struct pp_plan.  Four are put into
 * rows of their own first, because what they say by position must be said by
 * key: families, practitioners and benefits may come and go between a plan
 * and the day on which it is read again.
 */
#ifndef PODPLAN_STORE_PLAN_LISTS_H
#define PODPLAN_STORE_PLAN_LISTS_H

#include <podplan/plan.h>
#include <podplan/schema.h>

/** A list that is kept as it is. `table.rows_offset` and so on are offsets in struct pp_plan. */
struct plan_list {
    struct pp_table table;
    size_t capacity_offset;
};

extern const struct plan_list plan_lists[];
extern const int32_t plan_n_lists;

/** A placement with its family, and by the practitioner's key, who may be gone. */
struct plan_placed {
    int32_t family;
    const char *practitioner; ///< NULL: unplaced
    int32_t rule;
    const char *reason;
};

struct plan_overseen {
    int32_t practitioner;
    const char *consultant; ///< NULL: nobody
};

struct plan_accompanied {
    int32_t family;
    const char *social_worker; ///< NULL: nobody
};

/** A saving by what makes a benefit unique. */
struct plan_saved {
    const char *cohort, *outcome;
    int64_t gross, less, net;
};

extern const struct pp_table plan_placed_table, plan_overseen_table, plan_accompanied_table,
    plan_saved_table;

/** "training", "allocation", … in the order of enum pp_stage; ends with NULL. */
extern const char *const plan_stage_words[];
/** "not_run", "optimal", … in the order of enum pp_solve_status; ends with NULL. */
extern const char *const plan_status_words[];

#endif
