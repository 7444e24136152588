// SPDX-License-Identifier: GPL-3.0-or-later
/* References become row numbers, once every row is there. */
#include "cell.h"
#include "state.h"
#include "text.h"

enum {
    SUGGESTIONS = 20 ///< searches for a near key in one run; each reads all keys
};

/* One fault for the whole column: which rows are meant, the missing file would say. */
static void report_missing_file(struct pp_builder *builder, const struct state_table *state,
                                const struct pp_column *column, int32_t row, const char *text,
                                int32_t others)
{
    const char *file = builder->tables[column->ref].file;
    if (builder_has_fault(builder, file)) {
        return;
    }
    builder->why.length = 0;
    text_show(text, &builder->why);
    pp_buf_printf(&builder->why, " is not in %s, which is missing or has no row", file);
    if (others > 0) {
        pp_buf_add(&builder->why, "; neither is what ");
        pp_buf_count(&builder->why, others, "more row names", "more rows name");
    }
    pp_buf_add(&builder->why, "; give its rows, or correct what names them");
    pp_faults_add(builder->faults, false, state->file, state->lines[row], column->name, "%s",
                  pp_buf_text(&builder->why));
}

static void report_dangling(struct pp_builder *builder, const struct state_table *state,
                            const struct pp_column *column, int32_t row, const char *text)
{
    const struct state_table *other = &builder->tables[column->ref];
    builder->why.length = 0;
    text_show(text, &builder->why);
    pp_buf_printf(&builder->why, " is not in %s", other->file);
    size_t said = builder->why.length;
    if (builder->suggestions++ < SUGGESTIONS) {
        keys_suggest(&other->keys, text, &builder->why);
    }
    if (builder->why.length == said) {
        pp_buf_add(&builder->why, "; add it there, or correct it here");
    }
    pp_faults_add(builder->faults, false, state->file, state->lines[row], column->name, "%s",
                  pp_buf_text(&builder->why));
}

/* Turns an entry into a row; returns the text of one that leads nowhere, else NULL. */
static const char *resolve_cell(unsigned char *member, const struct state_table *other)
{
    int32_t entry = (int32_t)cell_number(member, PP_T_REF);
    if (entry == PP_NONE) {
        return NULL;
    }
    const struct keys_entry *key = &other->keys.entries[entry];
    cell_store(member, PP_T_REF, key->row, NULL);
    return key->row == PP_NONE ? key->text : NULL;
}

static void resolve_column(struct pp_builder *builder, const struct pp_table *table,
                           const struct pp_column *column)
{
    struct state_table *state = &builder->tables[table->id];
    const struct state_table *other = &builder->tables[column->ref];
    const char *first_text = NULL;
    int32_t first_row = PP_NONE, dangling = 0;
    for (int32_t row = 0; row < state->count; row++) {
        unsigned char *member = state->rows + (size_t)row * table->row_size + column->offset;
        const char *text = resolve_cell(member, other);
        if (text == NULL) {
            continue;
        }
        state->unsound[row] = true;
        if (other->count > 0) {
            report_dangling(builder, state, column, row, text);
        } else if (dangling++ == 0) {
            first_row = row;
            first_text = text;
        }
    }
    if (dangling > 0) {
        report_missing_file(builder, state, column, first_row, first_text, dangling - 1);
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
