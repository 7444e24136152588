// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The guard: a list of connections under one lock, in the order in which they came, and a count for
 * each client.  A descriptor is shut down, never closed here: it stays libmicrohttpd's.
 */
#include "guard.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum {
    BUCKETS = 4096 ///< a power of two
};

struct client {
    struct client *next; ///< of the same bucket
    struct address address;
    int32_t count;
};

struct peer {
    struct peer *before, *after;
    struct client *client;
    struct address address;
    int fd;
    bool trusted, told_to_go;
    atomic_bool busy;
    _Atomic int64_t since; ///< milliseconds: of being busy, or of waiting for a request
};

struct guard {
    pthread_mutex_t lock;
    const struct networks *networks;
    struct peer *first, *last; ///< oldest, newest
    int32_t count, most;
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct client *clients[BUCKETS];
};

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct guard *guard_create(const struct networks *networks, int32_t connections)
{
    struct guard *guard = calloc(1, sizeof(*guard));
    if (guard == NULL) {
        abort();
    }
    pthread_mutex_init(&guard->lock, NULL);
    crypto_shorthash_keygen(guard->key);
    guard->networks = networks;
    guard->most = connections;
    return guard;
}

void guard_destroy(struct guard *guard)
{
    if (guard != NULL) {
        pthread_mutex_destroy(&guard->lock);
        free(guard);
    }
}

/* ---- Clients ---- */

static struct client **find_client(struct guard *guard, const struct address *address)
{
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, address->bytes, sizeof(address->bytes), guard->key);
    struct client **at = &guard->clients[(hash[0] << 8 | hash[1]) % BUCKETS];
    while (*at != NULL && !address_same(&(*at)->address, address)) {
        at = &(*at)->next;
    }
    return at;
}

static struct client *take_client(struct guard *guard, const struct address *address)
{
    struct client **at = find_client(guard, address);
    if (*at == NULL) {
        *at = calloc(1, sizeof(**at));
        if (*at == NULL) {
            abort();
        }
        (*at)->address = *address;
    }
    (*at)->count++;
    return *at;
}

static void drop_client(struct guard *guard, struct client *client)
{
    if (--client->count == 0) {
        *find_client(guard, &client->address) = client->next;
        free(client);
    }
}

/* ---- Coming and going ---- */

/** Ends the connection that has waited longest for a request; false: all are busy. */
static bool push_out(struct guard *guard, const struct client *client)
{
    struct peer *longest = NULL;
    for (struct peer *peer = guard->first; peer != NULL; peer = peer->after) {
        if (!peer->told_to_go && !peer->busy && (client == NULL || peer->client == client) &&
            (longest == NULL || peer->since < longest->since)) {
            longest = peer;
        }
    }
    if (longest != NULL) {
        longest->told_to_go = true;
        shutdown(longest->fd, SHUT_RDWR);
    }
    return longest != NULL;
}

bool guard_admit(struct guard *guard, const struct sockaddr *from)
{
    struct address peer = address_of(from), client = address_client(&peer);
    pthread_mutex_lock(&guard->lock);
    struct client *known = *find_client(guard, &client);
    bool many = known != NULL && known->count >= PP_SERVE_PER_ADDRESS &&
                !networks_trust(guard->networks, &peer);
    bool room =
        (!many || push_out(guard, known)) && (guard->count < guard->most || push_out(guard, NULL));
    pthread_mutex_unlock(&guard->lock);
    return room;
}

struct peer *guard_open(struct guard *guard, int fd, const struct sockaddr *from)
{
    struct peer *peer = calloc(1, sizeof(*peer));
    if (peer == NULL) {
        abort();
    }
    peer->address = address_of(from);
    peer->fd = fd;
    peer->since = milliseconds();
    peer->trusted = networks_trust(guard->networks, &peer->address);
    struct address client = address_client(&peer->address);
    pthread_mutex_lock(&guard->lock);
    peer->client = take_client(guard, &client);
    peer->before = guard->last;
    *(guard->last == NULL ? &guard->first : &guard->last->after) = peer;
    guard->last = peer;
    guard->count++;
    pthread_mutex_unlock(&guard->lock);
    return peer;
}

void guard_close(struct guard *guard, struct peer *peer)
{
    pthread_mutex_lock(&guard->lock);
    *(peer->before == NULL ? &guard->first : &peer->before->after) = peer->after;
    *(peer->after == NULL ? &guard->last : &peer->after->before) = peer->before;
    drop_client(guard, peer->client);
    guard->count--;
    pthread_mutex_unlock(&guard->lock);
    free(peer);
}

void guard_begin(struct peer *peer)
{
    peer->since = milliseconds();
    peer->busy = true;
}

void guard_end(struct peer *peer)
{
    peer->since = milliseconds();
    peer->busy = false;
}

const struct address *guard_address(const struct peer *peer)
{
    return &peer->address;
}

/* ---- Time ---- */

static int64_t allowed(const struct peer *peer)
{
    if (peer->busy) {
        return 1000 * PP_SERVE_ANSWER_SECONDS;
    }
    return peer->trusted ? 1000 * PP_SERVE_IDLE_SECONDS : 1000 * PP_SERVE_HEADER_SECONDS;
}

void guard_sweep(struct guard *guard)
{
    int64_t now = milliseconds();
    pthread_mutex_lock(&guard->lock);
    for (struct peer *peer = guard->first; peer != NULL; peer = peer->after) {
        if (!peer->told_to_go && now - peer->since > allowed(peer)) {
            peer->told_to_go = true;
            shutdown(peer->fd, SHUT_RDWR);
        }
    }
    pthread_mutex_unlock(&guard->lock);
}

int32_t guard_busy(struct guard *guard)
{
    int32_t busy = 0;
    pthread_mutex_lock(&guard->lock);
    for (struct peer *peer = guard->first; peer != NULL; peer = peer->after) {
        busy += peer->busy;
    }
    pthread_mutex_unlock(&guard->lock);
    return busy;
}
