// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which of the turns that people were told can stand, and which are frozen.
 *
 * The table of rules decides: the turns are taken for a rota of their own and judged by every hard
 * rule of the rota, rule by rule in the order of the table.  Of each person who breaks one, the turn
 * that the breach names is let go, or the first one ahead where it names none, and the rule is
 * judged again.  So as few turns go as the rules ask for, and what remains can be kept whole:
 * no rule that is added later needs a word here.
 */
#include "judges.h"

#include <podplan/rng.h>

#include <string.h>

/* The turns that still stand, as a rota of their own. */
struct standing {
    const struct pp_case *c;
    struct pp_plan alone; ///< the plan of the case with these turns only; borrows the rest
    int32_t *row;         ///< of alone.turns: rows of `turns`
    const struct pp_turn *turns;
    int32_t n;
    struct pp_standing *fate; ///< by row
    struct pp_arena *arena;   ///< of sentences
};

static bool is_asked(int32_t rule)
{
    return pp_rules[rule].stage == PP_ROTA && pp_rules[rule].hard &&
           strcmp(pp_rules[rule].name, "cover") != 0 &&
           strcmp(pp_rules[rule].name, "notice_kept") != 0;
}

static void gather(struct standing *s)
{
    s->alone.n_turns = 0;
    for (int32_t i = 0; i < s->n; i++) {
        if (s->fate[i].rule == PP_NONE) {
            s->row[s->alone.n_turns] = i;
            s->alone.turns[s->alone.n_turns++] = s->turns[i];
        }
    }
}

/* The turn to let go for a breach: a row of alone.turns; PP_NONE: it is about something else. */
static int32_t turn_of(const struct standing *s, const struct pp_breach *breach)
{
    bool named = breach->row != PP_NONE && pp_rules[breach->rule].table == PP_TABLE_shifts;
    pp_day today = s->c->service->settings.planned_on;
    int32_t past = PP_NONE;
    for (int32_t i = 0; i < s->alone.n_turns; i++) {
        const struct pp_turn *turn = &s->alone.turns[i];
        if (turn->practitioner != breach->practitioner ||
            (breach->date != PP_NO_DAY && turn->date < breach->date)) {
            continue;
        }
        if (named ? turn->shift == breach->row && turn->date == breach->date
                  : turn->date >= today) {
            return i;
        }
        past = past == PP_NONE && !named ? i : past;
    }
    return past;
}

static void drop(struct standing *s, const struct pp_case *c, int32_t turn,
                 const struct pp_breach *breach)
{
    struct pp_buf words = {0};
    pp_rules[breach->rule].explain(c, breach, &words);
    s->fate[s->row[turn]] =
        (struct pp_standing){breach->rule, pp_arena_string(s->arena, pp_buf_text(&words))};
    pp_buf_finish(&words);
}

/* Lets one turn go for each person who breaks the rule; false: nobody does. */
static bool let_go(struct standing *s, int32_t rule, bool *gone)
{
    struct pp_case c = {.service = s->c->service, .plan = &s->alone};
    struct pp_verdict verdict = {0};
    bool any = false;
    gather(s);
    pp_judge_rule(&c, rule, &verdict);
    memset(gone, 0, (size_t)s->c->service->n_practitioners * sizeof(*gone));
    for (int32_t b = 0; b < verdict.n_breaches; b++) {
        int32_t person = verdict.breaches[b].practitioner;
        if (person == PP_NONE || gone[person]) {
            continue;
        }
        int32_t turn = turn_of(s, &verdict.breaches[b]);
        if (turn != PP_NONE) {
            drop(s, &c, turn, &verdict.breaches[b]);
            gone[person] = any = true;
        }
    }
    pp_verdict_finish(&verdict);
    return any;
}

static uint64_t hash_of(const struct standing *s, int32_t turn)
{
    const char *key = s->c->service->practitioners[s->turns[turn].practitioner].practitioner;
    return pp_hash(0, key, strlen(key));
}

/* Of more people than the shift needs by now, those with the smallest hashes of their keys stay. */
static bool is_too_many(const struct standing *s, int32_t turn)
{
    const struct pp_turn *mine = &s->turns[turn];
    uint64_t hash = hash_of(s, turn);
    int32_t first = turn, before = 0;
    while (first > 0 && s->turns[first - 1].date == mine->date &&
           s->turns[first - 1].shift == mine->shift) {
        first--;
    }
    for (int32_t i = first;
         i < s->n && s->turns[i].date == mine->date && s->turns[i].shift == mine->shift; i++) {
        before += s->fate[i].rule == PP_NONE && i != turn && hash_of(s, i) < hash;
    }
    return before >= s->c->service->shifts[mine->shift].needed;
}

static void drop_too_many(struct standing *s)
{
    for (int32_t i = 0; i < s->n; i++) {
        if (s->fate[i].rule == PP_NONE && is_too_many(s, i)) {
            const struct pp_shift *shift = &s->c->service->shifts[s->turns[i].shift];
            struct pp_buf words = {0};
            pp_buf_printf(&words, "%s needs ", shift->shift);
            pp_buf_count(&words, shift->needed, "person", "people");
            pp_buf_add(&words, " by now.");
            s->fate[i] = (struct pp_standing){pp_rule_find("cover"),
                                              pp_arena_string(s->arena, pp_buf_text(&words))};
            pp_buf_finish(&words);
        }
    }
}

struct pp_standing *pp_standing_turns(const struct pp_case *c, const struct pp_turn *turns,
                                      int32_t n, struct pp_arena *arena)
{
    struct standing s = {.c = c, .alone = *c->plan, .turns = turns, .n = n, .arena = arena};
    struct pp_arena scratch = {0};
    s.fate = PP_NEW(arena, struct pp_standing, n);
    for (int32_t i = 0; i < n; i++) {
        s.fate[i].rule = PP_NONE;
    }
    s.alone.turns = PP_NEW(&scratch, struct pp_turn, n);
    s.row = PP_NEW(&scratch, int32_t, n);
    bool *gone = PP_NEW(&scratch, bool, c->service->n_practitioners);
    for (bool any = n > 0; any;) { // what one rule lets go may be what another one misses
        any = false;
        for (int32_t rule = 0; rule < pp_n_rules; rule++) {
            while (is_asked(rule) && let_go(&s, rule, gone)) {
                any = true;
            }
        }
    }
    drop_too_many(&s);
    pp_arena_finish(&scratch);
    return s.fate;
}

int32_t pp_frozen_turns(const struct pp_case *c, struct pp_arena *arena, struct pp_turn **out)
{
    const struct pp_plan *plan = c->plan;
    struct pp_turn *turns = PP_NEW(arena, struct pp_turn, plan->n_published);
    int32_t n = 0, kept = 0;
    for (int32_t i = 0; i < plan->n_published; i++) {
        pp_day date = plan->published[i].date;
        if (date < plan->frozen_before && pp_in_rota(plan, date)) {
            turns[n++] = plan->published[i];
        }
    }
    const struct pp_standing *fate = pp_standing_turns(c, turns, n, arena);
    for (int32_t i = 0; i < n; i++) {
        if (fate[i].rule == PP_NONE) {
            turns[kept++] = turns[i];
        }
    }
    *out = turns;
    return kept;
}
