// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Events of .ics bytes, one against the other: what an edit may do to a calendar that people follow.
 * It knows lines and nothing of what wrote them.
 */
#ifndef TESTS_FEED_BLOCKS_H
#define TESTS_FEED_BLOCKS_H

#include <podplan/arena.h>

#include <stdint.h>

/**
 * Ends the test unless each event that is in both has the same bytes, or looks different and has a
 * SEQUENCE and a LAST-MODIFIED that rose, DTSTAMP with it, and the CREATED it had.
 */
void blocks_assert_edit(const char *before, const char *after);

/** The last that was seen of each event, by its UID. */
struct blocks_history {
    struct pp_arena arena;
    struct block *seen;
    int32_t count, capacity;
    int32_t back; ///< events that went and came back as they had been
};

/** Ends the test when an event has come back without a SEQUENCE above all it ever had. */
void blocks_remember(struct blocks_history *history, const char *calendar);

void blocks_forget(struct blocks_history *history);

#endif
