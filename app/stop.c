// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ctrl-C.  The flag is the program's one piece of static mutable state,
 * because a signal handler is handed nothing else.
 */
#include "stop.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static atomic_bool asked;

static void ask(int signal_number)
{
    (void)signal_number;
    atomic_store(&asked, true);
}

const atomic_bool *stop_on_interrupt(void)
{
    // SA_RESETHAND: the second Ctrl-C meets the default action
    struct sigaction action = {.sa_handler = ask, .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
    sigemptyset(&action.sa_mask);
    atomic_store(&asked, false);
    sigaction(SIGINT, &action, NULL);
    return &asked;
}

void stop_forget(void)
{
    signal(SIGINT, SIG_DFL);
}
