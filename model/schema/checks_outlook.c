// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of history, demand, transitions, benefits and rule weights. */
#include "checks.h"

#include <podplan/buf.h>
#include <podplan/limits.h>
#include <podplan/rules.h>

#include <stdio.h>
#include <string.h>

static void month_begins_later(const struct checks_case *c, int32_t row)
{
    pp_day month = c->service->demand[row].month;
    char given[PP_DATE_TEXT], first[PP_DATE_TEXT];
    if (pp_month_first(month, 0) != month) {
        checks_add(c, row, "month", "%s is not the first day of a month; write %s",
                   pp_day_text(month, given), pp_day_text(pp_month_first(month, 0), first));
    }
}

static void transition_to_itself(const struct checks_case *c, int32_t row)
{
    const struct pp_transition *transition = &c->service->transitions[row];
    if (transition->from_status == transition->to_status) {
        checks_add(c, row, "to_status",
                   "'%s' is where it begins; who does not move stays without a row",
                   pp_word(pp_status_words, transition->to_status));
    }
}

/* More children leave a status than are in it; said of the last of its rows. */
static void rates_exceed_one(const struct checks_case *c)
{
    int64_t sums[PP_STATUSES] = {0};
    int32_t last[PP_STATUSES] = {0};
    for (int32_t t = 0; t < c->service->n_transitions; t++) {
        if (checks_is_sound(c, PP_TABLE_transitions, t)) {
            const struct pp_transition *one = &c->service->transitions[t];
            sums[one->from_status] += one->monthly_rate;
            last[one->from_status] = t;
        }
    }
    for (int32_t s = 0; s < PP_STATUSES; s++) {
        if (sums[s] > 1000000) {
            checks_add(c, last[s], "monthly_rate",
                       "the rates out of '%s' add up to %d.%06d; allowed: at most 1; lower one",
                       pp_word(pp_status_words, s), (int)(sums[s] / 1000000),
                       (int)(sums[s] % 1000000));
        }
    }
}

static bool has_unit_cost(const struct checks_case *c, int32_t status)
{
    for (int32_t u = 0; u < c->service->n_unit_costs; u++) {
        if (c->service->unit_costs[u].status == status) {
            return true;
        }
    }
    return status == PP_UNKNOWN || status == PP_CLOSED;
}

static void benefit_without_cost(const struct checks_case *c, int32_t row)
{
    const struct pp_benefit *benefit = &c->service->benefits[row];
    bool from = has_unit_cost(c, benefit->from_status);
    if (!from || !has_unit_cost(c, benefit->to_status)) {
        checks_add(c, row, from ? "to_status" : "from_status",
                   "'%s' has no weekly cost in unit_costs.csv; add it there",
                   pp_word(pp_status_words, from ? benefit->to_status : benefit->from_status));
    }
}

static void benefit_without_change(const struct checks_case *c, int32_t row)
{
    const struct pp_benefit *benefit = &c->service->benefits[row];
    if (benefit->from_status == benefit->to_status) {
        checks_add(c, row, "to_status", "'%s' is what it would have been; nothing is saved",
                   pp_word(pp_status_words, benefit->to_status));
    }
}

/* Saved money is added up over all benefits, so one may not fill the type. */
static void benefit_beyond_counting(const struct checks_case *c, int32_t row)
{
    const int64_t most = (int64_t)PP_MAX_MONEY_POUNDS * 10000;
    const struct pp_benefit *benefit = &c->service->benefits[row];
    int64_t weeks = (int64_t)benefit->cases * benefit->weeks;
    for (int32_t u = 0; u < c->service->n_unit_costs; u++) {
        const struct pp_unit_cost *unit = &c->service->unit_costs[u];
        bool concerned = unit->status == benefit->from_status || unit->status == benefit->to_status;
        if (concerned && checks_is_sound(c, PP_TABLE_unit_costs, u) && weeks > 0 &&
            unit->weekly_cost > most / weeks) {
            checks_add(c, row, "cases",
                       "'%d' for %d weeks at the weekly cost of '%s' is more than 100000000000 "
                       "pounds, the most that is counted; lower one of them",
                       (int)benefit->cases, (int)benefit->weeks,
                       pp_word(pp_status_words, unit->status));
        }
    }
}

static void hard_rule_for_nothing(const struct checks_case *c, int32_t row)
{
    const struct pp_rule_weight *weight = &c->service->rule_weights[row];
    if (pp_rules[weight->rule].hard && weight->weight == 0) {
        checks_add(c, row, "weight", "'0' would make breaking '%s' free; a hard rule has a price",
                   pp_rules[weight->rule].name);
    }
}

static void lead_time_out_of_order(const struct checks_case *c, int32_t row)
{
    const struct pp_lead_time *lead = &c->service->lead_times[row];
    if (lead->least > lead->typical || lead->typical > lead->most) {
        checks_add(c, row, "typical",
                   "'%d' does not lie between least '%d' and most '%d'; put the three in order",
                   (int)lead->typical, (int)lead->least, (int)lead->most);
    }
}

static void candidate_from_the_future(const struct checks_case *c, int32_t row)
{
    const struct pp_candidate_row *candidate = &c->service->pipeline[row];
    char since[PP_DATE_TEXT], today[PP_DATE_TEXT];
    pp_day planned_on = c->service->settings.planned_on;
    if (candidate->since > planned_on) {
        checks_add(c, row, "since", "%s is after planned_on, %s; only what has happened is given",
                   pp_day_text(candidate->since, since), pp_day_text(planned_on, today));
    }
    if (candidate->vetted_on != PP_NO_DAY && candidate->vetted_on > planned_on) {
        checks_add(c, row, "vetted_on",
                   "%s is after planned_on, %s; only what has happened is given",
                   pp_day_text(candidate->vetted_on, since), pp_day_text(planned_on, today));
    }
}

/* Published years follow each other; one that is not known has a row that says so. */
static void year_missing(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int32_t year = service->workforce_history[row].year, next = PP_UNKNOWN;
    for (int32_t k = 0; k < service->n_workforce_history; k++) {
        int32_t other = service->workforce_history[k].year;
        next = other > year && (next == PP_UNKNOWN || other < next) ? other : next;
    }
    if (next != PP_UNKNOWN && next > year + 1) {
        const char rows[] = "with blank figures where they are not known";
        if (next == year + 2) {
            checks_add(c, row, "year", "'%d' is missing between '%d' and '%d'; add its row, %s",
                       (int)year + 1, (int)year, (int)next, rows);
        } else {
            checks_add(c, row, "year",
                       "'%d' to '%d' are missing between '%d' and '%d'; add their rows, %s",
                       (int)year + 1, (int)next - 1, (int)year, (int)next, rows);
        }
    }
}

/* ---- Whether a year of history can have been ---- */

enum {
    TURNOVER = 2 ///< no year is known in which more than so many times the staff left or started
};

/* Hours change and returns are rounded: a tenth and one full-time equivalent are no mistake. */
static int64_t with_slack(int64_t fte)
{
    return fte + fte / 10 + PP_FTE;
}

static int32_t in_post_before(const struct pp_service *service, int32_t year)
{
    for (int32_t k = 0; k < service->n_workforce_history; k++) {
        if (service->workforce_history[k].year == year - 1) {
            return service->workforce_history[k].in_post;
        }
    }
    return PP_UNKNOWN;
}

static const char correct_it[] = "correct the figure, or leave it blank where it is not known";

/* What moved in a year, and what it is held against. */
struct moved {
    const struct pp_history *year;
    bool left;              ///< or started
    int32_t before;         ///< in post the year before
    int32_t fte, other_way; ///< who left or started, and the other of the two
    int32_t stock;          ///< those among whom it happened
};

static struct moved moved_in(const struct checks_case *c, int32_t row, bool left)
{
    const struct pp_history *year = &c->service->workforce_history[row];
    int32_t before = in_post_before(c->service, year->year);
    return left ? (struct moved){year, left, before, year->leavers, year->starters, before}
                : (struct moved){year, left, before, year->starters, year->leavers, year->in_post};
}

/* More left than were there and started; more started than are there and left. */
static bool is_too_many(const struct moved *m)
{
    return m->fte != PP_UNKNOWN && m->other_way != PP_UNKNOWN && m->stock != PP_UNKNOWN &&
           m->fte > with_slack((int64_t)m->stock + m->other_way);
}

static bool is_beyond_turnover(const struct moved *m)
{
    int32_t most = m->year->in_post > m->before ? m->year->in_post : m->before;
    return m->fte != PP_UNKNOWN && most != PP_UNKNOWN && m->fte > TURNOVER * with_slack(most);
}

static void year_can_not_be(const struct checks_case *c, int32_t row)
{
    char a[CHECKS_FTE], b[CHECKS_FTE], d[CHECKS_FTE];
    for (int left = 1; left >= 0; left--) {
        struct moved m = moved_in(c, row, left == 1);
        const char *column = m.left ? "leavers" : "starters";
        int32_t most = m.year->in_post > m.before ? m.year->in_post : m.before;
        if (is_too_many(&m)) {
            checks_add(c, row, column,
                       "'%s' %s in %d, more than the '%s' in post %s and the '%s' who %s; %s",
                       checks_fte_text(m.fte, a), m.left ? "left" : "started", (int)m.year->year,
                       checks_fte_text(m.stock, b), m.left ? "the year before" : "at its end",
                       checks_fte_text(m.other_way, d), m.left ? "started" : "left", correct_it);
        } else if (is_beyond_turnover(&m)) {
            checks_add(c, row, column, "'%s' %s in %d, more than twice those in post, '%s'; %s",
                       checks_fte_text(m.fte, a), m.left ? "left" : "started", (int)m.year->year,
                       checks_fte_text(most, b), correct_it);
        }
    }
}

/* In post the year before, and who started, less who left. */
static void year_does_not_add_up(const struct checks_case *c, int32_t row)
{
    const struct pp_history *year = &c->service->workforce_history[row];
    struct moved out = moved_in(c, row, true), in = moved_in(c, row, false);
    int32_t before = out.before;
    char a[CHECKS_FTE], b[CHECKS_FTE], d[CHECKS_FTE], e[CHECKS_FTE];
    if (is_too_many(&out) || is_too_many(&in) || before == PP_UNKNOWN ||
        year->in_post == PP_UNKNOWN || year->starters == PP_UNKNOWN ||
        year->leavers == PP_UNKNOWN) {
        return;
    }
    int64_t expected = (int64_t)before + year->starters - year->leavers;
    int64_t most = year->in_post > before ? year->in_post : before;
    int64_t off = expected > year->in_post ? expected - year->in_post : year->in_post - expected;
    if (off > with_slack(with_slack(most)) - most) {
        checks_add(c, row, "in_post",
                   "'%s' in post in %d, '%s' started and '%s' left, which does not come to '%s'; "
                   "leavers and starters of this year teach the forecast something wrong unless a "
                   "reorganisation explains it",
                   checks_fte_text(before, a), (int)year->year - 1,
                   checks_fte_text(year->starters, b), checks_fte_text(year->leavers, d),
                   checks_fte_text(year->in_post, e));
    }
}

/* A month given by another of its days is there, too: that it is not the first is said apart. */
static pp_day month_of(const struct pp_demand *demand)
{
    return demand->month == PP_NO_DAY ? PP_NO_DAY : pp_month_first(demand->month, 0);
}

static void demand_month_missing(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    pp_day month = month_of(&service->demand[row]), next = PP_NO_DAY;
    for (int32_t k = 0; k < service->n_demand && month != PP_NO_DAY; k++) {
        pp_day other = month_of(&service->demand[k]);
        next = other > month && (next == PP_NO_DAY || other < next) ? other : next;
    }
    if (next != PP_NO_DAY && next > pp_month_first(month, 1)) {
        char missing[PP_DATE_TEXT], last[PP_DATE_TEXT], before[PP_DATE_TEXT], after[PP_DATE_TEXT];
        pp_day_text(pp_month_first(month, 1), missing);
        pp_day_text(pp_month_first(next, -1), last);
        pp_day_text(month, before);
        pp_day_text(next, after);
        if (strcmp(missing, last) == 0) {
            checks_add(c, row, "month", "the month %s is missing between %s and %s; add its row",
                       missing, before, after);
        } else {
            checks_add(c, row, "month",
                       "the months %s to %s are missing between %s and %s; add their rows", missing,
                       last, before, after);
        }
    }
}

/* Today's caseload is held against the referrals of today. */
static void demand_begins_late(const struct checks_case *c)
{
    const struct pp_service *service = c->service;
    pp_day planned_on = service->settings.planned_on;
    int32_t first = PP_NONE;
    for (int32_t k = 0; k < service->n_demand; k++) {
        pp_day month = service->demand[k].month;
        bool earlier = first == PP_NONE || month < service->demand[first].month;
        first = month != PP_NO_DAY && earlier ? k : first;
    }
    if (first == PP_NONE || planned_on == PP_NO_DAY) {
        return;
    }
    pp_day today = pp_month_first(planned_on, 0);
    if (month_of(&service->demand[first]) > today) {
        char missing[PP_DATE_TEXT], there[PP_DATE_TEXT];
        checks_add(c, first, "month",
                   "the month of planned_on, %s, is missing; today's caseload is held against the "
                   "referrals of %s, the first there are; add its row",
                   pp_day_text(today, missing), pp_day_text(service->demand[first].month, there));
    }
}

const struct check checks_outlook[] = {
    {false, PP_TABLE_lead_times, "`typical` does not lie between `least` and `most`.",
     .row = lead_time_out_of_order},
    {false, PP_TABLE_pipeline, "A date is after `planned_on`.", .row = candidate_from_the_future,
     .dated = true},
    {false, PP_TABLE_workforce_history, "A year is missing between two others.",
     .row = year_missing},
    {false, PP_TABLE_workforce_history,
     "More left or started in a year than there can have been, or than twice those in post.",
     .row = year_can_not_be},
    {true, PP_TABLE_workforce_history,
     "In post the year before, starters and leavers do not come to in post.",
     .row = year_does_not_add_up},
    {false, PP_TABLE_demand, "A month is missing between two others.", .row = demand_month_missing},
    {true, PP_TABLE_demand, "The month of `planned_on` is missing, and all before it.",
     .whole = demand_begins_late, .dated = true},
    {false, PP_TABLE_demand, "The month is not given by its first day.", .row = month_begins_later},
    {false, PP_TABLE_transitions, "From a status to itself.", .row = transition_to_itself},
    {false, PP_TABLE_transitions, "The rates out of a status add up to more than 1.",
     .whole = rates_exceed_one},
    {false, PP_TABLE_benefits, "A status has no weekly cost.", .row = benefit_without_cost},
    {false, PP_TABLE_benefits, "Both statuses are the same.", .row = benefit_without_change},
    {false, PP_TABLE_benefits, "Cases x weeks x weekly cost is more than 100000000000 pounds.",
     .row = benefit_beyond_counting},
    {false, PP_TABLE_rule_weights, "A hard rule has the weight 0.", .row = hard_rule_for_nothing},
    {0},
};
