// SPDX-License-Identifier: GPL-3.0-or-later
/* What the simulation draws: streams of their own, and the distributions of paths.c. */
#ifndef WORKFORCE_DRAWS_H
#define WORKFORCE_DRAWS_H

#include "paths.h"

#include <podplan/rng.h>

#include <math.h>

enum {
    POISSON_MOST = 30 ///< above, a normal takes its place
};

static const double PI = 3.14159265358979323846;

/* A stream of its own for a path, somebody and a month. */
static inline struct pp_rng stream_of(uint64_t path, uint64_t whom, int32_t month)
{
    struct pp_rng rng = {path ^ whom};
    rng.state = pp_rng_next(&rng) + ((uint64_t)(uint32_t)(month + 1) << 40);
    return rng;
}

static inline uint64_t path_key(uint64_t seed, int32_t path)
{
    struct pp_rng rng = {seed + 0x632be59bd9b4e019u * (uint64_t)(path + 1)};
    return pp_rng_next(&rng);
}

/* Above 0 and at most 1. */
static inline double unit_above_zero(struct pp_rng *rng)
{
    return 1.0 - pp_rng_unit(rng);
}

static inline double normal(struct pp_rng *rng)
{
    double radius = sqrt(-2.0 * log(unit_above_zero(rng)));
    return radius * cos(2.0 * PI * pp_rng_unit(rng));
}

static inline int32_t poisson(struct pp_rng *rng, double mean)
{
    if (mean <= 0.0) {
        return 0;
    }
    if (mean > POISSON_MOST) {
        double value = floor(mean + sqrt(mean) * normal(rng) + 0.5);
        return value > 0.0 ? (int32_t)fmin(value, INT32_MAX) : 0;
    }
    double u = pp_rng_unit(rng), term = exp(-mean), sum = term;
    int32_t n = 0;
    while (u >= sum && term > 1e-18) {
        term *= mean / ++n;
        sum += term;
    }
    return n;
}

/* What is left of a triangular time of which `elapsed` is known to have passed. */
static inline double lead_left(const struct paths_lead *lead, double elapsed, double u)
{
    double width = lead->most - lead->least, rise = lead->typical - lead->least;
    if (width <= 0.0 || elapsed >= lead->most) {
        return fmax(0.0, lead->most - elapsed);
    }
    double fall = lead->most - lead->typical, x = elapsed - lead->least, past = 0.0;
    if (x > 0.0) {
        past = x < rise ? x * x / (width * rise) : 1.0 - (width - x) * (width - x) / (width * fall);
    }
    double p = past + u * (1.0 - past);
    double at = p * width < rise ? sqrt(p * width * rise) : width - sqrt((1.0 - p) * width * fall);
    return fmax(0.0, lead->least + at - elapsed);
}

/* Four uniforms of 16 bits, summed: as good as normal for who is away, and cheap. */
static inline double roughly_normal(struct pp_rng *rng)
{
    uint64_t bits = pp_rng_next(rng);
    double sum =
        (double)((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48));
    return (sum / 65535.0 - 2.0) * 1.7320508075688772;
}

#endif
