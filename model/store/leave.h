// SPDX-License-Identifier: GPL-3.0-or-later
/* What calendars add to an imported service, inside a transaction of the caller's. */
#ifndef PODPLAN_STORE_LEAVE_H
#define PODPLAN_STORE_LEAVE_H

#include "db.h"

#include <podplan/builder.h>

/** Gives the builder the days of leave from calendars that leave.csv does not have. */
bool leave_feed(struct pp_store *store, struct pp_builder *builder, struct pp_err *err);

/** Gives the builder the bank holidays that were added and that the import does not have. */
bool holidays_feed(struct pp_store *store, struct pp_builder *builder, struct pp_err *err);

#endif
