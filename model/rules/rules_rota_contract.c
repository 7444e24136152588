// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Judges of the rota: rest by the week, nights, the contract and its band.
 * Rests are real hours between London instants.
 */
#include "lines.h"

/* ---- weekly_rest ---- */

struct span {
    pp_instant begin, end;
};

static void insert_span(struct span *spans, int32_t n, struct span span)
{
    for (; n > 0 && spans[n - 1].begin > span.begin; n--) {
        spans[n] = spans[n - 1];
    }
    spans[n] = span;
}

static int32_t add_turn_spans(const struct pp_service *service, const struct pp_turn *turns,
                              int32_t count, struct span *spans)
{
    for (int32_t i = 0; i < count; i++) {
        spans[i] = (struct span){pp_shift_begin(service, turns[i].shift, turns[i].date),
                                 pp_shift_end(service, turns[i].shift, turns[i].date)};
    }
    return count;
}

/* When a person is on duty, on standby or on a course, by begin; how many. */
static int32_t gather_spans(const struct pp_case *c, const struct lines *lines, int32_t person,
                            struct span *spans)
{
    const int32_t *past = &lines->past.start[person], *own = &lines->start[person];
    int32_t n = add_turn_spans(c->service, lines->past.turns + past[0], past[1] - past[0], spans);
    n += add_turn_spans(c->service, lines->turns + own[0], own[1] - own[0], spans + n);
    for (int32_t i = lines->seats.start[person]; i < lines->seats.start[person + 1]; i++) {
        const struct pp_session *session =
            &c->service->sessions[c->plan->seats[lines->seats.item[i]].session];
        struct span span = {pp_london_instant(session->date, session->begin),
                            pp_london_instant(session->date, session->end)};
        insert_span(spans, n++, span);
    }
    return n;
}

/* Whole rests inside a period. */
static int32_t count_rests(const struct span *spans, int32_t n, pp_instant from, pp_instant until)
{
    pp_instant free = from, rests = 0;
    for (int32_t i = 0; i < n && spans[i].begin < until; i++) {
        if (spans[i].begin > free) {
            rests += (spans[i].begin - free) / PP_REST_SECONDS;
        }
        free = spans[i].end > free ? spans[i].end : free;
    }
    return (int32_t)(until > free ? rests + (until - free) / PP_REST_SECONDS : rests);
}

/* Rests due in the period that begins on `monday`. */
static int32_t rests_due(const struct pp_case *c, pp_day monday)
{
    pp_day until = c->plan->rota_from + 7 * c->plan->rota_weeks;
    int32_t weeks = pp_rest_weeks(c->service), left = (until - monday) / 7;
    return weeks < left ? weeks : left;
}

void judge_weekly_rest(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    int32_t all = lines.past.start[c->service->n_practitioners] + c->plan->n_turns;
    struct span *spans = PP_NEW(&lines.arena, struct span, all + c->plan->n_seats);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        int32_t n = gather_spans(c, &lines, person, spans), due;
        for (pp_day monday = lines.from; monday < lines.until; monday += 7 * due) {
            due = rests_due(c, monday);
            int32_t missing = due - count_rests(spans, n, pp_london_instant(monday, 0),
                                                pp_london_instant(monday + 7 * due, 0));
            if (missing > 0) {
                struct pp_breach *breach = pp_verdict_add(out, missing);
                breach->practitioner = person;
                breach->date = monday;
            }
        }
    }
    lines_finish(&lines);
}

void explain_weekly_rest(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    char text[PP_STAMP_TEXT];
    int32_t due = rests_due(c, breach->date);
    pp_buf_printf(out, "%s has %s 24 hours without duty, standby and course in the %s %s",
                  rules_person(c, breach->practitioner), breach->amount < due ? "only" : "no",
                  due > 1 ? "two weeks from" : "week of", pp_day_words(breach->date, text));
    pp_buf_add(out, due > 1 ? "; 48 are due." : ".");
}

/* ---- night_average ---- */

static bool has_nights(const struct pp_case *c, const struct lines *lines, int32_t person)
{
    for (int32_t i = lines->start[person]; i < lines->start[person + 1]; i++) {
        if (pp_shift_is_night(c->service, lines->turns[i].shift)) {
            return true;
        }
    }
    return false;
}

void judge_night_average(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        struct pp_window worst;
        int64_t over =
            has_nights(c, &lines, person)
                ? lines_worst_window(&lines, c, person, pp_night_week_minutes(c->service), &worst)
                : 0;
        if (over > 0) {
            struct pp_breach *breach = pp_verdict_add(out, over);
            breach->practitioner = person;
            breach->date = worst.begin;
        }
    }
    lines_finish(&lines);
}

void explain_night_average(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    struct lines lines = lines_of(c);
    struct pp_window worst = {0};
    char text[PP_STAMP_TEXT];
    lines_worst_window(&lines, c, breach->practitioner, pp_night_week_minutes(c->service), &worst);
    pp_buf_printf(out, "%s has night duties and works ", rules_person(c, breach->practitioner));
    rules_length(out, breach->amount);
    pp_buf_add(out, " more in the ");
    pp_buf_count(out, worst.weeks, "week", "weeks");
    pp_buf_printf(out, " from %s than ", pp_day_words(breach->date, text));
    rules_length(out, c->service->settings.night_average_minutes);
    pp_buf_add(out, " a day on average, a day of rest in each week left out.");
    lines_finish(&lines);
}

/* ---- contract_hours, contract_least ---- */

static struct pp_band *bands_of(const struct pp_case *c, struct pp_arena *arena)
{
    struct pp_band *bands = PP_NEW(arena, struct pp_band, c->service->n_practitioners);
    pp_contract_bands(c->service, c->plan, bands);
    return bands;
}

void judge_contract_hours(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    const struct pp_band *bands = bands_of(c, &lines.arena);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        int64_t over = lines_worked_minutes(&lines, c, person) - bands[person].most;
        if (over > 0 && c->plan->rota_weeks > 0) {
            pp_verdict_add(out, over)->practitioner = person;
        }
    }
    lines_finish(&lines);
}

/* "ann works 2 hours more over the rota than the 37 hours of the contract and its band." */
static void explain_band(const struct pp_case *c, const struct pp_breach *breach, bool over,
                         const char *what, struct pp_buf *out)
{
    struct pp_arena arena = {0};
    struct pp_band band = bands_of(c, &arena)[breach->practitioner];
    pp_buf_printf(out, "%s works ", rules_person(c, breach->practitioner));
    rules_length(out, breach->amount);
    pp_buf_printf(out, " %s over the rota than the ", over ? "more" : "less");
    rules_length(out, over ? band.most : band.least);
    pp_buf_printf(out, " of %s.", what);
    pp_arena_finish(&arena);
}

void explain_contract_hours(const struct pp_case *c, const struct pp_breach *breach,
                            struct pp_buf *out)
{
    bool band = c->service->settings.contract_band_percent > 0;
    explain_band(c, breach, true, band ? "the contract and its band" : "the contract", out);
}

void judge_contract_least(const struct pp_case *c, struct pp_verdict *out)
{
    struct lines lines = lines_of(c);
    const struct pp_band *bands = bands_of(c, &lines.arena);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        int64_t under = bands[person].least - lines_worked_minutes(&lines, c, person);
        if (under > 0) {
            pp_verdict_add(out, under)->practitioner = person;
        }
    }
    lines_finish(&lines);
}

void explain_contract_least(const struct pp_case *c, const struct pp_breach *breach,
                            struct pp_buf *out)
{
    explain_band(c, breach, false, "the contract less its band, as far as there is work", out);
}
