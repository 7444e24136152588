// SPDX-License-Identifier: GPL-3.0-or-later
/* The figures of a plan, counted from the plan and the verdict. */
#include "summary.h"

#include <assert.h>
#include <string.h>

static void count_families(const struct pp_service *service, const struct pp_plan *plan,
                           struct summary *summary)
{
    pp_day day = service->settings.cases_from;
    for (int32_t f = 0; f < plan->n_placements; f++) {
        summary->families += pp_is_open(service, f, day);
        summary->placed += plan->placements[f].practitioner != PP_NONE;
        int32_t holder = pp_plan_holder(plan, service, f);
        summary->across += pp_is_escalated(service, f, day) && holder != PP_NONE &&
                           pp_is_social_worker(service, holder);
        summary->escalated += pp_is_escalated(service, f, day);
        summary->accompanied += pp_plan_social_worker(plan, service, f) != PP_NONE;
    }
    for (int32_t i = 0; i < plan->n_handovers; i++) {
        const struct pp_handover *handover = &plan->handovers[i];
        summary->destinations[handover->kind]++;
        summary->last_handover =
            handover->date > summary->last_handover ? handover->date : summary->last_handover;
    }
}

/** True when `p` is the better example than `q`: by key, so that the order of rows is no matter. */
static bool goes_first(const struct pp_service *service, int32_t p, int32_t q)
{
    return strcmp(service->practitioners[p].practitioner, service->practitioners[q].practitioner) <
           0;
}

static void count_holder(const struct pp_service *service, struct summary *s, int32_t p,
                         int32_t workload)
{
    bool first = s->holders++ == 0;
    if (first || workload < s->lowest ||
        (workload == s->lowest && goes_first(service, p, s->lowest_holder))) {
        s->lowest = workload;
        s->lowest_holder = p;
    }
    if (first || workload > s->highest ||
        (workload == s->highest && goes_first(service, p, s->highest_holder))) {
        s->highest = workload;
        s->highest_holder = p;
    }
}

static void find_caseloads(const struct pp_service *service, const struct pp_plan *plan,
                           struct summary *summary)
{
    const struct pp_balance balance = pp_balance_level(service, plan);
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        struct pp_capacity capacity = pp_capacity_on(service, p, service->settings.cases_from);
        if (pp_may_hold_cases(service, plan, p) && capacity.families > 0) {
            struct pp_load load = pp_plan_caseload(plan, service, p);
            count_holder(service, summary, p, pp_workload_permille(&balance, load, capacity));
        }
    }
}

static void count_turns(const struct pp_service *service, const struct task_result *result,
                        struct summary *summary)
{
    const struct pp_plan *plan = result->plan;
    for (int32_t day = 0; day < 7 * plan->rota_weeks; day++) {
        for (int32_t s = 0; s < service->n_shifts; s++) {
            if (pp_shift_runs(service, s, plan->rota_from + day)) {
                summary->turns += service->shifts[s].needed;
            }
        }
    }
    int32_t cover = pp_rule_find("cover");
    assert(cover != PP_NONE);
    summary->open = result->sums[cover].amount;
}

static void count_seats(const struct pp_service *service, const struct pp_plan *plan,
                        struct summary *summary)
{
    summary->seats = plan->n_seats;
    for (int32_t s = 0; s < plan->n_seats; s++) {
        int32_t session = plan->seats[s].session;
        // seats are in the order of their sessions
        summary->sessions += s == 0 || plan->seats[s - 1].session != session;
        summary->training_price += service->courses[service->sessions[session].course].price;
    }
}

static struct summary_year *year_of(struct summary *summary, pp_day month)
{
    int32_t year = pp_financial_year(month);
    for (int32_t y = 0; y < summary->n_years; y++) {
        if (summary->years[y].year == year) {
            return &summary->years[y];
        }
    }
    assert(summary->n_years < SUMMARY_YEARS);
    summary->years[summary->n_years] = (struct summary_year){.year = year};
    return &summary->years[summary->n_years++];
}

static void add_years(const struct pp_plan *plan, struct summary *summary)
{
    for (int32_t m = 0; m < plan->n_months; m++) {
        const struct pp_month *month = &plan->months[m];
        if (month->role == PP_NONE) {
            struct summary_year *year = year_of(summary, month->month);
            year->months++;
            year->establishment += month->establishment;
            year->vacancy += month->vacancy;
            year->unmet += month->unmet;
        }
    }
    for (int32_t c = 0; c < plan->n_cost_lines; c++) {
        const struct pp_cost_line *line = &plan->cost_lines[c];
        struct summary_year *year = year_of(summary, line->month);
        year->total_cost += line->amount;
        year->cover_cost += pp_line_is_cover(line->line) ? line->amount : 0;
        year->unpaid += line->stream == PP_NONE ? line->amount : 0;
    }
}

static void count_states(const struct pp_service *service, const struct pp_plan *plan,
                         struct summary *summary)
{
    for (int32_t t = 0; t < plan->n_turns; t++) {
        summary->states[pp_turn_state(service, plan, &plan->turns[t])]++;
    }
}

void summary_make(const struct pp_service *service, const struct task_result *result,
                  struct summary *summary)
{
    *summary = (struct summary){
        .lowest_holder = PP_NONE, .highest_holder = PP_NONE, .last_handover = PP_NO_DAY};
    count_families(service, result->plan, summary);
    find_caseloads(service, result->plan, summary);
    count_turns(service, result, summary);
    count_states(service, result->plan, summary);
    count_seats(service, result->plan, summary);
    add_years(result->plan, summary);
}
