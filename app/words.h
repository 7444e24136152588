// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words for people: paragraphs of 80 columns, text from outside made safe for
 * a terminal, and what a mistyped word was probably meant to be.
 */
#ifndef PODPLAN_WORDS_H
#define PODPLAN_WORDS_H

#include <podplan/buf.h>

#include <stddef.h>

/**
 * Appends a paragraph wrapped to TEXT_COLUMNS columns and a newline: the first line after `first`
 * spaces, the others after `rest`.  A column is a Unicode character.
 */
void words_wrap(struct pp_buf *out, int first, int rest, const char *text);

/** Each line of `text` as a paragraph of its own. */
void words_paragraphs(struct pp_buf *out, int first, int rest, const char *text);

/** The columns that a text takes. */
int words_columns(const char *text);

/**
 * A term after two spaces, and what it means, wrapped, from column `column` on; behind a longer term
 * it begins after a space.
 */
void words_entry(struct pp_buf *out, int column, const char *term, const char *text);

/** Appends text from outside, control characters and stray bytes as \xNN; newlines are kept. */
void words_clean(struct pp_buf *out, const char *text, size_t bytes);

enum {
    NEAR_WORDS = 3
};

/** The nearest words to a mistyped one; start with `{.word = …}`. */
struct near {
    const char *word;
    const char *best[NEAR_WORDS]; ///< nearest first, ties by the alphabet; borrowed
    int distance[NEAR_WORDS];
    int count;
};

/** Offers a candidate; kept when near enough. */
void near_offer(struct near *near, const char *candidate);

/** " (did you mean 'a' or 'b'?)", or "" when nothing is near; `text` is NEAR_TEXT bytes. */
enum {
    NEAR_TEXT = 256
};
const char *near_words(const struct near *near, char text[NEAR_TEXT]);

#endif
