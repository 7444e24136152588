// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One calendar as it is published: of a person, a pod, a hub, an on-call tier, or all training.
 *
 * It is made of what the store keeps of published events and of nothing else, so it costs no
 * planning; files and HTTP have it from the same function.
 */
#ifndef PODPLAN_PUBLISH_FEED_H
#define PODPLAN_PUBLISH_FEED_H

#include <podplan/buf.h>
#include <podplan/store.h>

struct feed {
    struct pp_buf text;  ///< the bytes of the .ics file
    pp_instant modified; ///< when these bytes came to be; of one calendar it never goes back
    int32_t n_events;
    pp_day last;     ///< on which its last event begins; PP_NO_DAY: there is none
    bool ends_early; ///< days at the far end are left out
    bool narrowed;   ///< its window is narrower than usual, to keep it small (limits.h)
};

/**
 * Makes a calendar for the day `today`, which moves its window (limits.h) and nothing else.  `key`
 * is that of pp_feed_scope in store.h; "" or NULL for training.  `feed` need not be initialised;
 * feed_finish frees it, after a failure too.  PP_E_STATE when no such calendar was ever published:
 * never an empty one in the place of a failure.
 */
bool feed_of(struct pp_store *store, enum pp_feed_scope scope, const char *key, pp_day today,
             struct feed *feed, struct pp_err *err);

void feed_finish(struct feed *feed);

/** Calendars as files. */
struct feed_files {
    const struct pp_service *service;
    const struct pp_feed_name *feeds;
    int32_t n_feeds;
    const char *dir; ///< which exists
    struct pp_arena *arena;
    const char **narrowed; ///< sentences on those that end early; the arena's
    int32_t n_narrowed, capacity;
};

/** Writes each as practitioner-KEY.ics, pod-KEY.ics, hub-KEY.ics, tier-N.ics or training.ics. */
bool feed_write_all(struct pp_store *store, struct feed_files *files, struct pp_err *err);

#endif
