// SPDX-License-Identifier: GPL-3.0-or-later
/* Explanations: one function for each kind of thing that can be explained. */
#ifndef PODPLAN_EXPLAIN_H
#define PODPLAN_EXPLAIN_H

#include "tasks.h"

#include <podplan/solver.h>

/** What an explanation is made of; everything is borrowed. */
struct explanation {
    const struct pp_service *service;
    const struct task_result *result; ///< the plan in force, judged
    struct answer *answer;            ///< takes the words and the JSON members
};

/** The family's load, who works with it, what that costs, and who else could or could not. */
bool explain_family(const struct explanation *e, const char *key, struct pp_err *err);

/**
 * Everybody who holds cases, for one family, best first: appends the tables, returns the JSON list.
 * `before`: against whom a hand-over counts (NULL: the data).
 */
json_t *explain_candidates(const struct pp_service *service, const struct pp_plan *plan,
                           const struct pp_plan *before, int32_t family, struct pp_buf *out);

/** The person's capacity, load, turns against the fair share, and seats. */
bool explain_person(const struct explanation *e, const char *key, struct pp_err *err);

/** All shortfalls, and what one more post or place would be worth; or the one with this number. */
bool explain_shortfall(const struct explanation *e, const char *number, struct pp_err *err);

/** The row with this key; PP_NONE with PP_E_USAGE and the nearest keys. */
int32_t explain_find(const struct pp_service *service, enum pp_table_id table, const char *what,
                     const char *key, struct pp_err *err);

/** Puts rows into the order of their keys, because the order of a file carries no meaning. */
void explain_sort(const struct pp_service *service, enum pp_table_id table, int32_t *rows,
                  int32_t count);

/** Puts texts into alphabetical order. */
void explain_sort_texts(const char **texts, int32_t count);

/** Appends "3 children, 5.5 points, 1 of them unassessed". */
void explain_load(struct pp_load load, struct pp_buf *out);

/** A load as a JSON object: families, children, points, unassessed. */
json_t *explain_load_json(struct pp_load load);

/** What a change is worth as a JSON object. */
json_t *explain_worth_json(const struct explanation *e, const struct pp_worth *worth);

/** The key of a row as JSON; null for PP_NONE. */
json_t *explain_key(const struct pp_service *service, enum pp_table_id table, int32_t row);

/** "FP01 (Jakub Ashgrove)" or "FP01"; owned by the arena. */
const char *explain_name(const struct pp_service *service, int32_t practitioner,
                         struct pp_arena *arena);

#endif
