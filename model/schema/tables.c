// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of tables: finding tables, columns and rows. */
#include "tables.h"

#include <assert.h>
#include <string.h>

static const struct pp_table *const tables[PP_TABLE_COUNT] = {
#define ENTRY(row, file) [PP_TABLE_##file] = &schema_##file,
    PP_TABLES(ENTRY)
#undef ENTRY
};

const struct pp_table *pp_table(enum pp_table_id id)
{
    assert((int)id >= 0 && id < PP_TABLE_COUNT);
    return tables[id];
}

const struct pp_table *pp_table_find(const char *name)
{
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        if (strcmp(tables[t]->name, name) == 0) {
            return tables[t];
        }
    }
    return NULL;
}

int32_t pp_column_find(const struct pp_table *table, const char *name)
{
    for (int32_t c = 0; c < table->n_columns; c++) {
        if (strcmp(table->columns[c].name, name) == 0) {
            return c;
        }
    }
    return PP_NONE;
}

void *pp_table_rows(const struct pp_service *service, const struct pp_table *table)
{
    void *rows;
    memcpy(&rows, (const char *)service + table->rows_offset, sizeof(rows));
    return rows;
}

int32_t pp_table_count(const struct pp_service *service, const struct pp_table *table)
{
    int32_t count;
    memcpy(&count, (const char *)service + table->count_offset, sizeof(count));
    return count;
}

/* The text member of a column in a row. */
static const char *text_at(const struct pp_service *service, const struct pp_table *table,
                           const struct pp_column *column, int32_t row)
{
    const char *text;
    assert(row >= 0 && row < pp_table_count(service, table));
    const char *rows = pp_table_rows(service, table);
    memcpy(&text, rows + (size_t)row * table->row_size + column->offset, sizeof(text));
    return text;
}

const char *pp_row_key(const struct pp_service *service, enum pp_table_id id, int32_t row)
{
    const struct pp_table *table = pp_table(id);
    assert(table->columns[0].type == PP_T_KEY);
    return text_at(service, table, &table->columns[0], row);
}

const char *pp_row_name(const struct pp_service *service, enum pp_table_id id, int32_t row)
{
    const struct pp_table *table = pp_table(id);
    int32_t column = pp_column_find(table, "name");
    assert(column != PP_NONE);
    const char *name = text_at(service, table, &table->columns[column], row);
    return name == NULL ? pp_row_key(service, id, row) : name;
}
