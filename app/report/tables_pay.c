// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What staff are paid, and what the staffing plan costs, as products of what stands beside them.
 *
 *   pay_rates   one FTE of a role in a month: what its posts cost over their FTE, by points of the
 *               spine where there are any
 *   staff_paid  those in post, by who is meant to pay: the posts' cost times the part of them that
 *               is in post; who is above the establishment; who is lent to others and paid here:
 *               their own yearly costs x FTE x days of the financial year so far, less those before
 *   staffing    pay x FTE (of those who start by the lowest point, of those above the posts at the
 *               role's grade), weekly price x FTE x days / 7, starting cost x starts, and their sum
 *
 * By points: of the cost at grade, the part of known staff is paid as their points are to what
 * the posts cost, that of newcomers as the lowest points are to it.  Who is above the
 * establishment is at the cost of the role's grade, whose numbers stand in the formula where
 * the posts cost something else.
 */
#include "tables_money.h"

#include <podplan/limits.h>
#include <podplan/schema.h>
#include <podplan/solver.h>

#include <stdio.h>
#include <string.h>

/* ---- The workings of the forecast ---- */

/* Months of the forecast, all roles in each. */
static int32_t months_of(const struct pp_plan *plan)
{
    int32_t months = 0;
    for (int32_t m = 0; m < plan->n_months; m++) {
        months += m == 0 || plan->months[m].month != plan->months[m - 1].month;
    }
    return months;
}

struct pay_workings pay_workings_of(const struct report_input *input, struct pp_arena *arena)
{
    int32_t months = months_of(input->plan);
    return (struct pay_workings){.first = pp_month_first(input->service->settings.planned_on, 0),
                                 .months = months,
                                 .list = months <= PP_MAX_MONTHS
                                             ? pp_workforce_workings(input->service, months, arena)
                                             : NULL};
}

const struct pp_working *pay_working_of(const struct pay_workings *workings,
                                        const struct pp_month *month)
{
    for (int32_t m = 0; workings->list != NULL && m < workings->months; m++) {
        if (month->role != PP_NONE && pp_month_first(workings->first, m) == month->month) {
            const struct pp_working *working =
                &workings->list[(int64_t)month->role * workings->months + m];
            return working->establishment == month->establishment ? working : NULL;
        }
    }
    return NULL;
}

/* ---- By points ---- */

/* Column of a letter. */
static int column(char letter)
{
    return letter - 'A';
}

/* What known people and newcomers are paid, to what it is that they are paid of. */
struct points {
    int64_t paid, graded, newcomer, grade;
    bool in_sheet; ///< the sheet of rates has these
};

static struct points points_of(const struct pp_working *working, bool above)
{
    const struct points posts = {working->at_points, working->at_grade, working->newcomer,
                                 working->grade, true};
    if (!above || working->above_grade == working->grade) {
        return posts;
    }
    return (struct points){working->above_at_points, working->above_at_grade,
                           working->above_newcomer, working->above_grade, false};
}

/* " x part / whole", of the sheet of rates or as numbers, to the penny. */
static void add_ratio(struct pp_buf *out, char column, int at, int rates,
                      const struct points *points, bool known)
{
    int64_t part = known ? points->paid : points->newcomer;
    int64_t whole = known ? points->graded : points->grade;
    const long long by = common_divisor(part, whole);
    pp_buf_printf(out, "ROUND(" PENCE_OF("%c%d"), column, at);
    if (!points->in_sheet) {
        pp_buf_printf(out, "*%lld/%lld,0)/100", (long long)part / by, (long long)whole / by);
    } else if (known) {
        pp_buf_printf(out, "*('Pay rates'!G%d/%lld)/('Pay rates'!H%d/%lld),0)/100", rates, by,
                      rates, by);
    } else {
        pp_buf_printf(out,
                      "*" PENCE_OF("'Pay rates'!I%d") "/" PENCE_OF("'Pay rates'!J%d") ",0)/100",
                      rates, rates);
    }
}

/*
 * The cost at grade, which stands before column `first`, by points: the known part, the newcomers'
 * part, and what both come to.  `rates`: the row of the sheet of rates.
 */
static void add_points(struct table *table, struct cell *row, char first, int rates,
                       const struct pp_working *working, const struct points *points)
{
    const int at = table_place(table);
    const int64_t amount = row[column(first) - 1].number;
    const bool all = working->known >= working->manned;
    const bool newcomers = points->grade > 0 && points->newcomer >= 0;
    int64_t known = all ? amount : money_part(amount, working->known, working->manned);
    int64_t others = amount - known, paid = known;
    struct pp_buf sum = {0};
    row[column(first)] =
        all ? table_formula(table, known, "=%c%d", first - 1, at)
            : table_formula(table, known,
                            "=ROUND(" PENCE_OF("%c%d") "*" MILLI_OF("'Pay rates'!F%d") "/" MILLI_OF(
                                "'Pay rates'!E%d") ",0)/100",
                            first - 1, at, rates, rates);
    row[column(first) + 1] = table_formula(table, others, "=%c%d-%c%d", first - 1, at, first, at);
    pp_buf_add(&sum, "=");
    if (points->graded > 0) {
        paid = money_part(known, points->paid, points->graded);
        add_ratio(&sum, first, at, rates, points, true);
    } else {
        pp_buf_printf(&sum, "%c%d", first, at);
    }
    pp_buf_add(&sum, "+");
    if (newcomers) {
        others = money_part(others, points->newcomer, points->grade);
        add_ratio(&sum, (char)(first + 1), at, rates, points, false);
    } else {
        pp_buf_printf(&sum, "%c%d", first + 1, at);
    }
    row[column(first) + 2] = table_formula(table, paid + others, "%s", pp_buf_text(&sum));
    pp_buf_finish(&sum);
}

/* By points where there are any, else the cost at grade as it is. */
static void add_pay(const struct report_input *input, struct table *table, struct cell *row,
                    char first, int rates, const struct pp_working *working, bool above)
{
    if (input->service->n_spine_points > 0) {
        const struct points points = points_of(working, above);
        add_points(table, row, first, rates, working, &points);
    } else {
        row[column(first) + 2] = table_formula(table, row[column(first) - 1].number, "=%c%d",
                                               first - 1, table_place(table));
    }
}

/* ---- Rates ---- */

const struct column pay_rate_columns[24] = {
    {"month", CELL_DATE, 11},
    {"role", CELL_TEXT, 22},
    {"posts_cost", CELL_MONEY, 14},
    {"posts_fte", CELL_MILLI, 10},
    {"staff_fte", CELL_MILLI, 10},
    {"known_fte", CELL_MILLI, 10},
    {"known_by_points", CELL_COUNT, 18},
    {"known_at_grade", CELL_COUNT, 18},
    {"lowest_point", CELL_MONEY, 14},
    {"grade_cost", CELL_MONEY, 14},
    {"one_fte_at_grade", CELL_MONEY, 16},
    {"known_part", CELL_MONEY, 14},
    {"newcomers_part", CELL_MONEY, 14},
    {"one_fte", CELL_MONEY, 14},
    {"one_starter", CELL_MONEY, 14},
    {"lent_before", CELL_COUNT, 18},
    {"lent_so_far", CELL_COUNT, 18},
    {"posts_days", CELL_COUNT, 12},
    {"filled_days", CELL_COUNT, 12},
    {"above_days", CELL_COUNT, 12},
    {"above_at_grade", CELL_MONEY, 16},
    {"above_known_part", CELL_MONEY, 16},
    {"above_newcomers_part", CELL_MONEY, 18},
    {"one_above", CELL_MONEY, 14},
};

/* Rows [first, end) of staff_costs: a role's posts in a month. */
struct span {
    int32_t first, end;
};

static struct span posts_in(const struct table *staff, pp_day month, const char *role)
{
    struct span span = {0, 0};
    for (int32_t i = 0; i < staff->n_rows; i++) {
        const struct cell *row = table_cells(staff, i);
        if (row[0].number == month && strcmp(row[2].text, role) == 0) {
            span.first = span.end == 0 ? i : span.first;
            span.end = i + 1;
        }
    }
    return span;
}

static int64_t cost_of(const struct table *staff, struct span span)
{
    int64_t sum = 0;
    for (int32_t i = span.first; i < span.end; i++) {
        const struct cell *amount = &table_cells(staff, i)[11];
        sum += amount->blank ? 0 : amount->number;
    }
    return sum;
}

/* FTE x days over the days of the month. */
static struct cell posts_fte(struct table *table, const struct table *staff, struct span span,
                             pp_day month, int32_t posts)
{
    int64_t days = pp_month_first(month, 1) - month, fte_days = 0;
    int first = (int)span.first + 2, end = (int)span.end + 1;
    for (int32_t i = span.first; i < span.end; i++) {
        const struct cell *row = table_cells(staff, i);
        fte_days += row[6].number * (row[9].number - row[8].number);
    }
    if (span.first == span.end || money_part(fte_days, 1, days) != posts) {
        return table_number(posts);
    }
    return table_formula(
        table, posts,
        "=ROUND(" MILLI_OF("SUMPRODUCT('Staff costs'!G%d:G%d*('Staff costs'!J%d:J%d-"
                           "'Staff costs'!I%d:I%d))") "/%d,0)/1000",
        first, end, first, end, first, end, (int)days);
}

#define GRADE_YEAR "ROUND(" PENCE_OF("'Grade costs'!C%d") "*" MILLI_OF("%s") "/1000,0)"

/* `fte` (a cell or a number) of a grade in a month: the days so far less the days before. */
static struct cell grade_month(const struct report_input *input, struct table *table,
                               const struct priced_grade *grades, int32_t role, pp_day month,
                               int32_t fte, const char *fte_cell)
{
    const struct pp_service *service = input->service;
    int32_t grade = service->roles[role].grade;
    int place = grade == PP_NONE ? 0
                                 : grade_cost_place(grades, service->n_grade_costs, grade,
                                                    pp_financial_year(month));
    if (place == 0) {
        return table_number(0);
    }
    struct year_days days = year_days_of(month, pp_month_first(month, 1));
    int64_t all = money_part(grades[place - 2].cost->yearly_cost, fte, PP_FTE);
    return table_formula(table, all * days.so_far / days.all - all * days.before / days.all,
                         "=(INT(" GRADE_YEAR "*%d/%d)-INT(" GRADE_YEAR "*%d/%d))/100", place,
                         fte_cell, (int)days.so_far, (int)days.all, place, fte_cell,
                         (int)days.before, (int)days.all);
}

static void add_days(const struct pp_working *working, struct cell *row)
{
    if (working->posts_days >= 0) {
        row[17] = table_number(working->posts_days);
        row[18] = table_number(working->filled_days);
        row[19] = table_number(working->over_days);
    }
}

static void add_lent_rates(const struct pp_working *working, struct cell *row)
{
    if (working->lent_so_far > 0) {
        row[15] = table_number(working->lent_before);
        row[16] = table_number(working->lent_so_far);
    }
}

static void add_rates(const struct report_input *input, int32_t m, const struct table *staff,
                      const struct priced_grade *grades, const struct pp_working *working,
                      struct table *table)
{
    const struct pp_month *month = &input->plan->months[m];
    const char *role = pp_row_key(input->service, PP_TABLE_roles, month->role);
    struct span span = posts_in(staff, month->month, role);
    struct cell *row = table_row(table);
    int at = table_place(table);
    int64_t cost = cost_of(staff, span);
    row[0] = table_day(month->month);
    row[1] = table_text(role);
    row[2] = span.first == span.end ? table_number(0)
                                    : table_formula(table, cost, "=SUM('Staff costs'!L%d:L%d)",
                                                    (int)span.first + 2, (int)span.end + 1);
    row[3] = posts_fte(table, staff, span, month->month, working->posts);
    if (input->service->n_spine_points > 0) {
        row[4] = table_number(working->manned);
        row[5] = table_number(working->known);
        row[6] = table_number(working->at_points);
        row[7] = table_number(working->at_grade);
        row[8] = table_number(working->newcomer < 0 ? PP_UNKNOWN : working->newcomer);
        row[9] = table_number(working->grade < 0 ? PP_UNKNOWN : working->grade);
    }
    row[10] =
        working->posts > 0
            ? table_formula(table, money_part(cost, PP_FTE, working->posts),
                            "=ROUND(" PENCE_OF("C%d") "*1000/" MILLI_OF("D%d") ",0)/100", at, at)
            : grade_month(input, table, grades, month->role, month->month, PP_FTE, "1");
    add_pay(input, table, row, 'L', at, working, false);
    row[14] = working->grade > 0 && working->newcomer >= 0
                  ? table_formula(
                        table, money_part(row[10].number, working->newcomer, working->grade),
                        "=ROUND(" PENCE_OF("K%d") "*" PENCE_OF("I%d") "/" PENCE_OF("J%d") ",0)/100",
                        at, at, at)
                  : table_formula(table, row[10].number, "=K%d", at);
    add_lent_rates(working, row);
    add_days(working, row);
    row[20] = grade_month(input, table, grades, month->role, month->month, PP_FTE, "1");
    add_pay(input, table, row, 'V', at, working, true);
}

void fill_pay_rates(const struct report_input *input, struct table *table)
{
    const struct priced_grade *grades = grades_in_order(input->service, &table->arena);
    struct pay_workings workings = pay_workings_of(input, &table->arena);
    struct table staff;
    table_make(input, &staff_source, &staff);
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        const struct pp_month *month = &input->plan->months[m];
        const struct pp_working *working = pay_working_of(&workings, month);
        if (working != NULL) {
            add_rates(input, m, &staff, grades, working, table);
        }
    }
    table_finish(&staff);
}

/* The row of the sheet of rates of a role in a month; 0: it has none. */
static int rates_place(const struct table *rates, pp_day month, const char *role)
{
    for (int32_t i = 0; i < rates->n_rows; i++) {
        const struct cell *row = table_cells(rates, i);
        if (row[0].number == month && strcmp(row[1].text, role) == 0) {
            return (int)i + 2;
        }
    }
    return 0;
}

/* ---- Who is paid ---- */

const struct column staff_paid_columns[11] = {
    {"month", CELL_DATE, 11},       {"financial_year", CELL_TEXT, 13},
    {"role", CELL_TEXT, 22},        {"who", CELL_TEXT, 18},
    {"stream", CELL_TEXT, 18},      {"posts_cost", CELL_MONEY, 14},
    {"fte", CELL_MILLI, 10},        {"at_grade", CELL_MONEY, 14},
    {"known_part", CELL_MONEY, 14}, {"newcomers_part", CELL_MONEY, 14},
    {"amount", CELL_MONEY, 14},
};

const char staff_in_posts[] = "in posts", staff_above_posts[] = "above the posts",
           staff_lent[] = "seconded out";

/* All that the rows of a role in a month need. */
struct payroll {
    const struct report_input *input;
    const struct table *staff;
    const struct priced_grade *grades;
    const struct pp_working *working;
    int32_t m;
    int rates; ///< row of their sheet
    const char *role;
};

static struct cell *paid_row(const struct payroll *p, const char *who, struct table *table)
{
    const struct pp_month *month = &p->input->plan->months[p->m];
    struct cell *row = table_row(table);
    row[0] = table_day(month->month);
    row[1] = table_year(table, pp_financial_year(month->month));
    row[2] = table_text(p->role);
    row[3] = table_text(who);
    return row;
}

/* What of the posts' cost in column F is filled: by days, where nothing is left to chance. */
static struct cell filled_part(const struct payroll *p, int64_t cost, int32_t filled,
                               struct table *table)
{
    const struct pp_working *working = p->working;
    const int at = table_place(table);
    if (working->posts_days >= 0 &&
        working->filled_days * working->posts != filled * working->posts_days) {
        return table_formula(table, money_part(cost, working->filled_days, working->posts_days),
                             "=ROUND(" PENCE_OF("F%d") "*'Pay rates'!S%d/'Pay rates'!R%d,0)/100",
                             at, p->rates, p->rates);
    }
    if (filled < working->posts) {
        return table_formula(
            table, money_part(cost, filled, working->posts),
            "=ROUND(" PENCE_OF("F%d") "*" MILLI_OF("G%d") "/" MILLI_OF("'Pay rates'!D%d") ",0)/100",
            at, at, p->rates);
    }
    return table_formula(table, cost, "=F%d", at);
}

/* The posts that one stream is meant to pay for, at the part of them that is in post. */
static void add_group(const struct payroll *p, struct span span, struct table *table)
{
    const struct pp_working *working = p->working;
    struct cell *row = paid_row(p, staff_in_posts, table);
    int64_t cost = cost_of(p->staff, span);
    const struct pp_month *month = &p->input->plan->months[p->m];
    const int32_t filled = month->in_post - surplus_of(month);
    row[4] = table_cells(p->staff, span.first)[4];
    row[5] = table_formula(table, cost, "=SUM('Staff costs'!L%d:L%d)", (int)span.first + 2,
                           (int)span.end + 1);
    row[6] =
        table_formula(table, filled, "=Forecast!E%d-Forecast!L%d", (int)p->m + 2, (int)p->m + 2);
    row[7] = filled_part(p, cost, filled, table);
    add_pay(p->input, table, row, 'I', p->rates, working, false);
}

static void add_groups(const struct payroll *p, struct table *table)
{
    struct span all = posts_in(p->staff, p->input->plan->months[p->m].month, p->role);
    for (int32_t i = all.first, end; i < all.end; i = end) {
        const struct cell *stream = &table_cells(p->staff, i)[4];
        for (end = i + 1; end < all.end; end++) {
            const struct cell *other = &table_cells(p->staff, end)[4];
            if (other->blank != stream->blank ||
                (!stream->blank && strcmp(other->text, stream->text) != 0)) {
                break;
            }
        }
        add_group(p, (struct span){i, end}, table);
    }
}

/* Who is in post above the establishment, at the cost of the role's grade. */
static void add_above(const struct payroll *p, struct table *table)
{
    const struct pp_month *month = &p->input->plan->months[p->m];
    int32_t fte = surplus_of(month);
    if (fte <= 0) {
        return;
    }
    struct cell *row = paid_row(p, staff_above_posts, table);
    char cell[16];
    snprintf(cell, sizeof(cell), "G%d", table_place(table));
    row[6] = table_formula(table, fte, "=Forecast!L%d", (int)p->m + 2);
    row[7] = grade_month(p->input, table, p->grades, month->role, month->month, fte, cell);
    const int64_t days = pp_month_first(month->month, 1) - month->month;
    if (p->working->posts_days >= 0 && p->working->over_days != fte * days) {
        const struct cell one =
            grade_month(p->input, table, p->grades, month->role, month->month, PP_FTE, "1");
        if (one.formula != NULL) {
            row[7] =
                table_formula(table, money_part(one.number, p->working->over_days, PP_FTE * days),
                              "=ROUND(ROUND((%s)*100,0)*'Pay rates'!T%d/%d,0)/100", one.formula + 1,
                              p->rates, (int)(PP_FTE * days));
        }
    }
    add_pay(p->input, table, row, 'I', p->rates, p->working, true);
}

/* The differences of one running sum over the year, so that the months add up to the penny. */
static void add_lent(const struct payroll *p, struct table *table)
{
    const struct pp_working *working = p->working;
    const pp_day month = p->input->plan->months[p->m].month;
    const int64_t of = PP_FTE * year_days_of(month, pp_month_first(month, 1)).all;
    if (working->lent_so_far <= working->lent_before) {
        return;
    }
    struct cell *row = paid_row(p, staff_lent, table);
    row[6] = table_number(working->lent);
    row[10] = table_formula(
        table, money_part(working->lent_so_far, 1, of) - money_part(working->lent_before, 1, of),
        "=(ROUND('Pay rates'!Q%d/%lld,0)-ROUND('Pay rates'!P%d/%lld,0))/100", p->rates,
        (long long)of, p->rates, (long long)of);
}

void fill_staff_paid(const struct report_input *input, struct table *table)
{
    struct pay_workings workings = pay_workings_of(input, &table->arena);
    struct table staff, rates;
    const struct priced_grade *grades = grades_in_order(input->service, &table->arena);
    table_make(input, &staff_source, &staff);
    table_make(input, &pay_rate_source, &rates);
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        const struct pp_month *month = &input->plan->months[m];
        struct payroll p = {.input = input, .staff = &staff, .grades = grades, .m = m};
        if (month->role != PP_NONE) {
            p.role = pp_row_key(input->service, PP_TABLE_roles, month->role);
            p.rates = rates_place(&rates, month->month, p.role);
            p.working = pay_working_of(&workings, month);
        }
        if (p.rates > 0) {
            add_groups(&p, table);
            add_above(&p, table);
            add_lent(&p, table);
        }
    }
    table_finish(&staff);
    table_finish(&rates);
}

/* ---- The staffing plan ---- */

const struct column staffing_columns[23] = {
    {"month", CELL_DATE, 11},          {"financial_year", CELL_TEXT, 13},
    {"role", CELL_TEXT, 24},           {"starts", CELL_MILLI, 10},
    {"in_post", CELL_MILLI, 10},       {"bank", CELL_MILLI, 10},
    {"agency", CELL_MILLI, 10},        {"overtime", CELL_MILLI, 10},
    {"unmet", CELL_MILLI, 10},         {"one_fte", CELL_MONEY, 14},
    {"bank_week", CELL_MONEY, 14},     {"agency_week", CELL_MONEY, 14},
    {"overtime_week", CELL_MONEY, 14}, {"days", CELL_COUNT, 7},
    {"start_cost", CELL_MONEY, 14},    {"pay", CELL_MONEY, 14},
    {"cover", CELL_MONEY, 14},         {"starting", CELL_MONEY, 14},
    {"cost", CELL_MONEY, 14},          {"one_starter", CELL_MONEY, 14},
    {"started_fte", CELL_MILLI, 10},   {"surplus", CELL_MILLI, 10},
    {"one_above", CELL_MONEY, 14},
};

/* Weekly price x FTE x days / 7 of each kind, their weekly prices beside. */
static int64_t add_cover(const struct report_input *input, const struct pp_staffing *staffing,
                         struct table *table, struct cell *row)
{
    int64_t days = pp_month_first(staffing->month, 1) - staffing->month, sum = 0;
    int at = table_place(table);
    struct pp_buf formula = {0};
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        int64_t price = cover_week_price(input->service, staffing->role, kind);
        int64_t part = price < 0 ? 0
                                 : money_part(price, pp_staffing_cover(staffing, kind) * days,
                                              INT64_C(7) * PP_FTE);
        row[10 + kind] = cover_rate(input, table, staffing->role, kind);
        pp_buf_printf(&formula, "%cROUND(" PENCE_OF("%c%d") "*" MILLI_OF("%c%d") "*N%d/7000,0)/100",
                      kind == 0 ? '=' : '+', 'K' + kind, at, 'F' + kind, at, at);
        sum += part;
    }
    row[13] = table_number(days);
    row[16] = table_formula(table, sum, "%s", pp_buf_text(&formula));
    pp_buf_finish(&formula);
    return sum;
}

/* Of a difference of two prices, which may be below 0: halves away from it, as spreadsheets do. */
static int64_t difference_part(int64_t more, int32_t fte)
{
    return more < 0 ? -money_part(-more, fte, PP_FTE) : money_part(more, fte, PP_FTE);
}

#define PRODUCT(price, fte) "ROUND(" PENCE_OF(price) "*" MILLI_OF(fte) "/1000,0)/100"

/*
 * The pay of those in post, less what starters cost less than they, and what those above the posts
 * cost more; a number if it is not that.
 */
static void add_staff(struct table *table, const struct pp_staffing *staffing, int32_t started,
                      const struct cell *rates, int place, int64_t pay, struct cell *row)
{
    const int at = table_place(table);
    const int64_t one = rates[13].number, starter = rates[14].number, above = rates[23].number;
    int64_t sum = money_part(one, staffing->in_post, PP_FTE);
    struct pp_buf formula = {0};
    pp_buf_printf(&formula, "=" PRODUCT("J%d", "E%d"), at, at);
    row[9] = table_formula(table, one, "='Pay rates'!N%d", place);
    if (starter != one) {
        int32_t fte = started < staffing->in_post ? started : staffing->in_post;
        row[19] = table_formula(table, starter, "='Pay rates'!O%d", place);
        row[20] = table_number(fte);
        sum -= difference_part(one - starter, fte);
        pp_buf_printf(&formula, "-" PRODUCT("(J%d-T%d)", "U%d"), at, at, at);
    }
    if (staffing->surplus > 0) {
        row[22] = table_formula(table, above, "='Pay rates'!X%d", place);
        sum += difference_part(above - one, staffing->surplus);
        pp_buf_printf(&formula, "+" PRODUCT("(W%d-J%d)", "V%d"), at, at, at);
    }
    if (sum == pay) {
        row[15] = table_formula(table, pay, "%s", pp_buf_text(&formula));
    }
    pp_buf_finish(&formula);
}

/* Thousandths of FTE of all starts of the role so far who are expected to be still there. */
static int32_t started_by(const struct report_input *input, const struct pay_workings *workings,
                          const struct pp_staffing *staffing)
{
    double fte = 0;
    for (int32_t i = 0; i < input->plan->n_staffing; i++) {
        const struct pp_staffing *other = &input->plan->staffing[i];
        for (int32_t k = 0; other->role == staffing->role && other->starts > 0 &&
                            workings->list != NULL && k < workings->months;
             k++) {
            if (pp_month_first(other->month, k) == staffing->month) {
                fte += other->starts *
                       workings->list[(int64_t)staffing->role * workings->months + k].stay;
            }
        }
    }
    return (int32_t)(fte + 0.5);
}

static void add_staffing(const struct report_input *input, const struct pay_workings *workings,
                         const struct pp_staffing *staffing, const struct table *rates,
                         struct table *table)
{
    struct cell *row = table_row(table);
    int at = table_place(table);
    const char *role = pp_row_key(input->service, PP_TABLE_roles, staffing->role);
    int place = rates_place(rates, staffing->month, role);
    int64_t once = recruit_price(input->service, staffing->role);
    int64_t starting = money_part(once, staffing->starts, PP_FTE);
    row[0] = table_day(staffing->month);
    row[1] = table_year(table, pp_financial_year(staffing->month));
    row[2] = table_text(role);
    row[3] = table_number(staffing->starts);
    row[4] = table_number(staffing->in_post);
    row[5] = table_number(staffing->bank);
    row[6] = table_number(staffing->agency);
    row[7] = table_number(staffing->overtime);
    row[8] = table_number(staffing->unmet);
    int64_t pay = staffing->cost - add_cover(input, staffing, table, row) - starting;
    row[14] = table_number(once);
    row[15] = table_number(pay);
    row[21] = table_number(staffing->surplus);
    if (place > 0) {
        add_staff(table, staffing, started_by(input, workings, staffing),
                  table_cells(rates, place - 2), place, pay, row);
    }
    row[17] = table_formula(table, starting,
                            "=ROUND(" PENCE_OF("O%d") "*" MILLI_OF("D%d") "/1000,0)/100", at, at);
    row[18] = table_formula(table, staffing->cost, "=SUM(P%d:R%d)", at, at);
}

void fill_staffing(const struct report_input *input, struct table *table)
{
    struct pay_workings workings = pay_workings_of(input, &table->arena);
    struct table rates;
    table_make(input, &pay_rate_source, &rates);
    for (int32_t i = 0; i < input->plan->n_staffing; i++) {
        add_staffing(input, &workings, &input->plan->staffing[i], &rates, table);
    }
    table_finish(&rates);
}
