// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Turns lines of text into a calendar, so that readers can be tried on events that no plan makes:
 * write_calendar NAME <EVENTS >FILE.ics, where a line is, between tabs, uid, summary, location,
 * category, date, begin and end in minutes, and 1 for busy.
 */
#include <podplan/arena.h>
#include <podplan/calendar.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIELDS = 8
};

static struct pp_event event_of(char *line)
{
    char *field[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
        field[i] = strsep(&line, "\t");
        if (field[i] == NULL) {
            fputs("write_calendar: a line has too few fields\n", stderr);
            exit(EXIT_FAILURE);
        }
    }
    struct pp_event event = {.uid = field[0],
                             .summary = field[1],
                             .location = field[2],
                             .category = field[3],
                             .begin = atoi(field[5]),
                             .end = atoi(field[6]),
                             .busy = atoi(field[7]) != 0,
                             .created = 1425254400,
                             .modified = 1425254400};
    if (!pp_day_parse(field[4], &event.date)) {
        fprintf(stderr, "write_calendar: %s is no date\n", field[4]);
        exit(EXIT_FAILURE);
    }
    return event;
}

int main(int argc, char **argv)
{
    struct pp_arena arena = {0};
    struct pp_calendar calendar = {.name = argc > 1 ? argv[1] : NULL, .colour = "teal"};
    struct pp_event *events = NULL;
    int32_t capacity = 0;
    char *line = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&line, &room, stdin)) > 0; calendar.n_events++) {
        line[length - 1] = '\0';
        events = pp_arena_grow(&arena, events, &capacity, calendar.n_events + 1, sizeof(*events));
        events[calendar.n_events] = event_of(pp_arena_string(&arena, line));
    }
    calendar.events = events;
    struct pp_buf out = {0};
    struct pp_err err = {0};
    bool written = pp_calendar_write(&calendar, &out, &err);
    fputs(written ? pp_buf_text(&out) : err.text, written ? stdout : stderr);
    pp_buf_finish(&out);
    free(line);
    pp_arena_finish(&arena);
    return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
