// SPDX-License-Identifier: GPL-3.0-or-later
/* Is it UTF-8?  By the table of well-formed sequences of the Unicode standard (table 3-7). */
#include "utf8.h"

/** A range of first bytes, how many bytes follow, and the range of the second. */
struct sequence {
    unsigned char first, last, more, least, most;
};

static const struct sequence sequences[] = {
    {0x00, 0x7F, 0, 0x00, 0x00}, {0xC2, 0xDF, 1, 0x80, 0xBF}, {0xE0, 0xE0, 2, 0xA0, 0xBF},
    {0xE1, 0xEC, 2, 0x80, 0xBF}, {0xED, 0xED, 2, 0x80, 0x9F}, {0xEE, 0xEF, 2, 0x80, 0xBF},
    {0xF0, 0xF0, 3, 0x90, 0xBF}, {0xF1, 0xF3, 3, 0x80, 0xBF}, {0xF4, 0xF4, 3, 0x80, 0x8F},
};

/** Bytes of the character at `at`; 0 when it is not sound. */
static size_t character_length(const unsigned char *at, size_t left)
{
    size_t kinds = sizeof(sequences) / sizeof(sequences[0]);
    for (size_t kind = 0; kind < kinds; kind++) {
        const struct sequence *s = &sequences[kind];
        if (at[0] < s->first || at[0] > s->last) {
            continue;
        }
        if (s->more >= left || (s->more > 0 && (at[1] < s->least || at[1] > s->most))) {
            return 0;
        }
        for (size_t n = 2; n <= s->more; n++) {
            if ((at[n] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return (size_t)s->more + 1;
    }
    return 0;
}

size_t utf8_length(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        size_t character = character_length((const unsigned char *)bytes + at, length - at);
        if (character == 0) {
            break;
        }
        at += character;
    }
    return at;
}
