// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan feeds: addresses at which people subscribe to calendars.
 *
 * A token is shown once, when it is made; the file keeps its hash.
 */
#include "answer.h"
#include "commands.h"
#include "token.h"
#include "words.h"

#include <podplan/limits.h>
#include <podplan/text.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    STAMP_BYTES = 32,
    TERM_BYTES = 32
};

/* ---- What is said ---- */

/** "2015-06-01T08:00:00Z", "" for PP_NEVER; returns `text`. */
static const char *stamp_text(pp_instant at, char text[STAMP_BYTES])
{
    struct tm broken;
    time_t seconds = (time_t)at;
    text[0] = '\0';
    if (at != PP_NEVER && gmtime_r(&seconds, &broken) != NULL) {
        strftime(text, STAMP_BYTES, "%Y-%m-%dT%H:%M:%SZ", &broken);
    }
    return text;
}

static json_t *stamp_json(pp_instant at)
{
    char text[STAMP_BYTES];
    return at == PP_NEVER ? json_null() : json_string(stamp_text(at, text));
}

static bool has_ended(const struct pp_feed_token *feed)
{
    return feed->ends <= (pp_instant)time(NULL);
}

static json_t *feed_json(const struct pp_feed_token *feed)
{
    const char *state = has_ended(feed) ? pp_feed_end_words[feed->end] : "open";
    return json_pack("{s:I, s:s, s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "feed", (json_int_t)feed->id,
                     "scope", pp_feed_scope_words[feed->scope], "key", answer_text(feed->key),
                     "name", answer_text(feed->name), "person", answer_text(feed->person), "state",
                     state, "created", stamp_json(feed->created), "last_used",
                     stamp_json(feed->last_used), "ends", stamp_json(feed->ends));
}

/** "pod north, "phone", of FP07". */
static void feed_words(const struct pp_feed_token *feed, struct pp_buf *out)
{
    pp_buf_printf(out, "%s%s%s", pp_feed_scope_words[feed->scope], feed->key[0] == '\0' ? "" : " ",
                  feed->key);
    if (feed->name[0] != '\0') {
        pp_buf_printf(out, ", \"%s\"", feed->name);
    }
    if (feed->person != NULL && feed->scope != PP_FEED_PRACTITIONER) {
        pp_buf_printf(out, ", of %s", feed->person);
    }
}

/** The one time that a token is shown. */
static void show_address(const struct request *request, const struct pp_feed_token *feed,
                         const char *path, struct answer *answer)
{
    struct pp_buf words = {0}, url = {0};
    const char *base = request->base == NULL ? "" : request->base;
    size_t length = strlen(base);
    length -= length > 0 && base[length - 1] == '/' ? 1 : 0;
    pp_buf_addn(&url, base, length);
    pp_buf_add(&url, path);
    feed_words(feed, &words);
    pp_buf_printf(&answer->text, "Feed %" PRId64 " (%s):\n\n    %s\n\n", feed->id,
                  pp_buf_text(&words), pp_buf_text(&url));
    words_wrap(&answer->text, 0, 0,
               "This address is shown now and never again: whoever has it reads the calendar. "
               "Give it to the person alone. Calendar programs look for news hours apart, some "
               "once a day; what changes at short notice has to be told in another way "
               "(podplan changes).");
    json_object_set_new(answer->doc, "feed", feed_json(feed));
    json_object_set_new(answer->doc, "url", json_string(pp_buf_text(&url)));
    pp_buf_finish(&words);
    pp_buf_finish(&url);
}

/* ---- What is asked ---- */

static bool check_name(const char *name, struct pp_err *err)
{
    size_t length = strlen(name);
    if (length > PP_MAX_FEED_NAME || pp_utf8_sound(name, length) != length) {
        return pp_fail(err, PP_E_USAGE, "--name takes up to %d bytes of text",
                       (int)PP_MAX_FEED_NAME);
    }
    for (const char *at = name; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f) {
            return pp_fail(err, PP_E_USAGE, "--name takes no control characters");
        }
    }
    return true;
}

/* What an address may begin with, so that it can be copied and followed as it is shown. */
static bool check_base(const char *base, struct pp_err *err)
{
    static const char *const schemes[] = {"https://", "http://", "webcal://"};
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/[]%";
    for (size_t s = 0; base != NULL && s < sizeof(schemes) / sizeof(schemes[0]); s++) {
        size_t length = strlen(schemes[s]);
        if (strncmp(base, schemes[s], length) == 0 && base[length] != '\0' &&
            base[strspn(base, letters)] == '\0') {
            return true;
        }
    }
    return base == NULL ||
           pp_fail(err, PP_E_USAGE,
                   "--base takes what the address begins with, such as https://rota.example, not "
                   "'%s'",
                   base);
}

static bool read_scope(const char *word, int32_t *scope, struct pp_err *err)
{
    for (*scope = 0; *scope < PP_FEED_SCOPES; (*scope)++) {
        if (strcmp(word, pp_feed_scope_words[*scope]) == 0) {
            return true;
        }
    }
    return pp_fail(err, PP_E_USAGE,
                   "a feed is of a practitioner, pod, hub, tier or training, not of '%s'", word);
}

static bool read_request(const struct request *request, struct pp_feed_token *feed,
                         struct pp_err *err)
{
    const char *key = request->n_operands > 1 ? request->operands[1] : "";
    *feed = (struct pp_feed_token){
        .key = key, .name = request->name == NULL ? "" : request->name, .person = request->back};
    if (!read_scope(request->operands[0], &feed->scope, err) || !check_name(feed->name, err) ||
        !check_base(request->base, err)) {
        return false;
    }
    const char *word = pp_feed_scope_words[feed->scope];
    if ((feed->scope == PP_FEED_TRAINING) != (key[0] == '\0')) {
        return pp_fail(err, PP_E_USAGE,
                       key[0] == '\0' ? "feeds add %s needs a key: whose calendar?"
                                      : "there is one feed of %s, without a key",
                       word);
    }
    if (feed->scope == PP_FEED_PRACTITIONER) {
        if (feed->person != NULL && strcmp(feed->person, key) != 0) {
            return pp_fail(err, PP_E_USAGE,
                           "the calendar of %s is for %s alone; share the pod's instead", key, key);
        }
        feed->person = key;
    }
    return true;
}

static bool read_id(const struct request *request, int64_t *id, struct pp_err *err)
{
    const char *text = request->operands[0];
    char *end = NULL;
    errno = 0;
    *id = strtoll(text, &end, 10);
    return (end != text && *end == '\0' && errno == 0 && *id > 0) ||
           pp_fail(err, PP_E_USAGE, "a feed is named by its number (podplan feeds list), not '%s'",
                   text);
}

/* ---- The commands ---- */

bool command_feeds_add(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct pp_feed_token feed;
    char path[TOKEN_PATH];
    if (!read_request(request, &feed, err) || !token_begin(err)) {
        return false;
    }
    struct pp_store *store = pp_store_open(request->db, false, err);
    if (store == NULL) {
        return false;
    }
    token_make(path, feed.hash);
    bool done = pp_store_add_token(store, &feed, err);
    if (done) {
        show_address(request, &feed, path, answer);
    }
    pp_store_close(store);
    return done;
}

bool command_feeds_rotate(const struct request *request, struct answer *answer, struct pp_err *err)
{
    int64_t id;
    char path[TOKEN_PATH];
    unsigned char hash[PP_FEED_HASH_BYTES];
    if (!read_id(request, &id, err) || !check_base(request->base, err) || !token_begin(err)) {
        return false;
    }
    struct pp_store *store = pp_store_open(request->db, false, err);
    if (store == NULL) {
        return false;
    }
    struct pp_arena arena = {0};
    struct pp_feed_token feed;
    token_make(path, hash);
    bool done = pp_store_rotate_token(store, id, hash, &arena, &feed, err);
    if (done) {
        show_address(request, &feed, path, answer);
        pp_buf_printf(&answer->text,
                      "\nFeed %" PRId64 " is revoked: it shows an empty calendar for %d days.\n",
                      id, (int)PP_FEED_EMPTY_DAYS);
        json_object_set_new(answer->doc, "revoked", json_integer((json_int_t)id));
    }
    pp_arena_finish(&arena);
    pp_store_close(store);
    return done;
}

bool command_feeds_revoke(const struct request *request, struct answer *answer, struct pp_err *err)
{
    int64_t id;
    if (!read_id(request, &id, err)) {
        return false;
    }
    struct pp_store *store = pp_store_open(request->db, false, err);
    if (store == NULL) {
        return false;
    }
    bool done = pp_store_revoke_token(store, id, err);
    if (done) {
        pp_buf_printf(&answer->text,
                      "Feed %" PRId64
                      " is revoked: it shows an empty calendar for %d days, so "
                      "that turns\nleave the phones that follow it, and is gone then.\n",
                      id, (int)PP_FEED_EMPTY_DAYS);
        json_object_set_new(answer->doc, "revoked", json_integer((json_int_t)id));
    }
    pp_store_close(store);
    return done;
}

static void list_feed(const struct pp_feed_token *feed, struct answer *answer, json_t *list)
{
    struct pp_buf line = {0};
    char term[TERM_BYTES], stamp[STAMP_BYTES];
    snprintf(term, sizeof(term), "%" PRId64 "  %s", feed->id,
             has_ended(feed) ? pp_feed_end_words[feed->end] : "open");
    feed_words(feed, &line);
    if (feed->last_used == PP_NEVER) {
        pp_buf_add(&line, "; never used");
    } else {
        pp_buf_printf(&line, "; last used %s", stamp_text(feed->last_used, stamp));
    }
    if (feed->ends != PP_NEVER) {
        pp_buf_printf(&line, "; %s %s", has_ended(feed) ? "ended" : "ends",
                      stamp_text(feed->ends, stamp));
    }
    words_entry(&answer->text, 16, term, pp_buf_text(&line));
    json_array_append_new(list, feed_json(feed));
    pp_buf_finish(&line);
}

bool command_feeds_list(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct pp_store *store = pp_store_open(request->db, false, err);
    if (store == NULL) {
        return false;
    }
    struct pp_token_list feeds = {0};
    json_t *list = json_array();
    bool done = pp_store_load_tokens(store, &feeds, err);
    for (int32_t f = 0; done && f < feeds.count; f++) {
        if (request->all || !has_ended(&feeds.rows[f])) {
            list_feed(&feeds.rows[f], answer, list);
        }
    }
    if (done && json_array_size(list) == 0) {
        pp_buf_add(&answer->text, request->all ? "There was never a feed.\n"
                                               : "No feed is open; podplan feeds add makes one.\n");
    }
    json_object_set_new(answer->doc, "feeds", list);
    pp_arena_finish(&feeds.arena);
    pp_store_close(store);
    return done;
}
