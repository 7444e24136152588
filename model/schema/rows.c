// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows of text become rows of a table, cell by cell.
 *
 * A reference waits as the number of its entry in the keys of the other table
 * (keys.h), because a practitioner may name one that stands further down.  A
 * row with a faulty cell is kept and marked unsound: its key counts, so that
 * one mistake is one fault, and the checks leave it alone.
 */
#include "cell.h"
#include "state.h"
#include "text.h"

#include <podplan/limits.h>

#include <string.h>

/* Between the parts of a key; no clean cell holds it. */
#define KEY_SEPARATOR "\x1f"

bool rows_check_text(struct pp_builder *builder, const char *text)
{
    bool fits = strlen(text) <= PP_MAX_CELL_BYTES;
    if (fits && text_is_clean(text)) {
        return true;
    }
    text_show(text, &builder->why);
    pp_buf_printf(&builder->why,
                  fits ? " holds bytes that are no printable UTF-8 text"
                       : " is longer than %d bytes",
                  PP_MAX_CELL_BYTES);
    return false;
}

/* A zeroed row at the end of the table; NULL beyond the limit. */
static unsigned char *add_row(struct pp_builder *builder, const struct pp_table *table,
                              int32_t line)
{
    struct state_table *state = &builder->tables[table->id];
    int32_t row = state->count;
    if (row == PP_MAX_ROWS) {
        return NULL;
    }
    struct pp_arena *arena = &builder->service->arena;
    state->rows =
        pp_arena_grow(arena, state->rows, &state->rows_capacity, row + 1, table->row_size);
    state->lines = pp_arena_grow(&builder->arena, state->lines, &state->lines_capacity, row + 1,
                                 sizeof(*state->lines));
    state->unsound = pp_arena_grow(&builder->arena, state->unsound, &state->unsound_capacity,
                                   row + 1, sizeof(*state->unsound));
    state->lines[row] = line;
    state->count++;
    return state->rows + (size_t)row * table->row_size;
}

/* Puts the trimmed text of one cell into its row; false: the reason is in `why`. */
static bool convert(struct pp_builder *builder, const struct pp_column *column, const char *text,
                    unsigned char *member)
{
    int64_t number = cell_blank(column->type);
    cell_store(member, column->type, number, NULL);
    if (text[0] == '\0') {
        if (column->required) {
            pp_buf_add(&builder->why, "is blank, and must be given");
        }
        return !column->required;
    }
    if (!rows_check_text(builder, text)) {
        return false;
    }
    struct pp_arena *arena = &builder->service->arena;
    if (column->type == PP_T_REF) {
        number = keys_enter(&builder->tables[column->ref].keys, &builder->arena, text);
    } else {
        struct cell_spec spec = cell_spec_of_column(column);
        if (!cell_parse(&spec, text, &number, &builder->why)) {
            return false;
        }
    }
    if (column->type != PP_T_NAME || builder->keep_names) {
        cell_store(member, column->type, number,
                   cell_is_text(column->type) ? pp_arena_string(arena, text) : NULL);
    }
    return true;
}

/* A file without a required column: one fault, however many rows. */
static void report_missing_column(struct pp_builder *builder, const struct pp_table *table,
                                  int32_t column)
{
    struct state_table *state = &builder->tables[table->id];
    if ((state->missing >> column & 1) == 0) {
        state->missing |= 1u << column;
        pp_faults_add(builder->faults, false, state->file, 1, table->columns[column].name,
                      "the column is missing, and must be there");
    }
}

/* Appends one column's part of what makes the row unique, in its canonical form. */
static void add_to_key(struct pp_builder *builder, const struct pp_column *column, const char *text,
                       const unsigned char *member)
{
    struct pp_buf *key = &builder->key;
    pp_buf_add(key, key->length > 0 ? KEY_SEPARATOR : "");
    if (cell_is_text(column->type) || column->type == PP_T_REF) {
        pp_buf_add(key, text);
    } else {
        pp_value_text(column->type, column->words, cell_number(member, column->type), key);
    }
}

/* Reads one cell; false when it is faulty. Appends its part of the row's key to builder->key. */
static bool read_cell(struct pp_builder *builder, const struct pp_table *table, int32_t c,
                      int32_t line, const char *text, unsigned char *row)
{
    const struct pp_column *column = &table->columns[c];
    builder->why.length = 0;
    const char *trimmed = text_trim(text == NULL ? "" : text, &builder->cell);
    bool good = convert(builder, column, trimmed, row + column->offset);
    if (!good && text == NULL) {
        report_missing_column(builder, table, c);
    } else if (!good) {
        pp_faults_add(builder->faults, false, builder->tables[table->id].file, line, column->name,
                      "%s", pp_buf_text(&builder->why));
    } else if (column->key) {
        add_to_key(builder, column, trimmed, row + column->offset);
    }
    return good;
}

/* Names the columns that make a row unique. */
static const char *key_columns(struct pp_builder *builder, const struct pp_table *table)
{
    builder->why.length = 0;
    for (int32_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].key) {
            pp_buf_printf(&builder->why, "%s%s", builder->why.length > 0 ? ", " : "",
                          table->columns[c].name);
        }
    }
    return pp_buf_text(&builder->why);
}

/* A key as a message shows it. */
static const char *key_words(struct pp_builder *builder)
{
    for (char *at = builder->key.text; at != NULL && *at != '\0'; at++) {
        if (*at == KEY_SEPARATOR[0]) {
            *at = ' ';
        }
    }
    builder->cell.length = 0;
    text_show(pp_buf_text(&builder->key), &builder->cell);
    return pp_buf_text(&builder->cell);
}

/* Enters the row under its key; a second row under the same key is a fault. */
static void enter_key(struct pp_builder *builder, const struct pp_table *table, int32_t row)
{
    struct state_table *state = &builder->tables[table->id];
    int32_t e = keys_enter(&state->keys, &builder->arena, pp_buf_text(&builder->key));
    struct keys_entry *entry = &state->keys.entries[e];
    if (entry->row == PP_NONE) {
        entry->row = row;
        return;
    }
    const char *columns = key_columns(builder, table);
    bool single = strchr(columns, ',') == NULL;
    state->unsound[row] = true;
    pp_faults_add(builder->faults, false, state->file, state->lines[row], single ? columns : NULL,
                  "%s is in line %d already; %s must be unique%s; keep one of the two rows",
                  key_words(builder), state->lines[entry->row], columns, single ? "" : " together");
}

void pp_builder_row(struct pp_builder *builder, const struct pp_table *table, int32_t line,
                    const char *const *cells)
{
    struct state_table *state = &builder->tables[table->id];
    unsigned char *row = add_row(builder, table, line);
    if (row == NULL) {
        if (!state->overfull) {
            state->overfull = true;
            pp_faults_add(builder->faults, false, state->file, line, NULL,
                          "the file has more than %d rows, which is the limit", PP_MAX_ROWS);
        }
        return;
    }
    bool key_known = true;
    builder->key.length = 0;
    for (int32_t c = 0; c < table->n_columns; c++) {
        if (!read_cell(builder, table, c, line, cells[c], row)) {
            state->unsound[state->count - 1] = true;
            key_known = key_known && !table->columns[c].key;
        }
    }
    if (key_known) {
        enter_key(builder, table, state->count - 1);
    }
}
