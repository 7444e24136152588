// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Text of cells.  UTF-8 is checked by the table of well-formed byte sequences
 * (Unicode 15, table 3-7).  Nearness is the edit distance, cut off early.
 */
#include "text.h"

#include <podplan/limits.h>

#include <string.h>

/* Bytes of the blank that stands at `text`, 0 when there is none; a no-break space is one, too. */
static size_t blank_at(const char *text)
{
    if (*text == ' ' || *text == '\t') {
        return 1;
    }
    return text[0] == '\xc2' && text[1] == '\xa0' ? 2 : 0;
}

const char *text_trim(const char *text, struct pp_buf *out)
{
    size_t blank;
    while ((blank = blank_at(text)) > 0) {
        text += blank;
    }
    size_t kept = 0;
    for (size_t at = 0; text[at] != '\0';) {
        blank = blank_at(text + at);
        at += blank > 0 ? blank : 1;
        kept = blank > 0 ? kept : at;
    }
    out->length = 0;
    pp_buf_addn(out, text, kept);
    return pp_buf_text(out);
}

/* Reads one character; returns its bytes, 0 when they are not well-formed. */
static size_t decode(const unsigned char *at, uint32_t *point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (at[0] < 0x80) {
        *point = at[0];
        return 1;
    }
    size_t bytes = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4) {
        return 0;
    }
    *point = at[0] & (0x7fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
        *point = (*point << 6) | (at[i] & 0x3f);
    }
    bool surrogate = *point >= 0xd800 && *point <= 0xdfff;
    return *point < least[bytes] || *point > 0x10ffff || surrogate ? 0 : bytes;
}

/* Controls, line and paragraph separators, and what turns the direction of a line. */
static bool steers(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0xfeff ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

bool text_is_clean(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        uint32_t point;
        size_t bytes = decode(at, &point);
        if (bytes == 0 || steers(point)) {
            return false;
        }
        at += bytes;
    }
    return true;
}

void text_show(const char *text, struct pp_buf *out)
{
    const unsigned char *at = (const unsigned char *)text;
    pp_buf_add(out, "'");
    for (int shown = 0; *at != '\0' && shown < TEXT_SHOWN; shown++) {
        uint32_t point;
        size_t bytes = decode(at, &point);
        if (bytes > 0 && !steers(point)) {
            pp_buf_addn(out, (const char *)at, bytes);
            at += bytes;
            continue;
        }
        for (size_t last = bytes > 0 ? bytes : 1; last > 0; last--) {
            pp_buf_printf(out, "\\x%02x", *at++);
        }
    }
    pp_buf_add(out, *at == '\0' ? "'" : "…'");
}

static int lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : (unsigned char)letter;
}

static int32_t least_of(int32_t a, int32_t b, int32_t c)
{
    int32_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Letters to change, add or drop, capitals aside: 0, 1, 2, or TEXT_FAR for more. */
static int32_t distance(const char *one, const char *two)
{
    int32_t n = (int32_t)strnlen(one, PP_MAX_KEY_BYTES + 1);
    int32_t m = (int32_t)strnlen(two, PP_MAX_KEY_BYTES + 1);
    if (n > PP_MAX_KEY_BYTES || m > PP_MAX_KEY_BYTES || n - m >= TEXT_FAR || m - n >= TEXT_FAR) {
        return TEXT_FAR;
    }
    int32_t row[PP_MAX_KEY_BYTES + 1];
    for (int32_t j = 0; j <= m; j++) {
        row[j] = j;
    }
    for (int32_t i = 1; i <= n; i++) {
        int32_t diagonal = row[0], best = row[0] = i;
        for (int32_t j = 1; j <= m; j++) {
            int32_t change = diagonal + (lower(one[i - 1]) != lower(two[j - 1]));
            diagonal = row[j];
            row[j] = least_of(change, diagonal + 1, row[j - 1] + 1);
            best = row[j] < best ? row[j] : best;
        }
        if (best >= TEXT_FAR) {
            return TEXT_FAR;
        }
    }
    return row[m] < TEXT_FAR ? row[m] : TEXT_FAR;
}

void text_offer(struct text_near *near, const char *candidate)
{
    int32_t far = distance(near->word, candidate);
    /* Of two as near, the first by the alphabet: the order of candidates must not show. */
    if (far < near->distance ||
        (far < TEXT_FAR && far == near->distance && strcmp(candidate, near->best) < 0)) {
        near->distance = far;
        near->best = candidate;
    }
}

void text_suggest(const struct text_near *near, struct pp_buf *out)
{
    if (near->best != NULL) {
        pp_buf_printf(out, "; did you mean %s?", near->best);
    }
}
