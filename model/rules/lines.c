// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines of work: counted by person, then put in order of begin. */
#include "lines.h"

#include <assert.h>

/* Insertion: a line is short, and all but sorted when the plan is. */
static void sort_by_begin(const struct pp_service *service, struct pp_turn *turns, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        struct pp_turn turn = turns[i];
        pp_instant begin = pp_shift_begin(service, turn.shift, turn.date);
        int32_t at = i;
        for (; at > 0; at--) {
            const struct pp_turn *other = &turns[at - 1];
            if (pp_shift_begin(service, other->shift, other->date) <= begin) {
                break;
            }
            turns[at] = *other;
        }
        turns[at] = turn;
    }
}

static void share_turns(struct lines *lines, const struct pp_service *service,
                        const struct pp_plan *plan)
{
    int32_t people = service->n_practitioners;
    lines->start = PP_NEW(&lines->arena, int32_t, people + 1);
    lines->turns = PP_NEW(&lines->arena, struct pp_turn, plan->n_turns);
    for (int32_t i = 0; i < plan->n_turns; i++) {
        assert(plan->turns[i].practitioner >= 0 && plan->turns[i].practitioner < people);
        assert(plan->turns[i].shift >= 0 && plan->turns[i].shift < service->n_shifts);
        lines->start[plan->turns[i].practitioner + 1]++;
    }
    for (int32_t person = 0; person < people; person++) {
        lines->start[person + 1] += lines->start[person];
    }
    int32_t *next =
        pp_arena_copy(&lines->arena, lines->start, (size_t)(people + 1) * sizeof(int32_t));
    for (int32_t i = 0; i < plan->n_turns; i++) {
        lines->turns[next[plan->turns[i].practitioner]++] = plan->turns[i];
    }
}

struct lines lines_of(const struct pp_case *c)
{
    const struct pp_plan *plan = c->plan;
    struct lines lines = {0};
    share_turns(&lines, c->service, plan);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        sort_by_begin(c->service, lines.turns + lines.start[person],
                      lines.start[person + 1] - lines.start[person]);
    }
    lines.seats = pp_seats_of(c->service, c->plan, &lines.arena);
    lines.past = pp_past_of(c->service, plan, &lines.arena);
    lines.after = pp_after_of(c->service, plan, &lines.arena);
    lines.from = plan->rota_from;
    lines.until = plan->rota_from + 7 * plan->rota_weeks;
    return lines;
}

void lines_finish(struct lines *lines)
{
    pp_arena_finish(&lines->arena);
}

int32_t lines_session_on(const struct lines *lines, const struct pp_case *c, int32_t person,
                         pp_day date)
{
    for (int32_t i = lines->seats.start[person]; i < lines->seats.start[person + 1]; i++) {
        int32_t session = c->plan->seats[lines->seats.item[i]].session;
        if (c->service->sessions[session].date == date) {
            return session;
        }
    }
    return PP_NONE;
}

int64_t lines_minutes_between(const struct lines *lines, const struct pp_case *c, int32_t person,
                              pp_day from, pp_day until)
{
    int64_t minutes = 0;
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        const struct pp_turn *turn = &lines->turns[i];
        if (turn->date >= from && turn->date < until) {
            minutes += pp_shift_minutes(c->service, turn->shift, turn->date);
        }
    }
    for (int32_t i = lines->seats.start[person]; i < lines->seats.start[person + 1]; i++) {
        int32_t session = c->plan->seats[lines->seats.item[i]].session;
        pp_day date = c->service->sessions[session].date;
        if (date >= from && date < until) {
            minutes += rules_session_minutes(c->service, session);
        }
    }
    return minutes;
}

int64_t lines_worked_minutes(const struct lines *lines, const struct pp_case *c, int32_t person)
{
    return lines_minutes_between(lines, c, person, lines->from, lines->until);
}

int64_t lines_worst_window(struct lines *lines, const struct pp_case *c, int32_t person,
                           int32_t week_minutes, struct pp_window *worst)
{
    struct pp_window *windows = PP_NEW(&lines->arena, struct pp_window, c->plan->rota_weeks);
    int32_t n =
        pp_average_windows(c->service, c->plan, &lines->past, person, week_minutes, windows);
    int64_t most = 0;
    for (int32_t i = 0; i < n; i++) {
        int64_t over = lines_minutes_between(lines, c, person, windows[i].from, windows[i].until) -
                       windows[i].most;
        if (over > most) {
            most = over;
            *worst = windows[i];
        }
    }
    return most;
}

bool lines_has(const struct lines *lines, int32_t person, int32_t shift, pp_day date)
{
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        if (lines->turns[i].shift == shift && lines->turns[i].date == date) {
            return true;
        }
    }
    return false;
}

bool lines_on_duty(const struct lines *lines, const struct pp_service *service, int32_t person,
                   pp_day date)
{
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        if (lines->turns[i].date == date &&
            service->shifts[lines->turns[i].shift].kind == PP_DUTY) {
            return true;
        }
    }
    return false;
}

void lines_breach(struct pp_verdict *out, const struct pp_turn *turn, int64_t amount)
{
    struct pp_breach *breach = pp_verdict_add(out, amount);
    breach->practitioner = turn->practitioner;
    breach->row = turn->shift;
    breach->date = turn->date;
}
