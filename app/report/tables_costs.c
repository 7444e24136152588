// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a month's lines of cost are made of (tables_lines.c has the lines).
 *
 *   staff_costs  a post in a month: yearly cost x FTE, the days so far less the days before
 *   cover_costs  FTE x weekly price x days / 7
 *   recruit_rates  what a starter costs once
 *   other_costs  what costs.csv has, to be spread over its days
 */
#include "tables_money.h"

#include <podplan/schema.h>
#include <podplan/solver.h>

#include <stdlib.h>
#include <string.h>

int32_t surplus_of(const struct pp_month *month)
{
    return month->vacancy - month->establishment + month->in_post;
}

int64_t money_part(int64_t amount, int64_t part, int64_t whole)
{
    return (int64_t)(((__int128)amount * part + whole / 2) / whole);
}

/* ---- Staff ---- */

const struct column staff_cost_columns[12] = {
    {"month", CELL_DATE, 11},         {"financial_year", CELL_TEXT, 13},
    {"role", CELL_TEXT, 22},          {"post", CELL_TEXT, 16},
    {"stream", CELL_TEXT, 18},        {"grade", CELL_TEXT, 22},
    {"fte", CELL_MILLI, 8},           {"yearly_cost", CELL_MONEY, 14},
    {"days_before", CELL_COUNT, 12},  {"days_so_far", CELL_COUNT, 12},
    {"days_of_year", CELL_COUNT, 12}, {"amount", CELL_MONEY, 14},
};

struct filed {
    const char *stream, *post; ///< stream NULL comes last
    int32_t row;
};

static int by_stream(const void *left, const void *right)
{
    const struct filed *a = left, *b = right;
    int order = (a->stream == NULL) - (b->stream == NULL);
    if (order == 0 && a->stream != NULL) {
        order = strcmp(a->stream, b->stream);
    }
    return order != 0 ? order : strcmp(a->post, b->post);
}

/* The posts of a role by stream and key; returns how many. */
static int32_t posts_of(const struct pp_service *service, int32_t role, struct filed *list)
{
    int32_t n = 0;
    for (int32_t p = 0; p < service->n_posts; p++) {
        const struct pp_post *post = &service->posts[p];
        if (post->role == role) {
            const char *stream =
                post->stream == PP_NONE ? NULL : service->streams[post->stream].stream;
            list[n++] = (struct filed){stream, post->post, p};
        }
    }
    if (n > 1) {
        qsort(list, (size_t)n, sizeof(list[0]), by_stream);
    }
    return n;
}

struct year_days year_days_of(pp_day begin, pp_day end)
{
    int32_t year = pp_financial_year(begin);
    pp_day first = pp_day_from_civil((struct pp_civil){year, 4, 1});
    pp_day next = pp_day_from_civil((struct pp_civil){year + 1, 4, 1});
    return (struct year_days){begin - first, end - first, next - first};
}

static void add_post_month(const struct report_input *input, const struct pp_month *month,
                           const struct filed *filed, const struct priced_grade *grades,
                           struct table *table)
{
    const struct pp_service *service = input->service;
    const struct pp_post *post = &service->posts[filed->row];
    pp_day begin = post->start > month->month ? post->start : month->month;
    pp_day end = pp_month_first(month->month, 1);
    end = post->end != PP_NO_DAY && post->end < end - 1 ? post->end + 1 : end;
    int32_t grade = post->grade != PP_NONE ? post->grade : service->roles[post->role].grade;
    int32_t year = pp_financial_year(month->month);
    int place = grade_cost_place(grades, service->n_grade_costs, grade, year);
    if (begin >= end) {
        return;
    }
    struct year_days days = year_days_of(begin, end);
    struct cell *row = table_row(table);
    int at = table_place(table);
    row[0] = table_day(month->month);
    row[1] = table_year(table, year);
    row[2] = table_text(pp_row_key(service, PP_TABLE_roles, post->role));
    row[3] = table_text(post->post);
    row[4] = table_text(filed->stream);
    row[5] = table_text(grade == PP_NONE ? NULL : service->grades[grade].grade);
    row[6] = table_number(post->fte);
    row[8] = table_number(days.before);
    row[9] = table_number(days.so_far);
    row[10] = table_number(days.all);
    if (place > 0) {
        int64_t yearly = grades[place - 2].cost->yearly_cost;
        int64_t all = money_part(yearly, post->fte, PP_FTE);
        row[7] = table_formula(table, yearly, "='Grade costs'!C%d", place);
        row[11] = table_formula(
            table, all * days.so_far / days.all - all * days.before / days.all,
            "=(INT(ROUND(" PENCE_OF("H%d") "*" MILLI_OF("G%d") "/1000,0)*J%d/K%d)-"
            "INT(ROUND(" PENCE_OF("H%d") "*" MILLI_OF("G%d") "/1000,0)*I%d/K%d))/100",
            at, at, at, at, at, at, at, at);
    }
}

void fill_staff_costs(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    const struct priced_grade *grades = grades_in_order(service, &table->arena);
    struct filed *list = PP_NEW(&table->arena, struct filed, service->n_posts + 1);
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        const struct pp_month *month = &input->plan->months[m];
        int32_t n = month->role == PP_NONE ? 0 : posts_of(service, month->role, list);
        for (int32_t i = 0; i < n; i++) {
            add_post_month(input, month, &list[i], grades, table);
        }
    }
}

/* ---- Cover ---- */

const struct column cover_cost_columns[10] = {
    {"month", CELL_DATE, 11},         {"role", CELL_TEXT, 22},
    {"kind", CELL_TEXT, 9},           {"fte", CELL_MILLI, 8},
    {"weekly_cost", CELL_MONEY, 14},  {"on_cost", CELL_PER_CENT, 9},
    {"weekly_price", CELL_MONEY, 14}, {"days", CELL_COUNT, 7},
    {"amount", CELL_MONEY, 14},       {"fte_days", CELL_COUNT, 12},
};

static const struct pp_cover_cost *cover_cost(const struct pp_service *service, int32_t role,
                                              int32_t kind)
{
    for (int32_t i = 0; i < service->n_cover_costs; i++) {
        if (service->cover_costs[i].role == role && service->cover_costs[i].kind == kind) {
            return &service->cover_costs[i];
        }
    }
    return NULL;
}

int64_t cover_week_price(const struct pp_service *service, int32_t role, int32_t kind)
{
    const struct pp_cover_cost *cost = cover_cost(service, role, kind);
    int32_t on_cost = kind == PP_COVER_AGENCY ? service->settings.on_cost_percent : 0;
    return cost == NULL ? -1 : money_part(cost->weekly_cost, 100 + on_cost, 100);
}

const struct column cover_rate_columns[5] = {
    {"role", CELL_TEXT, 22},          {"kind", CELL_TEXT, 9},
    {"weekly_cost", CELL_MONEY, 14},  {"on_cost", CELL_PER_CENT, 9},
    {"weekly_price", CELL_MONEY, 14},
};

void fill_cover_rates(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    const int32_t *roles = rows_by_key(&table->arena, service, PP_TABLE_roles);
    for (int32_t i = 0; i < service->n_roles * PP_COVERS; i++) {
        int32_t role = roles[i / PP_COVERS], kind = i % PP_COVERS;
        const struct pp_cover_cost *cost = cover_cost(service, role, kind);
        if (cost != NULL) {
            struct cell *row = table_row(table);
            int at = table_place(table);
            row[0] = table_text(pp_row_key(service, PP_TABLE_roles, role));
            row[1] = table_text(pp_word(pp_cover_kind_words, kind));
            row[2] = table_number(cost->weekly_cost);
            row[3] = table_number(
                kind == PP_COVER_AGENCY ? service->settings.on_cost_percent * INT64_C(10) : 0);
            row[4] = table_formula(table, cover_week_price(service, role, kind),
                                   "=ROUND(" PENCE_OF("C%d") "*(100+D%d)/100,0)/100", at, at);
        }
    }
}

struct cell cover_rate(const struct report_input *input, struct table *table, int32_t role,
                       int32_t kind)
{
    const struct pp_service *service = input->service;
    const int32_t *roles = rows_by_key(&table->arena, service, PP_TABLE_roles);
    int place = 1;
    for (int32_t i = 0; i < service->n_roles * PP_COVERS; i++) {
        place += cover_cost(service, roles[i / PP_COVERS], i % PP_COVERS) != NULL;
        if (roles[i / PP_COVERS] == role && i % PP_COVERS == kind) {
            break;
        }
    }
    int64_t price = cover_week_price(service, role, kind);
    return price < 0 ? table_number(PP_UNKNOWN)
                     : table_formula(table, price, "='Cover rates'!E%d", place);
}

/* What is bought of a kind in a month; `m`: which row of the forecast.  Of a vacancy by its days. */
static void add_cover(const struct report_input *input, const struct pay_workings *workings,
                      int32_t m, int32_t kind, struct table *table)
{
    const struct pp_month *month = &input->plan->months[m];
    const struct pp_cover_cost *cost = cover_cost(input->service, month->role, kind);
    int32_t fte = pp_month_cover(month, kind);
    if (fte == 0 || cost == NULL) {
        return;
    }
    int32_t on_cost = kind == PP_COVER_AGENCY ? input->service->settings.on_cost_percent : 0;
    int64_t price = cover_week_price(input->service, month->role, kind);
    int64_t days = pp_month_first(month->month, 1) - month->month;
    struct cell *row = table_row(table);
    int at = table_place(table);
    row[0] = table_day(month->month);
    row[1] = table_text(pp_row_key(input->service, PP_TABLE_roles, month->role));
    row[2] = table_text(pp_word(pp_cover_kind_words, kind));
    row[3] = table_formula(table, fte, "=Forecast!%c%d", 'G' + kind, (int)m + 2);
    row[4] = table_number(cost->weekly_cost);
    row[5] = table_number(on_cost * 10);
    row[6] = table_formula(table, price, "=ROUND(" PENCE_OF("E%d") "*(100+F%d)/100,0)/100", at, at);
    row[7] = table_number(days);
    const struct pp_working *working = pay_working_of(workings, month);
    const bool by_days = working != NULL && working->posts_days >= 0 && fte == month->vacancy &&
                         working->vacant_days != fte * days;
    if (by_days) {
        row[9] = table_number(working->vacant_days);
        row[8] = table_formula(table, money_part(price, working->vacant_days, INT64_C(7) * PP_FTE),
                               "=ROUND(" PENCE_OF("G%d") "*J%d/7000,0)/100", at, at);
    } else {
        row[8] = table_formula(table, money_part(price, fte * days, INT64_C(7) * PP_FTE),
                               "=ROUND(" PENCE_OF("G%d") "*" MILLI_OF("D%d") "*H%d/7000,0)/100", at,
                               at, at);
    }
}

void fill_cover_costs(const struct report_input *input, struct table *table)
{
    struct pay_workings workings = pay_workings_of(input, &table->arena);
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        for (int32_t kind = 0; kind < PP_COVERS && input->plan->months[m].role != PP_NONE; kind++) {
            add_cover(input, &workings, m, kind, table);
        }
    }
}

/* ---- Recruits ---- */

const struct column recruit_rate_columns[4] = {
    {"role", CELL_TEXT, 22},
    {"recruit_cost", CELL_MONEY, 14},
    {"training_cost", CELL_MONEY, 14},
    {"one_starter", CELL_MONEY, 14},
};

static const struct pp_recruitment *recruitment_of(const struct pp_service *service, int32_t role)
{
    for (int32_t i = 0; i < service->n_recruitment; i++) {
        if (service->recruitment[i].role == role) {
            return &service->recruitment[i];
        }
    }
    return NULL;
}

int64_t recruit_price(const struct pp_service *service, int32_t role)
{
    const struct pp_recruitment *one = recruitment_of(service, role);
    return one == NULL ? 0 : one->recruit_cost + one->training_cost;
}

int recruit_rate_place(const struct pp_service *service, struct pp_arena *arena, int32_t role)
{
    const int32_t *roles = rows_by_key(arena, service, PP_TABLE_roles);
    int place = 1;
    for (int32_t i = 0; i < service->n_roles; i++) {
        place += recruitment_of(service, roles[i]) != NULL;
        if (roles[i] == role) {
            break;
        }
    }
    return recruitment_of(service, role) == NULL ? 0 : place;
}

void fill_recruit_rates(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    const int32_t *roles = rows_by_key(&table->arena, service, PP_TABLE_roles);
    for (int32_t i = 0; i < service->n_roles; i++) {
        const struct pp_recruitment *one = recruitment_of(service, roles[i]);
        if (one != NULL) {
            struct cell *row = table_row(table);
            int at = table_place(table);
            row[0] = table_text(pp_row_key(service, PP_TABLE_roles, roles[i]));
            row[1] = table_number(one->recruit_cost);
            row[2] = table_number(one->training_cost);
            row[3] =
                table_formula(table, recruit_price(service, roles[i]), "=SUM(B%d:C%d)", at, at);
        }
    }
}

/* ---- Other costs ---- */

const struct column other_cost_columns[6] = {
    {"line", CELL_TEXT, 30}, {"stream", CELL_TEXT, 24}, {"from", CELL_DATE, 11},
    {"to", CELL_DATE, 11},   {"days", CELL_COUNT, 7},   {"amount", CELL_MONEY, 14},
};

struct named_cost {
    const struct pp_cost *cost;
    const char *stream; ///< "" none
};

static int by_line_and_days(const void *left, const void *right)
{
    const struct named_cost *a = left, *b = right;
    const struct pp_cost *x = a->cost, *y = b->cost;
    int order = strcmp(x->line, y->line);
    order = order != 0 ? order : (x->from > y->from) - (x->from < y->from);
    order = order != 0 ? order : (x->to > y->to) - (x->to < y->to);
    order = order != 0 ? order : strcmp(a->stream, b->stream);
    return order != 0 ? order : (x->amount > y->amount) - (x->amount < y->amount);
}

const struct pp_cost **costs_in_order(const struct pp_service *service, struct pp_arena *arena)
{
    int32_t n = service->n_costs;
    struct named_cost *named = PP_NEW(arena, struct named_cost, n + 1);
    const struct pp_cost **list = PP_NEW(arena, const struct pp_cost *, n + 1);
    for (int32_t i = 0; i < n; i++) {
        const struct pp_cost *cost = &service->costs[i];
        named[i] = (struct named_cost){
            cost, cost->stream == PP_NONE ? "" : service->streams[cost->stream].stream};
    }
    if (n > 1) {
        qsort(named, (size_t)n, sizeof(named[0]), by_line_and_days);
    }
    for (int32_t i = 0; i < n; i++) {
        list[i] = named[i].cost;
    }
    return list;
}

void fill_other_costs(const struct report_input *input, struct table *table)
{
    const struct pp_cost **list = costs_in_order(input->service, &table->arena);
    for (int32_t i = 0; i < input->service->n_costs; i++) {
        struct cell *row = table_row(table);
        int at = table_place(table);
        row[0] = table_text(list[i]->line);
        row[1] =
            table_text(list[i]->stream == PP_NONE ? NULL : stream_name(input, list[i]->stream));
        row[2] = table_day(list[i]->from);
        row[3] = table_day(list[i]->to);
        row[4] =
            table_formula(table, (int64_t)list[i]->to - list[i]->from + 1, "=D%d-C%d+1", at, at);
        row[5] = table_number(list[i]->amount);
    }
}
