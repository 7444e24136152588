// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Small changes: what a request lets change, and what then does.
 *
 * Somebody who leaves is taken out of the service in memory, and everything is judged on the day
 * after their last (never before cases_from); the file's data stays as it is.
 */
#ifndef PODPLAN_CHANGES_H
#define PODPLAN_CHANGES_H

#include "tasks.h"

/** What a request lets change. */
struct change_set {
    struct pp_arena arena;
    struct pp_changes changes;
    bool asked;       ///< any of the options was given
    int32_t *leavers; ///< practitioners
    int32_t n_leavers;
    pp_day gone_from;
    pp_day cases_from; ///< of the data
    json_t *warnings;
};

/**
 * Reads --changes, --pin, --without and --from into `set`, points the task to it and takes leavers
 * out of the task's service.  Warnings go to `answer`.  PP_E_USAGE: unknown keys with the nearest
 * ones, somebody out of post, one option without the other.
 */
bool changes_read(struct task *task, const struct request *request, struct change_set *set,
                  struct answer *answer, struct pp_err *err);

/**
 * Warns of a plan made for a later day that breaks a hard rule on the cases_from of the data, and
 * does not name it.
 */
void changes_check(const struct task *task, struct change_set *set,
                   const struct task_result *result, struct answer *answer);

/** Who moves, from whom to whom and why: words, and the JSON members. */
void changes_say(const struct task *task, const struct change_set *set,
                 const struct task_result *result, struct answer *answer);

/** The set must have been read, or be zero. */
void changes_finish(struct change_set *set);

#endif
