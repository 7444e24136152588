// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Back-off: whoever asks for many feeds that do not exist is told to wait.
 *
 * Each client may be wrong PP_SERVE_WRONG times, and once more for every PP_SERVE_WRONG_SECONDS
 * that pass (a leaky bucket).  Right addresses are always answered, so that a whole office behind
 * one address does not suffer from one phone.  The table has a fixed size: when it is full,
 * who was wrong longest ago is forgotten.
 */
#ifndef PODPLAN_SERVE_BACKOFF_H
#define PODPLAN_SERVE_BACKOFF_H

#include "address.h"

#include <podplan/civil.h>

struct backoff;

struct backoff *backoff_create(void);
void backoff_destroy(struct backoff *backoff); ///< NULL is fine

/** Notes a wrong address; false: this client has to wait. `now` in seconds. From any thread. */
bool backoff_let(struct backoff *backoff, const struct address *client, pp_instant now);

#endif
