// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * UTF-8 by the table of well-formed byte sequences (Unicode 15, table 3-7);
 * nearness of words by the edit distance, row by row, cut off early.
 */
#include <podplan/limits.h>
#include <podplan/text.h>

#include <stdbool.h>
#include <string.h>

/* Bytes that a lead byte announces; 0: it can not lead. */
static size_t announced(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xc2 || lead > 0xf4) {
        return 0;
    }
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

size_t pp_utf8_decode(const char *at, size_t left, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)at;
    size_t bytes = left == 0 ? 0 : announced(byte[0]);
    if (bytes == 0 || bytes > left) {
        return 0;
    }
    *code = bytes == 1 ? byte[0] : byte[0] & (0x7fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((byte[i] & 0xc0) != 0x80) {
            return 0;
        }
        *code = (*code << 6) | (byte[i] & 0x3f);
    }
    bool surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < least[bytes] || *code > 0x10ffff || surrogate ? 0 : bytes;
}

size_t pp_utf8_sound(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t code;
        size_t character = pp_utf8_decode(bytes + at, length - at, &code);
        if (character == 0) {
            break;
        }
        at += character;
    }
    return at;
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

int32_t pp_edit_distance(const char *one, const char *two, int32_t most)
{
    int32_t n = (int32_t)strnlen(one, PP_MAX_KEY_BYTES + 1);
    int32_t m = (int32_t)strnlen(two, PP_MAX_KEY_BYTES + 1);
    if (n > PP_MAX_KEY_BYTES || m > PP_MAX_KEY_BYTES || n - m >= most || m - n >= most) {
        return most;
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
        if (best >= most) {
            return most;
        }
    }
    return row[m] < most ? row[m] : most;
}
