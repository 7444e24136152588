// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of the rota: requests, fair shares, and turns already promised. */
#include "lines.h"

#include <assert.h>

/* ---- request_wanted, request_avoid ---- */

static bool has_asked_turn(const struct pp_case *c, const struct lines *lines,
                           const struct pp_request *request)
{
    return request->shift == PP_NONE
               ? lines_on_duty(lines, c->service, request->practitioner, request->date)
               : lines_has(lines, request->practitioner, request->shift, request->date);
}

static void judge_requests(const struct pp_case *c, struct pp_verdict *out, enum pp_wish wish)
{
    struct lines lines = lines_of(c);
    for (int32_t i = 0; i < c->service->n_requests; i++) {
        const struct pp_request *request = &c->service->requests[i];
        bool asked = request->wish == (int32_t)wish && request->minutes != 0 &&
                     request->date >= lines.from && request->date < lines.until;
        if (asked && has_asked_turn(c, &lines, request) != (wish == PP_WANTED)) {
            struct pp_breach *breach = pp_verdict_add(out, 1);
            breach->practitioner = request->practitioner;
            breach->row = request->shift;
            breach->date = request->date;
            breach->cost = request->minutes == PP_UNKNOWN ? 0 : request->minutes;
        }
    }
    lines_finish(&lines);
}

void judge_request_wanted(const struct pp_case *c, struct pp_verdict *out)
{
    judge_requests(c, out, PP_WANTED);
}

void explain_request_wanted(const struct pp_case *c, const struct pp_breach *breach,
                            struct pp_buf *out)
{
    pp_buf_printf(out, "%s asked for %s ", rules_person(c, breach->practitioner),
                  breach->row == PP_NONE ? "a duty" : rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_add(out, " and does not have it.");
}

void judge_request_avoid(const struct pp_case *c, struct pp_verdict *out)
{
    judge_requests(c, out, PP_AVOID);
}

void explain_request_avoid(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    pp_buf_printf(out, "%s asked to be spared %s ", rules_person(c, breach->practitioner),
                  breach->row == PP_NONE ? "any duty" : rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_add(out, breach->row == PP_NONE ? " and has one." : " and has it.");
}

/* ---- fair_duties, fair_evenings, fair_weekends, fair_standby ---- */

static int32_t count_turns(const struct pp_case *c, const struct lines *lines, int32_t person,
                           enum pp_turn_kind kind)
{
    int32_t count = 0;
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        count += pp_turn_is(c->service, kind, lines->turns[i].shift, lines->turns[i].date);
    }
    return count;
}

static struct pp_fair *fair_shares(const struct pp_case *c, enum pp_turn_kind kind,
                                   struct pp_arena *arena)
{
    struct pp_fair *fair = PP_NEW(arena, struct pp_fair, c->service->n_practitioners);
    pp_fair_shares(c->service, c->plan, kind, fair);
    return fair;
}

static void judge_fair(const struct pp_case *c, struct pp_verdict *out, enum pp_turn_kind kind,
                       const char *rule)
{
    struct lines lines = lines_of(c);
    const struct pp_fair *fair = fair_shares(c, kind, &lines.arena);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        int32_t over = count_turns(c, &lines, person, kind) - fair[person].share;
        if (over > 0) {
            struct pp_breach *breach = pp_verdict_add(out, over);
            breach->practitioner = person;
            breach->cost = pp_fair_units(over) * pp_weight_of(c->service, rule);
        }
    }
    lines_finish(&lines);
}

static void explain_fair(const struct pp_case *c, const struct pp_breach *breach,
                         enum pp_turn_kind kind, const char *one, const char *many,
                         struct pp_buf *out)
{
    struct pp_arena arena = {0};
    const struct pp_fair *fair = &fair_shares(c, kind, &arena)[breach->practitioner];
    pp_buf_printf(out, "%s has ", rules_person(c, breach->practitioner));
    pp_buf_count(out, fair->share + breach->amount, one, many);
    if (fair->worked > 0) {
        pp_buf_printf(out, " after %d in the year before", fair->worked);
    }
    pp_buf_printf(out, "; the fair share is %d.", fair->share);
    pp_arena_finish(&arena);
}

void judge_fair_duties(const struct pp_case *c, struct pp_verdict *out)
{
    judge_fair(c, out, PP_DUTY_TURN, "fair_duties");
}

void explain_fair_duties(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    explain_fair(c, breach, PP_DUTY_TURN, "duty", "duties", out);
}

void judge_fair_evenings(const struct pp_case *c, struct pp_verdict *out)
{
    judge_fair(c, out, PP_EVENING_TURN, "fair_evenings");
}

void explain_fair_evenings(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    explain_fair(c, breach, PP_EVENING_TURN, "evening duty", "evening duties", out);
}

void judge_fair_weekends(const struct pp_case *c, struct pp_verdict *out)
{
    judge_fair(c, out, PP_WEEKEND_TURN, "fair_weekends");
}

void explain_fair_weekends(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    explain_fair(c, breach, PP_WEEKEND_TURN, "duty at weekends or on bank holidays",
                 "duties at weekends or on bank holidays", out);
}

void judge_fair_nights(const struct pp_case *c, struct pp_verdict *out)
{
    judge_fair(c, out, PP_NIGHT_TURN, "fair_nights");
}

void explain_fair_nights(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    explain_fair(c, breach, PP_NIGHT_TURN, "night duty", "night duties", out);
}

void judge_fair_bank_holidays(const struct pp_case *c, struct pp_verdict *out)
{
    judge_fair(c, out, PP_BANK_HOLIDAY_TURN, "fair_bank_holidays");
}

void explain_fair_bank_holidays(const struct pp_case *c, const struct pp_breach *breach,
                                struct pp_buf *out)
{
    explain_fair(c, breach, PP_BANK_HOLIDAY_TURN, "turn on bank holidays", "turns on bank holidays",
                 out);
}

void judge_fair_standby(const struct pp_case *c, struct pp_verdict *out)
{
    judge_fair(c, out, PP_STANDBY_TURN, "fair_standby");
}

void explain_fair_standby(const struct pp_case *c, const struct pp_breach *breach,
                          struct pp_buf *out)
{
    explain_fair(c, breach, PP_STANDBY_TURN, "standby", "standbys", out);
}

/* ---- rota_change ---- */

void judge_rota_change(const struct pp_case *c, struct pp_verdict *out)
{
    if (c->before == NULL) {
        return;
    }
    struct lines lines = lines_of(c);
    for (int32_t i = 0; i < c->before->n_turns; i++) {
        const struct pp_turn *turn = &c->before->turns[i];
        assert(turn->practitioner >= 0 && turn->practitioner < c->service->n_practitioners);
        bool ahead = turn->date >= c->service->settings.planned_on && turn->date >= lines.from &&
                     turn->date < lines.until;
        if (ahead && pp_shift_runs(c->service, turn->shift, turn->date) &&
            !lines_has(&lines, turn->practitioner, turn->shift, turn->date)) {
            lines_breach(out, turn, 1);
        }
    }
    lines_finish(&lines);
}

void explain_rota_change(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    pp_buf_printf(out, "%s no longer has %s ", rules_person(c, breach->practitioner),
                  rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_add(out, ".");
}
