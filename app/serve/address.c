// SPDX-License-Identifier: GPL-3.0-or-later
/* Addresses and networks: IPv4 is held as IPv6 (::ffff:0:0/96), so that there is one kind. */
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    V4_AT = 12, ///< where the four bytes of IPv4 stand
    CLIENT_BITS = 64
};

static const unsigned char v4_prefix[V4_AT] = {[10] = 0xff, [11] = 0xff};

static bool is_v4(const struct address *address)
{
    return memcmp(address->bytes, v4_prefix, V4_AT) == 0;
}

static bool is_nobody(const struct address *address)
{
    static const struct address nobody;
    return address_same(address, &nobody);
}

bool address_same(const struct address *one, const struct address *other)
{
    return memcmp(one->bytes, other->bytes, sizeof(one->bytes)) == 0;
}

struct address address_of(const struct sockaddr *peer)
{
    struct address address = {{0}};
    if (peer != NULL && peer->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, peer, sizeof(v4));
        memcpy(address.bytes, v4_prefix, V4_AT);
        memcpy(address.bytes + V4_AT, &v4.sin_addr, 4);
    } else if (peer != NULL && peer->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, peer, sizeof(v6));
        memcpy(address.bytes, &v6.sin6_addr, sizeof(address.bytes));
    }
    return address;
}

const char *address_text(const struct address *address, char text[ADDRESS_TEXT])
{
    bool v4 = is_v4(address);
    if (is_nobody(address) || inet_ntop(v4 ? AF_INET : AF_INET6, address->bytes + (v4 ? V4_AT : 0),
                                        text, ADDRESS_TEXT) == NULL) {
        snprintf(text, ADDRESS_TEXT, "unix");
    }
    return text;
}

static void keep_bits(struct address *address, int bits)
{
    for (int b = 0; b < (int)sizeof(address->bytes); b++) {
        int kept = bits - 8 * b;
        if (kept < 8) {
            address->bytes[b] &= kept <= 0 ? 0 : (unsigned char)(0xff << (8 - kept));
        }
    }
}

struct address address_client(const struct address *address)
{
    struct address client = *address;
    if (!is_v4(address)) {
        keep_bits(&client, CLIENT_BITS);
    }
    return client;
}

static bool read_address(const char *text, struct address *address)
{
    *address = (struct address){{0}};
    if (inet_pton(AF_INET, text, address->bytes + V4_AT) == 1) {
        memcpy(address->bytes, v4_prefix, V4_AT);
        return true;
    }
    return inet_pton(AF_INET6, text, address->bytes) == 1;
}

/* ---- Trusted proxies ---- */

bool networks_add(struct networks *networks, const char *text, struct pp_err *err)
{
    char copy[ADDRESS_TEXT];
    snprintf(copy, sizeof(copy), "%s", text);
    char *slash = strchr(copy, '/'), *end = NULL;
    long bits = 128;
    if (slash != NULL) {
        *slash = '\0';
        bits = strtol(slash + 1, &end, 10);
    }
    struct network net;
    bool known = strlen(text) < sizeof(copy) && read_address(copy, &net.address);
    bool v4 = known && is_v4(&net.address);
    bits += slash != NULL && v4 ? 96 : 0;
    if (!known || (slash != NULL && (end == slash + 1 || *end != '\0')) || bits > 128 ||
        bits < (v4 ? 96 : 0)) {
        return pp_fail(err, PP_E_USAGE,
                       "--trust-proxy takes an address or a network such as 10.0.0.0/8, not '%s'",
                       text);
    }
    if (networks->count == PP_SERVE_PROXIES) {
        return pp_fail(err, PP_E_USAGE, "--trust-proxy can be given %d times, not more",
                       (int)PP_SERVE_PROXIES);
    }
    net.bits = (int)bits;
    keep_bits(&net.address, net.bits);
    networks->list[networks->count++] = net;
    return true;
}

bool networks_trust(const struct networks *networks, const struct address *address)
{
    bool trusted = is_nobody(address);
    for (int n = 0; n < networks->count && !trusted; n++) {
        struct address masked = *address;
        keep_bits(&masked, networks->list[n].bits);
        trusted = address_same(&masked, &networks->list[n].address);
    }
    return trusted;
}

struct address address_forwarded(const struct networks *networks, const struct address *peer,
                                 const char *field)
{
    struct address who = *peer;
    size_t end = field == NULL ? 0 : strlen(field);
    while (end > 0 && networks_trust(networks, &who)) {
        size_t begin = end;
        while (begin > 0 && field[begin - 1] != ',') {
            begin--;
        }
        char text[ADDRESS_TEXT];
        const char *item = field + begin + strspn(field + begin, " \t");
        size_t length = strcspn(item, " \t,");
        snprintf(text, sizeof(text), "%.*s", (int)(length < sizeof(text) ? length : 0), item);
        struct address next;
        if (!read_address(text, &next)) {
            break;
        }
        who = next;
        end = begin == 0 ? 0 : begin - 1;
    }
    return who;
}
