// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What changed for people, in words: several changes of one turn are one, a turn that went and came
 * back as it was is none, and one that was withdrawn while a like one came is moved.
 */
#ifndef PODPLAN_PUBLISH_NEWS_H
#define PODPLAN_PUBLISH_NEWS_H

#include <podplan/buf.h>
#include <podplan/store.h>

enum news_kind {
    NEWS_ADDED,
    NEWS_MOVED,   ///< to another day, or to another turn of the day
    NEWS_CHANGED, ///< the same turn looks different
    NEWS_REMOVED,
    NEWS_KINDS
};

/** "added", "moved", …; ends with NULL. */
extern const char *const news_kind_words[];

/** One thing that somebody has to know. Strings are those of the changes it is made of. */
struct news {
    int32_t kind; ///< enum news_kind
    const char *practitioner;
    struct pp_event_side before, after; ///< date PP_NO_DAY: there was none
    pp_instant changed;                 ///< when it came to be so
    bool soon; ///< it begins, or was to begin, within 48 hours of the change: a feed is too slow
};

struct news_list {
    struct pp_arena arena;
    struct news *items; ///< by person, then by date
    int32_t count, capacity;
};

/** Appends the news of `count` changes, sorted as the store gives them. */
void news_make(const struct pp_event_change *changes, int32_t count, struct news_list *list);

/** Appends one in words, without a newline: "Moved: Tue 3 Feb 2026, Late duty, 12:00-20:00 -> Wed 4 …". */
void news_words(const struct news *news, struct pp_buf *out);

#endif
