// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An order of families and of practitioners that follows from what they are.
 *
 * Ties must not go by name or by row of a file: renaming everybody may change nothing but names.
 * So each gets a signature from its own attributes and, in a few rounds of colour refinement
 * (Weisfeiler and Leman 1968), from those of everything it is related to.  The order is that of the
 * signatures mixed with the seed.  Only two that nothing at all tells apart, not even their
 * relations, are ordered by a seeded hash of their keys.
 */
#ifndef ALLOCATION_SIGNATURE_H
#define ALLOCATION_SIGNATURE_H

#include <podplan/rules.h>

/**
 * Fills `families` (length n_families) and `practitioners` (length n_practitioners) with rows in
 * canonical order.  O(rows x rounds + n log n).
 */
void signature_order(const struct pp_case *c, uint64_t seed, int32_t *families,
                     int32_t *practitioners);

#endif
