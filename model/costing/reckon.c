// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What one line of a costed table comes to, in whole numbers throughout.
 *
 *     amount = units x sum over financial years y of (cost of the grade in y x months in y / 12)
 *
 * A month of which only some days are charged counts by its days.  Months are
 * counted in parts of which every month's day and every thousandth is a whole
 * number (the least common multiple of 28, 29, 30, 31 and 1000), so that
 * nothing is rounded before the last step.
 */
#include "costing.h"

#include <string.h>

#define PER_YEAR ((__int128)COSTING_YEAR)

int32_t pp_period_year(const char *period)
{
    char whole[PP_TIME_TEXT];
    int32_t year = 0;
    for (int i = 0; i < 4; i++) {
        if (period[i] < '0' || period[i] > '9') {
            return PP_NONE;
        }
        year = year * 10 + (period[i] - '0');
    }
    bool dated = year >= PP_FIRST_YEAR && year < PP_LAST_YEAR;
    return dated && strcmp(pp_financial_year_text(year, whole), period) == 0 ? year : PP_NONE;
}

bool costing_same(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

bool costing_is_known(const struct pp_costed_line *line)
{
    return line->fte != PP_UNKNOWN && (line->grade != NULL || line->unit_cost != 0);
}

bool costing_is_yearly(const struct pp_costed_line *line)
{
    return costing_is_known(line) && (line->per == PP_UNKNOWN || line->per == PP_PER_YEAR ||
                                      line->per == PP_PER_MONTH || line->grade != NULL);
}

static pp_day year_begins(int32_t year)
{
    return pp_day_from_civil((struct pp_civil){year, 4, 1});
}

/* The days that a line is charged for, those of its financial year where the period is one. */
static void days_of(const struct pp_costed_line *line, pp_day *from, pp_day *to)
{
    int32_t year = pp_period_year(line->period);
    *from = line->from;
    *to = line->to;
    if (year != PP_NONE) {
        pp_day begin = year_begins(year), end = year_begins(year + 1) - 1;
        *from = line->from == PP_NO_DAY || line->from < begin ? begin : line->from;
        *to = line->to == PP_NO_DAY || line->to > end ? end : line->to;
    }
}

/* Parts of months between two days, both included, each month by its days. */
static int64_t parts_between(pp_day from, pp_day to)
{
    int64_t parts = 0;
    for (pp_day month = pp_month_first(from, 0); month <= to; month = pp_month_first(month, 1)) {
        pp_day next = pp_month_first(month, 1);
        pp_day begin = from > month ? from : month, end = to + 1 < next ? to + 1 : next;
        parts += (int64_t)(end - begin) * (COSTING_MONTH / (next - month));
    }
    return parts;
}

/* The same share of a year by its days alone, to the nearest part: less than a penny off. */
static int64_t parts_by_days(pp_day from, pp_day to, pp_day begin, pp_day end)
{
    int64_t all = (int64_t)end - begin + 1;
    return (((int64_t)to - from + 1) * COSTING_YEAR + all / 2) / all;
}

int32_t costing_base_year(const struct pp_costing *costing, const struct pp_costed_line *line)
{
    int32_t year = pp_period_year(line->period);
    if (year == PP_NONE && line->from != PP_NO_DAY) {
        year = pp_financial_year(line->from);
    }
    return year == PP_NONE && costing->n_grades > 0 ? PP_LAST_YEAR : year;
}

/* The row that has the cost of a grade in a year; PP_NONE: none. */
static int32_t cost_row(const struct pp_costing *costing, const char *grade, int32_t year)
{
    int32_t found = PP_NONE;
    for (int32_t g = 0; g < costing->n_grades; g++) {
        const struct pp_costed_grade *row = &costing->grades[g];
        if (strcmp(row->grade, grade) == 0 && (found == PP_NONE || row->financial_year <= year)) {
            found = g;
        }
    }
    return found;
}

/* A year of one unit. */
static int64_t yearly_cost(const struct pp_costing *costing, const struct pp_costed_line *line,
                           const char *grade, int32_t year)
{
    if (grade == NULL) {
        return line->per == PP_PER_MONTH ? line->unit_cost * 12 : line->unit_cost;
    }
    int32_t row = cost_row(costing, grade, year);
    return row == PP_NONE ? 0 : costing->grades[row].yearly_cost;
}

bool costing_has_days(const struct pp_costed_line *line)
{
    pp_day from, to;
    days_of(line, &from, &to);
    return from == PP_NO_DAY || from <= to;
}

static __int128 over_years(const struct pp_costing *costing, const struct pp_costed_line *line,
                           const struct costing_way *way)
{
    const char *grade = way->grade == NULL ? line->grade : way->grade;
    bool whole = way->basis == COSTING_WHOLE;
    __int128 sum = 0;
    pp_day from, to;
    days_of(line, &from, &to);
    if (whole &&
        from > to) { // no day of it is in its year, which may have been charged all the same
        from = to = year_begins(pp_period_year(line->period));
    }
    for (int32_t year = pp_financial_year(from); from <= to && year <= pp_financial_year(to);
         year++) {
        pp_day begin = year_begins(year), end = year_begins(year + 1) - 1;
        pp_day first = from > begin ? from : begin, last = to < end ? to : end;
        int64_t parts = whole                        ? COSTING_YEAR
                        : way->basis == COSTING_DAYS ? parts_by_days(first, last, begin, end)
                                                     : parts_between(first, last);
        sum +=
            (__int128)yearly_cost(costing, line, grade, way->year > 0 ? way->year : year) * parts;
    }
    return sum;
}

/* Cost of one unit x parts of a month. */
static __int128 cost_of_one(const struct pp_costing *costing, const struct pp_costed_line *line,
                            const struct costing_way *way)
{
    const char *grade = way->grade == NULL ? line->grade : way->grade;
    bool dated = line->months == PP_UNKNOWN &&
                 (line->from != PP_NO_DAY || pp_period_year(line->period) != PP_NONE);
    if (way->basis != COSTING_GIVEN && dated) {
        return over_years(costing, line, way);
    }
    int64_t parts = way->basis == COSTING_GIVEN   ? way->parts
                    : way->basis == COSTING_WHOLE ? COSTING_YEAR
                                                  : costing_parts(line);
    int32_t year = way->year > 0 ? way->year : costing_base_year(costing, line);
    return (__int128)yearly_cost(costing, line, grade, year) * parts;
}

static struct pp_reckoned_year year_of(const struct pp_costing *costing,
                                       const struct pp_costed_line *line, int32_t year)
{
    return (struct pp_reckoned_year){
        .grade = line->grade == NULL ? PP_NONE : cost_row(costing, line->grade, year),
        .yearly_cost = yearly_cost(costing, line, line->grade, year),
        .from = PP_NO_DAY,
        .to = PP_NO_DAY};
}

struct pp_reckoned_year *pp_reckoned_years(const struct pp_costing *costing, int32_t line,
                                           const struct pp_reckoned *reckoned,
                                           struct pp_arena *arena, int32_t *n)
{
    const struct pp_costed_line *l = &costing->lines[line];
    struct pp_reckoned_year *years = NULL;
    int32_t capacity = 0;
    pp_day from, to;
    *n = 0;
    if (!reckoned->known || !costing_is_yearly(l)) {
        return NULL;
    }
    bool dated =
        l->months == PP_UNKNOWN && (l->from != PP_NO_DAY || pp_period_year(l->period) != PP_NONE);
    if (!dated || reckoned->parts >= 0) {
        years = PP_NEW(arena, struct pp_reckoned_year, 1);
        years[(*n)++] = year_of(costing, l, costing_base_year(costing, l));
        years[0].parts = reckoned->parts >= 0 ? reckoned->parts : costing_parts(l);
        return years;
    }
    days_of(l, &from, &to);
    for (int32_t year = pp_financial_year(from); from <= to && year <= pp_financial_year(to);
         year++) {
        pp_day begin = year_begins(year), end = year_begins(year + 1) - 1;
        struct pp_reckoned_year row = year_of(costing, l, year);
        row.from = from > begin ? from : begin;
        row.to = to < end ? to : end;
        row.parts = parts_between(row.from, row.to);
        years = pp_arena_grow(arena, years, &capacity, *n + 1, sizeof(row));
        years[(*n)++] = row;
    }
    return years;
}

int64_t costing_parts(const struct pp_costed_line *line)
{
    pp_day from, to;
    if (line->months != PP_UNKNOWN) {
        return (int64_t)line->months * (COSTING_MONTH / 1000);
    }
    days_of(line, &from, &to);
    return from == PP_NO_DAY ? COSTING_YEAR : parts_between(from, to);
}

/* Half away from 0, held where the sum of a whole file still fits; the divisor is above 0. */
static int64_t divide(__int128 number, __int128 by)
{
    const int64_t most = 10000000000000;
    __int128 half = number < 0 ? -(by / 2) : by / 2;
    __int128 quotient = (number + half) / by;
    return quotient > most ? most : quotient < -most ? -most : (int64_t)quotient;
}

int64_t costing_round(int64_t amount, int64_t unit)
{
    return divide(amount, unit) * unit;
}

int64_t costing_reckon(const struct pp_costing *costing, const struct pp_costed_line *line,
                       int32_t units, const struct costing_way *way)
{
    if (costing_is_yearly(line)) {
        return divide(cost_of_one(costing, line, way) * units, PER_YEAR * 1000);
    }
    int64_t weeks = line->per == PP_PER_ONCE ? 1000 : line->weeks;
    weeks = weeks == PP_UNKNOWN ? 52000 : weeks;
    return divide((__int128)line->unit_cost * units * weeks, 1000000);
}

int64_t costing_leeway(const struct pp_costed_line *line)
{
    int64_t unit = line->rounded_to;
    int64_t posts = line->fte == PP_UNKNOWN ? 1 : (line->fte + 999) / 1000;
    // nobody rounds each post to thousands before adding them up
    return unit > 100 ? unit : unit * (posts > 1 ? posts : 1);
}

struct pp_finding *costing_find(struct pp_reconciliation *out, int32_t kind)
{
    out->findings = pp_arena_grow(&out->arena, out->findings, &out->capacity, out->n_findings + 1,
                                  sizeof(*out->findings));
    struct pp_finding *finding = &out->findings[out->n_findings++];
    *finding = (struct pp_finding){.kind = kind, .line = PP_NONE, .total = PP_NONE};
    return finding;
}
