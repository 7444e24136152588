// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a file is when it is no calendar: a login page, a workbook, an error in
 * JSON.  People send all of these.
 */
#ifndef CALENDARS_LOOKS_H
#define CALENDARS_LOOKS_H

#include <podplan/err.h>

#include <stddef.h>

/** Whether the bytes (behind a byte order mark) begin as a calendar; PP_E_INPUT says what they are. */
bool looks_like_calendar(const char *bytes, size_t length, const char *source, struct pp_err *err);

#endif
