// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the benchmark programs are asked for: one command line for all of them.
 */
#ifndef BENCH_REQUEST_H
#define BENCH_REQUEST_H

#include "pace.h"

/** Where --trace has got to. */
struct request_trace {
    const struct pace *pace;
    int64_t cost, bound;
};

struct request {
    const char *instance, *out; ///< out: NULL, nowhere
    bool trace;
    struct pp_solver_settings settings;
    struct request_trace traced;
};

/** Reads the command line; ends the program when it can't be understood. */
void request_read(struct request *request, const char *what, int argc, char **argv);

/** Starts the clock, and the trace when one was asked for. */
void request_begin(struct request *request, struct pace *pace);

/** The instance's name without its folder. */
const char *request_name(const struct request *request);

#endif
