// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The server from start to stop.
 *
 *   1. signals are blocked, so that every thread leaves them to this one, which waits for them;
 *   2. the file is opened and read (keeper), calendars wait on the shelf, the socket is opened;
 *   3. the reception answers on its threads; this one looks at the file, ends slow connections and
 *      writes the log, PP_SERVE_LOOK_MILLISECONDS apart;
 *   4. told to stop, it takes no more connections, lets answers finish, and notes the last uses.
 */
#include "serve.h"

#include "address.h"
#include "keeper.h"
#include "reception.h"
#include "token.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    SWEEP_LOOKS = 5,  ///< looks at the file between two sweeps
    SPARE_FILES = 64, ///< descriptors that are no connections
    LEAST_CONNECTIONS = 16
};

struct server {
    struct networks proxies;
    struct reception reception;
    struct keeper *keeper;
    struct MHD_Daemon *daemon;
    struct listening listening;
};

/** As many connections as there may be files. */
static int32_t allow_connections(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) {
        return LEAST_CONNECTIONS;
    }
    rlim_t wanted = PP_SERVE_CONNECTIONS + SPARE_FILES;
    if (files.rlim_cur < wanted) {
        files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    rlim_t most = files.rlim_cur > SPARE_FILES + LEAST_CONNECTIONS ? files.rlim_cur - SPARE_FILES
                                                                   : LEAST_CONNECTIONS;
    return most < PP_SERVE_CONNECTIONS ? (int32_t)most : PP_SERVE_CONNECTIONS;
}

/* ---- Start ---- */

static bool start(struct server *server, const struct serve_options *options, struct pp_err *err)
{
    struct reception *reception = &server->reception;
    for (int p = 0; p < options->n_proxies; p++) {
        if (!networks_add(&server->proxies, options->proxies[p], err)) {
            return false;
        }
    }
    if (!token_begin(err)) {
        return false;
    }
    reception->proxies = &server->proxies;
    reception->shelf = shelf_create(options->db);
    reception->guard = guard_create(&server->proxies, allow_connections());
    reception->backoff = backoff_create();
    reception->journal = journal_create(options->log);
    replies_create(&reception->replies);
    server->keeper = keeper_create(options->db, reception->shelf, err);
    return server->keeper != NULL;
}

static bool open_door(struct server *server, const struct serve_options *options,
                      struct pp_err *err)
{
    struct listening *listening = &server->listening;
    if (!address_listen(options->listen, listening, err)) {
        return false;
    }
    server->daemon =
        reception_start(&server->reception, listening->fd, (unsigned)options->threads, err);
    if (server->daemon == NULL) {
        close(listening->fd);
        return false;
    }
    if (listening->open) {
        journal_say(
            "WARNING: other machines reach this address, and nothing is encrypted here: "
            "whoever listens in on the network can read every token. Put a proxy with TLS "
            "in front, and listen on 127.0.0.1 (docs/operations.md)");
    }
    journal_say("listening on %s", listening->where);
    return true;
}

/* ---- Serve ---- */

static bool is_told_to_stop(const sigset_t *signals)
{
    const struct timespec wait = {.tv_nsec = PP_SERVE_LOOK_MILLISECONDS * 1000000L};
    int got = sigtimedwait(signals, NULL, &wait);
    return got == SIGTERM || got == SIGINT;
}

static void look_after(struct server *server, int look)
{
    keeper_look(server->keeper);
    if (look % SWEEP_LOOKS == 0) {
        guard_sweep(server->reception.guard);
    }
    journal_write(server->reception.journal);
}

/* ---- Stop ---- */

static void stop(struct server *server)
{
    struct reception *reception = &server->reception;
    if (server->daemon != NULL) {
        MHD_socket listening = MHD_quiesce_daemon(server->daemon);
        if (listening != MHD_INVALID_SOCKET) {
            close(listening); // who comes now is refused, and does not wait in vain
        }
        const struct timespec pause = {.tv_nsec = 10 * 1000000L};
        for (int n = 0; n < 100 * PP_SERVE_STOP_SECONDS && guard_busy(reception->guard) > 0; n++) {
            nanosleep(&pause, NULL);
        }
        shelf_stop(reception->shelf);
        MHD_stop_daemon(server->daemon);
    } else if (reception->shelf != NULL) {
        shelf_stop(reception->shelf);
    }
    if (server->listening.path[0] != '\0') {
        unlink(server->listening.path);
    }
}

static void finish(struct server *server)
{
    struct reception *reception = &server->reception;
    stop(server);
    keeper_destroy(server->keeper);
    if (reception->shelf != NULL) {
        journal_write(reception->journal);
        replies_destroy(&reception->replies);
        shelf_destroy(reception->shelf);
    }
    guard_destroy(reception->guard);
    backoff_destroy(reception->backoff);
    journal_destroy(reception->journal);
}

bool serve(const struct serve_options *options, struct pp_err *err)
{
    struct server server = {0};
    sigset_t signals, before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    signal(SIGPIPE, SIG_IGN);
    bool done = start(&server, options, err) && open_door(&server, options, err);
    for (int look = 1; done && !is_told_to_stop(&signals); look++) {
        look_after(&server, look);
    }
    if (done) {
        journal_say("told to stop; finishing what was begun");
    }
    finish(&server);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return done;
}
