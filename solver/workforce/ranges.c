// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ranges: the forecast's own figures put into the simulation of paths.c, and
 * what comes out put into the plan.
 *
 * The simulation is about the same establishment, people, flows, cover,
 * prices and caseload as the forecast.  Figures that are national:
 *
 *   absence   3.3% of days, England 2023 (Department for Education, Children's social work workforce)
 *   spread    the flows of one authority in one year differ from its mean by 28% of it beyond what
 *             chance among people makes: 151 authorities, 2017 to 2023, leavers and starters alike
 *   ramp      a newly qualified social worker holds 90% in the first year (Suffolk, Wirral); which
 *             starters are newly qualified is not known beforehand: a third is assumed
 */
#include "ranges.h"

#include "hazard.h"

#include <podplan/rng.h>

#include <math.h>
#include <string.h>

enum {
    TRIAL = 1000 ///< paths
};

static const double ABSENCE = 0.033, SPREAD = 0.28, RAMP = 0.1 / 3.0;
static const double DAYS_OF_MONTH = 365.25 / 12.0;

/*
 * Days of each stage where lead_times.csv has none: 13 weeks together, the mobilisation of Project
 * Crewe.
 */
static const struct pp_lead_time USUAL[PP_RECRUITMENT_STAGES] = {
    {PP_APPROVED, 7, 14, 21},
    {PP_ADVERTISED, 14, 28, 42},
    {PP_OFFERED, 7, 14, 21},
    {PP_VETTED, 21, 28, 56},
};

static uint64_t key_of(const struct workforce *w, const char *kind, const char *key)
{
    struct pp_rng rng = {pp_hash(pp_hash(w->settings->seed, kind, strlen(kind)), key, strlen(key))};
    return pp_rng_next(&rng);
}

static struct paths_lead lead_of(const struct workforce *w, int32_t stage)
{
    const struct pp_lead_time *lead = &USUAL[stage];
    for (int32_t i = 0; i < w->service->n_lead_times; i++) {
        if (w->service->lead_times[i].stage == stage) {
            lead = &w->service->lead_times[i];
        }
    }
    return (struct paths_lead){lead->least / DAYS_OF_MONTH, lead->typical / DAYS_OF_MONTH,
                               lead->most / DAYS_OF_MONTH};
}

/* ---- People ---- */

/* FTE of a spell by month; false: it has none in the forecast. */
static bool fte_here(const struct workforce *w, const struct spell *spell, struct pp_arena *arena,
                     const int32_t **fte_by_month)
{
    int32_t *here = PP_NEW(arena, int32_t, w->months);
    const int64_t fte = w->service->practitioners[spell->person].fte;
    bool any = false;
    for (int32_t m = 0; m < w->months; m++) {
        here[m] = workforce_average(w, m, fte * spells_days(w, spell, m));
        any = any || here[m] > 0;
    }
    *fte_by_month = here;
    return any;
}

/* FTE of a spell by piece of the role's months: the first day of each is as good as any. */
static const int32_t *parts_here(const struct workforce *w, const struct spell *spell,
                                 struct pp_arena *arena)
{
    const int64_t at = (int64_t)spell->role * w->months;
    const int32_t first = w->pieces_from[at], end = w->pieces_from[at + w->months];
    int32_t *parts = PP_NEW(arena, int32_t, end - first);
    for (int32_t p = first; p < end; p++) {
        const pp_day day = w->pieces[p].from;
        parts[p - first] = w->service->practitioners[spell->person].fte *
                           spells_days_between(w, spell, day, day + 1);
    }
    return parts;
}

static void add_people(const struct workforce *w, int32_t r, struct pp_arena *arena,
                       struct paths_role *role)
{
    const int32_t first = w->spells_from[r], end = w->spells_from[r + 1];
    struct paths_person *people = PP_NEW(arena, struct paths_person, end - first);
    for (int32_t s = first; s < end; s++) {
        const struct spell *spell = &w->spells[s];
        const struct pp_practitioner *p = &w->service->practitioners[spell->person];
        const int32_t *here = NULL;
        if (!stock_may_leave(p) ||
            (spells_change(w, spell->person) && !fte_here(w, spell, arena, &here))) {
            continue;
        }
        int32_t start = stock_cohort(w, p);
        people[role->n_people++] =
            (struct paths_person){.key = key_of(w, "person", p->practitioner),
                                  .fte = p->fte,
                                  .start = start,
                                  .tenure = hazard_tenure(w, p, start),
                                  .role = p->role,
                                  .here = here,
                                  .parts = here == NULL ? NULL : parts_here(w, spell, arena),
                                  .ends = flows_ends(w, spell)};
    }
    role->people = people;
}

static double months_since(const struct workforce *w, pp_day day)
{
    return fmax(0.0, (w->service->settings.planned_on - day) / DAYS_OF_MONTH);
}

struct paths_candidate ranges_candidate(const struct workforce *w, const struct pp_candidate_row *c)
{
    return (struct paths_candidate){
        .key = key_of(w, "candidate", c->candidate),
        .fte = c->fte,
        .stage = c->stage,
        .elapsed = months_since(w, c->since),
        .vetted = c->vetted_on == PP_NO_DAY ? -1.0 : months_since(w, c->vetted_on)};
}

void ranges_leads(const struct workforce *w, struct paths_lead lead[PATHS_STAGES])
{
    for (int32_t s = 0; s < PATHS_STAGES; s++) {
        lead[s] = lead_of(w, s);
    }
}

int32_t ranges_soonest(const struct workforce *w)
{
    struct paths_lead lead[PATHS_STAGES];
    const struct paths_candidate begun = {.stage = PP_APPROVED, .vetted = -1.0};
    ranges_leads(w, lead);
    int32_t month = paths_expected_start(&begun, lead);
    return month == 0 && w->months > 0 && w->first[0] < w->service->settings.planned_on ? 1 : month;
}

static void add_candidates(const struct workforce *w, int32_t r, struct pp_arena *arena,
                           struct paths_role *role)
{
    const struct pp_service *service = w->service;
    struct paths_candidate *candidates = PP_NEW(arena, struct paths_candidate, service->n_pipeline);
    for (int32_t i = 0; i < service->n_pipeline; i++) {
        const struct pp_candidate_row *c = &service->pipeline[i];
        if (c->role == r) {
            candidates[role->n_candidates++] = ranges_candidate(w, c);
        }
    }
    role->candidates = candidates;
}

/* ---- Cover and money ---- */

static void add_cover(struct workforce *w, int32_t r, struct pp_arena *arena,
                      struct paths_role *role)
{
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        const struct pp_cover_cost *cost = workforce_cover_cost(w->service, r, kind);
        int32_t *most = PP_NEW(arena, int32_t, w->months);
        double *price = PP_NEW(arena, double, w->months);
        for (int32_t m = 0; cost != NULL && m < w->months; m++) {
            most[m] = cover_room(w, r, kind, m);
            price[m] =
                (double)workforce_weekly_price(w, cost) * (w->first[m + 1] - w->first[m]) / 7.0;
        }
        role->held[kind] = workforce_held(w, r, kind);
        role->most[kind] = most;
        role->price[kind] = cost == NULL ? NULL : price;
        role->spell[kind] = cover_spell(cost);
    }
    role->n_order = w->months > 0 ? cover_order(w, r, 0, role->order) : 0;
}

/* Cover of a role that leaves nothing to chance is known. */
struct settled {
    int32_t *fte[PP_COVERS]; ///< months: beside contracts in place
};

static struct settled settle(const struct workforce *w, struct pp_arena *arena,
                             struct paths_role *role)
{
    struct settled settled;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        settled.fte[kind] = PP_NEW(arena, int32_t, w->months);
        role->settled[kind] = settled.fte[kind];
    }
    role->n_order = 0;
    return settled;
}

/* What the programme of the forecast chose. */
static void settle_cover(const struct workforce *w, int32_t r, struct pp_arena *arena,
                         struct paths_role *role)
{
    const struct settled settled = settle(w, arena, role);
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        for (int32_t m = 0; m < w->months; m++) {
            settled.fte[kind][m] =
                pp_month_cover(workforce_cell(w, r, m), kind) - role->held[kind][m];
        }
    }
}

static void add_months(struct workforce *w, int32_t r, struct pp_arena *arena,
                       struct paths_role *role)
{
    int32_t *establishment = PP_NEW(arena, int32_t, w->months);
    int32_t *fillable = PP_NEW(arena, int32_t, w->months);
    int32_t *needed = PP_NEW(arena, int32_t, w->months);
    double *pay = PP_NEW(arena, double, w->months);
    double *over = PP_NEW(arena, double, w->months);
    int64_t *beside = PP_NEW(arena, int64_t, w->months);
    for (int32_t m = 0; m < w->months; m++) {
        establishment[m] = workforce_cell(w, r, m)->establishment;
        fillable[m] = establishment[m] - w->backfilled[(int64_t)r * w->months + m];
        needed[m] = w->like != NULL ? PP_UNKNOWN : workforce_cell(w, r, m)->needed;
        pay[m] = charges_rate(w, r, m);
        over[m] = (double)charges_over(w, r, m);
        beside[m] = pay_lent(w, r, m) + charges_beyond(w, r, m);
    }
    role->staff = &w->staff[(int64_t)r * w->months];
    role->pieces = w->pieces;
    role->pieces_from = &w->pieces_from[(int64_t)r * w->months];
    role->establishment = establishment;
    role->fillable = fillable;
    role->needed = needed;
    role->pay = pay;
    role->over = over;
    role->beside = beside;
}

static void add_flows(struct workforce *w, int32_t r, struct pp_arena *arena,
                      struct paths_role *role)
{
    int32_t *begun = PP_NEW(arena, int32_t, w->months), *ended = PP_NEW(arena, int32_t, w->months);
    for (int32_t m = 0; m < w->months; m++) {
        const struct comings *c = &w->comings[(int64_t)r * w->months + m];
        begun[m] = flows_fte(c->begun);
        ended[m] = flows_fte(c->ended);
    }
    role->begun = begun;
    role->ended = ended;
    role->before = w->before[r];
    role->once = (double)staffing_once(w, r);
}

static void fill_role(struct workforce *w, int32_t r, struct pp_arena *arena,
                      struct paths_role *role)
{
    *role = (struct paths_role){.key = key_of(w, "role", w->service->roles[r].role),
                                .used = true,
                                .hazard = &w->hazard[(int64_t)r * PATHS_YEARS],
                                .leave = w->leave[r],
                                .join = w->flows.join};
    ranges_leads(w, role->lead);
    add_people(w, r, arena, role);
    add_candidates(w, r, arena, role);
    add_cover(w, r, arena, role);
    if (ranges_are_certain(w, r)) {
        settle_cover(w, r, arena, role);
    } else {
        role->hires = w->extra; // like planned starts, beside those that history expects
    }
    add_months(w, r, arena, role);
    add_flows(w, r, arena, role);
}

/* ---- Into the plan ---- */

static void write_band(const struct workforce *w, int32_t month, int32_t months, int32_t role,
                       int32_t line, const struct paths_band *band)
{
    pp_plan_add_range(w->plan, (struct pp_range){.month = w->first[month],
                                                 .months = months,
                                                 .role = role,
                                                 .line = line,
                                                 .p10 = band->p10,
                                                 .p50 = band->p50,
                                                 .p90 = band->p90});
}

/* The lines of a role, or only what it costs, under the name `cost`. */
static void write_role(const struct workforce *w, const struct paths_input *in,
                       const struct paths_answer *answer, int32_t r, bool holds, int32_t cost)
{
    int32_t role = r == in->n_roles ? PP_NONE : r;
    for (int32_t line = cost == PP_RANGE_COST ? 0 : PP_RANGE_COST; line < PATHS_LINES; line++) {
        bool written = holds || (line != PP_RANGE_AT_WORK && line != PP_RANGE_NEEDED);
        for (int32_t m = 0; written && m < w->months; m++) {
            write_band(w, m, 1, role, line == PP_RANGE_COST ? cost : line,
                       paths_band_of(answer, in, r, line, m));
        }
    }
}

static void write_years(const struct workforce *w, const struct paths_input *in,
                        const struct paths_answer *answer, int32_t cost)
{
    for (int32_t m = 0, end; m < w->months; m = end) {
        for (end = m; end < w->months && in->year[end] == in->year[m]; end++) {
        }
        if (end > m + 1) { // a year of one month is that month
            write_band(w, m, end - m, PP_NONE, cost, &answer->years[m]);
        }
    }
}

static void write_all(const struct workforce *w, const struct paths_input *in,
                      const struct paths_answer *answer, int32_t cost)
{
    bool any = false;
    for (int32_t r = 0; r < in->n_roles; r++) {
        bool holds = in->roles[r].used && in->roles[r].needed[0] != PP_UNKNOWN;
        any = any || holds;
        if (in->roles[r].used) {
            write_role(w, in, answer, r, holds, cost);
        }
    }
    write_role(w, in, answer, in->n_roles, any, cost);
    write_years(w, in, answer, cost);
}

/* What the staffing plan chose. */
static void settle_plan(const struct workforce *w, int32_t r, struct pp_arena *arena,
                        struct paths_role *role)
{
    const struct settled settled = settle(w, arena, role);
    for (int32_t i = 0; i < w->plan->n_staffing; i++) {
        const struct pp_staffing *row = &w->plan->staffing[i];
        for (int32_t m = 0; row->role == r && m < w->months; m++) {
            for (int32_t kind = 0; row->month == w->first[m] && kind < PP_COVERS; kind++) {
                settled.fte[kind][m] = pp_staffing_cover(row, kind) - role->held[kind][m];
            }
        }
    }
}

/* Planned starts in place of those that history expects, and what they cost once. */
static void take_starts(struct workforce *w, int32_t r, const int32_t *starts,
                        struct pp_arena *arena, struct paths_role *role)
{
    int64_t *beside = PP_NEW(arena, int64_t, w->months);
    const int64_t once = staffing_once(w, r);
    for (int32_t m = 0; m < w->months; m++) {
        beside[m] = money_add(role->beside[m], money_round(once, starts[m], PP_FTE));
    }
    role->beside = beside;
    role->hires = starts;
    role->join = 0.0; // they are chosen instead
    role->once = 0.0; // and candidates cost the same whatever is chosen
    add_cover(w, r, arena, role);
    if (ranges_are_certain(w, r)) {
        settle_plan(w, r, arena, role);
    }
}

static void tell_role(const void *user, int32_t role)
{
    const struct workforce *w = user;
    workforce_tell(w, role + 1, w->service->n_roles);
}

/* Enough to tell which of two is cheaper: both meet the same chance. */
static int32_t trial_paths(const struct workforce *w)
{
    return w->settings->paths < TRIAL ? w->settings->paths : TRIAL;
}

static struct paths_input input_of(const struct workforce *w, const struct paths_role *roles,
                                   const int32_t *year)
{
    bool moves = w->flows.leave > 0.0 || w->flows.join > 0.0;
    return (struct paths_input){.months = w->months,
                                .paths = w->like != NULL ? trial_paths(w) : w->settings->paths,
                                .only_means = w->like != NULL,
                                .threads = w->settings->threads > 0 ? w->settings->threads : 2,
                                .seed = w->settings->seed,
                                .spread = moves ? SPREAD : 0.0,
                                .absence = ABSENCE,
                                .ramp = RAMP,
                                .gain = w->gain,
                                .come = w->like != NULL ? NULL : w->come,
                                .children = w->children,
                                .fixed = w->fixed,
                                .year = year,
                                .roles = roles,
                                .n_roles = w->service->n_roles,
                                .tell = w->like != NULL ? NULL : tell_role,
                                .user = w};
}

/* What the paths are taken with, and what they come to. */
struct simulation {
    struct paths_role *roles;
    struct paths_input in;
    struct paths_answer answer;
};

bool ranges_are_certain(const struct workforce *w, int32_t role)
{
    bool people = false, candidates = false;
    for (int32_t s = w->spells_from[role]; s < w->spells_from[role + 1]; s++) {
        people = people || stock_may_leave(&w->service->practitioners[w->spells[s].person]);
    }
    for (int32_t i = 0; i < w->service->n_pipeline; i++) {
        candidates = candidates || w->service->pipeline[i].role == role;
    }
    bool moves = w->flows.join > 0.0 || (people && w->flows.leave > 0.0);
    return w->settings->paths <= 0 || !(moves || candidates);
}

bool ranges_are_known(const struct workforce *w, int32_t role)
{
    return w->flows.leave + w->flows.join <= 0.0 || ranges_are_certain(w, role);
}

void ranges_simulate(struct workforce *w)
{
    if (w->settings->paths <= 0 || w->months == 0) {
        return;
    }
    struct pp_arena *arena = &w->arena;
    struct simulation *s = w->simulation = PP_NEW(arena, struct simulation, 1);
    int32_t *year = PP_NEW(arena, int32_t, w->months);
    s->roles = PP_NEW(arena, struct paths_role, w->service->n_roles);
    for (int32_t r = 0; r < w->service->n_roles; r++) {
        if (w->used[r] && (w->like == NULL || r == w->extra_role)) {
            fill_role(w, r, arena, &s->roles[r]);
        }
    }
    for (int32_t m = 0; m < w->months; m++) {
        year[m] = pp_financial_year(w->first[m]);
    }
    s->in = input_of(w, s->roles, year);
    paths_run(&s->in, arena, &s->answer);
}

const struct paths_mean *ranges_mean(const struct workforce *w, int32_t role, int32_t month)
{
    return paths_mean_of(&w->simulation->answer, &w->simulation->in, role, month);
}

void ranges_try(struct workforce *w, const int32_t *starts, bool trial, struct paths_answer *answer)
{
    const int32_t n = w->service->n_roles;
    struct paths_role *roles = PP_NEW(&w->arena, struct paths_role, n);
    for (int32_t r = 0; r < n; r++) {
        roles[r] = w->simulation->roles[r];
        if (w->used[r]) {
            take_starts(w, r, &starts[(int64_t)r * w->months], &w->arena, &roles[r]);
        }
    }
    struct paths_input in = w->simulation->in;
    in.roles = roles;
    in.only_means = trial;
    in.paths = trial ? trial_paths(w) : in.paths;
    in.tell = trial ? NULL : in.tell;
    paths_run(&in, &w->arena, answer);
}

void ranges_fill(struct workforce *w)
{
    struct simulation *s = w->simulation;
    if (s == NULL) {
        return;
    }
    write_all(w, &s->in, &s->answer, PP_RANGE_COST);
    if (w->planned != NULL) {
        write_all(w, &s->in, w->planned, PP_RANGE_PLAN);
    }
}
