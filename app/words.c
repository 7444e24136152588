// SPDX-License-Identifier: GPL-3.0-or-later
/* Words for people: wrapping, and text that is safe to show. */
#include "words.h"

#include <podplan/text.h>

#include "app.h"

#include <string.h>

/** Columns of the next word; its bytes in `*bytes`. */
static int word_columns(const char *text, size_t *bytes)
{
    int columns = 0;
    size_t at = 0;
    for (; text[at] != '\0' && text[at] != ' '; at++) {
        columns += ((unsigned char)text[at] & 0xC0) != 0x80; // continuation bytes take no column
    }
    *bytes = at;
    return columns;
}

int words_columns(const char *text)
{
    int columns = 0;
    for (size_t at = 0; text[at] != '\0'; at++) {
        columns += ((unsigned char)text[at] & 0xC0) != 0x80;
    }
    return columns;
}

/** Wraps from `column` on, where the output stands already. */
static void wrap_from(struct pp_buf *out, int column, int rest, const char *text)
{
    for (bool begun = false; *text != '\0';) {
        size_t bytes = 0;
        int columns = word_columns(text, &bytes);
        if (begun && column + 1 + columns > TEXT_COLUMNS) {
            pp_buf_printf(out, "\n%*s", rest, "");
            column = rest;
        } else if (begun) {
            pp_buf_add(out, " ");
            column++;
        }
        pp_buf_addn(out, text, bytes);
        column += columns;
        begun = true;
        text += bytes + strspn(text + bytes, " ");
    }
    pp_buf_add(out, "\n");
}

void words_wrap(struct pp_buf *out, int first, int rest, const char *text)
{
    pp_buf_printf(out, "%*s", first, "");
    wrap_from(out, first, rest, text);
}

void words_entry(struct pp_buf *out, int column, const char *term, const char *text)
{
    int end = 2 + words_columns(term);
    int begin = end < column ? column : end + 1;
    pp_buf_printf(out, "  %s%*s", term, begin - end, "");
    wrap_from(out, begin, column, text);
}

void words_paragraphs(struct pp_buf *out, int first, int rest, const char *text)
{
    struct pp_buf line = {0};
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        line.length = 0;
        pp_buf_addn(&line, text, length);
        words_wrap(out, first, rest, pp_buf_text(&line));
        text += length + (text[length] == '\n');
    }
    pp_buf_finish(&line);
}

void words_clean(struct pp_buf *out, const char *text, size_t bytes)
{
    for (size_t at = 0; at < bytes; at++) {
        size_t sound = pp_utf8_sound(text + at, bytes - at);
        for (size_t end = at + sound; at < end; at++) {
            unsigned char c = (unsigned char)text[at];
            if ((c < 0x20 && c != '\n') || c == 0x7F) {
                pp_buf_printf(out, "\\x%02X", c);
            } else {
                pp_buf_addn(out, text + at, 1);
            }
        }
        if (at < bytes) {
            pp_buf_printf(out, "\\x%02X", (unsigned char)text[at]);
        }
    }
}
