// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which turns change hands from one rota to the next, and why: the hard rule by which the old holder
 * can't keep the turn, else what the new rota would cost or break if it were still theirs.  All of it
 * is looked up with the judges of the table of rules.
 */
#include "changes.h"

#include <podplan/solver.h>

#include <inttypes.h>

enum {
    MOST_TRIALS = 60 ///< turns that are tried with whom had them; each judges the whole rota twice
};

struct moves {
    const struct pp_service *service;
    const struct pp_plan *plan, *before;
    struct pp_arena *arena;
    struct rota_old old;
    struct pp_turn_move *list;
    int32_t n;
};

static const char *person(const struct moves *m, int32_t practitioner)
{
    return m->service->practitioners[practitioner].practitioner;
}

static bool has(const struct pp_turn *turns, int32_t n, const struct pp_turn *turn)
{
    for (int32_t i = 0; i < n; i++) {
        if (turns[i].date == turn->date && turns[i].shift == turn->shift &&
            turns[i].practitioner == turn->practitioner) {
            return true;
        }
    }
    return false;
}

/* ---- Who has what ---- */

/* The turns of a list on one date: they are sorted by it. */
struct day_turns {
    const struct pp_turn *turns;
    int32_t n;
};

static struct day_turns on_date(const struct pp_turn *turns, int32_t n, pp_day date)
{
    int32_t low = 0, high = n;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (turns[middle].date < date) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    int32_t end = low;
    while (end < n && turns[end].date == date) {
        end++;
    }
    return (struct day_turns){turns + low, end - low};
}

/* Whoever is new on the shift that day, the `nth` of them; PP_NONE: there are fewer. */
static int32_t newcomer(const struct moves *m, int32_t shift, pp_day date, int32_t nth)
{
    struct day_turns was = on_date(m->old.turns, m->old.n, date);
    struct day_turns is = on_date(m->plan->turns, m->plan->n_turns, date);
    for (int32_t i = 0; i < is.n; i++) {
        if (is.turns[i].shift == shift && !has(was.turns, was.n, &is.turns[i]) && nth-- == 0) {
            return is.turns[i].practitioner;
        }
    }
    return PP_NONE;
}

static int32_t count_lost(const struct moves *m, const struct pp_turn *turn, int32_t until)
{
    struct day_turns is = on_date(m->plan->turns, m->plan->n_turns, turn->date);
    int32_t lost = 0;
    for (int32_t i = until - 1; i >= 0 && m->old.turns[i].date == turn->date; i--) {
        lost += m->old.turns[i].shift == turn->shift && !has(is.turns, is.n, &m->old.turns[i]);
    }
    return lost;
}

static void list_lost(struct moves *m)
{
    for (int32_t i = 0; i < m->old.n; i++) {
        const struct pp_turn *turn = &m->old.turns[i];
        struct day_turns is = on_date(m->plan->turns, m->plan->n_turns, turn->date);
        if (turn->date < m->service->settings.planned_on || has(is.turns, is.n, turn)) {
            continue;
        }
        int32_t to = newcomer(m, turn->shift, turn->date, count_lost(m, turn, i));
        m->list[m->n++] = (struct pp_turn_move){.shift = turn->shift,
                                                .date = turn->date,
                                                .from = turn->practitioner,
                                                .to = to,
                                                .rule = m->old.fate[i].rule,
                                                .sentence = m->old.fate[i].sentence};
    }
}

/* Turns that were open in the rota in force, and are not any more. */
static void list_filled(struct moves *m, int32_t changed)
{
    for (int32_t i = 0; i < m->plan->n_turns; i++) {
        const struct pp_turn *turn = &m->plan->turns[i];
        struct day_turns was = on_date(m->old.turns, m->old.n, turn->date);
        bool taken_over = has(was.turns, was.n, turn);
        for (int32_t j = 0; j < changed && !taken_over; j++) {
            taken_over = m->list[j].date == turn->date && m->list[j].shift == turn->shift &&
                         m->list[j].to == turn->practitioner;
        }
        if (!taken_over && turn->date >= m->service->settings.planned_on &&
            pp_in_rota(m->before, turn->date)) {
            m->list[m->n++] = (struct pp_turn_move){.shift = turn->shift,
                                                    .date = turn->date,
                                                    .from = PP_NONE,
                                                    .to = turn->practitioner,
                                                    .rule = PP_NONE};
        }
    }
}

/* ---- Why ---- */

/* The new rota with the turn back where it was. */
static struct pp_effect try_back(const struct moves *m, const struct pp_verdict *now,
                                 const struct pp_turn_move *move)
{
    struct pp_arena scratch = {0};
    struct pp_plan back = *m->plan;
    back.turns = PP_NEW(&scratch, struct pp_turn, back.n_turns + 1);
    back.n_turns = 0;
    for (int32_t i = 0; i < m->plan->n_turns; i++) {
        const struct pp_turn *turn = &m->plan->turns[i];
        bool given = turn->date == move->date && turn->shift == move->shift &&
                     turn->practitioner == move->to;
        if (!given) {
            back.turns[back.n_turns++] = *turn;
        }
    }
    back.turns[back.n_turns++] = (struct pp_turn){move->shift, move->date, move->from};
    struct pp_case c = {.service = m->service, .plan = &back, .before = m->before};
    struct pp_effect effect = pp_effect_of(now, &c, m->arena);
    pp_arena_finish(&scratch);
    return effect;
}

static void say_choice(const struct moves *m, struct pp_turn_move *move, struct pp_effect effect)
{
    const char *from = person(m, move->from);
    if (effect.rule != PP_NONE) {
        move->sentence =
            pp_arena_printf(m->arena, "Were it still with %s: %s", from, effect.sentence);
    } else if (effect.minutes > 0) {
        move->minutes = effect.minutes;
        move->sentence = pp_arena_printf(
            m->arena, "Were it still with %s, the rota would cost %" PRId64 " minutes more.", from,
            effect.minutes);
    } else {
        move->minutes = effect.minutes;
        move->sentence = "One of several changes that cost less together.";
    }
}

static void explain(struct moves *m, int32_t changed)
{
    struct pp_verdict now = {0};
    struct pp_case c = {.service = m->service, .plan = m->plan, .before = m->before};
    int32_t tried = 0;
    pp_judge(&c, 1u << PP_ROTA, &now);
    for (int32_t i = 0; i < m->n; i++) {
        struct pp_turn_move *move = &m->list[i];
        if (i >= changed) {
            move->sentence = "It was open.";
        } else if (move->rule == PP_NONE && tried++ < MOST_TRIALS) {
            say_choice(m, move, try_back(m, &now, move));
        } else if (move->rule == PP_NONE) {
            move->sentence = "One of many changes that cost less together.";
        }
    }
    pp_verdict_finish(&now);
}

int32_t pp_rota_moves(const struct pp_service *service, const struct pp_plan *plan,
                      const struct pp_plan *before, struct pp_arena *arena,
                      struct pp_turn_move **out, int32_t *changed)
{
    struct moves m = {.service = service, .plan = plan, .before = before, .arena = arena};
    rota_old_make(&m.old, service, plan, before, plan->rota_from, plan->rota_weeks, arena);
    m.list = PP_NEW(arena, struct pp_turn_move, m.old.n + plan->n_turns);
    list_lost(&m);
    *changed = m.n;
    list_filled(&m, m.n);
    explain(&m, *changed);
    rota_old_finish(&m.old);
    *out = m.list;
    return m.n;
}
