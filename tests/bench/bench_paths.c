// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bench_paths [PATHS [MONTHS [ROLES [THREADS]]]]
 *
 * Runs the simulation of the workforce forecast on a county that is made up, 15 people a role, and
 * prints one line: paths months roles threads seconds.  10000 60 20 2 when nothing is given.
 */
#include <paths.h>

#include <podplan/arena.h>
#include <podplan/rng.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    PEOPLE = 15
};

static int32_t argument(int argc, char **argv, int at, int32_t otherwise)
{
    long value = argc > at ? strtol(argv[at], NULL, 10) : otherwise;
    return value > 0 && value <= 1000000 ? (int32_t)value : otherwise;
}

static int32_t *same(struct pp_arena *arena, int32_t months, int32_t value)
{
    int32_t *list = PP_NEW(arena, int32_t, months);
    for (int32_t m = 0; m < months; m++) {
        list[m] = value;
    }
    return list;
}

static int64_t *same_money(struct pp_arena *arena, int32_t months, int64_t value)
{
    int64_t *list = PP_NEW(arena, int64_t, months);
    for (int32_t m = 0; m < months; m++) {
        list[m] = value;
    }
    return list;
}

static double *same_rate(struct pp_arena *arena, int32_t months, double value)
{
    double *list = PP_NEW(arena, double, months);
    for (int32_t m = 0; m < months; m++) {
        list[m] = value;
    }
    return list;
}

static struct paths_role make_role(struct pp_arena *arena, int32_t months, uint64_t key)
{
    struct pp_rng rng = {key};
    double *hazard = PP_NEW(arena, double, PATHS_YEARS);
    struct paths_person *people = PP_NEW(arena, struct paths_person, PEOPLE);
    for (int32_t y = 0; y < PATHS_YEARS; y++) {
        hazard[y] = y < 5 ? 0.0147 : 0.0093;
    }
    for (int32_t i = 0; i < PEOPLE; i++) {
        people[i] = (struct paths_person){
            .key = pp_rng_next(&rng), .fte = PP_FTE, .tenure = pp_rng_below(&rng, 20 * 12)};
    }
    struct paths_role role = {.key = pp_rng_next(&rng),
                              .used = true,
                              .staff = same(arena, months, PEOPLE * PP_FTE),
                              .establishment = same(arena, months, (PEOPLE + 3) * PP_FTE),
                              .fillable = same(arena, months, (PEOPLE + 3) * PP_FTE),
                              .people = people,
                              .n_people = PEOPLE,
                              .hazard = hazard,
                              .leave = 0.0126,
                              .join = 0.0146,
                              .n_order = PP_COVERS,
                              .pay = same_rate(arena, months, 480000),
                              .over = same_rate(arena, months, 480000),
                              .needed = same(arena, months, PEOPLE * PP_FTE)};
    for (int32_t s = 0; s < PATHS_STAGES; s++) {
        role.lead[s] = (struct paths_lead){0.3, 0.7, 1.4};
    }
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        role.held[kind] = same(arena, months, 0);
        role.most[kind] = same(arena, months, 2 * PP_FTE);
        role.price[kind] = same_rate(arena, months, 600000 + 150000 * kind);
        role.order[kind] = kind;
        role.spell[kind] = 1;
    }
    return role;
}

static struct paths_input make_input(struct pp_arena *arena, int32_t months, int32_t n_roles)
{
    struct paths_role *roles = PP_NEW(arena, struct paths_role, n_roles);
    double *gain = PP_NEW(arena, double, months), *come = PP_NEW(arena, double, months);
    double *children = PP_NEW(arena, double, months);
    int32_t *year = same(arena, months, 0);
    for (int32_t r = 0; r < n_roles; r++) {
        roles[r] = make_role(arena, months, (uint64_t)r + 1);
    }
    for (int32_t m = 0; m < months; m++) {
        gain[m] = m == 0 ? 1.0 : gain[m - 1] * 0.9;
        come[m] = 120.0;
        children[m] = 1200.0;
        year[m] = m / 12;
    }
    return (struct paths_input){.months = months,
                                .seed = 1,
                                .spread = 0.28,
                                .absence = 0.033,
                                .ramp = 0.033,
                                .gain = gain,
                                .come = come,
                                .children = children,
                                .fixed = same_money(arena, months, 0),
                                .year = year,
                                .roles = roles,
                                .n_roles = n_roles};
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char **argv)
{
    struct pp_arena arena = {0};
    struct paths_answer answer;
    int32_t paths = argument(argc, argv, 1, 10000), months = argument(argc, argv, 2, 60);
    int32_t n_roles = argument(argc, argv, 3, 20), threads = argument(argc, argv, 4, 2);
    if (months > PP_MAX_MONTHS) {
        fprintf(stderr, "bench_paths: at most %d months\n", PP_MAX_MONTHS);
        return 2;
    }
    struct paths_input in = make_input(&arena, months, n_roles);
    in.paths = paths;
    in.threads = threads;
    double began = seconds_now();
    paths_run(&in, &arena, &answer);
    printf("%d %d %d %d %.3f\n", (int)paths, (int)months, (int)n_roles, (int)threads,
           seconds_now() - began);
    pp_arena_finish(&arena);
    return 0;
}
