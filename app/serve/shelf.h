// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The shelf: calendars held ready as whole answers.
 *
 * A copy is fresh while the file is the same (its era), the calendar's own stamp of change is the
 * same, and the day, which moves its window, is the same.  A request that finds none waits, off
 * the threads that answer others, while a builder makes one from the store; those who are being
 * sent the old bytes keep them.  When building fails, the last copy is good as long as nobody has
 * seen its calendar change.
 */
#ifndef PODPLAN_SERVE_SHELF_H
#define PODPLAN_SERVE_SHELF_H

#include "book.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdbool.h>

enum {
    SHELF_TAG_TEXT = 40,
    SHELF_BUILDERS = 2,
    SHELF_ENDED = -1 ///< scope of the empty calendar of a feed that has ended; its key is the id
};

/** A calendar as it can be sent. */
struct shelf_copy {
    struct MHD_Response *full; ///< status 200; NULL: dropped to save memory
    struct MHD_Response *same; ///< status 304
    char tag[SHELF_TAG_TEXT];  ///< strong entity tag: hash of the bytes
    pp_instant modified;
    size_t bytes;
    int64_t era, stamp, begun;
    pp_day day;
};

/** A connection that waits for a copy. */
struct shelf_waiter {
    struct shelf_waiter *next;
    struct MHD_Connection *connection;
    int64_t arrived; ///< by the shelf's count of events; 0: it does not wait
};

/** One calendar. Items live as long as the shelf. */
struct shelf_item {
    struct shelf_item *next, *queued_next;
    int32_t scope;
    char *key;
    int64_t stamp; ///< when the calendar changed last, by the store
    struct shelf_copy *copy;
    struct shelf_waiter *waiting;
    bool queued, building;
    int64_t failed;       ///< count of events at which building began and failed
    pp_instant failed_at; ///< when
    pp_instant asked;     ///< when somebody wanted it last
    int64_t book;         ///< number of the last book that names it
};

enum {
    SHELF_PLACES = 8192 ///< a power of two
};

struct shelf {
    pthread_mutex_t lock; ///< of all below, but for the table itself, which is its keeper's
    pthread_cond_t work;
    const char *db;
    struct book *book;
    int64_t books; ///< how many there have been
    struct shelf_item *items[SHELF_PLACES];
    struct shelf_item *queue, **queue_end;
    int64_t events; ///< rises with every arrival and every begin of building
    int64_t era;    ///< which file it is
    size_t bytes;   ///< of all copies
    _Atomic pp_instant now;
    pp_day today;
    _Atomic pp_instant unread_since; ///< since when the file can't be read; 0: it can
    _Atomic pp_instant said_at;      ///< when it was said last that a calendar can't be made
    bool stopping;
    pthread_t builders[SHELF_BUILDERS];
};

/** Begins with one era and an empty book; `db` is borrowed. */
struct shelf *shelf_create(const char *db);

/** All waiters have gone. */
void shelf_destroy(struct shelf *shelf);

/** Seconds that have passed since then; very many when the clock was set back behind it. */
pp_instant shelf_since(const struct shelf *shelf, pp_instant then);

/** Lets no more be built and lets all waiters go. The builders have ended when it returns. */
void shelf_stop(struct shelf *shelf);

/** The item of a calendar, made when it is not there. From the keeper's thread only. */
struct shelf_item *shelf_item(struct shelf *shelf, int32_t scope, const char *key);

/** A new book in the place of the old one; what it does not name is dropped. With the lock. */
void shelf_open_book(struct shelf *shelf, struct book *book);

/** Drops what was asked for longest ago until there is room. With the lock. */
void shelf_trim(struct shelf *shelf);

enum shelf_state {
    SHELF_READY,
    SHELF_WAIT,  ///< the waiter waits; its connection is suspended
    SHELF_FAILED ///< nothing good is there
};

/**
 * Looks for a copy that may be sent; `full`: with its bytes.  SHELF_WAIT suspends the connection
 * of `waiter` until there is one, or until building fails.  With the lock.
 */
enum shelf_state shelf_take(struct shelf *shelf, struct shelf_item *item, bool full,
                            struct shelf_waiter *waiter, struct shelf_copy **copy);

#endif
