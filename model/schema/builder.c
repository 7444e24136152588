// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From cells of text to a frozen service.
 *
 * Rows are converted as they come.  A reference waits as the number of its
 * entry in the keys of the other table (keys.h) and becomes a row number at
 * the end, because a practitioner may name one that stands further down.  A
 * row with a faulty cell is kept and marked unsound: its key counts, so that
 * one mistake is one fault, and the checks leave it alone.
 */
#include "cell.h"
#include "checks.h"
#include "keys.h"
#include "text.h"

#include <podplan/builder.h>
#include <podplan/limits.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    SUGGESTIONS = 100 ///< searches for a near key in one run; each reads all keys
};

/* Between the parts of a key; no clean cell holds it. */
#define KEY_SEPARATOR "\x1f"

struct table_state {
    const char *file; ///< "families.csv"
    unsigned char *rows;
    int32_t *lines;
    bool *unsound;
    int32_t count, rows_capacity, lines_capacity, unsound_capacity;
    bool overfull;    ///< has been said
    uint32_t missing; ///< bit c: the file lacks required column c
    struct keys keys;
};

struct pp_builder {
    struct pp_faults *faults;
    bool keep_names;
    struct pp_service *service;
    struct pp_arena arena; ///< what is not needed after the building
    struct table_state tables[PP_TABLE_COUNT];
    int32_t *setting_lines; ///< 0: not given yet
    int32_t suggestions;
    struct pp_buf cell, why, key;
};

struct pp_builder *pp_builder_create(struct pp_faults *faults, bool keep_names)
{
    struct pp_builder *builder = calloc(1, sizeof(*builder));
    struct pp_service *service = calloc(1, sizeof(*service));
    if (builder == NULL || service == NULL) {
        abort();
    }
    *builder = (struct pp_builder){.faults = faults, .keep_names = keep_names, .service = service};
    builder->setting_lines = PP_NEW(&builder->arena, int32_t, pp_n_settings);
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        builder->tables[t].file =
            pp_arena_printf(&builder->arena, "%s.csv", pp_table((enum pp_table_id)t)->name);
    }
    return builder;
}

void pp_builder_destroy(struct pp_builder *builder)
{
    if (builder == NULL) {
        return;
    }
    pp_service_destroy(builder->service);
    pp_arena_finish(&builder->arena);
    pp_buf_finish(&builder->cell);
    pp_buf_finish(&builder->why);
    pp_buf_finish(&builder->key);
    free(builder);
}

/* ---- Rows ---- */

/* A zeroed row at the end of the table; NULL beyond the limit. */
static unsigned char *add_row(struct pp_builder *builder, const struct pp_table *table,
                              int32_t line)
{
    struct table_state *state = &builder->tables[table->id];
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

/* The cell's text is acceptable at all; else the reason is in `why`. */
static bool check_text(const char *text, struct pp_buf *why)
{
    if (strlen(text) > PP_MAX_CELL_BYTES) {
        text_show(text, why);
        pp_buf_printf(why, " is longer than %d bytes", PP_MAX_CELL_BYTES);
        return false;
    }
    if (!text_is_clean(text)) {
        text_show(text, why);
        pp_buf_add(why, " holds bytes that are no printable UTF-8 text");
        return false;
    }
    return true;
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
    if (!check_text(text, &builder->why)) {
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
    struct table_state *state = &builder->tables[table->id];
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
        *at = *at == KEY_SEPARATOR[0] ? ' ' : *at;
    }
    builder->cell.length = 0;
    text_show(pp_buf_text(&builder->key), &builder->cell);
    return pp_buf_text(&builder->cell);
}

/* Enters the row under its key; a second row under the same key is a fault. */
static void enter_key(struct pp_builder *builder, const struct pp_table *table, int32_t row)
{
    struct table_state *state = &builder->tables[table->id];
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
                  "%s is in line %d already; %s must be unique%s", key_words(builder),
                  state->lines[entry->row], columns, single ? "" : " together");
}

void pp_builder_row(struct pp_builder *builder, const struct pp_table *table, int32_t line,
                    const char *const *cells)
{
    struct table_state *state = &builder->tables[table->id];
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

/* ---- References ---- */

/* True when the file itself could not be read: its rows are unknown, not missing. */
static bool is_unread(const struct pp_builder *builder, const char *file)
{
    for (int32_t f = 0; f < builder->faults->count; f++) {
        const struct pp_fault *fault = &builder->faults->list[f];
        if (!fault->warning && strcmp(fault->file, file) == 0) {
            return true;
        }
    }
    return false;
}

static void report_dangling(struct pp_builder *builder, const struct pp_table *table,
                            const struct pp_column *column, int32_t line, const char *text)
{
    const struct table_state *other = &builder->tables[column->ref];
    if (other->count == 0 && is_unread(builder, other->file)) {
        return;
    }
    builder->why.length = 0;
    text_show(text, &builder->why);
    pp_buf_printf(&builder->why, " is not in %s", other->file);
    const char *near = NULL;
    if (other->count == 0) {
        pp_buf_add(&builder->why, ", which is missing or has no row");
    } else if (builder->suggestions++ < SUGGESTIONS) {
        near = keys_nearest(&other->keys, text);
    }
    if (near != NULL) {
        pp_buf_printf(&builder->why, "; did you mean %s?", near);
    }
    pp_faults_add(builder->faults, false, builder->tables[table->id].file, line, column->name, "%s",
                  pp_buf_text(&builder->why));
}

/* Turns the entries of one column into rows of the other table. */
static void resolve_column(struct pp_builder *builder, const struct pp_table *table,
                           const struct pp_column *column)
{
    struct table_state *state = &builder->tables[table->id];
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

static void resolve(struct pp_builder *builder)
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

/* ---- Settings ---- */

static const char *const settings_file = "settings.csv";

/* Reads the value of a setting; false: the reason is in builder->why. */
static bool set(struct pp_builder *builder, int32_t s, const char *text)
{
    const struct pp_setting *setting = &pp_settings_table[s];
    struct cell_spec spec = cell_spec_of_setting(setting);
    int64_t number = cell_blank(setting->type);
    builder->why.length = 0;
    if (!check_text(text, &builder->why)) {
        return false;
    }
    if (text[0] != '\0' && !cell_parse(&spec, text, &number, &builder->why)) {
        return false;
    }
    char *member = (char *)&builder->service->settings + setting->offset;
    cell_store(member, setting->type, number,
               text[0] == '\0' ? NULL : pp_arena_string(&builder->service->arena, text));
    return true;
}

static int32_t setting_named(const char *name)
{
    for (int32_t s = 0; s < pp_n_settings; s++) {
        if (strcmp(pp_settings_table[s].name, name) == 0) {
            return s;
        }
    }
    return PP_NONE;
}

static void report_unknown_setting(struct pp_builder *builder, int32_t line, const char *name)
{
    const char *near = NULL;
    int32_t least = TEXT_FAR;
    for (int32_t s = 0; s < pp_n_settings; s++) {
        int32_t distance = text_distance(name, pp_settings_table[s].name);
        if (distance < least) {
            least = distance;
            near = pp_settings_table[s].name;
        }
    }
    builder->why.length = 0;
    text_show(name, &builder->why);
    pp_faults_add(builder->faults, false, settings_file, line, "name", "%s is no setting%s%s%s",
                  pp_buf_text(&builder->why),
                  near == NULL ? "; docs/data-format.md lists them" : "; did you mean ",
                  near == NULL ? "" : near, near == NULL ? "" : "?");
}

void pp_builder_setting(struct pp_builder *builder, int32_t line, const char *name,
                        const char *value)
{
    const char *trimmed = text_trim(name == NULL ? "" : name, &builder->cell);
    int32_t s = setting_named(trimmed);
    if (s == PP_NONE) {
        report_unknown_setting(builder, line, trimmed);
        return;
    }
    if (builder->setting_lines[s] != 0) {
        pp_faults_add(builder->faults, false, settings_file, line, "name",
                      "'%s' is in line %d already; each setting is given once",
                      pp_settings_table[s].name, builder->setting_lines[s]);
        return;
    }
    const char *text = text_trim(value == NULL ? "" : value, &builder->cell);
    if (text[0] == '\0') {
        return; /* the same as not given */
    }
    builder->setting_lines[s] = line;
    if (!set(builder, s, text)) {
        pp_faults_add(builder->faults, false, settings_file, line, pp_settings_table[s].name, "%s",
                      pp_buf_text(&builder->why));
    }
}

/* What was not given takes its fallback; what follows from other settings is derived. */
static void complete_settings(struct pp_builder *builder)
{
    for (int32_t s = 0; s < pp_n_settings; s++) {
        const struct pp_setting *setting = &pp_settings_table[s];
        if (builder->setting_lines[s] != 0) {
            continue;
        }
        bool good = set(builder, s, setting->fallback == NULL ? "" : setting->fallback);
        assert(good);
        (void)good;
        if (setting->fallback == NULL && !is_unread(builder, settings_file)) {
            pp_faults_add(builder->faults, false, settings_file, 0, setting->name,
                          "the setting is missing, and must be given");
        }
    }
    struct pp_settings *settings = &builder->service->settings;
    if (settings->cases_from == PP_NO_DAY) {
        settings->cases_from = settings->planned_on;
    }
    if (settings->rota_from == PP_NO_DAY && settings->cases_from != PP_NO_DAY) {
        settings->rota_from = settings->cases_from + (7 - pp_weekday(settings->cases_from)) % 7;
    }
}

/* ---- The whole ---- */

static void check_required_tables(struct pp_builder *builder)
{
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        const struct table_state *state = &builder->tables[t];
        if (pp_table((enum pp_table_id)t)->required && state->count == 0 &&
            !is_unread(builder, state->file)) {
            pp_faults_add(builder->faults, false, state->file, 0, NULL,
                          "the file is missing or has no row; at least one row is needed");
        }
    }
}

/* The matrix of travel minutes is dense. */
static bool check_patches(struct pp_builder *builder)
{
    int32_t count = builder->tables[PP_TABLE_patches].count;
    if (count > PP_MAX_PATCHES) {
        pp_faults_add(builder->faults, false, builder->tables[PP_TABLE_patches].file, 0, NULL,
                      "the file has %d patches; the limit is %d", count, PP_MAX_PATCHES);
    }
    return count <= PP_MAX_PATCHES;
}

/* Hands the rows over to the service. */
static void hand_over(struct pp_builder *builder, struct checks_rows *rows)
{
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        const struct pp_table *table = pp_table((enum pp_table_id)t);
        const struct table_state *state = &builder->tables[t];
        void *list = state->rows;
        memcpy((char *)builder->service + table->rows_offset, &list, sizeof(list));
        memcpy((char *)builder->service + table->count_offset, &state->count, sizeof(state->count));
        rows[t] = (struct checks_rows){state->lines, state->unsound};
    }
}

struct pp_service *pp_builder_finish(struct pp_builder *builder)
{
    struct checks_rows rows[PP_TABLE_COUNT];
    complete_settings(builder);
    check_required_tables(builder);
    resolve(builder);
    hand_over(builder, rows);
    if (check_patches(builder)) {
        pp_service_freeze(builder->service);
        checks_run(builder->service, rows, builder->faults);
    }
    pp_faults_sort(builder->faults);
    struct pp_service *service = NULL;
    if (builder->faults->n_faults == 0) {
        service = builder->service;
        builder->service = NULL;
    }
    pp_builder_destroy(builder);
    return service;
}
