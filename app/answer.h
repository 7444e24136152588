// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts of answers that several commands give, as text and as JSON. */
#ifndef PODPLAN_ANSWER_H
#define PODPLAN_ANSWER_H

#include "app.h"

#include <podplan/builder.h>
#include <podplan/plan.h>
#include <podplan/store.h>

/** Faults and warnings: notes for stderr; "faults" and "warnings" in the JSON answer. */
void answer_faults(const struct pp_faults *faults, struct answer *answer);

/** Which plan it is: "plan" in the JSON answer. */
void answer_record(const struct pp_plan_record *record, struct answer *answer);

/** Whether the plan answers the service as it is now: "current"; a sentence when it does not. */
void answer_current(const struct pp_service *service, const struct pp_plan_record *record,
                    struct answer *answer);

/** The shortfalls of a plan, numbered from 1: a list in words with their remedies. */
void answer_shortfall_words(const struct pp_plan *plan, int32_t shortfall, struct pp_buf *out);

/** The shortfalls of a plan as a JSON array. */
json_t *answer_shortfalls(const struct pp_plan *plan);

/** A date as a JSON string; null for PP_NO_DAY. */
json_t *answer_day(pp_day day);

/** A key as a JSON string; null for NULL. Text from outside is made safe. */
json_t *answer_text(const char *text);

/** "optimal", "feasible", "shortfall", "stopped", "not run". */
const char *answer_status(int32_t status);

#endif
