// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The files of a costed table (costing.h): their columns, how a row is read
 * and what is checked before anything is reckoned.
 */
#include "cell.h"
#include "tables.h"
#include "text.h"

#include <podplan/costing.h>

#include <stdlib.h>
#include <string.h>

#define POUNDS_EITHER_SIGN                                                                         \
    .least = -(int64_t)PP_MAX_MONEY_POUNDS * 100, .most = (int64_t)PP_MAX_MONEY_POUNDS * 100

enum {
    MOST_UNITS = 100000 * PP_FTE,
    MOST_MONTHS = PP_MAX_MONTHS * 1000,
    MOST_WEEKS = 600 * 1000
};

static const char *const per_words[] = {"year", "month", "week", "once", NULL};

static const struct pp_column line_columns[] = {
    COLUMN(pp_costed_line, table, PP_T_TEXT, KEY_MAY, .help = "Which table; blank: the only one."),
    COLUMN(pp_costed_line, line, PP_T_TEXT, KEY, .help = "What the line is called."),
    COLUMN(pp_costed_line, period, PP_T_TEXT, KEY,
           .help = "The column: a financial year such as 2024/25, or any other heading."),
    COLUMN(pp_costed_line, grade, PP_T_KEY, MAY,
           .help = "Grade of the posts, in grade_costs.csv; blank: by `unit_cost`, or as stated."),
    COLUMN(pp_costed_line, fte, PP_T_MILLI, MAY, .least = 0, .most = MOST_UNITS,
           .help = "Posts, or other units such as cases; blank: the amount is taken as stated."),
    COLUMN(pp_costed_line, unit_cost, PP_T_MONEY, MAY,
           .help = "What one unit costs, in place of a grade."),
    COLUMN(pp_costed_line, per, PP_T_WORD, MAY, .words = per_words,
           .help = "For how long `unit_cost` pays; blank: a year."),
    COLUMN(pp_costed_line, from, PP_T_DATE, MAY,
           .help = "First day; blank: the first of the financial year."),
    COLUMN(pp_costed_line, to, PP_T_DATE, MAY,
           .help = "Last day, included; blank: the last of the financial year."),
    COLUMN(pp_costed_line, months, PP_T_MILLI, MAY, .least = 0, .most = MOST_MONTHS,
           .help = "Months that are charged, in place of dates; blank: by the dates, else 12."),
    COLUMN(pp_costed_line, weeks, PP_T_MILLI, MAY, .least = 0, .most = MOST_WEEKS,
           .help = "Weeks that are charged at a cost per week; blank: 52."),
    COLUMN(pp_costed_line, amount, PP_T_MONEY, MUST, POUNDS_EITHER_SIGN,
           .help = "The amount as stated; below 0 where it is taken off."),
    COLUMN(pp_costed_line, rounded_to, PP_T_MONEY, MAY,
           .help = "To what it was rounded, such as 1000; blank: pounds, or pence where any "
                   "amount of the table has pence."),
};

static const struct pp_column grade_columns[] = {
    COLUMN(pp_costed_grade, grade, PP_T_KEY, KEY, .help = "The grade."),
    COLUMN(pp_costed_grade, financial_year, PP_T_FY, KEY,
           .help = "In force from this financial year on, until a later row."),
    COLUMN(pp_costed_grade, yearly_cost, PP_T_MONEY, MUST,
           .help = "One full-time post for a year, with on-costs."),
};

static const struct pp_column total_columns[] = {
    COLUMN(pp_costed_total, table, PP_T_TEXT, KEY_MAY, .help = "Which table; blank: the only one."),
    COLUMN(pp_costed_total, line, PP_T_TEXT, KEY_MAY,
           .help = "Of which line; blank: of all lines."),
    COLUMN(pp_costed_total, period, PP_T_TEXT, KEY_MAY,
           .help = "Of which period; blank: of all periods."),
    COLUMN(pp_costed_total, amount, PP_T_MONEY, MUST, POUNDS_EITHER_SIGN,
           .help = "The total as stated."),
    COLUMN(pp_costed_total, rounded_to, PP_T_MONEY, MAY,
           .help = "To what it was rounded; blank: as the lines."),
};

#define COSTING(file, row, list, member, must, words)                                              \
    {                                                                                              \
        .name = file, .id = (enum pp_table_id)(PP_TABLE_COUNT + 1),                                \
        /* none of the service */ .required = (must), .row_size = sizeof(struct row),              \
        .rows_offset = offsetof(struct pp_costing, member),                                        \
        .count_offset = offsetof(struct pp_costing, n_##member), .columns = (list),                \
        .n_columns = (int32_t)(sizeof(list) / sizeof((list)[0])), .help = (words),                 \
    }

const struct pp_table pp_costing_tables[PP_COSTING_FILES] = {
    [PP_COSTED_LINES] = COSTING("lines", pp_costed_line, line_columns, lines, true,
                                "The amounts that are stated: a row for each line and period."),
    [PP_COSTED_GRADES] = COSTING("grade_costs", pp_costed_grade, grade_columns, grades, false,
                                 "What a post of a grade costs."),
    [PP_COSTED_TOTALS] = COSTING("totals", pp_costed_total, total_columns, totals, false,
                                 "The totals that are stated."),
};

struct pp_costing *pp_costing_create(void)
{
    struct pp_arena arena = {0};
    struct pp_costing *costing = PP_NEW(&arena, struct pp_costing, 1);
    costing->arena = arena;
    return costing;
}

void pp_costing_destroy(struct pp_costing *costing)
{
    if (costing != NULL) {
        struct pp_arena arena = costing->arena; // it holds the costing itself
        pp_arena_finish(&arena);
    }
}

/* A zeroed row at the end of a file; counted only once it is known to be sound. */
static unsigned char *new_row(struct pp_costing *costing, enum pp_costing_file which)
{
    const struct pp_table *table = &pp_costing_tables[which];
    void *rows;
    int32_t count;
    char *base = (char *)costing;
    memcpy(&rows, base + table->rows_offset, sizeof(rows));
    memcpy(&count, base + table->count_offset, sizeof(count));
    rows =
        pp_arena_grow(&costing->arena, rows, &costing->capacity[which], count + 1, table->row_size);
    memcpy(base + table->rows_offset, &rows, sizeof(rows));
    unsigned char *row = (unsigned char *)rows + (size_t)count * table->row_size;
    memset(row, 0, table->row_size);
    return row;
}

static void keep_row(struct pp_costing *costing, enum pp_costing_file which)
{
    int32_t count;
    char *member = (char *)costing + pp_costing_tables[which].count_offset;
    memcpy(&count, member, sizeof(count));
    count++;
    memcpy(member, &count, sizeof(count));
}

/* One trimmed cell into its row; false: `why` says what is wrong. */
static bool read_cell(struct pp_costing *costing, const struct pp_column *column, const char *text,
                      unsigned char *row, struct pp_buf *why)
{
    struct cell_spec spec = cell_spec_of_column(column);
    int64_t number = cell_blank(column->type);
    const char *kept = NULL;
    if (text[0] == '\0' && column->required) {
        pp_buf_add(why, "is blank, and must be given");
        return false;
    }
    if (text[0] != '\0') {
        if (!text_is_clean(text)) {
            text_show(text, why);
            pp_buf_add(why, " holds bytes that are no printable UTF-8 text");
            return false;
        }
        if (!cell_parse(&spec, text, &number, why)) {
            return false;
        }
        kept = pp_arena_string(&costing->arena, text);
    }
    cell_store(row + column->offset, column->type, number, kept);
    return true;
}

static void set_place(struct pp_costing *costing, enum pp_costing_file which, int32_t line)
{
    switch (which) {
    case PP_COSTED_LINES:
        costing->lines[costing->n_lines].at = line;
        break;
    case PP_COSTED_GRADES:
        costing->grades[costing->n_grades].at = line;
        break;
    default:
        costing->totals[costing->n_totals].at = line;
        break;
    }
}

void pp_costing_row(struct pp_costing *costing, enum pp_costing_file which, const char *file,
                    int32_t line, const char *const *cells, struct pp_faults *faults)
{
    const struct pp_table *table = &pp_costing_tables[which];
    unsigned char *row = new_row(costing, which);
    struct pp_buf trimmed = {0}, why = {0};
    bool sound = true;
    for (int32_t c = 0; c < table->n_columns; c++) {
        why.length = 0;
        const char *text = text_trim(cells[c] == NULL ? "" : cells[c], &trimmed);
        if (!read_cell(costing, &table->columns[c], text, row, &why)) {
            sound = false;
            pp_faults_add(faults, false, file, line, table->columns[c].name, "%s",
                          pp_buf_text(&why));
        }
    }
    set_place(costing, which, line);
    if (sound) {
        keep_row(costing, which);
    }
    pp_buf_finish(&trimmed);
    pp_buf_finish(&why);
}

/* ---- Row against row ---- */

static int compare_texts(const char *one, const char *two)
{
    return strcmp(one == NULL ? "" : one, two == NULL ? "" : two);
}

static int by_line(const void *left, const void *right)
{
    const struct pp_costed_line *a = left, *b = right;
    int order = compare_texts(a->table, b->table);
    order = order != 0 ? order : compare_texts(a->period, b->period);
    return order != 0 ? order : compare_texts(a->line, b->line);
}

static int by_total(const void *left, const void *right)
{
    const struct pp_costed_total *a = left, *b = right;
    int order = compare_texts(a->table, b->table);
    order = order != 0 ? order : compare_texts(a->period, b->period);
    return order != 0 ? order : compare_texts(a->line, b->line);
}

static int by_grade(const void *left, const void *right)
{
    const struct pp_costed_grade *a = left, *b = right;
    int order = strcmp(a->grade, b->grade);
    return order != 0 ? order : a->financial_year - b->financial_year;
}

static void sort_rows(void *rows, int32_t count, size_t size,
                      int (*compare)(const void *, const void *))
{
    if (count > 1) {
        qsort(rows, (size_t)count, size, compare);
    }
}

static bool has_grade(const struct pp_costing *costing, const char *grade)
{
    for (int32_t g = 0; g < costing->n_grades; g++) {
        if (strcmp(costing->grades[g].grade, grade) == 0) {
            return true;
        }
    }
    return false;
}

static void suggest_grade(const struct pp_costing *costing, const char *grade, struct pp_buf *out)
{
    struct text_near near = {.word = grade, .distance = TEXT_FAR};
    for (int32_t g = 0; g < costing->n_grades; g++) {
        text_offer(&near, costing->grades[g].grade);
    }
    text_suggest(&near, out);
}

static void check_basis(const struct pp_costing *costing, const struct pp_costed_line *line,
                        const char *file, struct pp_faults *faults)
{
    struct pp_buf words = {0};
    if (line->grade != NULL && line->unit_cost != 0) {
        pp_value_text(PP_T_MONEY, NULL, line->unit_cost, &words);
        pp_faults_add(faults, false, file, line->at, "unit_cost",
                      "%s stands beside the grade '%s'; leave one of them blank",
                      pp_buf_text(&words), line->grade);
    } else if (line->grade != NULL && !has_grade(costing, line->grade)) {
        suggest_grade(costing, line->grade, &words);
        pp_faults_add(faults, false, file, line->at, "grade",
                      "'%s' has no row in grade_costs.csv; add what it costs%s", line->grade,
                      pp_buf_text(&words));
    } else if (line->fte != PP_UNKNOWN && line->grade == NULL && line->unit_cost == 0) {
        pp_buf_milli(&words, line->fte);
        pp_faults_add(faults, false, file, line->at, "grade",
                      "is blank for %s posts, as is unit_cost; give one of them, or leave fte "
                      "blank to take the amount as stated",
                      pp_buf_text(&words));
    } else if (line->fte == PP_UNKNOWN && (line->grade != NULL || line->unit_cost != 0)) {
        pp_faults_add(faults, false, file, line->at, "fte",
                      "is blank; a line with a %s needs to say of how many",
                      line->grade != NULL ? "grade" : "unit cost");
    }
    pp_buf_finish(&words);
}

/* The first financial year of which a line needs to know what its grade costs; PP_NONE: any. */
static int32_t first_year(const struct pp_costed_line *line)
{
    int32_t year = pp_period_year(line->period);
    return year != PP_NONE || line->from == PP_NO_DAY ? year : pp_financial_year(line->from);
}

static void check_cost_in_force(const struct pp_costing *costing, const struct pp_costed_line *line,
                                const char *file, struct pp_faults *faults)
{
    char needed[PP_TIME_TEXT], first[PP_TIME_TEXT];
    int32_t year = first_year(line), g = 0;
    while (line->grade != NULL && g < costing->n_grades &&
           strcmp(costing->grades[g].grade, line->grade) != 0) {
        g++;
    }
    if (line->grade != NULL && year != PP_NONE && g < costing->n_grades &&
        costing->grades[g].financial_year > year) {
        pp_faults_add(faults, false, file, line->at, "grade",
                      "no cost of '%s' is in force in %s; its first row in grade_costs.csv is "
                      "from %s",
                      line->grade, pp_financial_year_text(year, needed),
                      pp_financial_year_text(costing->grades[g].financial_year, first));
    }
}

static void check_dates(const struct pp_costed_line *line, const char *file,
                        struct pp_faults *faults)
{
    char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
    bool one_missing = (line->from == PP_NO_DAY) != (line->to == PP_NO_DAY);
    if (one_missing && line->months == PP_UNKNOWN && pp_period_year(line->period) == PP_NONE) {
        pp_faults_add(faults, false, file, line->at, line->to == PP_NO_DAY ? "to" : "from",
                      "is blank, and '%s' is no financial year that would say it; give the date, "
                      "or months",
                      line->period);
    }
    if (line->from != PP_NO_DAY && line->to != PP_NO_DAY && line->from > line->to) {
        pp_faults_add(faults, false, file, line->at, "to",
                      "%s is before the line begins, on %s; correct one of the two days",
                      pp_day_text(line->to, to), pp_day_text(line->from, from));
    }
    int32_t year = pp_period_year(line->period);
    bool late = year != PP_NONE && line->from != PP_NO_DAY && pp_financial_year(line->from) > year;
    bool early = year != PP_NONE && line->to != PP_NO_DAY && pp_financial_year(line->to) < year;
    if (line->months == PP_UNKNOWN && (late || early)) {
        pp_faults_add(faults, true, file, line->at, late ? "from" : "to",
                      "no day of the line lies in %s, because it %s on %s; it comes to nothing",
                      line->period, late ? "begins" : "ends",
                      late ? pp_day_text(line->from, from) : pp_day_text(line->to, to));
    }
}

/* What of a row's key is not blank, as a message shows it, and the columns that it is of. */
static void show_key(const char *const values[3], struct pp_buf *shown, struct pp_buf *columns)
{
    static const char *const names[3] = {"table", "line", "period"};
    struct pp_buf key = {0};
    for (int c = 0; c < 3; c++) {
        if (values[c] != NULL && values[c][0] != '\0') {
            pp_buf_printf(&key, "%s%s", key.length > 0 ? " " : "", values[c]);
            pp_buf_printf(columns, "%s%s", columns->length > 0 ? ", " : "", names[c]);
        }
    }
    if (key.length > 0) {
        text_show(pp_buf_text(&key), shown);
    } else {
        pp_buf_add(shown, "the total of everything");
        pp_buf_add(columns, "table, line, period");
    }
    pp_buf_finish(&key);
}

/* Two rows for the same cell of the table. */
static void check_twice(const char *const values[3], const char *file, int32_t first,
                        int32_t second, struct pp_faults *faults)
{
    struct pp_buf shown = {0}, columns = {0};
    show_key(values, &shown, &columns);
    pp_faults_add(faults, false, file, first > second ? first : second, NULL,
                  "%s is in line %d already; %s must be unique%s; keep one of the two rows",
                  pp_buf_text(&shown), first > second ? second : first, pp_buf_text(&columns),
                  strchr(pp_buf_text(&columns), ',') == NULL ? "" : " together");
    pp_buf_finish(&shown);
    pp_buf_finish(&columns);
}

/* A total of a table, line or period that no line has. */
static void check_total(const struct pp_costing *costing, const struct pp_costed_total *total,
                        const char *file, struct pp_faults *faults)
{
    bool table = false, line = total->line == NULL, period = total->period == NULL;
    for (int32_t i = 0; i < costing->n_lines; i++) {
        const struct pp_costed_line *row = &costing->lines[i];
        bool mine = compare_texts(row->table, total->table) == 0;
        table |= mine;
        line |= mine && compare_texts(row->line, total->line) == 0;
        period |= mine && compare_texts(row->period, total->period) == 0;
    }
    if (!table || !line || !period) {
        const char *column = !table ? "table" : !line ? "line" : "period";
        const char *value = !table ? total->table : !line ? total->line : total->period;
        if (value == NULL) {
            pp_faults_add(faults, false, file, total->at, column,
                          "is blank, but every line names its table; name it here, too");
        } else {
            pp_faults_add(faults, false, file, total->at, column,
                          "no line has '%s'; write it as the lines do%s", value,
                          table ? ", or leave it blank for all" : "");
        }
    }
}

/* To what the amounts of a table are rounded where it does not say so: pounds, or pence. */
static void settle_rounding(struct pp_costed_line *lines, int32_t n)
{
    for (int32_t first = 0, end; first < n; first = end) {
        bool pence = false;
        for (end = first; end < n && compare_texts(lines[end].table, lines[first].table) == 0;
             end++) {
            pence |= lines[end].amount % 100 != 0;
        }
        for (int32_t i = first; i < end; i++) {
            lines[i].rounded_to = lines[i].rounded_to > 0 ? lines[i].rounded_to : pence ? 1 : 100;
        }
    }
}

static bool has_fault(const struct pp_faults *faults, const char *file)
{
    bool found = false;
    for (int32_t f = 0; f < faults->count; f++) {
        found |= !faults->list[f].warning && strcmp(faults->list[f].file, file) == 0;
    }
    return found;
}

bool pp_costing_finish(struct pp_costing *costing, const char *const files[PP_COSTING_FILES],
                       struct pp_faults *faults)
{
    const char *file = files[PP_COSTED_LINES];
    struct pp_costed_line *lines = costing->lines;
    if (costing->n_lines == 0) { // what the other files say is about nothing then
        if (!has_fault(faults, file)) {
            pp_faults_add(faults, false, file, 0, NULL,
                          "has no row below its header; give each amount that is to be worked out "
                          "again a row: line, period, amount, and fte with grade or unit_cost");
        }
        return false;
    }
    sort_rows(costing->grades, costing->n_grades, sizeof(costing->grades[0]), by_grade);
    sort_rows(lines, costing->n_lines, sizeof(lines[0]), by_line);
    sort_rows(costing->totals, costing->n_totals, sizeof(costing->totals[0]), by_total);
    settle_rounding(lines, costing->n_lines);
    for (int32_t i = 0; i < costing->n_lines; i++) {
        check_basis(costing, &lines[i], file, faults);
        check_cost_in_force(costing, &lines[i], file, faults);
        check_dates(&lines[i], file, faults);
        if (i > 0 && by_line(&lines[i - 1], &lines[i]) == 0) {
            const char *const key[3] = {lines[i].table, lines[i].line, lines[i].period};
            check_twice(key, file, lines[i - 1].at, lines[i].at, faults);
        }
    }
    for (int32_t t = 0; t < costing->n_totals; t++) {
        const struct pp_costed_total *total = &costing->totals[t];
        check_total(costing, total, files[PP_COSTED_TOTALS], faults);
        if (t > 0 && by_total(total - 1, total) == 0) {
            const char *const key[3] = {total->table, total->line, total->period};
            check_twice(key, files[PP_COSTED_TOTALS], total[-1].at, total->at, faults);
        }
    }
    for (int32_t g = 1; g < costing->n_grades; g++) {
        if (by_grade(&costing->grades[g - 1], &costing->grades[g]) == 0) {
            pp_faults_add(faults, false, files[PP_COSTED_GRADES], costing->grades[g].at, "grade",
                          "'%s' has two costs from the same financial year; keep one",
                          costing->grades[g].grade);
        }
    }
    return faults->n_faults == 0;
}
