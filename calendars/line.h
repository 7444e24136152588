// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Content lines (RFC 5545, 3.1) of the properties that libical 3.0.16 does not
 * escape: X- properties and CATEGORIES, where it leaves commas and semicolons.
 */
#ifndef CALENDARS_LINE_H
#define CALENDARS_LINE_H

#include <podplan/buf.h>

/** Appends "NAME:text" as TEXT, escaped and folded; `text` is clean (clean.h). */
void line_text(struct pp_buf *out, const char *name, const char *text);

#endif
