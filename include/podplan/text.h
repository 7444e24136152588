// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Text from outside: is it UTF-8, and which word was meant?
 */
#ifndef PODPLAN_TEXT_H
#define PODPLAN_TEXT_H

#include <stddef.h>
#include <stdint.h>

/**
 * Reads the character at `at`, of which at most `left` bytes belong to the text.  Returns its
 * bytes, 1 to 4, and sets `*code`; 0 when they are not well-formed UTF-8 (Unicode 15, table 3-7).
 */
size_t pp_utf8_decode(const char *at, size_t left, uint32_t *code);

/** How many of the `length` bytes are sound UTF-8 before the first that is not; `length`: all. */
size_t pp_utf8_sound(const char *bytes, size_t length);

/**
 * Letters to change, add or drop to make one word the other, ASCII capitals aside (Levenshtein);
 * `most` when it is that or more, or when a word is over PP_MAX_KEY_BYTES. O(|one| x |two|).
 */
int32_t pp_edit_distance(const char *one, const char *two, int32_t most);

#endif
