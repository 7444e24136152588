// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The guard: connections, how many there are, and how long each may take.
 *
 * Whoever opens a connection has PP_SERVE_HEADER_SECONDS to send the headers of a request as a
 * whole, be it drop by drop (slow headers hold libmicrohttpd's slots for ever: its time-out is one
 * of silence).  When all connections, or all of one client, are taken, the one that has waited
 * longest without a request makes room for the next: a flood pushes out its own connections, and
 * who asks at once is answered.
 */
#ifndef PODPLAN_SERVE_GUARD_H
#define PODPLAN_SERVE_GUARD_H

#include "address.h"

#include <stdint.h>

struct guard;
struct peer; ///< one connection

/** `networks` are borrowed for the guard's life. */
struct guard *guard_create(const struct networks *networks, int32_t connections);
void guard_destroy(struct guard *guard); ///< no peer is left; NULL is fine

/** Whether a new connection may come in; makes room if that is needed. From any thread. */
bool guard_admit(struct guard *guard, const struct sockaddr *from);

/** A connection begins; never NULL. */
struct peer *guard_open(struct guard *guard, int fd, const struct sockaddr *from);
/** It ends; its descriptor is still open. */
void guard_close(struct guard *guard, struct peer *peer);

/** The headers of a request are there; an answer is on its way. */
void guard_begin(struct peer *peer);
/** The answer is sent; the next request may take its time. */
void guard_end(struct peer *peer);

const struct address *guard_address(const struct peer *peer);

/** Ends connections that take too long. Now and then, from one thread. */
void guard_sweep(struct guard *guard);

/** Connections with a request that is being answered. */
int32_t guard_busy(struct guard *guard);

#endif
