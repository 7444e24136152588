// SPDX-License-Identifier: GPL-3.0-or-later
/* Folders that are written into: making them, and having them for oneself. */
#ifndef PODPLAN_FOLDER_H
#define PODPLAN_FOLDER_H

#include <podplan/err.h>

/** Makes a folder when it is not there; its parent must be. False with PP_E_SYSTEM. */
bool folder_make(const char *path, struct pp_err *err);

/**
 * Locks a folder against others of us until the descriptor is closed.  -1 with PP_E_SYSTEM, or with
 * PP_E_STATE when somebody else has it: another podplan is `busy` ("publishing into") it.
 */
int folder_lock(const char *path, const char *busy, struct pp_err *err);

#endif
