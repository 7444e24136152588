// SPDX-License-Identifier: GPL-3.0-or-later
/* The journal: two buffers of a fixed size; one is filled while the other is written. */
#include "journal.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    PAGE_BYTES = 1 << 20,
    LINE_BYTES = 200
};

struct page {
    size_t length;
    int64_t lost; ///< lines for which there was no room
    char text[PAGE_BYTES];
};

struct journal {
    bool wanted;
    pthread_mutex_t lock;
    struct page *filling, *writing;
    struct page pages[2];
};

struct journal *journal_create(bool wanted)
{
    struct journal *journal = calloc(1, sizeof(*journal));
    if (journal == NULL) {
        abort();
    }
    pthread_mutex_init(&journal->lock, NULL);
    journal->wanted = wanted;
    journal->filling = &journal->pages[0];
    journal->writing = &journal->pages[1];
    return journal;
}

void journal_destroy(struct journal *journal)
{
    if (journal != NULL) {
        pthread_mutex_destroy(&journal->lock);
        free(journal);
    }
}

static int put_line(const struct journal_line *line, char text[LINE_BYTES])
{
    char stamp[32], client[ADDRESS_TEXT], feed[32] = "-";
    struct tm broken;
    time_t at = (time_t)line->at;
    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&at, &broken));
    if (line->feed != 0) {
        snprintf(feed, sizeof(feed), "%" PRId64, line->feed);
    }
    bool plain = strspn(line->method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(line->method) &&
                 strlen(line->method) < 16;
    return snprintf(text, LINE_BYTES, "%s %s %s feed=%s %u\n", stamp,
                    address_text(line->client, client), plain ? line->method : "?", feed,
                    line->status);
}

void journal_note(struct journal *journal, const struct journal_line *line)
{
    if (!journal->wanted) {
        return;
    }
    char text[LINE_BYTES];
    int length = put_line(line, text);
    pthread_mutex_lock(&journal->lock);
    struct page *page = journal->filling;
    if (length > 0 && page->length + (size_t)length <= PAGE_BYTES) {
        memcpy(page->text + page->length, text, (size_t)length);
        page->length += (size_t)length;
    } else {
        page->lost++;
    }
    pthread_mutex_unlock(&journal->lock);
}

static void write_all(const char *text, size_t bytes)
{
    while (bytes > 0) {
        ssize_t written = write(STDERR_FILENO, text, bytes);
        if (written <= 0) {
            return; // nobody reads it
        }
        text += written;
        bytes -= (size_t)written;
    }
}

void journal_write(struct journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    struct page *page = journal->filling;
    journal->filling = journal->writing;
    journal->writing = page;
    pthread_mutex_unlock(&journal->lock);
    write_all(page->text, page->length);
    if (page->lost > 0) {
        journal_say("%" PRId64 " requests came too fast to be noted", page->lost);
    }
    page->length = 0;
    page->lost = 0;
}

void journal_say(const char *format, ...)
{
    char text[1024];
    int head = snprintf(text, sizeof(text), "podplan serve: ");
    va_list list;
    va_start(list, format);
    int tail = vsnprintf(text + head, sizeof(text) - (size_t)head - 1, format, list);
    va_end(list);
    size_t length = strlen(text);
    if (tail >= 0) {
        text[length++] = '\n';
        write_all(text, length);
    }
}
