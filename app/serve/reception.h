// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The reception: from a request as libmicrohttpd has read it to an answer on its way.
 *
 *   1. the door refuses what could be read in two ways;
 *   2. the path is /health, or a feed's, whose token is hashed and looked up in the book;
 *   3. a feed is taken from the shelf, where it may have to be waited for;
 *   4. what the client has already is answered by 304.
 */
#ifndef PODPLAN_SERVE_RECEPTION_H
#define PODPLAN_SERVE_RECEPTION_H

#include "backoff.h"
#include "guard.h"
#include "journal.h"
#include "replies.h"

/** What answers are made from; all borrowed. */
struct reception {
    struct shelf *shelf;
    struct guard *guard;
    struct backoff *backoff;
    struct journal *journal;
    const struct networks *proxies;
    struct replies replies;
    bool shows_lines; ///< how lines end can be seen in the library's buffer; reception_start says
};

/** Starts libmicrohttpd on a listening socket; NULL with PP_E_SYSTEM. */
struct MHD_Daemon *reception_start(struct reception *reception, int fd, unsigned threads,
                                   struct pp_err *err);

#endif
