// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The reader of calendars: the look through the bytes, the parser and the expansion, in this process.
 * Whatever comes in, what an honest child says of it is believed by its parent.
 */
#include "fuzz.h"

#include "child.h"
#include "scan.h"

#include <stdlib.h>
#include <string.h>

static void take(void *user, const struct child_record *record)
{
    if (!child_take(user, record)) {
        abort();
    }
}

static void pass_by(void *user, int32_t line)
{
    (void)user;
    (void)line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pp_calendar_wanted wanted = {
        .source = "fuzz.ics", .from = 20400, .to = 20800, .only = size % 7 == 0 ? "a" : NULL};
    struct scan scan;
    struct pp_err err = {0};
    wanted.free_too = size % 2 == 0;
    if (scan_bytes((const char *)data, size, wanted.source, &scan, &err)) {
        struct pp_calendar_reading reading = {0};
        struct child_intake intake = {.wanted = &wanted, .reading = &reading};
        child_work(&scan, &wanted, take, pass_by, &intake);
        if (!intake.done) {
            abort();
        }
        pp_calendar_reading_finish(&reading);
    } else if (strncmp(err.text, "fuzz.ics:", 9) != 0) {
        abort(); /* a refusal names the file */
    }
    scan_finish(&scan);
    return 0;
}
