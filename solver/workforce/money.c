// SPDX-License-Identifier: GPL-3.0-or-later
/* Pence that add up: shares of an amount, rounded so that nothing is lost. */
#include "workforce.h"

#include <assert.h>

int64_t money_add(int64_t a, int64_t b)
{
    if (b > 0 && a > INT64_MAX - b) {
        return INT64_MAX;
    }
    if (b < 0 && a < INT64_MIN + 1 - b) {
        return INT64_MIN + 1; // so that it can be negated
    }
    return a + b;
}

/* (a x b + half) / c for 0 <= a < c, 0 <= half < c: long multiplication, bit by bit. */
static int64_t long_share(int64_t a, int64_t b, int64_t c, int64_t half)
{
    assert(c < INT64_MAX / 4);
    int64_t quotient = 0, rest = 0;
    for (int bit = 62; bit >= 0; bit--) {
        rest = 2 * rest + ((b >> bit & 1) != 0 ? a : 0);
        quotient = 2 * quotient + rest / c;
        rest %= c;
    }
    return quotient + (rest + half) / c;
}

/* amount = quotient x whole + rest, so that the product need not fit. */
static int64_t share(int64_t amount, int64_t part, int64_t whole, int64_t half)
{
    int64_t quotient = amount / whole, rest = amount % whole;
    if (part != 0 && quotient > INT64_MAX / part) {
        return INT64_MAX;
    }
    return money_add(quotient * part, long_share(rest, part, whole, half));
}

int64_t money_share(int64_t amount, int64_t part, int64_t whole)
{
    assert(part >= 0 && whole > 0 && amount > INT64_MIN);
    return amount < 0 ? -share(-amount, part, whole, 0) : share(amount, part, whole, 0);
}

int64_t money_round(int64_t amount, int64_t part, int64_t whole)
{
    assert(part >= 0 && whole > 0 && amount > INT64_MIN);
    int64_t half = whole / 2;
    return amount < 0 ? -share(-amount, part, whole, half) : share(amount, part, whole, half);
}

int64_t money_of_days(int64_t amount, pp_day from, pp_day to, pp_day begin, pp_day end)
{
    if (to < from || end <= from || begin > to) {
        return 0;
    }
    int64_t days = (int64_t)to - from + 1;
    int64_t low = begin > from ? begin - from : 0;
    int64_t high = end <= to ? end - from : days;
    return money_share(amount, high, days) - money_share(amount, low, days);
}
