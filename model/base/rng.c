// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Random numbers by splitmix64 (Steele, Lea, Flood: Fast splittable
 * pseudorandom number generators, OOPSLA 2014) and hashes by FNV-1a.
 */
#include <podplan/rng.h>

#include <assert.h>

uint64_t pp_rng_next(struct pp_rng *rng)
{
    uint64_t z = (rng->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int32_t pp_rng_below(struct pp_rng *rng, int32_t n)
{
    assert(n > 0);
    /* Multiply-shift: the bias at 32 bits is below anything a search could notice. */
    return (int32_t)(((pp_rng_next(rng) >> 32) * (uint64_t)n) >> 32);
}

double pp_rng_unit(struct pp_rng *rng)
{
    return (double)(pp_rng_next(rng) >> 11) * 0x1.0p-53;
}

uint64_t pp_hash(uint64_t hash, const void *data, unsigned long bytes)
{
    const unsigned char *at = data;
    if (hash == 0) {
        hash = 0xcbf29ce484222325u;
    }
    for (unsigned long i = 0; i < bytes; i++) {
        hash = (hash ^ at[i]) * 0x100000001b3u;
    }
    return hash;
}
