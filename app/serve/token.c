// SPDX-License-Identifier: GPL-3.0-or-later
/* Tokens, by libsodium: randombytes, base64url, BLAKE2b. */
#include "token.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
    TOKEN_BYTES = 32
};

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char before[] = "/feeds/", after[] = ".ics";

bool token_begin(struct pp_err *err)
{
    return sodium_init() >= 0 ||
           pp_fail(err, PP_E_SYSTEM, "this machine gives no random numbers to make secrets from");
}

static void hash_letters(const char *text, unsigned char hash[PP_FEED_HASH_BYTES])
{
    crypto_generichash(hash, PP_FEED_HASH_BYTES, (const unsigned char *)text, TOKEN_LETTERS, NULL,
                       0);
}

void token_make(char path[TOKEN_PATH], unsigned char hash[PP_FEED_HASH_BYTES])
{
    unsigned char bytes[TOKEN_BYTES];
    char text[TOKEN_LETTERS + 1];
    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2base64(text, sizeof(text), bytes, sizeof(bytes),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    hash_letters(text, hash);
    snprintf(path, TOKEN_PATH, "%s%s%s", before, text, after);
    sodium_memzero(bytes, sizeof(bytes));
    sodium_memzero(text, sizeof(text));
}

bool token_of_path(const char *path, unsigned char hash[PP_FEED_HASH_BYTES])
{
    const char *token = path + sizeof(before) - 1;
    if (strncmp(path, before, sizeof(before) - 1) != 0 || strspn(token, letters) != TOKEN_LETTERS ||
        strcmp(token + TOKEN_LETTERS, after) != 0) {
        return false;
    }
    hash_letters(token, hash);
    return true;
}
