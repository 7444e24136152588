// SPDX-License-Identifier: GPL-3.0-or-later
/* Plans and what was published of them, inside a transaction of the caller's. */
#ifndef PODPLAN_STORE_PUBLISHED_H
#define PODPLAN_STORE_PUBLISHED_H

#include "rows.h"

/** Replaces the events. */
bool events_replace(struct pp_store *store, const struct pp_event_list *events, struct pp_err *err);

/** Appends the published turns whose shift and practitioner the service still has, by date. */
bool published_load(struct pp_store *store, struct rows_keys *keys, struct pp_plan *plan,
                    struct pp_err *err);

/** Replaces the published turns on the dates of the plan's rota by the plan's own. */
bool published_replace(struct pp_store *store, const struct pp_service *service,
                       const struct pp_plan *plan, struct pp_err *err);

/** Stores a plan; fills the record's id and time. */
bool plan_insert(struct pp_store *store, const struct pp_service *service,
                 const struct pp_plan *plan, struct pp_plan_record *record, struct pp_err *err);

#endif
