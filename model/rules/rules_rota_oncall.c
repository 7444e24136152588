// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of the rota: standby by the week, before court, and rest after a call-out. */
#include "lines.h"

/* "P01 has on-call-1 on Mon 1 Jun 2015". */
static void turn_words(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    pp_buf_printf(out, "%s has %s ", rules_person(c, breach->practitioner),
                  rules_shift(c, breach->row));
    rules_on(out, breach->date);
}

/* ---- standby_block ---- */

static int32_t dates_in_week(const struct pp_service *service, int32_t shift, pp_day monday)
{
    int32_t dates = 0;
    for (pp_day date = monday; date < monday + 7; date++) {
        dates += pp_shift_runs(service, shift, date);
    }
    return dates;
}

/* How many dates of each week of the rota a person has a shift, each date once. */
static void count_weeks(const struct pp_case *c, const struct lines *lines, int32_t person,
                        int32_t shift, int32_t *weeks)
{
    pp_day last = PP_NO_DAY;
    for (int32_t week = 0; week < c->plan->rota_weeks; week++) {
        weeks[week] = 0;
    }
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        const struct pp_turn *turn = &lines->turns[i];
        bool inside = turn->date >= lines->from && turn->date < lines->until &&
                      pp_shift_runs(c->service, shift, turn->date);
        if (turn->shift == shift && inside && turn->date != last) {
            weeks[(turn->date - lines->from) / 7]++;
            last = turn->date;
        }
    }
}

static void judge_blocks_of(const struct pp_case *c, const struct lines *lines, int32_t shift,
                            int32_t *weeks, struct pp_verdict *out)
{
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        count_weeks(c, lines, person, shift, weeks);
        for (int32_t week = 0; week < c->plan->rota_weeks; week++) {
            pp_day monday = lines->from + 7 * week;
            int32_t dates = weeks[week] > 0 ? dates_in_week(c->service, shift, monday) : 0;
            if (dates > weeks[week]) {
                struct pp_turn turn = {shift, monday, person};
                lines_breach(out, &turn, dates - weeks[week]);
            }
        }
    }
}

void judge_standby_block(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    int32_t *weeks = PP_NEW(&lines.arena, int32_t, c->plan->rota_weeks);
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
    int32_t dates = dates_in_week(c->service, breach->row, breach->date);
    pp_buf_printf(out, "%s has %s on %d of its %d dates in the week of %s; it is by the week.",
                  rules_person(c, breach->practitioner), rules_shift(c, breach->row),
                  (int)(dates - breach->amount), (int)dates, pp_day_words(breach->date, text));
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
    turn_words(c, breach, out);
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
    turn_words(c, breach, out);
    pp_buf_add(out, " after a call-out, with ");
    rules_length(out, rest > 0 ? rest : 0);
    pp_buf_add(out, " of rest; ");
    rules_length(out, due);
    pp_buf_add(out, due == 60 ? " is due." : " are due.");
}
