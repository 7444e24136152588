// SPDX-License-Identifier: GPL-3.0-or-later
/* Swaps in words and JSON, and how they follow the rota (swaps.h). */
#include "swaps.h"

#include "answer.h"
#include "words.h"

#include <inttypes.h>

void swaps_words(const struct pp_swap *swap, struct pp_buf *out)
{
    char day[PP_STAMP_TEXT], back[PP_STAMP_TEXT];
    bool taken = swap->state == PP_SWAP_TAKEN || swap->state == PP_SWAP_APPROVED;
    pp_day_words(swap->date, day);
    if (taken) {
        pp_buf_printf(out, "%s takes %s of %s on %s", swap->other, swap->shift, swap->practitioner,
                      day);
    } else if (swap->kind == PP_SWAP_ASK) {
        pp_buf_printf(out, "%s asks %s to take %s on %s", swap->practitioner, swap->other,
                      swap->shift, day);
    } else {
        pp_buf_printf(out, "%s offers %s on %s to whoever takes it", swap->practitioner,
                      swap->shift, day);
    }
    if (swap->other_shift != NULL) {
        pp_buf_printf(out, " for %s on %s", swap->other_shift,
                      pp_day_words(swap->other_date, back));
    }
}

static json_t *step_json(const struct pp_swap_step *step)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "state", pp_swap_state_words[step->state],
                     "practitioner", answer_text(step->practitioner), "day", answer_day(step->day),
                     "made_at", answer_text(step->made_at), "made_by", answer_text(step->made_by),
                     "note", answer_text(step->note));
}

json_t *swaps_json(const struct pp_swap_list *swaps, const struct pp_swap *swap)
{
    json_t *steps = json_array();
    for (int32_t i = 0; i < swaps->n_steps; i++) {
        if (swaps->steps[i].swap == swap->id) {
            json_array_append_new(steps, step_json(&swaps->steps[i]));
        }
    }
    return json_pack(
        "{s:I, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "swap", (json_int_t)swap->id, "kind",
        pp_swap_kind_words[swap->kind], "state", pp_swap_state_words[swap->state], "shift",
        answer_text(swap->shift), "date", answer_day(swap->date), "practitioner",
        answer_text(swap->practitioner), "other", answer_text(swap->other), "other_shift",
        answer_text(swap->other_shift), "other_date", answer_day(swap->other_date), "steps", steps);
}

/* ---- Following ---- */

/* One that does not go on: closed, or open again, in the file and in the list. */
static bool end_swap(struct task *task, struct pp_swap *swap, enum pp_swap_fate fate,
                     const char *why, struct pp_err *err)
{
    char account[PP_ACCOUNT_TEXT];
    struct pp_swap ended = *swap;
    ended.state = fate == PP_SWAP_REOPENS ? PP_SWAP_OPEN : PP_SWAP_CLOSED;
    ended.other = fate == PP_SWAP_REOPENS ? NULL : swap->other;
    struct pp_swap_step step = {.state = ended.state,
                                .day = task->service->settings.planned_on,
                                .made_by = pp_store_account(account),
                                .note = why};
    if (!pp_store_save_swap(task->store, &ended, &step, err)) {
        return false;
    }
    *swap = ended;
    return true;
}

static void say_end(const struct pp_swap *swap, const char *why, struct answer *answer,
                    json_t *list)
{
    struct pp_buf line = {0};
    pp_buf_printf(&line, "Swap %" PRId64 " is %s: %s", swap->id,
                  swap->state == PP_SWAP_OPEN ? "open again" : "closed", why);
    words_wrap(&answer->text, 0, 2, pp_buf_text(&line));
    pp_buf_finish(&line);
    json_array_append_new(list, json_pack("{s:I, s:s, s:o}", "swap", (json_int_t)swap->id, "state",
                                          pp_swap_state_words[swap->state], "sentence",
                                          answer_text(why)));
}

bool swaps_follow(struct task *task, const struct pp_plan *plan, struct pp_swap_list *swaps,
                  struct answer *answer, struct pp_err *err)
{
    json_t *list = json_array();
    bool done = pp_store_load_swaps(task->store, swaps, err);
    for (int32_t i = 0; done && i < swaps->count; i++) {
        const char *why;
        struct pp_swap *swap = &swaps->rows[i];
        if (!pp_swap_is_open(swap)) {
            continue;
        }
        enum pp_swap_fate fate = pp_swap_follow(task->service, plan, swap, &swaps->arena, &why);
        if (fate != PP_SWAP_GOES_ON) {
            done = end_swap(task, swap, fate, why, err);
            if (done) {
                say_end(swap, why, answer, list);
            }
        }
    }
    if (json_array_size(list) > 0) {
        pp_buf_add(&answer->text, "\n");
    }
    json_object_set_new(answer->doc, "followed", list);
    return done;
}

bool swaps_follow_plan(struct task *task, const struct pp_plan *plan, struct answer *answer,
                       struct pp_err *err)
{
    struct pp_swap_list swaps = {0};
    bool done = swaps_follow(task, plan, &swaps, answer, err);
    pp_arena_finish(&swaps.arena);
    return done;
}
