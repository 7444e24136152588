// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A growing text: every writer (CSV, HTML, words of an explanation) appends
 * here.  `{0}` is a valid empty buffer; `text` is always NUL-terminated once
 * anything was appended.
 */
#ifndef PODPLAN_BUF_H
#define PODPLAN_BUF_H

#include <stddef.h>

struct pp_buf {
    char *text;
    size_t length, capacity; ///< bytes
};

void pp_buf_add(struct pp_buf *buf, const char *text);
void pp_buf_addn(struct pp_buf *buf, const char *text, size_t bytes);
void pp_buf_printf(struct pp_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** The text so far, never NULL; valid until the next change of the buffer. */
const char *pp_buf_text(const struct pp_buf *buf);

void pp_buf_finish(struct pp_buf *buf);

#endif
