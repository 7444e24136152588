// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Open turns ahead, and who could take them.
 *
 * The days ahead fall into weeks before the rota in force, its own, and those after it; each stretch
 * is judged as a rota of its own, with what was held before as its past.  People are asked in the
 * order pod, hub, bank, agency; those of another pod of the hub are tried too where a rota is made,
 * because they could be lent.
 */
#include "gaps.h"

#include <podplan/rng.h>
#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

struct finding {
    const struct pp_service *service;
    const struct pp_plan *plan, *holding;
    struct pp_arena *arena;
    pp_day from, until; ///< days looked at
    struct pp_gap *gaps;
    int32_t n, capacity;
    struct gap_trial *trials; ///< of the stretch that is being looked at
    int32_t n_trials, trials_capacity;
};

/* ---- Who may be asked ---- */

/* The role is one that the shift asks for. */
static bool asks_for_role(const struct pp_service *service, int32_t shift, int32_t role)
{
    const struct pp_shift *s = &service->shifts[shift];
    const struct pp_role *r = &service->roles[role];
    if (s->role != PP_NONE && s->role != role) {
        return false;
    }
    if (s->kind == PP_STANDBY) {
        return r->on_call_tier != PP_UNKNOWN && r->on_call_tier == s->tier;
    }
    return s->role != PP_NONE || s->skill != PP_NONE ||
           (r->family_cap != PP_UNKNOWN && r->kind != PP_STEP_DOWN);
}

/* Of another pod of the shift's hub, and nothing else speaks against it. */
static bool could_be_lent(const struct finding *f, int32_t practitioner, const struct pp_gap *gap)
{
    const struct pp_service *service = f->service;
    int32_t shift = gap->shift;
    const struct pp_shift *s = &service->shifts[shift];
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    return s->pod != PP_NONE && person->pod != PP_NONE && person->pod != s->pod &&
           service->pods[person->pod].hub == service->pods[s->pod].hub &&
           person->contract != PP_VOLUNTEER && asks_for_role(service, shift, person->role) &&
           (s->skill == PP_NONE ||
            pp_plan_holds_skill(f->plan, service, practitioner, s->skill, gap->date));
}

/* Of the shift's pod or hub, for all that it may ask for another role or skill. */
static bool is_in_area(const struct pp_service *service, int32_t practitioner, int32_t shift)
{
    const struct pp_shift *s = &service->shifts[shift];
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    if (person->contract == PP_VOLUNTEER) {
        return false;
    }
    if (s->pod != PP_NONE) {
        return person->pod == s->pod;
    }
    return s->hub == PP_NONE ||
           (person->pod != PP_NONE && service->pods[person->pod].hub == s->hub);
}

static int32_t source_of(const struct pp_service *service, int32_t practitioner, int32_t shift)
{
    int32_t contract = service->practitioners[practitioner].contract;
    if (contract == PP_BANK || contract == PP_AGENCY) {
        return contract == PP_BANK ? PP_HELP_BANK : PP_HELP_AGENCY;
    }
    const struct pp_shift *s = &service->shifts[shift];
    bool own = s->pod != PP_NONE && service->practitioners[practitioner].pod == s->pod;
    return own ? PP_HELP_POD : PP_HELP_HUB;
}

/* Pence for a turn at a weekly rate; agency with the on-cost. */
static int64_t rate_for(const struct pp_service *service, const struct pp_cover_cost *cost,
                        const struct pp_gap *gap)
{
    int64_t minutes = pp_shift_minutes(service, gap->shift, gap->date);
    int64_t pence = cost->weekly_cost * minutes / service->settings.full_week_minutes;
    return cost->kind == PP_COVER_AGENCY ? pence * (100 + service->settings.on_cost_percent) / 100
                                         : pence;
}

/* The cheapest rate of a kind for any role that the shift asks for; PP_NO_PENCE: none is known. */
static int64_t cheapest_rate(const struct pp_service *service, enum pp_cover_kind kind,
                             const struct pp_gap *gap)
{
    int64_t best = PP_NO_PENCE;
    for (int32_t i = 0; i < service->n_cover_costs; i++) {
        const struct pp_cover_cost *cost = &service->cover_costs[i];
        if (cost->kind == (int32_t)kind && asks_for_role(service, gap->shift, cost->role) &&
            (cost->most == PP_UNKNOWN || cost->most > 0)) {
            int64_t pence = rate_for(service, cost, gap);
            best = best == PP_NO_PENCE || pence < best ? pence : best;
        }
    }
    return best;
}

/* What somebody of the data costs who is no employee. */
static int64_t own_rate(const struct pp_service *service, int32_t practitioner, int32_t source,
                        const struct pp_gap *gap)
{
    for (int32_t i = 0; i < service->n_cover_costs; i++) {
        const struct pp_cover_cost *cost = &service->cover_costs[i];
        if (cost->role == service->practitioners[practitioner].role &&
            (cost->kind == PP_COVER_BANK) == (source == PP_HELP_BANK)) {
            return rate_for(service, cost, gap);
        }
    }
    return PP_NO_PENCE;
}

/* ---- Listing ---- */

static void add_named(struct finding *f, struct pp_gap *gap, int32_t practitioner, bool lend)
{
    struct pp_helper *helper = &gap->helpers[gap->n_helpers++];
    *helper = (struct pp_helper){.practitioner = practitioner,
                                 .source = source_of(f->service, practitioner, gap->shift),
                                 .rule = PP_NONE,
                                 .lend = lend};
    if (helper->source >= PP_HELP_BANK) {
        helper->pence = own_rate(f->service, practitioner, helper->source, gap);
    }
    f->trials = pp_arena_grow(f->arena, f->trials, &f->trials_capacity, f->n_trials + 1,
                              sizeof(f->trials[0]));
    f->trials[f->n_trials++] = (struct gap_trial){(int32_t)(gap - f->gaps), helper};
}

/* For duties: of standby at home nobody said what a stranger costs. */
static void add_nameless(struct finding *f, struct pp_gap *gap)
{
    static const char *const sentences[] = {"At the bank's weekly rate of cover_costs.csv.",
                                            "At the agency's weekly rate of cover_costs.csv."};
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        int64_t pence = cheapest_rate(f->service, (enum pp_cover_kind)kind, gap);
        if (pence != PP_NO_PENCE && f->service->shifts[gap->shift].kind == PP_DUTY) {
            gap->helpers[gap->n_helpers++] =
                (struct pp_helper){.practitioner = PP_NONE,
                                   .source = kind == PP_COVER_BANK ? PP_HELP_BANK : PP_HELP_AGENCY,
                                   .rule = PP_NONE,
                                   .pence = pence,
                                   .sentence = sentences[kind]};
        }
    }
}

static bool has_turn(const struct pp_plan *view, int32_t practitioner, const struct pp_gap *gap)
{
    for (int32_t i = 0; i < view->n_turns; i++) {
        const struct pp_turn *turn = &view->turns[i];
        if (turn->date == gap->date && turn->shift == gap->shift &&
            turn->practitioner == practitioner) {
            return true;
        }
    }
    return false;
}

static void list_helpers(struct finding *f, const struct pp_plan *view, struct pp_gap *gap)
{
    gap->helpers = PP_NEW(f->arena, struct pp_helper, f->service->n_practitioners + PP_COVERS);
    for (int32_t p = 0; p < f->service->n_practitioners; p++) {
        bool may = pp_may_cover_on(f->service, f->plan, p, gap->shift, gap->date);
        bool lend = !may && gap->in_rota && could_be_lent(f, p, gap);
        bool near = !may && gap->in_rota && is_in_area(f->service, p, gap->shift);
        if ((may || lend) && has_turn(view, p, gap)) {
            continue; // is there already
        }
        if (may || lend || near) {
            add_named(f, gap, p, lend);
        } else {
            gap->elsewhere++;
        }
    }
    add_nameless(f, gap);
}

/* ---- Ranking ---- */

static uint64_t hash_of(const struct pp_service *service, int32_t practitioner)
{
    const char *key = service->practitioners[practitioner].practitioner;
    return pp_hash(0, key, strlen(key));
}

#define COMPARE(x, y)                                                                              \
    if ((x) != (y)) {                                                                              \
        return (x) < (y) ? -1 : 1;                                                                 \
    }

/* Possible ones first, and after them those who could be lent; strangers after whom the data names. */
static int by_rank(const void *left, const void *right, void *service)
{
    const struct pp_helper *a = left, *b = right;
    COMPARE(a->rule != PP_NONE && !a->lend, b->rule != PP_NONE && !b->lend)
    COMPARE(a->source, b->source)
    COMPARE(a->rule != PP_NONE, b->rule != PP_NONE)
    COMPARE(a->practitioner == PP_NONE, b->practitioner == PP_NONE)
    COMPARE(a->rule == PP_NONE ? 0 : a->rule, b->rule == PP_NONE ? 0 : b->rule)
    COMPARE(a->minutes, b->minutes)
    COMPARE(a->pence, b->pence)
    if (a->practitioner == PP_NONE) {
        return 0;
    }
    COMPARE(hash_of(service, a->practitioner), hash_of(service, b->practitioner))
    return strcmp(pp_row_key(service, PP_TABLE_practitioners, a->practitioner),
                  pp_row_key(service, PP_TABLE_practitioners, b->practitioner));
}

static int by_date_and_shift(const void *left, const void *right, void *service)
{
    const struct pp_gap *a = left, *b = right;
    COMPARE(a->date, b->date)
    return strcmp(pp_row_key(service, PP_TABLE_shifts, a->shift),
                  pp_row_key(service, PP_TABLE_shifts, b->shift));
}

/* ---- A stretch of weeks ---- */

/* What is held in whole weeks from a Monday; everything earlier is its past. */
static struct pp_plan view_of(const struct finding *f, pp_day from, pp_day until)
{
    struct pp_plan view = *f->plan;
    view.rota_from = from;
    view.rota_weeks = (until - from) / 7;
    view.turns = PP_NEW(f->arena, struct pp_turn, f->holding->n_turns);
    view.worked = PP_NEW(f->arena, struct pp_turn, f->holding->n_turns);
    view.n_turns = view.n_worked = 0;
    for (int32_t i = 0; i < f->holding->n_turns; i++) {
        if (f->holding->turns[i].date < from) {
            view.worked[view.n_worked++] = f->holding->turns[i];
        } else if (f->holding->turns[i].date < until) {
            view.turns[view.n_turns++] = f->holding->turns[i];
        }
    }
    return view;
}

/* People on each shift (row) on each date of the view (column). */
static int32_t *count_people(const struct finding *f, const struct pp_plan *view)
{
    int32_t days = 7 * view->rota_weeks;
    int32_t *people = PP_NEW(f->arena, int32_t, (size_t)f->service->n_shifts * (size_t)days);
    for (int32_t i = 0; i < view->n_turns; i++) {
        people[view->turns[i].shift * days + view->turns[i].date - view->rota_from]++;
    }
    return people;
}

static void find_gaps(struct finding *f, const struct pp_plan *view, bool in_rota)
{
    const int32_t *people = count_people(f, view);
    int32_t days = 7 * view->rota_weeks;
    for (int32_t shift = 0; shift < f->service->n_shifts; shift++) {
        for (int32_t day = 0; day < days; day++) {
            pp_day date = view->rota_from + day;
            int32_t missing = f->service->shifts[shift].needed - people[shift * days + day];
            if (date < f->from || date >= f->until || missing <= 0 ||
                !pp_shift_runs(f->service, shift, date)) {
                continue;
            }
            f->gaps = pp_arena_grow(f->arena, f->gaps, &f->capacity, f->n + 1, sizeof(f->gaps[0]));
            f->gaps[f->n++] = (struct pp_gap){
                .shift = shift, .date = date, .missing = missing, .in_rota = in_rota};
        }
    }
}

static void look_at(struct finding *f, pp_day from, pp_day until, bool in_rota)
{
    if (from >= until || from >= f->until || until <= f->from) {
        return;
    }
    struct gap_weeks weeks = {
        .service = f->service, .view = view_of(f, from, until), .arena = f->arena};
    int32_t first = f->n;
    f->n_trials = 0;
    find_gaps(f, &weeks.view, in_rota);
    for (int32_t g = first; g < f->n; g++) {
        list_helpers(f, &weeks.view, &f->gaps[g]);
    }
    if (f->n_trials > 0) {
        gap_trials_run(&weeks, f->gaps, f->trials, f->n_trials);
    }
}

/* What `days` lack to whole periods of the weekly rest, of which half a one asks for more. */
static int32_t to_whole_periods(const struct pp_service *service, int32_t days)
{
    int32_t period = 7 * pp_rest_weeks(service);
    return (period - days % period) % period;
}

int32_t pp_rota_gaps(const struct pp_service *service, const struct pp_plan *plan, int32_t weeks,
                     struct pp_arena *arena, struct pp_gap **out)
{
    pp_day today = service->settings.planned_on;
    struct finding f = {.service = service,
                        .plan = plan,
                        .holding = pp_plan_holding(plan, arena),
                        .arena = arena,
                        .from = today,
                        .until = today + 7 * weeks};
    pp_day monday = today - pp_weekday(today), end = f.until + (7 - pp_weekday(f.until)) % 7;
    pp_day rota = plan->rota_weeks > 0 ? plan->rota_from : end;
    pp_day rota_end = rota + 7 * plan->rota_weeks;
    pp_day before = rota < end ? rota : end, after = rota_end > monday ? rota_end : monday;
    if (monday < before) {
        look_at(&f, monday - to_whole_periods(service, before - monday), before, false);
    }
    look_at(&f, rota, rota_end, true);
    if (after < end) {
        look_at(&f, after, end + to_whole_periods(service, end - after), false);
    }
    for (int32_t g = 0; g < f.n; g++) {
        qsort_r(f.gaps[g].helpers, (size_t)f.gaps[g].n_helpers, sizeof(f.gaps[g].helpers[0]),
                by_rank, (void *)service);
    }
    if (f.n > 0) {
        qsort_r(f.gaps, (size_t)f.n, sizeof(f.gaps[0]), by_date_and_shift, (void *)service);
    }
    *out = f.gaps;
    return f.n;
}
