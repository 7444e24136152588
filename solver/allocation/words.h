// SPDX-License-Identifier: GPL-3.0-or-later
/* Amounts and names in the sentences of allocation. */
#ifndef ALLOCATION_WORDS_H
#define ALLOCATION_WORDS_H

#include "people.h"

/** What a load or a room is in the measure of a cap rule; thousandths for points. */
int64_t words_load(const struct people *people, int32_t rule, struct pp_load load);
int64_t words_room(const struct people *people, int32_t rule, struct pp_capacity room);

/** Appends "4 families", "1 child", "2.5 points". */
void words_amount(struct pp_buf *out, const struct people *people, int32_t rule, int64_t amount);
/** Appends the number alone. */
void words_number(struct pp_buf *out, const struct people *people, int32_t rule, int64_t amount);

/** The sum of two rooms, INT32_MAX being "not capped". */
int32_t words_add_room(int32_t a, int32_t b);

/** Names as a manager knows them; the key where there is none. */
const char *words_skill(const struct pp_service *service, int32_t skill);
const char *words_role(const struct pp_service *service, int32_t role);
const char *words_pod(const struct pp_service *service, int32_t pod);
const char *words_service(const struct pp_service *service);

/** "family cap" for the rule family_cap; owned by the arena. */
const char *words_rule(struct pp_arena *arena, int32_t rule);

#endif
