// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The parent's side of the pipe: a child that was taken over by what it parsed
 * may send anything, so each number is held against what was asked.
 */
#include "child.h"

#include "clean.h"
#include "content.h"

#include <podplan/limits.h>

#include <string.h>

enum {
    MOST_LINES = PP_MAX_CALENDAR_BYTES + 1 ///< a line has a byte at least
};

static bool is_count(int32_t number)
{
    return number >= 0 && number <= PP_MAX_CALENDAR_EVENTS;
}

static bool is_flag(int32_t number)
{
    return number == 0 || number == 1;
}

/* Within what is wanted, no longer than an event may be, and at one with itself. */
static bool is_sound(const struct child_record *r, const struct pp_calendar_wanted *wanted)
{
    static const int64_t longest = (int64_t)(PP_MAX_CALENDAR_DAYS + 2) * PP_DAY_SECONDS;
    static const int64_t furthest = INT64_C(1) << 40;
    if (r->begin < -furthest || r->begin > furthest || r->end < r->begin ||
        r->end - r->begin > longest) {
        return false;
    }
    return r->from == pp_london_day(r->begin) &&
           r->to == pp_london_day(r->end > r->begin ? r->end - 1 : r->end) &&
           r->to >= wanted->from && r->from <= wanted->to && is_flag(r->all_day);
}

static bool take_occurrence(struct child_intake *intake, const struct child_record *r,
                            const char *text)
{
    struct pp_calendar_reading *reading = intake->reading;
    if (reading->count == PP_MAX_CALENDAR_INSTANCES || !is_sound(r, intake->wanted)) {
        return false;
    }
    reading->rows = pp_arena_grow(&reading->arena, reading->rows, &intake->capacity,
                                  reading->count + 1, sizeof(*reading->rows));
    struct pp_occurrence *o = &reading->rows[reading->count++];
    *o = (struct pp_occurrence){.begin = r->begin,
                                .end = r->end,
                                .from = r->from,
                                .to = r->to,
                                .all_day = r->all_day == 1,
                                .line = r->line};
    size_t length = strlen(text);
    bool fits = length < sizeof(o->summary);
    memcpy(o->summary, text, fits ? length : 0);
    return fits;
}

static bool take_note(struct child_intake *intake, const struct child_record *r, const char *text)
{
    struct pp_calendar_reading *reading = intake->reading;
    if (reading->n_notes >= 3 * PP_MAX_CALENDAR_FAULTS) {
        return false;
    }
    reading->notes = pp_arena_grow(&reading->arena, reading->notes, &intake->notes_capacity,
                                   reading->n_notes + 1, sizeof(*reading->notes));
    reading->notes[reading->n_notes++] = (struct pp_calendar_note){r->line, text};
    return true;
}

static bool take_end(struct child_intake *intake, const struct child_record *r)
{
    struct pp_calendar_reading *reading = intake->reading;
    intake->done = true;
    reading->n_free = r->n_free;
    reading->n_cancelled = r->n_cancelled;
    reading->n_other = r->n_other;
    reading->cut = r->cut == 1;
    return is_count(r->n_free) && is_count(r->n_cancelled) && is_count(r->n_other) &&
           is_flag(r->cut);
}

bool child_take(struct child_intake *intake, const struct child_record *record)
{
    char text[CHILD_TEXT];
    unsigned char worst;
    memcpy(text, record->text, sizeof(text));
    if (intake->done || record->line < 0 || record->line > MOST_LINES ||
        memchr(text, '\0', sizeof(text)) == NULL) {
        return false;
    }
    content_clean(text, strlen(text), &worst); /* a text that was cut may end within a character */
    switch (record->kind) {
    case CHILD_FOUND:
        return take_occurrence(intake, record, text);
    case CHILD_NOTE:
        return take_note(intake, record, pp_arena_string(&intake->reading->arena, text));
    case CHILD_DONE:
        return take_end(intake, record);
    case CHILD_FAILED:
        intake->done = intake->failed = true;
        return true;
    default:
        return false;
    }
}
