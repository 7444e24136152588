// SPDX-License-Identifier: GPL-3.0-or-later
/* Text of cells: blanks around it, characters that steer a line, and how a message shows it. */
#include "text.h"

#include <podplan/text.h>

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

/* Controls, line and paragraph separators, and what turns the direction of a line. */
static bool steers(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0xfeff ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

bool text_is_clean(const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        uint32_t point;
        size_t bytes = pp_utf8_decode(text, left, &point);
        if (bytes == 0 || steers(point)) {
            return false;
        }
        text += bytes;
        left -= bytes;
    }
    return true;
}

void text_show(const char *text, struct pp_buf *out)
{
    const char *end = text + strlen(text);
    pp_buf_add(out, "'");
    for (int shown = 0; text < end && shown < TEXT_SHOWN; shown++) {
        uint32_t point;
        size_t bytes = pp_utf8_decode(text, (size_t)(end - text), &point);
        if (bytes > 0 && !steers(point)) {
            pp_buf_addn(out, text, bytes);
            text += bytes;
            continue;
        }
        for (size_t last = bytes > 0 ? bytes : 1; last > 0; last--) {
            pp_buf_printf(out, "\\x%02x", (unsigned char)*text++);
        }
    }
    pp_buf_add(out, text == end ? "'" : "…'");
}

void text_offer(struct text_near *near, const char *candidate)
{
    int32_t far = pp_edit_distance(near->word, candidate, TEXT_FAR);
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
