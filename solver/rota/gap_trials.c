// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Trying people on open turns, by the judges.
 *
 * To judge a rota takes the same time whether one person has a turn more or everybody has, and the
 * rules look at each person alone, but for pairs.  So trials go in rounds: in each, everybody who is
 * still to be tried gets one turn, and one judgement tells about all of them.  Of people who are
 * paired only one is tried in a round, and answers for both.  A standby by the week is tried with
 * all of its week.
 */
#include "gaps.h"

#include <podplan/swap.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    WEEK = 7 ///< the most turns that one trial takes
};

/* Breaches of one verdict, by person. */
struct ledger {
    struct pp_verdict verdict;
    int32_t *start; ///< person p: of `item`; PP_NONE is left out
    int32_t *item;
    struct pp_arena arena;
};

struct trials {
    const struct gap_weeks *weeks;
    const struct pp_gap *gaps;
    const struct gap_trial *list; ///< by person
    int32_t *next, *end;          ///< person p: list[next[p]] .. list[end[p] - 1] are to be tried
    int32_t *blame;               ///< person -> trial that answers for their breaches; PP_NONE
    int64_t *contract, *worked;   ///< minutes of each person in these weeks
    struct pp_turn *turns;        ///< scratch: what everybody holds, and the turns tried
    struct ledger base;
};

/* ---- Judging ---- */

static void judge(const struct trials *t, const struct pp_plan *plan, struct ledger *ledger)
{
    *ledger = (struct ledger){.start = NULL};
    struct pp_case c = {.service = t->weeks->service, .plan = plan};
    int32_t people = c.service->n_practitioners;
    pp_judge(&c, 1u << PP_ROTA, &ledger->verdict);
    ledger->start = PP_NEW(&ledger->arena, int32_t, people + 2);
    ledger->item = PP_NEW(&ledger->arena, int32_t, ledger->verdict.n_breaches);
    int32_t *end = ledger->start + 1; // end[p] grows from the begin of p to its end
    for (int32_t b = 0; b < ledger->verdict.n_breaches; b++) {
        int32_t person = ledger->verdict.breaches[b].practitioner;
        end[person + 1] += person != PP_NONE;
    }
    end[0] = 0;
    for (int32_t p = 0; p < people; p++) {
        end[p + 1] += end[p];
    }
    for (int32_t b = 0; b < ledger->verdict.n_breaches; b++) {
        int32_t person = ledger->verdict.breaches[b].practitioner;
        if (person != PP_NONE) {
            ledger->item[end[person]++] = b;
        }
    }
}

static void finish(struct ledger *ledger)
{
    pp_verdict_finish(&ledger->verdict);
    pp_arena_finish(&ledger->arena);
}

/* The same place was there before, and no smaller. */
static bool was_there(const struct ledger *base, const struct pp_breach *breach)
{
    for (int32_t i = base->start[breach->practitioner]; i < base->start[breach->practitioner + 1];
         i++) {
        const struct pp_breach *old = &base->verdict.breaches[base->item[i]];
        if (old->rule == breach->rule && old->row == breach->row && old->date == breach->date &&
            old->amount >= breach->amount) {
            return true;
        }
    }
    return false;
}

/* What a person breaks, or pays, of a rule in all. */
static int64_t sum_of(const struct ledger *ledger, int32_t person, int32_t rule, bool cost)
{
    int64_t sum = 0;
    for (int32_t i = ledger->start[person]; i < ledger->start[person + 1]; i++) {
        const struct pp_breach *breach = &ledger->verdict.breaches[ledger->item[i]];
        if (breach->rule == rule) {
            sum += cost ? breach->cost : breach->amount;
        }
    }
    return sum;
}

/* ---- What a trial shows ---- */

/* "60 minutes for fair_evenings, 90 for request_avoid", rule by rule. */
static void add_cost(struct pp_helper *helper, int32_t rule, int64_t minutes, struct pp_buf *words)
{
    if (minutes != 0) {
        helper->minutes += minutes;
        pp_buf_printf(words, "%s%" PRId64 " for %s", words->length > 0 ? ", " : "", minutes,
                      pp_rules[rule].name);
    }
}

/* Soft rules of one person that have changed; every rule once, in the order of the table. */
static void weigh(const struct trials *t, const struct ledger *now, int32_t person,
                  struct pp_helper *helper, struct pp_buf *words)
{
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        if (pp_rules[rule].stage == PP_ROTA && !pp_rules[rule].hard) {
            add_cost(helper, rule,
                     sum_of(now, person, rule, true) - sum_of(&t->base, person, rule, true), words);
        }
    }
}

/* The first breach of a hard rule that is new. */
static void forbid(const struct trials *t, const struct pp_case *c, const struct ledger *now,
                   int32_t person, struct pp_helper *helper)
{
    for (int32_t i = now->start[person]; i < now->start[person + 1]; i++) {
        const struct pp_breach *breach = &now->verdict.breaches[now->item[i]];
        int32_t rule = breach->rule;
        if (!pp_rules[rule].hard || was_there(&t->base, breach) ||
            sum_of(now, person, rule, false) <= sum_of(&t->base, person, rule, false)) {
            continue;
        }
        bool area = strcmp(pp_rules[rule].name, "may_cover") == 0 && helper->lend;
        if (helper->rule == PP_NONE || (helper->lend && !area)) {
            struct pp_buf words = {0};
            pp_rules[rule].explain(c, breach, &words);
            helper->rule = rule;
            helper->sentence = pp_arena_string(t->weeks->arena, pp_buf_text(&words));
            helper->lend = helper->lend && area;
            pp_buf_finish(&words);
        }
    }
}

/* Hours beyond the contract at the pay of the grade; bank and agency people by the rate. */
static int64_t pay_for(const struct trials *t, int32_t person, const struct pp_gap *gap)
{
    const struct pp_service *service = t->weeks->service;
    const struct pp_practitioner *who = &service->practitioners[person];
    int64_t minutes = pp_shift_minutes(service, gap->shift, gap->date);
    int64_t room = t->contract[person] - t->worked[person];
    int64_t extra = minutes - (room > 0 ? room : 0);
    int64_t year = pp_grade_cost(service, service->roles[who->role].grade, gap->date);
    if (extra <= 0) {
        return 0;
    }
    return year < 0 ? PP_NO_PENCE
                    : year * extra * 7 / ((int64_t)service->settings.full_week_minutes * 365);
}

static void tell(const struct trials *t, const struct pp_case *c, const struct ledger *now,
                 int32_t person, const struct gap_trial *trial)
{
    struct pp_helper *helper = trial->helper;
    struct pp_buf words = {0};
    helper->rule = PP_NONE;
    helper->minutes = 0;
    for (int32_t p = 0; p < c->service->n_practitioners; p++) {
        if (t->blame[p] == person) {
            weigh(t, now, p, helper, &words);
            forbid(t, c, now, p, helper);
        }
    }
    if (helper->source <= PP_HELP_HUB) {
        helper->pence = pay_for(t, person, &t->gaps[trial->gap]);
    }
    if (helper->rule == PP_NONE) {
        helper->sentence = words.length == 0 ? "It costs nothing."
                                             : pp_arena_printf(t->weeks->arena, "Minutes: %s.",
                                                               pp_buf_text(&words));
    }
    pp_buf_finish(&words);
}

/* ---- Rounds ---- */

/* The other of a pair, when the person is in it; else PP_NONE. */
static int32_t partner_of(const struct pp_pair *pair, int32_t person)
{
    return pair->one == person ? pair->other : pair->other == person ? pair->one : PP_NONE;
}

/* In this round the person's breaches, and those of whom they are paired with, are theirs. */
static bool claim(struct trials *t, int32_t person)
{
    const struct pp_service *service = t->weeks->service;
    bool is_free = t->blame[person] == PP_NONE;
    for (int32_t i = 0; i < service->n_pairs && is_free; i++) {
        int32_t partner = partner_of(&service->pairs[i], person);
        is_free = partner == PP_NONE || t->blame[partner] == PP_NONE;
    }
    for (int32_t i = 0; i < service->n_pairs && is_free; i++) {
        int32_t partner = partner_of(&service->pairs[i], person);
        if (partner != PP_NONE) {
            t->blame[partner] = person;
        }
    }
    t->blame[person] = is_free ? person : t->blame[person];
    return is_free;
}

/* Whether the shift lacks somebody on a date on which the person is not there. */
static bool is_open_to(const struct pp_plan *view, const struct pp_service *service, int32_t shift,
                       pp_day date, int32_t person)
{
    int32_t there = 0;
    for (int32_t i = 0; i < view->n_turns; i++) {
        const struct pp_turn *turn = &view->turns[i];
        if (turn->shift != shift || turn->date != date) {
            continue;
        }
        if (turn->practitioner == person) {
            return false;
        }
        there++;
    }
    return there < service->shifts[shift].needed && pp_shift_runs(service, shift, date);
}

/* Adds the turn to try; of a standby by the week with all that is open of its week. */
static void add_turns(const struct trials *t, struct pp_plan *plan, const struct pp_gap *gap,
                      int32_t person)
{
    const struct pp_service *service = t->weeks->service;
    const struct pp_plan *view = &t->weeks->view;
    struct pp_swap_span span = pp_swap_span(service, gap->shift, gap->date);
    for (pp_day date = span.first; date <= span.last; date++) {
        if (date == gap->date ||
            (pp_in_rota(view, date) && is_open_to(view, service, gap->shift, date, person))) {
            plan->turns[plan->n_turns++] = (struct pp_turn){gap->shift, date, person};
        }
    }
}

/* Gives everybody who is free for it one turn to try; false: nobody is left. */
static bool run_round(struct trials *t)
{
    const struct pp_service *service = t->weeks->service;
    struct pp_plan plan = t->weeks->view;
    bool any = false;
    plan.turns = t->turns;
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        t->blame[p] = PP_NONE;
    }
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        if (t->next[p] < t->end[p] && claim(t, p)) {
            add_turns(t, &plan, &t->gaps[t->list[t->next[p]].gap], p);
            any = true;
        }
    }
    if (!any) {
        return false;
    }
    struct pp_case c = {.service = service, .plan = &plan};
    struct ledger now;
    judge(t, &plan, &now);
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        if (t->blame[p] == p) {
            tell(t, &c, &now, p, &t->list[t->next[p]++]);
        }
    }
    finish(&now);
    return true;
}

/* ---- The whole ---- */

static int by_person(const void *left, const void *right)
{
    const struct gap_trial *a = left, *b = right;
    int32_t x = a->helper->practitioner, y = b->helper->practitioner;
    return x != y ? (x > y) - (x < y) : (a->gap > b->gap) - (a->gap < b->gap);
}

static void measure_hours(struct trials *t, struct pp_arena *arena)
{
    const struct pp_service *service = t->weeks->service;
    const struct pp_plan *view = &t->weeks->view;
    t->contract = PP_NEW(arena, int64_t, service->n_practitioners);
    t->worked = PP_NEW(arena, int64_t, service->n_practitioners);
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        t->contract[p] = pp_contract_minutes(service, p, view->rota_from, view->rota_weeks);
    }
    for (int32_t i = 0; i < view->n_turns; i++) {
        const struct pp_turn *turn = &view->turns[i];
        t->worked[turn->practitioner] += pp_shift_minutes(service, turn->shift, turn->date);
    }
    for (int32_t i = 0; i < view->n_seats; i++) {
        const struct pp_session *session = &service->sessions[view->seats[i].session];
        if (pp_in_rota(view, session->date)) {
            t->worked[view->seats[i].practitioner] += session->end - session->begin;
        }
    }
}

void gap_trials_run(const struct gap_weeks *weeks, const struct pp_gap *gaps,
                    const struct gap_trial *trials, int32_t n)
{
    struct pp_arena arena = {0};
    int32_t people = weeks->service->n_practitioners;
    struct gap_trial *list = pp_arena_copy(&arena, trials, (size_t)n * sizeof(trials[0]));
    struct trials t = {.weeks = weeks, .gaps = gaps, .list = list};
    qsort(list, (size_t)n, sizeof(list[0]), by_person);
    t.next = PP_NEW(&arena, int32_t, people);
    t.end = PP_NEW(&arena, int32_t, people);
    t.blame = PP_NEW(&arena, int32_t, people);
    for (int32_t i = n - 1; i >= 0; i--) {
        int32_t person = list[i].helper->practitioner;
        t.end[person] = t.end[person] == 0 ? i + 1 : t.end[person];
        t.next[person] = i;
    }
    t.turns = PP_NEW(&arena, struct pp_turn, weeks->view.n_turns + WEEK * people);
    memcpy(t.turns, weeks->view.turns, (size_t)weeks->view.n_turns * sizeof(t.turns[0]));
    measure_hours(&t, &arena);
    judge(&t, &weeks->view, &t.base);
    while (run_round(&t)) {
    }
    finish(&t.base);
    pp_arena_finish(&arena);
}
