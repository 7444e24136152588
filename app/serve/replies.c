// SPDX-License-Identifier: GPL-3.0-or-later
/* Answers made once and sent often: libmicrohttpd counts who is still being sent one. */
#include "replies.h"

#include "condition.h"

#include <podplan/limits.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TAG_BYTES = 16
};

static const struct row {
    unsigned status;
    bool close; ///< what follows on the connection may be anything
    const char *name, *value;
    const char *text;
} rows[REPLIES] = {
    [REPLY_HEALTHY] = {200, false, NULL, NULL, "ok\n"},
    [REPLY_BAD] = {400, true, NULL, NULL, "This request can be read in more than one way.\n"},
    [REPLY_NOT_FOUND] = {404, false, NULL, NULL, "There is nothing at this address.\n"},
    [REPLY_METHOD] = {405, true, "Allow", "GET, HEAD", "Only GET and HEAD are understood here.\n"},
    [REPLY_LONG_URL] = {414, true, NULL, NULL, "This address is too long.\n"},
    [REPLY_WAIT] = {429, true, "Retry-After", "60",
                    "Too many wrong addresses were asked for; please wait a minute.\n"},
    [REPLY_MANY_FIELDS] = {431, true, NULL, NULL, "This request has too many header fields.\n"},
    [REPLY_UNAVAILABLE] = {503, false, "Retry-After", NULL,
                           "The calendar can't be read just now; please try again.\n"},
    [REPLY_VERSION] = {505, true, NULL, NULL, "Only HTTP/1.1 is spoken here.\n"},
};

static void add_guards(struct MHD_Response *response)
{
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "X-Robots-Tag", "noindex");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
}

static struct MHD_Response *make_response(size_t bytes, void *text, enum MHD_ResponseMemoryMode how)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(bytes, text, how);
    if (response == NULL) {
        abort(); // out of memory
    }
    add_guards(response);
    return response;
}

/* ---- Answers that never change ---- */

static struct MHD_Response *make_reply(const struct row *row)
{
    char seconds[16];
    snprintf(seconds, sizeof(seconds), "%d", (int)PP_SERVE_RETRY_SECONDS);
    struct MHD_Response *response =
        make_response(strlen(row->text), (void *)(uintptr_t)row->text, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    if (row->name != NULL) {
        MHD_add_response_header(response, row->name, row->value == NULL ? seconds : row->value);
    }
    if (row->close) {
        MHD_add_response_header(response, "Connection", "close");
    }
    return response;
}

void replies_create(struct replies *replies)
{
    for (int r = 0; r < REPLIES; r++) {
        replies->list[r] = make_reply(&rows[r]);
    }
}

void replies_destroy(struct replies *replies)
{
    for (int r = 0; r < REPLIES; r++) {
        MHD_destroy_response(replies->list[r]);
    }
}

unsigned reply_status(enum reply reply)
{
    return rows[reply].status;
}

enum reply reply_of(unsigned status)
{
    int reply = REPLY_BAD;
    for (int r = 0; r < REPLIES; r++) {
        reply = rows[r].status == status ? r : reply;
    }
    return (enum reply)reply;
}

/* ---- Calendars ---- */

static void make_tag(const struct pp_buf *text, char tag[SHELF_TAG_TEXT])
{
    unsigned char hash[TAG_BYTES];
    char letters[2 * TAG_BYTES + 1];
    crypto_generichash(hash, sizeof(hash), (const unsigned char *)pp_buf_text(text), text->length,
                       NULL, 0);
    sodium_bin2hex(letters, sizeof(letters), hash, sizeof(hash));
    snprintf(tag, SHELF_TAG_TEXT, "\"%s\"", letters);
}

static void add_validators(struct MHD_Response *response, const struct shelf_copy *copy)
{
    char date[HTTP_DATE_TEXT];
    MHD_add_response_header(response, "ETag", copy->tag);
    MHD_add_response_header(response, "Last-Modified", http_date_text(copy->modified, date));
    MHD_add_response_header(response, "Cache-Control", "private, no-cache");
}

static pp_instant not_before(pp_instant modified, const char *tag, const struct copy_past *past)
{
    pp_instant least = past->modified + (strcmp(tag, past->tag) != 0);
    return past->tag[0] != '\0' && modified < least ? least : modified;
}

struct shelf_copy *copy_create(struct pp_buf *text, pp_instant modified,
                               const struct copy_past *past)
{
    struct shelf_copy *copy = calloc(1, sizeof(*copy));
    if (copy == NULL) {
        abort();
    }
    copy->bytes = text->length;
    make_tag(text, copy->tag);
    copy->modified = not_before(modified, copy->tag, past);
    copy->same = make_response(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    add_validators(copy->same, copy);
    copy->full = make_response(text->length, text->text, MHD_RESPMEM_MUST_FREE);
    *text = (struct pp_buf){0};
    MHD_add_response_header(copy->full, "Content-Type", "text/calendar; charset=utf-8");
    add_validators(copy->full, copy);
    return copy;
}

void copy_destroy(struct shelf_copy *copy)
{
    if (copy != NULL) {
        if (copy->full != NULL) {
            MHD_destroy_response(copy->full);
        }
        MHD_destroy_response(copy->same);
        free(copy);
    }
}
