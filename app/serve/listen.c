// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A socket to listen on: TCP, UNIX, or one that systemd hands over (sd_listen_fds(3), by hand: two
 * variables and descriptor 3).
 */
#include "address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    BACKLOG = 1024,
    SYSTEMD_FD = 3
};

static const char unix_prefix[] = "unix:";

static int refuse(int fd, const char *text, struct pp_err *err)
{
    pp_fail(err, PP_E_SYSTEM, "can't listen on %s: %s", text, strerror(errno));
    if (fd >= 0) {
        close(fd);
    }
    return -1;
}

static bool is_of_this_machine(const struct address *address)
{
    struct networks here = {0};
    networks_add(&here, "127.0.0.0/8", NULL);
    networks_add(&here, "::1", NULL);
    return networks_trust(&here, address);
}

/** Puts the address of the socket into words. */
static void describe(struct listening *listening)
{
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof(bound);
    getsockname(listening->fd, (struct sockaddr *)&bound, &size);
    if (bound.ss_family == AF_UNIX) {
        struct sockaddr_un name;
        memcpy(&name, &bound, sizeof(name));
        snprintf(listening->where, sizeof(listening->where), "unix:%.*s",
                 (int)sizeof(name.sun_path), name.sun_path);
        return;
    }
    struct sockaddr_in6 v6;
    struct sockaddr_in v4;
    memcpy(&v6, &bound, sizeof(v6));
    memcpy(&v4, &bound, sizeof(v4));
    bool is_v6 = bound.ss_family == AF_INET6;
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(bound.ss_family, is_v6 ? (void *)&v6.sin6_addr : (void *)&v4.sin_addr, text,
              sizeof(text));
    struct address address = address_of((struct sockaddr *)&bound), any = {{0}};
    // "::" would pass for the other end of a UNIX socket
    listening->open = address_same(&address, &any) || !is_of_this_machine(&address);
    snprintf(listening->where, sizeof(listening->where), is_v6 ? "http://[%s]:%d" : "http://%s:%d",
             text, (int)ntohs(is_v6 ? v6.sin6_port : v4.sin_port));
}

/** A socket that nobody listens on any more is in the way; one that somebody does stays. */
static bool is_left_over(const struct sockaddr_un *name)
{
    struct stat found;
    if (lstat(name->sun_path, &found) != 0 || !S_ISSOCK(found.st_mode)) {
        return false;
    }
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool refused = probe >= 0 &&
                   connect(probe, (const struct sockaddr *)name, sizeof(*name)) != 0 &&
                   errno == ECONNREFUSED;
    if (probe >= 0) {
        close(probe);
    }
    return refused;
}

static int listen_unix(const char *path, struct pp_err *err)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    if (strlen(path) == 0 || strlen(path) >= sizeof(name.sun_path)) {
        pp_fail(err, PP_E_USAGE, "--listen unix:PATH takes a path of 1 to %d bytes",
                (int)sizeof(name.sun_path) - 1);
        return -1;
    }
    memcpy(name.sun_path, path, strlen(path) + 1);
    if (is_left_over(&name)) {
        unlink(path);
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    // The proxy is of the same group; nobody else asks past it.
    mode_t before = umask(0117);
    bool bound = fd >= 0 && bind(fd, (struct sockaddr *)&name, sizeof(name)) == 0;
    umask(before);
    return bound && listen(fd, BACKLOG) == 0 ? fd : refuse(fd, path, err);
}

/** Cuts "HOST:PORT" or "[HOST]:PORT" in two; false: it is neither. */
static bool cut(char *text, char **host, char **port)
{
    char *colon = strrchr(text, ':');
    if (colon == NULL || colon == text || colon[1] == '\0' ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1) || atol(colon + 1) > 65535) {
        return false;
    }
    *colon = '\0';
    *host = text;
    *port = colon + 1;
    if (text[0] == '[' && colon[-1] == ']') {
        colon[-1] = '\0';
        *host = text + 1;
        return true;
    }
    return strchr(text, ':') == NULL;
}

static int listen_tcp(const char *text, struct pp_err *err)
{
    char copy[ADDRESS_TEXT], *host, *port;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    snprintf(copy, sizeof(copy), "%s", text);
    if (strlen(text) >= sizeof(copy) || !cut(copy, &host, &port)) {
        pp_fail(err, PP_E_USAGE,
                "--listen takes an address and a port such as 127.0.0.1:8080, or unix:PATH, not "
                "'%s'",
                text);
        return -1;
    }
    hints.ai_flags |= strcmp(host, "localhost") == 0 ? 0 : AI_NUMERICHOST;
    if (getaddrinfo(host, port, &hints, &found) != 0) {
        pp_fail(err, PP_E_USAGE, "--listen: '%s' is no address of a machine", host);
        return -1;
    }
    int one = 1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool bound = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == 0 &&
                 bind(fd, found->ai_addr, found->ai_addrlen) == 0;
    freeaddrinfo(found);
    return bound && listen(fd, BACKLOG) == 0 ? fd : refuse(fd, text, err);
}

/** The socket that systemd hands over; -1: it hands none to us. */
static int take_activated(void)
{
    const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
    bool ours = pid != NULL && fds != NULL && atol(pid) == (long)getpid() && atol(fds) >= 1;
    return ours ? SYSTEMD_FD : -1;
}

bool address_listen(const char *text, struct listening *listening, struct pp_err *err)
{
    *listening = (struct listening){.fd = take_activated()};
    if (listening->fd < 0 && strncmp(text, unix_prefix, sizeof(unix_prefix) - 1) == 0) {
        const char *path = text + sizeof(unix_prefix) - 1;
        listening->fd = listen_unix(path, err);
        snprintf(listening->path, sizeof(listening->path), "%s", listening->fd < 0 ? "" : path);
    } else if (listening->fd < 0) {
        listening->fd = listen_tcp(text, err);
    }
    if (listening->fd >= 0) {
        describe(listening);
    }
    return listening->fd >= 0;
}
