// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tokens: 256 random bits as 43 letters of base64url, which stand in the address of a feed.
 *
 * Only the BLAKE2b hash of the letters is kept.  A token has so many bits that a plain hash can't
 * be searched back, and needs no salt.
 */
#ifndef PODPLAN_SERVE_TOKEN_H
#define PODPLAN_SERVE_TOKEN_H

#include <podplan/feed_token.h>

enum {
    TOKEN_LETTERS = 43,
    TOKEN_PATH = 64 ///< bytes of "/feeds/TOKEN.ics" with its NUL, and some
};

/** Makes the random source and the hashes ready; before anything else here, once. */
bool token_begin(struct pp_err *err);

/** A new token: the path of its feed, and the hash to keep. */
void token_make(char path[TOKEN_PATH], unsigned char hash[PP_FEED_HASH_BYTES]);

/** The hash of the token in a path; false when the path is of no feed's shape. */
bool token_of_path(const char *path, unsigned char hash[PP_FEED_HASH_BYTES]);

#endif
