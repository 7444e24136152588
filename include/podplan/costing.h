// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Costed tables of anybody: lines of posts or units with the amounts that
 * somebody states for them, what a grade costs, and stated totals.
 *
 * Reconciling works every amount out again in pence, from posts, grades and
 * dates, and names what does not agree, by itself: a line costed at another
 * grade, a part year charged as a whole one, a total that is not the sum of
 * its lines, a pound of rounding, and what nothing explains.
 */
#ifndef PODPLAN_COSTING_H
#define PODPLAN_COSTING_H

#include <podplan/builder.h>

/** The three files of a costed table. */
enum pp_costing_file {
    PP_COSTED_LINES,
    PP_COSTED_GRADES,
    PP_COSTED_TOTALS,
    PP_COSTING_FILES
};

/** For how long a unit cost pays one unit. */
enum pp_cost_per {
    PP_PER_YEAR,
    PP_PER_MONTH,
    PP_PER_WEEK,
    PP_PER_ONCE
};

/** One stated amount: a line of the table in one of its periods. */
struct pp_costed_line {
    const char *table;  ///< several tables may share a file; NULL: the only one
    const char *line;   ///< as printed
    const char *period; ///< a financial year, or any heading of a column
    const char *grade;  ///< key in grade_costs; NULL: none
    int32_t fte;        ///< thousandths of posts, or of other units; PP_UNKNOWN: not said
    int64_t unit_cost;  ///< pence, in place of a grade; 0: none
    int32_t per;        ///< enum pp_cost_per of unit_cost; PP_UNKNOWN: a year
    pp_day from, to;    ///< both included; PP_NO_DAY: not said
    int32_t months;     ///< thousandths, in place of dates; PP_UNKNOWN: by the dates
    int32_t weeks;      ///< thousandths, for PP_PER_WEEK; PP_UNKNOWN: 52
    int64_t amount;     ///< pence, as stated
    int64_t rounded_to; ///< pence; settled by pp_costing_finish where the file is silent
    int32_t at;         ///< line of the file
};

/** What a post of a grade costs. */
struct pp_costed_grade {
    const char *grade;
    int32_t financial_year; ///< in force from then on, until a later row
    int64_t yearly_cost;    ///< pence
    int32_t at;
};

/** A stated total. */
struct pp_costed_total {
    const char *table;
    const char *line;   ///< NULL: of all lines
    const char *period; ///< NULL: of all periods
    int64_t amount, rounded_to;
    int32_t at;
};

/** Rows in the order of table, period, line. */
struct pp_costing {
    struct pp_arena arena;
    struct pp_costed_line *lines;
    struct pp_costed_grade *grades;
    struct pp_costed_total *totals;
    int32_t n_lines, n_grades, n_totals;
    int32_t capacity[PP_COSTING_FILES];
};

/** The files as tables of the schema: their names, columns and words. */
extern const struct pp_table pp_costing_tables[PP_COSTING_FILES];

struct pp_costing *pp_costing_create(void);
void pp_costing_destroy(struct pp_costing *costing); ///< NULL is fine

/** One row; `cells` by column of pp_costing_tables[which], NULL where the file has none. Copied. */
void pp_costing_row(struct pp_costing *costing, enum pp_costing_file which, const char *file,
                    int32_t line, const char *const *cells, struct pp_faults *faults);

/** Checks row against row and sorts.  `files`: what the files are called.  False: a fault. */
bool pp_costing_finish(struct pp_costing *costing, const char *const files[PP_COSTING_FILES],
                       struct pp_faults *faults);

/** The financial year that a period names; PP_NONE when it is another heading. */
int32_t pp_period_year(const char *period);

/* ---- Reconciling ---- */

enum {
    PP_COSTING_MONTH = 18879000 ///< parts of a month; every day of it and thousandth is whole
};

enum pp_finding_kind {
    PP_WRONG_GRADE,   ///< the amount fits another grade
    PP_FULL_YEAR,     ///< a part year is charged as a whole year
    PP_OTHER_YEAR,    ///< the amount fits what the grade costs in another financial year
    PP_BY_DAYS,       ///< charged by days of the year instead of months: a line, or all of a period
    PP_OTHER_MONTHS,  ///< lines agree with one another on other months than their dates'
    PP_TOTAL_DIFFERS, ///< a total is not the sum of its lines
    PP_UNEXPLAINED,   ///< nothing explains the amount
    PP_LINE_ROUNDING, ///< a line differs by no more than rounding each post can do: no fault
    PP_TOTAL_ROUNDING, ///< a total differs by no more than rounding its lines can do: no fault
    PP_FINDING_KINDS
};

/** "wrong_grade", "full_year", …; by kind. */
extern const char *const pp_finding_words[PP_FINDING_KINDS];

/** What one stated amount comes to. */
struct pp_reckoned {
    bool known;       ///< false: neither grade nor unit cost says what it should be
    int64_t amount;   ///< pence; as stated where it is not known
    int64_t by_dates; ///< pence, by the line's own dates or months
    int32_t finding;  ///< PP_NONE: it agrees
    bool in_total;    ///< a stated total holds it
    int64_t parts;    ///< of PP_COSTING_MONTH, on which it was reckoned in place of its dates; -1
};

/** A line within one financial year, or as a whole where it has no dates. */
struct pp_reckoned_year {
    int32_t grade; ///< row of the costing's grades; PP_NONE: the line's own unit cost
    int64_t yearly_cost;
    pp_day from, to; ///< both included; PP_NO_DAY: by `parts` alone
    int64_t parts;   ///< of PP_COSTING_MONTH
};

/** One thing that does not agree. Pence. */
struct pp_finding {
    int32_t kind;
    int32_t line, total; ///< of the costing; PP_NONE: about the other, or about a period
    const char *table, *period;
    int64_t stated, reckoned;
    int64_t difference;  ///< stated less reckoned
    const char *fits;    ///< PP_WRONG_GRADE: the grades that fit, with commas; else NULL
    int32_t costs_of;    ///< lines: the other financial year whose costs fit; 0: none
    bool whole;          ///< lines: they fit for a full year, not for the time that is charged
    bool days;           ///< lines: they fit by days of the year, not by months
    const char *lines;   ///< PP_TOTAL_DIFFERS: the lines that make the difference; else NULL
    int64_t unit;        ///< totals: what its amounts are rounded to, at most
    int64_t of_reckoned; ///< totals: stated less the sum of what the lines come to
    int32_t choices;     ///< of `lines`: how many equally good ones there are
    bool twice;          ///< of `lines`: counted twice, not left out
    const char *sentence;
};

/** One period of one table. */
struct pp_reckoned_period {
    const char *table, *period;
    int32_t first, n; ///< its lines
    int64_t stated, reckoned, by_dates;
    int64_t months; ///< on which its lines agree against their dates, in PP_COSTING_MONTH; -1: none
    int64_t own;    ///< the time by dates of those lines, in the same parts
};

struct pp_reconciliation {
    struct pp_arena arena;
    struct pp_reckoned *lines; ///< length n_lines of the costing
    struct pp_reckoned_period *periods;
    int32_t n_periods;
    struct pp_finding *findings; ///< lines and periods in their order, then totals
    int32_t n_findings, capacity;
};

/** Reconciles a finished costing, which is borrowed.  O(lines x grades + totals x lines), and a
 * limited search for what makes a total differ. */
void pp_reconcile(const struct pp_costing *costing, struct pp_reconciliation *out);
void pp_reconciliation_finish(struct pp_reconciliation *reconciliation);

/**
 * How a line that is charged by the year was reckoned: units x the sum of yearly_cost x parts of a
 * year.  Owned by the arena; `n` is 0 for other lines.
 */
struct pp_reckoned_year *pp_reckoned_years(const struct pp_costing *costing, int32_t line,
                                           const struct pp_reckoned *reckoned,
                                           struct pp_arena *arena, int32_t *n);

/** Whether the line is one of those that the total adds up. */
bool pp_total_holds(const struct pp_costed_total *total, const struct pp_costed_line *line);

/** True when the kind is a fault of the table, not a rounding. */
bool pp_finding_is_fault(int32_t kind);

#endif
