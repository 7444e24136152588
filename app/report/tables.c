// SPDX-License-Identifier: GPL-3.0-or-later
/* The one list of report tables: who is where, when; those about money are in tables_money.c. */
#include "tables_money.h"

#include <podplan/schema.h>

#include <stdio.h>

static const char *key(const struct report_input *input, enum pp_table_id table, int32_t row)
{
    return row < 0 ? NULL : pp_row_key(input->service, table, row);
}

static const char *clock_text(struct table *table, pp_minute minute)
{
    char text[PP_TIME_TEXT];
    return pp_arena_string(&table->arena, pp_minute_text(minute, text));
}

/* ---- Allocation ---- */

static const struct column allocation_columns[] = {
    {"family", CELL_TEXT, 12},      {"patch", CELL_TEXT, 18},
    {"children", CELL_COUNT, 9},    {"points", CELL_MILLI, 9},
    {"unassessed", CELL_COUNT, 11}, {"practitioner", CELL_TEXT, 14},
    {"pod", CELL_TEXT, 12},         {"consultant", CELL_TEXT, 14},
    {"previous", CELL_TEXT, 14},    {"travel_minutes", CELL_COUNT, 14},
    {"reason", CELL_TEXT, 60},      {"social_worker", CELL_TEXT, 14},
};

static void fill_allocation(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    const struct pp_plan *plan = input->plan;
    const struct pp_case c = {service, plan, input->before};
    const int32_t *families = rows_by_key(&table->arena, service, PP_TABLE_families);
    for (int32_t i = 0; i < plan->n_placements; i++) {
        int32_t f = families[i];
        const struct pp_placement *placement = &plan->placements[f];
        const struct pp_family *family = &service->families[f];
        struct pp_load load = pp_family_load(service, f, service->settings.cases_from);
        struct cell *row = table_row(table);
        row[0] = table_text(family->family);
        row[1] = table_text(key(input, PP_TABLE_patches, family->patch));
        row[2] = table_number(load.children);
        row[3] = table_number(load.points);
        row[4] = table_number(load.unassessed);
        row[8] = table_text(key(input, PP_TABLE_practitioners, pp_holder_before(&c, f)));
        row[10] = table_text(placement->reason);
        row[11] =
            table_text(key(input, PP_TABLE_practitioners, pp_plan_social_worker(plan, service, f)));
        if (placement->practitioner == PP_NONE) {
            continue;
        }
        int32_t holder = placement->practitioner;
        row[5] = table_text(key(input, PP_TABLE_practitioners, holder));
        row[6] = table_text(key(input, PP_TABLE_pods, service->practitioners[holder].pod));
        row[7] = table_text(
            key(input, PP_TABLE_practitioners, pp_plan_consultant(plan, service, holder)));
        row[9] = table_number(pp_travel_load(service, f, holder));
    }
}

/* ---- Step-down and closing ---- */

static const struct column step_down_columns[] = {
    {"family", CELL_TEXT, 12},          {"escalated_from", CELL_DATE, 14},
    {"children", CELL_COUNT, 9},        {"points", CELL_MILLI, 9},
    {"practitioner", CELL_TEXT, 14},    {"social_worker", CELL_TEXT, 14},
    {"travel_minutes", CELL_COUNT, 14},
};

static void fill_step_down(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    const int32_t *families = rows_by_key(&table->arena, service, PP_TABLE_families);
    pp_day day = service->settings.cases_from;
    for (int32_t i = 0; input->plan->placements != NULL && i < service->n_families; i++) {
        int32_t f = families[i];
        if (!pp_is_escalated(service, f, day)) {
            continue;
        }
        struct pp_load load = pp_family_load(service, f, day);
        int32_t beside = pp_plan_social_worker(input->plan, service, f);
        struct cell *row = table_row(table);
        row[0] = table_text(service->families[f].family);
        row[1] = table_day(service->families[f].escalated_from);
        row[2] = table_number(load.children);
        row[3] = table_number(load.points);
        row[4] =
            table_text(key(input, PP_TABLE_practitioners, pp_plan_holder(input->plan, service, f)));
        row[5] = table_text(key(input, PP_TABLE_practitioners, beside));
        row[6] = table_number(beside == PP_NONE ? PP_UNKNOWN : pp_travel_load(service, f, beside));
    }
}

static const struct column handover_columns[] = {
    {"date", CELL_DATE, 11}, {"family", CELL_TEXT, 12},  {"children", CELL_COUNT, 9},
    {"pod", CELL_TEXT, 12},  {"from", CELL_TEXT, 14},    {"destination", CELL_TEXT, 16},
    {"to", CELL_TEXT, 14},   {"to_role", CELL_TEXT, 22},
};

static void fill_handovers(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    for (int32_t i = 0; i < input->plan->n_handovers; i++) {
        const struct pp_handover *handover = &input->plan->handovers[i];
        const struct pp_practitioner *people = service->practitioners;
        struct pp_load load =
            pp_family_load(service, handover->family, service->settings.planned_on);
        struct cell *row = table_row(table);
        row[0] = table_day(handover->date);
        row[1] = table_text(service->families[handover->family].family);
        row[2] = table_number(load.children);
        row[3] = table_text(key(input, PP_TABLE_pods, people[handover->from].pod));
        row[4] = table_text(key(input, PP_TABLE_practitioners, handover->from));
        row[5] = table_text(pp_word(pp_destination_words, handover->kind));
        if (handover->to != PP_NONE) {
            row[6] = table_text(key(input, PP_TABLE_practitioners, handover->to));
            row[7] = table_text(key(input, PP_TABLE_roles, people[handover->to].role));
        }
    }
}

/* ---- Caseload ---- */

static const struct column caseload_columns[] = {
    {"practitioner", CELL_TEXT, 14}, {"name", CELL_TEXT, 20},        {"role", CELL_TEXT, 22},
    {"pod", CELL_TEXT, 12},          {"families", CELL_COUNT, 9},    {"family_cap", CELL_COUNT, 10},
    {"children", CELL_COUNT, 9},     {"child_cap", CELL_COUNT, 9},   {"points", CELL_MILLI, 9},
    {"point_cap", CELL_MILLI, 9},    {"workload", CELL_PER_CENT, 9}, {"unassessed", CELL_COUNT, 11},
    {"consultant", CELL_TEXT, 14},
};

static void fill_caseload(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    pp_day day = service->settings.cases_from;
    const struct pp_balance balance = pp_balance_level(service, input->plan);
    const int32_t *people = rows_by_key(&table->arena, service, PP_TABLE_practitioners);
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        int32_t p = people[i];
        const struct pp_practitioner *person = &service->practitioners[p];
        struct pp_capacity capacity = pp_capacity_on(service, p, day);
        struct pp_load load = pp_plan_caseload(input->plan, service, p);
        if (service->roles[person->role].family_cap == PP_UNKNOWN && load.families == 0) {
            continue;
        }
        struct cell *row = table_row(table);
        row[0] = table_text(person->practitioner);
        row[1] = table_text(person->name);
        row[2] = table_text(key(input, PP_TABLE_roles, person->role));
        row[3] = table_text(key(input, PP_TABLE_pods, person->pod));
        row[4] = table_number(load.families);
        row[5] = table_number(capacity.families);
        row[6] = table_number(load.children);
        row[7] = table_number(capacity.children);
        row[8] = table_number(load.points);
        row[9] = table_number(capacity.points == INT32_MAX ? PP_UNKNOWN : capacity.points);
        row[10] = table_number(pp_workload_permille(&balance, load, capacity));
        row[11] = table_number(load.unassessed);
        row[12] = table_text(
            key(input, PP_TABLE_practitioners, pp_plan_consultant(input->plan, service, p)));
    }
}

/* ---- Rota ---- */

static const struct column rota_columns[] = {
    {"date", CELL_DATE, 11},         {"weekday", CELL_TEXT, 9},
    {"shift", CELL_TEXT, 16},        {"name", CELL_TEXT, 20},
    {"begin", CELL_TEXT, 7},         {"end", CELL_TEXT, 7},
    {"kind", CELL_TEXT, 9},          {"minutes_worked", CELL_COUNT, 14},
    {"practitioner", CELL_TEXT, 14}, {"pod", CELL_TEXT, 12},
};

static void fill_rota(const struct report_input *input, struct table *table)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const struct pp_service *service = input->service;
    for (int32_t t = 0; t < input->plan->n_turns; t++) {
        const struct pp_turn *turn = &input->plan->turns[t];
        const struct pp_shift *shift = &service->shifts[turn->shift];
        struct cell *row = table_row(table);
        row[0] = table_day(turn->date);
        row[1] = table_text(weekdays[pp_weekday(turn->date)]);
        row[2] = table_text(shift->shift);
        row[3] = table_text(pp_row_name(service, PP_TABLE_shifts, turn->shift));
        row[4] = table_text(clock_text(table, shift->begin));
        row[5] = table_text(clock_text(table, shift->end));
        row[6] = table_text(pp_word(pp_duty_kind_words, shift->kind));
        row[7] = table_number(pp_shift_minutes(service, turn->shift, turn->date));
        row[8] = table_text(key(input, PP_TABLE_practitioners, turn->practitioner));
        row[9] =
            table_text(key(input, PP_TABLE_pods, service->practitioners[turn->practitioner].pod));
    }
}

/* ---- Training ---- */

static const struct column training_columns[] = {
    {"date", CELL_DATE, 11}, {"session", CELL_TEXT, 16}, {"course", CELL_TEXT, 30},
    {"begin", CELL_TEXT, 7}, {"end", CELL_TEXT, 7},      {"practitioner", CELL_TEXT, 14},
    {"pod", CELL_TEXT, 12},  {"price", CELL_MONEY, 10},
};

static void fill_training(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    for (int32_t s = 0; s < input->plan->n_seats; s++) {
        const struct pp_seat *seat = &input->plan->seats[s];
        const struct pp_session *session = &service->sessions[seat->session];
        const struct pp_course *course = &service->courses[session->course];
        struct cell *row = table_row(table);
        row[0] = table_day(session->date);
        row[1] = table_text(session->session);
        row[2] = table_text(pp_row_name(service, PP_TABLE_courses, session->course));
        row[3] = table_text(clock_text(table, session->begin));
        row[4] = table_text(clock_text(table, session->end));
        row[5] = table_text(key(input, PP_TABLE_practitioners, seat->practitioner));
        row[6] =
            table_text(key(input, PP_TABLE_pods, service->practitioners[seat->practitioner].pod));
        row[7] = table_number(course->price);
    }
}

/* ---- Forecast ---- */

static const struct column forecast_columns[] = {
    {"month", CELL_DATE, 11},     {"financial_year", CELL_TEXT, 13},
    {"role", CELL_TEXT, 24},      {"establishment", CELL_MILLI, 13},
    {"in_post", CELL_MILLI, 10},  {"vacancy", CELL_MILLI, 10},
    {"bank", CELL_MILLI, 10},     {"agency", CELL_MILLI, 10},
    {"overtime", CELL_MILLI, 10}, {"unmet", CELL_MILLI, 10},
    {"needed", CELL_MILLI, 10},   {"surplus", CELL_MILLI, 10},
    {"spare", CELL_MILLI, 10},    {"starters", CELL_MILLI, 10},
    {"leavers", CELL_MILLI, 10},  {"moved", CELL_MILLI, 10},
    {"recruits", CELL_MILLI, 10},
};

/* In post as those of the month before, who comes and who goes. */
static void reckon_in_post(const struct report_input *input, struct table *table, int32_t m,
                           struct cell *row)
{
    const struct pp_month *month = &input->plan->months[m];
    int32_t before = m - 1;
    while (before >= 0 && input->plan->months[before].role != month->role) {
        before--;
    }
    const struct pp_month *last = before >= 0 ? &input->plan->months[before] : NULL;
    if (last != NULL && month->starters != PP_UNKNOWN &&
        last->in_post + month->starters - month->leavers + month->moved == month->in_post) {
        int at = table_place(table);
        row[4] =
            table_formula(table, month->in_post, "=E%d+N%d-O%d+P%d", (int)before + 2, at, at, at);
    }
}

/* What follows from the row's other figures: its vacancy, and what cover leaves open. */
static void reckon_role(struct table *table, const struct pp_month *month, struct cell *row)
{
    int at = table_place(table);
    row[5] = table_formula(table, month->vacancy, "=D%d-E%d+L%d", at, at, at);
    row[9] = table_formula(table, month->unmet, "=F%d-G%d-H%d-I%d+M%d", at, at, at, at, at);
}

/* The service as a whole: sums over the roles of the month, which stand above it from `first` on. */
static void reckon_service(struct table *table, int first, struct cell *row)
{
    int last = table_place(table) - 1;
    for (int column = 3; column <= 16 && first <= last; column += column == 9 ? 2 : 1) {
        if (!row[column].blank) { // an older forecast
            row[column] = table_formula(table, row[column].number, "=SUM(%c%d:%c%d)", 'A' + column,
                                        first, 'A' + column, last);
        }
    }
}

static void fill_forecast(const struct report_input *input, struct table *table)
{
    int first = 2; // worksheet row on which the month begins
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        const struct pp_month *month = &input->plan->months[m];
        struct cell *row = table_row(table);
        row[0] = table_day(month->month);
        row[1] = table_year(table, pp_financial_year(month->month));
        row[2] =
            table_text(month->role == PP_NONE ? "(all)" : key(input, PP_TABLE_roles, month->role));
        row[3] = table_number(month->establishment);
        row[4] = table_number(month->in_post);
        row[5] = table_number(month->vacancy);
        row[6] = table_number(month->bank);
        row[7] = table_number(month->agency);
        row[8] = table_number(month->overtime);
        row[9] = table_number(month->unmet);
        row[10] = table_number(month->needed);
        row[11] = table_number(surplus_of(month));
        row[12] = table_number(month->unmet - month->vacancy + month->bank + month->agency +
                               month->overtime);
        row[13] = table_number(month->starters);
        row[14] = table_number(month->leavers);
        row[15] = table_number(month->moved);
        row[16] = table_number(month->recruits);
        if (m > 0 && input->plan->months[m - 1].month != month->month) {
            first = table_place(table);
        }
        if (month->role == PP_NONE) {
            reckon_service(table, first, row);
        } else {
            reckon_in_post(input, table, m, row);
            reckon_role(table, month, row);
        }
    }
}

static const struct column range_columns[] = {
    {"month", CELL_DATE, 11},     {"months", CELL_COUNT, 8},    {"role", CELL_TEXT, 24},
    {"line", CELL_TEXT, 10},      {"p10_fte", CELL_MILLI, 10},  {"p50_fte", CELL_MILLI, 10},
    {"p90_fte", CELL_MILLI, 10},  {"p10_cost", CELL_MONEY, 14}, {"p50_cost", CELL_MONEY, 14},
    {"p90_cost", CELL_MONEY, 14},
};

static void fill_ranges(const struct report_input *input, struct table *table)
{
    for (int32_t i = 0; i < input->plan->n_ranges; i++) {
        const struct pp_range *range = &input->plan->ranges[i];
        struct cell *row = table_row(table);
        int32_t first = range->line >= PP_RANGE_COST ? 7 : 4;
        row[0] = table_day(range->month);
        row[1] = table_number(range->months);
        row[2] =
            table_text(range->role == PP_NONE ? "(all)" : key(input, PP_TABLE_roles, range->role));
        row[3] = table_text(pp_word(pp_range_line_words, range->line));
        row[first] = table_number(range->p10);
        row[first + 1] = table_number(range->p50);
        row[first + 2] = table_number(range->p90);
    }
}

/* ---- Rules and shortfalls ---- */

static const struct column rule_columns[] = {
    {"stage", CELL_TEXT, 12},    {"rule", CELL_TEXT, 20},    {"hard", CELL_TEXT, 6},
    {"breaches", CELL_COUNT, 9}, {"amount", CELL_COUNT, 12}, {"unit", CELL_TEXT, 16},
    {"weight", CELL_COUNT, 9},   {"cost", CELL_COUNT, 14},   {"meaning", CELL_TEXT, 70},
};

static void fill_rules(const struct report_input *input, struct table *table)
{
    const struct pp_verdict *verdict = input->verdict;
    for (int32_t r = 0; r < pp_n_rules; r++) {
        int64_t breaches = 0, amount = 0, cost = 0;
        for (int32_t b = 0; b < verdict->n_breaches; b++) {
            if (verdict->breaches[b].rule == r) {
                breaches++;
                amount += verdict->breaches[b].amount;
                cost += verdict->breaches[b].cost;
            }
        }
        struct cell *row = table_row(table);
        row[0] = table_text(pp_stage_word(pp_rules[r].stage));
        row[1] = table_text(pp_rules[r].name);
        row[2] = table_text(pp_rules[r].hard ? "yes" : "no");
        row[3] = table_number(breaches);
        row[4] = table_number(amount);
        row[5] = table_text(pp_rules[r].unit);
        row[6] = table_number(pp_rule_weight(input->service, r));
        row[7] =
            (__int128)amount * row[6].number == cost
                ? table_formula(table, cost, "=E%d*G%d", table_place(table), table_place(table))
                : table_number(cost);
        row[8] = table_text(pp_rules[r].help);
    }
}

static const struct column shortfall_columns[] = {
    {"stage", CELL_TEXT, 12}, {"rule", CELL_TEXT, 18},     {"subject", CELL_TEXT, 18},
    {"from", CELL_DATE, 11},  {"to", CELL_DATE, 11},       {"amount", CELL_COUNT, 12},
    {"unit", CELL_TEXT, 12},  {"sentence", CELL_TEXT, 80}, {"remedy", CELL_TEXT, 80},
};

static void fill_shortfalls(const struct report_input *input, struct table *table)
{
    for (int32_t i = 0; i < input->plan->n_shortfalls; i++) {
        const struct pp_shortfall *shortfall = &input->plan->shortfalls[i];
        struct cell *row = table_row(table);
        row[0] = table_text(pp_stage_word((enum pp_stage)shortfall->stage));
        row[1] = table_text(shortfall->rule);
        row[2] = table_text(shortfall->subject);
        row[3] = table_day(shortfall->from);
        row[4] = table_day(shortfall->to);
        row[5] = table_number(shortfall->amount);
        row[6] = table_text(shortfall->unit);
        row[7] = table_text(shortfall->sentence);
        row[8] = table_text(shortfall->remedy);
    }
}

#define COLUMNS(list) list, (int32_t)(sizeof(list) / sizeof((list)[0]))

const struct table_source table_sources[] = {
    {"allocation", "Allocation", COLUMNS(allocation_columns), fill_allocation},
    {"caseload", "Caseload", COLUMNS(caseload_columns), fill_caseload},
    {"step_down", "Step-down", COLUMNS(step_down_columns), fill_step_down},
    {"handovers", "Hand-overs", COLUMNS(handover_columns), fill_handovers},
    {"rota", "Rota", COLUMNS(rota_columns), fill_rota},
    {"training", "Training", COLUMNS(training_columns), fill_training},
    {"forecast", "Forecast", COLUMNS(forecast_columns), fill_forecast},
    {"forecast_pods", "Forecast by pod", COLUMNS(forecast_pod_columns), fill_forecast_pods},
    {"caseload_forecast", "Caseload forecast", COLUMNS(caseload_forecast_columns),
     fill_caseload_forecast},
    {"ranges", "Ranges", COLUMNS(range_columns), fill_ranges},
    {"cost_summary", "Cost summary", COLUMNS(cost_summary_columns), fill_cost_summary},
    {"staffing", "Staffing plan", COLUMNS(staffing_columns), fill_staffing},
    {"costs", "Costs", COLUMNS(cost_columns), fill_costs},
    {"cost_lines", "Cost lines", COLUMNS(cost_line_columns), fill_cost_lines},
    {"staff_paid", "Staff paid", COLUMNS(staff_paid_columns), fill_staff_paid},
    {"pay_rates", "Pay rates", COLUMNS(pay_rate_columns), fill_pay_rates},
    {"staff_costs", "Staff costs", COLUMNS(staff_cost_columns), fill_staff_costs},
    {"cover_costs", "Cover bought", COLUMNS(cover_cost_columns), fill_cover_costs},
    {"cover_rates", "Cover rates", COLUMNS(cover_rate_columns), fill_cover_rates},
    {"recruit_rates", "Recruit rates", COLUMNS(recruit_rate_columns), fill_recruit_rates},
    {"other_costs", "Other costs", COLUMNS(other_cost_columns), fill_other_costs},
    {"funding", "Funding", COLUMNS(funding_columns), fill_funding},
    {"cash", "Cash", COLUMNS(cash_columns), fill_cash},
    {"instalments", "Instalments", COLUMNS(instalment_columns), fill_instalments},
    {"post_costs", "Post costs", COLUMNS(post_cost_columns), fill_post_costs},
    {"grade_costs", "Grade costs", COLUMNS(grade_cost_columns), fill_grade_costs},
    {"savings", "Savings", COLUMNS(saving_columns), fill_savings},
    {"unit_costs", "Unit costs", COLUMNS(unit_cost_columns), fill_unit_costs},
    {"rules", "Rules", COLUMNS(rule_columns), fill_rules},
    {"shortfalls", "Shortfalls", COLUMNS(shortfall_columns), fill_shortfalls},
};

const struct table_source staff_source = {
    .columns = staff_cost_columns, .n_columns = 12, .fill = fill_staff_costs};
const struct table_source cover_source = {
    .columns = cover_cost_columns, .n_columns = 10, .fill = fill_cover_costs};
const struct table_source pay_rate_source = {
    .columns = pay_rate_columns, .n_columns = 24, .fill = fill_pay_rates};
const struct table_source staff_paid_source = {
    .columns = staff_paid_columns, .n_columns = 11, .fill = fill_staff_paid};
const struct table_source caseload_source = {.title = "Caseload forecast",
                                             .columns = caseload_forecast_columns,
                                             .n_columns = 20,
                                             .fill = fill_caseload_forecast};

const int32_t n_table_sources = (int32_t)(sizeof(table_sources) / sizeof(table_sources[0]));
