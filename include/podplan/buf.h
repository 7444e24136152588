// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A growing text: every writer (CSV, HTML, words of an explanation) appends
 * here.  `{0}` is a valid empty buffer; `text` is always NUL-terminated once
 * anything was appended.
 */
#ifndef PODPLAN_BUF_H
#define PODPLAN_BUF_H

#include <stddef.h>
#include <stdint.h>

struct pp_buf {
    char *text;
    size_t length, capacity; ///< bytes
};

void pp_buf_add(struct pp_buf *buf, const char *text);
void pp_buf_addn(struct pp_buf *buf, const char *text, size_t bytes);
void pp_buf_printf(struct pp_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Appends "1 family" or "12 families". */
void pp_buf_count(struct pp_buf *buf, int64_t count, const char *one, const char *many);

/** Appends thousandths as a decimal without final zeros: "0.5", "12". */
void pp_buf_milli(struct pp_buf *buf, int64_t thousandths);

/** Appends pounds with commas, and pence where there are any: "£1,713,504", "-£0.05". */
void pp_buf_money(struct pp_buf *buf, int64_t pence);

/** Appends the nearest whole pounds, halves away from 0: "£1,713,504", "-£1". */
void pp_buf_pounds(struct pp_buf *buf, int64_t pence);

/** The text so far, never NULL; valid until the next change of the buffer. */
const char *pp_buf_text(const struct pp_buf *buf);

void pp_buf_finish(struct pp_buf *buf);

#endif
