// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lines of work: each person's turns in the order in which they begin, and
 * their course days, as the judges of the rota read them.
 */
#ifndef RULES_LINES_H
#define RULES_LINES_H

#include "judges.h"

struct lines {
    struct pp_arena arena;
    struct pp_turn *turns; ///< a copy: by person, then begin, then the plan's order
    int32_t *start;        ///< person p: turns[start[p]] .. turns[start[p + 1] - 1]
    struct pp_index seats; ///< rows of plan->seats by person
    struct pp_past past;   ///< turns before the rota, by person
    struct pp_after after; ///< turns published of the days after it, by person
    pp_day from, until;    ///< the rota: from .. until - 1
};

/** The lines of the case's plan. Finish them. */
struct lines lines_of(const struct pp_case *c);
void lines_finish(struct lines *lines);

/** The session a person attends on a date; PP_NONE. */
int32_t lines_session_on(const struct lines *lines, const struct pp_case *c, int32_t person,
                         pp_day date);

/** Minutes at work on dates from .. until - 1: duties less breaks, and courses. */
int64_t lines_minutes_between(const struct lines *lines, const struct pp_case *c, int32_t person,
                              pp_day from, pp_day until);

/** The same in the rota. */
int64_t lines_worked_minutes(const struct lines *lines, const struct pp_case *c, int32_t person);

/**
 * The window of the average week (pp_average_windows) in which a person works most minutes above
 * its limit, the first of such; how many, 0: none and `worst` as it was.
 */
int64_t lines_worst_window(struct lines *lines, const struct pp_case *c, int32_t person,
                           int32_t week_minutes, struct pp_window *worst);

/** Has this turn. */
bool lines_has(const struct lines *lines, int32_t person, int32_t shift, pp_day date);

/** Has a duty that begins on the date. */
bool lines_on_duty(const struct lines *lines, const struct pp_service *service, int32_t person,
                   pp_day date);

/** Appends a breach of one turn, say of `amount` units. */
void lines_breach(struct pp_verdict *out, const struct pp_turn *turn, int64_t amount);

#endif
