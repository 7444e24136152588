// SPDX-License-Identifier: GPL-3.0-or-later
/* The copy that is put beside a file before it is upgraded. */
#ifndef PODPLAN_STORE_BACKUP_H
#define PODPLAN_STORE_BACKUP_H

#include "db.h"

/**
 * Copies the file to FILE.v<version>.bak; when there is one already, to FILE.v<version>-2.bak and
 * so on.  The copy is whole and on the disk, or there is none.
 */
bool backup_make(struct pp_store *store, int32_t version, struct pp_err *err);

#endif
