// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tables of a report: one list of sources, each with its columns and the
 * function that fills it.  CSV and XLSX write any table; adding one is a row
 * in tables.c.
 */
#ifndef PODPLAN_REPORT_TABLE_H
#define PODPLAN_REPORT_TABLE_H

#include "report.h"

enum cell_type {
    CELL_TEXT,
    CELL_DATE,     ///< pp_day
    CELL_COUNT,    ///< whole number
    CELL_MILLI,    ///< thousandths, written as a decimal
    CELL_PER_CENT, ///< thousandths, written as per cent with one decimal
    CELL_MICRO,    ///< millionths, written as a decimal
    CELL_MONEY,    ///< pence, written as pounds
};

struct column {
    const char *name; ///< the heading, the same in CSV and XLSX
    enum cell_type type;
    int width; ///< characters, for XLSX
};

struct cell {
    bool blank;
    const char *text; ///< CELL_TEXT only; borrowed from service, plan or the table's arena
    int64_t number;
    const char *formula; ///< how a spreadsheet works `number` out again; NULL: it is given
    double exact;        ///< of a formula, where `number` rounds it: its value; 0: it does not
};

struct table {
    struct pp_arena arena;
    const struct table_source *source;
    struct cell *cells; ///< row by row, source->n_columns each
    int32_t n_rows, capacity;
};

struct table_source {
    const char *name;  ///< of the CSV file
    const char *title; ///< of the worksheet
    const struct column *columns;
    int32_t n_columns;
    void (*fill)(const struct report_input *input, struct table *table);
};

extern const struct table_source table_sources[];
extern const int32_t n_table_sources;

/** Tables that are written together. */
struct table_set {
    const struct table *tables;
    int32_t count;
    const char *title;            ///< of the workbook
    pp_day day;                   ///< when the workbook says that it was made: no clock is read
    const struct table *workings; ///< that only the workbook holds, behind the others
    int32_t n_workings;
};

/** Fills a table; table_finish frees it. */
void table_make(const struct report_input *input, const struct table_source *source,
                struct table *table);
void table_finish(struct table *table);

/** A new row of blank cells. */
struct cell *table_row(struct table *table);

/** The cells of a row. */
static inline const struct cell *table_cells(const struct table *table, int32_t row)
{
    return &table->cells[row * table->source->n_columns];
}

/** The rows of a table of the service in the order of their keys; owned by `arena`. O(n log n). */
const int32_t *rows_by_key(struct pp_arena *arena, const struct pp_service *service,
                           enum pp_table_id table);

/* A cell of each kind; a NULL text, PP_NO_DAY or PP_UNKNOWN leaves it blank. */
struct cell table_text(const char *text);
struct cell table_day(pp_day day);
struct cell table_number(int64_t number);

/** A financial year as text: "2015/16". */
struct cell table_year(struct table *table, int32_t year);

/** A number with its formula, printf into the table's arena; PP_UNKNOWN leaves the cell blank. */
struct cell table_formula(struct table *table, int64_t number, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Formulas that round a product to the penny do so in whole pence and thousandths: of decimals a
 * spreadsheet has no exact product, and half a penny would go up in one and down in another.
 */
#define PENCE_OF(cell) "ROUND(" cell "*100,0)"
#define MILLI_OF(cell) "ROUND(" cell "*1000,0)"

/** The largest number that divides both, of which none is below 0 and one is above. */
int64_t common_divisor(int64_t a, int64_t b);

/** Every formula of the table refers to sheets called "PREFIX NAME" in place of NAME. */
void table_refer_to(struct table *table, const char *prefix);

/** The row of the worksheet on which the table's newest row stands; 1 is the heading. */
int table_place(const struct table *table);

bool csv_write_table(const struct table *table, const char *path, struct pp_err *err);
bool json_write_tables(const struct table_set *set, const char *path, struct pp_err *err);
bool xlsx_write_workbook(const struct table_set *set, const char *path, struct pp_err *err);

/** The set as DIR/NAME.csv each, DIR/BOOK.json and DIR/BOOK.xlsx. */
bool table_set_write(const struct table_set *set, const char *dir, const char *book,
                     struct pp_err *err);
bool html_write_page(const struct report_input *input, const char *path, struct pp_err *err);

/** Writes the whole text to a file. */
bool text_write(const struct pp_buf *text, const char *path, struct pp_err *err);

#endif
