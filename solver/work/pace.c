// SPDX-License-Identifier: GPL-3.0-or-later
/* The clock, the stop flag and the progress report of one solve. */
#include "pace.h"

#include <time.h>

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

struct pace pace_begin(const struct pp_solver_settings *settings, int32_t rounds)
{
    return (struct pace){
        .settings = settings, .began = now(), .stage = PP_ALLOCATION, .rounds = rounds};
}

double pace_seconds(const struct pace *pace)
{
    return now() - pace->began;
}

bool pace_stops(struct pace *pace)
{
    const struct pp_solver_settings *settings = pace->settings;
    if (settings == NULL || pace->stopped) {
        return pace->stopped;
    }
    bool told = settings->stop != NULL && atomic_load(settings->stop);
    bool late = settings->time_limit > 0 && pace_seconds(pace) >= settings->time_limit;
    pace->stopped = told || late;
    return pace->stopped;
}

void pace_tell(const struct pace *pace, int32_t round, int64_t cost, int64_t bound)
{
    if (pace->settings != NULL && pace->settings->progress != NULL) {
        int64_t least = bound > pace->offset ? bound - pace->offset : 0; // no rule pays back
        struct pp_progress at = {pace->stage, round, pace->rounds, cost - pace->offset, least};
        pace->settings->progress(pace->settings->user, &at);
    }
}

bool pace_within(const struct pace *pace, int64_t cost, int64_t bound)
{
    double gap = pace->settings == NULL ? 0 : pace->settings->gap;
    return gap > 0 && (double)(cost - bound) <= gap * (double)(cost - pace->offset);
}
