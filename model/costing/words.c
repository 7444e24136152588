// SPDX-License-Identifier: GPL-3.0-or-later
/* What reconciling found, in sentences: one for each finding. */
#include "costing.h"

#include <stdlib.h>

const char *const pp_finding_words[PP_FINDING_KINDS] = {
    [PP_WRONG_GRADE] = "wrong_grade",       [PP_FULL_YEAR] = "full_year",
    [PP_OTHER_YEAR] = "other_year",         [PP_BY_DAYS] = "by_days",
    [PP_OTHER_MONTHS] = "other_months",     [PP_TOTAL_DIFFERS] = "total_differs",
    [PP_UNEXPLAINED] = "unexplained",       [PP_LINE_ROUNDING] = "line_rounding",
    [PP_TOTAL_ROUNDING] = "total_rounding",
};

bool pp_finding_is_fault(int32_t kind)
{
    return kind != PP_LINE_ROUNDING && kind != PP_TOTAL_ROUNDING;
}

static void add_size(struct pp_buf *out, int64_t pence)
{
    pp_buf_money(out, llabs(pence));
}

static const char *more_or_less(int64_t difference)
{
    return difference > 0 ? "more" : "less";
}

/* "7.45", of parts of a month. */
static void add_months(struct pp_buf *out, int64_t parts)
{
    int64_t hundredths = (parts * 100 + COSTING_MONTH / 2) / COSTING_MONTH;
    pp_buf_milli(out, hundredths * 10);
}

static void add_line(struct pp_buf *out, const struct pp_costed_line *line)
{
    if (line->table != NULL) {
        pp_buf_printf(out, "%s: ", line->table);
    }
    pp_buf_printf(out, "%s is ", line->line);
    pp_buf_money(out, line->amount);
    pp_buf_printf(out, " in %s", line->period);
}

static void add_posts(struct pp_buf *out, const struct pp_costed_line *line)
{
    pp_buf_milli(out, line->fte);
    pp_buf_add(out, line->fte == PP_FTE ? " post" : " posts");
}

static void add_costs_of(struct pp_buf *out, int32_t year)
{
    char text[PP_TIME_TEXT];
    pp_buf_printf(out, " at the costs of %s", pp_financial_year_text(year, text));
}

/* "; at grade 7 at the costs of 2025/26 and for the time that is charged, as the line says, …" */
static void add_as_said(struct pp_buf *out, const struct pp_finding *f,
                        const struct pp_costed_line *line, int32_t year)
{
    pp_buf_add(out, ";");
    if (f->fits != NULL) {
        pp_buf_printf(out, " at grade %s", line->grade);
    }
    if (f->costs_of > 0) {
        add_costs_of(out, year);
    }
    pp_buf_printf(out, "%s, as the line says, it is ",
                  f->whole  ? " for the part of the year that is charged"
                  : f->days ? " by months"
                            : "");
    pp_buf_money(out, f->reckoned);
    pp_buf_add(out, ", ");
    add_size(out, f->difference);
    pp_buf_printf(out, " %s.", more_or_less(-f->difference));
}

/* Another grade, the costs of another year, or either of them for a full year or by days. */
static void say_grade(struct pp_buf *out, const struct pp_finding *f,
                      const struct pp_costed_line *line, int32_t year)
{
    add_line(out, line);
    pp_buf_add(out, f->days ? ", which is, by days instead of months, the cost of "
                            : ", which is the cost of ");
    pp_buf_add(out, f->whole ? "a full year of " : "");
    add_posts(out, line);
    pp_buf_printf(out, " at grade %s", f->fits != NULL ? f->fits : line->grade);
    if (f->costs_of > 0) {
        add_costs_of(out, f->costs_of);
    }
    add_as_said(out, f, line, year);
}

static void say_full_year(struct pp_buf *out, const struct pp_finding *f,
                          const struct pp_costed_line *line)
{
    add_line(out, line);
    pp_buf_add(out, ", a full year of ");
    add_posts(out, line);
    pp_buf_add(out, costing_has_days(line) ? "; for the part of the year that is charged it is "
                                           : "; none of its days is in that year, so it is ");
    pp_buf_money(out, f->reckoned);
    pp_buf_add(out, ": ");
    add_size(out, f->difference);
    pp_buf_add(out, f->difference > 0 ? " too much." : " too little.");
}

static void say_days(struct pp_buf *out, const struct pp_finding *f,
                     const struct pp_costed_line *line)
{
    add_line(out, line);
    pp_buf_add(out,
               ", charged by days instead of months; by months, as part years are worked out "
               "here, it is ");
    pp_buf_money(out, f->reckoned);
    pp_buf_add(out, ", ");
    add_size(out, f->difference);
    pp_buf_printf(out, " %s.", more_or_less(-f->difference));
}

enum {
    POUND = 100
};

/* Says no more than was tried. */
static void say_unexplained(struct pp_buf *out, const struct pp_finding *f,
                            const struct pp_costed_line *line)
{
    add_line(out, line);
    pp_buf_add(out, "; by its ");
    pp_buf_printf(out, "%s it is ", line->grade != NULL ? "posts, grade and dates" : "unit cost");
    pp_buf_money(out, f->reckoned);
    pp_buf_add(out, ", ");
    add_size(out, f->difference);
    pp_buf_printf(out, " %s.", more_or_less(-f->difference));
    if (line->grade != NULL) {
        pp_buf_add(out,
                   " No other grade, full year, charge by days or other year's cost explains it, "
                   "nor any two of these together.");
    } else if (costing_is_yearly(line)) {
        pp_buf_add(out, " Neither a full year nor a charge by days explains it.");
    }
}

static void say_line_rounding(struct pp_buf *out, const struct pp_finding *f,
                              const struct pp_costed_line *line)
{
    add_line(out, line);
    pp_buf_add(out, ", ");
    add_size(out, f->difference);
    pp_buf_printf(out, " %s than reckoned: rounding.", more_or_less(f->difference));
}

static void say_months(struct pp_buf *out, const struct pp_finding *f,
                       const struct pp_reckoned_period *period)
{
    if (period->table != NULL) {
        pp_buf_printf(out, "%s: ", period->table);
    }
    pp_buf_printf(out, "the lines of %s agree on ", period->period);
    add_months(out, period->months);
    pp_buf_add(out, " months, where their dates are ");
    add_months(out, period->own);
    if (f->kind == PP_BY_DAYS) {
        pp_buf_add(out, ": they are charged by days instead of months");
    }
    pp_buf_add(out, ". Those that do charge ");
    pp_buf_money(out, f->stated);
    pp_buf_add(out, "; their dates come to ");
    pp_buf_money(out, f->reckoned);
    pp_buf_add(out, ", ");
    add_size(out, f->difference);
    pp_buf_printf(out, " %s.", more_or_less(-f->difference));
}

static void add_total(struct pp_buf *out, const struct pp_costed_total *total)
{
    if (total->table != NULL) {
        pp_buf_printf(out, "%s: ", total->table);
    }
    pp_buf_add(out, "the total of ");
    pp_buf_add(out, total->line != NULL ? total->line : "all lines");
    pp_buf_printf(out, " in %s", total->period != NULL ? total->period : "all periods");
    pp_buf_add(out, " is ");
    pp_buf_money(out, total->amount);
}

/* ..., so much more or less than its own lines (their sum */
static void add_off(struct pp_buf *out, const struct pp_finding *f,
                    const struct pp_costed_total *total)
{
    add_total(out, total);
    pp_buf_add(out, ", ");
    add_size(out, f->difference);
    pp_buf_printf(out, " %s than its own lines (", more_or_less(f->difference));
    pp_buf_money(out, f->reckoned);
}

static void say_total_rounding(struct pp_buf *out, const struct pp_finding *f,
                               const struct pp_costed_total *total)
{
    add_off(out, f, total);
    pp_buf_add(out, "): rounding.");
}

/* Which lines make the difference. */
static void add_cause(struct pp_buf *out, const struct pp_finding *f)
{
    if (f->lines == NULL) {
        return;
    }
    pp_buf_printf(out, " The difference is %s, %s", f->lines,
                  f->twice ? "counted twice" : "left out");
    if (f->choices > 1) {
        pp_buf_printf(out, " (or %d other choice%s of as many lines)", f->choices - 1,
                      f->choices == 2 ? "" : "s");
    }
    pp_buf_add(out, ".");
}

static void say_total(struct pp_buf *out, const struct pp_finding *f,
                      const struct pp_costed_total *total)
{
    add_off(out, f, total);
    pp_buf_add(out, ").");
    add_cause(out, f);
    if (f->unit > POUND && f->difference % f->unit == 0) {
        pp_buf_add(out, " Its amounts are given to the nearest ");
        pp_buf_money(out, f->unit);
        pp_buf_add(out, ", so rounding is not ruled out; to the pound they would tell.");
    }
    if (f->of_reckoned != f->difference) {
        pp_buf_add(out, " What its lines ought to be is ");
        pp_buf_money(out, f->stated - f->of_reckoned);
        if (f->of_reckoned == 0) {
            pp_buf_add(out, ", exactly the total.");
        } else {
            pp_buf_add(out, "; the total is ");
            add_size(out, f->of_reckoned);
            pp_buf_printf(out, " %s than that.", more_or_less(f->of_reckoned));
        }
    }
}

static const struct pp_reckoned_period *period_of(const struct pp_reconciliation *out,
                                                  const struct pp_finding *f)
{
    const struct pp_reckoned_period *period = out->periods;
    while (!costing_same(period->table, f->table) || !costing_same(period->period, f->period)) {
        period++;
    }
    return period;
}

static void say(const struct pp_costing *costing, const struct pp_reconciliation *out,
                const struct pp_finding *f, struct pp_buf *words)
{
    switch ((enum pp_finding_kind)f->kind) {
    case PP_WRONG_GRADE:
    case PP_OTHER_YEAR:
        say_grade(words, f, &costing->lines[f->line],
                  costing_base_year(costing, &costing->lines[f->line]));
        break;
    case PP_FULL_YEAR:
        say_full_year(words, f, &costing->lines[f->line]);
        break;
    case PP_BY_DAYS:
        if (f->line == PP_NONE) {
            say_months(words, f, period_of(out, f));
        } else {
            say_days(words, f, &costing->lines[f->line]);
        }
        break;
    case PP_UNEXPLAINED:
        say_unexplained(words, f, &costing->lines[f->line]);
        break;
    case PP_LINE_ROUNDING:
        say_line_rounding(words, f, &costing->lines[f->line]);
        break;
    case PP_OTHER_MONTHS:
        say_months(words, f, period_of(out, f));
        break;
    case PP_TOTAL_ROUNDING:
        say_total_rounding(words, f, &costing->totals[f->total]);
        break;
    case PP_TOTAL_DIFFERS:
    case PP_FINDING_KINDS:
        say_total(words, f, &costing->totals[f->total]);
        break;
    }
}

void costing_words(const struct pp_costing *costing, struct pp_reconciliation *out)
{
    for (int32_t i = 0; i < out->n_findings; i++) {
        struct pp_buf words = {0};
        say(costing, out, &out->findings[i], &words);
        out->findings[i].sentence = pp_arena_string(&out->arena, pp_buf_text(&words));
        pp_buf_finish(&words);
    }
}
