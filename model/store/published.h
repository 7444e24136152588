// SPDX-License-Identifier: GPL-3.0-or-later
/* Plans and what was published of them, inside a transaction of the caller's. */
#ifndef PODPLAN_STORE_PUBLISHED_H
#define PODPLAN_STORE_PUBLISHED_H

#include "rows.h"

/** The columns of `events` in their order. */
#define EVENTS_COLUMNS                                                                             \
    "uid, shared, practitioner, shift, date, kind, pod, hub, tier, busy, \"begin\", \"end\","      \
    " summary, location, body, sequence, created, modified"

/** The clock, in SQL: seconds since 1970-01-01T00:00:00Z. */
#define EVENTS_NOW "CAST(strftime('%s', 'now') AS INTEGER)"

/** Replaces the events, notes changes of dates from `today` on and stamps the calendars. */
bool events_replace(struct pp_store *store, const struct pp_event_list *events, pp_day today,
                    struct pp_err *err);

/** Appends the event of a row of EVENTS_COLUMNS. */
bool events_read(struct pp_store *store, sqlite3_stmt *stmt, struct pp_event_list *events,
                 struct pp_err *err);

/** Notes what differs, from `today` on, between `events` and the temporary table that replaces it. */
bool changes_note(struct pp_store *store, pp_day today, struct pp_err *err);

/** Enters calendars, and new names of those that are there. */
bool feeds_name(struct pp_store *store, const struct pp_feed_name *feeds, int32_t n_feeds,
                struct pp_err *err);

/** Notes the day of planning, and stamps the calendars that it moves over an event. */
bool feeds_move(struct pp_store *store, pp_day planned_on, struct pp_err *err);

/** Appends the published turns whose shift and practitioner the service still has, by date. */
bool published_load(struct pp_store *store, struct rows_keys *keys, struct pp_plan *plan,
                    struct pp_err *err);

/** Replaces the published turns on the dates of the plan's rota by the plan's own. */
bool published_replace(struct pp_store *store, const struct pp_service *service,
                       const struct pp_plan *plan, struct pp_err *err);

/** Stores a plan; fills the record's id and time. */
bool plan_insert(struct pp_store *store, const struct pp_service *service,
                 const struct pp_plan *plan, struct pp_plan_record *record, struct pp_err *err);

/** Notes which feeds are of people, pods or hubs that the service has no more, or has again. */
bool feeds_follow_service(struct pp_store *store, struct pp_err *err);

#endif
