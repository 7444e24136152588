// SPDX-License-Identifier: GPL-3.0-or-later
/* Back-off: a table of sets of eight; the set is chosen by a keyed hash that nobody can foresee. */
#include "backoff.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAYS = 8,
    SETS = PP_SERVE_CLIENTS / WAYS
};

struct slot {
    struct address client;
    pp_instant empty_at; ///< when all that was wrong is forgotten
};

struct backoff {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct slot slots[SETS][WAYS];
};

struct backoff *backoff_create(void)
{
    struct backoff *backoff = calloc(1, sizeof(*backoff));
    if (backoff == NULL) {
        abort();
    }
    pthread_mutex_init(&backoff->lock, NULL);
    crypto_shorthash_keygen(backoff->key);
    return backoff;
}

void backoff_destroy(struct backoff *backoff)
{
    if (backoff != NULL) {
        pthread_mutex_destroy(&backoff->lock);
        free(backoff);
    }
}

/** The client's slot, or the one that is forgotten for it. */
static struct slot *find_slot(struct backoff *backoff, const struct address *client)
{
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, client->bytes, sizeof(client->bytes), backoff->key);
    struct slot *set = backoff->slots[(hash[0] << 8 | hash[1]) % SETS], *oldest = &set[0];
    for (int w = 0; w < WAYS; w++) {
        if (address_same(&set[w].client, client)) {
            return &set[w];
        }
        oldest = set[w].empty_at < oldest->empty_at ? &set[w] : oldest;
    }
    *oldest = (struct slot){.client = *client};
    return oldest;
}

bool backoff_let(struct backoff *backoff, const struct address *client, pp_instant now)
{
    static const pp_instant most = (pp_instant)PP_SERVE_WRONG * PP_SERVE_WRONG_SECONDS;
    struct address one = address_client(client);
    pthread_mutex_lock(&backoff->lock);
    struct slot *slot = find_slot(backoff, &one);
    pp_instant from = slot->empty_at > now ? slot->empty_at : now;
    from = from > now + most ? now + most : from; /* a clock that was set back */
    bool let = from - now < most;
    slot->empty_at = from + (let ? PP_SERVE_WRONG_SECONDS : 0);
    pthread_mutex_unlock(&backoff->lock);
    return let;
}
