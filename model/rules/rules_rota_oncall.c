// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of the rota: standby by the week, before court, and rest after a call-out. */
#include "lines.h"

/* ---- standby_block ---- */

/* Dates of a week that are not settled yet: what has passed of it was worked as it was. */
static int32_t dates_in_week(const struct pp_service *service, int32_t shift, pp_day monday,
                             pp_day settled)
{
    int32_t dates = 0;
    for (pp_day date = monday < settled ? settled : monday; date < monday + 7; date++) {
        dates += pp_shift_runs(service, shift, date);
    }
    return dates;
}

/* A week of one person under a standby by the week. */
struct week {
    int32_t dates; ///< that they have it, each once
    pp_day first;
};

static void count_weeks(const struct pp_case *c, const struct lines *lines, int32_t person,
                        int32_t shift, struct week *weeks)
{
    pp_day last = PP_NO_DAY, settled = pp_settled_until(c->service, c->plan);
    for (int32_t week = 0; week < c->plan->rota_weeks; week++) {
        weeks[week] = (struct week){0};
    }
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        const struct pp_turn *turn = &lines->turns[i];
        bool inside = turn->date >= settled && turn->date < lines->until &&
                      pp_shift_runs(c->service, shift, turn->date);
        if (turn->shift == shift && inside && turn->date != last) {
            struct week *week = &weeks[(turn->date - lines->from) / 7];
            week->first = week->dates++ == 0 ? turn->date : week->first;
            last = turn->date;
        }
    }
}

static pp_day monday_of(pp_day date)
{
    return date - pp_weekday(date);
}

static void judge_blocks_of(const struct pp_case *c, const struct lines *lines, int32_t shift,
                            struct week *weeks, struct pp_verdict *out)
{
    pp_day settled = pp_settled_until(c->service, c->plan);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        count_weeks(c, lines, person, shift, weeks);
        for (int32_t week = 0; week < c->plan->rota_weeks; week++) {
            int32_t has = weeks[week].dates;
            int32_t dates =
                has > 0 ? dates_in_week(c->service, shift, lines->from + 7 * week, settled) : 0;
            if (dates > has) {
                struct pp_turn turn = {shift, weeks[week].first, person};
                lines_breach(out, &turn, dates - has);
            }
        }
    }
}

void judge_standby_block(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    struct week *weeks = PP_NEW(&lines.arena, struct week, c->plan->rota_weeks);
    for (int32_t shift = 0; shift < c->service->n_shifts; shift++) {
        if (c->service->shifts[shift].block == PP_WEEK_BLOCK) {
            judge_blocks_of(c, &lines, shift, weeks, out);
        }
    }
    lines_finish(&lines);
}

void explain_standby_block(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    char text[PP_STAMP_TEXT];
    pp_day monday = monday_of(breach->date), settled = pp_settled_until(c->service, c->plan);
    int32_t dates = dates_in_week(c->service, breach->row, monday, settled);
    pp_buf_printf(out, "%s has %s on %d of its %d dates %sin the week of %s; it is by the week.",
                  rules_person(c, breach->practitioner), rules_shift(c, breach->row),
                  (int)(dates - breach->amount), (int)dates, settled > monday ? "left " : "",
                  pp_day_words(monday, text));
}

/* ---- before_court ---- */

void judge_before_court(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &c->plan->turns[i];
        if (pp_is_before_court(c->service, turn->practitioner, turn->shift, turn->date)) {
            lines_breach(out, turn, 1);
        }
    }
}

void explain_before_court(const struct pp_case *c, const struct pp_breach *breach,
                          struct pp_buf *out)
{
    rules_turn(c, breach, out);
    pp_buf_add(out, pp_in_court(c->service, breach->practitioner, breach->date)
                        ? " and is in court that day."
                        : ", the day before court.");
}

/* ---- compensatory_rest ---- */

void judge_compensatory_rest(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &c->plan->turns[i];
        int32_t missing =
            pp_missing_after_call_out(c->service, turn->practitioner, turn->shift, turn->date);
        if (missing > 0) {
            lines_breach(out, turn, missing);
        }
    }
}

void explain_compensatory_rest(const struct pp_case *c, const struct pp_breach *breach,
                               struct pp_buf *out)
{
    int64_t due = c->service->settings.rest_minutes, rest = due - breach->amount;
    rules_turn(c, breach, out);
    pp_buf_add(out, " after a call-out, with ");
    rules_length(out, rest > 0 ? rest : 0);
    pp_buf_add(out, " of rest; ");
    rules_length(out, due);
    pp_buf_add(out, due == 60 ? " is due." : " are due.");
}
