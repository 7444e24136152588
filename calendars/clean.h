// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cleaning: what may stand in a calendar, made of whatever stands in the data.
 */
#ifndef CALENDARS_CLEAN_H
#define CALENDARS_CLEAN_H

#include <podplan/arena.h>

/**
 * `text` as valid UTF-8 on one line, owned by the arena; NULL when nothing
 * visible is left (or `text` is NULL).  Bytes that are no UTF-8 become U+FFFD,
 * each run of spaces, tabs and line breaks one space, none at either end;
 * other control characters, direction marks and noncharacters are dropped.  A
 * backslash becomes a slash: clients undo the escape of "\n" in two ways.
 */
const char *clean_text(struct pp_arena *arena, const char *text);

#endif
