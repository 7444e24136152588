// SPDX-License-Identifier: GPL-3.0-or-later
/* The command line of the benchmark programs (request.h). */
#include "request.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct argp_option options[] = {
    {"time", 't', "SECONDS", 0, "longest time, reading included; 60 when not given", 0},
    {"rounds", 'r', "N", 0, "rounds of the search; without limit when not given", 0},
    {"threads", 'j', "N", 0, "threads; 2 when not given", 0},
    {"seed", 's', "N", 0, "decides ties; 1 when not given", 0},
    {"trace", 'v', NULL, 0, "say on standard error when cost or bound get better", 0},
    {"out", 'o', "FILE", 0, "where to write the answer", 0},
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
    case 'v':
        request->trace = true;
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

void request_read(struct request *request, const char *what, int argc, char **argv)
{
    const struct argp argp = {options, take_option, "INSTANCE", what, NULL, NULL, NULL};
    *request = (struct request){
        .settings = {.time_limit = 60, .threads = 2, .rounds = INT32_MAX, .seed = 1}};
    argp_parse(&argp, argc, argv, 0, NULL, request);
}

static void say_progress(void *user, const struct pp_progress *at)
{
    struct request_trace *trace = user;
    if (at->cost < trace->cost || at->bound > trace->bound) {
        fprintf(stderr, "%8.2f s  round %d  cost %lld  bound %lld\n", pace_seconds(trace->pace),
                at->round, (long long)at->cost, (long long)at->bound);
        trace->cost = at->cost;
        trace->bound = at->bound;
    }
}

void request_begin(struct request *request, struct pace *pace)
{
    request->traced = (struct request_trace){pace, INT64_MAX, INT64_MIN};
    if (request->trace) {
        request->settings.progress = say_progress;
        request->settings.user = &request->traced;
    }
    *pace = pace_begin(&request->settings, request->settings.rounds);
}

const char *request_name(const struct request *request)
{
    const char *slash = strrchr(request->instance, '/');
    return slash == NULL ? request->instance : slash + 1;
}
