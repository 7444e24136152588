// SPDX-License-Identifier: GPL-3.0-or-later
/* Is it UTF-8? */
#ifndef PODPLAN_UTF8_H
#define PODPLAN_UTF8_H

#include <stddef.h>

/** How many of the `length` bytes are sound UTF-8 (RFC 3629); `length` when all are. */
size_t utf8_length(const char *bytes, size_t length);

#endif
