// SPDX-License-Identifier: GPL-3.0-or-later
/* A fuzz target: takes any bytes, and dies when the program would not keep its word about them. */
#ifndef PODPLAN_FUZZ_H
#define PODPLAN_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/** As libFuzzer calls it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
