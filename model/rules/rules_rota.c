// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of the rota: every shift has its people, and they may be there. */
#include "lines.h"

/* ---- cover ---- */

/* Whether the turn is the first of the person on its shift and date. */
static bool is_first(const struct lines *lines, int32_t i)
{
    const struct pp_turn *turn = &lines->turns[i];
    return i == lines->start[turn->practitioner] || turn[-1].shift != turn->shift ||
           turn[-1].date != turn->date;
}

/* People on each shift (row) and date (column) of the rota; a person counts once. */
static int32_t *count_people(const struct pp_case *c, const struct lines *lines,
                             struct pp_arena *arena)
{
    int32_t days = lines->until - lines->from;
    int32_t *people = PP_NEW(arena, int32_t, (size_t)days * (size_t)c->service->n_shifts);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
            const struct pp_turn *turn = &lines->turns[i];
            if (is_first(lines, i) && turn->date >= lines->from && turn->date < lines->until) {
                people[turn->shift * days + turn->date - lines->from]++;
            }
        }
    }
    return people;
}

void judge_cover(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    const int32_t *people = count_people(c, &lines, &lines.arena);
    for (int32_t shift = 0; shift < c->service->n_shifts; shift++) {
        for (pp_day date = lines.from; date < lines.until; date++, people++) {
            int32_t missing = c->service->shifts[shift].needed - *people;
            if (missing > 0 && pp_shift_runs(c->service, shift, date)) {
                struct pp_breach *breach = pp_verdict_add(out, missing);
                breach->row = shift;
                breach->date = date;
            }
        }
    }
    lines_finish(&lines);
}

void explain_cover(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    int32_t needed = c->service->shifts[breach->row].needed;
    pp_buf_printf(out, "Shift %s ", rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_add(out, " needs ");
    pp_buf_count(out, needed, "person", "people");
    if (breach->amount == needed) {
        pp_buf_add(out, " and has nobody.");
    } else {
        pp_buf_printf(out, " and has %d.", (int)(needed - breach->amount));
    }
}

/* ---- skill_cover ---- */

/* Who holds the skill on the shift, date by date of the rota. */
static void count_holders(const struct pp_case *c, const struct lines *lines,
                          const struct pp_shift_skill *asked, int32_t *holders)
{
    for (int32_t day = 0; day < lines->until - lines->from; day++) {
        holders[day] = 0;
    }
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &lines->turns[i];
        if (turn->shift == asked->shift && turn->date >= lines->from && turn->date < lines->until &&
            is_first(lines, i)) {
            holders[turn->date - lines->from] += pp_plan_holds_skill(
                c->plan, c->service, turn->practitioner, asked->skill, turn->date);
        }
    }
}

void judge_skill_cover(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    int32_t *holders = PP_NEW(&lines.arena, int32_t, lines.until - lines.from);
    for (int32_t i = 0; i < c->service->n_shift_skills; i++) {
        const struct pp_shift_skill *asked =
            &c->service->shift_skills[c->service->asked_of.item[i]];
        count_holders(c, &lines, asked, holders);
        for (pp_day date = lines.from; date < lines.until; date++) {
            int32_t missing = asked->needed - holders[date - lines.from];
            if (missing > 0 && pp_shift_runs(c->service, asked->shift, date)) {
                struct pp_breach *breach = pp_verdict_add(out, missing);
                breach->row = asked->shift;
                breach->other = asked->skill;
                breach->date = date;
            }
        }
    }
    lines_finish(&lines);
}

static int32_t holders_needed(const struct pp_service *service, int32_t shift, int32_t skill)
{
    for (int32_t i = service->asked_of.start[shift]; i < service->asked_of.start[shift + 1]; i++) {
        const struct pp_shift_skill *asked = &service->shift_skills[service->asked_of.item[i]];
        if (asked->skill == skill) {
            return asked->needed;
        }
    }
    return 0;
}

void explain_skill_cover(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    int32_t needed = holders_needed(c->service, breach->row, breach->other);
    pp_buf_printf(out, "Shift %s ", rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_add(out, " needs ");
    pp_buf_count(out, needed, "person", "people");
    pp_buf_printf(out, " with %s and has ", rules_skill(c, breach->other));
    if (breach->amount == needed) {
        pp_buf_add(out, "nobody.");
    } else {
        pp_buf_printf(out, "%d.", (int)(needed - breach->amount));
    }
}

/* ---- may_cover ---- */

static bool is_to_be_covered(const struct pp_case *c, const struct pp_turn *turn)
{
    pp_day from = c->plan->rota_from;
    return turn->date >= from && turn->date < from + 7 * c->plan->rota_weeks &&
           pp_shift_runs(c->service, turn->shift, turn->date);
}

void judge_may_cover(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &c->plan->turns[i];
        if (!is_to_be_covered(c, turn) ||
            !pp_may_cover_on(c->service, c->plan, turn->practitioner, turn->shift, turn->date)) {
            lines_breach(out, turn, 1);
        }
    }
}

void explain_may_cover(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    struct pp_turn turn = {breach->row, breach->date, breach->practitioner};
    rules_turn(c, breach, out);
    pp_buf_add(out, is_to_be_covered(c, &turn) ? " and may not cover it."
                                               : ", when there is nothing to cover.");
}

/* ---- rota_in_post, on_leave, on_training ---- */

void judge_rota_in_post(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &c->plan->turns[i];
        if (!pp_in_post(c->service, turn->practitioner, turn->date)) {
            lines_breach(out, turn, 1);
        }
    }
}

void explain_rota_in_post(const struct pp_case *c, const struct pp_breach *breach,
                          struct pp_buf *out)
{
    rules_turn(c, breach, out);
    pp_buf_add(out, " and is not in post.");
}

/* Of a night that has been worked it is no matter that its holder went on leave after it. */
static bool reaches_into_leave(const struct pp_case *c, const struct pp_turn *turn)
{
    return pp_shift_reaches_next_day(c->service, turn->shift) &&
           pp_on_leave(c->service, turn->practitioner, turn->date + 1) &&
           turn->date >= pp_settled_until(c->service, c->plan);
}

void judge_on_leave(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &c->plan->turns[i];
        if (pp_on_leave(c->service, turn->practitioner, turn->date) ||
            reaches_into_leave(c, turn)) {
            lines_breach(out, turn, 1);
        }
    }
}

void explain_on_leave(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    rules_turn(c, breach, out);
    pp_buf_add(out, pp_on_leave(c->service, breach->practitioner, breach->date)
                        ? " and is on leave."
                        : ", the night before leave begins.");
}

void judge_on_training(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &lines.turns[i];
        if (lines_session_on(&lines, c, turn->practitioner, turn->date) != PP_NONE) {
            lines_breach(out, turn, 1);
        }
    }
    lines_finish(&lines);
}

void explain_on_training(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    rules_turn(c, breach, out);
    int32_t session = pp_plan_session_on(c->plan, c->service, breach->practitioner, breach->date);
    pp_buf_printf(out, " and is at session %s.", c->service->sessions[session].session);
}

/* ---- one_duty ---- */

/* What a person has taken on so far, turn by turn in order of begin. */
struct taken {
    pp_day duty_date;         ///< date of the last duty
    pp_instant duty, standby; ///< when the last to end of each kind ends
};

static bool fits(const struct taken *taken, const struct pp_turn *turn, bool duty, pp_instant begin)
{
    if (begin < taken->standby) {
        return false;
    }
    return duty ? turn->date != taken->duty_date : begin >= taken->duty;
}

static void take(struct taken *taken, const struct pp_turn *turn, bool duty, pp_instant end)
{
    pp_instant *last = duty ? &taken->duty : &taken->standby;
    *last = end > *last ? end : *last;
    taken->duty_date = duty ? turn->date : taken->duty_date;
}

/* What lasts from the turns before the rota. */
static struct taken taken_before(const struct pp_case *c, const struct lines *lines, int32_t person)
{
    struct taken taken = {PP_NO_DAY, INT64_MIN, INT64_MIN};
    for (int32_t i = lines->past.start[person]; i < lines->past.start[person + 1]; i++) {
        const struct pp_turn *turn = &lines->past.turns[i];
        take(&taken, turn, c->service->shifts[turn->shift].kind == PP_DUTY,
             pp_shift_end(c->service, turn->shift, turn->date));
    }
    return taken;
}

/* Standby of the night before that is not over when a course begins. */
static bool is_during_course(const struct pp_case *c, const struct lines *lines,
                             const struct pp_turn *standby)
{
    const struct pp_index *seats = &lines->seats;
    int32_t person = standby->practitioner;
    for (int32_t i = seats->start[person]; i < seats->start[person + 1]; i++) {
        int32_t session = c->plan->seats[seats->item[i]].session;
        if (pp_missing_beside_session(c->service, session, standby->shift, standby->date) > 0) {
            return true;
        }
    }
    return false;
}

/* A standby and what was published of the days after the rota; duties have the daily rest. */
static bool is_during_later(const struct pp_case *c, const struct lines *lines,
                            const struct pp_turn *turn)
{
    return c->service->shifts[turn->shift].kind == PP_STANDBY &&
           pp_missing_after(c->service, &lines->after, turn) > 0;
}

void judge_one_duty(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        struct taken taken = taken_before(c, &lines, person);
        for (int32_t i = lines.start[person]; i < lines.start[person + 1]; i++) {
            const struct pp_turn *turn = &lines.turns[i];
            bool duty = c->service->shifts[turn->shift].kind == PP_DUTY;
            if (!fits(&taken, turn, duty, pp_shift_begin(c->service, turn->shift, turn->date)) ||
                (!duty && is_during_course(c, &lines, turn)) || is_during_later(c, &lines, turn)) {
                lines_breach(out, turn, 1);
            }
            take(&taken, turn, duty, pp_shift_end(c->service, turn->shift, turn->date));
        }
    }
    lines_finish(&lines);
}

void explain_one_duty(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    rules_turn(c, breach, out);
    bool duty = c->service->shifts[breach->row].kind == PP_DUTY;
    pp_buf_add(out, duty ? " besides another duty or standby."
                         : " during a duty, a course or another standby.");
}
