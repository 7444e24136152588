// SPDX-License-Identifier: GPL-3.0-or-later
/* What is said of leave from calendars, in words and as JSON. */
#ifndef PODPLAN_LEAVE_SAY_H
#define PODPLAN_LEAVE_SAY_H

#include "leave.h"
#include "tasks.h"

/** A source: its number, whose, where from (shown safely), how it is read, how it went last. */
json_t *leave_source_json(const struct pp_leave_source *source);

/** Days as a list of from and to. */
json_t *leave_days_json(const struct leave_days *days);

/** "12 days of leave", and those runs that are not over, from `today` on. */
void leave_say_days(const struct pp_leave_source *source, const struct leave_days *days,
                    pp_day today, struct pp_buf *out);

/** What was left out and why, as a paragraph; nothing when all counts. */
void leave_say_left_out(const struct pp_leave_source *source, const struct leave_look *look,
                        struct pp_buf *out);

/** The same as a JSON object. */
json_t *leave_left_out_json(const struct leave_look *look);

/** Lines that could not be read, for stderr; appended to a JSON list of source, line, text. */
void leave_say_notes(const struct pp_leave_source *source, const struct leave_look *look,
                     struct answer *answer, json_t *list);

/**
 * Published turns from planned_on on that the days take away: appended to a JSON list of
 * practitioner, shift, date, and as lines.  Returns how many.
 */
int32_t leave_say_hits(const struct task *task, const struct pp_leave_source *source,
                       const struct leave_days *days, struct pp_buf *out, json_t *list);

#endif
