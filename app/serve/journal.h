// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The journal: one line for each request, without its address, written off the threads that answer.
 *
 * A feed stands there by its number (podplan feeds list), never by its token.
 */
#ifndef PODPLAN_SERVE_JOURNAL_H
#define PODPLAN_SERVE_JOURNAL_H

#include "address.h"

#include <podplan/civil.h>

#include <stdint.h>

struct journal;

/** `wanted` false: nothing is noted. */
struct journal *journal_create(bool wanted);
void journal_destroy(struct journal *journal); ///< NULL is fine

/** One request; `feed` 0: none. From any thread. */
struct journal_line {
    pp_instant at;
    const struct address *client;
    const char *method; ///< cleaned when it is written
    int64_t feed;
    unsigned status;
};
void journal_note(struct journal *journal, const struct journal_line *line);

/** Writes what was noted to standard error. From one thread. */
void journal_write(struct journal *journal);

/** A sentence to standard error, at once: "podplan serve: …". */
void journal_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
