// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading calendars: look through the bytes (scan.h), let a child parse and
 * expand what is left (child.h), put the notes of both in order.
 */
#include "child.h"
#include "scan.h"

#include <podplan/limits.h>

#include <stdlib.h>
#include <string.h>

static int by_line(const void *a, const void *b)
{
    const struct pp_calendar_note *one = a, *other = b;
    if (one->line != other->line) {
        return one->line < other->line ? -1 : 1;
    }
    return strcmp(one->text, other->text);
}

/* The scan's notes behind the child's, and one when something was cut. */
static void join_notes(const struct scan *scan, struct pp_calendar_reading *reading)
{
    int32_t count = reading->n_notes + scan->n_notes + reading->cut;
    struct pp_calendar_note *notes = PP_NEW(&reading->arena, struct pp_calendar_note, count + 1);
    if (reading->n_notes > 0) {
        memcpy(notes, reading->notes, sizeof(*notes) * (size_t)reading->n_notes);
    }
    for (int32_t n = 0; n < scan->n_notes; n++) {
        notes[reading->n_notes + n] = (struct pp_calendar_note){
            scan->notes[n].line, pp_arena_string(&reading->arena, scan->notes[n].text)};
    }
    if (reading->cut) {
        char first[PP_DATE_TEXT], last[PP_DATE_TEXT];
        notes[count - 1].text = pp_arena_printf(
            &reading->arena,
            "there are more than %d occurrences; those before %s or after %s were left out. Please "
            "choose events by words in them, or export fewer",
            PP_MAX_CALENDAR_INSTANCES, pp_day_text(reading->rows[0].from, first),
            pp_day_text(reading->rows[reading->count - 1].from, last));
    }
    qsort(notes, (size_t)count, sizeof(*notes), by_line);
    reading->notes = notes;
    reading->n_notes = count;
}

bool pp_calendar_read(const char *bytes, size_t length, const struct pp_calendar_wanted *wanted,
                      struct pp_calendar_reading *reading, struct pp_err *err)
{
    struct scan scan;
    *reading = (struct pp_calendar_reading){0};
    bool good = scan_bytes(bytes, length, wanted->source, &scan, err) &&
                child_read(&scan, wanted, reading, err);
    if (good) {
        reading->n_events = scan.n_events;
        join_notes(&scan, reading);
    }
    scan_finish(&scan);
    return good;
}

void pp_calendar_reading_finish(struct pp_calendar_reading *reading)
{
    pp_arena_finish(&reading->arena);
    *reading = (struct pp_calendar_reading){0};
}
