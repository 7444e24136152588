// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cases: tests/cases/<rule>.case, a tiny service and a plan as text, and what
 * the judge of that rule must say of it.
 *
 *     # The part before the first case belongs to every case of the file.
 *     [settings]
 *     rota_weeks,1
 *
 *     case: ten hours are too little
 *     [plan.turns]
 *     date,shift,practitioner
 *     2015-06-01,late,ann
 *     expect: daily_rest 60 ann has 10 hours of rest before …
 *
 * Service sections are those of service_fixture.h and come on top of
 * tests/cases/base.service.  Plan sections: [plan.placements],
 * [plan.consultants], [plan.social_workers] (who is not listed stays as in the
 * data), [plan.handovers], [plan.turns], [plan.seats], [plan.months], [plan.cost_lines], [plan.stream_uses],
 * [plan.savings]; the same with `before.` are the plan in force until now.
 * Their header lines are fixed.  `expect: nothing` says that no place breaks
 * the rule; otherwise there is one `expect:` line for each, in order.
 */
#ifndef PODPLAN_CASE_FILE_H
#define PODPLAN_CASE_FILE_H

#include <podplan/arena.h>
#include <podplan/plan.h>

enum {
    CASE_MOST = 32 ///< cases of one file, expectations of one case
};

struct case_text {
    const char *name;
    const char *service; ///< sections of the service, base and file included
    const char *plan;    ///< the plan's sections as they stand
    const char *expected[CASE_MOST];
    int n_expected;
    bool nothing; ///< "expect: nothing"
};

struct case_file {
    struct pp_arena arena;
    struct case_text cases[CASE_MOST];
    int n_cases;
};

/** Reads a file of tests/cases; false when it is not there, the test fails when it is no case. */
bool case_file_read(struct case_file *file, const char *rule);
void case_file_finish(struct case_file *file);

/** The plan of a case: `which` is "plan" or "before"; NULL when the case has none of `which`. */
struct pp_plan *case_plan(const struct case_text *one, const char *which,
                          const struct pp_service *service);

/** A whole file of the source tree, or NULL; owned by the arena. */
char *case_source(struct pp_arena *arena, const char *path);

#endif
