// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Judges of the rota: rest and hours.  Rests are between London instants;
 * weeks and runs are counted in dates, inside the rota.
 */
#include "lines.h"

/* ---- daily_rest ---- */

void judge_daily_rest(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        const struct pp_turn *last = NULL;
        for (int32_t i = lines.start[person]; i < lines.start[person + 1]; i++) {
            const struct pp_turn *turn = &lines.turns[i];
            if (c->service->shifts[turn->shift].kind != PP_DUTY) {
                continue;
            }
            if (last != NULL && last->date != turn->date) {
                pp_instant rest = pp_shift_begin(c->service, turn->shift, turn->date) -
                                  pp_shift_end(c->service, last->shift, last->date);
                int64_t missing = c->service->settings.rest_minutes - rest / 60;
                if (missing > 0) {
                    lines_breach(out, turn, missing);
                }
            }
            last = turn;
        }
    }
    lines_finish(&lines);
}

void explain_daily_rest(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    int32_t due = c->service->settings.rest_minutes;
    int64_t rest = due - breach->amount;
    pp_buf_printf(out, "%s has ", rules_person(c, breach->practitioner));
    rules_length(out, rest > 0 ? rest : 0);
    pp_buf_printf(out, " of rest before %s ", rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_add(out, "; ");
    rules_length(out, due);
    pp_buf_add(out, due == 60 ? " is due." : " are due.");
}

/* ---- weekly_rest, run_days ---- */

enum day_kind {
    FREE = 0,
    ON_CALL = 1,
    AT_WORK = 2 ///< duty or course
};

/* What a person does on each date of the rota: bits of day_kind. */
static void fill_days(const struct pp_case *c, const struct lines *lines, int32_t person,
                      unsigned char *days)
{
    for (pp_day date = lines->from; date < lines->until; date++) {
        bool course = lines_session_on(lines, c, person, date) != PP_NONE;
        days[date - lines->from] = course ? AT_WORK : FREE;
    }
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        const struct pp_turn *turn = &lines->turns[i];
        if (turn->date >= lines->from && turn->date < lines->until) {
            bool duty = c->service->shifts[turn->shift].kind == PP_DUTY;
            days[turn->date - lines->from] |= duty ? AT_WORK : ON_CALL;
        }
    }
}

static void person_breach(struct pp_verdict *out, int32_t person, pp_day date, int64_t amount)
{
    struct pp_breach *breach = pp_verdict_add(out, amount);
    breach->practitioner = person;
    breach->date = date;
}

static bool has_free_day(const unsigned char *week)
{
    for (int day = 0; day < 7; day++) {
        if (week[day] == FREE) {
            return true;
        }
    }
    return false;
}

void judge_weekly_rest(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    unsigned char *days = PP_NEW(&lines.arena, unsigned char, lines.until - lines.from);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        fill_days(c, &lines, person, days);
        for (pp_day monday = lines.from; monday < lines.until; monday += 7) {
            if (!has_free_day(days + (monday - lines.from))) {
                person_breach(out, person, monday, 1);
            }
        }
    }
    lines_finish(&lines);
}

void explain_weekly_rest(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    char text[PP_STAMP_TEXT];
    pp_buf_printf(out, "%s has no free day in the week of %s.",
                  rules_person(c, breach->practitioner), pp_day_words(breach->date, text));
}

void judge_run_days(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    int32_t n_days = lines.until - lines.from, most = c->service->settings.run_days;
    unsigned char *days = PP_NEW(&lines.arena, unsigned char, n_days + 1);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        fill_days(c, &lines, person, days);
        int32_t run = 0;
        for (int32_t day = 0; day <= n_days; day++) {
            if (day < n_days && (days[day] & AT_WORK) != 0) {
                run++;
                continue;
            }
            if (run > most) {
                person_breach(out, person, lines.from + day - run, run - most);
            }
            run = 0;
        }
    }
    lines_finish(&lines);
}

void explain_run_days(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    int32_t most = c->service->settings.run_days;
    char text[PP_STAMP_TEXT];
    pp_buf_printf(out, "%s is at work ", rules_person(c, breach->practitioner));
    pp_buf_count(out, most + breach->amount, "day", "days");
    pp_buf_printf(out, " in a row from %s; %d at most.", pp_day_words(breach->date, text), most);
}

/* ---- week_average ---- */

void judge_week_average(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    int64_t most = (int64_t)c->service->settings.week_average_minutes * c->plan->rota_weeks;
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        int64_t over = lines_worked_minutes(&lines, c, person) - most;
        if (over > 0 && c->plan->rota_weeks > 0) {
            pp_verdict_add(out, over)->practitioner = person;
        }
    }
    lines_finish(&lines);
}

void explain_week_average(const struct pp_case *c, const struct pp_breach *breach,
                          struct pp_buf *out)
{
    pp_buf_printf(out, "%s works ", rules_person(c, breach->practitioner));
    rules_length(out, breach->amount);
    pp_buf_add(out, " more over the rota than an average week of ");
    rules_length(out, c->service->settings.week_average_minutes);
    pp_buf_add(out, " allows.");
}

/* ---- standby_recovery ---- */

static bool follows_standby(const struct pp_case *c, const struct lines *lines,
                            const struct pp_turn *duty)
{
    for (int32_t i = lines->start[duty->practitioner]; i < lines->start[duty->practitioner + 1];
         i++) {
        const struct pp_turn *turn = &lines->turns[i];
        if (turn->date == duty->date - 1 &&
            pp_disturbs_recovery(c->service, turn->shift, duty->shift)) {
            return true;
        }
    }
    return false;
}

void judge_standby_recovery(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        if (follows_standby(c, &lines, &lines.turns[i])) {
            lines_breach(out, &lines.turns[i], 1);
        }
    }
    lines_finish(&lines);
}

void explain_standby_recovery(const struct pp_case *c, const struct pp_breach *breach,
                              struct pp_buf *out)
{
    pp_buf_printf(out, "%s has %s ", rules_person(c, breach->practitioner),
                  rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_add(out, ", the morning after a night of standby.");
}
