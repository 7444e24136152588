// SPDX-License-Identifier: GPL-3.0-or-later
/* By how the bytes begin, from a table of beginnings. */
#include "looks.h"

#include "content.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
static const struct {
    const char *begins; ///< capitals or not
    size_t bytes;
    const char *what;
} kinds[] = {
    {"<!DOCTYPE", 9, "a web page, perhaps one to log in, and no calendar; please take the address "
                     "that ends in .ics"},
    {"<HTML", 5, "a web page, perhaps one to log in, and no calendar; please take the address that "
                 "ends in .ics"},
    {"<", 1, "a web page or XML, and no calendar; please take the address that ends in .ics"},
    {"{", 1, "JSON, and no iCalendar; please take the address that ends in .ics"},
    {"[", 1, "JSON, and no iCalendar; please take the address that ends in .ics"},
    {"\x1F\x8B", 2, "compressed (gzip); please unpack it, or have it sent as it is"},
    {"PK\x03\x04", 4, "a ZIP archive or a workbook; please unpack the .ics file"},
    {"%PDF", 4, "a PDF, and no calendar; please export iCalendar (.ics)"},
    {"\xFF\xFE", 2, "UTF-16; please export the calendar as UTF-8"},
    {"\xFE\xFF", 2, "UTF-16; please export the calendar as UTF-8"},
    {"BEGIN:VCARD", 11, "an address book, and no calendar; please export iCalendar (.ics)"},
};
/* clang-format on */

static bool begins(const char *bytes, size_t length, const char *with, size_t count)
{
    return length >= count && strncasecmp(bytes, with, count) == 0;
}

/* The first bytes, safe to show. */
static const char *show(const char *bytes, size_t length, char shown[CONTENT_SHOWN])
{
    char text[2 * CONTENT_SHOWN];
    unsigned char worst;
    size_t n = length < sizeof(text) - 1 ? length : sizeof(text) - 1;
    memcpy(text, bytes, n);
    content_clean(text, n, &worst);
    text[n] = '\0';
    return content_shown(text, shown);
}

bool looks_like_calendar(const char *bytes, size_t length, const char *source, struct pp_err *err)
{
    char first[CONTENT_SHOWN];
    size_t skip = 0;
    while (skip < length && strchr(" \t\r\n", bytes[skip]) != NULL && bytes[skip] != '\0') {
        skip++;
    }
    bytes += skip;
    length -= skip;
    if (length == 0) {
        return pp_fail(err, PP_E_INPUT, "%s: it is empty, and no calendar; please export it again",
                       source);
    }
    if (begins(bytes, length, "BEGIN:VCALENDAR", 15)) {
        return true;
    }
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        if (begins(bytes, length, kinds[k].begins, kinds[k].bytes)) {
            return pp_fail(err, PP_E_INPUT, "%s: it begins with '%s': it is %s", source,
                           show(bytes, length, first), kinds[k].what);
        }
    }
    return pp_fail(err, PP_E_INPUT,
                   "%s: it begins with '%s', and a calendar begins with BEGIN:VCALENDAR; please "
                   "export it again, as iCalendar (.ics)",
                   source, show(bytes, length, first));
}
