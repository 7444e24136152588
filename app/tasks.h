// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a planner can ask for: take the service and the plan in force out of
 * the file, plan stages in the order that lets each respect the others, and
 * store the whole in one piece.  Commands are shells over it.
 */
#ifndef PODPLAN_TASKS_H
#define PODPLAN_TASKS_H

#include "app.h"
#include "verdict.h"

#include <podplan/solver.h>
#include <podplan/store.h>

enum {
    ALL_STAGES = (1 << PP_STAGES) - 1
};

/** A service and its plan in force, out of the file. */
struct task {
    struct pp_store *store;
    struct pp_service *service;
    struct pp_plan *before;           ///< the plan in force; NULL: none
    const struct pp_plan *holding;    ///< the same with the turns of other weeks; NULL: none
    struct pp_arena arena;            ///< of `holding`
    struct pp_plan_record record;     ///< of `before`
    const struct pp_changes *changes; ///< how much of the allocation may change; NULL: any
};

/** PP_E_STATE when there is no file or no service in it. */
bool task_open(struct task *task, const char *db, struct pp_err *err);

/** The same for commands that need a plan in force: PP_E_STATE without one. */
bool task_open_plan(struct task *task, const char *db, struct pp_err *err);

void task_close(struct task *task);

/** The plan that a task came to. */
struct task_result {
    struct pp_plan *plan;
    struct pp_plan_record record;
    struct pp_verdict verdict; ///< of every rule on `plan`
    struct rule_sum *sums;     ///< length pp_n_rules; in the verdict's arena
    unsigned stages;           ///< those that ran (bits); 0: the plan in force stands
    bool stored;               ///< a new plan is in the file
};

/**
 * Plans the stages of `stages` (bits), the others as in the plan in force, and stores the plan.
 * When all stages are asked for and nothing has changed since the plan in force, that one is the
 * result (unless `request->again`).  With `request->dry_run` nothing is stored.  A hard rule that is broken and not named as a shortfall is
 * PP_E_BUG, and nothing is stored.
 */
bool task_plan(struct task *task, const struct request *request, const char *command,
               unsigned stages, struct task_result *result, struct pp_err *err);

/** Judges the plan in force as it is. */
void task_judge(struct task *task, struct task_result *result);

void task_result_finish(struct task_result *result);

#endif
