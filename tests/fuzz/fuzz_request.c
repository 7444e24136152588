// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Fuzzing the path of a request: bytes go through a socket into the real reception, with
 * libmicrohttpd below it, and one calendar on its shelf.
 *
 * Whatever comes in, an answer is one of the server's own, a calendar is only for who has its
 * token, there are no more answers than requests could be in the bytes, and the server lives.
 */
#include "reception.h"
#include "token.h"

#include <assert.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char known_path[] = "/feeds/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics";
static const char calendar[] = "BEGIN:VCALENDAR\r\nX-SECRET:1\r\nEND:VCALENDAR\r\n";

enum {
    ANSWER_BYTES = 1 << 20,
    MOST_BYTES = 1 << 16, ///< of one input
    PATIENCE = 20, ///< milliseconds; a request may never be whole, which is the guard's affair
    LONG_PATIENCE = 20000 ///< for one that is
};

/** The server, made with the first input and kept: a fuzzer has no place to hand it through. */
static struct fuzz {
    struct networks proxies;
    struct reception reception;
    struct MHD_Daemon *daemon;
    struct sockaddr_un name;
    char *answer;
} fuzz;

static void put_calendar(struct shelf *shelf)
{
    struct pp_feed_token token = {.id = 1, .ends = PP_NEVER};
    struct copy_past past = {0};
    struct pp_buf text = {0};
    struct book *book = book_create(1);
    assert(token_of_path(known_path, token.hash));
    struct book_row *row = book_add(book, &token);
    row->shown = shelf_item(shelf, 0, "known");
    row->ended = shelf_item(shelf, SHELF_ENDED, "1");
    shelf_open_book(shelf, book);
    pp_buf_add(&text, calendar);
    row->shown->copy = copy_create(&text, 1000000000, &past);
}

static int listen_here(struct sockaddr_un *name)
{
    *name = (struct sockaddr_un){.sun_family = AF_UNIX};
    // an abstract name, which no file system sees and which goes with the process
    snprintf(name->sun_path + 1, sizeof(name->sun_path) - 1, "podplan-fuzz-%ld", (long)getpid());
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    assert(fd >= 0 && bind(fd, (struct sockaddr *)name, sizeof(*name)) == 0 && listen(fd, 64) == 0);
    return fd;
}

static void begin(void)
{
    assert(token_begin(NULL));
    struct reception *reception = &fuzz.reception;
    reception->proxies = &fuzz.proxies;
    reception->shelf = shelf_create("/nowhere/podplan.db");
    reception->guard = guard_create(&fuzz.proxies, 64);
    reception->backoff = backoff_create();
    reception->journal = journal_create(false);
    replies_create(&reception->replies);
    put_calendar(reception->shelf);
    fuzz.answer = malloc(ANSWER_BYTES);
    fuzz.daemon = reception_start(reception, listen_here(&fuzz.name), 1, NULL);
    assert(fuzz.answer != NULL && fuzz.daemon != NULL);
}

/** All that comes back, up to the end of the connection, or until nothing more does. */
static size_t talk(const uint8_t *data, size_t size, int patience)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert(fd >= 0 && connect(fd, (struct sockaddr *)&fuzz.name, sizeof(fuzz.name)) == 0);
    size_t sent = 0, got = 0;
    struct pollfd wait = {.fd = fd, .events = POLLIN | POLLOUT};
    for (;;) {
        if (poll(&wait, 1, patience) == 0) {
            break;
        }
        if ((wait.revents & POLLOUT) != 0) {
            ssize_t n = send(fd, data + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            sent += n > 0 ? (size_t)n : 0;
            if (sent == size || (n < 0 && (wait.revents & POLLHUP) != 0)) {
                shutdown(fd, SHUT_WR);
                wait.events = POLLIN;
            }
        }
        if ((wait.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            ssize_t n = recv(fd, fuzz.answer + got, ANSWER_BYTES - 1 - got, MSG_DONTWAIT);
            if (n <= 0) {
                break;
            }
            got += (size_t)n;
        }
    }
    close(fd);
    return got;
}

static size_t count(const void *where, size_t size, const char *what)
{
    size_t found = 0, length = strlen(what);
    for (const char *at = where, *end = at + size;
         (at = memmem(at, (size_t)(end - at), what, length)) != NULL; at += length) {
        found++;
    }
    return found;
}

static void judge(const uint8_t *data, size_t size, size_t got)
{
    const char *answer = fuzz.answer;
    assert(got == 0 || (got > 12 && memcmp(answer, "HTTP/1.1 ", 9) == 0));
    size_t asked = count(data, size, "GET") + count(data, size, "HEAD");
    assert(count(answer, got, "HTTP/1.1 200 ") + count(answer, got, "HTTP/1.1 304 ") <= asked);
    if (count(answer, got, "X-SECRET") > 0) {
        assert(count(data, size, known_path) > 0);
    }
    assert(count(answer, got, "HTTP/1.1 500 ") == 0);
    assert(count(answer, got, "AAAAAAAAAAAAAAAAAAAAAAAA") == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (fuzz.daemon == NULL) {
        begin();
    }
    if (size > 0 && size <= MOST_BYTES) {
        judge(data, size, talk(data, size, PATIENCE));
    }
    static const char whole[] = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    size_t got = talk((const uint8_t *)whole, sizeof(whole) - 1, LONG_PATIENCE);
    assert(count(fuzz.answer, got, "HTTP/1.1 200 ") == 1); // it lives
    return 0;
}
