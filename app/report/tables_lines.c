// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A month's cost by line and by who pays, each worked out from the tables behind it.
 *
 *   costs        a line of a month by the stream that pays: what the streams get is the plan's
 *                choice, the last of a line is what the others leave
 *   cost_lines   a line of a month: the sum of who is paid, what is bought of cover, the
 *                recruits, the prices of the seats on courses, and the other costs' part of days
 *
 * A figure is a formula only where that is the plan's figure to the penny: we
 * work it out here as the sheet does.  Where it is not (the service has changed
 * since the plan was made) the plan's figure stands as it is.
 */
#include "tables_money.h"

#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

enum {
    RECRUITS = 5,  ///< place among the kinds of lines of a role
    LONGEST = 8000 ///< characters of a formula; a figure with more stands as it is
};

static const int64_t exact = INT64_C(1) << 53; // whole numbers up to here are exact in a sheet

/* ---- Lines ---- */

const struct column cost_line_columns[4] = {
    {"month", CELL_DATE, 11},
    {"financial_year", CELL_TEXT, 13},
    {"line", CELL_TEXT, 36},
    {"amount", CELL_MONEY, 14},
};

/* What a line is taken apart with: the tables behind it. */
struct parts {
    const struct report_input *input;
    const struct pp_cost **others;
    struct table paid, cover;
    struct pp_arena *arena; ///< of the table that is filled
};

/* How a figure is worked out, in words of the sheet and by ourselves. */
struct reckoning {
    struct pp_buf formula;
    int64_t amount;
    int32_t terms;
};

/* Rows of staff_paid of a role in a month: of those lent to others, or of all others. */
static void reckon_staff(const struct parts *parts, int32_t m, bool lent, struct reckoning *r)
{
    const struct pp_month *month = &parts->input->plan->months[m];
    const char *role = pp_row_key(parts->input->service, PP_TABLE_roles, month->role);
    const struct table *paid = &parts->paid;
    for (int32_t i = 0, first = PP_NONE; i <= paid->n_rows; i++) {
        const struct cell *row = i < paid->n_rows ? table_cells(paid, i) : NULL;
        bool counts = row != NULL && row[0].number == month->month &&
                      strcmp(row[2].text, role) == 0 && (row[3].text == staff_lent) == lent;
        r->amount += counts ? row[10].number : 0;
        if (counts && first == PP_NONE) {
            first = i;
        } else if (!counts && first != PP_NONE) {
            pp_buf_printf(&r->formula, "%cSUM('Staff paid'!K%d:K%d)", r->terms++ == 0 ? '=' : '+',
                          (int)first + 2, (int)i + 1);
            first = PP_NONE;
        }
    }
}

static void reckon_cover(const struct parts *parts, int32_t m, const char *kind,
                         struct reckoning *r)
{
    const struct pp_month *month = &parts->input->plan->months[m];
    const char *role = pp_row_key(parts->input->service, PP_TABLE_roles, month->role);
    for (int32_t i = 0; i < parts->cover.n_rows; i++) {
        const struct cell *row = table_cells(&parts->cover, i);
        if (row[0].number == month->month && strcmp(row[1].text, role) == 0 &&
            strcmp(row[2].text, kind) == 0) {
            pp_buf_printf(&r->formula, "%c'Cover bought'!I%d", r->terms++ == 0 ? '=' : '+',
                          (int)i + 2);
            r->amount += row[8].number;
        }
    }
}

/* Thousandths who are recruited x what one of them costs. */
static void reckon_recruits(const struct parts *parts, int32_t m, struct reckoning *r)
{
    const struct pp_month *month = &parts->input->plan->months[m];
    const struct pp_service *service = parts->input->service;
    const int place = recruit_rate_place(service, parts->arena, month->role);
    if (place > 0 && month->recruits != PP_UNKNOWN && month->recruits > 0) {
        pp_buf_printf(
            &r->formula,
            "%cROUND(" PENCE_OF("'Recruit rates'!D%d") "*" MILLI_OF("Forecast!Q%d") "/1000,0)/100",
            r->terms++ == 0 ? '=' : '+', place, (int)m + 2);
        r->amount += money_part(recruit_price(service, month->role), month->recruits, PP_FTE);
    }
}

/* The part of other costs that falls on the month: the days so far less the days before. */
static void reckon_others(const struct parts *parts, pp_day month, const char *line,
                          struct reckoning *r)
{
    const pp_day next = pp_month_first(month, 1);
    for (int32_t i = 0; i < parts->input->service->n_costs; i++) {
        const struct pp_cost *cost = parts->others[i];
        int64_t days = (int64_t)cost->to - cost->from + 1;
        int64_t before = month > cost->from ? month - cost->from : 0;
        int64_t so_far = next <= cost->to ? next - cost->from : days;
        if (strcmp(cost->line, line) != 0 || so_far <= 0 || before >= days ||
            llabs(cost->amount) > exact / days) {
            continue;
        }
        r->amount += cost->amount * so_far / days - cost->amount * before / days;
        pp_buf_printf(&r->formula, "%c(", r->terms++ == 0 ? '=' : '+');
        for (int end = 0; end < (before > 0 ? 2 : 1); end++) {
            pp_buf_printf(
                &r->formula, "%sTRUNC(ROUND('Other costs'!F%d*100,0)*%d/'Other costs'!E%d)",
                end == 0 ? "" : "-", (int)i + 2, (int)(end == 0 ? so_far : before), (int)i + 2);
        }
        pp_buf_add(&r->formula, ")/100");
    }
}

/* The prices of the month's seats, which stand together because seats are in the order of days. */
static void reckon_training(const struct parts *parts, pp_day month, struct reckoning *r)
{
    const struct pp_service *service = parts->input->service;
    const struct pp_plan *plan = parts->input->plan;
    for (int32_t i = 0, first = PP_NONE; i <= plan->n_seats; i++) {
        const struct pp_session *session =
            i < plan->n_seats ? &service->sessions[plan->seats[i].session] : NULL;
        bool counts = session != NULL && pp_month_first(session->date, 0) == month;
        r->amount += counts ? service->courses[session->course].price : 0;
        if (counts && first == PP_NONE) {
            first = i;
        } else if (!counts && first != PP_NONE) {
            pp_buf_printf(&r->formula, "%cSUM(Training!H%d:H%d)", r->terms++ == 0 ? '=' : '+',
                          (int)first + 2, (int)i + 1);
            first = PP_NONE;
        }
    }
}

/* The line of a kind of cost of a role, behind its colon; NULL: it is of another kind. */
static const char *role_of(const char *line, const char *kind)
{
    size_t length = strlen(kind);
    bool is = strncmp(line, kind, length) == 0 && strncmp(line + length, ": ", 2) == 0;
    return is ? line + length + 2 : NULL;
}

static void reckon_roles(const struct parts *parts, pp_day day, const char *line,
                         struct reckoning *r)
{
    const struct pp_plan *plan = parts->input->plan;
    static const char *const kinds[] = {"staff",  "seconded out", "bank",
                                        "agency", "overtime",     "recruitment"};
    for (int32_t m = 0; m < plan->n_months; m++) {
        const struct pp_month *month = &plan->months[m];
        if (month->month != day || month->role == PP_NONE) {
            continue;
        }
        const char *name = pp_row_name(parts->input->service, PP_TABLE_roles, month->role);
        for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
            const char *role = role_of(line, kinds[k]);
            if (role == NULL || strcmp(role, name) != 0) {
                continue;
            }
            if (k < 2) {
                reckon_staff(parts, m, k == 1, r);
            } else if (k == RECRUITS) {
                reckon_recruits(parts, m, r);
            } else {
                reckon_cover(parts, m, kinds[k], r);
            }
        }
    }
}

/* Works a line of a month out, whatever has part in it. */
static void reckon(const struct parts *parts, pp_day day, const char *line, struct reckoning *r)
{
    reckon_roles(parts, day, line, r);
    reckon_others(parts, day, line, r);
    if (strcmp(line, "training") == 0) {
        reckon_training(parts, day, r);
    }
}

static struct cell amount_of(const struct parts *parts, pp_day month, const char *line,
                             int64_t amount, struct table *table)
{
    struct reckoning r = {.amount = 0};
    reckon(parts, month, line, &r);
    bool follows = r.terms > 0 && r.formula.length <= LONGEST && r.amount == amount;
    struct cell cell = follows ? table_formula(table, amount, "%s", pp_buf_text(&r.formula))
                               : table_number(amount);
    pp_buf_finish(&r.formula);
    return cell;
}

struct line_month {
    pp_day month;
    const char *line;
    int64_t amount;
};

static int by_month_and_line(const void *left, const void *right)
{
    const struct line_month *a = left, *b = right;
    return a->month != b->month ? (a->month < b->month ? -1 : 1) : strcmp(a->line, b->line);
}

/* The lines of every month, whoever pays, in the order of their sheet; returns how many. */
static int32_t lines_by_month(const struct pp_plan *plan, struct pp_arena *arena,
                              struct line_month **list)
{
    int32_t kept = 0, n = plan->n_cost_lines;
    struct line_month *rows = PP_NEW(arena, struct line_month, n + 1);
    for (int32_t i = 0; i < n; i++) {
        const struct pp_cost_line *line = &plan->cost_lines[i];
        rows[i] = (struct line_month){line->month, line->line, line->amount};
    }
    if (n > 1) {
        qsort(rows, (size_t)n, sizeof(rows[0]), by_month_and_line);
    }
    for (int32_t i = 0; i < n; i++) {
        if (kept > 0 && by_month_and_line(&rows[kept - 1], &rows[i]) == 0) {
            rows[kept - 1].amount += rows[i].amount;
        } else {
            rows[kept++] = rows[i];
        }
    }
    *list = rows;
    return kept;
}

void fill_cost_lines(const struct report_input *input, struct table *table)
{
    struct line_month *lines;
    struct parts parts = {.input = input,
                          .others = costs_in_order(input->service, &table->arena),
                          .arena = &table->arena};
    int32_t n = lines_by_month(input->plan, &table->arena, &lines);
    table_make(input, &staff_paid_source, &parts.paid);
    table_make(input, &cover_source, &parts.cover);
    for (int32_t i = 0; i < n; i++) {
        struct cell *row = table_row(table);
        row[0] = table_day(lines[i].month);
        row[1] = table_year(table, pp_financial_year(lines[i].month));
        row[2] = table_text(lines[i].line);
        row[3] = amount_of(&parts, lines[i].month, lines[i].line, lines[i].amount, table);
    }
    table_finish(&parts.paid);
    table_finish(&parts.cover);
}

/* ---- Who pays ---- */

const struct column cost_columns[5] = {
    {"month", CELL_DATE, 11},  {"financial_year", CELL_TEXT, 13}, {"line", CELL_TEXT, 36},
    {"stream", CELL_TEXT, 24}, {"amount", CELL_MONEY, 14},
};

/* The last stream of a line pays what those before it leave. */
static struct cell amount_paid(const struct report_input *input, int32_t i,
                               const struct line_month *lines, int32_t n, struct table *table)
{
    const struct pp_plan *plan = input->plan;
    const struct pp_cost_line *line = &plan->cost_lines[i];
    struct line_month key = {line->month, line->line, 0};
    const struct line_month *own =
        bsearch(&key, lines, (size_t)n, sizeof(lines[0]), by_month_and_line);
    struct pp_buf formula = {0};
    int32_t last = i;
    pp_buf_printf(&formula, "='Cost lines'!D%d", (int)(own - lines) + 2);
    for (int32_t k = 0; k < plan->n_cost_lines; k++) {
        const struct pp_cost_line *other = &plan->cost_lines[k];
        if (k != i && other->month == line->month && strcmp(other->line, line->line) == 0) {
            pp_buf_printf(&formula, "-E%d", (int)k + 2);
            last = k > last ? k : last;
        }
    }
    struct cell cell = last == i && formula.length <= LONGEST
                           ? table_formula(table, line->amount, "%s", pp_buf_text(&formula))
                           : table_number(line->amount);
    pp_buf_finish(&formula);
    return cell;
}

void fill_costs(const struct report_input *input, struct table *table)
{
    struct line_month *lines;
    int32_t n = lines_by_month(input->plan, &table->arena, &lines);
    for (int32_t i = 0; i < input->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &input->plan->cost_lines[i];
        struct cell *row = table_row(table);
        row[0] = table_day(line->month);
        row[1] = table_year(table, pp_financial_year(line->month));
        row[2] = table_text(line->line);
        row[3] = table_text(stream_name(input, line->stream));
        row[4] = amount_paid(input, i, lines, n, table);
    }
}
