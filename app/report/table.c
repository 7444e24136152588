// SPDX-License-Identifier: GPL-3.0-or-later
/* Making a table of cells: rows grow in the table's own arena. */
#include "table.h"

#include <podplan/schema.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void table_make(const struct report_input *input, const struct table_source *source,
                struct table *table)
{
    *table = (struct table){.source = source};
    source->fill(input, table);
}

bool table_set_write(const struct table_set *set, const char *dir, const char *book,
                     struct pp_err *err)
{
    struct pp_arena arena = {0};
    bool ok = true;
    for (int32_t t = 0; ok && t < set->count; t++) {
        const struct table *table = &set->tables[t];
        ok = csv_write_table(table, pp_arena_printf(&arena, "%s/%s.csv", dir, table->source->name),
                             err);
    }
    ok = ok && json_write_tables(set, pp_arena_printf(&arena, "%s/%s.json", dir, book), err) &&
         xlsx_write_workbook(set, pp_arena_printf(&arena, "%s/%s.xlsx", dir, book), err);
    pp_arena_finish(&arena);
    return ok;
}

void table_finish(struct table *table)
{
    pp_arena_finish(&table->arena);
    *table = (struct table){0};
}

struct cell *table_row(struct table *table)
{
    int32_t columns = table->source->n_columns;
    table->cells = pp_arena_grow(&table->arena, table->cells, &table->capacity,
                                 (table->n_rows + 1) * columns, sizeof(*table->cells));
    struct cell *row = table->cells + (size_t)table->n_rows * (size_t)columns;
    for (int32_t c = 0; c < columns; c++) {
        row[c] = (struct cell){.blank = true};
    }
    table->n_rows++;
    return row;
}

struct keyed_row {
    const char *key;
    int32_t row;
};

static int compare_keys(const void *left, const void *right)
{
    const struct keyed_row *a = left, *b = right;
    return strcmp(a->key, b->key);
}

const int32_t *rows_by_key(struct pp_arena *arena, const struct pp_service *service,
                           enum pp_table_id table)
{
    int32_t n = pp_table_count(service, pp_table(table));
    struct keyed_row *keyed = PP_NEW(arena, struct keyed_row, n + 1);
    int32_t *rows = PP_NEW(arena, int32_t, n + 1);
    for (int32_t row = 0; row < n; row++) {
        keyed[row] = (struct keyed_row){pp_row_key(service, table, row), row};
    }
    qsort(keyed, (size_t)n, sizeof(keyed[0]), compare_keys);
    for (int32_t i = 0; i < n; i++) {
        rows[i] = keyed[i].row;
    }
    return rows;
}

struct cell table_text(const char *text)
{
    return (struct cell){.blank = text == NULL, .text = text};
}

struct cell table_day(pp_day day)
{
    return (struct cell){.blank = day == PP_NO_DAY, .number = day};
}

struct cell table_number(int64_t number)
{
    return (struct cell){.blank = number == PP_UNKNOWN, .number = number};
}

struct cell table_year(struct table *table, int32_t year)
{
    char text[PP_TIME_TEXT];
    return table_text(pp_arena_string(&table->arena, pp_financial_year_text(year, text)));
}

struct cell table_formula(struct table *table, int64_t number, const char *format, ...)
{
    va_list args, again;
    struct cell cell = table_number(number);
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *formula = pp_arena_alloc(&table->arena, (size_t)(length < 0 ? 0 : length) + 1, 1);
    vsnprintf(formula, (size_t)length + 1, format, again);
    va_end(again);
    cell.formula = formula;
    return cell;
}

int64_t common_divisor(int64_t a, int64_t b)
{
    while (b > 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The name before an exclamation mark: letters, or anything in quotation marks; 0: none. */
static size_t sheet_name(const char *at)
{
    if (*at == '\'') {
        size_t length = strcspn(at + 1, "'") + 2;
        return at[length] == '!' ? length : 0;
    }
    size_t length = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");
    return at[length] == '!' ? length : 0;
}

static const char *refer_to(struct pp_arena *arena, const char *formula, const char *prefix)
{
    struct pp_buf out = {0};
    for (const char *at = formula; *at != '\0';) {
        size_t length = sheet_name(at), quoted = *at == '\'' ? 1 : 0;
        if (length > 0) {
            pp_buf_printf(&out, "'%s %.*s'", prefix, (int)(length - 2 * quoted), at + quoted);
        } else {
            length = *at == '"' ? strcspn(at + 1, "\"") + 2 : 1;
            pp_buf_addn(&out, at, length);
        }
        at += length;
    }
    const char *text = pp_arena_string(arena, pp_buf_text(&out));
    pp_buf_finish(&out);
    return text;
}

void table_refer_to(struct table *table, const char *prefix)
{
    for (int32_t i = 0; i < table->n_rows * table->source->n_columns; i++) {
        if (table->cells[i].formula != NULL) {
            table->cells[i].formula = refer_to(&table->arena, table->cells[i].formula, prefix);
        }
    }
}

int table_place(const struct table *table)
{
    return (int)table->n_rows + 1;
}
