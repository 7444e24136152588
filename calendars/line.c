// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * No line is longer than 75 octets without its CRLF, none ends inside a
 * character, and none inside an escape.  Text goes out in runs that need
 * neither an escape nor a fold.
 */
#include "line.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_OCTETS = 75,
    STAMP_OCTETS = 15 /* "20151025T013000" */
};

/* A line on its way: the octets since the last CRLF. */
struct line {
    struct pp_buf *out;
    size_t octets;
};

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static void put(struct line *line, const char *bytes, size_t length)
{
    pp_buf_addn(line->out, bytes, length);
    line->octets += length;
}

static void fold(struct line *line)
{
    pp_buf_addn(line->out, "\r\n ", 3);
    line->octets = 1; /* the space in front counts */
}

/* Bytes that may be parted between any two characters. */
static void put_run(struct line *line, const char *text, size_t length)
{
    while (length > 0) {
        size_t room = MOST_OCTETS - line->octets, piece = length < room ? length : room;
        while (piece > 0 && piece < length && continues_character(text[piece])) {
            piece--;
        }
        put(line, text, piece);
        text += piece;
        length -= piece;
        if (length > 0) {
            fold(line);
        }
    }
}

static void put_escape(struct line *line, char byte)
{
    const char pair[] = {'\\', byte};
    if (line->octets + sizeof(pair) > MOST_OCTETS) {
        fold(line);
    }
    put(line, pair, sizeof(pair));
}

void line_text(struct pp_buf *out, const char *name, const char *text)
{
    struct line line = {out, 0};
    put(&line, name, strlen(name));
    put(&line, ":", 1);
    while (*text != '\0') {
        size_t run = strcspn(text, "\\,;");
        put_run(&line, text, run);
        text += run;
        if (*text != '\0') {
            put_escape(&line, *text++);
        }
    }
    pp_buf_addn(out, "\r\n", 2);
}

/* A line that is short and needs no escape. */
static void line_plain(struct pp_buf *out, const char *name, const char *value, size_t length)
{
    pp_buf_add(out, name);
    pp_buf_addn(out, ":", 1);
    pp_buf_addn(out, value, length);
    pp_buf_addn(out, "\r\n", 2);
}

void line_number(struct pp_buf *out, const char *name, int32_t number)
{
    char digits[16];
    line_plain(out, name, digits, (size_t)snprintf(digits, sizeof(digits), "%d", number));
}

/* `width` digits of a number that has no more. */
static char *put_digits(char *text, int32_t number, int width)
{
    for (int at = width - 1; at >= 0; at--) {
        text[at] = (char)('0' + number % 10);
        number /= 10;
    }
    return text + width;
}

static char *put_stamp(char *text, pp_day day, int32_t second)
{
    struct pp_civil date = pp_civil_from_day(day);
    text = put_digits(text, date.year, 4);
    text = put_digits(text, date.month, 2);
    text = put_digits(text, date.day, 2);
    *text++ = 'T';
    text = put_digits(text, second / 3600, 2);
    text = put_digits(text, second / 60 % 60, 2);
    return put_digits(text, second % 60, 2);
}

void line_instant(struct pp_buf *out, const char *name, pp_instant at)
{
    pp_instant day = at / PP_DAY_SECONDS - (at % PP_DAY_SECONDS < 0);
    char text[STAMP_OCTETS + 1];
    *put_stamp(text, (pp_day)day, (int32_t)(at - day * PP_DAY_SECONDS)) = 'Z';
    line_plain(out, name, text, sizeof(text));
}

void line_clock(struct pp_buf *out, const char *name, pp_day day, pp_minute minute)
{
    char text[STAMP_OCTETS];
    put_stamp(text, day + minute / PP_DAY_MINUTES, minute % PP_DAY_MINUTES * 60);
    line_plain(out, name, text, sizeof(text));
}
