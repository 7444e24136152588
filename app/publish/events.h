// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is published of a plan: one event for every turn and every seat, with
 * a UID for life and a SEQUENCE that rises when anything visible changes.
 *
 * Stamps are logical: no clock is read.  An event that is new is created and
 * modified at midnight UTC of the day of planning; a change is stamped later
 * than the one before by at least a second.  Nothing changed: nothing stored.
 */
#ifndef PODPLAN_PUBLISH_EVENTS_H
#define PODPLAN_PUBLISH_EVENTS_H

#include <podplan/plan.h>
#include <podplan/store.h>

/** A turn or a seat as its calendars show it. Strings are in the arena of the list. */
struct event {
    struct pp_event_row row; ///< what the store keeps of it
    int32_t practitioner;    ///< row of the service
    int32_t pod;             ///< whose work it is; PP_NONE: no pod's
    const char *label;       ///< who, for the pod's calendar
    const char *summary, *location, *category;
    pp_minute begin, end; ///< end may exceed 1440
    bool busy;
};

struct events {
    struct pp_arena arena;
    struct event *list; ///< by uid
    int32_t count;
    struct pp_event_list rows; ///< what the store is to keep: the list, and what was removed
    int32_t added, changed, removed;
    bool differs; ///< `rows` is not what was stored
};

/**
 * The events of a plan, and of turns after the end of its rota that an earlier one
 * published, numbered and stamped by
 * what was published last.
 */
void events_make(const struct pp_service *service, const struct pp_plan *plan,
                 const struct pp_event_list *published, struct events *events);

void events_finish(struct events *events);

#endif
