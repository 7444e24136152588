// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of the rota: nights, the contract and its band. */
#include "lines.h"

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
    int64_t most = pp_night_limit(c->service, c->plan->rota_weeks);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        int64_t over = lines_worked_minutes(&lines, c, person) - most;
        if (over > 0 && has_nights(c, &lines, person)) {
            pp_verdict_add(out, over)->practitioner = person;
        }
    }
    lines_finish(&lines);
}

void explain_night_average(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    pp_buf_printf(out, "%s has night duties and works ", rules_person(c, breach->practitioner));
    rules_length(out, breach->amount);
    pp_buf_add(out, " more over the rota than ");
    rules_length(out, c->service->settings.night_average_minutes);
    pp_buf_add(out, " a day on average, a day of rest in each week left out.");
}

/* ---- contract_hours, contract_least ---- */

static struct pp_band *bands_of(const struct pp_case *c, struct pp_arena *arena)
{
    struct pp_band *bands = PP_NEW(arena, struct pp_band, c->service->n_practitioners);
    pp_contract_bands(c->service, c->plan->rota_from, c->plan->rota_weeks, bands);
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
