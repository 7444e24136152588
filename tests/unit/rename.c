// SPDX-License-Identifier: GPL-3.0-or-later
/* Keys and rows by the table of tables (rename.h). */
#include "rename.h"

#include <podplan/rng.h>

#include <string.h>

static void shuffle(int32_t *row, int32_t count, struct pp_rng *rng)
{
    for (int32_t i = 0; i < count; i++) {
        int32_t other = pp_rng_below(rng, i + 1);
        row[i] = row[other];
        row[other] = i;
    }
}

static void rewrite(struct renamed *r, const struct pp_table *table, char *to, struct pp_rng *rng)
{
    for (int32_t c = 0; c < table->n_columns; c++) {
        const struct pp_column *column = &table->columns[c];
        void *cell = to + column->offset;
        if (column->type == PP_T_KEY) {
            const char *key =
                pp_arena_printf(&r->service.arena, "%016llx", (unsigned long long)pp_rng_next(rng));
            memcpy(cell, &key, sizeof(key));
        } else if (column->type == PP_T_REF) {
            int32_t row;
            memcpy(&row, cell, sizeof(row));
            row = row == PP_NONE ? PP_NONE : r->row[column->ref][row];
            memcpy(cell, &row, sizeof(row));
        }
    }
}

static void move_rows(struct renamed *r, const struct pp_service *service,
                      const struct pp_table *table, struct pp_rng *rng)
{
    int32_t count = pp_table_count(service, table);
    const char *from = pp_table_rows(service, table);
    char *to = pp_arena_alloc(&r->service.arena, (size_t)count, table->row_size);
    for (int32_t row = 0; row < count; row++) {
        char *cell = to + (size_t)r->row[table->id][row] * table->row_size;
        memcpy(cell, from + (size_t)row * table->row_size, table->row_size);
        rewrite(r, table, cell, rng);
    }
    memcpy((char *)&r->service + table->rows_offset, &to, sizeof(to));
}

void rename_service(struct renamed *renamed, const struct pp_service *service, uint64_t seed)
{
    struct pp_rng rng = {seed};
    renamed->service = *service;
    renamed->service.arena = (struct pp_arena){0};
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        int32_t count = pp_table_count(service, pp_table((enum pp_table_id)t));
        renamed->row[t] = PP_NEW(&renamed->service.arena, int32_t, count);
        shuffle(renamed->row[t], count, &rng);
    }
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        move_rows(renamed, service, pp_table((enum pp_table_id)t), &rng);
    }
    pp_service_freeze(&renamed->service);
}

void rename_finish(struct renamed *renamed)
{
    pp_arena_finish(&renamed->service.arena);
}
