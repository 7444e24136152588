// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan serve: calendars over HTTP, until SIGTERM or SIGINT. */
#ifndef PODPLAN_SERVE_H
#define PODPLAN_SERVE_H

#include <podplan/err.h>

struct serve_options {
    const char *db;
    const char *listen;         ///< see address_listen
    int threads;                ///< that answer requests, at least 1
    const char *const *proxies; ///< addresses and networks whose X-Forwarded-For is believed
    int n_proxies;
    bool log; ///< a line for each request, to standard error
};

/** Serves until told to stop; true when what was begun was finished. Says on standard error where. */
bool serve(const struct serve_options *options, struct pp_err *err);

#endif
