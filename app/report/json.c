// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * All tables as one JSON object: a list of rows by the name of each table, a
 * row an object by column.  Amounts are pence, other numbers as in the CSV
 * files, dates YYYY-MM-DD; a blank cell is null.
 */
#include "table.h"

#include <jansson.h>
#include <stdlib.h>

static json_t *cell_value(const struct cell *cell, enum cell_type type)
{
    char text[PP_DATE_TEXT];
    if (cell->blank) {
        return json_null();
    }
    switch (type) {
    case CELL_TEXT:
        return json_string(cell->text);
    case CELL_DATE:
        return json_string(pp_day_text((pp_day)cell->number, text));
    case CELL_MILLI:
        return json_real((double)cell->number / 1000);
    case CELL_MICRO:
        return json_real((double)cell->number / 1000000);
    case CELL_PER_CENT:
        return json_real((double)cell->number / 10);
    case CELL_COUNT:
    case CELL_MONEY:
        break;
    }
    return json_integer((json_int_t)cell->number);
}

static json_t *table_rows(const struct table *table)
{
    const struct table_source *source = table->source;
    json_t *rows = json_array();
    for (int32_t r = 0; r < table->n_rows; r++) {
        json_t *row = json_object();
        for (int32_t c = 0; c < source->n_columns; c++) {
            json_object_set_new(
                row, source->columns[c].name,
                cell_value(&table->cells[r * source->n_columns + c], source->columns[c].type));
        }
        json_array_append_new(rows, row);
    }
    return rows;
}

bool json_write_tables(const struct table_set *set, const char *path, struct pp_err *err)
{
    json_t *doc = json_object();
    for (int32_t t = 0; t < set->count; t++) {
        json_object_set_new(doc, set->tables[t].source->name, table_rows(&set->tables[t]));
    }
    char *words = json_dumps(doc, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    struct pp_buf out = {0};
    pp_buf_add(&out, words);
    pp_buf_add(&out, "\n");
    bool ok = text_write(&out, path, err);
    pp_buf_finish(&out);
    free(words);
    json_decref(doc);
    return ok;
}
