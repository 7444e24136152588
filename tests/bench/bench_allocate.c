// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bench_allocate INSTANCE [--time S] [--rounds N] [--threads N] [--seed N] [--out FILE]
 *
 * Runs the allocation engine's own search on a generalised assignment problem of the literature and
 * prints one line: instance cost bound gap seconds.  FILE gets one agent a job, counted from 0, or
 * nothing when no complete answer was found.
 *
 * INSTANCE: m n, then m x n costs (agent by agent), m x n resource uses (agent by agent), m
 * capacities; integers of at least 0, separated by white space (OR-Library; Yagiura).
 */
#include "request.h"

#include <search.h>

#include <podplan/err.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_PAIRS = 1 << 26,
    MOST_NUMBER = 1 << 24,
    PRICE_TIMES = 20 ///< what a job without an agent costs, in dearest pairs
};

/* ---- The instance ---- */

struct reader {
    FILE *file;
    const char *name;
    int64_t read; ///< numbers so far
};

static bool read_number(struct reader *reader, int64_t least, int64_t most, int32_t *number,
                        struct pp_err *err)
{
    long long value;
    if (fscanf(reader->file, "%lld", &value) != 1) {
        return pp_fail(err, PP_E_INPUT, "%s: number %lld is missing or is no integer", reader->name,
                       (long long)reader->read + 1);
    }
    reader->read++;
    if (value < least || value > most) {
        return pp_fail(err, PP_E_INPUT, "%s: number %lld is %lld; it must be from %lld to %lld",
                       reader->name, (long long)reader->read, value, (long long)least,
                       (long long)most);
    }
    *number = (int32_t)value;
    return true;
}

/* An m x n matrix that is written agent by agent, to [job x m + agent] steps of `stride` bytes. */
static bool read_pairs(struct reader *reader, const struct assignment *problem, void *first,
                       size_t stride, struct pp_err *err)
{
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        for (int32_t job = 0; job < problem->n_jobs; job++) {
            char *at = (char *)first + (size_t)assignment_pair(problem, job, agent) * stride;
            if (!read_number(reader, 0, MOST_NUMBER, (int32_t *)(void *)at, err)) {
                return false;
            }
        }
    }
    return true;
}

static bool read_rooms(struct reader *reader, struct assignment *problem, struct pp_arena *arena,
                       struct pp_err *err)
{
    struct amounts *room = PP_NEW(arena, struct amounts, problem->n_agents);
    problem->room = room;
    for (int32_t agent = 0; agent < problem->n_agents; agent++) {
        if (!read_number(reader, 0, INT32_MAX, &room[agent].of[FAMILIES], err)) {
            return false;
        }
    }
    char more;
    return fscanf(reader->file, " %c", &more) != 1 ||
           pp_fail(err, PP_E_INPUT, "%s: there is more after the %lld numbers that belong to it",
                   reader->name, (long long)reader->read);
}

static void set_price(struct assignment *problem)
{
    int64_t dearest = 1;
    for (int64_t i = 0; i < (int64_t)problem->n_jobs * problem->n_agents; i++) {
        dearest = problem->cost[i] > dearest ? problem->cost[i] : dearest;
    }
    problem->price = PRICE_TIMES * dearest;
}

static bool read_problem(struct reader *reader, struct assignment *problem, struct pp_arena *arena,
                         struct pp_err *err)
{
    if (!read_number(reader, 1, 1 << 20, &problem->n_agents, err) ||
        !read_number(reader, 1, 1 << 20, &problem->n_jobs, err)) {
        return false;
    }
    int64_t pairs = (int64_t)problem->n_agents * problem->n_jobs;
    if (pairs > MOST_PAIRS) {
        return pp_fail(err, PP_E_INPUT, "%s: %lld pairs; the most is %d", reader->name,
                       (long long)pairs, MOST_PAIRS);
    }
    int32_t *cost = PP_NEW(arena, int32_t, pairs);
    struct amounts *size = PP_NEW(arena, struct amounts, pairs);
    problem->cost = cost;
    problem->size = size;
    problem->size_by_pair = true;
    if (!read_pairs(reader, problem, cost, sizeof(*cost), err) ||
        !read_pairs(reader, problem, &size[0].of[FAMILIES], sizeof(*size), err) ||
        !read_rooms(reader, problem, arena, err)) {
        return false;
    }
    set_price(problem);
    assignment_prepare(problem, cost, arena);
    return true;
}

static bool read_instance(const char *name, struct assignment *problem, struct pp_arena *arena,
                          struct pp_err *err)
{
    struct reader reader = {.file = fopen(name, "r"), .name = name};
    if (reader.file == NULL) {
        return pp_fail(err, PP_E_INPUT, "%s: %s", name, strerror(errno));
    }
    bool read = read_problem(&reader, problem, arena, err);
    fclose(reader.file);
    return read;
}

/* ---- The answer ---- */

static bool write_answer(const char *name, const struct answer *answer, struct pp_err *err)
{
    FILE *file = fopen(name, "w");
    if (file == NULL) {
        return pp_fail(err, PP_E_INPUT, "%s: %s", name, strerror(errno));
    }
    for (int32_t job = 0; answer->worth.left == 0 && job < answer->problem->n_jobs; job++) {
        fprintf(file, "%d\n", answer->agent[job]);
    }
    bool written = !ferror(file);
    written = fclose(file) == 0 && written;
    return written || pp_fail(err, PP_E_INPUT, "%s: %s", name, strerror(errno));
}

static void print_line(const char *name, const struct search_result *found, double seconds)
{
    if (found->answer->worth.left > 0) {
        printf("%s none %lld none %.2f\n", name, (long long)found->bound, seconds);
        return;
    }
    long long cost = found->answer->worth.cost;
    double gap = cost > 0 ? (double)(cost - found->bound) / (double)cost : 0;
    printf("%s %lld %lld %.6f %.2f\n", name, cost, (long long)found->bound, gap, seconds);
}

static bool run(struct request *request, struct pp_arena *arena, struct pp_err *err)
{
    struct assignment problem = {.n_jobs = 0};
    struct search_result found;
    struct pace pace;
    request_begin(request, &pace);
    if (!read_instance(request->instance, &problem, arena, err)) {
        return false;
    }
    int32_t *start = PP_NEW(arena, int32_t, problem.n_jobs);
    for (int32_t job = 0; job < problem.n_jobs; job++) {
        start[job] = NOBODY;
    }
    if (!search_run(&problem, start, false, request->settings.seed, &pace, arena, &found, err)) {
        return false;
    }
    print_line(request_name(request), &found, pace_seconds(&pace));
    return request->out == NULL || write_answer(request->out, found.answer, err);
}

int main(int argc, char **argv)
{
    struct request request;
    struct pp_arena arena = {0};
    struct pp_err err = {0};
    request_read(&request, "Runs the allocation search on a generalised assignment problem.", argc,
                 argv);
    bool works = run(&request, &arena, &err);
    if (!works) {
        fprintf(stderr, "bench_allocate: %s\n", err.text);
    }
    pp_arena_finish(&arena);
    return works ? 0 : 1;
}
