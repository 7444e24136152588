// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The door: which requests are let in.  A request that two programs in a row could read in two ways
 * is refused, because a proxy in front may have read it the other way (request smuggling).
 *
 * libmicrohttpd 0.9.75 lets in Content-Length with Transfer-Encoding, the first of two lengths,
 * lines that end with a bare LF, and spaces before a colon; what it has read it tells field by
 * field, so that is judged here, apart from the library.
 */
#ifndef PODPLAN_SERVE_DOOR_H
#define PODPLAN_SERVE_DOOR_H

#include <stdbool.h>
#include <stddef.h>

/** What becomes of a request; the statuses of HTTP. */
enum door_status {
    DOOR_IN = 0,
    DOOR_BAD = 400,
    DOOR_METHOD = 405,
    DOOR_LONG_URL = 414,
    DOOR_MANY_FIELDS = 431,
    DOOR_VERSION = 505
};

enum {
    DOOR_TAGS = 4 ///< fields If-None-Match that are read
};

/** A request as it is read; begin with `{0}`. Texts are borrowed. */
struct door {
    int fields, hosts, lengths, logins;
    bool bad, has_body;
    size_t target_size;          ///< bytes of the target with its query
    const char *tags[DOOR_TAGS]; ///< values of If-None-Match; NULL: no more
    int n_tags;
    const char *since;     ///< value of If-Modified-Since; NULL: none
    const char *forwarded; ///< last value of X-Forwarded-For; NULL: none
};

/** One field of the header; sizes count bytes, and no NUL may be among them. */
void door_field(struct door *door, const char *name, size_t name_size, const char *value,
                size_t value_size);

/** The whole request, after its fields. `target` is what stands in the request's line. */
enum door_status door_judge(const struct door *door, const char *method, const char *target,
                            const char *version);

/** The path in a target: without query, and without scheme and host when they stand there. */
const char *door_path(const char *target, char *path, size_t size);

#endif
