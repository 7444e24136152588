// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bench_rota INSTANCE [--time S] [--rounds N] [--threads N] [--seed N] [--out FILE]
 *
 * Runs the rota's own search (solver/lines) on an instance of the employee shift scheduling
 * benchmarks (schedulingbenchmarks.org) and prints one line: instance cost bound gap seconds, with
 * - for a bound that was not proved and its gap.  FILE gets the roster: a line a person, a field a
 * day, separated by tabs, the name of the shift or nothing.
 *
 * Ends with 3 when the instance can't be read, with 1 when there is no roster or it can't be
 * written.
 */
#include "nrp.h"
#include "solve.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NO_ROSTER = 1,
    NOT_READ = 3
};

struct request {
    const char *instance, *out;
    struct pp_solver_settings settings;
};

/* ---- The command line ---- */

static const struct argp_option options[] = {
    {"time", 't', "SECONDS", 0, "longest time, reading included; 60 when not given", 0},
    {"rounds", 'r', "N", 0, "rounds of the search; without limit when not given", 0},
    {"threads", 'j', "N", 0, "threads; 2 when not given", 0},
    {"seed", 's', "N", 0, "decides ties; 1 when not given", 0},
    {"out", 'o', "FILE", 0, "where to write the roster", 0},
    {0},
};

static double number(struct argp_state *state, const char *text, double least, double most)
{
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (errno != 0 || end == text || *end != '\0' || !(value >= least && value <= most)) {
        argp_error(state, "'%s' is no number between %g and %g", text, least, most);
    }
    return value;
}

static error_t take_option(int key, char *text, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case 't':
        request->settings.time_limit = number(state, text, 0.01, 1e6);
        return 0;
    case 'r':
        request->settings.rounds = (int32_t)number(state, text, 0, INT32_MAX);
        return 0;
    case 'j':
        request->settings.threads = (int32_t)number(state, text, 1, 64);
        return 0;
    case 's':
        request->settings.seed = (uint64_t)number(state, text, 0, 1e15);
        return 0;
    case 'o':
        request->out = text;
        return 0;
    case ARGP_KEY_ARG:
        if (request->instance != NULL) {
            argp_usage(state);
        }
        request->instance = text;
        return 0;
    case ARGP_KEY_END:
        if (request->instance == NULL) {
            argp_usage(state);
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- The answer ---- */

static int64_t whole_up(int64_t value, int64_t scale)
{
    int64_t down = value / scale;
    return down + (value > down * scale);
}

static void print_line(const char *name, const struct nrp *nrp, const struct lines_answer *answer,
                       double seconds)
{
    const char *slash = strrchr(name, '/');
    name = slash == NULL ? name : slash + 1;
    long long cost = answer->roster.total / nrp->problem.scale;
    if (answer->bound == INT64_MIN) {
        printf("%s %lld - - %.2f\n", name, cost, seconds);
        return;
    }
    long long bound = whole_up(answer->bound, nrp->problem.scale);
    double gap = cost > 0 ? (double)(cost - bound) / (double)cost : 0;
    printf("%s %lld %lld %.6f %.2f\n", name, cost, bound, gap, seconds);
}

/* Names the first person without a line. */
static bool say_who_is_left(const struct nrp *nrp, const struct lines_answer *answer,
                            struct pp_err *err)
{
    int32_t p = 0;
    while (p < nrp->file.n_staff - 1 && answer->roster.present[p]) {
        p++;
    }
    return pp_fail(err, PP_E_INPUT,
                   "%s line %d: no line of work that keeps all rules was found "
                   "for employee '%s'",
                   nrp->file.path, nrp->file.staff[p].line, nrp->file.staff[p].name);
}

/* The status to end with. */
static int run(const struct request *request, struct nrp *nrp, struct pp_err *err)
{
    struct pace pace = pace_begin(&request->settings, request->settings.rounds);
    struct lines_answer answer = {.bound = INT64_MIN};
    if (!nrp_read(nrp, request->instance, err)) {
        return NOT_READ;
    }
    lines_solve(&nrp->problem, request->settings.seed, request->settings.threads, NULL, &pace,
                &nrp->arena, &answer);
    if (!answer.complete) {
        say_who_is_left(nrp, &answer, err);
        return NO_ROSTER;
    }
    print_line(request->instance, nrp, &answer, pace_seconds(&pace));
    bool fine = request->out == NULL || nrp_write(nrp, answer.roster.lines, request->out, err);
    return fine ? 0 : NO_ROSTER;
}

int main(int argc, char **argv)
{
    const struct argp argp = {
        options, take_option, "INSTANCE", "Runs the rota's search on a benchmark instance.",
        NULL,    NULL,        NULL};
    struct request request = {
        .settings = {.time_limit = 60, .threads = 2, .rounds = INT32_MAX, .seed = 1}};
    struct nrp nrp = {.arena = {0}};
    struct pp_err err = {0};
    argp_parse(&argp, argc, argv, 0, NULL, &request);
    int status = run(&request, &nrp, &err);
    if (status != 0) {
        fprintf(stderr, "bench_rota: %s\n", err.text);
    }
    nrp_finish(&nrp);
    return status;
}
