// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan rota ask, offer, volunteer, approve, refuse, withdraw, swaps: published turns change hands
 * by agreement (deal.h).
 */
#include "swaps.h"
#include "answer.h"
#include "commands.h"
#include "deal.h"
#include "words.h"

#include <podplan/schema.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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
    return deal_check_turn(deal, deal->swap.practitioner, deal->swap.shift, &deal->swap.date, err);
}

static bool offer(struct deal *deal, struct pp_err *err)
{
    struct pp_buf next = {0};
    if (!begin_swap(deal, PP_SWAP_OFFER, err) || !deal_save(deal, deal->swap.practitioner, err)) {
        return false;
    }
    pp_buf_printf(&next, "Whoever takes it: podplan rota volunteer %" PRId64 " PERSON",
                  deal->swap.id);
    deal_say(deal, pp_buf_text(&next));
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
    if (!deal_check_other(deal, request->of, err) || !deal_check_free(deal, err)) {
        return false;
    }
    if (request->back != NULL) {
        deal->swap.other_shift = request->back;
        deal->swap.other_date = request->on == PP_NO_DAY ? deal->swap.date : request->on;
        return deal_check_turn(deal, request->of, request->back, &deal->swap.other_date, err);
    }
    return true;
}

static bool ask(struct deal *deal, struct pp_err *err)
{
    struct pp_buf next = {0};
    if (!begin_swap(deal, PP_SWAP_ASK, err) || !name_other(deal, err) ||
        !deal_check_rules(deal, err) || !deal_save(deal, deal->swap.practitioner, err)) {
        return false;
    }
    pp_buf_printf(&next, "%s says yes with: podplan rota volunteer %" PRId64 " %s",
                  deal->swap.other, deal->swap.id, deal->swap.other);
    deal_say(deal, pp_buf_text(&next));
    pp_buf_finish(&next);
    return true;
}

static bool volunteer(struct deal *deal, struct pp_err *err)
{
    const char *who = deal->request->operands[1];
    if (!deal_take(deal, err) || !deal_check_other(deal, who, err)) {
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
    if (!deal_check_free(deal, err) || !deal_check_rules(deal, err)) {
        return false;
    }
    bool waits = deal->task.service->settings.swaps_need_approval != 0;
    if (!(waits ? deal_save(deal, who, err) : deal_approve(deal, who, err))) {
        return false;
    }
    struct pp_buf next = {0};
    pp_buf_printf(&next, "A manager approves it with: podplan rota approve %" PRId64,
                  deal->swap.id);
    deal_say(deal, waits ? pp_buf_text(&next) : "The next publish brings it into the calendars.");
    pp_buf_finish(&next);
    return true;
}

static bool approve_swap(struct deal *deal, struct pp_err *err)
{
    if (!deal_take(deal, err) || !deal_check_actor(deal, true, err)) {
        return false;
    }
    if (deal->swap.state == PP_SWAP_OPEN) {
        const char *who = deal->swap.other == NULL ? "PERSON" : deal->swap.other;
        return pp_fail(err, PP_E_STATE,
                       "nobody has taken swap %" PRId64 " yet: podplan rota volunteer %" PRId64
                       " %s",
                       deal->swap.id, deal->swap.id, who);
    }
    if (!deal_check_rules(deal, err) || !deal_approve(deal, deal->request->by, err)) {
        return false;
    }
    deal_say(deal, "The next publish brings it into the calendars.");
    return true;
}

static bool end_swap(struct deal *deal, enum pp_swap_state state, const char *who,
                     struct pp_err *err)
{
    deal->swap.state = (int32_t)state;
    if (!deal_save(deal, who, err)) {
        return false;
    }
    deal_say(deal, NULL);
    return true;
}

static bool refuse_swap(struct deal *deal, struct pp_err *err)
{
    return deal_take(deal, err) && deal_check_actor(deal, false, err) &&
           end_swap(deal, PP_SWAP_REFUSED, deal->request->by, err);
}

static bool withdraw_swap(struct deal *deal, struct pp_err *err)
{
    if (!deal_take(deal, err) || !deal_check_actor(deal, false, err)) {
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
    if (!deal_open(&deal, request, answer, err)) {
        return false;
    }
    bool done = step(&deal, err);
    deal_close(&deal);
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
