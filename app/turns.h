// SPDX-License-Identifier: GPL-3.0-or-later
/* Which turns change hands with a new rota: who is touched, with what, and why. */
#ifndef PODPLAN_TURNS_H
#define PODPLAN_TURNS_H

#include "app.h"
#include "tasks.h"

/**
 * Words, and the JSON members "changes", "filled" and "touched": against the rota in force, of the
 * days from planned_on on that both know.  `most`: how many might change; negative: any.
 */
void turns_say(const struct task *task, const struct task_result *result, int64_t most,
               struct answer *answer);

#endif
