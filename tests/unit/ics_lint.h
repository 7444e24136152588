// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A linter of .ics bytes, for tests: what RFC 5545 asks of lines, and what
 * clients stumble over.  It shares no code with what writes them.
 */
#ifndef TESTS_ICS_LINT_H
#define TESTS_ICS_LINT_H

#include <stddef.h>

/** NULL when all is well, else the first fault with its line, in a static buffer. */
const char *ics_lint(const char *bytes, size_t length);

/** The unfolded file, lines ended by '\n'; the caller frees it. */
char *ics_unfold(const char *bytes);

/**
 * The unescaped text of the `n`-th line (from 0) that begins with `prefix`, say "SUMMARY:"; NULL
 * when there is none.  `unfolded` is of ics_unfold; the caller frees the result.
 */
char *ics_text(const char *unfolded, const char *prefix, int n);

#endif
