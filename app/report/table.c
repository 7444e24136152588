// SPDX-License-Identifier: GPL-3.0-or-later
/* Making a table of cells: rows grow in the table's own arena. */
#include "table.h"

void table_make(const struct report_input *input, const struct table_source *source,
                struct table *table)
{
    *table = (struct table){.source = source};
    source->fill(input, table);
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

struct cell cell_text(const char *text)
{
    return (struct cell){.blank = text == NULL, .text = text};
}

struct cell cell_day(pp_day day)
{
    return (struct cell){.blank = day == PP_NO_DAY, .number = day};
}

struct cell cell_number(int64_t number)
{
    return (struct cell){.blank = number == PP_UNKNOWN, .number = number};
}
