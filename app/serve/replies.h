// SPDX-License-Identifier: GPL-3.0-or-later
/* What every answer carries in its header, and the answers that are always the same. */
#ifndef PODPLAN_SERVE_REPLIES_H
#define PODPLAN_SERVE_REPLIES_H

#include "shelf.h"

/** Answers that never change. */
enum reply {
    REPLY_HEALTHY,
    REPLY_BAD,
    REPLY_NOT_FOUND,
    REPLY_METHOD,
    REPLY_LONG_URL,
    REPLY_WAIT,
    REPLY_MANY_FIELDS,
    REPLY_UNAVAILABLE,
    REPLY_VERSION,
    REPLIES
};

struct replies {
    struct MHD_Response *list[REPLIES];
};

void replies_create(struct replies *replies);
void replies_destroy(struct replies *replies);
unsigned reply_status(enum reply reply);
/** The answer with this status. */
enum reply reply_of(unsigned status);

/** What was sent of a calendar before. */
struct copy_past {
    pp_instant modified;
    char tag[SHELF_TAG_TEXT]; ///< "": nothing was
};

/**
 * A copy of a calendar with its two answers; takes `text` over.  Its time of change is never before
 * that of the past, and after it when the bytes are others, whatever happened to the file.
 */
struct shelf_copy *copy_create(struct pp_buf *text, pp_instant modified,
                               const struct copy_past *past);
void copy_destroy(struct shelf_copy *copy); ///< NULL is fine

#endif
