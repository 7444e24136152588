// SPDX-License-Identifier: GPL-3.0-or-later
/* The tables about money: their columns and the functions that fill them, for the list in tables.c. */
#ifndef PODPLAN_REPORT_TABLES_MONEY_H
#define PODPLAN_REPORT_TABLES_MONEY_H

#include "table.h"

extern const struct column cost_summary_columns[4];
extern const struct column cash_columns[6];
extern const struct column instalment_columns[3];
extern const struct column cost_columns[5];
extern const struct column funding_columns[7];
extern const struct column post_cost_columns[13];
extern const struct column grade_cost_columns[3];
extern const struct column saving_columns[9];
extern const struct column unit_cost_columns[3];

extern const struct column cost_line_columns[4];
extern const struct column staff_cost_columns[12];
extern const struct column cover_cost_columns[10];
extern const struct column cover_rate_columns[5];
extern const struct column recruit_rate_columns[4];
extern const struct column other_cost_columns[6];
extern const struct column pay_rate_columns[24];
extern const struct column staff_paid_columns[11];
extern const struct column staffing_columns[23];
extern const struct column forecast_pod_columns[12];
extern const struct column caseload_forecast_columns[20];

/** Tables that others are made from. */
extern const struct table_source staff_source, cover_source, pay_rate_source, staff_paid_source,
    caseload_source;

/** Whom a row of staff_paid is about; compared by address. */
extern const char staff_in_posts[], staff_above_posts[], staff_lent[];

/** A row of grade_costs; the sheet has them by grade and year. */
struct priced_grade {
    const char *grade;
    const struct pp_grade_cost *cost;
};

/** Rows of grade_costs in the order of their sheet, owned by the arena. */
struct priced_grade *grades_in_order(const struct pp_service *service, struct pp_arena *arena);

/** The row of the sheet with the cost of a grade that is in force in a year; 0: none is. */
int grade_cost_place(const struct priced_grade *list, int32_t n, int32_t grade, int32_t year);

/** The workings of every role and month; `list` is NULL when there are none. */
struct pay_workings {
    pp_day first;
    int32_t months;
    const struct pp_working *list;
};
struct pay_workings pay_workings_of(const struct report_input *input, struct pp_arena *arena);

/** Of a role's month; NULL: the forecast is of another day than the service is. */
const struct pp_working *pay_working_of(const struct pay_workings *workings,
                                        const struct pp_month *month);

/** Rows of costs in the order of their sheet, owned by the arena. */
const struct pp_cost **costs_in_order(const struct pp_service *service, struct pp_arena *arena);

/** Days of the financial year before `begin` and `end`, and of the whole year. */
struct year_days {
    int64_t before, so_far, all;
};
struct year_days year_days_of(pp_day begin, pp_day end);

/** Expected in post above the establishment: more than nothing only where some are too many. */
int32_t surplus_of(const struct pp_month *month);

/** part / whole of an amount, half up; none of them is below 0. */
int64_t money_part(int64_t amount, int64_t part, int64_t whole);

/** Pence of one FTE of a kind of cover for a week, on-cost included; -1: nobody said. */
int64_t cover_week_price(const struct pp_service *service, int32_t role, int32_t kind);

/** The same as a cell that refers to its sheet; blank: nobody said. */
struct cell cover_rate(const struct report_input *input, struct table *table, int32_t role,
                       int32_t kind);

/** Pence that a full-time starter of a role costs once; 0: nobody said. */
int64_t recruit_price(const struct pp_service *service, int32_t role);

/** The worksheet row of a role in recruit_rates; 0: it has none. */
int recruit_rate_place(const struct pp_service *service, struct pp_arena *arena, int32_t role);

/** What people call a stream; PP_NONE: nobody pays. */
const char *stream_name(const struct report_input *input, int32_t stream);

void fill_cost_lines(const struct report_input *input, struct table *table);
void fill_staff_costs(const struct report_input *input, struct table *table);
void fill_cover_costs(const struct report_input *input, struct table *table);
void fill_pay_rates(const struct report_input *input, struct table *table);
void fill_staff_paid(const struct report_input *input, struct table *table);
void fill_caseload_forecast(const struct report_input *input, struct table *table);
void fill_forecast_pods(const struct report_input *input, struct table *table);
void fill_staffing(const struct report_input *input, struct table *table);
void fill_cover_rates(const struct report_input *input, struct table *table);
void fill_recruit_rates(const struct report_input *input, struct table *table);
void fill_other_costs(const struct report_input *input, struct table *table);
void fill_instalments(const struct report_input *input, struct table *table);
void fill_cash(const struct report_input *input, struct table *table);
void fill_cost_summary(const struct report_input *input, struct table *table);
void fill_costs(const struct report_input *input, struct table *table);
void fill_funding(const struct report_input *input, struct table *table);
void fill_post_costs(const struct report_input *input, struct table *table);
void fill_grade_costs(const struct report_input *input, struct table *table);
void fill_savings(const struct report_input *input, struct table *table);
void fill_unit_costs(const struct report_input *input, struct table *table);

#endif
