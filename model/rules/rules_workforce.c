// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of the workforce stage: cover, funding, arithmetic, in pence where money is meant. */
#include "judges.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static void month_breach(struct pp_verdict *out, pp_day month, int32_t row, int64_t amount)
{
    if (amount > 0) {
        struct pp_breach *breach = pp_verdict_add(out, amount);
        breach->date = month;
        breach->row = row;
    }
}

/* ---- unmet_cover ---- */

void judge_unmet_cover(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->plan->n_months; i++) {
        const struct pp_month *month = &c->plan->months[i];
        if (month->role != PP_NONE) {
            month_breach(out, month->month, month->role, month->unmet);
        }
    }
}

void explain_unmet_cover(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    pp_buf_printf(out, "Role %s lacks ", c->service->roles[breach->row].role);
    pp_buf_milli(out, breach->amount);
    pp_buf_add(out, " FTE in ");
    rules_month(out, breach->date);
    pp_buf_add(out, ".");
}

/* ---- funding ---- */

/* Income that no stream spends, in the financial year that begins at line `i`. */
static int64_t free_income(const struct pp_plan *plan, int32_t i)
{
    int32_t year = pp_financial_year(plan->cost_lines[i].month);
    int64_t income = 0;
    for (; i < plan->n_cost_lines && pp_financial_year(plan->cost_lines[i].month) == year; i++) {
        const struct pp_cost_line *line = &plan->cost_lines[i];
        income -= line->stream == PP_NONE && line->amount < 0 ? line->amount : 0;
    }
    return income;
}

/*
 * Adds up neighbours: cost lines are ordered by month.  Income that no stream spends goes off what
 * none pays for in its year, the earliest first.
 */
static void judge_unfunded_months(const struct pp_case *c, struct pp_verdict *out)
{
    const struct pp_plan *plan = c->plan;
    int32_t year = PP_NONE;
    int64_t income = 0;
    for (int32_t i = 0; i < plan->n_cost_lines;) {
        pp_day month = plan->cost_lines[i].month;
        int64_t unfunded = 0;
        income = pp_financial_year(month) == year ? income : free_income(plan, i);
        year = pp_financial_year(month);
        for (; i < plan->n_cost_lines && plan->cost_lines[i].month == month; i++) {
            const struct pp_cost_line *line = &plan->cost_lines[i];
            unfunded += line->stream == PP_NONE && line->amount > 0 ? line->amount : 0;
        }
        int64_t paid = income < unfunded ? income : unfunded;
        income -= paid;
        month_breach(out, month, PP_NONE, unfunded - paid);
    }
}

void judge_funding(const struct pp_case *c, struct pp_verdict *out)
{
    const struct pp_plan *plan = c->plan;
    judge_unfunded_months(c, out);
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &plan->cost_lines[i];
        assert(line->stream >= PP_NONE && line->stream < c->service->n_streams);
        if (line->stream != PP_NONE &&
            pp_financial_year(line->month) != c->service->streams[line->stream].financial_year) {
            month_breach(out, line->month, line->stream, line->amount);
        }
    }
    for (int32_t i = 0; i < plan->n_stream_uses; i++) {
        const struct pp_stream_use *use = &plan->stream_uses[i];
        month_breach(out, PP_NO_DAY, use->stream,
                     use->spent - c->service->streams[use->stream].amount);
    }
}

void explain_funding(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    if (breach->row == PP_NONE) {
        pp_buf_add(out, "Nothing pays for ");
        pp_buf_money(out, breach->amount);
        pp_buf_add(out, " of the cost of ");
        rules_month(out, breach->date);
        pp_buf_add(out, ".");
        return;
    }
    const struct pp_stream *stream = &c->service->streams[breach->row];
    pp_buf_printf(out, "Stream %s pays ", stream->stream);
    pp_buf_money(out, breach->amount);
    if (breach->date == PP_NO_DAY) {
        pp_buf_add(out, " more than it has.");
        return;
    }
    char year[PP_TIME_TEXT];
    pp_buf_add(out, " in ");
    rules_month(out, breach->date);
    pp_buf_printf(out, ", outside its year %s.",
                  pp_financial_year_text(stream->financial_year, year));
}

/* ---- arithmetic ---- */

/*
 * A row of this rule's breaches counts through the plan's months, then its stream uses, then its
 * savings: each is one figure, right or wrong.
 */

/* Figures of FTE stop at what their type holds. */
static int32_t figure(int64_t value)
{
    return value < 0 ? 0 : value > INT32_MAX ? INT32_MAX : (int32_t)value;
}

/* Nobody leaves or comes on a day that is not known. */
static bool nothing_is_left_to_chance(const struct pp_service *service)
{
    return service->n_workforce_history == 0 && service->n_pipeline == 0;
}

/* Something begins on a day of the month but its first, or ends on one but its last. */
static bool parts_month(pp_day month, pp_day from, pp_day to)
{
    const pp_day next = pp_month_first(month, 1);
    return (from != PP_NO_DAY && from > month && from < next) ||
           (to != PP_NO_DAY && to >= month && to < next - 1);
}

/* An agency worker may begin when the rules let them. */
static bool person_parts_month(const struct pp_service *service, int32_t person, pp_day month)
{
    const struct pp_practitioner *p = &service->practitioners[person];
    return parts_month(month, p->start, p->end) || parts_month(month, PP_NO_DAY, p->retires) ||
           (p->contract == PP_AGENCY &&
            (parts_month(month, pp_agency_experienced(service, person), PP_NO_DAY) ||
             parts_month(month, pp_agency_cooled_off(service, person), PP_NO_DAY)));
}

/* Posts, people and contracts are the same on all days of a month. */
static bool all_days_are_alike(const struct pp_service *service, pp_day month)
{
    bool alike = true;
    for (int32_t i = 0; i < service->n_posts; i++) {
        alike = alike && !parts_month(month, service->posts[i].start, service->posts[i].end);
    }
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        alike = alike && !person_parts_month(service, i, month);
    }
    for (int32_t i = 0; i < service->n_moves; i++) {
        alike = alike && !parts_month(month, service->moves[i].date, PP_NO_DAY);
    }
    for (int32_t i = 0; i < service->n_secondments; i++) {
        const struct pp_secondment *away = &service->secondments[i];
        alike = alike && !parts_month(month, away->from, away->to) &&
                !parts_month(month, PP_NO_DAY, away->backfill_to);
    }
    return alike;
}

/*
 * What a role's month must be, given its establishment, people and cover.  It may be vacant or unmet
 * by more where figures are expected or days differ: too many people in one case, or on one day, make
 * up for too few in no other.
 */
static bool role_month_is_right(const struct pp_service *service, const struct pp_month *month)
{
    int32_t vacancy = figure((int64_t)month->establishment - month->in_post);
    int32_t unmet = figure((int64_t)month->vacancy - month->bank - month->agency - month->overtime);
    if (nothing_is_left_to_chance(service) && all_days_are_alike(service, month->month)) {
        return month->vacancy == vacancy && month->unmet == unmet;
    }
    return month->vacancy >= vacancy && month->vacancy <= month->establishment &&
           month->unmet >= unmet && month->unmet <= month->vacancy;
}

/* Figures of a month that add up over the roles. */
static const size_t added_up[] = {
    offsetof(struct pp_month, establishment), offsetof(struct pp_month, in_post),
    offsetof(struct pp_month, vacancy),       offsetof(struct pp_month, bank),
    offsetof(struct pp_month, agency),        offsetof(struct pp_month, overtime),
    offsetof(struct pp_month, unmet),         offsetof(struct pp_month, starters),
    offsetof(struct pp_month, leavers),       offsetof(struct pp_month, moved),
    offsetof(struct pp_month, recruits),
};

static int32_t figure_at(const struct pp_month *month, size_t offset)
{
    int32_t value;
    memcpy(&value, (const char *)month + offset, sizeof(value));
    return value;
}

/* The row of the service as a whole is the sum of the roles' rows of that month. */
static bool total_month_is_right(const struct pp_plan *plan, const struct pp_month *total)
{
    for (size_t f = 0; f < sizeof(added_up) / sizeof(added_up[0]); f++) {
        int64_t sum = 0;
        for (int32_t i = 0; i < plan->n_months; i++) {
            const struct pp_month *month = &plan->months[i];
            bool counts = month->month == total->month && month->role != PP_NONE;
            sum += counts ? figure_at(month, added_up[f]) : 0;
        }
        if (figure_at(total, added_up[f]) != PP_UNKNOWN &&                    // of an older plan
            figure_at(total, added_up[f]) != (sum < 0 ? sum : figure(sum))) { // moved may be
            return false;
        }
    }
    return true;
}

static int64_t lapse_of(const struct pp_service *service, const struct pp_stream_use *use)
{
    int64_t left = service->streams[use->stream].amount - use->spent;
    return left > 0 ? left : 0;
}

static bool stream_use_is_right(const struct pp_case *c, const struct pp_stream_use *use)
{
    int64_t spent = 0;
    for (int32_t i = 0; i < c->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &c->plan->cost_lines[i];
        spent += line->stream == use->stream ? line->amount : 0;
    }
    return use->spent == spent && use->lapsed == lapse_of(c->service, use);
}

static int64_t weekly_cost(const struct pp_service *service, int32_t status)
{
    for (int32_t i = 0; status != PP_UNKNOWN && i < service->n_unit_costs; i++) {
        if (service->unit_costs[i].status == status) {
            return service->unit_costs[i].weekly_cost;
        }
    }
    return 0;
}

/* Money stops at what its type holds, as FTE does. */
static int64_t money_times(int64_t money, int64_t times)
{
    return times > 0 && money > INT64_MAX / times ? INT64_MAX : money * times;
}

/* The bid's Table 2: cases x weekly cost x weeks, before less after. */
static struct pp_saving saving_of(const struct pp_service *service, int32_t benefit)
{
    const struct pp_benefit *b = &service->benefits[benefit];
    struct pp_saving saving = {.benefit = benefit};
    int64_t weeks = (int64_t)b->cases * b->weeks;
    saving.gross = money_times(weekly_cost(service, b->from_status), weeks);
    saving.less = money_times(weekly_cost(service, b->to_status), weeks);
    saving.net = saving.gross - saving.less;
    return saving;
}

static bool saving_is_right(const struct pp_service *service, const struct pp_saving *saving)
{
    struct pp_saving right = saving_of(service, saving->benefit);
    return saving->gross == right.gross && saving->less == right.less && saving->net == right.net;
}

static void judge_figure(struct pp_verdict *out, int32_t row, bool right)
{
    if (!right) {
        pp_verdict_add(out, 1)->row = row;
    }
}

void judge_arithmetic(const struct pp_case *c, struct pp_verdict *out)
{
    const struct pp_plan *plan = c->plan;
    int32_t row = 0;
    for (int32_t i = 0; i < plan->n_months; i++) {
        const struct pp_month *month = &plan->months[i];
        judge_figure(out, row++,
                     month->role == PP_NONE ? total_month_is_right(plan, month)
                                            : role_month_is_right(c->service, month));
    }
    for (int32_t i = 0; i < plan->n_stream_uses; i++) {
        judge_figure(out, row++, stream_use_is_right(c, &plan->stream_uses[i]));
    }
    for (int32_t i = 0; i < plan->n_savings; i++) {
        judge_figure(out, row++, saving_is_right(c->service, &plan->savings[i]));
    }
}

static void explain_month(const struct pp_case *c, const struct pp_month *month, struct pp_buf *out)
{
    pp_buf_add(out, "The figures of ");
    rules_month(out, month->month);
    if (month->role == PP_NONE) {
        pp_buf_add(out, " for the whole service are not the sums of its roles.");
    } else {
        pp_buf_printf(out, " for role %s do not follow from each other.",
                      c->service->roles[month->role].role);
    }
}

static void explain_stream(const struct pp_case *c, const struct pp_stream_use *use,
                           struct pp_buf *out)
{
    pp_buf_printf(out, "What stream %s spends and lets lapse is not what the cost lines say.",
                  c->service->streams[use->stream].stream);
}

static void explain_saving(const struct pp_case *c, const struct pp_saving *saving,
                           struct pp_buf *out)
{
    const struct pp_benefit *benefit = &c->service->benefits[saving->benefit];
    pp_buf_printf(out, "The saving of %s, %s is ", benefit->cohort, benefit->outcome);
    pp_buf_money(out, saving_of(c->service, saving->benefit).net);
    pp_buf_add(out, ", not ");
    pp_buf_money(out, saving->net);
    pp_buf_add(out, ".");
}

void explain_arithmetic(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    int32_t row = breach->row;
    if (row < c->plan->n_months) {
        explain_month(c, &c->plan->months[row], out);
        return;
    }
    row -= c->plan->n_months;
    if (row < c->plan->n_stream_uses) {
        explain_stream(c, &c->plan->stream_uses[row], out);
        return;
    }
    explain_saving(c, &c->plan->savings[row - c->plan->n_stream_uses], out);
}

/* ---- cover_cost ---- */

void judge_cover_cost(const struct pp_case *c, struct pp_verdict *out)
{
    const struct pp_plan *plan = c->plan;
    for (int32_t i = 0; i < plan->n_cost_lines;) {
        pp_day month = plan->cost_lines[i].month;
        int64_t cost = 0;
        for (; i < plan->n_cost_lines && plan->cost_lines[i].month == month; i++) {
            cost += pp_line_is_cover(plan->cost_lines[i].line) ? plan->cost_lines[i].amount : 0;
        }
        month_breach(out, month, PP_NONE, cost);
    }
}

void explain_cover_cost(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    (void)c;
    pp_buf_add(out, "Bank, agency and overtime cost ");
    pp_buf_money(out, breach->amount);
    pp_buf_add(out, " in ");
    rules_month(out, breach->date);
    pp_buf_add(out, ".");
}
