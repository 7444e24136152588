// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A costed table worked out again, as a workbook that can be followed.
 *
 *   reconcile_lines    units x the sum of yearly cost x months / 12, against what is stated
 *   reconcile_years    the financial years of each line: its yearly cost, its months
 *   reconcile_periods  sums of the lines
 *   reconcile_totals   what is stated, against the sum of its lines and of what they come to
 *   reconcile_grades   what grades cost
 *   reconcile_findings what does not agree, in words
 */
#include "table.h"

#include <podplan/schema.h>

const char *const reconciliation_files[] = {
    "reconcile_lines.csv",  "reconcile_years.csv",  "reconcile_periods.csv",
    "reconcile_totals.csv", "reconcile_grades.csv", "reconcile_findings.csv",
    "reconcile.json",       "reconcile.xlsx",       NULL,
};

enum {
    LINES,
    YEARS,
    PERIODS,
    TOTALS,
    GRADES,
    FINDINGS,
    TABLES,
    LONGEST = 8000 ///< characters of a formula
};

struct reconciled {
    const struct pp_costing *costing;
    const struct pp_reconciliation *found;
};

/* ---- What grades cost, and how long lines last ---- */

static const struct column grade_columns[] = {
    {"grade", CELL_TEXT, 20}, {"financial_year", CELL_TEXT, 13}, {"yearly_cost", CELL_MONEY, 14}};

static void fill_grades(const struct reconciled *r, struct table *table)
{
    for (int32_t g = 0; g < r->costing->n_grades; g++) {
        const struct pp_costed_grade *grade = &r->costing->grades[g];
        struct cell *row = table_row(table);
        row[0] = table_text(grade->grade);
        row[1] = table_year(table, grade->financial_year);
        row[2] = table_number(grade->yearly_cost);
    }
}

static const struct column year_columns[] = {
    {"table", CELL_TEXT, 24},   {"line", CELL_TEXT, 34}, {"period", CELL_TEXT, 13},
    {"from", CELL_DATE, 11},    {"to", CELL_DATE, 11},   {"yearly_cost", CELL_MONEY, 14},
    {"months", CELL_MICRO, 12},
};

/* Whole months and parts of months between two days: "6+29/30". */
static void add_months(pp_day from, pp_day to, struct pp_buf *out)
{
    int32_t whole = 0;
    struct pp_buf parts = {0};
    for (pp_day month = pp_month_first(from, 0); month <= to; month = pp_month_first(month, 1)) {
        pp_day next = pp_month_first(month, 1);
        pp_day begin = from > month ? from : month, end = to + 1 < next ? to + 1 : next;
        if (end - begin == next - month) {
            whole++;
        } else {
            pp_buf_printf(&parts, "+%d/%d", (int)(end - begin), (int)(next - month));
        }
    }
    pp_buf_printf(out, "=%d%s", (int)whole, pp_buf_text(&parts));
    pp_buf_finish(&parts);
}

static struct cell months_of(const struct pp_reckoned_year *year, struct table *table)
{
    struct pp_buf formula = {0};
    const __int128 millionths = (__int128)year->parts * 1000000 + PP_COSTING_MONTH / 2;
    if (year->from != PP_NO_DAY) {
        add_months(year->from, year->to, &formula);
    } else {
        pp_buf_printf(&formula, "=%lld/%d", (long long)year->parts, (int)PP_COSTING_MONTH);
    }
    struct cell cell =
        table_formula(table, (int64_t)(millionths / PP_COSTING_MONTH), "%s", pp_buf_text(&formula));
    cell.exact = (double)year->parts / PP_COSTING_MONTH;
    pp_buf_finish(&formula);
    return cell;
}

/* The years of a line in their sheet. */
struct year_rows {
    int first; ///< row
    int32_t n;
    int64_t parts_of_month; ///< the fewest of which all of its months are whole numbers
};

static int64_t parts_of_month(const struct pp_reckoned_year *years, int32_t n)
{
    int64_t common = PP_COSTING_MONTH;
    for (int32_t y = 0; y < n; y++) {
        common = common_divisor(common, years[y].parts);
    }
    return PP_COSTING_MONTH / common;
}

static struct year_rows add_years(const struct reconciled *r, int32_t i, struct table *table)
{
    struct year_rows rows = {.first = table_place(table) + 1};
    const struct pp_costed_line *line = &r->costing->lines[i];
    const struct pp_reckoned_year *years =
        pp_reckoned_years(r->costing, i, &r->found->lines[i], &table->arena, &rows.n);
    rows.parts_of_month = parts_of_month(years, rows.n);
    for (int32_t y = 0; y < rows.n; y++) {
        struct cell *row = table_row(table);
        row[0] = table_text(line->table);
        row[1] = table_text(line->line);
        row[2] = table_text(line->period);
        row[3] = table_day(years[y].from);
        row[4] = table_day(years[y].to);
        row[5] = years[y].grade == PP_NONE
                     ? table_number(years[y].yearly_cost)
                     : table_formula(table, years[y].yearly_cost, "='Grade costs'!C%d",
                                     (int)years[y].grade + 2);
        row[6] = months_of(&years[y], table);
    }
    return rows;
}

/* ---- Lines ---- */

static const struct column line_columns[] = {
    {"table", CELL_TEXT, 24},       {"line", CELL_TEXT, 34},    {"period", CELL_TEXT, 13},
    {"grade", CELL_TEXT, 14},       {"units", CELL_MILLI, 10},  {"unit_cost", CELL_MONEY, 14},
    {"weeks", CELL_MILLI, 9},       {"stated", CELL_MONEY, 14}, {"reckoned", CELL_MONEY, 14},
    {"difference", CELL_MONEY, 14}, {"outcome", CELL_TEXT, 16}, {"file_line", CELL_COUNT, 9},
};

static const char *outcome_of(const struct reconciled *r, int32_t i)
{
    const struct pp_reckoned *reckoned = &r->found->lines[i];
    return !reckoned->known ? "as stated"
           : reckoned->finding == PP_NONE
               ? "agrees"
               : pp_finding_words[r->found->findings[reckoned->finding].kind];
}

/* What a line comes to, from its years or from its weeks. */
static struct cell reckoned_of(const struct reconciled *r, int32_t i, const struct year_rows *years,
                               struct cell *row, struct table *table)
{
    const struct pp_costed_line *line = &r->costing->lines[i];
    const struct pp_reckoned *reckoned = &r->found->lines[i];
    const char *sign = reckoned->amount < 0 ? "-" : "";
    int at = table_place(table);
    if (!reckoned->known) {
        return table_formula(table, reckoned->amount, "=H%d", at);
    }
    if (years->n > 0) {
        int first = years->first, last = first + (int)years->n - 1;
        long long parts = years->parts_of_month;
        return table_formula(
            table, reckoned->amount,
            "=%sROUND(SUMPRODUCT(" PENCE_OF(
                "Years!F%d:F%d") "*ROUND(Years!G%d:G%d*%lld,0))*" MILLI_OF("E%d") "/%lld,0)/100",
            sign, first, last, first, last, parts, at, 12000 * parts);
    }
    row[5] = table_number(line->unit_cost);
    if (line->per == PP_PER_ONCE) {
        return table_formula(table, reckoned->amount,
                             "=%sROUND(" PENCE_OF("F%d") "*" MILLI_OF("E%d") "/1000,0)/100", sign,
                             at, at);
    }
    row[6] = table_number(line->weeks == PP_UNKNOWN ? 52000 : line->weeks);
    return table_formula(
        table, reckoned->amount,
        "=%sROUND(" PENCE_OF("F%d") "*" MILLI_OF("E%d") "*" MILLI_OF("G%d") "/1000000,0)/100", sign,
        at, at, at);
}

static void fill_lines(const struct reconciled *r, struct table *table, struct table *years)
{
    for (int32_t i = 0; i < r->costing->n_lines; i++) {
        const struct pp_costed_line *line = &r->costing->lines[i];
        struct cell *row = table_row(table);
        int at = table_place(table);
        struct year_rows own = add_years(r, i, years);
        row[0] = table_text(line->table);
        row[1] = table_text(line->line);
        row[2] = table_text(line->period);
        row[3] = table_text(line->grade);
        row[4] = table_number(line->fte);
        row[7] = table_number(line->amount);
        row[8] = reckoned_of(r, i, &own, row, table);
        row[9] = table_formula(table, line->amount - row[8].number, "=H%d-I%d", at, at);
        row[10] = table_text(outcome_of(r, i));
        row[11] = table_number(line->at);
    }
}

/* ---- Periods and totals ---- */

static const struct column period_columns[] = {
    {"table", CELL_TEXT, 24},     {"period", CELL_TEXT, 13},      {"stated", CELL_MONEY, 14},
    {"reckoned", CELL_MONEY, 14}, {"difference", CELL_MONEY, 14},
};

static void fill_periods(const struct reconciled *r, struct table *table)
{
    for (int32_t p = 0; p < r->found->n_periods; p++) {
        const struct pp_reckoned_period *period = &r->found->periods[p];
        struct cell *row = table_row(table);
        int at = table_place(table), first = (int)period->first + 2,
            last = (int)(period->first + period->n) + 1;
        row[0] = table_text(period->table);
        row[1] = table_text(period->period);
        row[2] = table_formula(table, period->stated, "=SUM(Lines!H%d:H%d)", first, last);
        row[3] = table_formula(table, period->reckoned, "=SUM(Lines!I%d:I%d)", first, last);
        row[4] = table_formula(table, period->stated - period->reckoned, "=C%d-D%d", at, at);
    }
}

static const struct column total_columns[] = {
    {"table", CELL_TEXT, 24},        {"line", CELL_TEXT, 34},
    {"period", CELL_TEXT, 13},       {"stated", CELL_MONEY, 14},
    {"of_stated", CELL_MONEY, 14},   {"difference", CELL_MONEY, 14},
    {"of_reckoned", CELL_MONEY, 14}, {"difference_reckoned", CELL_MONEY, 18},
};

/* The sum of a column of lines over the parts of a total. */
static struct cell sum_of(const struct reconciled *r, const struct pp_costed_total *total,
                          char column, struct table *table)
{
    struct pp_buf formula = {0};
    int64_t sum = 0;
    for (int32_t i = 0, first = PP_NONE; i <= r->costing->n_lines; i++) {
        bool counts = i < r->costing->n_lines && pp_total_holds(total, &r->costing->lines[i]);
        if (counts) {
            sum += column == 'H' ? r->costing->lines[i].amount : r->found->lines[i].amount;
            first = first == PP_NONE ? i : first;
        } else if (first != PP_NONE) {
            pp_buf_printf(&formula, "%sLines!%c%d:%c%d", formula.length == 0 ? "=SUM(" : ",",
                          column, (int)first + 2, column, (int)i + 1);
            first = PP_NONE;
        }
    }
    pp_buf_add(&formula, ")");
    struct cell cell = formula.length > 1 && formula.length <= LONGEST
                           ? table_formula(table, sum, "%s", pp_buf_text(&formula))
                           : table_number(sum);
    pp_buf_finish(&formula);
    return cell;
}

static void fill_totals(const struct reconciled *r, struct table *table)
{
    for (int32_t t = 0; t < r->costing->n_totals; t++) {
        const struct pp_costed_total *total = &r->costing->totals[t];
        struct cell *row = table_row(table);
        int at = table_place(table);
        row[0] = table_text(total->table);
        row[1] = table_text(total->line);
        row[2] = table_text(total->period);
        row[3] = table_number(total->amount);
        row[4] = sum_of(r, total, 'H', table);
        row[5] = table_formula(table, total->amount - row[4].number, "=D%d-E%d", at, at);
        row[6] = sum_of(r, total, 'I', table);
        row[7] = table_formula(table, total->amount - row[6].number, "=D%d-G%d", at, at);
    }
}

static const struct column finding_columns[] = {
    {"kind", CELL_TEXT, 16}, {"fault", CELL_TEXT, 6}, {"sentence", CELL_TEXT, 120}};

static void fill_findings(const struct reconciled *r, struct table *table)
{
    for (int32_t f = 0; f < r->found->n_findings; f++) {
        const struct pp_finding *finding = &r->found->findings[f];
        struct cell *row = table_row(table);
        row[0] = table_text(pp_finding_words[finding->kind]);
        row[1] = table_text(pp_finding_is_fault(finding->kind) ? "yes" : "no");
        row[2] = table_text(finding->sentence);
    }
}

/* ---- All of them ---- */

#define COLUMNS(array) (array), (int32_t)(sizeof(array) / sizeof((array)[0])), NULL

bool reconciliation_write(const struct pp_costing *costing, const struct pp_reconciliation *found,
                          const char *dir, struct pp_err *err)
{
    static const struct table_source sources[TABLES] = {
        [LINES] = {"reconcile_lines", "Lines", COLUMNS(line_columns)},
        [YEARS] = {"reconcile_years", "Years", COLUMNS(year_columns)},
        [PERIODS] = {"reconcile_periods", "Periods", COLUMNS(period_columns)},
        [TOTALS] = {"reconcile_totals", "Totals", COLUMNS(total_columns)},
        [GRADES] = {"reconcile_grades", "Grade costs", COLUMNS(grade_columns)},
        [FINDINGS] = {"reconcile_findings", "Findings", COLUMNS(finding_columns)},
    };
    const struct reconciled r = {costing, found};
    struct table tables[TABLES];
    for (int t = 0; t < TABLES; t++) {
        tables[t] = (struct table){.source = &sources[t]};
    }
    fill_lines(&r, &tables[LINES], &tables[YEARS]);
    fill_periods(&r, &tables[PERIODS]);
    fill_totals(&r, &tables[TOTALS]);
    fill_grades(&r, &tables[GRADES]);
    fill_findings(&r, &tables[FINDINGS]);
    struct table_set set = {
        .tables = tables, .count = TABLES, .title = "A costed table worked out again"};
    bool ok = table_set_write(&set, dir, "reconcile", err);
    for (int t = 0; t < TABLES; t++) {
        table_finish(&tables[t]);
    }
    return ok;
}
