// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A few threads that do the same task side by side, again and again, each with a number of its own.
 * Where no threads are to be had, one does it alone.
 */
#ifndef WORK_CREW_H
#define WORK_CREW_H

#include <stdint.h>

enum {
    CREW_MOST = 16
};

struct crew;

/** At most `threads` of them, the caller among them. */
struct crew *crew_begin(int32_t threads);

/** How many there are. */
int32_t crew_size(const struct crew *crew);

/** Runs `task` once in every thread, with its number from 0 on; returns when all have done. */
void crew_run(struct crew *crew, void (*task)(void *user, int32_t number), void *user);

void crew_finish(struct crew *crew);

#endif
