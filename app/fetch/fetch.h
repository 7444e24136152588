// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Fetching a calendar: a file of this machine, or an address that is http or
 * https and nothing else.
 *
 * Whoever can write an address into podplan must not thereby reach what only
 * this machine can: addresses of this network are refused on the connection
 * itself, so that no name that changes its mind and no redirect gets around
 * that.  An address may be a secret and is never shown whole.
 */
#ifndef PODPLAN_FETCH_H
#define PODPLAN_FETCH_H

#include <podplan/buf.h>
#include <podplan/err.h>

#include <stdint.h>
#include <sys/socket.h>

enum {
    FETCH_TAG = 256,  ///< bytes of an ETag or Last-Modified that is kept, its NUL included
    FETCH_SHOWN = 128 ///< bytes of an address as it is shown, its NUL included
};

/** What is to be fetched. Strings are borrowed. */
struct fetch {
    const char *place;                ///< path, or address
    bool allow_private;               ///< addresses of this machine and its network, too
    bool as_browser;                  ///< says that it is a browser: some servers want that
    int32_t seconds;                  ///< longest time for the whole; 0: PP_MAX_FETCH_SECONDS
    const char *etag, *last_modified; ///< of the copy that is there; NULL: none
};

/** What came. */
struct fetched {
    struct pp_buf body; ///< finish it; longer than PP_MAX_CALENDAR_BYTES: there was even more
    bool unchanged;     ///< the server says that the copy that is there is the newest
    char etag[FETCH_TAG], last_modified[FETCH_TAG]; ///< "": the server gave none
};

/** True when a place is an address rather than a path. */
bool fetch_is_address(const char *place);

/**
 * The place as it is stored: a path made absolute, webcal:// as https://, no fragment.  PP_E_INPUT or
 * PP_E_USAGE for what is neither a file nor an http or https address without a name and password.
 */
bool fetch_settle(const char *place, struct pp_buf *settled, struct pp_err *err);

/** How messages name a place: a path as it is, of an address scheme and host only. */
const char *fetch_show(const char *place, char shown[FETCH_SHOWN]);

/** Whole seconds of --time; 0 when it was not given. */
int32_t fetch_seconds(double asked);

/** Fetches a settled place. PP_E_SYSTEM or PP_E_INPUT, with what to do. Finish the body either way. */
bool fetch_run(const struct fetch *fetch, struct fetched *fetched, struct pp_err *err);

/** Whether a socket address is one of this machine, its network, or nobody's on the Internet. */
bool fetch_is_private(const struct sockaddr *address);

#endif
