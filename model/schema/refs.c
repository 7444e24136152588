// SPDX-License-Identifier: GPL-3.0-or-later
/* References become row numbers, once every row is there. */
#include "cell.h"
#include "state.h"
#include "text.h"

enum {
    SUGGESTIONS = 20 ///< searches for a near key in one run; each reads all keys
};

static void report_dangling(struct pp_builder *builder, const struct pp_table *table,
                            const struct pp_column *column, int32_t line, const char *text)
{
    const struct state_table *other = &builder->tables[column->ref];
    if (other->count == 0 && builder_has_fault(builder, other->file)) {
        return;
    }
    builder->why.length = 0;
    text_show(text, &builder->why);
    pp_buf_printf(&builder->why, " is not in %s", other->file);
    if (other->count == 0) {
        pp_buf_add(&builder->why, ", which is missing or has no row");
    } else if (builder->suggestions++ < SUGGESTIONS) {
        keys_suggest(&other->keys, text, &builder->why);
    }
    pp_faults_add(builder->faults, false, builder->tables[table->id].file, line, column->name, "%s",
                  pp_buf_text(&builder->why));
}

/* Turns the entries of one column into rows of the other table. */
static void resolve_column(struct pp_builder *builder, const struct pp_table *table,
                           const struct pp_column *column)
{
    struct state_table *state = &builder->tables[table->id];
    const struct keys *keys = &builder->tables[column->ref].keys;
    for (int32_t r = 0; r < state->count; r++) {
        unsigned char *member = state->rows + (size_t)r * table->row_size + column->offset;
        int32_t entry = (int32_t)cell_number(member, PP_T_REF);
        if (entry == PP_NONE) {
            continue;
        }
        int32_t row = keys->entries[entry].row;
        cell_store(member, PP_T_REF, row, NULL);
        if (row == PP_NONE) {
            state->unsound[r] = true;
            report_dangling(builder, table, column, state->lines[r], keys->entries[entry].text);
        }
    }
}

void refs_resolve(struct pp_builder *builder)
{
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        const struct pp_table *table = pp_table((enum pp_table_id)t);
        for (int32_t c = 0; c < table->n_columns; c++) {
            if (table->columns[c].type == PP_T_REF) {
                resolve_column(builder, table, &table->columns[c]);
            }
        }
    }
}
