// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reads a calendar for tests: read_calendar FROM TO [free] [today=DATE] [WORDS] <FILE.ics, and writes a line for
 * each occurrence: begin and end (seconds since 1970), from, to, all-day, line, summary, between
 * tabs.  Notes go to stderr as "note:LINE:TEXT"; a refusal as one line with status 3.
 */
#include <podplan/buf.h>
#include <podplan/calendar_read.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void take_input(struct pp_buf *in)
{
    char chunk[65536];
    for (size_t got; (got = fread(chunk, 1, sizeof(chunk), stdin)) > 0;) {
        pp_buf_addn(in, chunk, got);
    }
}

static void show(const struct pp_calendar_reading *reading)
{
    char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
    for (int32_t i = 0; i < reading->count; i++) {
        const struct pp_occurrence *o = &reading->rows[i];
        printf("%" PRId64 "\t%" PRId64 "\t%s\t%s\t%d\t%d\t%s\n", o->begin, o->end,
               pp_day_text(o->from, from), pp_day_text(o->to, to), o->all_day, (int)o->line,
               o->summary);
    }
    for (int32_t n = 0; n < reading->n_notes; n++) {
        fprintf(stderr, "note:%d:%s\n", (int)reading->notes[n].line, reading->notes[n].text);
    }
    fprintf(stderr, "events %d free %d cancelled %d other %d\n", (int)reading->n_events,
            (int)reading->n_free, (int)reading->n_cancelled, (int)reading->n_other);
}

int main(int argc, char **argv)
{
    struct pp_calendar_wanted wanted = {.source = "test.ics"};
    struct pp_calendar_reading reading;
    struct pp_buf in = {0};
    struct pp_err err = {0};
    if (argc < 3 || !pp_day_parse(argv[1], &wanted.from) || !pp_day_parse(argv[2], &wanted.to)) {
        fputs("read_calendar FROM TO [free] [WORDS]\n", stderr);
        return 2;
    }
    for (int a = 3; a < argc; a++) {
        if (strcmp(argv[a], "free") == 0) {
            wanted.free_too = true;
        } else if (strncmp(argv[a], "today=", 6) == 0) {
            pp_day_parse(argv[a] + 6, &wanted.today);
        } else {
            wanted.only = argv[a];
        }
    }
    take_input(&in);
    bool read = pp_calendar_read(pp_buf_text(&in), in.length, &wanted, &reading, &err);
    if (read) {
        show(&reading);
    } else {
        fprintf(stderr, "%s\n", err.text);
    }
    pp_calendar_reading_finish(&reading);
    pp_buf_finish(&in);
    return read ? 0 : 3;
}
