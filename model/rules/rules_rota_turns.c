// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of the rota: evenings and weekends by turn, and evenings that families want. */
#include "lines.h"

/* ---- evenings_by_turn, weekends_by_turn ---- */

static bool any_in_week(const struct pp_case *c, const struct pp_turn *turns, int32_t count,
                        enum pp_by_turn kind, pp_day monday)
{
    for (int32_t i = 0; i < count; i++) {
        if (turns[i].date >= monday && turns[i].date < monday + 7 &&
            pp_is_by_turn(c->service, kind, turns[i].shift, turns[i].date)) {
            return true;
        }
    }
    return false;
}

/* Whether a person has turns of the kind in the week that begins on `monday`. */
static bool has_in_week(const struct pp_case *c, const struct lines *lines, int32_t person,
                        enum pp_by_turn kind, pp_day monday)
{
    bool before = monday < lines->from;
    const int32_t *start = (before ? lines->past.start : lines->start) + person;
    const struct pp_turn *turns = before ? lines->past.turns : lines->turns;
    return any_in_week(c, turns + start[0], start[1] - start[0], kind, monday);
}

/* Weeks since the last with some, on the first Monday of the rota; apart + 1 when it is long ago. */
static int32_t weeks_since(const struct pp_case *c, const struct lines *lines, int32_t person,
                           enum pp_by_turn kind, int32_t apart)
{
    int32_t weeks = 1;
    while (weeks <= apart && !has_in_week(c, lines, person, kind, lines->from - 7 * weeks)) {
        weeks++;
    }
    return weeks;
}

static void judge_by_turn(const struct pp_case *c, enum pp_by_turn kind, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    int32_t apart = pp_weeks_apart(c->service, kind);
    for (int32_t person = 0; apart > 0 && person < c->service->n_practitioners; person++) {
        int32_t since = weeks_since(c, &lines, person, kind, apart);
        for (pp_day monday = lines.from; monday < lines.until; monday += 7, since++) {
            if (!has_in_week(c, &lines, person, kind, monday)) {
                continue;
            }
            if (since <= apart) {
                struct pp_breach *breach = pp_verdict_add(out, 1);
                breach->practitioner = person;
                breach->date = monday;
            }
            since = 0;
        }
    }
    lines_finish(&lines);
}

/* "ann has evening duties in the week of Mon 8 Jun 2015, and had some less than 2 weeks before." */
static void explain_by_turn(const struct pp_case *c, const struct pp_breach *breach,
                            enum pp_by_turn kind, struct pp_buf *out)
{
    static const char *const words[PP_BY_TURNS] = {"evening duties", "duties at the weekend"};
    char text[PP_STAMP_TEXT];
    int32_t apart = pp_weeks_apart(c->service, kind);
    pp_buf_printf(out, "%s has %s in the week of %s, ", rules_person(c, breach->practitioner),
                  words[kind], pp_day_words(breach->date, text));
    if (apart == 1) {
        pp_buf_add(out, "and had some in the week before.");
    } else {
        pp_buf_printf(out, "and had some in one of the %d weeks before.", (int)apart);
    }
}

void judge_evenings_by_turn(const struct pp_case *c, struct pp_verdict *out)
{
    judge_by_turn(c, PP_EVENINGS_BY_TURN, out);
}

void explain_evenings_by_turn(const struct pp_case *c, const struct pp_breach *breach,
                              struct pp_buf *out)
{
    explain_by_turn(c, breach, PP_EVENINGS_BY_TURN, out);
}

void judge_weekends_by_turn(const struct pp_case *c, struct pp_verdict *out)
{
    judge_by_turn(c, PP_WEEKENDS_BY_TURN, out);
}

void explain_weekends_by_turn(const struct pp_case *c, const struct pp_breach *breach,
                              struct pp_buf *out)
{
    explain_by_turn(c, breach, PP_WEEKENDS_BY_TURN, out);
}

/* ---- family_evenings ---- */

static int32_t count_evenings(const struct pp_case *c, const struct lines *lines, int32_t person)
{
    int32_t count = 0;
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        count += pp_shift_is_evening(c->service, lines->turns[i].shift);
    }
    return count;
}

void judge_family_evenings(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        int32_t family;
        int32_t due =
            pp_evenings_due(c->service, c->plan, person, lines.from, c->plan->rota_weeks, &family);
        int32_t missing = due - count_evenings(c, &lines, person);
        if (missing > 0) {
            struct pp_breach *breach = pp_verdict_add(out, missing);
            breach->practitioner = person;
            breach->family = family;
        }
    }
    lines_finish(&lines);
}

void explain_family_evenings(const struct pp_case *c, const struct pp_breach *breach,
                             struct pp_buf *out)
{
    int32_t due = pp_evenings_due(c->service, c->plan, breach->practitioner, c->plan->rota_from,
                                  c->plan->rota_weeks, NULL);
    pp_buf_printf(out, "%s has ", rules_person(c, breach->practitioner));
    pp_buf_count(out, due - breach->amount, "evening duty", "evening duties");
    pp_buf_printf(out, "; for family %s it should be %d.", rules_family(c, breach->family),
                  (int)due);
}
