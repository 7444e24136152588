// SPDX-License-Identifier: GPL-3.0-or-later
/* What stands at a path, found out without changing anything there. */
#ifndef PODPLAN_STORE_PROBE_H
#define PODPLAN_STORE_PROBE_H

#include <podplan/err.h>

/**
 * True when the path is a podplan file, or nothing yet (`*blank`: no file, or an empty one).
 * Refuses what belongs to somebody else: folders, devices, other programs' files.
 */
bool probe_file(const char *path, bool *blank, struct pp_err *err);

#endif
