// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The shelf: items in a table, a queue of those to be built, and the builders, each a thread with a
 * connection to the file of its own.  Nothing slow is done with the lock.
 */
#include "shelf.h"

#include "feed.h"
#include "journal.h"
#include "replies.h"

#include <podplan/calendar.h>
#include <podplan/limits.h>
#include <podplan/rng.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAIT_MILLISECONDS = 2000, ///< for others who hold the file
    FAILED_SECONDS = 1,       ///< before building is tried again
    SAY_SECONDS = 10          ///< before it is said again that it failed
};

pp_instant shelf_since(const struct shelf *shelf, pp_instant then)
{
    pp_instant now = shelf->now;
    return now < then ? INT64_MAX : now - then;
}

/* ---- Items ---- */

struct shelf_item *shelf_item(struct shelf *shelf, int32_t scope, const char *key)
{
    struct shelf_item **at =
        &shelf->items[pp_hash((uint64_t)(scope + 1), key, strlen(key)) & (SHELF_PLACES - 1)];
    while (*at != NULL && ((*at)->scope != scope || strcmp((*at)->key, key) != 0)) {
        at = &(*at)->next;
    }
    if (*at == NULL) {
        *at = calloc(1, sizeof(**at));
        char *copy = strdup(key);
        if (*at == NULL || copy == NULL) {
            abort();
        }
        (*at)->scope = scope;
        (*at)->key = copy;
    }
    return *at;
}

static void put_copy(struct shelf *shelf, struct shelf_item *item, struct shelf_copy *copy)
{
    if (item->copy != NULL) {
        shelf->bytes -= item->copy->full == NULL ? 0 : item->copy->bytes;
        copy_destroy(item->copy);
    }
    item->copy = copy;
    shelf->bytes += copy == NULL ? 0 : copy->bytes;
}

static void drop_bytes(struct shelf *shelf, struct shelf_item *item)
{
    MHD_destroy_response(item->copy->full);
    item->copy->full = NULL;
    shelf->bytes -= item->copy->bytes;
}

void shelf_open_book(struct shelf *shelf, struct book *book)
{
    shelf->books++;
    for (int32_t r = 0; r < book_count(book); r++) {
        struct book_row *row = book_row(book, r);
        row->shown->book = row->ended->book = shelf->books;
        row->ended->stamp = row->ends;
    }
    for (int p = 0; p < SHELF_PLACES; p++) {
        for (struct shelf_item *item = shelf->items[p]; item != NULL; item = item->next) {
            if (item->book != shelf->books && item->copy != NULL) {
                put_copy(shelf, item, NULL);
            }
        }
    }
    book_destroy(shelf->book);
    shelf->book = book;
}

static int by_asked(const void *a, const void *b)
{
    const struct shelf_item *one = *(struct shelf_item *const *)a;
    const struct shelf_item *other = *(struct shelf_item *const *)b;
    return one->asked < other->asked ? -1 : one->asked > other->asked;
}

void shelf_trim(struct shelf *shelf)
{
    if (shelf->bytes <= PP_SERVE_CACHE_BYTES) {
        return;
    }
    struct pp_arena arena = {0};
    struct shelf_item **list = NULL;
    int32_t count = 0, room = 0;
    for (int p = 0; p < SHELF_PLACES; p++) {
        for (struct shelf_item *item = shelf->items[p]; item != NULL; item = item->next) {
            if (item->copy != NULL && item->copy->full != NULL) {
                list = pp_arena_grow(&arena, list, &room, count + 1, sizeof(*list));
                list[count++] = item;
            }
        }
    }
    qsort(list, (size_t)count, sizeof(list[0]), by_asked);
    for (int32_t i = 0; i < count && shelf->bytes > PP_SERVE_CACHE_BYTES / 4 * 3; i++) {
        drop_bytes(shelf, list[i]);
    }
    pp_arena_finish(&arena);
}

/* ---- Building ---- */

/** What a builder makes, written down before it lets the lock go. */
struct task {
    struct shelf_item *item;
    int64_t era, stamp, begun;
    pp_day today;
    struct copy_past past; ///< of the copy that is there
};

/** A builder's own connection. */
struct hand {
    struct pp_store *store;
    int64_t era;
};

/** The calendar of a feed that has ended, which takes its events out of every client. */
static struct shelf_copy *make_ended(const struct task *task)
{
    struct pp_buf text = {0};
    struct pp_calendar calendar = {.name = "Rota (this subscription has ended)"};
    if (!pp_calendar_write(&calendar, &text, NULL)) {
        pp_buf_finish(&text);
        return NULL;
    }
    return copy_create(&text, task->stamp, &task->past);
}

/** Says why a calendar can't be made, but not as often as it is asked for. */
static void say_failure(struct shelf *shelf, const struct pp_err *err)
{
    pp_instant now = shelf->now, said = shelf->said_at;
    if (shelf_since(shelf, said) >= SAY_SECONDS &&
        atomic_compare_exchange_strong(&shelf->said_at, &said, now)) {
        journal_say("a calendar can't be made: %s", err->text);
    }
}

static bool open_store(struct hand *hand, const char *db, int64_t era, struct pp_err *err)
{
    if (hand->store != NULL && hand->era != era) {
        pp_store_close(hand->store);
        hand->store = NULL;
    }
    if (hand->store == NULL) {
        hand->store = pp_store_open(db, false, err);
        hand->era = era;
    }
    return hand->store != NULL;
}

static struct shelf_copy *make_feed(struct shelf *shelf, struct hand *hand, const struct task *task)
{
    struct feed feed;
    struct pp_err err = {0};
    struct shelf_copy *copy = NULL;
    if (!open_store(hand, shelf->db, task->era, &err)) {
        say_failure(shelf, &err);
        return NULL;
    }
    pp_store_wait(hand->store, WAIT_MILLISECONDS);
    if (feed_of(hand->store, (enum pp_feed_scope)task->item->scope, task->item->key, task->today,
                &feed, &err)) {
        copy = copy_create(&feed.text, feed.modified, &task->past);
    } else {
        say_failure(shelf, &err);
        pp_store_close(hand->store); // it may be the connection that is no good
        hand->store = NULL;
    }
    feed_finish(&feed);
    return copy;
}

/** Waits for something to build; false: the shelf stops. With the lock. */
static bool next_task(struct shelf *shelf, struct task *task)
{
    while (shelf->queue == NULL && !shelf->stopping) {
        pthread_cond_wait(&shelf->work, &shelf->lock);
    }
    struct shelf_item *item = shelf->queue;
    if (shelf->stopping) {
        return false;
    }
    shelf->queue = item->queued_next;
    if (shelf->queue == NULL) {
        shelf->queue_end = &shelf->queue;
    }
    item->queued = false;
    item->building = true;
    *task = (struct task){.item = item,
                          .era = shelf->era,
                          .stamp = item->stamp,
                          .begun = ++shelf->events,
                          .today = shelf->today};
    if (item->copy != NULL) {
        task->past.modified = item->copy->modified;
        memcpy(task->past.tag, item->copy->tag, sizeof(task->past.tag));
    }
    return true;
}

static void finish_task(struct shelf *shelf, const struct task *task, struct shelf_copy *copy)
{
    struct shelf_item *item = task->item;
    item->building = false;
    if (copy == NULL) {
        item->failed = task->begun;
        item->failed_at = shelf->now;
        return;
    }
    copy->era = task->era;
    copy->stamp = task->stamp;
    copy->begun = task->begun;
    copy->day = task->today;
    item->failed = 0;
    put_copy(shelf, item, copy);
}

static void let_go(struct shelf_waiter *waiting)
{
    while (waiting != NULL) {
        struct shelf_waiter *waiter = waiting;
        waiting = waiter->next;
        MHD_resume_connection(waiter->connection);
    }
}

static struct shelf_waiter *take_waiting(struct shelf_item *item)
{
    struct shelf_waiter *waiting = item->waiting;
    item->waiting = NULL;
    return waiting;
}

static void *build(void *of)
{
    struct shelf *shelf = of;
    struct hand hand = {0};
    struct task task;
    pthread_mutex_lock(&shelf->lock);
    while (next_task(shelf, &task)) {
        pthread_mutex_unlock(&shelf->lock);
        struct shelf_copy *copy =
            task.item->scope == SHELF_ENDED ? make_ended(&task) : make_feed(shelf, &hand, &task);
        pthread_mutex_lock(&shelf->lock);
        finish_task(shelf, &task, copy);
        struct shelf_waiter *waiting = take_waiting(task.item);
        pthread_mutex_unlock(&shelf->lock);
        let_go(waiting);
        pthread_mutex_lock(&shelf->lock);
    }
    pthread_mutex_unlock(&shelf->lock);
    pp_store_close(hand.store);
    return NULL;
}

/* ---- Taking ---- */

static bool is_fresh(const struct shelf *shelf, const struct shelf_item *item)
{
    const struct shelf_copy *copy = item->copy;
    return copy->era == shelf->era && copy->stamp == item->stamp &&
           (copy->day == shelf->today || item->scope == SHELF_ENDED);
}

/** The last copy of a calendar of which no change was seen. */
static bool is_good(const struct shelf *shelf, const struct shelf_item *item, bool full)
{
    const struct shelf_copy *copy = item->copy;
    return copy != NULL && copy->era == shelf->era && copy->stamp == item->stamp &&
           (copy->full != NULL || !full);
}

static void enqueue(struct shelf *shelf, struct shelf_item *item)
{
    if (!item->queued && !item->building) {
        item->queued = true;
        item->queued_next = NULL;
        *shelf->queue_end = item;
        shelf->queue_end = &item->queued_next;
        pthread_cond_signal(&shelf->work);
    }
}

static enum shelf_state wait_for(struct shelf *shelf, struct shelf_item *item,
                                 struct shelf_waiter *waiter)
{
    if (waiter->arrived == 0) {
        waiter->arrived = ++shelf->events;
    }
    waiter->next = item->waiting;
    item->waiting = waiter;
    MHD_suspend_connection(waiter->connection);
    enqueue(shelf, item);
    return SHELF_WAIT;
}

enum shelf_state shelf_take(struct shelf *shelf, struct shelf_item *item, bool full,
                            struct shelf_waiter *waiter, struct shelf_copy **copy)
{
    bool waited = waiter->arrived != 0;
    bool has = item->copy != NULL && (item->copy->full != NULL || !full);
    item->asked = shelf->now;
    *copy = item->copy;
    if (shelf->unread_since != 0 && shelf->now - shelf->unread_since > PP_SERVE_KEEP_SECONDS) {
        return SHELF_FAILED;
    }
    if (has && (is_fresh(shelf, item) || (waited && item->copy->begun > waiter->arrived))) {
        return SHELF_READY;
    }
    bool failed = waited
                      ? item->failed > waiter->arrived
                      : item->failed != 0 && shelf_since(shelf, item->failed_at) < FAILED_SECONDS;
    if (failed || shelf->stopping) {
        return is_good(shelf, item, full) ? SHELF_READY : SHELF_FAILED;
    }
    return wait_for(shelf, item, waiter);
}

/* ---- Life ---- */

struct shelf *shelf_create(const char *db)
{
    struct shelf *shelf = calloc(1, sizeof(*shelf));
    if (shelf == NULL) {
        abort();
    }
    pthread_mutex_init(&shelf->lock, NULL);
    pthread_cond_init(&shelf->work, NULL);
    shelf->db = db;
    shelf->book = book_create(0);
    shelf->queue_end = &shelf->queue;
    for (int b = 0; b < SHELF_BUILDERS; b++) {
        if (pthread_create(&shelf->builders[b], NULL, build, shelf) != 0) {
            abort(); // out of memory
        }
    }
    return shelf;
}

void shelf_stop(struct shelf *shelf)
{
    pthread_mutex_lock(&shelf->lock);
    shelf->stopping = true;
    pthread_cond_broadcast(&shelf->work);
    pthread_mutex_unlock(&shelf->lock);
    for (int b = 0; b < SHELF_BUILDERS; b++) {
        pthread_join(shelf->builders[b], NULL);
    }
    for (int p = 0; p < SHELF_PLACES; p++) {
        for (struct shelf_item *item = shelf->items[p]; item != NULL; item = item->next) {
            pthread_mutex_lock(&shelf->lock);
            struct shelf_waiter *waiting = take_waiting(item);
            pthread_mutex_unlock(&shelf->lock);
            let_go(waiting);
        }
    }
}

void shelf_destroy(struct shelf *shelf)
{
    for (int p = 0; p < SHELF_PLACES; p++) {
        for (struct shelf_item *item = shelf->items[p], *next; item != NULL; item = next) {
            next = item->next;
            copy_destroy(item->copy);
            free(item->key);
            free(item);
        }
    }
    book_destroy(shelf->book);
    pthread_cond_destroy(&shelf->work);
    pthread_mutex_destroy(&shelf->lock);
    free(shelf);
}
