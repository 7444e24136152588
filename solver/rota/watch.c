// SPDX-License-Identifier: GPL-3.0-or-later
/* The clock, the stop flag and the progress report of one rota. */
#include "watch.h"

#include <time.h>

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

void watch_begin(struct rota_watch *watch, const struct pp_solver_settings *settings,
                 int32_t rounds)
{
    *watch = (struct rota_watch){.settings = settings, .began = now(), .rounds = rounds};
}

double watch_seconds(const struct rota_watch *watch)
{
    return now() - watch->began;
}

bool watch_stops(struct rota_watch *watch)
{
    const struct pp_solver_settings *settings = watch->settings;
    if (!watch->stopped) {
        bool told = settings->stop != NULL && atomic_load(settings->stop);
        bool late = settings->time_limit > 0 && watch_seconds(watch) >= settings->time_limit;
        watch->stopped = told || late;
    }
    return watch->stopped;
}

bool watch_passed(const struct rota_watch *watch, int32_t part)
{
    double limit = watch->settings->time_limit;
    return limit > 0 && watch_seconds(watch) * part >= limit;
}

void watch_tell(const struct rota_watch *watch, int32_t round, int64_t cost, int64_t bound)
{
    if (watch->settings->progress != NULL) {
        struct pp_progress at = {PP_ROTA, round, watch->rounds, cost, bound};
        watch->settings->progress(watch->settings->user, &at);
    }
}
