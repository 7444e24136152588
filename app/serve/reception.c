// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The reception.  Requests run on a pool of polling threads (epoll); none of them reads the file,
 * builds a calendar or writes a log, and what they share is held for a look-up and no longer.
 */
#include "reception.h"

#include "condition.h"
#include "door.h"
#include "token.h"

#include <stdlib.h>
#include <string.h>

/** One connection, and the request that is on its way through. */
struct visit {
    struct reception *reception;
    struct MHD_Connection *connection;
    struct peer *peer;
    struct shelf_waiter waiter;
    struct door door;
    const char *method;
    struct address client;
};

/* ---- What libmicrohttpd has read ---- */

/** Where the last field, or the line of the request, ended in its buffer. */
struct reading {
    struct door *door;
    const char *end;
    bool shown; ///< lines can be told apart
};

/**
 * This libmicrohttpd cuts its buffer in place: behind what it has read come two NULs where CR and
 * LF were.  Only one means a bare LF; another place means a folded line.  Both are read otherwise
 * elsewhere, and it tells of neither.  Later versions refuse both by themselves, and may lay out
 * their buffer in another way.
 */
static bool shows_its_lines(void)
{
    return strcmp(MHD_get_version(), "0.9.75") == 0;
}

static bool is_next_line(const char *end, const char *next)
{
    return next == end + 2;
}

static enum MHD_Result read_field(void *of, enum MHD_ValueKind kind, const char *name,
                                  size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    struct reading *reading = of;
    bool whole = value != NULL && (!reading->shown || is_next_line(reading->end, name));
    if (whole) {
        door_field(reading->door, name, name_size, value, value_size);
        reading->end = value + value_size;
    }
    reading->door->bad = reading->door->bad || !whole;
    return whole ? MHD_YES : MHD_NO;
}

static enum MHD_Result count_argument(void *of, enum MHD_ValueKind kind, const char *name,
                                      const char *value)
{
    (void)of;
    (void)kind;
    (void)name;
    (void)value;
    return MHD_YES;
}

/** One space on either side of the target; no NUL in it, where a query does not end it. */
static bool is_plain_line(const struct visit *visit, const char *target, const char *version)
{
    ptrdiff_t size = version - 1 - target, path = (ptrdiff_t)strlen(target);
    bool query =
        size == path + 1 || MHD_get_connection_values(visit->connection, MHD_GET_ARGUMENT_KIND,
                                                      count_argument, NULL) > 0;
    return target == visit->method + strlen(visit->method) + 1 && (size == path || query);
}

static enum door_status look_at(struct visit *visit, const char *target, const char *version)
{
    struct reading reading = {&visit->door, version + strlen(version),
                              visit->reception->shows_lines};
    MHD_get_connection_values_n(visit->connection, MHD_HEADER_KIND, read_field, &reading);
    size_t size =
        MHD_get_connection_info(visit->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
            ->header_size;
    // CR LF CR LF behind the last field; empty lines before the first are not counted
    bool whole = reading.end + 4 == visit->method + size;
    bool plain = !reading.shown || (whole && is_plain_line(visit, target, version));
    visit->door.bad = visit->door.bad || !plain;
    visit->door.target_size = reading.shown ? (size_t)(version - target) : strlen(target);
    return door_judge(&visit->door, visit->method, target, version);
}

/* ---- Answers ---- */

static enum MHD_Result send_reply(const struct visit *visit, enum reply reply)
{
    const struct reception *reception = visit->reception;
    struct journal_line line = {.at = reception->shelf->now,
                                .client = &visit->client,
                                .method = visit->method,
                                .status = reply_status(reply)};
    journal_note(reception->journal, &line);
    return MHD_queue_response(visit->connection, line.status, reception->replies.list[reply]);
}

/** Every wrong address has the same answer, whatever is wrong with it. */
static enum MHD_Result send_not_found(const struct visit *visit)
{
    struct reception *reception = visit->reception;
    bool let = backoff_let(reception->backoff, &visit->client, reception->shelf->now);
    return send_reply(visit, let ? REPLY_NOT_FOUND : REPLY_WAIT);
}

static enum MHD_Result send_health(const struct visit *visit)
{
    bool sound = visit->reception->shelf->unread_since == 0;
    return send_reply(visit, sound ? REPLY_HEALTHY : REPLY_UNAVAILABLE);
}

/** If-None-Match, when there is any, decides alone (RFC 9110, 13.2.2). */
static bool client_has(const struct visit *visit, const struct shelf_copy *copy, pp_instant now)
{
    const struct door *door = &visit->door;
    if (door->n_tags == 0) {
        return door->since != NULL && condition_is_old(door->since, copy->modified, now);
    }
    for (int t = 0; t < door->n_tags; t++) {
        if (condition_names_tag(door->tags[t], copy->tag)) {
            return true;
        }
    }
    return false;
}

/** The item that a token shows today; NULL: nothing any more. */
static struct shelf_item *item_of(const struct book_row *row, pp_instant now)
{
    const pp_instant empty_seconds = (pp_instant)PP_FEED_EMPTY_DAYS * PP_DAY_SECONDS;
    if (now < row->ends) {
        return row->shown;
    }
    return now - row->ends < empty_seconds ? row->ended : NULL;
}

/** Takes the copy and queues it, before anybody can take its place; 0: the connection waits. */
static unsigned queue_copy(struct visit *visit, struct shelf_item *item, enum MHD_Result *result)
{
    struct shelf *shelf = visit->reception->shelf;
    struct shelf_waiter *waiter = &visit->waiter;
    struct shelf_copy *copy;
    // What has only its validators left is enough for those who have the bytes.
    bool same = item->copy != NULL && client_has(visit, item->copy, shelf->now);
    enum shelf_state state = shelf_take(shelf, item, !same, waiter, &copy);
    if (state == SHELF_WAIT) {
        *result = MHD_YES;
        return 0;
    }
    if (state == SHELF_FAILED) {
        return MHD_HTTP_SERVICE_UNAVAILABLE;
    }
    unsigned status = same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
    *result = MHD_queue_response(visit->connection, status, same ? copy->same : copy->full);
    return status;
}

static enum MHD_Result send_feed(struct visit *visit, const unsigned char *hash)
{
    struct shelf *shelf = visit->reception->shelf;
    enum MHD_Result result = MHD_NO;
    struct journal_line line = {.client = &visit->client, .method = visit->method};
    pthread_mutex_lock(&shelf->lock);
    struct book_row *row = book_find(shelf->book, hash);
    struct shelf_item *item = row == NULL ? NULL : item_of(row, shelf->now);
    if (item != NULL) {
        line.at = row->used = shelf->now;
        line.feed = row->id;
        line.status = queue_copy(visit, item, &result);
    }
    pthread_mutex_unlock(&shelf->lock);
    if (item == NULL) {
        return send_not_found(visit);
    }
    if (line.status == MHD_HTTP_SERVICE_UNAVAILABLE) {
        return send_reply(visit, REPLY_UNAVAILABLE);
    }
    if (line.status != 0) {
        journal_note(visit->reception->journal, &line);
    }
    return result;
}

static enum MHD_Result send_answer(struct visit *visit, const char *target)
{
    char path[PP_SERVE_URL_BYTES + 1];
    unsigned char hash[PP_FEED_HASH_BYTES];
    door_path(target, path, sizeof(path));
    if (strcmp(path, "/health") == 0) {
        return send_health(visit);
    }
    return token_of_path(path, hash) ? send_feed(visit, hash) : send_not_found(visit);
}

/** The first of at least two calls: what is answered here ends the connection. */
static enum MHD_Result let_in(struct visit *visit, const char *target, const char *method,
                              const char *version)
{
    guard_begin(visit->peer);
    visit->method = method;
    visit->door = (struct door){0};
    enum door_status status = look_at(visit, target, version);
    visit->client = address_forwarded(visit->reception->proxies, guard_address(visit->peer),
                                      visit->door.forwarded);
    return status == DOOR_IN ? MHD_YES : send_reply(visit, reply_of((unsigned)status));
}

static enum MHD_Result answer(void *of, struct MHD_Connection *connection, const char *target,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
    (void)of;
    (void)upload;
    (void)upload_size;
    struct visit *visit = *state;
    if (visit != NULL) {
        return send_answer(visit, target);
    }
    visit = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    *state = visit;
    return let_in(visit, target, method, version);
}

/* ---- Connections ---- */

static enum MHD_Result admit(void *of, const struct sockaddr *from, socklen_t size)
{
    struct reception *reception = of;
    (void)size;
    return guard_admit(reception->guard, from) ? MHD_YES : MHD_NO;
}

static struct visit *open_visit(struct reception *reception, struct MHD_Connection *connection)
{
    struct visit *visit = calloc(1, sizeof(*visit));
    if (visit == NULL) {
        abort();
    }
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    const struct sockaddr *from =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    visit->reception = reception;
    visit->connection = visit->waiter.connection = connection;
    visit->peer = guard_open(reception->guard, fd, from);
    return visit;
}

static void watch(void *of, struct MHD_Connection *connection, void **context,
                  enum MHD_ConnectionNotificationCode what)
{
    struct reception *reception = of;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = open_visit(reception, connection);
        return;
    }
    struct visit *visit = *context;
    guard_close(reception->guard, visit->peer);
    free(visit);
}

static void complete(void *of, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode how)
{
    (void)of;
    (void)connection;
    (void)how;
    struct visit *visit = *state;
    if (visit != NULL) {
        visit->waiter.arrived = 0;
        guard_end(visit->peer);
    }
}

/** Addresses stand as they were sent: a token has nothing in it that needs an escape. */
static size_t leave_escapes(void *of, struct MHD_Connection *connection, char *text)
{
    (void)of;
    (void)connection;
    return strlen(text);
}

struct MHD_Daemon *reception_start(struct reception *reception, int fd, unsigned threads,
                                   struct pp_err *err)
{
    reception->shows_lines = shows_its_lines();
    // Strictness is the door's: the library's own sends its 400 twice (0.9.75).
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_TURBO;
    struct MHD_Daemon *daemon = MHD_start_daemon(
        flags, 0, admit, reception, answer, reception, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0U, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)PP_SERVE_CONNECTIONS + 64U, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)PP_SERVE_MEMORY_BYTES, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)PP_SERVE_IDLE_SECONDS + 5U, MHD_OPTION_STRICT_FOR_CLIENT, 0,
        MHD_OPTION_NOTIFY_CONNECTION, watch, reception, MHD_OPTION_NOTIFY_COMPLETED, complete,
        reception, MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, NULL, MHD_OPTION_END);
    if (daemon == NULL) {
        pp_fail(err, PP_E_SYSTEM, "the server can't be started: no threads, or no memory");
    }
    return daemon;
}
