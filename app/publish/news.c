// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Person by person: changes of one event are joined from the first before to
 * the last after; then what was withdrawn and what is new are paired, first on
 * one day, then the same turn on another day, the nearest in date first.
 */
#include "news.h"

#include <stdlib.h>
#include <string.h>

enum {
    SOON_SECONDS = 48 * 3600
};

const char *const news_kind_words[] = {"added", "moved", "changed", "removed", NULL};

static bool is_there(const struct pp_event_side *side)
{
    return side->date != PP_NO_DAY;
}

static bool same_text(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static bool same_side(const struct pp_event_side *one, const struct pp_event_side *other)
{
    return one->date == other->date &&
           (!is_there(one) ||
            (one->begin == other->begin && one->end == other->end &&
             same_text(one->summary, other->summary) && same_text(one->location, other->location)));
}

static bool begins_soon(const struct pp_event_side *side, pp_instant changed)
{
    return is_there(side) && pp_london_instant(side->date, side->begin) - changed < SOON_SECONDS &&
           pp_london_instant(side->date, side->end) > changed;
}

/* ---- One person ---- */

static int by_uid(const void *a, const void *b)
{
    const struct pp_event_change *one = a, *other = b;
    int order = strcmp(one->uid, other->uid);
    return order != 0 ? order : (one->id > other->id) - (one->id < other->id);
}

static pp_day day_of(const struct news *news)
{
    return is_there(&news->after) ? news->after.date : news->before.date;
}

static int by_date(const void *a, const void *b)
{
    const struct news *one = a, *other = b;
    if (day_of(one) != day_of(other)) {
        return day_of(one) < day_of(other) ? -1 : 1;
    }
    const struct pp_event_side *left = is_there(&one->after) ? &one->after : &one->before;
    const struct pp_event_side *right = is_there(&other->after) ? &other->after : &other->before;
    int order = left->begin != right->begin ? left->begin - right->begin
                                            : strcmp(left->summary, right->summary);
    return order != 0 ? order : one->kind - other->kind;
}

/** Joins the changes of each event; what is as it was is left out. Returns how many are left. */
static int32_t join_changes(struct pp_event_change *changes, int32_t count, struct news *news)
{
    int32_t n = 0;
    qsort(changes, (size_t)count, sizeof(changes[0]), by_uid);
    for (int32_t c = 0, next; c < count; c = next) {
        next = c + 1;
        while (next < count && strcmp(changes[next].uid, changes[c].uid) == 0) {
            next++;
        }
        const struct pp_event_change *last = &changes[next - 1];
        struct news item = {.practitioner = last->practitioner,
                            .before = changes[c].before,
                            .after = last->after,
                            .changed = last->changed};
        item.kind = !is_there(&item.before)  ? NEWS_ADDED
                    : !is_there(&item.after) ? NEWS_REMOVED
                                             : NEWS_CHANGED;
        if (!same_side(&item.before, &item.after)) {
            news[n++] = item;
        }
    }
    qsort(news, (size_t)n, sizeof(news[0]), by_date);
    return n;
}

/** Whether one that was withdrawn may have become one that is new. */
static bool may_pair(const struct news *gone, const struct news *come, bool same_day)
{
    return gone->kind == NEWS_REMOVED && come->kind == NEWS_ADDED &&
           (same_day ? gone->before.date == come->after.date
                     : strcmp(gone->before.summary, come->after.summary) == 0);
}

/** The one that is new and nearest in date to what was withdrawn; -1: none. */
static int32_t find_pair(const struct news *news, int32_t count, int32_t gone, bool same_day)
{
    int32_t best = -1, least = 0;
    for (int32_t n = 0; n < count; n++) {
        int32_t days = abs(day_of(&news[n]) - day_of(&news[gone]));
        if (may_pair(&news[gone], &news[n], same_day) && (best < 0 || days < least)) {
            best = n;
            least = days;
        }
    }
    return best;
}

/** Makes pairs into moves; the withdrawn one of each pair is left out. Returns how many are left. */
static int32_t pair_moves(struct news *news, int32_t count)
{
    for (int round = 0; round < 2; round++) {
        for (int32_t gone = 0; gone < count; gone++) {
            int32_t come = find_pair(news, count, gone, round == 0);
            if (come >= 0) {
                news[come].kind = NEWS_MOVED;
                news[come].before = news[gone].before;
                news[gone].kind = NEWS_KINDS;
            }
        }
    }
    int32_t left = 0;
    for (int32_t n = 0; n < count; n++) {
        if (news[n].kind != NEWS_KINDS) {
            news[left++] = news[n];
        }
    }
    return left;
}

void news_make(const struct pp_event_change *changes, int32_t count, struct news_list *list)
{
    struct pp_arena scratch = {0};
    for (int32_t c = 0, next; c < count; c = next) {
        next = c + 1;
        while (next < count && strcmp(changes[next].practitioner, changes[c].practitioner) == 0) {
            next++;
        }
        struct pp_event_change *own =
            pp_arena_copy(&scratch, &changes[c], (size_t)(next - c) * sizeof(changes[0]));
        struct news *news = PP_NEW(&scratch, struct news, next - c);
        int32_t n = pair_moves(news, join_changes(own, next - c, news));
        list->items = pp_arena_grow(&list->arena, list->items, &list->capacity, list->count + n,
                                    sizeof(list->items[0]));
        for (int32_t i = 0; i < n; i++) {
            news[i].soon = begins_soon(&news[i].before, news[i].changed) ||
                           begins_soon(&news[i].after, news[i].changed);
            list->items[list->count++] = news[i];
        }
    }
    pp_arena_finish(&scratch);
}

/* ---- Words ---- */

/** Text from outside, which stays on its line. */
static void add_line(struct pp_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        bool blank = (unsigned char)*text < ' ';
        pp_buf_addn(out, blank ? " " : text, 1);
    }
}

/** "Tue 3 Feb 2026, Late duty, 12:00-20:00 (Pod Red)". */
static void side_words(const struct pp_event_side *side, bool with_day, bool with_place,
                       struct pp_buf *out)
{
    char day[PP_STAMP_TEXT];
    if (with_day) {
        pp_buf_printf(out, "%s, ", pp_day_words(side->date, day));
    }
    add_line(out, side->summary);
    if (with_place && side->location != NULL) {
        pp_buf_add(out, " (");
        add_line(out, side->location);
        pp_buf_add(out, ")");
    }
}

void news_words(const struct news *news, struct pp_buf *out)
{
    static const char *const heads[NEWS_KINDS] = {"New", "Moved", "Changed", "Withdrawn"};
    pp_buf_printf(out, "%s: ", heads[news->kind]);
    bool both = is_there(&news->before) && is_there(&news->after);
    bool place = both && !same_text(news->before.location, news->after.location);
    if (!both) {
        side_words(is_there(&news->after) ? &news->after : &news->before, true, true, out);
    } else {
        bool same_day = news->before.date == news->after.date;
        side_words(&news->before, true, place, out);
        pp_buf_add(out, " -> ");
        side_words(&news->after, !same_day, place, out);
    }
    if (news->soon) {
        pp_buf_add(out, " [within 48 hours]");
    }
}
