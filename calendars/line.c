// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Escaping by RFC 5545, 3.3.11; folding by 3.1: no line is longer than 75
 * octets without its CRLF, and none ends inside a character.
 */
#include "line.h"

#include <stdbool.h>
#include <string.h>

enum {
    MOST_OCTETS = 75
};

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static void fold(struct pp_buf *out, const char *line, size_t length)
{
    size_t room = MOST_OCTETS;
    while (length > room) {
        size_t piece = room;
        while (continues_character(line[piece])) {
            piece--;
        }
        pp_buf_addn(out, line, piece);
        pp_buf_add(out, "\r\n ");
        line += piece;
        length -= piece;
        room = MOST_OCTETS - 1; /* the space in front counts */
    }
    pp_buf_addn(out, line, length);
    pp_buf_add(out, "\r\n");
}

void line_text(struct pp_buf *out, const char *name, const char *text)
{
    struct pp_buf line = {0};
    pp_buf_printf(&line, "%s:", name);
    for (; *text != '\0'; text++) {
        if (strchr("\\,;", *text) != NULL) {
            pp_buf_add(&line, "\\");
        }
        pp_buf_addn(&line, text, 1);
    }
    fold(out, pp_buf_text(&line), line.length);
    pp_buf_finish(&line);
}
