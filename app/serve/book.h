// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The book: every token that opens something, found by its hash.
 *
 * It is made anew when the store has changed, and read-only but for the times of use.  Where a hash
 * is looked for depends on a key that is drawn when the program starts, and all hashes of that
 * place are compared in full, so the time of a look-up tells nothing about any token.
 */
#ifndef PODPLAN_SERVE_BOOK_H
#define PODPLAN_SERVE_BOOK_H

#include <podplan/feed_token.h>

struct shelf_item;

/** One token: what it shows, and until when. */
struct book_row {
    unsigned char hash[PP_FEED_HASH_BYTES];
    int64_t id;
    pp_instant ends; ///< from then on `ended` is shown, for PP_FEED_EMPTY_DAYS
    struct shelf_item *shown;
    struct shelf_item *ended; ///< an empty calendar
    pp_instant used;          ///< since the book was made or uses were last taken; 0: not
    int32_t next;             ///< row at the same place; -1: none
};

struct book;

/** Room for `rows` tokens. */
struct book *book_create(int32_t rows);
void book_destroy(struct book *book); ///< NULL is fine

/** Adds a token; the caller says what it shows. Valid until the book goes. */
struct book_row *book_add(struct book *book, const struct pp_feed_token *token);

/** The row with this hash; NULL: there is none. */
struct book_row *book_find(struct book *book, const unsigned char hash[PP_FEED_HASH_BYTES]);

int32_t book_count(const struct book *book);
struct book_row *book_row(struct book *book, int32_t row);

#endif
