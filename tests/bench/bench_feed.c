// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How long a calendar takes to build from the store, in a process that has done nothing before.
 *
 *     bench_feed make FILE        a new file: 2,000 events of one pod in the window of 2026-01-01
 *                                 among 100,000 of fifty others
 *     bench_feed build FILE       builds the pod's calendar twice; prints, between blanks, events,
 *                                 bytes, milliseconds of the first with and without opening the
 *                                 file, and of the second
 *
 * The kernel is asked to forget the file first.
 */
#include "feed.h"

#include <podplan/limits.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    PODS = 51,
    EVENTS = 2000, ///< of each pod
    DAYS = 390
};

static pp_day first_day(void)
{
    return pp_day_from_civil((struct pp_civil){2025, 12, 5});
}

static struct pp_event_row event_of(struct pp_arena *arena, int32_t pod, int32_t number)
{
    static const char *const names[] = {"O'Brien", "Zoë Keane", "李 明", "Asha Patel"};
    return (struct pp_event_row){
        .uid = pp_arena_printf(arena, "%016x%016x@podplan", pod, number * 7919),
        .practitioner = pp_arena_printf(arena, "P%d-%d", pod, number % 20),
        .shift = "late",
        .date = first_day() + number % DAYS,
        .body = "0123456789abcdef",
        .created = 1764547200,
        .modified = 1764547200,
        .shared = true,
        .kind = number % PP_EVENT_KINDS,
        .pod = pp_arena_printf(arena, "pod%d", pod),
        .hub = "hub",
        .begin = 12 * 60,
        .end = 20 * 60,
        .summary =
            pp_arena_printf(arena, "%s: Pod %d late duty, 12:00-20:00", names[number % 4], pod),
        .location = pp_arena_printf(arena, "Pod %d", pod)};
}

static void fail(const struct pp_err *err)
{
    fprintf(stderr, "bench_feed: %s\n", err->text);
    exit(EXIT_FAILURE);
}

static struct pp_store *open_store(const char *path, bool create)
{
    struct pp_err err = {0};
    struct pp_store *store = pp_store_open(path, create, &err);
    if (store == NULL) {
        fail(&err);
    }
    return store;
}

static void make(const char *path)
{
    struct pp_event_list list = {.count = PODS * EVENTS};
    struct pp_feed_name name = {PP_FEED_POD, "pod25", "Rota of Pod 25"};
    struct pp_publication what = {.events = &list, .feeds = &name, .n_feeds = 1};
    struct pp_err err = {0};
    struct pp_store *store = open_store(path, true);
    list.rows = PP_NEW(&list.arena, struct pp_event_row, list.count);
    for (int32_t e = 0; e < list.count; e++) {
        list.rows[e] = event_of(&list.arena, e / EVENTS, e % EVENTS);
    }
    if (!pp_store_publish(store, NULL, NULL, &what, &err)) {
        fail(&err);
    }
    pp_store_close(store);
    pp_arena_finish(&list.arena);
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void forget(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    fdatasync(file);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
}

static void build_feed(struct pp_store *store, struct feed *feed)
{
    struct pp_err err = {0};
    pp_day today = pp_day_from_civil((struct pp_civil){2026, 1, 1});
    if (!feed_of(store, PP_FEED_POD, "pod25", today, feed, &err)) {
        fail(&err);
    }
}

static void build(const char *path)
{
    struct feed feed;
    forget(path);
    double begun = milliseconds();
    struct pp_store *store = open_store(path, false);
    double opened = milliseconds();
    build_feed(store, &feed);
    feed_finish(&feed);
    double first = milliseconds();
    build_feed(store, &feed);
    double second = milliseconds();
    printf("%d %zu %.2f %.2f %.2f\n", feed.n_events, feed.text.length, first - begun,
           first - opened, second - first);
    feed_finish(&feed);
    pp_store_close(store);
}

int main(int argc, char **argv)
{
    if (argc != 3 || (strcmp(argv[1], "make") != 0 && strcmp(argv[1], "build") != 0)) {
        fputs("usage: bench_feed make|build FILE\n", stderr);
        return EXIT_FAILURE;
    }
    (argv[1][0] == 'm' ? make : build)(argv[2]);
    return EXIT_SUCCESS;
}
