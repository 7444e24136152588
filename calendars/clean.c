// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One pass over the characters of a text: decode strictly (Unicode 15, table
 * 3-7: no overlong forms, no surrogates), sort into keep, space and drop.
 */
#include "clean.h"

#include <stdbool.h>
#include <string.h>

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* A decoded character and the bytes it took; bytes that decode to nothing are not valid. */
struct character {
    uint32_t code;
    size_t bytes;
    bool valid;
};

/* Bytes that a lead byte announces; 0: it can not lead. */
static size_t announced(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static struct character decode(const char *text)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    size_t bytes = announced(lead);
    if (bytes == 0) {
        return (struct character){.bytes = 1};
    }
    uint32_t code = bytes == 1 ? lead : lead & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        unsigned char next = (unsigned char)text[i]; /* the final NUL is no continuation */
        if ((next & 0xC0) != 0x80) {
            return (struct character){.bytes = i};
        }
        code = code << 6 | (next & 0x3F);
    }
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return (struct character){code, bytes, code >= least[bytes] && code <= 0x10FFFF && !surrogate};
}

static bool is_space(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 ||
           code == 0x2028 || code == 0x2029;
}

static bool is_dropped(uint32_t code)
{
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    bool nothing = code == 0xFEFF || (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code < 0xFDF0);
    return control || direction || nothing;
}

const char *clean_text(struct pp_arena *arena, const char *text)
{
    if (text == NULL) {
        return NULL;
    }
    /* The worst byte becomes the three of U+FFFD. */
    char *clean = pp_arena_alloc(arena, strlen(text) * 3 + 1, 1), *end = clean;
    bool space = false;
    while (*text != '\0') {
        struct character c = decode(text);
        bool blank = c.valid && is_space(c.code);
        space = space || blank;
        if (!blank && !(c.valid && is_dropped(c.code))) {
            if (space && end > clean) {
                *end++ = ' ';
            }
            space = false;
            size_t bytes = c.valid ? c.bytes : sizeof(REPLACEMENT) - 1;
            memcpy(end, c.valid ? text : REPLACEMENT, bytes);
            *end = *end == '\\' ? '/' : *end;
            end += bytes;
        }
        text += c.bytes;
    }
    return end > clean ? clean : NULL;
}
