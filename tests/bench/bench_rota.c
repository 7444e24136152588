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
#include "request.h"
#include "solve.h"

#include <stdio.h>

enum {
    NO_ROSTER = 1,
    NOT_READ = 3
};

/* ---- The answer ---- */

static void print_line(const char *name, const struct nrp *nrp, const struct lines_answer *answer,
                       double seconds)
{
    long long cost = answer->roster.total / nrp->problem.scale;
    if (answer->bound == INT64_MIN) {
        printf("%s %lld - - %.2f\n", name, cost, seconds);
        return;
    }
    long long bound = lines_units(&nrp->problem, answer->bound);
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
static int run(struct request *request, struct nrp *nrp, struct pp_err *err)
{
    struct lines_answer answer = {.bound = INT64_MIN};
    struct pace pace;
    request_begin(request, &pace);
    if (!nrp_read(nrp, request->instance, err)) {
        return NOT_READ;
    }
    lines_solve(&nrp->problem, request->settings.seed, request->settings.threads, NULL, &pace,
                &nrp->arena, &answer);
    if (!answer.complete) {
        say_who_is_left(nrp, &answer, err);
        return NO_ROSTER;
    }
    print_line(request_name(request), nrp, &answer, pace_seconds(&pace));
    bool fine = request->out == NULL || nrp_write(nrp, answer.roster.lines, request->out, err);
    return fine ? 0 : NO_ROSTER;
}

int main(int argc, char **argv)
{
    struct request request;
    struct nrp nrp = {.arena = {0}};
    struct pp_err err = {0};
    request_read(&request, "Runs the rota's search on a benchmark instance.", argc, argv);
    int status = run(&request, &nrp, &err);
    if (status != 0) {
        fprintf(stderr, "bench_rota: %s\n", err.text);
    }
    nrp_finish(&nrp);
    return status;
}
