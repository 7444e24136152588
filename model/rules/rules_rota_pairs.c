// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of the rota: who is on a shift together with whom. */
#include "lines.h"

/* ---- pair_apart, pair_avoid, pair_together ---- */

static void pair_breach(const struct pp_service *service, struct pp_verdict *out, int32_t pair,
                        int32_t shift, pp_day date)
{
    struct pp_breach *breach = pp_verdict_add(out, 1);
    breach->practitioner = service->pairs[pair].one;
    breach->other = service->pairs[pair].other;
    breach->row = shift;
    breach->date = date;
}

static void judge_pair_apart_of(const struct pp_case *c, const struct lines *lines, int32_t pair,
                                struct pp_verdict *out)
{
    const struct pp_pair *row = &c->service->pairs[pair];
    for (int32_t i = lines->start[row->one]; i < lines->start[row->one + 1]; i++) {
        const struct pp_turn *turn = &lines->turns[i];
        if (lines_has(lines, row->other, turn->shift, turn->date)) {
            pair_breach(c->service, out, pair, turn->shift, turn->date);
        }
    }
}

/* Turns of `one` that `other` could have as well, and does not. */
static void judge_turns_alone(const struct pp_case *c, const struct lines *lines, int32_t pair,
                              int32_t one, int32_t other, struct pp_verdict *out)
{
    for (int32_t i = lines->start[one]; i < lines->start[one + 1]; i++) {
        const struct pp_turn *turn = &lines->turns[i];
        if (!lines_has(lines, other, turn->shift, turn->date) &&
            pp_pair_could_meet(c->service, c->plan, pair, turn->shift, turn->date)) {
            pair_breach(c->service, out, pair, turn->shift, turn->date);
        }
    }
}

/* Every pair whose row is for the rule, in an order that is not of the file. */
static void judge_pairs(const struct pp_case *c, enum pp_pair_rule rule, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    const struct pp_index *pairs = &c->service->pairs_of;
    for (int32_t i = 0; i < c->service->n_pairs; i++) {
        int32_t pair = pairs->item[i];
        const struct pp_pair *row = &c->service->pairs[pair];
        if (pp_pair_rule(c->service, pair) != rule) {
            continue;
        }
        if (rule != PP_PAIR_TOGETHER) {
            judge_pair_apart_of(c, &lines, pair, out);
            continue;
        }
        judge_turns_alone(c, &lines, pair, row->one, row->other, out);
        judge_turns_alone(c, &lines, pair, row->other, row->one, out);
    }
    lines_finish(&lines);
}

/* "ann and bob are both on day on Mon 1 Jun 2015 and …". */
static void explain_both(const struct pp_case *c, const struct pp_breach *breach, const char *and,
                         struct pp_buf *out)
{
    pp_buf_printf(out, "%s and %s are both on %s ", rules_person(c, breach->practitioner),
                  rules_person(c, breach->other), rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_printf(out, " and %s.", and);
}

void judge_pair_apart(const struct pp_case *c, struct pp_verdict *out)
{
    judge_pairs(c, PP_PAIR_APART, out);
}

void explain_pair_apart(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    explain_both(c, breach, "must be apart", out);
}

void judge_pair_avoid(const struct pp_case *c, struct pp_verdict *out)
{
    judge_pairs(c, PP_PAIR_AVOID, out);
}

void explain_pair_avoid(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    explain_both(c, breach, "would rather be apart", out);
}

void judge_pair_together(const struct pp_case *c, struct pp_verdict *out)
{
    judge_pairs(c, PP_PAIR_TOGETHER, out);
}

void explain_pair_together(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    pp_buf_printf(out, "%s and %s wish to be together, and only one of them is on %s ",
                  rules_person(c, breach->practitioner), rules_person(c, breach->other),
                  rules_shift(c, breach->row));
    rules_on(out, breach->date);
    pp_buf_add(out, ".");
}
