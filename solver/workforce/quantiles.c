// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Quantiles of many values without sorting them: they are counted into
 * buckets, then those of the bucket that holds the rank into narrower ones.
 */
#include "paths.h"

enum {
    BUCKET_BITS = 11,
    BUCKETS = 1 << BUCKET_BITS
};

/* How many of the values from `low` on are in each of so many buckets of 2^shift. */
static void count_from(const int64_t *values, int32_t n, int64_t low, int shift,
                       int32_t count[BUCKETS])
{
    /* Neighbours are often equal: two tables, so that neither waits for the other's last sum, and
       one bucket more, so that there is no branch for values beyond. */
    int32_t even[BUCKETS + 1] = {0}, odd[BUCKETS + 1] = {0};
    for (int32_t i = 0; i < n; i++) {
        uint64_t bucket = ((uint64_t)values[i] - (uint64_t)low) >> shift;
        int32_t *table = i % 2 == 0 ? even : odd;
        table[bucket < BUCKETS ? bucket : BUCKETS]++;
    }
    for (int32_t b = 0; b < BUCKETS; b++) {
        count[b] = even[b] + odd[b];
    }
}

/* The value of that rank, given the counts of the widest buckets: narrower ones within one. */
static int64_t select_value(const int64_t *values, int32_t n, int64_t low, int shift,
                            const int32_t *widest, int32_t rank)
{
    int32_t inner[BUCKETS];
    const int32_t *count = widest;
    for (;;) {
        int32_t b = 0;
        while (rank >= count[b]) {
            rank -= count[b++];
        }
        low = (int64_t)((uint64_t)low + ((uint64_t)b << shift));
        if (shift == 0) {
            return low;
        }
        shift = shift > BUCKET_BITS ? shift - BUCKET_BITS : 0;
        count_from(values, n, low, shift, inner);
        count = inner;
    }
}

struct paths_band paths_quantiles(const int64_t *values, int32_t n)
{
    int64_t least = values[0], most = values[0];
    int32_t count[BUCKETS];
    for (int32_t i = 1; i < n; i++) {
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
    }
    if (least == most) {
        return (struct paths_band){least, least, least};
    }
    int shift = 0;
    while (((uint64_t)most - (uint64_t)least) >> shift >= BUCKETS) {
        shift++;
    }
    count_from(values, n, least, shift, count);
    int64_t found[3];
    static const int32_t percent[3] = {10, 50, 90};
    for (int q = 0; q < 3; q++) {
        int32_t rank = (int32_t)(((int64_t)n * percent[q] + 99) / 100) - 1;
        found[q] = select_value(values, n, least, shift, count, rank);
    }
    return (struct paths_band){found[0], found[1], found[2]};
}
