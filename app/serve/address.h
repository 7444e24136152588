// SPDX-License-Identifier: GPL-3.0-or-later
/* Addresses: where to listen, who asks, and which networks belong to trusted proxies. */
#ifndef PODPLAN_SERVE_ADDRESS_H
#define PODPLAN_SERVE_ADDRESS_H

#include <podplan/err.h>
#include <podplan/limits.h>

#include <stddef.h>
#include <sys/socket.h>

enum {
    ADDRESS_TEXT = 64
};

/** An IPv6 address; IPv4 as ::ffff:a.b.c.d; all zero: a UNIX socket's other end. */
struct address {
    unsigned char bytes[16];
};

struct network {
    struct address address;
    int bits; ///< of the 128 that count
};

struct networks {
    struct network list[PP_SERVE_PROXIES];
    int count;
};

/** The address of the other end. */
struct address address_of(const struct sockaddr *peer);

/** True when both are the same. */
bool address_same(const struct address *one, const struct address *other);

/** "127.0.0.1", "2001:db8::1", "unix"; returns `text`. */
const char *address_text(const struct address *address, char text[ADDRESS_TEXT]);

/** All that one client may have at once: IPv6 hands out whole /64 networks. */
struct address address_client(const struct address *address);

/** "10.0.0.0/8", "::1", "192.0.2.7"; PP_E_USAGE otherwise. */
bool networks_add(struct networks *networks, const char *text, struct pp_err *err);

/** Whether the peer is a proxy to be believed; a UNIX socket's other end always is. */
bool networks_trust(const struct networks *networks, const struct address *address);

/**
 * Who asks through proxies: of the addresses in X-Forwarded-For (from right to left) the first that
 * is no trusted proxy; `peer` itself when it is not trusted, or the field is no list of addresses.
 */
struct address address_forwarded(const struct networks *networks, const struct address *peer,
                                 const char *field);

/** A socket that listens. */
struct listening {
    int fd;
    bool open;                    ///< others than this machine reach it
    char where[2 * ADDRESS_TEXT]; ///< in words
    char path[2 * ADDRESS_TEXT];  ///< of a UNIX socket that is ours to remove; "": none
};

/**
 * Listens on "127.0.0.1:8080", "[::1]:8080", "localhost:8080" or "unix:PATH"; port 0 lets the
 * system choose.  A socket that systemd hands over is taken instead.  PP_E_USAGE or PP_E_SYSTEM.
 */
bool address_listen(const char *text, struct listening *listening, struct pp_err *err);

#endif
