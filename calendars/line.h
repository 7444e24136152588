// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Content lines (RFC 5545, 3.1): escaping by 3.3.11, folding by octets, CRLF.
 */
#ifndef CALENDARS_LINE_H
#define CALENDARS_LINE_H

#include <podplan/buf.h>
#include <podplan/civil.h>

/** Appends "NAME:text" as TEXT, escaped and folded; `text` is clean (clean.h). */
void line_text(struct pp_buf *out, const char *name, const char *text);

/** Appends "NAME:7". */
void line_number(struct pp_buf *out, const char *name, int32_t number);

/** Appends "NAME:20151025T003000Z". Years 1900 to 2199. */
void line_instant(struct pp_buf *out, const char *name, pp_instant at);

/** Appends "NAME:20151025T013000", a clock time; `minute` may exceed 1440. Years 1900 to 2199. */
void line_clock(struct pp_buf *out, const char *name, pp_day day, pp_minute minute);

#endif
