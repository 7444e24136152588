// SPDX-License-Identifier: GPL-3.0-or-later
/* A growing text: doubling, always NUL-terminated. */
#include <podplan/buf.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(struct pp_buf *buf, size_t more)
{
    size_t want = buf->length + more + 1;
    if (want <= buf->capacity) {
        return;
    }
    size_t grown = buf->capacity < 256 ? 256 : buf->capacity;
    while (grown < want) {
        grown *= 2;
    }
    char *text = realloc(buf->text, grown);
    if (text == NULL) {
        fputs("podplan: out of memory\n", stderr);
        abort();
    }
    buf->text = text;
    buf->capacity = grown;
}

void pp_buf_addn(struct pp_buf *buf, const char *text, size_t bytes)
{
    reserve(buf, bytes);
    if (bytes > 0) {
        memcpy(buf->text + buf->length, text, bytes);
    }
    buf->length += bytes;
    buf->text[buf->length] = '\0';
}

void pp_buf_add(struct pp_buf *buf, const char *text)
{
    pp_buf_addn(buf, text, strlen(text));
}

void pp_buf_printf(struct pp_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        reserve(buf, (size_t)length);
        vsnprintf(buf->text + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

const char *pp_buf_text(const struct pp_buf *buf)
{
    return buf->text == NULL ? "" : buf->text;
}

void pp_buf_finish(struct pp_buf *buf)
{
    free(buf->text);
    *buf = (struct pp_buf){0};
}
