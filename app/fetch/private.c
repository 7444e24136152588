// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Addresses that are not the Internet's: the special-purpose registries of IANA
 * (RFC 6890 and its successors), and IPv6 addresses that carry an IPv4 one.
 */
#include "fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* Networks that are refused: their first bytes, and how many bits of these count. */
struct network {
    unsigned char bytes[16];
    int bits;
};

static const struct network four[] = {
    {{0}, 8},            // this network
    {{10}, 8},           // private
    {{100, 64}, 10},     // behind a carrier's translation
    {{127}, 8},          // this machine
    {{169, 254}, 16},    // this link
    {{172, 16}, 12},     // private
    {{192, 0, 0}, 24},   // protocol assignments
    {{192, 0, 2}, 24},   // documentation
    {{192, 88, 99}, 24}, // relays of 6to4
    {{192, 168}, 16},    // private
    {{198, 18}, 15},     // benchmarks
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4}, // multicast
    {{240}, 4}, // reserved, and broadcast
};

/* Of IPv6 only 2000::/3 is the Internet's, and of that not all. */
static const struct network six[] = {
    {{0x20, 0x01, 0x00}, 23},       // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation
    {{0x3f, 0xff}, 20},             // documentation
    {{0x20, 0x02}, 16},             // 6to4: carries an IPv4 address
};

static bool within(const unsigned char *address, const struct network *network)
{
    int bytes = network->bits / 8, rest = network->bits % 8;
    unsigned mask = 0xFFu << (8 - rest) & 0xFFu;
    return memcmp(address, network->bytes, (size_t)bytes) == 0 &&
           (rest == 0 || ((address[bytes] ^ network->bytes[bytes]) & mask) == 0);
}

static bool within_any(const unsigned char *address, const struct network *list, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        if (within(address, &list[n])) {
            return true;
        }
    }
    return false;
}

static bool is_private_four(const unsigned char *address)
{
    return within_any(address, four, sizeof(four) / sizeof(four[0]));
}

static bool is_private_six(const unsigned char *address)
{
    static const struct network mapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
    static const struct network translated = {{0, 0x64, 0xff, 0x9b}, 96};
    static const struct network internet = {{0x20}, 3};
    if (within(address, &mapped) || within(address, &translated)) {
        return is_private_four(address + 12);
    }
    return !within(address, &internet) || within_any(address, six, sizeof(six) / sizeof(six[0]));
}

bool fetch_is_private(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof(in));
        return is_private_four((const unsigned char *)&in.sin_addr);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof(in));
        return is_private_six((const unsigned char *)&in.sin6_addr);
    }
    return true; /* a socket of this machine, or nothing that is known */
}
