// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A swap on its way through a command: what is checked, in which words, and how it is stored.
 *
 * A swap is refused when it would break a hard rule that is not broken without it.  That is looked
 * at when somebody is asked, when somebody volunteers and when it is approved, each time on the plan
 * in force.  An approved swap is a plan of its own, and people count as told.
 */
#include "deal.h"

#include "answer.h"
#include "explain.h"
#include "swaps.h"
#include "words.h"

#include <podplan/schema.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void deal_close(struct deal *deal)
{
    pp_arena_finish(&deal->swaps.arena);
    task_close(&deal->task);
}

bool deal_open(struct deal *deal, const struct request *request, struct answer *answer,
               struct pp_err *err)
{
    *deal = (struct deal){.request = request, .answer = answer, .effect.rule = PP_NONE};
    if (!task_open_plan(&deal->task, request->db, err)) {
        return false;
    }
    if (!swaps_follow(&deal->task, deal->task.before, &deal->swaps, answer, err)) {
        deal_close(deal);
        return false;
    }
    return true;
}

/* ---- Checks ---- */

static int32_t find(const struct deal *deal, enum pp_table_id table, const char *what,
                    const char *key, struct pp_err *err)
{
    return explain_find(deal->task.service, table, what, key, err);
}

/* Who has the shift on the date, for a message. */
static void say_holders(const struct deal *deal, const struct pp_turn *turn, struct pp_buf *out)
{
    const struct pp_plan *holding = deal->task.holding;
    for (int32_t i = 0; i < holding->n_turns; i++) {
        if (holding->turns[i].date == turn->date && holding->turns[i].shift == turn->shift) {
            int32_t holder = holding->turns[i].practitioner;
            pp_buf_printf(out, "%s%s", out->length > 0 ? " and " : "",
                          deal->task.service->practitioners[holder].practitioner);
        }
    }
    if (out->length == 0) {
        pp_buf_add(out, "nobody");
    }
}

static bool has_turn(const struct deal *deal, const struct pp_turn *turn, struct pp_err *err)
{
    const struct pp_plan *holding = deal->task.holding;
    for (int32_t i = 0; i < holding->n_turns; i++) {
        if (holding->turns[i].date == turn->date && holding->turns[i].shift == turn->shift &&
            holding->turns[i].practitioner == turn->practitioner) {
            return true;
        }
    }
    char day[PP_STAMP_TEXT];
    struct pp_buf holders = {0};
    const struct pp_service *service = deal->task.service;
    say_holders(deal, turn, &holders);
    pp_fail(err, PP_E_STATE, "%s does not have %s on %s; %s has it",
            service->practitioners[turn->practitioner].practitioner,
            service->shifts[turn->shift].shift, pp_day_words(turn->date, day),
            pp_buf_text(&holders));
    pp_buf_finish(&holders);
    return false;
}

/* The turn by which a swap is known: of a week of standby the first one ahead that is theirs. */
static pp_day first_of_span(const struct deal *deal, const struct pp_turn *turn)
{
    const struct pp_plan *holding = deal->task.holding;
    struct pp_swap_span span = pp_swap_span(deal->task.service, turn->shift, turn->date);
    pp_day today = deal->task.service->settings.planned_on, first = turn->date;
    for (int32_t i = 0; i < holding->n_turns; i++) {
        const struct pp_turn *other = &holding->turns[i];
        if (other->shift == turn->shift && other->practitioner == turn->practitioner &&
            other->date >= span.first && other->date >= today && other->date < first) {
            first = other->date;
        }
    }
    return first;
}

/* The turn of a person that a swap may be about: theirs, published, ahead. Sets the date of a week. */
bool deal_check_turn(const struct deal *deal, const char *person, const char *shift, pp_day *when,
                     struct pp_err *err)
{
    pp_day date = *when;
    const struct pp_service *service = deal->task.service;
    char day[PP_STAMP_TEXT];
    struct pp_turn turn = {.date = date};
    turn.practitioner = find(deal, PP_TABLE_practitioners, "practitioner", person, err);
    if (turn.practitioner == PP_NONE) {
        return false;
    }
    turn.shift = find(deal, PP_TABLE_shifts, "shift", shift, err);
    if (turn.shift == PP_NONE) {
        return false;
    }
    if (date < service->settings.planned_on) {
        return pp_fail(err, PP_E_STATE, "%s has passed; turns of days ahead can be swapped",
                       pp_day_words(date, day));
    }
    if (!has_turn(deal, &turn, err)) {
        return false;
    }
    *when = first_of_span(deal, &turn);
    return pp_is_published(deal->task.before, &turn) ||
           pp_fail(err, PP_E_STATE,
                   "%s of %s on %s is a draft, and a new rota may still change it; please publish "
                   "first (podplan publish)",
                   shift, person, pp_day_words(date, day));
}

/* False with the rule and its sentence when the swap would break one. */
bool deal_check_rules(struct deal *deal, struct pp_err *err)
{
    deal->effect =
        pp_swap_effect(deal->task.service, deal->task.before, &deal->swap, &deal->swaps.arena);
    return deal->effect.rule == PP_NONE ||
           pp_fail(err, PP_E_STATE, "the swap would break the rule %s: %s",
                   pp_rules[deal->effect.rule].name, deal->effect.sentence);
}

bool deal_check_other(const struct deal *deal, const char *other, struct pp_err *err)
{
    if (find(deal, PP_TABLE_practitioners, "practitioner", other, err) == PP_NONE) {
        return false;
    }
    return strcmp(other, deal->swap.practitioner) != 0 ||
           pp_fail(err, PP_E_USAGE, "%s has the turn already; somebody else has to take it", other);
}

/* The other is not on that shift as well. */
bool deal_check_free(const struct deal *deal, struct pp_err *err)
{
    const struct pp_plan *holding = deal->task.holding;
    struct pp_swap_rows rows = pp_swap_rows(deal->task.service, &deal->swap);
    for (int32_t i = 0; i < holding->n_turns; i++) {
        const struct pp_turn *turn = &holding->turns[i];
        if (turn->date == rows.gives.date && turn->shift == rows.gives.shift &&
            turn->practitioner == rows.other) {
            return pp_fail(err, PP_E_STATE, "%s is on that shift anyway", deal->swap.other);
        }
    }
    return true;
}

/* Whoever acts for the service is known, and for an approval has no part in the swap. */
bool deal_check_actor(const struct deal *deal, bool impartial, struct pp_err *err)
{
    const char *by = deal->request->by;
    if (by == NULL) {
        return true;
    }
    if (find(deal, PP_TABLE_practitioners, "practitioner", by, err) == PP_NONE) {
        return false;
    }
    bool party = strcmp(by, deal->swap.practitioner) == 0 ||
                 (deal->swap.other != NULL && strcmp(by, deal->swap.other) == 0);
    return !impartial || !party ||
           pp_fail(err, PP_E_STATE, "%s has a part in swap %" PRId64 "; somebody else approves it",
                   by, deal->swap.id);
}

/* ---- Words ---- */

static void say_cost(const struct deal *deal, struct pp_buf *out)
{
    int64_t minutes = deal->effect.minutes;
    if (minutes == 0) {
        pp_buf_add(out, " It breaks no rule, and costs the rota nothing.");
    } else {
        pp_buf_printf(out, " It breaks no rule, and the rota costs %" PRId64 " minutes %s with it.",
                      minutes > 0 ? minutes : -minutes, minutes > 0 ? "more" : "less");
    }
}

/* With the step just taken. */
static json_t *read_again(const struct deal *deal)
{
    struct pp_swap_list swaps = {0};
    json_t *object = pp_store_load_swaps(deal->task.store, &swaps, NULL)
                         ? swaps_json(&swaps, &deal->swap)
                         : json_null();
    pp_arena_finish(&swaps.arena);
    return object;
}

/* What it is now, what it costs, and what comes next. */
void deal_say(const struct deal *deal, const char *next)
{
    struct pp_buf line = {0};
    pp_buf_printf(&line, "Swap %" PRId64 ": ", deal->swap.id);
    swaps_words(&deal->swap, &line);
    pp_buf_printf(&line, "; %s.", pp_swap_state_words[deal->swap.state]);
    if (deal->swap.other != NULL && deal->swap.state <= PP_SWAP_APPROVED) {
        say_cost(deal, &line);
    }
    words_wrap(&deal->answer->text, 0, 2, pp_buf_text(&line));
    pp_buf_finish(&line);
    struct pp_swap_rows rows = pp_swap_rows(deal->task.service, &deal->swap);
    if (deal->task.service->shifts[rows.gives.shift].block == PP_WEEK_BLOCK) {
        words_wrap(&deal->answer->text, 0, 2, "It is by the week, so all of it goes together.");
    }
    if (next != NULL) {
        words_wrap(&deal->answer->text, 0, 2, next);
    }
    json_object_set_new(deal->answer->doc, "swap", read_again(deal));
    json_object_set_new(deal->answer->doc, "minutes",
                        deal->swap.other == NULL ? json_null()
                                                 : json_integer(deal->effect.minutes));
}

/* ---- Steps ---- */

static struct pp_swap_step step_of(const struct deal *deal, const char *who,
                                   char account[PP_ACCOUNT_TEXT])
{
    return (struct pp_swap_step){.state = deal->swap.state,
                                 .practitioner = who,
                                 .day = deal->task.service->settings.planned_on,
                                 .made_by = pp_store_account(account)};
}

bool deal_save(struct deal *deal, const char *who, struct pp_err *err)
{
    char account[PP_ACCOUNT_TEXT];
    struct pp_swap_step step = step_of(deal, who, account);
    return pp_store_save_swap(deal->task.store, &deal->swap, &step, err);
}

/* The turns change hands, in a plan of its own. */
bool deal_approve(struct deal *deal, const char *who, struct pp_err *err)
{
    char account[PP_ACCOUNT_TEXT];
    struct pp_plan *plan = deal->task.before;
    struct pp_plan_record record = deal->task.record;
    struct pp_info *info = &plan->info[PP_ROTA];
    deal->swap.state = PP_SWAP_APPROVED;
    pp_swap_apply(plan, deal->task.service, &deal->swap);
    info->cost += deal->effect.minutes;
    info->bound = info->bound < info->cost ? info->bound : info->cost;
    info->status = info->status == PP_OPTIMAL ? PP_FEASIBLE : info->status;
    snprintf(record.command, sizeof(record.command), "rota approve");
    pp_store_account(record.made_by);
    struct pp_swap_step step = step_of(deal, who, account);
    if (!pp_store_approve_swap(deal->task.store, deal->task.service, plan, &record, &deal->swap,
                               &step, err)) {
        return false;
    }
    answer_record(&record, deal->answer);
    return true;
}

/* The swap of the first operand, if it is in one of two states. */
bool deal_take(struct deal *deal, struct pp_err *err)
{
    const char *text = deal->request->operands[0];
    char *end = NULL;
    errno = 0;
    long long id = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || id < 1) {
        return pp_fail(err, PP_E_USAGE,
                       "'%s' is no number of a swap; podplan rota swaps lists them", text);
    }
    for (int32_t i = 0; i < deal->swaps.count; i++) {
        if (deal->swaps.rows[i].id != id) {
            continue;
        }
        deal->swap = deal->swaps.rows[i];
        return pp_swap_is_open(&deal->swap) || pp_fail(err, PP_E_STATE, "swap %lld is %s already",
                                                       id, pp_swap_state_words[deal->swap.state]);
    }
    return pp_fail(err, PP_E_USAGE, "there is no swap %lld; podplan rota swaps lists them", id);
}
