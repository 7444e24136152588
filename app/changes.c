// SPDX-License-Identifier: GPL-3.0-or-later
/* What may change, read from a request: limits, pins, leavers (changes.h). */
#include "changes.h"

#include "answer.h"
#include "explain.h"

#include <string.h>

enum {
    NOTICE = 7 ///< days that a service wants to know before somebody is gone
};

/* ---- Warnings ---- */

static void warn(struct change_set *set, struct answer *answer, struct pp_buf *sentence)
{
    pp_buf_printf(&answer->notes, "warning: %s\n", pp_buf_text(sentence));
    json_array_append_new(set->warnings, answer_text(pp_buf_text(sentence)));
    pp_buf_finish(sentence);
}

/* ---- Pins ---- */

static bool read_pin(const struct task *task, const char *text, struct pp_arena *arena,
                     struct pp_pin *pin, struct pp_err *err)
{
    char *key = pp_arena_string(arena, text), *equals = strchr(key, '=');
    if (equals != NULL) {
        *equals = '\0';
    }
    pin->family = explain_find(task->service, PP_TABLE_families, "family", key, err);
    if (pin->family == PP_NONE) {
        return false;
    }
    if (equals != NULL) {
        pin->practitioner =
            explain_find(task->service, PP_TABLE_practitioners, "practitioner", equals + 1, err);
        return pin->practitioner != PP_NONE;
    }
    pin->practitioner = pp_plan_holder(task->before, task->service, pin->family);
    return pin->practitioner != PP_NONE ||
           pp_fail(err, PP_E_USAGE,
                   "family %s has nobody to stay with; --pin %s=PRACTITIONER says who it is to be",
                   key, key);
}

static bool read_pins(const struct task *task, const struct text_list *texts,
                      struct change_set *set, struct pp_err *err)
{
    struct pp_pin *pins = PP_NEW(&set->arena, struct pp_pin, texts->count);
    for (int i = 0; i < texts->count; i++) {
        if (!read_pin(task, texts->items[i], &set->arena, &pins[i], err)) {
            return false;
        }
    }
    set->changes.pins = pins;
    set->changes.n_pins = texts->count;
    return true;
}

/* ---- Leavers ---- */

static bool find_leaver(const struct task *task, const char *key, pp_day from, int32_t *row,
                        struct pp_err *err)
{
    char day[PP_STAMP_TEXT];
    *row = explain_find(task->service, PP_TABLE_practitioners, "practitioner", key, err);
    if (*row == PP_NONE) {
        return false;
    }
    return pp_in_post(task->service, *row, from) ||
           pp_fail(err, PP_E_USAGE, "%s is not in post on %s, so nothing would change without them",
                   key, pp_day_words(from, day));
}

static void warn_of_notice(const struct task *task, struct change_set *set, struct answer *answer)
{
    pp_day today = task->service->settings.planned_on;
    char day[PP_STAMP_TEXT], from[PP_STAMP_TEXT], notice[PP_STAMP_TEXT];
    if (set->gone_from >= today + NOTICE) {
        return;
    }
    struct pp_buf sentence = {0};
    pp_buf_printf(&sentence,
                  "%s is less than a week from %s, the day of planning; a week's notice gives %s.",
                  pp_day_words(set->gone_from, from), pp_day_words(today, day),
                  pp_day_words(today + NOTICE, notice));
    warn(set, answer, &sentence);
}

/* Turns in the rota in force that somebody else has to take. */
static void warn_of_turns(const struct task *task, int32_t leaver, struct change_set *set,
                          struct answer *answer)
{
    int32_t turns = 0;
    for (int32_t t = 0; task->before != NULL && t < task->before->n_turns; t++) {
        const struct pp_turn *turn = &task->before->turns[t];
        turns += turn->practitioner == leaver && turn->date >= set->gone_from;
    }
    if (turns == 0) {
        return;
    }
    const char *key = task->service->practitioners[leaver].practitioner;
    char from[PP_STAMP_TEXT];
    struct pp_buf sentence = {0};
    pp_buf_count(&sentence, turns, "turn", "turns");
    pp_buf_printf(&sentence,
                  " of %s in the rota from %s on %s as they are: write the end into "
                  "practitioners.csv, import, and plan the rota again.",
                  key, pp_day_words(set->gone_from, from), turns == 1 ? "stays" : "stay");
    warn(set, answer, &sentence);
}

static bool read_leavers(const struct task *task, const struct request *request,
                         struct change_set *set, struct answer *answer, struct pp_err *err)
{
    const struct text_list *texts = &request->without;
    if ((texts->count > 0) != (request->gone_from != PP_NO_DAY)) {
        return pp_fail(err, PP_E_USAGE,
                       texts->count > 0 ? "--without needs --from DATE, the first day without %s"
                                        : "--from says since when whom? it needs --without PERSON",
                       texts->count > 0 ? texts->items[0] : "");
    }
    set->gone_from = request->gone_from;
    set->leavers = PP_NEW(&set->arena, int32_t, texts->count);
    for (int i = 0; i < texts->count; i++) {
        if (!find_leaver(task, texts->items[i], set->gone_from, &set->leavers[i], err)) {
            return false;
        }
        set->n_leavers++;
    }
    if (set->n_leavers > 0) {
        warn_of_notice(task, set, answer);
    }
    for (int32_t i = 0; i < set->n_leavers; i++) {
        warn_of_turns(task, set->leavers[i], set, answer);
    }
    return true;
}

/* In memory only; the input hash stays that of the data. */
static void take_out(struct pp_service *service, struct change_set *set)
{
    set->cases_from = service->settings.cases_from;
    for (int32_t i = 0; i < set->n_leavers; i++) {
        service->practitioners[set->leavers[i]].end = set->gone_from - 1;
    }
    if (set->n_leavers > 0 && service->settings.cases_from < set->gone_from) {
        service->settings.cases_from = set->gone_from;
    }
}

/* ---- The whole ---- */

bool changes_read(struct task *task, const struct request *request, struct change_set *set,
                  struct answer *answer, struct pp_err *err)
{
    *set = (struct change_set){.changes.most = PP_ANY_CHANGES, .warnings = json_array()};
    if (!read_leavers(task, request, set, answer, err) ||
        !read_pins(task, &request->pins, set, err)) {
        return false;
    }
    set->asked = request->changes >= 0 || set->changes.n_pins > 0 || set->n_leavers > 0;
    if (request->changes >= 0) {
        set->changes.most = (int32_t)request->changes;
    } else if (set->n_leavers > 0) {
        set->changes.most = PP_FORCED_CHANGES;
    }
    take_out(task->service, set);
    task->changes = set->asked ? &set->changes : NULL;
    return true;
}

/* The first hard rule of allocation that the plan breaks unnamed when judged on `day`; PP_NONE. */
static int32_t broken_on(const struct task *task, const struct pp_plan *plan, pp_day day)
{
    pp_day now = task->service->settings.cases_from;
    struct pp_verdict verdict = {0};
    struct pp_case c = {.service = task->service, .plan = plan, .before = task->before};
    task->service->settings.cases_from = day;
    pp_judge(&c, 1u << PP_ALLOCATION, &verdict);
    task->service->settings.cases_from = now;
    struct rule_sum *sums = PP_NEW(&verdict.arena, struct rule_sum, pp_n_rules);
    verdict_sum(&verdict, plan, sums);
    int32_t rule = verdict_unnamed(sums, 1u << PP_ALLOCATION);
    pp_verdict_finish(&verdict);
    return rule;
}

void changes_check(const struct task *task, struct change_set *set,
                   const struct task_result *result, struct answer *answer)
{
    pp_day day = task->service->settings.cases_from;
    if (set->cases_from == day) {
        return;
    }
    int32_t rule = broken_on(task, result->plan, set->cases_from);
    if (rule == PP_NONE) {
        return;
    }
    char from[PP_STAMP_TEXT], data[PP_STAMP_TEXT], text[PP_DATE_TEXT];
    struct pp_buf sentence = {0};
    pp_buf_printf(&sentence,
                  "This plan is for %s. On %s, the cases_from of the data, it would break the rule "
                  "%s; with cases_from,%s in settings.csv podplan check judges it rightly.",
                  pp_day_words(day, from), pp_day_words(set->cases_from, data), pp_rules[rule].name,
                  pp_day_text(day, text));
    warn(set, answer, &sentence);
}

void changes_finish(struct change_set *set)
{
    json_decref(set->warnings);
    pp_arena_finish(&set->arena);
    *set = (struct change_set){.warnings = NULL};
}
