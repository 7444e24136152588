// SPDX-License-Identifier: GPL-3.0-or-later
/* Progress of a solve on a terminal. */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const double seconds_between_lines = 0.1;

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

struct progress progress_begin(void)
{
    return (struct progress){.shown = isatty(STDERR_FILENO) == 1};
}

void progress_report(void *user, const struct pp_progress *at)
{
    struct progress *progress = user;
    double time = now();
    if (!progress->shown ||
        (progress->line_begun && time - progress->last < seconds_between_lines)) {
        return;
    }
    progress->last = time;
    progress->line_begun = true;
    fprintf(stderr, "\r\033[K%s: %s %d", pp_stage_word(at->stage),
            at->stage == PP_WORKFORCE ? "paths of role" : "round", (int)at->round);
    if (at->rounds > 0) {
        fprintf(stderr, " of %d", (int)at->rounds);
    }
    if (at->stage == PP_WORKFORCE) {
        fflush(stderr);
        return; // no answer is kept of a part of it
    }
    if (at->cost != INT64_MAX) {
        fprintf(stderr, ", cost %" PRId64 ", at best %" PRId64, at->cost, at->bound);
    }
    fputs("  (Ctrl-C keeps the best so far)", stderr);
    fflush(stderr);
}

void progress_end(struct progress *progress)
{
    if (progress->line_begun) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        progress->line_begun = false;
    }
}
