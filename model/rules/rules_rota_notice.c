// SPDX-License-Identifier: GPL-3.0-or-later
/* Judge of the notice: what people were told of the days ahead stays as it is. */
#include "lines.h"

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
}

void explain_notice_kept(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    char text[PP_STAMP_TEXT];
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
