// SPDX-License-Identifier: GPL-3.0-or-later
/* The child's work, as records; nothing here knows of processes, so that it can be tried without. */
#include "child.h"

#include "event.h"

#include <podplan/limits.h>

#include <stdio.h>
#include <string.h>

struct work {
    void (*send)(void *user, const struct child_record *record);
    void (*at)(void *user, int32_t line);
    void *user;
    int32_t n_notes;
};

static void send_note(void *user, int32_t line, const char *text)
{
    struct work *work = user;
    struct child_record record = {.kind = CHILD_NOTE, .line = line};
    if (work->n_notes++ < PP_MAX_CALENDAR_FAULTS) {
        snprintf(record.text, sizeof(record.text), "%s", text);
        work->send(work->user, &record);
    }
}

static void send_found(void *user, const struct pp_occurrence *o)
{
    struct work *work = user;
    struct child_record record = {.kind = CHILD_FOUND,
                                  .line = o->line,
                                  .begin = o->begin,
                                  .end = o->end,
                                  .from = o->from,
                                  .to = o->to,
                                  .all_day = o->all_day};
    snprintf(record.text, sizeof(record.text), "%s", o->summary);
    work->send(work->user, &record);
}

static void tell(void *user, int32_t line)
{
    struct work *work = user;
    work->at(work->user, line);
}

void child_work(const struct scan *scan, const struct pp_calendar_wanted *wanted,
                void (*send)(void *user, const struct child_record *record),
                void (*at)(void *user, int32_t line), void *user)
{
    struct pp_arena arena = {0};
    struct events events = {0};
    struct work work = {send, at, user, 0};
    struct sink sink = {&work, send_note, send_found, tell};
    struct child_record last = {.kind = CHILD_FAILED};
    if (event_parse(pp_buf_text(&scan->text), scan->event_lines, scan->n_events, wanted, &sink,
                    &arena, &events)) {
        struct expanded left = event_expand(&events, wanted, &sink, &arena);
        last = (struct child_record){.kind = CHILD_DONE,
                                     .n_free = left.n_free,
                                     .n_cancelled = left.n_cancelled,
                                     .n_other = left.n_other,
                                     .cut = left.cut};
    }
    send(user, &last);
    pp_arena_finish(&arena);
}
