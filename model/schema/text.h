// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a cell's text must be before anybody asks what it means: trimmed,
 * valid UTF-8, free of control characters.  And how a message shows it.
 */
#ifndef PODPLAN_SCHEMA_TEXT_H
#define PODPLAN_SCHEMA_TEXT_H

#include <podplan/buf.h>

#include <stdbool.h>
#include <stdint.h>

enum {
    TEXT_SHOWN = 40, ///< characters of a value that a message shows
    TEXT_FAR = 3     ///< letters that make two words unlike
};

/** Empties `out` and puts `text` there without the blanks around it. */
const char *text_trim(const char *text, struct pp_buf *out);

/** True when it is valid UTF-8 without characters that steer a terminal or a line. */
bool text_is_clean(const char *text);

/** Appends the value in quotes: cut when long, odd bytes as \xNN. */
void text_show(const char *text, struct pp_buf *out);

/**
 * What a mistyped word was probably meant to be: start with `{.word = …, .distance = TEXT_FAR}`,
 * offer every candidate, and `best` is the nearest (of two as near, the first by the alphabet), or
 * NULL when none is near.
 */
struct text_near {
    const char *word, *best;
    int32_t distance; ///< letters to change, add or drop, capitals aside
};

void text_offer(struct text_near *near, const char *candidate);

/** Appends "; did you mean best?", or nothing. */
void text_suggest(const struct text_near *near, struct pp_buf *out);

#endif
