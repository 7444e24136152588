// SPDX-License-Identifier: GPL-3.0-or-later
/* Ctrl-C: once asks the engines to stop and keep their best; twice ends the program. */
#ifndef PODPLAN_STOP_H
#define PODPLAN_STOP_H

#include <stdatomic.h>

/** From now on SIGINT sets the flag, once; the next SIGINT ends the program. */
const atomic_bool *stop_on_interrupt(void);

/** SIGINT ends the program again. */
void stop_forget(void);

#endif
