// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What changed in people's own calendars: noted whenever events are replaced, for ever.
 *
 * A feed reaches people hours later.  Whoever has to tell them at once, by word or by mail, finds
 * here what was there before and what is there now.
 */
#include "published.h"

/* Within events_replace: `fresh_events` and `differing` are there, `events` is as it was. */
bool changes_note(struct pp_store *store, struct pp_err *err)
{
    return db_exec(
        store,
        "INSERT INTO event_changes (changed, practitioner, uid, kind,"
        " before_date, before_begin, before_end, before_summary, before_location,"
        " after_date, after_begin, after_end, after_summary, after_location)"
        " SELECT " EVENTS_NOW
        ", coalesce(a.practitioner, b.practitioner), d.uid,"
        " coalesce(a.kind, b.kind), b.date, b.\"begin\", b.\"end\", b.summary, b.location,"
        " a.date, a.\"begin\", a.\"end\", a.summary, a.location"
        " FROM differing AS d"
        " LEFT JOIN events AS b ON b.uid = d.uid AND b.shared = 0 AND b.body <> ''"
        " LEFT JOIN fresh_events AS a ON a.uid = d.uid AND a.shared = 0 AND a.body <> ''"
        " WHERE d.shared = 0 AND coalesce(a.body, '') <> coalesce(b.body, '')"
        " AND (b.uid IS NULL OR b.summary IS NOT NULL)" // an earlier version did not keep it
        " ORDER BY coalesce(a.practitioner, b.practitioner), coalesce(a.date, b.date), d.uid",
        err);
}
