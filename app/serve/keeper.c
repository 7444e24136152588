// SPDX-License-Identifier: GPL-3.0-or-later
/* The keeper: between the store and the shelf. */
#include "keeper.h"

#include "journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    WAIT_MILLISECONDS = 20, ///< for others who hold the file: this thread has more to do
    AGAIN_SECONDS = 1       ///< before a file that could not be opened is tried again
};

/** Which file it is that stands at the path. */
struct identity {
    dev_t device;
    ino_t inode;
};

struct keeper {
    const char *db;
    struct shelf *shelf;
    struct pp_store *store; ///< NULL: to be opened
    struct identity file;   ///< of `store`
    int64_t version;        ///< of what was read; -1: nothing was
    pp_instant tried_at, noted_at;
    struct pp_token_use *uses; ///< not noted yet, by no order
    int32_t n_uses, uses_room;
    struct pp_arena arena; ///< of `uses`
};

/* ---- What was used ---- */

/** Takes the times of use out of the book. With the lock. */
static void collect_uses(struct keeper *keeper)
{
    struct book *book = keeper->shelf->book;
    for (int32_t r = 0; r < book_count(book); r++) {
        struct book_row *row = book_row(book, r);
        if (row->used != 0) {
            keeper->uses = pp_arena_grow(&keeper->arena, keeper->uses, &keeper->uses_room,
                                         keeper->n_uses + 1, sizeof(keeper->uses[0]));
            keeper->uses[keeper->n_uses++] = (struct pp_token_use){row->id, row->used};
            row->used = 0;
        }
    }
}

/** Writes them down; when others hold the file, the next time. */
static void note_uses(struct keeper *keeper)
{
    pthread_mutex_lock(&keeper->shelf->lock);
    keeper->noted_at = keeper->shelf->now;
    collect_uses(keeper);
    pthread_mutex_unlock(&keeper->shelf->lock);
    bool lost = keeper->n_uses > PP_MAX_FEEDS; // the file has been held for hours
    if (lost || (keeper->store != NULL &&
                 pp_store_use_tokens(keeper->store, keeper->uses, keeper->n_uses, NULL))) {
        pp_arena_finish(&keeper->arena);
        keeper->uses = NULL;
        keeper->n_uses = keeper->uses_room = 0;
    }
}

/* ---- What has changed ---- */

/** Ended whatever the clock says, which may be set back: somebody has done it. */
static bool is_over(const struct pp_feed_token *token)
{
    return token->end == PP_FEED_REVOKED || token->end == PP_FEED_GONE;
}

static struct book *make_book(struct shelf *shelf, const struct pp_token_list *tokens)
{
    int32_t count = tokens->count < PP_MAX_FEEDS ? tokens->count : PP_MAX_FEEDS;
    struct book *book = book_create(count);
    for (int32_t t = tokens->count - count; t < tokens->count; t++) {
        const struct pp_feed_token *token = &tokens->rows[t];
        struct book_row *row = book_add(book, token);
        char id[32];
        snprintf(id, sizeof(id), "%" PRId64, token->id);
        row->ended = shelf_item(shelf, SHELF_ENDED, id);
        row->shown = is_over(token) ? row->ended : shelf_item(shelf, token->scope, token->key);
    }
    return book;
}

/** The items of the stamps; only what follows from them is done with the lock. */
static struct shelf_item **find_items(struct shelf *shelf, struct pp_stamp_list *stamps)
{
    struct shelf_item **items = PP_NEW(&stamps->arena, struct shelf_item *, stamps->count + 1);
    for (int32_t s = 0; s < stamps->count; s++) {
        items[s] = shelf_item(shelf, stamps->rows[s].scope, stamps->rows[s].key);
    }
    return items;
}

static void show(struct keeper *keeper, const struct pp_token_list *tokens,
                 struct pp_stamp_list *stamps, bool new_era)
{
    struct shelf *shelf = keeper->shelf;
    struct book *book = make_book(shelf, tokens);
    struct shelf_item **items = find_items(shelf, stamps);
    pthread_mutex_lock(&shelf->lock);
    shelf->era += new_era;
    collect_uses(keeper);
    shelf_open_book(shelf, book);
    for (int32_t s = 0; s < stamps->count; s++) {
        items[s]->stamp = stamps->rows[s].changed;
    }
    pthread_mutex_unlock(&shelf->lock);
}

/** Reads tokens and stamps when the version has moved; a change meanwhile is seen the next time. */
static bool read_again(struct keeper *keeper, struct pp_err *err)
{
    int64_t version;
    struct pp_token_list tokens = {0};
    struct pp_stamp_list stamps = {0};
    if (!pp_store_version(keeper->store, &version, err)) {
        return false;
    }
    if (version == keeper->version) {
        return true;
    }
    bool read = pp_store_load_tokens(keeper->store, &tokens, err) &&
                pp_store_load_stamps(keeper->store, &stamps, err);
    if (read) {
        show(keeper, &tokens, &stamps, keeper->version < 0);
        keeper->version = version;
    }
    pp_arena_finish(&tokens.arena);
    pp_arena_finish(&stamps.arena);
    return read;
}

/* ---- The file ---- */

static bool identify(const char *path, struct identity *file)
{
    struct stat found;
    bool there = stat(path, &found) == 0;
    *file = there ? (struct identity){found.st_dev, found.st_ino} : (struct identity){0};
    return there;
}

static bool is_same(const struct identity *one, const struct identity *other)
{
    return one->device == other->device && one->inode == other->inode;
}

static bool open_file(struct keeper *keeper, struct pp_err *err)
{
    pp_store_close(keeper->store);
    keeper->version = -1;
    keeper->tried_at = keeper->shelf->now;
    struct identity before, after;
    identify(keeper->db, &before);
    keeper->store = pp_store_open(keeper->db, false, err);
    if (keeper->store == NULL) {
        return false;
    }
    pp_store_wait(keeper->store, WAIT_MILLISECONDS);
    identify(keeper->db, &after);
    keeper->file = is_same(&before, &after) ? after : (struct identity){0};
    return true;
}

static bool look(struct keeper *keeper, struct pp_err *err)
{
    struct identity now;
    if (!identify(keeper->db, &now)) {
        return pp_fail(err, PP_E_SYSTEM, "%s: the file is not there", keeper->db);
    }
    if (keeper->store == NULL || !is_same(&now, &keeper->file)) {
        if (keeper->store == NULL && shelf_since(keeper->shelf, keeper->tried_at) < AGAIN_SECONDS) {
            return pp_fail(err, PP_E_SYSTEM, "%s: the file can't be opened", keeper->db);
        }
        if (!open_file(keeper, err)) {
            return false;
        }
    }
    return read_again(keeper, err);
}

/** Tells the shelf, and whoever reads along, whether the file can be read. */
static void tell(struct keeper *keeper, bool readable, const struct pp_err *err)
{
    struct shelf *shelf = keeper->shelf;
    bool was = shelf->unread_since == 0;
    if (readable == was) {
        return;
    }
    pthread_mutex_lock(&shelf->lock);
    shelf->unread_since = readable ? 0 : shelf->now;
    pthread_mutex_unlock(&shelf->lock);
    if (readable) {
        journal_say("%s can be read again", keeper->db);
    } else {
        journal_say("%s; what is held ready is shown meanwhile", err->text);
    }
}

static void tick(struct shelf *shelf)
{
    pp_instant now = (pp_instant)time(NULL);
    pthread_mutex_lock(&shelf->lock);
    shelf->now = now;
    shelf->today = pp_london_day(now);
    shelf_trim(shelf);
    pthread_mutex_unlock(&shelf->lock);
}

void keeper_look(struct keeper *keeper)
{
    struct pp_err err = {0};
    tick(keeper->shelf);
    tell(keeper, look(keeper, &err), &err);
    if (shelf_since(keeper->shelf, keeper->noted_at) >= PP_SERVE_USES_SECONDS) {
        note_uses(keeper);
    }
}

struct keeper *keeper_create(const char *db, struct shelf *shelf, struct pp_err *err)
{
    struct keeper *keeper = calloc(1, sizeof(*keeper));
    if (keeper == NULL) {
        abort();
    }
    keeper->db = db;
    keeper->shelf = shelf;
    tick(shelf);
    keeper->noted_at = shelf->now;
    if (!open_file(keeper, err) || !read_again(keeper, err)) {
        pp_store_close(keeper->store);
        free(keeper);
        return NULL;
    }
    return keeper;
}

void keeper_destroy(struct keeper *keeper)
{
    if (keeper != NULL) {
        note_uses(keeper);
        pp_store_close(keeper->store);
        pp_arena_finish(&keeper->arena);
        free(keeper);
    }
}
