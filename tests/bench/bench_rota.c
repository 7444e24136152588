// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Solves an instance of the employee shift scheduling benchmarks by the engine
 * of the rota and prints "instance cost bound gap seconds".
 *
 *   bench_rota INSTANCE --time S --threads N --seed K --rounds N --out FILE
 */
#include "nrp.h"
#include "solve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct request {
    const char *instance, *out;
    struct pp_solver_settings settings;
};

static bool read_request(struct request *request, int argc, char **argv)
{
    *request = (struct request){.settings = {.seed = 1, .threads = 2}};
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            request->instance = argv[i];
            continue;
        }
        if (i + 1 == argc) {
            return false;
        }
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--time") == 0) {
            request->settings.time_limit = atof(value);
        } else if (strcmp(argv[i], "--threads") == 0) {
            request->settings.threads = atoi(value);
        } else if (strcmp(argv[i], "--seed") == 0) {
            request->settings.seed = strtoull(value, NULL, 10);
        } else if (strcmp(argv[i], "--rounds") == 0) {
            request->settings.rounds = atoi(value);
        } else if (strcmp(argv[i], "--out") == 0) {
            request->out = value;
        } else {
            return false;
        }
        i++;
    }
    return request->instance != NULL && request->settings.threads > 0;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static int64_t whole_up(int64_t value, int64_t scale)
{
    int64_t down = value / scale;
    return down + (value > down * scale);
}

int main(int argc, char **argv)
{
    struct request request;
    struct nrp nrp;
    struct pp_err err = {0};
    if (!read_request(&request, argc, argv)) {
        fprintf(stderr,
                "usage: bench_rota INSTANCE [--time S] [--threads N] [--seed K] "
                "[--rounds N] [--out FILE]\n");
        return 2;
    }
    if (!nrp_read(&nrp, request.instance, &err)) {
        fprintf(stderr, "bench_rota: %s\n", err.text);
        nrp_finish(&nrp);
        return 3;
    }
    int32_t rounds = request.settings.rounds > 0 ? request.settings.rounds : 1000000;
    struct pace pace = pace_begin(&request.settings, rounds);
    struct lines_answer answer = {0};
    lines_solve(&nrp.problem, request.settings.seed, request.settings.threads, NULL, &pace,
                &nrp.arena, &answer);
    int64_t scale = nrp.problem.scale;
    int64_t cost = answer.roster.total / scale, bound = whole_up(answer.bound, scale);
    bool fine = answer.complete;
    if (fine) {
        printf("%s %lld %lld %.4f%% %.1f\n", name_of(request.instance), (long long)cost,
               (long long)bound, cost > 0 ? 100.0 * (double)(cost - bound) / (double)cost : 0.0,
               pace_seconds(&pace));
        fine = request.out == NULL || nrp_write(&nrp, answer.roster.lines, request.out, &err);
    }
    if (!fine) {
        fprintf(stderr, "bench_rota: %s\n", answer.complete ? err.text : "somebody has no line");
    }
    nrp_finish(&nrp);
    return fine ? 0 : 1;
}
