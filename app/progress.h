// SPDX-License-Identifier: GPL-3.0-or-later
/* Progress of a solve: one line on stderr, rewritten, and only on a terminal. */
#ifndef PODPLAN_PROGRESS_H
#define PODPLAN_PROGRESS_H

#include <podplan/solver.h>

struct progress {
    bool shown;      ///< stderr is a terminal
    double last;     ///< seconds of the monotonic clock when the line was last written
    bool line_begun; ///< something stands on the line
};

struct progress progress_begin(void);

/** For pp_solver_settings.progress; `user` is a struct progress. */
void progress_report(void *user, const struct pp_progress *at);

/** Clears the line. */
void progress_end(struct progress *progress);

#endif
