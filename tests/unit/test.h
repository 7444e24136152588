// SPDX-License-Identifier: GPL-3.0-or-later
/* What every unit test includes: cmocka and the headers it wants before it. */
#ifndef PODPLAN_TEST_H
#define PODPLAN_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/** A test whose name is a sentence: `TEST(touching_spans_do_not_overlap) { … }`. */
#define TEST(name) static void name(void **state __attribute__((unused)))

#endif
