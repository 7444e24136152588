// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is published of a plan: for every turn and every seat one event in the
 * person's own calendar and one in those that are shared, with a UID for life
 * and a SEQUENCE that rises when anything visible changes.
 *
 * Stamps are logical: no clock is read.  An event that is new is created and
 * modified at midnight UTC of the day of planning; a change is stamped later
 * than the one before by at least a second.  Nothing changed: nothing stored.
 *
 * No word about a family, a child or a need can come in: an event is made of a
 * turn or a seat, its shift or course, where it is, and who has it.
 */
#ifndef PODPLAN_PUBLISH_EVENTS_H
#define PODPLAN_PUBLISH_EVENTS_H

#include <podplan/plan.h>
#include <podplan/store.h>

struct events {
    struct pp_event_list list;  ///< what the store is to keep, withdrawn ones included
    struct pp_arena arena;      ///< of `feeds`
    struct pp_feed_name *feeds; ///< every calendar of the service
    int32_t n_feeds;
    int32_t count, added, changed, removed; ///< of people's own events
    bool differs;                           ///< `list` is not what was stored
};

/**
 * The events of a plan, and of turns after the end of its rota that an earlier one published,
 * numbered and stamped by what was published last.  `published` must outlive it.
 */
void events_make(const struct pp_service *service, const struct pp_plan *plan,
                 const struct pp_event_list *published, struct events *events);

void events_finish(struct events *events);

#endif
