// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan rota ask, offer, volunteer, approve, refuse, withdraw, swaps: published turns change hands
 * by agreement.
 *
 * A swap is refused when it would break a hard rule that is not broken without it.  That is looked
 * at when somebody is asked, when somebody volunteers and when it is approved, each time on the plan
 * in force.  An approved swap is a plan of its own, and people count as told.
 */
#include "swaps.h"
#include "answer.h"
#include "commands.h"
#include "explain.h"
#include "words.h"

#include <podplan/schema.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A command about swaps on its way. */
struct deal {
    struct task task;
    struct pp_swap_list swaps;
    const struct request *request;
    struct answer *answer;
    struct pp_swap swap;     ///< the one that it is about
    struct pp_effect effect; ///< of it, once somebody is named
};

static void close_deal(struct deal *deal)
{
    pp_arena_finish(&deal->swaps.arena);
    task_close(&deal->task);
}

static bool open_deal(struct deal *deal, const struct request *request, struct answer *answer,
                      struct pp_err *err)
{
    *deal = (struct deal){.request = request, .answer = answer, .effect.rule = PP_NONE};
    if (!task_open_plan(&deal->task, request->db, err)) {
        return false;
    }
    if (!swaps_follow(&deal->task, deal->task.before, &deal->swaps, answer, err)) {
        close_deal(deal);
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
static bool check_turn(const struct deal *deal, const char *person, const char *shift, pp_day *when,
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
static bool check_rules(struct deal *deal, struct pp_err *err)
{
    deal->effect =
        pp_swap_effect(deal->task.service, deal->task.before, &deal->swap, &deal->swaps.arena);
    return deal->effect.rule == PP_NONE ||
           pp_fail(err, PP_E_STATE, "the swap would break the rule %s: %s",
                   pp_rules[deal->effect.rule].name, deal->effect.sentence);
}

static bool check_other(const struct deal *deal, const char *other, struct pp_err *err)
{
    if (find(deal, PP_TABLE_practitioners, "practitioner", other, err) == PP_NONE) {
        return false;
    }
    return strcmp(other, deal->swap.practitioner) != 0 ||
           pp_fail(err, PP_E_USAGE, "%s has the turn already; somebody else has to take it", other);
}

/* The other is not on that shift as well. */
static bool check_free(const struct deal *deal, struct pp_err *err)
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
static void say_swap(const struct deal *deal, const char *next)
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

static bool save(struct deal *deal, const char *who, struct pp_err *err)
{
    char account[PP_ACCOUNT_TEXT];
    struct pp_swap_step step = step_of(deal, who, account);
    return pp_store_save_swap(deal->task.store, &deal->swap, &step, err);
}

/* The turns change hands, in a plan of its own. */
static bool approve(struct deal *deal, const char *who, struct pp_err *err)
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
static bool take_swap(struct deal *deal, struct pp_err *err)
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

/* ---- The commands ---- */

static bool begin_swap(struct deal *deal, enum pp_swap_kind kind, struct pp_err *err)
{
    const struct request *request = deal->request;
    deal->swap = (struct pp_swap){.kind = (int32_t)kind,
                                  .practitioner = request->operands[0],
                                  .shift = request->operands[1],
                                  .other_date = PP_NO_DAY};
    if (!pp_day_parse(request->operands[2], &deal->swap.date)) {
        return pp_fail(err, PP_E_USAGE, "a turn has a date such as 2015-06-01, not '%s'",
                       request->operands[2]);
    }
    return check_turn(deal, deal->swap.practitioner, deal->swap.shift, &deal->swap.date, err);
}

static bool offer(struct deal *deal, struct pp_err *err)
{
    struct pp_buf next = {0};
    if (!begin_swap(deal, PP_SWAP_OFFER, err) || !save(deal, deal->swap.practitioner, err)) {
        return false;
    }
    pp_buf_printf(&next, "Whoever takes it: podplan rota volunteer %" PRId64 " PERSON",
                  deal->swap.id);
    say_swap(deal, pp_buf_text(&next));
    pp_buf_finish(&next);
    return true;
}

static bool name_other(struct deal *deal, struct pp_err *err)
{
    const struct request *request = deal->request;
    if (request->of == NULL) {
        return pp_fail(err, PP_E_USAGE,
                       "whom does %s ask? --of PERSON; to everybody: podplan rota offer %s %s %s",
                       request->operands[0], request->operands[0], request->operands[1],
                       request->operands[2]);
    }
    if (request->on != PP_NO_DAY && request->back == NULL) {
        return pp_fail(err, PP_E_USAGE,
                       "--on says when, but --for SHIFT says which turn comes back");
    }
    deal->swap.other = request->of;
    if (!check_other(deal, request->of, err) || !check_free(deal, err)) {
        return false;
    }
    if (request->back != NULL) {
        deal->swap.other_shift = request->back;
        deal->swap.other_date = request->on == PP_NO_DAY ? deal->swap.date : request->on;
        return check_turn(deal, request->of, request->back, &deal->swap.other_date, err);
    }
    return true;
}

static bool ask(struct deal *deal, struct pp_err *err)
{
    struct pp_buf next = {0};
    if (!begin_swap(deal, PP_SWAP_ASK, err) || !name_other(deal, err) || !check_rules(deal, err) ||
        !save(deal, deal->swap.practitioner, err)) {
        return false;
    }
    pp_buf_printf(&next, "%s says yes with: podplan rota volunteer %" PRId64 " %s",
                  deal->swap.other, deal->swap.id, deal->swap.other);
    say_swap(deal, pp_buf_text(&next));
    pp_buf_finish(&next);
    return true;
}

static bool volunteer(struct deal *deal, struct pp_err *err)
{
    const char *who = deal->request->operands[1];
    if (!take_swap(deal, err) || !check_other(deal, who, err)) {
        return false;
    }
    if (deal->swap.state == PP_SWAP_TAKEN) {
        return pp_fail(err, PP_E_STATE, "swap %" PRId64 " is taken by %s already", deal->swap.id,
                       deal->swap.other);
    }
    if (deal->swap.other != NULL && strcmp(deal->swap.other, who) != 0) {
        return pp_fail(err, PP_E_STATE, "%s asked %s, not %s", deal->swap.practitioner,
                       deal->swap.other, who);
    }
    deal->swap.other = who;
    deal->swap.state = PP_SWAP_TAKEN;
    if (!check_free(deal, err) || !check_rules(deal, err)) {
        return false;
    }
    bool waits = deal->task.service->settings.swaps_need_approval != 0;
    if (!(waits ? save(deal, who, err) : approve(deal, who, err))) {
        return false;
    }
    struct pp_buf next = {0};
    pp_buf_printf(&next, "A manager approves it with: podplan rota approve %" PRId64,
                  deal->swap.id);
    say_swap(deal, waits ? pp_buf_text(&next) : "The next publish brings it into the calendars.");
    pp_buf_finish(&next);
    return true;
}

/* Whoever acts for the service is known, and for an approval has no part in the swap. */
static bool check_actor(const struct deal *deal, bool impartial, struct pp_err *err)
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

static bool approve_swap(struct deal *deal, struct pp_err *err)
{
    if (!take_swap(deal, err) || !check_actor(deal, true, err)) {
        return false;
    }
    if (deal->swap.state == PP_SWAP_OPEN) {
        const char *who = deal->swap.other == NULL ? "PERSON" : deal->swap.other;
        return pp_fail(err, PP_E_STATE,
                       "nobody has taken swap %" PRId64 " yet: podplan rota volunteer %" PRId64
                       " %s",
                       deal->swap.id, deal->swap.id, who);
    }
    if (!check_rules(deal, err) || !approve(deal, deal->request->by, err)) {
        return false;
    }
    say_swap(deal, "The next publish brings it into the calendars.");
    return true;
}

static bool end_swap(struct deal *deal, enum pp_swap_state state, const char *who,
                     struct pp_err *err)
{
    deal->swap.state = (int32_t)state;
    if (!save(deal, who, err)) {
        return false;
    }
    say_swap(deal, NULL);
    return true;
}

static bool refuse_swap(struct deal *deal, struct pp_err *err)
{
    return take_swap(deal, err) && check_actor(deal, false, err) &&
           end_swap(deal, PP_SWAP_REFUSED, deal->request->by, err);
}

static bool withdraw_swap(struct deal *deal, struct pp_err *err)
{
    if (!take_swap(deal, err) || !check_actor(deal, false, err)) {
        return false;
    }
    const char *by = deal->request->by == NULL ? deal->swap.practitioner : deal->request->by;
    return end_swap(deal, PP_SWAP_WITHDRAWN, by, err);
}

static void list_swap(struct deal *deal, const struct pp_swap *swap, json_t *list)
{
    struct pp_effect effect = {.rule = PP_NONE};
    struct pp_buf line = {0};
    char term[32];
    bool judged = pp_swap_is_open(swap) && swap->other != NULL;
    snprintf(term, sizeof(term), "%" PRId64 "  %s", swap->id, pp_swap_state_words[swap->state]);
    swaps_words(swap, &line);
    if (judged) {
        effect = pp_swap_effect(deal->task.service, deal->task.before, swap, &deal->swaps.arena);
    }
    if (effect.rule != PP_NONE) {
        pp_buf_printf(&line, "; it would break the rule %s: %s", pp_rules[effect.rule].name,
                      effect.sentence);
    }
    words_entry(&deal->answer->text, 18, term, pp_buf_text(&line));
    pp_buf_finish(&line);
    json_t *object = swaps_json(&deal->swaps, swap);
    json_object_set_new(object, "rule",
                        effect.rule == PP_NONE ? json_null()
                                               : json_string(pp_rules[effect.rule].name));
    json_object_set_new(object, "sentence", answer_text(effect.sentence));
    json_object_set_new(object, "minutes", judged ? json_integer(effect.minutes) : json_null());
    json_array_append_new(list, object);
}

static bool list_swaps(struct deal *deal, struct pp_err *err)
{
    (void)err;
    json_t *list = json_array();
    for (int32_t i = 0; i < deal->swaps.count; i++) {
        if (deal->request->all || pp_swap_is_open(&deal->swaps.rows[i])) {
            list_swap(deal, &deal->swaps.rows[i], list);
        }
    }
    if (json_array_size(list) == 0) {
        pp_buf_add(&deal->answer->text,
                   deal->request->all ? "There was never a swap.\n" : "No swap is open.\n");
    }
    json_object_set_new(deal->answer->doc, "swaps", list);
    return true;
}

static bool run(const struct request *request, struct answer *answer, struct pp_err *err,
                bool (*step)(struct deal *deal, struct pp_err *err))
{
    struct deal deal;
    if (!open_deal(&deal, request, answer, err)) {
        return false;
    }
    bool done = step(&deal, err);
    close_deal(&deal);
    return done;
}

bool command_rota_ask(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, ask);
}

bool command_rota_offer(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, offer);
}

bool command_rota_volunteer(const struct request *request, struct answer *answer,
                            struct pp_err *err)
{
    return run(request, answer, err, volunteer);
}

bool command_rota_approve(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, approve_swap);
}

bool command_rota_refuse(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, refuse_swap);
}

bool command_rota_withdraw(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, withdraw_swap);
}

bool command_rota_swaps(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, list_swaps);
}
