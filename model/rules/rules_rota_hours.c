// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Judges of the rota: rest and hours.  Rests are between London instants;
 * weeks and runs are counted in dates.  What was worked before the rota goes
 * on in it; a breach is always of a turn or course of the rota.
 */
#include "lines.h"

/* ---- daily_rest ---- */

enum {
    AFTER_ROTA = -2 ///< in place of the session of a breach: the turns published after the rota
};

/* The last duty before the rota; NULL: none is known. */
static const struct pp_turn *last_before(const struct pp_case *c, const struct lines *lines,
                                         int32_t person)
{
    for (int32_t i = lines->past.start[person + 1] - 1; i >= lines->past.start[person]; i--) {
        if (c->service->shifts[lines->past.turns[i].shift].kind == PP_DUTY) {
            return &lines->past.turns[i];
        }
    }
    return NULL;
}

/* A course is work like another, with the same rest before and after. */
static void judge_beside_courses(const struct pp_case *c, const struct lines *lines,
                                 const struct pp_turn *duty, struct pp_verdict *out)
{
    const struct pp_index *seats = &lines->seats;
    int32_t person = duty->practitioner;
    for (int32_t i = seats->start[person]; i < seats->start[person + 1]; i++) {
        int32_t session = c->plan->seats[seats->item[i]].session;
        int32_t missing = pp_missing_beside_session(c->service, session, duty->shift, duty->date);
        if (missing > 0) {
            lines_breach(out, duty, missing);
            out->breaches[out->n_breaches - 1].other = session;
        }
    }
}

/* What was published of the days after the rota stays, and needs rest before it. */
static void judge_after(const struct pp_case *c, const struct lines *lines,
                        const struct pp_turn *duty, struct pp_verdict *out)
{
    int32_t missing = pp_missing_after(c->service, &lines->after, duty);
    if (missing > 0) {
        lines_breach(out, duty, missing);
        out->breaches[out->n_breaches - 1].other = AFTER_ROTA;
    }
}

static void judge_rest_before(const struct pp_case *c, const struct pp_turn *last,
                              const struct pp_turn *turn, struct pp_verdict *out)
{
    if (last == NULL || last->date == turn->date) {
        return;
    }
    pp_instant rest = pp_shift_begin(c->service, turn->shift, turn->date) -
                      pp_shift_end(c->service, last->shift, last->date);
    int64_t missing = c->service->settings.rest_minutes - rest / 60;
    if (missing > 0) {
        lines_breach(out, turn, missing);
    }
}

/* Settled days were worked by the times that held then. */
void judge_daily_rest(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    pp_day settled = pp_settled_until(c->service, c->plan);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        const struct pp_turn *last = last_before(c, &lines, person);
        for (int32_t i = lines.start[person]; i < lines.start[person + 1]; i++) {
            const struct pp_turn *turn = &lines.turns[i];
            if (c->service->shifts[turn->shift].kind != PP_DUTY) {
                continue;
            }
            if (turn->date >= settled) {
                judge_rest_before(c, last, turn, out);
                judge_beside_courses(c, &lines, turn, out);
                judge_after(c, &lines, turn, out);
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
    if (breach->other == AFTER_ROTA) {
        pp_buf_add(out, " of rest before the turns published after the rota, after ");
        pp_buf_printf(out, "%s ", rules_shift(c, breach->row));
    } else if (breach->other != PP_NONE) {
        pp_buf_printf(out, " of rest between session %s and %s ",
                      c->service->sessions[breach->other].session, rules_shift(c, breach->row));
    } else {
        pp_buf_printf(out, " of rest before %s ", rules_shift(c, breach->row));
    }
    rules_on(out, breach->date);
    pp_buf_add(out, "; ");
    rules_length(out, due);
    pp_buf_add(out, due == 60 ? " is due." : " are due.");
}

/* ---- run_days ---- */

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

static bool is_at_work(const struct pp_case *c, const struct lines *lines, int32_t person,
                       pp_day date)
{
    bool before = date < lines->from, after = date >= lines->until;
    const struct pp_turn *turns = before  ? lines->past.turns
                                  : after ? lines->after.turns
                                          : lines->turns;
    const int32_t *start = before ? lines->past.start : after ? lines->after.start : lines->start;
    for (int32_t i = start[person]; i < start[person + 1]; i++) {
        if (turns[i].date == date && c->service->shifts[turns[i].shift].kind == PP_DUTY) {
            return true;
        }
    }
    return lines_session_on(lines, c, person, date) != PP_NONE;
}

/* Days at work in a row until the day before the rota. */
static int32_t run_before(const struct pp_case *c, const struct lines *lines, int32_t person)
{
    int32_t run = 0;
    while (run < 7 * PP_PAST_WEEKS && is_at_work(c, lines, person, lines->from - 1 - run)) {
        run++;
    }
    return run;
}

void judge_run_days(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    int32_t n_days = lines.until - lines.from, most = c->service->settings.run_days;
    unsigned char *days = PP_NEW(&lines.arena, unsigned char, n_days + 1);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        fill_days(c, &lines, person, days);
        int32_t run = run_before(c, &lines, person), own = 0; // own: days of the rota
        bool duty = false;
        for (int32_t day = 0; day <= n_days; day++) {
            if (day < n_days && (days[day] & AT_WORK) != 0) {
                duty = duty || lines_on_duty(&lines, c->service, person, lines.from + day);
                run++;
                own++;
                continue;
            }
            /* Courses alone are not the rota's to mend, and so never meet what comes after it. */
            int32_t after =
                day == n_days && duty ? pp_run_after(c->service, c->plan, &lines.after, person) : 0;
            if (run + after > most && own > 0) {
                person_breach(out, person, lines.from + day - run,
                              run + after - most < own ? run + after - most : own);
            }
            run = own = 0;
            duty = false;
        }
    }
    lines_finish(&lines);
}

void explain_run_days(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    struct lines lines = lines_of(c);
    int32_t run = 0;
    while (is_at_work(c, &lines, breach->practitioner, breach->date + run)) {
        run++;
    }
    char text[PP_STAMP_TEXT];
    pp_buf_printf(out, "%s is at work ", rules_person(c, breach->practitioner));
    pp_buf_count(out, run, "day", "days");
    pp_buf_printf(out, " in a row from %s; %d at most.", pp_day_words(breach->date, text),
                  c->service->settings.run_days);
    lines_finish(&lines);
}

/* ---- week_average ---- */

void judge_week_average(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        struct pp_window worst;
        int64_t over = lines_worst_window(&lines, c, person,
                                          c->service->settings.week_average_minutes, &worst);
        if (over > 0) {
            person_breach(out, person, worst.begin, over);
        }
    }
    lines_finish(&lines);
}

void explain_week_average(const struct pp_case *c, const struct pp_breach *breach,
                          struct pp_buf *out)
{
    struct lines lines = lines_of(c);
    struct pp_window worst = {0};
    char text[PP_STAMP_TEXT];
    lines_worst_window(&lines, c, breach->practitioner, c->service->settings.week_average_minutes,
                       &worst);
    pp_buf_printf(out, "%s works ", rules_person(c, breach->practitioner));
    rules_length(out, breach->amount);
    pp_buf_add(out, " more in the ");
    pp_buf_count(out, worst.weeks, "week", "weeks");
    pp_buf_printf(out, " from %s than an average week of ", pp_day_words(breach->date, text));
    rules_length(out, c->service->settings.week_average_minutes);
    pp_buf_add(out, " allows.");
    lines_finish(&lines);
}

/* ---- standby_recovery ---- */

static bool disturbs_any(const struct pp_case *c, const struct pp_turn *turns, int32_t count,
                         const struct pp_turn *duty)
{
    for (int32_t i = 0; i < count; i++) {
        if (turns[i].date == duty->date - 1 &&
            pp_disturbs_recovery(c->service, turns[i].shift, duty->shift)) {
            return true;
        }
    }
    return false;
}

static bool follows_standby(const struct pp_case *c, const struct lines *lines,
                            const struct pp_turn *duty)
{
    const int32_t *own = &lines->start[duty->practitioner];
    const int32_t *past = &lines->past.start[duty->practitioner];
    return disturbs_any(c, lines->turns + own[0], own[1] - own[0], duty) ||
           disturbs_any(c, lines->past.turns + past[0], past[1] - past[0], duty);
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
    rules_turn(c, breach, out);
    pp_buf_add(out, ", the morning after a night of standby.");
}
