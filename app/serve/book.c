// SPDX-License-Identifier: GPL-3.0-or-later
/* The book: a table of chains; SipHash of the hash, with a key of its own, chooses the chain. */
#include "book.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct book {
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct book_row *rows;
    int32_t count, room;
    int32_t *places; ///< first row of each; -1: none
    uint64_t mask;   ///< places - 1; a power of two
};

static void *take(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) {
        abort();
    }
    return memory;
}

struct book *book_create(int32_t rows)
{
    struct book *book = take(1, sizeof(*book));
    uint64_t places = 1;
    while (places < 2 * (uint64_t)rows) {
        places *= 2;
    }
    crypto_shorthash_keygen(book->key);
    book->rows = take((size_t)rows + 1, sizeof(book->rows[0]));
    book->room = rows;
    book->places = take(places, sizeof(book->places[0]));
    memset(book->places, 0xff, places * sizeof(book->places[0]));
    book->mask = places - 1;
    return book;
}

void book_destroy(struct book *book)
{
    if (book != NULL) {
        free(book->rows);
        free(book->places);
        free(book);
    }
}

static int32_t *place_of(struct book *book, const unsigned char *hash)
{
    uint64_t place;
    unsigned char short_hash[crypto_shorthash_BYTES];
    crypto_shorthash(short_hash, hash, PP_FEED_HASH_BYTES, book->key);
    memcpy(&place, short_hash, sizeof(place));
    return &book->places[place & book->mask];
}

struct book_row *book_add(struct book *book, const struct pp_feed_token *token)
{
    assert(book->count < book->room);
    struct book_row *row = &book->rows[book->count];
    int32_t *place = place_of(book, token->hash);
    *row = (struct book_row){.id = token->id, .ends = token->ends, .next = *place};
    memcpy(row->hash, token->hash, sizeof(row->hash));
    *place = book->count++;
    return row;
}

struct book_row *book_find(struct book *book, const unsigned char hash[PP_FEED_HASH_BYTES])
{
    struct book_row *found = NULL;
    for (int32_t r = *place_of(book, hash); r >= 0; r = book->rows[r].next) {
        if (sodium_memcmp(book->rows[r].hash, hash, PP_FEED_HASH_BYTES) == 0) {
            found = &book->rows[r]; // no early end
        }
    }
    return found;
}

int32_t book_count(const struct book *book)
{
    return book->count;
}

struct book_row *book_row(struct book *book, int32_t row)
{
    return &book->rows[row];
}
