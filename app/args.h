// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading the command line by the tables of commands.h. */
#ifndef PODPLAN_ARGS_H
#define PODPLAN_ARGS_H

#include "commands.h"

/**
 * Fills `request` and returns the command; NULL with PP_E_USAGE.  Common options may stand before
 * or after the command.  `--help` turns the request into one for the help of its command.  What
 * was read before a fault stands in `request`, so that --json rules the error as well.
 */
const struct command *args_read(int argc, char **argv, struct request *request, struct pp_err *err);

#endif
