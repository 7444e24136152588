// SPDX-License-Identifier: GPL-3.0-or-later
/* Judge of the notice: what people were told of the days ahead stays as it is. */
#include "lines.h"

/* Turns of settled days that nobody was told of: nobody can work them any more. */
static void judge_settled(const struct pp_case *c, struct pp_verdict *out)
{
    pp_day settled = pp_settled_until(c->service, c->plan);
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &c->plan->turns[i];
        if (turn->date >= c->plan->rota_from && turn->date < settled &&
            !pp_is_published(c->plan, turn)) {
            lines_breach(out, turn, 1);
        }
    }
}

void judge_notice_kept(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    struct pp_turn *frozen;
    int32_t n = pp_frozen_turns(c, &lines.arena, &frozen);
    for (int32_t i = 0; i < n; i++) {
        if (!lines_has(&lines, frozen[i].practitioner, frozen[i].shift, frozen[i].date)) {
            lines_breach(out, &frozen[i], 1);
        }
    }
    lines_finish(&lines);
    judge_settled(c, out);
}

void explain_notice_kept(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    char text[PP_STAMP_TEXT];
    struct pp_turn turn = {breach->row, breach->date, breach->practitioner};
    if (!pp_is_published(c->plan, &turn)) {
        rules_turn(c, breach, out);
        pp_buf_add(out, ", a day that has passed, and was never told so.");
        return;
    }
    pp_buf_printf(out, "%s no longer has %s ", rules_person(c, breach->practitioner),
                  rules_shift(c, breach->row));
    rules_on(out, breach->date);
    if (breach->date < c->service->settings.planned_on) {
        pp_buf_add(out, ", a day that has passed.");
    } else {
        pp_buf_printf(out, ", which was published; until %s published turns stay.",
                      pp_day_words(c->plan->frozen_before - 1, text));
    }
}
