// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Random numbers: splitmix64 (Steele, Lea, Flood 2014).  Small, seeded, the
 * same on every machine; one generator per solve, never shared.
 */
#ifndef PODPLAN_RNG_H
#define PODPLAN_RNG_H

#include <stdint.h>

struct pp_rng {
    uint64_t state; ///< any value is a good seed
};

uint64_t pp_rng_next(struct pp_rng *rng);

/** Uniform in 0 .. n-1; n > 0. */
int32_t pp_rng_below(struct pp_rng *rng, int32_t n);

/** Uniform in [0, 1). */
double pp_rng_unit(struct pp_rng *rng);

/** FNV-1a of `bytes` bytes, continuing from `hash` (start with 0). */
uint64_t pp_hash(uint64_t hash, const void *data, unsigned long bytes);

#endif
