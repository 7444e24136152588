// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One pass over the characters of a text: decode strictly, sort into keep, space and drop.
 */
#include "clean.h"

#include <podplan/text.h>

#include <stdbool.h>
#include <string.h>

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* A decoded character and the bytes it took; bytes that decode to nothing are not valid. */
struct character {
    uint32_t code;
    size_t bytes;
    bool valid;
};

/* A lead byte without the rest of its character is one fault with whatever followed it. */
static size_t stray(const char *text, size_t left)
{
    unsigned char lead = (unsigned char)text[0];
    size_t most = lead < 0xC2 || lead > 0xF4 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    size_t bytes = 1;
    while (bytes < most && bytes < left && ((unsigned char)text[bytes] & 0xC0) == 0x80) {
        bytes++;
    }
    return bytes;
}

static struct character decode(const char *text, size_t left)
{
    struct character c = {.bytes = 0};
    c.bytes = pp_utf8_decode(text, left, &c.code);
    c.valid = c.bytes > 0;
    c.bytes = c.valid ? c.bytes : stray(text, left);
    return c;
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
    const char *last = text + strlen(text);
    while (text < last) {
        struct character c = decode(text, (size_t)(last - text));
        bool blank = c.valid && is_space(c.code);
        space = space || blank;
        if (!blank && !(c.valid && is_dropped(c.code))) {
            if (space && end > clean) {
                *end++ = ' ';
            }
            space = false;
            size_t bytes = c.valid ? c.bytes : sizeof(REPLACEMENT) - 1;
            memcpy(end, c.valid ? text : REPLACEMENT, bytes);
            if (*end == '\\') {
                *end = '/';
            }
            end += bytes;
        }
        text += c.bytes;
    }
    return end > clean ? clean : NULL;
}
