// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tables as one workbook, a worksheet each, by libxlsxwriter.
 *
 * What can be worked out from other cells is a formula: a total is a SUM, the
 * cost of a post a product.  Each carries our own figure as its value, so that
 * a reader that does not calculate shows the same.
 *
 * The workbook's creation time is the day of planning, not the clock's, so
 * that equal plans are equal bytes.
 */
#include "table.h"

#include <time.h>
#include <xlsxwriter.h>

struct formats {
    lxw_format *of[CELL_MONEY + 1];
    lxw_format *heading;
};

static struct formats add_formats(lxw_workbook *book)
{
    static const char *const codes[] = {
        [CELL_TEXT] = NULL,
        [CELL_DATE] = "yyyy-mm-dd",
        [CELL_COUNT] = "#,##0",
        [CELL_MILLI] = "0.000",
        [CELL_MICRO] = "0.000000",
        [CELL_PER_CENT] = "0.0",
        [CELL_MONEY] = "\"£\"#,##0.00",
    };
    struct formats formats = {.heading = workbook_add_format(book)};
    format_set_bold(formats.heading);
    format_set_bg_color(formats.heading, 0xE8EEF4);
    format_set_bottom(formats.heading, LXW_BORDER_THIN);
    for (int type = CELL_TEXT; type <= CELL_MONEY; type++) {
        formats.of[type] = workbook_add_format(book);
        if (codes[type] != NULL) {
            format_set_num_format(formats.of[type], codes[type]);
        }
    }
    return formats;
}

static lxw_datetime as_datetime(pp_day day)
{
    struct pp_civil date = pp_civil_from_day(day);
    return (lxw_datetime){.year = date.year, .month = date.month, .day = date.day};
}

static void add_cell(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const struct cell *cell,
                     enum cell_type type, const struct formats *formats)
{
    static const double unit[] = {[CELL_COUNT] = 1,
                                  [CELL_MILLI] = 1000,
                                  [CELL_MICRO] = 1000000,
                                  [CELL_PER_CENT] = 10,
                                  [CELL_MONEY] = 100};
    lxw_format *format = formats->of[type];
    if (cell->blank) {
        return;
    }
    if (type == CELL_TEXT) {
        worksheet_write_string(sheet, row, column, cell->text, format);
    } else if (type == CELL_DATE) {
        lxw_datetime date = as_datetime((pp_day)cell->number);
        worksheet_write_datetime(sheet, row, column, &date, format);
    } else if (cell->formula != NULL) {
        const double value = cell->exact != 0.0 ? cell->exact : (double)cell->number / unit[type];
        worksheet_write_formula_num(sheet, row, column, cell->formula, format, value);
    } else {
        worksheet_write_number(sheet, row, column, (double)cell->number / unit[type], format);
    }
}

static void add_sheet(lxw_workbook *book, const struct table *table, const struct formats *formats)
{
    const struct table_source *source = table->source;
    lxw_worksheet *sheet = workbook_add_worksheet(book, source->title);
    for (int32_t c = 0; c < source->n_columns; c++) {
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, source->columns[c].width, NULL);
        worksheet_write_string(sheet, 0, (lxw_col_t)c, source->columns[c].name, formats->heading);
    }
    for (int32_t r = 0; r < table->n_rows; r++) {
        for (int32_t c = 0; c < source->n_columns; c++) {
            add_cell(sheet, (lxw_row_t)(r + 1), (lxw_col_t)c,
                     &table->cells[r * source->n_columns + c], source->columns[c].type, formats);
        }
    }
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)table->n_rows, (lxw_col_t)(source->n_columns - 1));
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
}

bool xlsx_write_workbook(const struct table_set *set, const char *path, struct pp_err *err)
{
    lxw_workbook *book = workbook_new(path);
    if (book == NULL) {
        return pp_fail(err, PP_E_SYSTEM, "%s: can't be written", path);
    }
    struct pp_arena arena = {0};
    lxw_doc_properties properties = {
        .title = pp_arena_string(&arena, set->title),
        .created = set->day == 0 ? 1 : (time_t)set->day * PP_DAY_SECONDS, // 0 would mean: now
    };
    workbook_set_properties(book, &properties);
    pp_arena_finish(&arena);
    struct formats formats = add_formats(book);
    for (int32_t t = 0; t < set->count; t++) {
        add_sheet(book, &set->tables[t], &formats);
    }
    for (int32_t t = 0; t < set->n_workings; t++) {
        add_sheet(book, &set->workings[t], &formats);
    }
    lxw_error error = workbook_close(book);
    if (error != LXW_NO_ERROR) {
        return pp_fail(err, PP_E_SYSTEM, "%s: can't be written: %s", path, lxw_strerror(error));
    }
    return true;
}
