// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Feeds: who may subscribe to which calendar, by a secret in its address.
 *
 * The secret (the token) is never stored: the store keeps its hash, which whoever calls makes.
 * A feed ends when it is revoked, when the person whose it is has left, or when what it shows is
 * no longer in the service; until PP_FEED_EMPTY_DAYS later it shows an empty calendar, then none.
 */
#ifndef PODPLAN_FEED_TOKEN_H
#define PODPLAN_FEED_TOKEN_H

#include <podplan/store.h>

/** Why a feed has ended. */
enum pp_feed_end {
    PP_FEED_OPEN,
    PP_FEED_REVOKED,
    PP_FEED_LEFT, ///< the person's last day in post has passed, or will: see `ends`
    PP_FEED_GONE  ///< the person, pod or hub is no longer in the service
};

/** "open", "revoked", "left", "gone"; ends with NULL. */
extern const char *const pp_feed_end_words[];

enum {
    PP_FEED_HASH_BYTES = 32
};

/** Far in the future: a feed that is to end at no known time. */
#define PP_NEVER INT64_MAX

/** One subscription, known by its token. Strings are owned by the arena of the list. */
struct pp_feed_token {
    int64_t id;         ///< 0: not stored yet
    int32_t scope;      ///< enum pp_feed_scope: which calendar it shows
    const char *key;    ///< of that calendar; "" for training
    const char *name;   ///< what its owner calls it: "phone"
    const char *person; ///< key of whose it is, and with whom it ends; NULL: nobody's
    unsigned char hash[PP_FEED_HASH_BYTES]; ///< of the token
    pp_instant created;
    pp_instant last_used; ///< PP_NEVER: it has not been
    pp_instant ends;      ///< from when on it shows nothing; PP_NEVER: open
    enum pp_feed_end end; ///< why
};

struct pp_token_list {
    struct pp_arena arena;
    struct pp_feed_token *rows; ///< by id
    int32_t count, capacity;
};

/** Appends all feeds, those that have ended too. */
bool pp_store_load_tokens(struct pp_store *store, struct pp_token_list *feeds, struct pp_err *err);

/**
 * Stores a new feed and fills its id and `created`.  PP_E_INPUT when the service has no such
 * practitioner, pod or hub, or no such person; PP_E_STATE when that person has left.
 */
bool pp_store_add_token(struct pp_store *store, struct pp_feed_token *feed, struct pp_err *err);

/**
 * Revokes a feed and stores another like it with a new hash: `fresh` is filled, in `arena`.
 * PP_E_STATE when there is no such feed, or it has ended.
 */
bool pp_store_rotate_token(struct pp_store *store, int64_t id,
                           const unsigned char hash[PP_FEED_HASH_BYTES], struct pp_arena *arena,
                           struct pp_feed_token *fresh, struct pp_err *err);

/** Revokes a feed. PP_E_STATE when there is no such feed, or it is revoked already. */
bool pp_store_revoke_token(struct pp_store *store, int64_t id, struct pp_err *err);

/** When a feed was last asked for. */
struct pp_token_use {
    int64_t id;
    pp_instant at;
};

/** Notes uses; a later one that is stored already stays. */
bool pp_store_use_tokens(struct pp_store *store, const struct pp_token_use *uses, int32_t count,
                         struct pp_err *err);

/** A calendar that was published: when it last changed in any way. */
struct pp_calendar_stamp {
    int32_t scope; ///< enum pp_feed_scope
    const char *key;
    pp_instant changed;
};

struct pp_stamp_list {
    struct pp_arena arena;
    struct pp_calendar_stamp *rows; ///< by scope and key
    int32_t count, capacity;
};

/** Appends the stamps of all calendars. */
bool pp_store_load_stamps(struct pp_store *store, struct pp_stamp_list *stamps, struct pp_err *err);

/**
 * A number that is another one once somebody else has changed the file (PRAGMA data_version); what
 * this connection itself writes does not count.
 */
bool pp_store_version(struct pp_store *store, int64_t *version, struct pp_err *err);

/** How long to wait for others who use the file, from now on; ten seconds when never said. */
void pp_store_wait(struct pp_store *store, int32_t milliseconds);

#endif
