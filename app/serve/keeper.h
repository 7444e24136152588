// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The keeper: looks at the file every PP_SERVE_LOOK_MILLISECONDS, and tells the shelf what changed.
 *
 * One connection of its own reads PRAGMA data_version, which moves when anybody else commits; then
 * the tokens and the stamps of all calendars are read again.  A file that was put in the place of
 * the old one is another era.  The same connection notes when feeds were used, because its own
 * writing does not move the version it sees; it never waits for others to do so.
 */
#ifndef PODPLAN_SERVE_KEEPER_H
#define PODPLAN_SERVE_KEEPER_H

#include "shelf.h"

struct keeper;

/** Opens the file and reads it once; NULL when that can't be done. `db` is borrowed. */
struct keeper *keeper_create(const char *db, struct shelf *shelf, struct pp_err *err);
/** Notes the last uses, and closes the file. NULL is fine. */
void keeper_destroy(struct keeper *keeper);

/** Looks once; says on standard error when the file can't be read, and when it can again. */
void keeper_look(struct keeper *keeper);

#endif
