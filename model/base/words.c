// SPDX-License-Identifier: GPL-3.0-or-later
/* Numbers as people write them: counts, decimals, pounds. */
#include <podplan/buf.h>

#include <inttypes.h>
#include <stdio.h>

void pp_buf_count(struct pp_buf *buf, int64_t count, const char *one, const char *many)
{
    pp_buf_printf(buf, "%" PRId64 " %s", count, count == 1 ? one : many);
}

static uint64_t size_of(int64_t value)
{
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

void pp_buf_milli(struct pp_buf *buf, int64_t thousandths)
{
    uint64_t size = size_of(thousandths);
    unsigned part = (unsigned)(size % 1000);
    int digits = 3;
    while (digits > 0 && part % 10 == 0) {
        part /= 10;
        digits--;
    }
    pp_buf_printf(buf, "%s%" PRIu64, thousandths < 0 ? "-" : "", size / 1000);
    if (digits > 0) {
        pp_buf_printf(buf, ".%0*u", digits, part);
    }
}

void pp_buf_money(struct pp_buf *buf, int64_t pence)
{
    uint64_t size = size_of(pence);
    char pounds[32];
    int length = snprintf(pounds, sizeof(pounds), "%" PRIu64, size / 100);
    pp_buf_add(buf, pence < 0 ? "-£" : "£");
    for (int at = 0; at < length; at++) {
        if (at > 0 && (length - at) % 3 == 0) {
            pp_buf_add(buf, ",");
        }
        pp_buf_addn(buf, pounds + at, 1);
    }
    if (size % 100 != 0) {
        pp_buf_printf(buf, ".%02u", (unsigned)(size % 100));
    }
}

void pp_buf_pounds(struct pp_buf *buf, int64_t pence)
{
    int64_t pounds = pence / 100, rest = pence % 100;
    pp_buf_money(buf, 100 * (pounds + (rest >= 50) - (rest <= -50)));
}
